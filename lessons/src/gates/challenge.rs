//! Q1: the challenge can be met at par, and is not met by doing nothing.

use sim_core::act::Line;
use sim_core::quantity::Quantity;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::gate::Gate;
use crate::judge;
use crate::model::{Comparison, Goal, Role, Score, StepKind};
use crate::trial::{self, SEEDS};

/// Plays the recorded par and the idle design over the sealed seeds of the challenge.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("Q1", "the challenge can be met at par");
    let Some(goal) = trial::goal(bench.act, StepKind::Challenge) else { return Ok(gate) };
    let step = bench.step(StepKind::Challenge);
    if bench.runs(Role::Par).next().is_none() {
        let help = Some("record one with role = \"par\"".to_string());
        gate.problems.push(bench.problem(step, "no recorded run meets the challenge", help));
    }
    for run in bench.runs(Role::Par) {
        let (held, worst, missed) = play(bench, &goal, &run.acts)?;
        let score = worst.map_or_else(String::new, |score| format!(", worst score {score}"));
        gate.figure(format!("`{}` holds on {held} of {SEEDS} sealed seeds{score}", run.name));
        if let Some(missed) = missed {
            gate.problems.push(bench.problem(run.span, format!("the par `{}` misses {missed}", run.name), None));
        }
        if let Some(score) = goal.score.as_ref().filter(|score| !at_par(score, worst)) {
            let found = worst.map_or_else(|| "no score".to_string(), |worst| worst.to_string());
            let message = format!("the par `{}` has {found} at its worst; par is {}", run.name, score.par);
            gate.problems.push(bench.problem(run.span, message, None));
        }
    }
    let (held, worst, _) = play(bench, &goal, &[])?;
    gate.figure(format!("nothing done holds on {held}"));
    if held == SEEDS && goal.score.as_ref().is_none_or(|score| at_par(score, worst)) {
        let message = format!("`{}` is met at par with nothing done", goal.name);
        gate.problems.push(bench.problem(step, message, None));
    }
    Ok(gate)
}

/// On how many seeds all lines hold, the worst score, and the first line that was missed.
fn play(bench: &Bench<'_>, goal: &Goal, lines: &[Line]) -> Result<(u32, Option<Quantity>, Option<String>), Refusal> {
    let (mut held, mut missed) = (0, None);
    let mut scores: Vec<Option<Quantity>> = Vec::new();
    for n in 1..=SEEDS {
        let mut holds = true;
        for world in trial::world_names(bench.act) {
            let scenario = trial::scenario(bench.act, bench.slug, true, world.as_deref(), n);
            let names: Vec<String> = scenario.groups.iter().flat_map(|g| &g.nodes).map(|n| n.name.clone()).collect();
            let labels = bench.act.world.labels(&names);
            let played = trial::play(goal, world.as_deref(), scenario, lines, &labels)?;
            if let Some((line, reading)) = played.failed() {
                holds = false;
                let text = &goal.lines[*line].sentence.text;
                missed =
                    missed.or_else(|| Some(format!("`{text}` on sealed seed {n}: {}", super::dot::found(reading))));
            }
            if goal.score.is_some() {
                scores.push(trial::score(goal, &played));
            }
        }
        held += u32::from(holds);
    }
    // A seed without a score has none that is good enough.
    let all: Option<Vec<Quantity>> = scores.into_iter().collect();
    let lower = goal.score.as_ref().is_some_and(|score| score.lower);
    let worst = all.and_then(|all| all.into_iter().reduce(|a, b| if (a.value > b.value) == lower { a } else { b }));
    Ok((held, worst, missed))
}

fn at_par(score: &Score, worst: Option<Quantity>) -> bool {
    let comparison = if score.lower { Comparison::AtMost } else { Comparison::AtLeast };
    worst.is_some_and(|worst| judge::holds(&worst, comparison, &score.par))
}
