//! G6: planted wrong designs fail, often enough, on the line that they are said to fail.

use sim_core::measure::clock;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::dot::Design;
use super::gate::Gate;
use crate::judge::Standing;
use crate::model::{Role, Run, StepKind};
use crate::trial::SEEDS;

/// A design that fails a quarter of all worlds passes 20 seeds with less than 0.4 %: so many must fail.
pub(super) const ENOUGH: usize = 5;
/// So many wrong designs are planted at least.
const PLANTED: usize = 2;

/// Plays each wrong design on the sealed seeds.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G6", "wrong designs fail where they should");
    if bench.repair.is_none() {
        return Ok(gate);
    }
    let planted = bench.runs(Role::Wrong).count();
    if planted < PLANTED {
        let message = format!("{planted} wrong designs are planted; at least {PLANTED}");
        let help = Some("record them with role = \"wrong\"".to_string());
        gate.problems.push(bench.problem(bench.step(StepKind::Repair), message, help));
    }
    for run in bench.runs(Role::Wrong) {
        let Some(line) = line_of(bench, run) else { continue };
        let dots = bench.sealed(&Design::of(run))?;
        let failing: Vec<usize> = (0..dots.len()).filter(|at| !dots[*at].met(line)).collect();
        let text = bench.line(line).to_string();
        let Some(first) = failing.first() else {
            let message = format!(
                "the wrong design `{}` never fails `{text}`; at least {ENOUGH} of {SEEDS} sealed seeds",
                run.name
            );
            gate.problems.push(bench.problem(run.span, message, None));
            continue;
        };
        let dot = &dots[*first];
        let reading = dot.readings(line).find(|r| r.standing != Standing::Met);
        let witness = reading.and_then(|r| r.finding.witnesses.first());
        let opens = witness.map_or_else(|| dot.worlds[0].opens_at, |w| w.at);
        let count = failing.len();
        gate.figure(format!(
            "`{}` fails {text} on {count} of {SEEDS}, seed {} opens at {}",
            run.name,
            first + 1,
            clock(opens)
        ));
        if count < ENOUGH {
            let message = format!(
                "the wrong design `{}` fails `{text}` on {count} of {SEEDS} sealed seeds; at least {ENOUGH}",
                run.name
            );
            gate.problems.push(bench.problem(run.span, message, None));
        }
        if witness.is_none() && reading.is_some_and(|r| r.standing == Standing::Broken && has_witness(bench, line)) {
            let message =
                format!("sealed seed {} of `{}` breaks `{text}` without a witness to open", first + 1, run.name);
            gate.problems.push(bench.problem(run.span, message, None));
        }
    }
    Ok(gate)
}

/// The line of Repair that a wrong design fails: as written, or by its measure alone.
pub(super) fn line_of(bench: &Bench<'_>, run: &Run) -> Option<usize> {
    let (goal, named) = (bench.repair.as_ref()?, run.fails_on.as_deref()?);
    let whole = goal.lines.iter().position(|line| line.sentence.text == named);
    let call = |text: &str| text.rfind(')').map(|end| text[..=end].to_string());
    whole.or_else(|| goal.lines.iter().position(|line| call(&line.sentence.text).as_deref() == Some(named)))
}

fn has_witness(bench: &Bench<'_>, line: usize) -> bool {
    let measure = bench.repair.as_ref().map(|goal| &goal.lines[line].sentence.call.measure);
    measure.and_then(|measure| bench.registry.measure(measure)).is_some_and(|info| !info.fields.is_empty())
}
