//! The first lesson, act d, as the engine sees it: carts that were written on both sides of a cut, and six rules.

use std::rc::Rc;

use sim_core::clock::Reading;
use sim_core::id::{Key, NodeId, OpId};
use sim_core::measure::{ArgValue, Call, Evidence, Instant, Verdict, find};
use sim_core::protocols::cart::{Rule, State, WORDS};
use sim_core::scenario::Scenario;
use sim_core::time::Duration;
use sim_core::world::World;

use crate::bench::{play, three};
use crate::cap::{figure, measured};

/// Ann beside A and Cy beside C, each change a second from the next.
fn quiet(rule: &str) -> Rc<Scenario> {
    let script = "at 0.1s ask ann add mug
                  at 0.2s ask ann add plate
                  at 1.2s ask ann add bread
                  at 2.2s ask cy add kettle
                  at 3.2s ask ann remove mug
                  at 4.2s ask ann add tea
                  at 6.2s ask cy add lamp";
    three("cart", &format!("merge = {rule}"), "timeout = 2s", "latency = 50ms..150ms", script)
}

fn spoiled(world: &World) -> (usize, usize) {
    (figure(world, "lost_adds", &[]) as usize, figure(world, "resurrected", &[]) as usize)
}

#[test]
fn no_rule_is_needed_while_messages_come_through() {
    for rule in WORDS {
        for seed in 0..5 {
            let run = play(&quiet(rule), seed, "");
            assert_eq!(spoiled(&run), (0, 0), "{rule}, seed {seed}");
        }
    }
}

#[test]
fn the_newest_cart_loses_and_brings_back() {
    let run = play(&quiet("lww"), 1, "cut: at 2.5s isolate c for 4s");
    assert_eq!(spoiled(&run), (1, 1), "the tea is gone, the mug is back");
    let lost = measured(&run, "lost_adds", &[]);
    let witness = &lost.witnesses[0];
    assert!(witness.sentence.ends_with("tea is in no copy any more; ann was told at 4.200 s that it is in the cart."));
    let because: Vec<&str> = witness.because.iter().map(|(_, words)| words.as_str()).collect();
    assert!(because[0].ends_with("took a copy in which nothing says that tea ever was."), "{because:?}");
    assert_eq!(because[1], "ann put tea in at a, which acknowledged it at 4.200 s.");
    let back = measured(&run, "resurrected", &[]);
    let sentence = &back.witnesses[0].sentence;
    assert!(sentence.ends_with("mug is in the cart of a again; ann was told at 3.200 s that it is out."), "{sentence}");
}

#[test]
fn what_either_holds_loses_nothing_and_forgets_removals() {
    let cut = "cut: at 2.5s isolate c for 4s";
    assert_eq!(spoiled(&play(&quiet("union"), 1, cut)), (0, 1));
    assert_eq!(spoiled(&play(&quiet("2p"), 1, cut)), (0, 0), "nothing was put in again");
    assert!(spoiled(&play(&quiet("intersect"), 1, cut)).0 >= 2);
    // The larger side keeps the tea and the removal, and loses what Cy put in on the smaller one.
    let run = play(&quiet("majority"), 1, cut);
    assert_eq!(spoiled(&run), (1, 0));
    assert!(measured(&run, "lost_adds", &[]).witnesses[0].sentence.contains("lamp"));
    // Put in again on the other side after it was taken out: only tags tell the two adds apart.
    let again = format!("{cut}\nat 3.5s ask cy remove mug\nat 3.7s ask cy add mug");
    assert_eq!(spoiled(&play(&quiet("2p"), 1, &again)).0, 1);
    assert_eq!(spoiled(&play(&quiet("orset"), 1, &again)), (0, 0));
}

/// Random changes on all sides, cuts, lost and doubled messages.
fn busy(rule: &str) -> Rc<Scenario> {
    let mix = "45% add new*12, 20% add old*4, 35% remove old*4";
    let people = format!("timeout = 2s; load = poisson 1/s; mix = {mix}");
    let links = "latency = 50ms..150ms; loss = 10%; duplication = 10%";
    let mut world = (*three("cart", &format!("merge = {rule}"), &people, links, "")).clone();
    world.length = Duration::secs(40);
    Rc::new(world)
}

#[test]
fn tags_keep_the_whole_cart_under_every_fault() {
    let faults = "at 5s isolate c for 8s
                  at 15s isolate a for 6s
                  at 18s cut b->c for 5s
                  end: at 30s set people.load none";
    for seed in 0..20 {
        let run = play(&busy("orset"), seed, faults);
        assert_eq!(spoiled(&run), (0, 0), "seed {seed}");
        let after = ("after".to_string(), ArgValue::Instant(Instant::Start("end".into())));
        let agreed = find(&Evidence::of(&run), &Call { measure: "convergence".into(), args: vec![after] });
        assert!(matches!(agreed.verdict, Verdict::Quantity(q) if q.value < 8.0), "seed {seed}: {:?}", agreed.verdict);
        assert!(figure(&run, "removals", &[]) >= 1.0 && figure(&run, "entries", &[]) >= 4.0);
    }
    let others: Vec<usize> = (0..20).map(|seed| spoiled(&play(&busy("lww"), seed, faults)).0).collect();
    assert!(others.iter().sum::<usize>() > 40, "the newest cart loses many: {others:?}");
}

#[test]
fn two_copies_become_the_same_whichever_takes_the_other() {
    let copy = |node: u16, items: &[(u16, u32)], gone: &[(u16, u32)]| {
        let mut state = State::default();
        for (item, add) in items.iter().chain(gone) {
            state.add(Key(*item), OpId(*add));
        }
        for (item, add) in gone {
            state.remove(Key(*item), &[OpId(*add)]);
        }
        state.known.insert(NodeId(node), 9);
        state.stamp = Some((Reading(i64::from(node)), NodeId(node)));
        state
    };
    let city = copy(1, &[(0, 0), (1, 1), (2, 7)], &[(3, 3), (4, 4)]);
    let island = copy(2, &[(0, 0), (3, 3), (4, 6), (5, 5)], &[(4, 4)]);
    for (word, rule) in WORDS.iter().zip((0..).map(Rule::of)) {
        for (strong, other) in [(true, false), (false, true), (true, true)] {
            let (mut here, mut there) = (city.clone(), island.clone());
            here.merge(&island, rule, strong, other);
            there.merge(&city, rule, other, strong);
            assert_eq!(here.items.keys().collect::<Vec<_>>(), there.items.keys().collect::<Vec<_>>(), "{word}");
            assert_eq!((here.known.clone(), here.stamp), (there.known.clone(), there.stamp), "{word}");
            let mut twice = here.clone();
            twice.merge(&there, rule, strong, other);
            assert!(!twice.ahead_of(&here), "{word}: nothing is left to learn");
        }
    }
    let mut tags = city.clone();
    tags.merge(&island, Rule::ObservedRemove, true, false);
    assert_eq!(tags.items.keys().map(|k| k.0).collect::<Vec<_>>(), [0, 1, 2, 4, 5], "3 is out, 4 was put in again");
}
