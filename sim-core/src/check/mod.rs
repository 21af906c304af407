//! Exact checkers. They look at a history and nothing else.

mod search;
mod zones;

use crate::time::Time;

/// Steps that a search may take before it says "undecided": some 40 MB of memory and a second or two.
const BUDGET: usize = 300_000;

/// An operation on one register: a closed interval, since an answer that is sent at the very instant of a call cannot
/// be told from a concurrent one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whether it writes; else it reads.
    pub write: bool,
    /// What was written or read.
    pub value: i64,
    /// Its call.
    pub called: Time,
    /// Its return; [`Time::NEVER`] for a write without an answer, which may take effect later or never.
    pub returned: Time,
}

/// What a checker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An order exists.
    Holds,
    /// None does.
    Broken(Conflict),
    /// The budget ran out.
    Undecided,
}

/// Operations that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// How.
    pub kind: Kind,
    /// The values they are about.
    pub values: (i64, i64),
    /// Indices of the operations.
    pub ops: Vec<usize>,
}

/// How operations contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A read of what nobody wrote: that read.
    FromNowhere,
    /// A read ended before its write began: that read, the write.
    BeforeWrite,
    /// The second value lies wholly within the first one's time: the first value's earliest end and latest start, then
    /// the second value's.
    Within,
    /// Two values each were there before the other had gone: earliest end and latest start of both.
    Crossed,
    /// Found by search: every operation so far.
    NoOrder,
}

/// Whether the history of a register is linearizable: by zones where written values are unique and differ from the
/// initial one, else by search.
pub fn linearizable(initial: i64, events: &[Event]) -> Answer {
    if zones::applies(initial, events) { zones::check(initial, events) } else { search::check(initial, events, BUDGET) }
}

/// The same by search alone, for the test that both agree.
pub fn linearizable_by_search(initial: i64, events: &[Event]) -> Answer {
    search::check(initial, events, BUDGET)
}
