//! G3: the recorded solution repairs, visibly and on every sealed seed, with room to spare.

use sim_core::world::Refusal;

use super::bench::Bench;
use super::dot::{Design, found, which};
use super::gate::Gate;
use super::margins;
use crate::model::{Role, StepKind};
use crate::trial::SEEDS;

/// Further seeds that `--long` plays.
const FURTHER: std::ops::RangeInclusive<u32> = SEEDS + 1..=420;
/// The share of them that must hold.
const SHARE: f64 = 0.99;

/// Plays each solution; `long` adds the further seeds.
pub(super) fn gate(bench: &mut Bench<'_>, long: bool) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G3", "the solution repairs, with room to spare");
    if bench.repair.is_none() {
        return Ok(gate);
    }
    if bench.runs(Role::Solution).next().is_none() {
        let step = bench.step(StepKind::Repair);
        let help = Some("record one with role = \"solution\"".to_string());
        gate.problems.push(bench.problem(step, "no recorded run solves Repair", help));
    }
    for run in bench.runs(Role::Solution) {
        let design = Design::of(run);
        let mut held = 0;
        for n in 0..=SEEDS {
            let dot = bench.dot(&design, n)?;
            let Some(line) = dot.failed() else {
                held += u32::from(n > 0);
                continue;
            };
            let told: Vec<String> = dot.readings(line).map(found).collect();
            let message = format!(
                "the solution `{}` misses `{}` on {}: {}",
                run.name,
                bench.line(line),
                which(n),
                told.join("; ")
            );
            gate.problems.push(bench.problem(run.span, message, None));
        }
        gate.figure(format!("`{}` holds on {held} of {SEEDS} sealed seeds", run.name));
        for slack in margins::slack(bench, run)? {
            gate.figure(slack.told.clone());
            if let Some(message) = slack.missing {
                gate.problems.push(bench.problem(slack.span, message, None));
            }
        }
        if long {
            let mut held = 0;
            for n in FURTHER {
                held += usize::from(bench.dot(&design, n)?.failed().is_none());
            }
            let share = held as f64 / FURTHER.count() as f64;
            gate.figure(format!("`{}` holds on {held} of {} further seeds", run.name, FURTHER.count()));
            if share < SHARE {
                let message = format!(
                    "the solution `{}` holds on {held} of {} further seeds; at least {:.0} % of them",
                    run.name,
                    FURTHER.count(),
                    SHARE * 100.0
                );
                gate.problems.push(bench.problem(run.span, message, None));
            }
        }
    }
    Ok(gate)
}
