//! What every run looks like, whatever happened in it: ends, causes, calls, gauges, clocks.

use std::collections::BTreeSet;

use sim_core::history::{CallEnd, Outcome};
use sim_core::time::Time;
use sim_core::trace::{Loss, What};
use sim_core::world::{Ended, World};

pub fn well_formed(n: u64, world: &World) {
    rows(n, world);
    messages(n, world);
    operations(n, world);
    calls(n, world);
    nodes(n, world);
}

fn rows(n: u64, world: &World) {
    let mut before = Time::ZERO;
    for (i, row) in world.trace.rows().enumerate() {
        assert!(row.cause.0 as usize <= i, "recipe {n}: row {i} is caused by a later one");
        assert!(before <= row.at, "recipe {n}: time goes back at row {i}");
        before = row.at;
    }
    let stopped = world.trace.rows().filter(|r| matches!(r.what, What::Stopped(_))).count();
    assert_eq!(stopped, usize::from(matches!(world.ended, Some(Ended::Limit(_)))), "recipe {n}: {:?}", world.ended);
    assert!(world.ended.is_some() && before <= world.now && world.now <= world.length, "recipe {n} has no end");
    assert!(world.trace.acts.is_sorted_by_key(|a| a.at), "recipe {n}");
    assert!(world.trace.acts.iter().all(|a| a.until >= a.at), "recipe {n}");
}

fn messages(n: u64, world: &World) {
    let trace = &world.trace;
    let names: BTreeSet<u64> = trace.messages().map(|m| m.name.0).collect();
    assert_eq!(names.len(), trace.sent(), "recipe {n}: a name was used twice");
    let mut ends = vec![0; trace.sent()];
    for (i, row) in trace.rows().enumerate() {
        let (What::Arrived(m) | What::Lost(m, _)) = row.what else { continue };
        ends[m.0 as usize] += 1;
        let message = trace.message(m);
        assert_eq!(message.end.map(|e| e.0), Some(row.at), "recipe {n}: row {i}");
        assert!(message.row.0 < i as u32, "recipe {n}: row {i} ends what was not sent");
        if let What::Lost(_, Loss::Refused) = row.what {
            let call = message.call.map(|c| world.history.call(c));
            let never = call.is_some_and(|c| c.arrived == Time::NEVER && message.to == c.to);
            assert!(never, "recipe {n}: row {i} refuses what has arrived or will");
        }
    }
    for (m, ends) in trace.messages().zip(ends) {
        assert_eq!(ends, usize::from(m.end.is_some()), "recipe {n}: {m:?}");
    }
}

fn operations(n: u64, world: &World) {
    let history = &world.history;
    // A client that stands still or whose clock drifts gives up by its own time, and one that is told so later or earlier.
    let odd = |a: &sim_core::trace::Applied| {
        ["pause", "drift", "set people", "set ann"].iter().any(|verb| a.text.starts_with(verb))
    };
    let odd = world.trace.acts.iter().any(odd);
    let names: BTreeSet<u64> = history.ops.iter().map(|op| op.name.0).collect();
    assert_eq!(names.len(), history.ops.len(), "recipe {n}: the name of an operation was used twice");
    for op in history.ops.iter() {
        assert!(op.called <= op.returned && op.deadline >= op.called, "recipe {n}: {op:?}");
        assert_eq!(op.outcome == Outcome::Open, op.returned == Time::NEVER, "recipe {n}: {op:?}");
        assert!(odd || op.outcome != Outcome::Unknown || op.returned <= op.deadline, "recipe {n}: {op:?}");
    }
    assert!(history.ops.iter().is_sorted_by_key(|op| op.called), "recipe {n}");
}

fn calls(n: u64, world: &World) {
    let history = &world.history;
    let names: BTreeSet<u64> = history.calls.iter().map(|c| c.name.0).collect();
    assert_eq!(names.len(), history.calls.len(), "recipe {n}: the name of a call was used twice");
    let mut attempts = vec![0; history.ops.len()];
    let mut answered = vec![false; history.ops.len()];
    for (i, c) in history.calls.iter().enumerate() {
        let told = || format!("recipe {n}: call {i}: {c:?}");
        assert!(c.sent <= c.arrived && c.arrived <= c.begun && c.sent <= c.ended && c.attempt > 0, "{}", told());
        assert_eq!(c.end == CallEnd::Open, c.ended == Time::NEVER, "{}", told());
        assert!(c.end != CallEnd::Refused || c.arrived == Time::NEVER, "{}", told());
        assert!(!matches!(c.end, CallEnd::Ok | CallEnd::Failed) || c.arrived < Time::NEVER, "{}", told());
        let late = c.begun != Time::NEVER && c.end == CallEnd::GivenUp && c.begun > c.ended;
        assert_eq!(c.orphan(), late, "{}", told());
        if let Some(parent) = c.parent {
            let of = history.call(parent);
            let first = (parent.0 as usize) < i && of.arrived <= c.sent;
            assert!(first && of.op == c.op && of.to == c.from, "{}", told());
        } else {
            attempts[c.op.0 as usize] += 1;
            answered[c.op.0 as usize] |= c.end == CallEnd::Ok;
            assert!(c.from == history.op(c.op).client && c.sent >= history.op(c.op).called, "{}", told());
        }
    }
    assert!(history.calls.iter().is_sorted_by_key(|c| c.sent), "recipe {n}");
    for (op, (attempts, answered)) in history.ops.iter().zip(attempts.into_iter().zip(answered)) {
        assert_eq!(usize::from(op.attempts), attempts, "recipe {n}: {op:?}");
        assert!(answered || !matches!(op.outcome, Outcome::Ok(_)), "recipe {n}: {op:?}");
    }
}

fn nodes(n: u64, world: &World) {
    for node in world.all_nodes() {
        let (mut up, mut paused) = (false, false);
        for row in world.trace.rows() {
            match row.what {
                What::Up(of) if of == node => {
                    assert!(!std::mem::replace(&mut up, true), "recipe {n}: {node:?} boots twice");
                }
                What::Down(of) if of == node => {
                    assert!(std::mem::replace(&mut up, false), "recipe {n}: {node:?} crashes twice");
                    paused = false;
                }
                What::Paused(of) if of == node => assert!(up && !std::mem::replace(&mut paused, true), "recipe {n}"),
                What::Resumed(of) if of == node => assert!(up && std::mem::replace(&mut paused, false), "recipe {n}"),
                What::Fired(of) if of == node => assert!(up && !paused, "recipe {n}: {node:?} acts while it cannot"),
                What::Shows(of, _) if of == node => assert!(up && !paused, "recipe {n}: {node:?} acts while it cannot"),
                What::Sent(m) if world.trace.message(m).from == node => {
                    // Nobody is needed to refuse, nor to copy what is under way.
                    let message = world.trace.message(m);
                    let copy = message.copy || message.call.is_some_and(|c| world.history.call(c).to == node);
                    assert!(copy || up && !paused, "recipe {n}: {node:?} sends while it cannot");
                }
                _ => {}
            }
        }
        let gauges = world.protocol_of(node).gauges;
        for point in world.trace.gauges.iter().filter(|p| p.node == node) {
            let name = gauges.get(usize::from(point.gauge)).map(|g| g.name);
            // What counts something is never negative; an offset may be.
            assert!(name.is_some_and(|name| point.value >= 0 || name == "offset"), "recipe {n}: {point:?} of {name:?}");
        }
        let instants = (0..=20).map(|i| Time(world.now.0 / 20 * i));
        let shown: Vec<i64> = instants.map(|t| world.clock(node, t).mono(t).0).collect();
        assert!(shown.is_sorted(), "recipe {n}: the monotonic clock of {node:?} goes back: {shown:?}");
    }
    assert!(world.trace.gauges.iter().is_sorted_by_key(|p| p.at), "recipe {n}");
}
