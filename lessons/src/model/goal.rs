//! Goals: sentences that must hold.

use sim_core::measure::Call;
use sim_core::quantity::Quantity;
use sim_core::time::Duration;

use super::Inline;
use crate::source::Span;

/// A block of sentences that must all hold.
#[derive(Clone, Debug)]
pub struct Goal {
    /// As in `goal stale-read`.
    pub name: String,
    /// `within 5s:` all lines hold in one window of that length.
    pub within: Option<Duration>,
    /// The lines.
    pub lines: Vec<GoalLine>,
    /// Exactly three in what ships: where to look, what to notice, what to try.
    pub hints: Vec<Vec<Inline>>,
    /// Knobs that may be turned (Repair, Challenge): names of `[knob.NAME]` or `[table.NAME]`.
    pub knobs: Vec<String>,
    /// `keep: cp`: all lines of these goals, in their own worlds.
    pub keep: Vec<String>,
    /// `score: p99() lower, par 304ms`.
    pub score: Option<Score>,
    /// Where the block is.
    pub span: Span,
}

/// What is met on its own: a `part:` line of a goal with every line that is no part, or the whole goal.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which line of the goal it is; `None` for the whole goal.
    pub line: Option<usize>,
    /// The lines that must hold together, the part first.
    pub goal: Goal,
}

impl Goal {
    /// What is to be met, each on a run of its own or all on one: the goal is met once every one of these was.
    pub fn parts(&self) -> Vec<Part> {
        let is_part = |line: &GoalLine| line.kind == LineKind::Part;
        let others: Vec<GoalLine> = self.lines.iter().filter(|line| !is_part(line)).cloned().collect();
        let part = |(n, line): (usize, &GoalLine)| {
            let lines = std::iter::once(line.clone()).chain(others.iter().cloned()).collect();
            Part { line: Some(n), goal: Self { lines, ..self.clone() } }
        };
        let parts: Vec<Part> = self.lines.iter().enumerate().filter(|(_, line)| is_part(line)).map(part).collect();
        if parts.is_empty() { vec![Part { line: None, goal: self.clone() }] } else { parts }
    }
}

/// `2.age` is the field `age` of the second part (here 1, counted from 0); `age` names no part.
pub fn part_field(field: &str) -> (Option<usize>, &str) {
    let split = field.split_once('.').and_then(|(n, name)| Some((n.parse::<usize>().ok()?.checked_sub(1)?, name)));
    split.map_or((None, field), |(n, name)| (Some(n), name))
}

/// One line of a goal.
#[derive(Clone, Debug)]
pub struct GoalLine {
    /// What kind of line.
    pub kind: LineKind,
    /// The world it is about, if a goal has several.
    pub world: Option<String>,
    /// What must hold.
    pub sentence: Sentence,
    /// Where the line is.
    pub span: Span,
}

/// Kinds of goal lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A line of Break or Challenge.
    Plain,
    /// `part:` is met on whichever run meets it, together with the lines that are no parts, and stays met.
    Part,
    /// `safe:` the bad thing never happens.
    Safe,
    /// `served:` enough useful work is done.
    Served,
    /// `recovers:` healthy again after the fault.
    Recovers,
    /// `guard:` the run was tested.
    Guard,
}

/// `name(args)` or `name(args) >= quantity`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// As written.
    pub text: String,
    /// The measure and its arguments.
    pub call: Call,
    /// The bound, where the measure yields a quantity.
    pub bound: Option<(Comparison, Quantity)>,
}

/// How a quantity is compared with its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `=`
    Is,
}

/// A challenge's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What is measured.
    pub sentence: Sentence,
    /// Lower is better.
    pub lower: bool,
    /// Met at par.
    pub par: Quantity,
}
