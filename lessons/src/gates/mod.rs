//! The gates of the method: what an act must satisfy to ship, each measured by the engine.
//!
//! One file a gate. What they play stands in `bench`, so that a design and a seed are played once.

mod baseline;
mod bench;
mod challenge;
mod cheats;
mod cost;
mod dot;
mod figures;
mod gate;
mod live_guards;
mod margins;
mod predict;
mod reachable;
mod refs;
mod repairable;
mod replay;
mod shown;
mod sweeps;
mod unmet;
mod watching;
mod wrong;

use sim_core::world::Refusal;

use crate::Files;
use crate::model::Act;
use crate::source::Span;

use bench::Bench;

pub use gate::{Gate, Outcome};
pub use margins::{Threshold, percent};

/// An act's gates, and what stands in its table.
#[derive(Default)]
pub struct Verdict {
    /// In the order of the method.
    pub gates: Vec<Gate>,
    /// Every threshold of Repair, where it was asked for.
    pub thresholds: Vec<Threshold>,
}

impl Verdict {
    /// Whether every gate is met.
    pub fn fit(&self) -> bool {
        self.gates.iter().all(|gate| gate.outcome() == Outcome::Fit)
    }
}

/// How far to go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Depth {
    /// Play 400 further seeds of the solution.
    pub long: bool,
    /// Fill the table of thresholds.
    pub table: bool,
}

/// Holds an act that reads without mistakes against every gate. `slug` is its address: its seeds are made of it.
pub fn check(act: &Act, slug: &str, files: &Files<'_>, depth: Depth) -> Verdict {
    let mut verdict = Verdict { gates: vec![lints(act, files)], ..Verdict::default() };
    if !act.runs.present {
        let mut gate = Gate::new("S4", "the healthy run comes first");
        let message = "the act has no runs.toml: a draft loads, and does not ship";
        gate.problems.push(bench::place(files, Span::default(), message.to_string(), None));
        verdict.gates.push(gate);
        return verdict;
    }
    let mut bench = Bench::new(act, slug, files);
    for (id, gate) in GATES {
        let gate = gate(&mut bench, depth);
        verdict.gates.push(settle(id, gate, &bench));
    }
    if depth.table {
        verdict.thresholds = margins::thresholds(&mut bench).unwrap_or_default();
    }
    verdict
}

/// How a gate is asked.
type Ask = fn(&mut Bench<'_>, Depth) -> Result<Gate, Refusal>;

/// In the order in which they are told; the cost comes last, when everything was played.
const GATES: [(&str, Ask); 14] = [
    ("G11", |bench, _| Ok(replay::gate(bench))),
    ("S4", |bench, _| baseline::gate(bench)),
    ("P2", |bench, _| predict::gate(bench)),
    ("G1", |bench, _| unmet::gate(bench)),
    ("G2", |bench, _| reachable::gate(bench)),
    ("G3", |bench, depth| repairable::gate(bench, depth.long)),
    ("G5", |bench, _| cheats::gate(bench)),
    ("G6", |bench, _| wrong::gate(bench)),
    ("G7", |bench, _| live_guards::gate(bench)),
    ("G8", |bench, _| margins::gate(bench)),
    ("Q1", |bench, _| challenge::gate(bench)),
    ("M", |bench, _| figures::gate(bench)),
    ("C", |bench, _| sweeps::gate(bench)),
    ("G10", |bench, _| cost::gate(bench)),
];

/// What a reader can count: words, minutes, tools, kinds of lines, hints.
fn lints(act: &Act, files: &Files<'_>) -> Gate {
    let mut gate = Gate::new("lint", "words, minutes, tools, kinds of lines, hints");
    gate.problems = crate::lint(act, files);
    gate
}

/// The fingerprints of all recorded runs, as they play now, in their order.
///
/// # Errors
/// What in a run is not possible.
pub fn fingerprints(act: &Act, slug: &str, files: &Files<'_>) -> Result<Vec<String>, Refusal> {
    let mut bench = Bench::new(act, slug, files);
    act.runs.runs.iter().map(|run| replay::fingerprint(&mut bench, run)).collect()
}

/// The points of all sweeps, as they are measured now, in their order; none where there is nothing to measure.
///
/// # Errors
/// What in a run is not possible.
pub fn points(act: &Act, slug: &str, files: &Files<'_>) -> Result<Vec<Vec<f64>>, Refusal> {
    let mut bench = Bench::new(act, slug, files);
    act.runs.sweeps.iter().map(|sweep| sweeps::points(&mut bench, sweep).map(Result::unwrap_or_default)).collect()
}

/// A recipe that the engine refuses makes its gate unfit.
fn settle(id: &'static str, gate: Result<Gate, Refusal>, bench: &Bench<'_>) -> Gate {
    gate.unwrap_or_else(|refusal| {
        let mut gate = Gate::new(id, "every run can be played");
        gate.problems.push(bench.problem(Span::default(), refusal.to_string(), None));
        gate
    })
}
