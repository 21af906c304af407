//! S4: the healthy run is recorded, it is healthy, and what narrates it lies inside it.

use sim_core::history::Outcome;
use sim_core::measure::clock;
use sim_core::time::Time;
use sim_core::trace::End;
use sim_core::world::{Refusal, World};

use super::bench::Bench;
use super::gate::Gate;
use crate::model::{Role, StepKind, Task};

/// What a world is there for, how much of it there is, and how much of that went wrong: requests, or where nobody asks,
/// messages; with the word for what went wrong.
fn health(world: &World) -> (&'static str, usize, usize, &'static str) {
    if world.all_nodes().any(|node| world.is_client(node)) {
        let ops = &world.history.ops;
        let hurt = ops.iter().filter(|op| matches!(op.outcome, Outcome::Failed | Outcome::Unknown)).count();
        return ("requests", ops.len(), hurt, "without an answer");
    }
    let lost = world.trace.messages().filter(|m| matches!(m.end, Some((_, End::Lost(_))))).count();
    ("messages", world.trace.messages().count(), lost, "lost")
}

/// Plays the baseline.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("S4", "the healthy run comes first");
    let Some(run) = bench.runs(Role::Baseline).next() else {
        let help = Some("record one with role = \"baseline\"".to_string());
        gate.problems.push(bench.problem(bench.step(StepKind::Story), "no healthy run is recorded", help));
        return Ok(gate);
    };
    let goal = bench.breaks.clone();
    for world in bench.recorded(run, 0)? {
        let (what, all, hurt, how) = health(&world);
        gate.figure(format!("`{}` up to {}: {all} {what}, {hurt} {how}", run.name, clock(world.now)));
        if all == 0 || hurt > 0 {
            let message = format!("the healthy run `{}` has {all} {what}, {hurt} of them {how}", run.name);
            gate.problems.push(bench.problem(run.span, message, None));
        }
        if let Some((goal, met)) = goal.as_ref().and_then(|goal| Some((goal, bench.met(goal, &world)?))) {
            let message = format!("the healthy run `{}` meets `{}` at {}", run.name, goal.name, clock(met.at));
            gate.problems.push(bench.problem(run.span, message, None));
        }
    }
    let predict = bench.act.text.steps.iter().find_map(|step| match &step.task {
        Task::Guess(guess) => bench.act.runs.runs.iter().find(|r| r.name == guess.run),
        _ => None,
    });
    for (step, at, span) in super::refs::beats(bench) {
        let told = if step == StepKind::Predict { predict } else { Some(run) };
        let Some(told) = told else { continue };
        let end = bench.scenarios(told, 0).first().map_or(Time::ZERO, |s| Time::ZERO + s.length);
        let end = told.until.map_or(end, |until| until.min(end));
        if at > end {
            let message = format!("the run `{}` ends at {end}, before this beat at {at}", told.name);
            gate.problems.push(bench.problem(span, message, None));
        }
    }
    Ok(gate)
}
