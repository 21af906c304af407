//! The register that is not broken, under everything but changed settings: quorums that overlap are linearizable.

use std::rc::Rc;

use sim_core::measure::Verdict;
use sim_core::protocols;
use sim_core::run::Recipe;

use crate::cap::measured;
use crate::generate::{Dice, Plot};

/// A busy world of one protocol with majorities, and acts; no request arrives twice, which no register can tell apart.
fn recipe(n: u64, protocol: &str) -> Recipe {
    let mut dice = Dice::new(8_000_000 + n);
    let info = protocols::all().into_iter().find(|p| p.name == protocol).expect("in the registry");
    let mut plot = Plot::new(&mut dice, info);
    plot.length_ms = 2_000;
    let mut scenario = plot.scenario(&mut dice);
    let majority = plot.servers.len() / 2 + 1;
    let text = |k: &str, v: &str| (k.to_string(), v.to_string());
    scenario.groups[0].settings =
        vec![text("mode", "quorum"), text("R", &majority.to_string()), text("W", &majority.to_string())];
    scenario.groups[0].settings.push(text("disk", dice.one(&["0s", "0s", "3ms", "exp 10ms"])));
    let load = dice.one(&["closed 5ms..50ms", "poisson 30/s"]);
    scenario.groups[1].settings =
        vec![text("timeout", "300ms"), text("load", load), text("mix", "50% write x next, 50% read x")];
    let text_of = |dice: &mut Dice, of: &[&str]| dice.one(of).to_string();
    scenario.links[0].1 =
        text_of(&mut dice, &["lognormal 10ms 1", "pareto 1ms 1.1", "mix 80% 5ms..15ms, 20% 150ms..400ms"]);
    scenario.links[1].1 = text_of(&mut dice, &["0%", "5%"]);
    scenario.links[2].1 = "0%".into();
    let twice = format!(
        "every {}ms from 3ms duplicate next {}",
        1 + dice.below(20),
        dice.one(&["query", "version", "store", "stored"])
    );
    let kept = |text: &str| !text.contains("set ") && !text.contains("duplicate");
    let acts: Vec<_> = (0..14).map(|_| plot.line(&mut dice)).filter(|l| kept(&l.to_string())).collect();
    Recipe { scenario: Rc::new(scenario), seed: sim_core::luck::Seed(n), lines: acts }.with(crate::bench::lines(&twice))
}

// Recipe 42 found that two writes through one node at one time were given one version.
#[test]
fn overlapping_quorums_with_write_back_are_linearizable_under_every_fault() {
    let mut looked = 0;
    for n in 0..300 {
        let run = recipe(n, "register").play(None).unwrap();
        let found = measured(&run, "linearizable", &[]);
        assert!(!matches!(found.verdict, Verdict::Broken), "recipe {n}: {:?}", found.witnesses);
        looked += found.over;
    }
    assert!(looked > 5_000, "{looked} operations are too few to show anything");
}

#[test]
fn the_broken_one_is_caught_in_the_same_worlds() {
    let caught = (0..100).filter(|n| {
        let run = recipe(*n, "register-last-arrival").play(None).unwrap();
        measured(&run, "linearizable", &[]).verdict == Verdict::Broken
    });
    let caught = caught.count();
    assert!(caught >= 15, "caught in {caught} of 100 recipes");
}

#[test]
fn the_one_that_does_not_wait_for_its_disk_is_caught_by_a_crash() {
    // Two of three have said that they hold it, and neither disk did.
    let lost = |protocol: &str| {
        let mut world = (*crate::bench::small(&["a", "b", "c"], "", "")).clone();
        world.groups[0].protocol = protocol.into();
        world.groups[0].settings = crate::bench::settings("mode = quorum; R = 2; W = 2; disk = 30ms");
        let acts = "at 1ms cut a-c b-c\nat 10ms ask ann write x 1 at a\nat 52ms crash a for 5ms
                    at 52ms crash b for 5ms\nat 200ms ask bo read x";
        crate::bench::play(&Rc::new(world), 7, acts)
    };
    let run = lost("register-unsynced");
    let found = measured(&run, "linearizable", &[]);
    assert_eq!(found.verdict, Verdict::Broken);
    let rows: Vec<String> = found.witnesses[0].because.iter().map(|(_, words)| words.clone()).collect();
    expect_test::expect![[r#"
        bo's read began at 0.200 s, after ann's write of 1 had been acknowledged at 0.050 s, yet it returned the older 0, which was there in the beginning; no order of these two operations explains it.
        bo read 0 from 0.200 s to 0.220 s.
        ann wrote 1 from 0.010 s to 0.050 s.
    "#]]
    .assert_eq(&(found.witnesses[0].sentence.clone() + "\n" + &rows.join("\n") + "\n"));
    assert_eq!(measured(&lost("register"), "linearizable", &[]).verdict, Verdict::Holds);
}

#[test]
fn reads_that_do_not_write_back_are_caught() {
    let caught = (0..150).filter(|n| {
        let recipe = recipe(*n, "register");
        let mut scenario = (*recipe.scenario).clone();
        scenario.groups[0].settings.push(("write_back".into(), "false".into()));
        let run = Recipe { scenario: Rc::new(scenario), ..recipe }.play(None).unwrap();
        measured(&run, "linearizable", &[]).verdict == Verdict::Broken
    });
    let caught = caught.count();
    assert!(caught > 0, "caught in {caught} of 150 recipes");
}
