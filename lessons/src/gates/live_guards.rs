//! G7: the guards guard something: without them an empty win would pass.

use sim_core::measure::Verdict;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::cheats;
use super::dot::{Design, Dot};
use super::gate::Gate;
use crate::judge::{Reading, Standing};
use crate::model::{LineKind, Role, StepKind};

/// Looks for a cheat or wrong design that only the guards stop.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G7", "without its guards an empty win passes");
    let Some(goal) = bench.repair.clone() else { return Ok(gate) };
    let mut designs = cheats::all(bench);
    designs.extend(bench.runs(Role::Wrong).map(Design::of));
    let guards: Vec<usize> = (0..goal.lines.len()).filter(|line| bench.is_guard(*line)).collect();
    for design in &designs {
        let fails = |dot: &Dot| {
            let lines = (0..goal.lines.len()).filter(|line| !guards.contains(line));
            lines.into_iter().find(|line| !dot.readings(*line).all(vacuous))
        };
        if bench.first_failure(design, fails)?.is_none() {
            gate.figure(format!(
                "without guards, and with lines over nothing taken as met, \"{}\" passes",
                design.name
            ));
            return Ok(gate);
        }
    }
    let guard = goal.lines.iter().find(|line| line.kind == LineKind::Guard).map(|line| line.span);
    let message = "no cheat and no wrong design passes when the guards are taken away: they guard nothing";
    let help = Some("ask with a guard for what the other lines take for granted".to_string());
    gate.problems.push(bench.problem(guard.unwrap_or_else(|| bench.step(StepKind::Repair)), message, help));
    Ok(gate)
}

/// Whether a line would be met by somebody who takes a share or a bound over nothing as met.
fn vacuous(reading: &Reading) -> bool {
    let nothing = reading.finding.verdict == Verdict::Empty || reading.finding.over == 0;
    reading.standing == Standing::Met || nothing
}
