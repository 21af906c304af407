//! G10: what a run and a sealed run cost, in events; and (D0) how long a visible Repair run is watched.

use sim_core::limits;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::dot::Design;
use super::gate::Gate;
use super::watching;
use crate::model::{Role, StepKind};
use crate::trial;
use crate::worlds;

/// Events of a sealed run through all worlds.
const SEALED: u64 = 3_000_000;
/// Seconds of watching that a visible run of Repair takes at most.
const REPAIR: f64 = 30.0;

/// Adds up what the other gates have played.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G10", "runs are cheap enough");
    let (events, run) = bench.longest.clone();
    gate.figure(format!("longest run {events} events (\"{run}\")"));
    // The engine stops a run one event after its limit.
    if events > limits::EVENTS {
        let message = format!("\"{run}\" has more than {} events", limits::EVENTS);
        gate.problems.push(bench.problem(bench.step(StepKind::Story), message, None));
    }
    if let Some((run, events)) = bench.sealed_events().into_iter().max_by_key(|(_, events)| *events) {
        gate.figure(format!("dearest sealed run {events} events (\"{run}\")"));
        if events > SEALED {
            let message = format!("the sealed run of \"{run}\" has {events} events; at most {SEALED}");
            gate.problems.push(bench.problem(bench.step(StepKind::Repair), message, None));
        }
    }
    if let Some(solution) = bench.runs(Role::Solution).next() {
        let file = &bench.act.world;
        let pace = file.repair.as_ref().and_then(|repair| repair.pace).unwrap_or(file.pace);
        for world in trial::world_names(bench.act) {
            let scenario = worlds::repair(&bench.act.world, world.as_deref());
            let design = Design::of(solution);
            let world = bench.play(scenario, &design.lines, None, &design.name)?;
            let seconds = watching::seconds(&world, pace, world.now);
            gate.figure(format!("a visible run of Repair takes {seconds:.1} s of watching"));
            if seconds > REPAIR {
                let message = format!("a visible run of Repair takes {seconds:.1} s of watching; at most {REPAIR} s");
                gate.problems.push(bench.problem(bench.step(StepKind::Repair), message, None));
            }
        }
    }
    Ok(gate)
}
