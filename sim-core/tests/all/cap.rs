//! The first lesson, act a, as the engine sees it: what its goals measure, over its seeds.

use std::rc::Rc;

use sim_core::measure::{ArgValue, Call, Evidence, Finding, Verdict, find};
use sim_core::world::World;

use crate::bench::{busy, play, quiet};

pub fn call(measure: &str, args: &[(&str, &str)]) -> Call {
    let word = |(k, v): &(&str, &str)| ((*k).to_string(), ArgValue::Word((*v).to_string()));
    Call { measure: measure.into(), args: args.iter().map(word).collect() }
}

pub fn measured(world: &World, measure: &str, args: &[(&str, &str)]) -> Finding {
    find(&Evidence::of(world), &call(measure, args))
}

pub fn figure(world: &World, measure: &str, args: &[(&str, &str)]) -> f64 {
    match measured(world, measure, args).verdict {
        Verdict::Quantity(q) => q.value,
        other => panic!("{measure} is {other:?}"),
    }
}

const SEEDS: [u64; 21] = [1501, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

#[test]
fn nothing_is_stale_while_nobody_acts() {
    for seed in SEEDS {
        assert!(figure(&play(&quiet(), seed, ""), "stale_reads", &[]) < 0.5, "seed {seed}");
    }
}

#[test]
fn an_honest_replica_lies_under_a_cut_and_behind_a_slow_link() {
    for seed in SEEDS {
        for act in ["at 2s cut a-c b-c", "at 2s isolate c", "at 2s slow a-c by 1s"] {
            let found = measured(&play(&quiet(), seed, act), "stale_reads", &[("key", "balance")]);
            assert_eq!(found.witnesses[0].at.to_string(), "2.9s", "seed {seed}, {act}");
        }
    }
}

#[test]
fn the_witness_says_what_happened_and_why() {
    let found = measured(&play(&quiet(), 1501, "at 2s cut a-c b-c"), "stale_reads", &[]);
    let witness = &found.witnesses[0];
    let because: Vec<&str> = witness.because.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(witness.sentence, "At 2.900 s cy was answered 101 by c, 800 ms after ann was told that 102 is stored.");
    assert_eq!(because[0], "cy read 101 after 102 was acknowledged.");
    assert!(because[1].starts_with("c answered from its own copy; it last heard from a at 1."), "{because:?}");
    assert!(because[2].starts_with("The copy of 102 for c was lost at the cut at 2.1"), "{because:?}");
    assert_eq!(because[3], "At 2.000 s: cut a-c b-c.");
}

/// Which sealed conjunct fails, on how many of 20 seeds: linearizable, majority served, recovers.
fn fails(register: &str) -> (usize, usize, usize) {
    let world = busy("register", register);
    let mut fails = (0, 0, 0);
    for seed in 0..20 {
        let run = play(&world, seed, "cut: at 10s isolate c for 15s");
        fails.0 += usize::from(measured(&run, "linearizable", &[]).verdict == Verdict::Broken);
        let served = figure(&run, "success", &[("clients", "majority"), ("during", "cut")]);
        fails.1 += usize::from(served < 0.95);
        assert!(figure(&run, "held", &[("during", "cut")]) > 14.9);
    }
    fails
}

#[test]
fn only_overlapping_quorums_that_a_majority_can_form_survive() {
    assert_eq!(fails("mode = quorum; R = 2; W = 2; init = 100"), (0, 0, 0));
    assert_eq!(fails("mode = any; init = 100").0, 20);
    assert_eq!(fails("mode = quorum; R = 1; W = 1; init = 100").0, 20);
    assert_eq!(fails("mode = quorum; R = 1; W = 2; init = 100").0, 20);
    assert_eq!(fails("mode = quorum; R = 2; W = 1; init = 100").0, 20);
    assert_eq!(fails("mode = quorum; R = 3; W = 3; init = 100"), (0, 20, 0));
    assert_eq!(fails("mode = quorum; R = 3; W = 1; init = 100").1, 20);
}

#[test]
fn a_line_that_is_not_possible_says_what_is() {
    let refused = |text: &str| {
        let recipe = sim_core::run::Recipe::idle(Rc::clone(&quiet())).with(crate::bench::lines(text));
        recipe.play(None).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(refused("at 1s crash d"), "`at 1s crash d`: unknown node `d`; there are a, b, c, ann, bo, cy");
    assert_eq!(
        refused("at 1s set replica.R 2"),
        "`at 1s set replica.R 2`: unknown group, node or link `replica`; did you mean `replicas`?"
    );
    assert_eq!(
        refused("at 1s set replicas.R 0"),
        "`at 1s set replicas.R 0`: `R` is a whole number from 1 to 9, not `0`"
    );
    assert_eq!(
        refused("at 1s ask ann wriet balance 3"),
        "`at 1s ask ann wriet balance 3`: unknown operation `wriet`; did you mean `write`?"
    );
}
