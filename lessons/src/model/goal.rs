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
    /// `part:` latches on whichever branch meets it.
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
