//! Exact checkers. They look at a history and nothing else.
//!
//! Specifications ([`spec`], [`specs`]) say what an object is; testers say whether a history can be one of it:
//! [`linearizability`] for every specification, by search; [`linearizable`] for a register of numbers, by zones where
//! that is possible; [`Growing`] for one whose history is not over. [`Watch`] follows a run with them. [`witness`] makes
//! what a tester found small, and [`explain`] tells it.

mod config;
pub mod explain;
mod frontier;
mod growing;
mod probe;
mod search;
pub mod spec;
pub mod specs;
pub(crate) mod watch;
pub mod witness;
mod zones;

use crate::order::Ordered;
use crate::time::Time;
use spec::Operation;
use specs::{Register, RegisterOp};

pub use growing::Growing;
pub use search::{Ruling, Stuck, linearizability};
pub use watch::Watch;

/// Steps that a search may take before it says "undecided": some 100 MB of memory and a second or two.
pub const BUDGET: usize = 300_000;

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
    if zones::applies(initial, events) {
        zones::check(initial, events)
    } else {
        linearizable_by_search(initial, events)
    }
}

/// The same by search alone, for the test that both agree.
pub fn linearizable_by_search(initial: i64, events: &[Event]) -> Answer {
    let ops: Vec<Operation<RegisterOp>> = events.iter().map(Event::operation).collect();
    match linearizability(&Register { initial: Some(initial) }, &ops, BUDGET) {
        Ruling::Holds(_) => Answer::Holds,
        Ruling::Undecided => Answer::Undecided,
        Ruling::Broken(_) => Answer::Broken(no_order(initial, events)),
    }
}

/// One order that explains the history of a register, where there is one and it is found. Indices of the operations.
pub fn explanation(initial: i64, events: &[Event]) -> Option<Vec<usize>> {
    if zones::applies(initial, events) {
        return (zones::check(initial, events) == Answer::Holds).then(|| zones::order(initial, events));
    }
    let ops: Vec<Operation<RegisterOp>> = events.iter().map(Event::operation).collect();
    match linearizability(&Register { initial: Some(initial) }, &ops, BUDGET) {
        Ruling::Holds(order) => Some(order),
        _ => None,
    }
}

/// What a search can say of a conflict.
fn no_order(initial: i64, events: &[Event]) -> Conflict {
    let mut ops: Vec<usize> = (0..events.len()).collect();
    ops.order_by_key(|i| events[*i].returned);
    Conflict { kind: Kind::NoOrder, values: (initial, initial), ops }
}

impl Event {
    /// The same for a search, which knows more kinds of operations. It belongs to no client in particular.
    pub fn operation(&self) -> Operation<RegisterOp> {
        let what = if self.write { RegisterOp::Write(self.value) } else { RegisterOp::Read(Some(self.value)) };
        Operation { client: 0, what, called: self.called, returned: self.returned }
    }
}
