//! What is checked, apart from how: operations of clients, and the object that they are said to act on.

use std::fmt::Debug;

use crate::time::Time;

/// An operation of a client, with its answer: a closed interval (Herlihy & Wing, TOPLAS 1990, section 2). Where only the
/// order of events is known, the number of an event serves as its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation<O> {
    /// Whose. A client that got no answer may go on, so operations of one client may overlap.
    pub client: u32,
    /// What was asked, and what was answered.
    pub what: O,
    /// Its call.
    pub called: Time,
    /// Its return; [`Time::NEVER`] where no answer came: it may take effect at any later time, or never.
    pub returned: Time,
}

impl<O> Operation<O> {
    /// Whether no answer came.
    pub fn lost(&self) -> bool {
        self.returned == Time::NEVER
    }
    /// Whether it was over before the other one began.
    pub fn before(&self, other: &Self) -> bool {
        self.returned < other.called
    }
}

/// How an operation is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// After its client: `wrote 45`.
    pub did: String,
    /// As a thing: `write of 45`.
    pub noun: String,
}

impl Words {
    /// Both forms.
    pub fn new(did: impl Into<String>, noun: impl Into<String>) -> Self {
        Self { did: did.into(), noun: noun.into() }
    }
}

/// What a read says of one value, for the plainest explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// It sets the object to this value, whatever was there.
    Sets(String),
    /// It found this value.
    Finds(String),
    /// Neither, or both.
    Neither,
}

/// A sequential object: the order of operations that explains a history must be one of its runs.
///
/// The methods from [`supports`](Spec::supports) on are for witnesses alone; a verdict does not depend on them.
pub trait Spec: Clone {
    /// An operation and its answer.
    type Op: Clone + Ord + Debug;
    /// What the object holds.
    type State: Clone + Ord + Debug;
    /// Names an independent part of the object.
    type Part: Clone + Ord + Debug;

    /// What it holds in the beginning.
    fn init(&self) -> Self::State;
    /// What it holds afterwards; nothing where this operation cannot have had this answer.
    fn step(&self, state: &Self::State, op: &Self::Op) -> Option<Self::State>;
    /// The part it acts on. Linearizability is local (Herlihy & Wing, theorem 1), so each part is checked alone.
    fn partition(&self, op: &Self::Op) -> Self::Part;
    /// Whether it leaves every state as it is.
    fn observes(&self, op: &Self::Op) -> bool;
    /// How an operation is told.
    fn describe(&self, op: &Self::Op) -> Words;
    /// How a state is told.
    fn show(&self, state: &Self::State) -> String;

    /// Whether the answer of `reader` may rest on what `giver` did, if nothing came between them.
    fn supports(&self, giver: &Self::Op, reader: &Self::Op) -> bool;
    /// Whether `later`, which surely happened, leaves nothing of what `earlier` did.
    fn covers(&self, later: &Self::Op, earlier: &Self::Op) -> bool;
    /// Weaker forms of an answer, each of which follows from it: what was seen of one thing instead of all.
    fn narrower(&self, _op: &Self::Op, _all: &[Operation<Self::Op>]) -> Vec<Self::Op> {
        Vec::new()
    }
    /// What it says of a single value.
    fn plain(&self, _op: &Self::Op) -> Plain {
        Plain::Neither
    }
}
