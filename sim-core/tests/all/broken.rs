//! Protocols that are wrong on purpose are caught, and what convicts them is small enough to be read.

use std::rc::Rc;

use sim_core::measure::Verdict;
use sim_core::protocols;
use sim_core::scenario::Scenario;

use crate::bench::{busy, play, settings, small};
use crate::cap::measured;

/// Most operations of a witness.
const HANDFUL: usize = 5;
/// So many seeds are played.
const SEEDS: u64 = 20;

/// How a broken protocol is caught.
struct Trap {
    protocol: &'static str,
    /// A world in which it goes wrong.
    world: fn() -> Rc<Scenario>,
    /// What is done there.
    acts: &'static str,
    /// The checker that must see it.
    measure: &'static str,
    /// On how many of the seeds, at least.
    caught: u64,
}

const TRAPS: &[Trap] = &[
    Trap {
        protocol: "register-last-arrival",
        world: || busy("register-last-arrival", "mode = quorum; R = 2; W = 2; init = 100"),
        acts: "",
        measure: "linearizable",
        caught: SEEDS,
    },
    Trap {
        protocol: "register-unsynced",
        world: || {
            let mut world = (*small(&["a", "b", "c"], "", "")).clone();
            world.groups[0].protocol = "register-unsynced".into();
            world.groups[0].settings = settings("mode = quorum; R = 2; W = 2; disk = 30ms");
            Rc::new(world)
        },
        // Two of three have said that they hold it, and neither disk did.
        acts: "at 1ms cut a-c b-c\nat 10ms ask ann write x 1 at a\nat 52ms crash a for 5ms\nat 52ms crash b for 5ms\nat 200ms ask bo read x",
        measure: "linearizable",
        caught: SEEDS,
    },
];

#[test]
fn each_has_a_trap() {
    let broken = protocols::all().into_iter().filter(|p| p.doc.starts_with("Broken on purpose")).map(|p| p.name);
    assert_eq!(broken.collect::<Vec<_>>(), TRAPS.iter().map(|trap| trap.protocol).collect::<Vec<_>>());
}

#[test]
fn each_is_caught_with_a_handful_of_operations() {
    for trap in TRAPS {
        let mut caught = 0;
        for seed in 0..SEEDS {
            let found = measured(&play(&(trap.world)(), seed, trap.acts), trap.measure, &[]);
            let Some(witness) = found.witnesses.first() else { continue };
            assert!(!matches!(found.verdict, Verdict::Holds | Verdict::Undecided(_)));
            let told = (1..=HANDFUL).contains(&witness.because.len()) && witness.rows.len() <= HANDFUL;
            assert!(told, "{} under seed {seed}: {witness:#?}", trap.protocol);
            caught += 1;
        }
        assert!(caught >= trap.caught, "{} is caught on {caught} of {SEEDS} seeds", trap.protocol);
    }
}

#[test]
fn the_witness_is_told() {
    let world = busy("register-last-arrival", "mode = quorum; R = 2; W = 2; init = 100");
    let found = measured(&play(&world, 0, ""), "linearizable", &[]);
    let witness = &found.witnesses[0];
    let because: Vec<&str> = witness.because.iter().map(|(_, words)| words.as_str()).collect();
    expect_test::expect![[r#"
        bo's read began at 0.445 s, after ann's write of 104 had been acknowledged at 0.439 s, yet it returned the older 103, which cy had written by 0.378 s; no order of these three operations explains it.
        bo read 103 from 0.445 s to 0.476 s.
        ann wrote 104 from 0.405 s to 0.439 s.
        cy wrote 103 from 0.339 s to 0.378 s.
    "#]].assert_eq(&format!("{}\n{}\n", witness.sentence, because.join("\n")));
}
