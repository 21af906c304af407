//! G8: no threshold lies close to a measured result, so that a goal tells designs apart and not luck.

use sim_core::quantity::{Quantity, Unit};
use sim_core::world::Refusal;

use super::bench::Bench;
use super::cheats;
use super::dot::{Design, Dot, worse};
use super::gate::Gate;
use crate::judge;
use crate::model::{Comparison, Role, Run};
use crate::source::Span;
use crate::trial::SEEDS;

/// The smallest margin, as a share of the threshold.
const MARGIN: f64 = 0.1;
/// Shares above this are compared by what is missing to the whole.
const REMAINDER: f64 = 0.9;

/// One threshold of Repair and what came near it.
pub struct Threshold {
    /// The line, as written.
    pub line: String,
    /// The solution's worst result, visible and sealed, and its margin.
    pub reference: Option<(Quantity, Option<f64>)>,
    /// The nearest of the wrong designs that fail all seeds on this line: its name, its best result, its margin.
    pub wrong: Option<(String, Quantity, Option<f64>)>,
    /// The quantity is chosen by the scenario, not measured: it comes out the same when nobody asks anything.
    pub chosen: bool,
    /// Margins are taken on what is missing to 100 %.
    pub remainder: bool,
    pub(super) span: Span,
}

/// A threshold with a quantity.
struct Bound {
    line: usize,
    comparison: Comparison,
    threshold: Quantity,
    span: Span,
    chosen: bool,
}

/// How far the solution stays from one threshold.
pub(super) struct Slack {
    pub(super) told: String,
    pub(super) span: Span,
    /// What to say where it is too near.
    pub(super) missing: Option<String>,
}

fn bounds(bench: &mut Bench<'_>) -> Result<Vec<Bound>, Refusal> {
    let Some(goal) = bench.repair.clone() else { return Ok(Vec::new()) };
    let idle = bench.dot(&Design::idle(), 1)?;
    let silent = bench.dot(&cheats::silent(), 1)?;
    let mut bounds = Vec::new();
    for (at, line) in goal.lines.iter().enumerate() {
        let Some((comparison, threshold)) = line.sentence.bound else { continue };
        let taken =
            |dot: &Dot| dot.readings(at).map(|r| (r.finding.verdict.clone(), r.finding.over)).collect::<Vec<_>>();
        let chosen = taken(&idle) == taken(&silent);
        bounds.push(Bound { line: at, comparison, threshold, span: line.span, chosen });
    }
    Ok(bounds)
}

/// How far a result stays from a threshold, as a share of it; `None` where there is no room on that side by nature
/// (none at all, the whole) or the bound is exact.
fn margin(bound: &Bound, result: &Quantity) -> Option<f64> {
    let (mut threshold, mut result) = (bound.threshold.value, result.value);
    if remainder(&bound.threshold) {
        (threshold, result) = (1.0 - threshold, 1.0 - result);
    }
    let exact = bound.comparison == Comparison::Is || threshold.abs() < 1e-9;
    (!exact).then(|| (result - threshold).abs() / threshold.abs())
}

fn remainder(bound: &Quantity) -> bool {
    bound.unit == Unit::Share && bound.value > REMAINDER
}

/// The worst result of a design, visible and sealed.
fn worst(bench: &mut Bench<'_>, design: &Design, bound: &Bound) -> Result<Option<Quantity>, Refusal> {
    let mut worst: Option<Quantity> = None;
    for n in 0..=SEEDS {
        let found = bench.dot(design, n)?.quantity(bound.line, bound.comparison);
        worst = match (worst, found) {
            (Some(a), Some(b)) => Some(if worse(bound.comparison, &b, &a) { b } else { a }),
            (a, b) => a.or(b),
        };
    }
    Ok(worst)
}

/// The best sealed result of a design that fails this line on all seeds; `None` where it does not.
fn best_of_failing(bench: &mut Bench<'_>, design: &Design, bound: &Bound) -> Result<Option<Quantity>, Refusal> {
    let mut best: Option<Quantity> = None;
    for dot in bench.sealed(design)? {
        if dot.met(bound.line) {
            return Ok(None);
        }
        // What fails because it is over nothing has no result that the threshold could be near to.
        let found = dot.quantity(bound.line, bound.comparison);
        if let Some(found) = found.filter(|found| !judge::holds(found, bound.comparison, &bound.threshold)) {
            best = Some(match best {
                Some(best) if worse(bound.comparison, &found, &best) => best,
                _ => found,
            });
        }
    }
    Ok(best)
}

/// Every threshold of Repair, with what came nearest on either side.
pub(super) fn thresholds(bench: &mut Bench<'_>) -> Result<Vec<Threshold>, Refusal> {
    let mut thresholds = Vec::new();
    for bound in bounds(bench)? {
        let mut reference: Option<(Quantity, Option<f64>)> = None;
        for run in bench.runs(Role::Solution) {
            let found = worst(bench, &Design::of(run), &bound)?.map(|q| (q, margin(&bound, &q)));
            reference = nearer(reference, found, |r| r.1);
        }
        let mut wrong: Option<(String, Quantity, Option<f64>)> = None;
        for run in bench.runs(Role::Wrong) {
            let found = best_of_failing(bench, &Design::of(run), &bound)?;
            let found = found.map(|q| (run.name.clone(), q, margin(&bound, &q)));
            wrong = nearer(wrong, found, |w| w.2);
        }
        thresholds.push(Threshold {
            line: bench.line(bound.line).to_string(),
            reference,
            wrong,
            chosen: bound.chosen,
            remainder: remainder(&bound.threshold),
            span: bound.span,
        });
    }
    Ok(thresholds)
}

fn nearer<T>(a: Option<T>, b: Option<T>, margin: impl Fn(&T) -> Option<f64>) -> Option<T> {
    let far = |t: &T| margin(t).unwrap_or(f64::INFINITY);
    match (a, b) {
        (Some(a), Some(b)) => Some(if far(&b) < far(&a) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The solution's side, for G3.
pub(super) fn slack(bench: &mut Bench<'_>, run: &Run) -> Result<Vec<Slack>, Refusal> {
    let mut slacks = Vec::new();
    for bound in bounds(bench)?.into_iter().filter(|bound| !bound.chosen) {
        let Some(found) = worst(bench, &Design::of(run), &bound)? else { continue };
        let Some(margin) = margin(&bound, &found) else { continue };
        let line = bench.line(bound.line).to_string();
        let held = judge::holds(&found, bound.comparison, &bound.threshold);
        let missing = (held && margin < MARGIN).then(|| {
            format!(
                "the solution `{}` meets `{line}` with {found}, a margin of {}; at least 10 %",
                run.name,
                percent(margin)
            )
        });
        let told = format!("{line}: worst {found}, margin {}", percent(margin));
        slacks.push(Slack { told, span: bound.span, missing });
    }
    Ok(slacks)
}

/// The other side, and both in the figures.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G8", "no threshold lies close to a result");
    for threshold in thresholds(bench)?.into_iter().filter(|t| !t.chosen) {
        let near = [
            threshold.reference.map(|(found, margin)| ("the solution's worst".to_string(), found, margin)),
            threshold
                .wrong
                .map(|(name, found, margin)| (format!("the wrong design `{name}` at its best"), found, margin)),
        ];
        for (who, found, margin) in near.into_iter().flatten() {
            let Some(margin) = margin else { continue };
            gate.figure(format!("{}: {who} {found}, {}", threshold.line, percent(margin)));
            if margin < MARGIN {
                let message =
                    format!("`{}` lies {} from {found}, {who}; at least 10 %", threshold.line, percent(margin));
                gate.problems.push(bench.problem(threshold.span, message, None));
            }
        }
    }
    Ok(gate)
}

/// A share in whole percent; small ones with a decimal.
pub fn percent(share: f64) -> String {
    if share < MARGIN { format!("{:.1} %", share * 100.0) } else { format!("{:.0} %", share * 100.0) }
}
