//! The first lesson, act b, as the engine sees it: a write in progress, two readers, and what a write-back makes of it.

use std::rc::Rc;

use sim_core::act::LinkName;
use sim_core::measure::Fact;
use sim_core::scenario::Scenario;

use crate::bench::{busy, play, three};
use crate::cap::{figure, measured};

/// Two of three; B is 10 ms from both others, which are 40 ms apart; Ann writes at A, then Bo and Cy read at B and C.
fn two_of_three(write_back: bool) -> Rc<Scenario> {
    let script = "at 1s ask ann write balance 1
                  at 1.1s ask ann read balance
                  at 1.2s ask cy read balance";
    let register = format!("mode = quorum; R = 2; W = 2; init = 0; write_back = {write_back}");
    let mut world = (*three("register", &register, "timeout = 2s", "latency = 10ms", script)).clone();
    let far = LinkName { a: "a".into(), b: "c".into(), one_way: false };
    world.own_links = vec![(far, vec![("latency".into(), "40ms".into())])];
    Rc::new(world)
}

const LATE: &str = "at 1.02s delay next store from a to b by 400ms
                    at 1.02s delay next store from a to c by 400ms";

#[test]
fn overlapping_quorums_do_not_meet_a_write_in_progress() {
    let quiet = play(&two_of_three(false), 1, "");
    assert!(figure(&quiet, "inversions", &[]) < 0.5);
    let found = measured(&play(&two_of_three(false), 1, LATE), "inversions", &[("key", "balance")]);
    let witness = &found.witnesses[0];
    assert_eq!((found.over, found.witnesses.len(), witness.at.to_string().as_str()), (2, 1, "1.22s"));
    assert_eq!(witness.sentence, "At 1.220 s cy was answered 0 by c, 100 ms after ann had been answered 1.");
    let field = |name: &str| witness.fields.iter().find(|(n, _)| *n == name).map(|(_, fact)| fact.clone());
    assert_eq!(field("copies"), Some(Fact::Value(1)), "only A holds it");
    assert_eq!((field("value"), field("newer")), (Some(Fact::Value(0)), Some(Fact::Value(1))));
    assert!(["write", "version", "copy"].iter().all(|name| field(name).is_some()));
    let because: Vec<&str> = witness.because.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(
        because,
        [
            "cy read 0, and began after ann had read 1.",
            "At 1.120 s a answered 1; 1 node held it.",
            "The write of 1 began at 1.000 s."
        ]
    );
}

#[test]
fn a_reader_that_stores_what_it_returns_leaves_nobody_behind() {
    let courteous = play(&two_of_three(true), 1, LATE);
    assert!(figure(&courteous, "inversions", &[]) < 0.5);
    // 20 ms to ask, 20 ms to store.
    let returned: Vec<String> = courteous.history.ops.iter().map(|op| op.returned.to_string()).collect();
    assert_eq!(returned[1], "1.14s");
}

#[test]
fn only_a_read_that_ended_before_counts_as_earlier() {
    // Cy's read begins while Ann's is open: either order explains them.
    let acts = format!("{LATE}\nat 1.11s ask bo read balance");
    let run = play(&two_of_three(false), 1, &acts);
    assert!(figure(&run, "inversions", &[("clients", "bo")]) < 0.5);
    assert!(figure(&run, "inversions", &[]) > 0.5);
}

#[test]
fn consistency_times_availability_is_two_thirds_at_most() {
    let cut = "cut: at 10s isolate c for 15s";
    let both = |register: &str| {
        let run = play(&busy("register", register), 3, cut);
        (figure(&run, "answered_in_order", &[("during", "cut")]), figure(&run, "overlapping", &[]))
    };
    let (best, overlap) = both("mode = quorum; R = 2; W = 2");
    assert!((best - 2.0 / 3.0).abs() < 1e-9, "{best}");
    assert!((0.7..1.0).contains(&overlap), "{overlap}");
    assert!(both("mode = any").0.abs() < 1e-9, "everybody is answered, in no order");
    assert!(both("mode = quorum; R = 3; W = 3").0 < 0.1, "in order, and nobody is answered");
}
