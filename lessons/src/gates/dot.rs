//! Designs, and the dots that they make: one seed through all worlds of Repair, with what was read.

use sim_core::act::Line;
use sim_core::measure::Verdict;
use sim_core::quantity::Quantity;
use sim_core::time::Time;

use crate::judge::{Reading, Standing};
use crate::model::{Comparison, Run};

/// What a learner, a recorded run or the harness does in Repair.
#[derive(Clone, Debug)]
pub(super) struct Design {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
    /// Nobody asks anything.
    pub(super) silent: bool,
    /// Instead of the scenario's, in the visible run.
    pub(super) seed: Option<u64>,
}

/// One seed through all worlds of Repair; number 0 is the visible run.
pub(super) struct Dot {
    pub(super) worlds: Vec<Played>,
}

/// One world of a dot.
pub(super) struct Played {
    pub(super) readings: Vec<(usize, Reading)>,
    pub(super) opens_at: Time,
    pub(super) events: u64,
}

impl Design {
    pub(super) fn named(name: impl Into<String>, lines: Vec<Line>) -> Self {
        Self { name: name.into(), lines, silent: false, seed: None }
    }
    /// Nothing done.
    pub(super) fn idle() -> Self {
        Self::named("nothing done", Vec::new())
    }
    pub(super) fn of(run: &Run) -> Self {
        Self { seed: run.seed, ..Self::named(format!("`{}`", run.name), run.acts.clone()) }
    }
}

impl Dot {
    /// Readings of a line, of each world that it speaks of.
    pub(super) fn readings(&self, line: usize) -> impl Iterator<Item = &Reading> {
        self.worlds.iter().flat_map(|w| &w.readings).filter(move |(at, _)| *at == line).map(|(_, reading)| reading)
    }
    pub(super) fn met(&self, line: usize) -> bool {
        self.readings(line).all(|reading| reading.standing == Standing::Met)
    }
    /// The first line that does not hold.
    pub(super) fn failed(&self) -> Option<usize> {
        let all = self.worlds.iter().flat_map(|w| &w.readings);
        all.filter(|(_, reading)| reading.standing != Standing::Met).map(|(line, _)| *line).min()
    }
    /// The quantity of a line; of several worlds the worst.
    pub(super) fn quantity(&self, line: usize, comparison: Comparison) -> Option<Quantity> {
        let found = self.readings(line).filter_map(|reading| match reading.finding.verdict {
            Verdict::Quantity(quantity) => Some(quantity),
            _ => None,
        });
        found.reduce(|a, b| if worse(comparison, &a, &b) { a } else { b })
    }
}

/// Whether `a` is further from meeting such a bound than `b`.
pub(super) fn worse(comparison: Comparison, a: &Quantity, b: &Quantity) -> bool {
    match comparison {
        Comparison::AtMost | Comparison::Below => a.value > b.value,
        Comparison::AtLeast | Comparison::Above | Comparison::Is => a.value < b.value,
    }
}

/// How a line came out: `98.3 %`, `broken`, `over nothing`.
pub(super) fn found(reading: &Reading) -> String {
    match &reading.finding.verdict {
        Verdict::Empty => "over nothing".to_string(),
        Verdict::Quantity(quantity) if reading.finding.over == 0 => format!("{quantity}, over nothing"),
        Verdict::Quantity(quantity) => quantity.to_string(),
        Verdict::Holds if reading.finding.over == 0 => "over nothing".to_string(),
        Verdict::Holds => "holds".to_string(),
        Verdict::Broken => "broken".to_string(),
        Verdict::Undecided(why) => format!("undecided: {why}"),
    }
}

/// `the visible run` or `sealed seed 7`.
pub(super) fn which(n: u32) -> String {
    if n == 0 { "the visible run".to_string() } else { format!("sealed seed {n}") }
}
