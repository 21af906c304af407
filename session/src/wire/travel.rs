//! Ways through runs and between them: the next instant of a kind, branches that come and go, two of them side by side.

use serde::{Deserialize, Serialize};

use super::{Scene, Us};

/// Ways through runs and between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Travel {
    /// The next instant of a kind, or the last one before. Answered by `Update::Found`.
    Find {
        /// From where.
        at: Us,
        /// What is looked for.
        what: Sought,
        /// Onward, or back.
        forward: bool,
    },
    /// A branch is no longer shown.
    Delete(u32),
    /// It is shown again.
    Undelete(u32),
    /// The world as it was before the learner did anything, as a new branch.
    Reset,
    /// The same run without one of the learner's acts, as a new branch.
    Without {
        /// The playhead.
        at: Us,
        /// When the act happens.
        when: Us,
        /// Its text: `drop ~4f2a91c0`.
        act: String,
    },
    /// The branch that is shown beside another. Answered by `Update::Twin`.
    Twin {
        /// The other branch.
        other: u32,
        /// The playhead.
        at: Us,
        /// What to show.
        window: (Us, Us),
    },
}

/// What a step looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sought {
    /// A message arrives or is lost.
    Message,
    /// Something happens at this node.
    Node(u16),
    /// Something happens to this message.
    Flight(u64),
    /// An answer, a loss, a fault, a crash, a witness.
    Notable,
}

/// The branch that is shown, beside another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Twin {
    /// The other branch.
    pub other: u32,
    /// Its run, in the window that was asked for.
    pub scene: Scene,
    /// Where the two part for the first time, as far as both were simulated.
    pub parting: Option<Parting>,
    /// Instants at which something happens in only one of them, in order.
    pub differences: Vec<Us>,
}

/// Where two runs part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    /// When.
    pub at: Us,
    /// What happens then in the one that is shown.
    pub here: Option<Deed>,
    /// What happens then in the other.
    pub there: Option<Deed>,
    /// The act that made them part: `at 2.1s drop ~4f2a91c0`; empty where it is not an act.
    pub act: String,
}

/// What somebody does in one of two runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// What it is.
    pub did: Happens,
    /// Whose it is: of a message, the sender.
    pub who: u16,
    /// A message's receiver.
    pub to: u16,
    /// The message, or the operation and what came of it.
    pub what: String,
}

/// What a [`Deed`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happens {
    /// A message leaves.
    Sends,
    /// A message arrives.
    Reaches,
    /// A message is lost.
    Loses,
    /// A message waits on its way.
    Waits,
    /// A client asks.
    Asks,
    /// An operation is over.
    Ends,
    /// A node crashes.
    Crashes,
    /// A node starts.
    Starts,
    /// A node stands still.
    Stands,
    /// It goes on.
    GoesOn,
    /// Anything else.
    #[default]
    Changes,
}
