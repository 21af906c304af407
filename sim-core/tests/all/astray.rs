//! Designs of the register that are there to be refused: each does what it says, and each is caught.

use std::rc::Rc;

use sim_core::measure::Verdict;
use sim_core::scenario::Scenario;
use sim_core::world::World;

use crate::bench::{busy, play, three};
use crate::cap::{figure, measured};
use crate::groups::rows;

fn quiet(register: &str) -> Rc<Scenario> {
    let script = "at 1s ask ann write x 1\nat 2s ask cy read x\nat 3s ask cy read x";
    three("register", register, "timeout = 2s", "latency = 10ms", script)
}

/// What each read returned, in order.
fn read(world: &World) -> Vec<String> {
    let reads = world.history.ops.iter().filter(|op| op.verb.reads);
    reads.map(|op| format!("{:?}", op.outcome)).collect()
}

#[test]
fn read_repair_mends_the_copy_after_the_answer() {
    let late = "at 1.005s drop next store from a to c";
    let lagging = "mode = quorum; R = 1; W = 1; init = 0; write_back = ";
    assert_eq!(read(&play(&quiet(&format!("{lagging}false")), 1, late)), ["Ok(Some(0))", "Ok(Some(0))"]);
    let mended = play(&quiet(&format!("{lagging}later")), 1, late);
    assert_eq!(read(&mended), ["Ok(Some(0))", "Ok(Some(1))"], "the first reader was answered before");
    // A read elsewhere mends it as well: it tells the node that held less.
    let told = play(&quiet(&format!("{lagging}later")), 1, &format!("{late}\nat 1.5s ask ann read x"));
    let sent = rows(&told, 1_500_000, 1_600_000);
    assert!(sent.lines().any(|row| row.contains("send") && row.contains("a -> c") && row.contains("copy")), "{sent}");
    assert_eq!(read(&told)[1], "Ok(Some(1))");
}

#[test]
fn a_fallback_answers_with_what_is_here() {
    let sure = "mode = quorum; R = 2; W = 2; init = 0; fallback = ";
    let cut = "at 0.5s isolate c";
    assert_eq!(read(&play(&quiet(&format!("{sure}0s")), 1, cut)), ["Unknown", "Unknown"], "never");
    let world = play(&quiet(&format!("{sure}500ms")), 1, cut);
    assert_eq!(read(&world), ["Ok(Some(0))", "Ok(Some(0))"]);
    assert_eq!(world.history.ops[1].returned.to_string(), "2.5s");
}

#[test]
fn more_than_half_of_the_reachable_are_found_on_both_sides() {
    let world = play(&quiet("mode = reachable; init = 0"), 1, "at 0.5s isolate c\nat 1.5s ask cy write x 7");
    assert!(world.history.ops.iter().all(|op| matches!(op.outcome, sim_core::history::Outcome::Ok(_))), "all answered");
    assert_eq!(read(&world), ["Ok(Some(7))", "Ok(Some(7))"]);
    let whole = play(&quiet("mode = reachable; init = 0"), 1, "");
    assert_eq!(read(&whole), ["Ok(Some(1))", "Ok(Some(1))"], "without a cut it is a majority of all");
}

/// In the busy world of the lesson none of them keeps the order, on any of 20 seeds, and all answer the majority side.
#[test]
fn none_of_them_is_linearizable() {
    for register in [
        "mode = quorum; R = 1; W = 1; write_back = later",
        "mode = quorum; R = 2; W = 2; fallback = 500ms",
        "mode = reachable",
    ] {
        let world = busy("register", register);
        for seed in 0..20 {
            let run = play(&world, seed, "cut: at 10s isolate c for 15s");
            assert_eq!(measured(&run, "linearizable", &[]).verdict, Verdict::Broken, "{register}, seed {seed}");
            assert!(figure(&run, "success", &[("clients", "majority"), ("during", "cut")]) > 0.9, "{register}");
        }
    }
}
