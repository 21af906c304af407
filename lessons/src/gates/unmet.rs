//! G1 (and with it G4): doing nothing meets nothing, in Break and in Repair, for the whole duration.

use sim_core::measure::clock;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::dot::{Design, which};
use super::gate::Gate;
use super::wrong::ENOUGH;
use crate::model::StepKind;
use crate::trial::SEEDS;

/// Plays both worlds with nothing done: Break on the lesson's seed and the sealed ones, Repair visible and sealed.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G1", "nothing done meets nothing");
    idle_break(bench, &mut gate)?;
    idle_repair(bench, &mut gate)?;
    Ok(gate)
}

fn idle_break(bench: &mut Bench<'_>, gate: &mut Gate) -> Result<(), Refusal> {
    let Some(goal) = bench.breaks.clone() else { return Ok(()) };
    let mut met = Vec::new();
    for n in 0..=SEEDS {
        let world = bench.quiet(&Design::idle(), n)?;
        met.extend(bench.met(&goal, &world).map(|met| (n, met.at)));
    }
    gate.figure(format!("Break: met in {} of {} runs with nothing done", met.len(), SEEDS + 1));
    if let Some((n, at)) = met.first() {
        let run = if *n == 0 { "the lesson's own seed".to_string() } else { which(*n) };
        let message =
            format!("`{}` is met at {} with nothing done, on {run}; it must wait for an act", goal.name, clock(*at));
        gate.problems.push(bench.problem(goal.span, message, None));
    }
    Ok(())
}

fn idle_repair(bench: &mut Bench<'_>, gate: &mut Gate) -> Result<(), Refusal> {
    let Some(goal) = bench.repair.clone() else { return Ok(()) };
    let step = bench.step(StepKind::Repair);
    let visible = bench.dot(&Design::idle(), 0)?;
    if let Some(line) = visible.failed() {
        gate.figure(format!("Repair: the visible run misses {}", bench.line(line)));
    } else {
        let message = format!("`{}` holds in the visible run with every knob at its default", goal.name);
        gate.problems.push(bench.problem(step, message, None));
    }
    let missed = bench.sealed(&Design::idle())?.iter().filter(|dot| dot.failed().is_some()).count();
    gate.figure(format!("{missed} of {SEEDS} sealed seeds miss"));
    if missed < ENOUGH {
        let message = format!(
            "with every knob at its default `{}` misses only {missed} of {SEEDS} sealed seeds; at least {ENOUGH}",
            goal.name
        );
        gate.problems.push(bench.problem(step, message, None));
    }
    Ok(())
}
