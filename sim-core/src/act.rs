//! The one list of verbs: what a learner, a schedule or a recorded run can do to a world, one line of text each.
//!
//! The same line stands in scenarios, witnesses, the history panel, golden traces, links and reports
//! (`docs/authoring.md`, "Act lines"). Objects are names or selectors, never sequence numbers, so that an act means
//! the same thing in a fork and under another seed.

mod parse;
mod spell;

use crate::time::{Duration, Time};

pub use parse::{LineError, parse_line, parse_span, parse_time};

/// One line: `[label:] at TIME VERB …` or `[label:] every PERIOD from TIME [until TIME] VERB …`, with an optional
/// `for SPAN` that undoes it after that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What goals call it (`during = cut`); a later line with the same label replaces it.
    pub label: Option<String>,
    /// When it happens.
    pub when: When,
    /// What happens.
    pub act: Act,
    /// After this span the act is undone (`for 15s`).
    pub lasting: Option<Duration>,
}

/// When a line happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Once.
    At(Time),
    /// At `from`, `from + period`, … while before `until` (or to the end of the run).
    Every {
        /// Time between two occurrences; never zero.
        period: Duration,
        /// The first occurrence.
        from: Time,
        /// No occurrence at or after this instant.
        until: Option<Time>,
    },
}

/// Names two nodes and, for one-way faults, a direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkName {
    /// One end; the sender if one-way.
    pub a: String,
    /// The other end; the receiver if one-way.
    pub b: String,
    /// Spelled `a->b`: only messages from `a` to `b`.
    pub one_way: bool,
}

/// Names a message: `next [KIND] [from NODE] [to NODE]`, or `~4f2a91c0` (the leading eight hexadecimal digits of the
/// message's name, as a gesture on it writes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The first message sent at or after the act that fits, or already in flight with the earliest arrival.
    Next {
        /// A message kind as the protocol spells it.
        kind: Option<String>,
        /// The sender.
        from: Option<String>,
        /// The receiver.
        to: Option<String>,
    },
    /// This very message.
    Named(u32),
}

/// What slows down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlowWhat {
    /// A node's handling of messages.
    Node(String),
    /// A link's latency.
    Link(LinkName),
}

/// By how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlowBy {
    /// Multiplies, in thousandths (`10x` is 10 000).
    Factor(u32),
    /// Adds.
    Span(Duration),
}

/// An operation as a client is asked to do it: the verb is the protocol's (`write balance 45`, `read balance at c`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The protocol's word: `write`, `read`, `add`.
    pub verb: String,
    /// What it is about, where the verb takes it.
    pub key: Option<String>,
    /// The value, where the verb takes one.
    pub value: Option<ValueWord>,
    /// The node to ask instead of the one that the client stands beside.
    pub at: Option<String>,
    /// It is asked again until it returns this value (`until 1`).
    pub until: Option<i64>,
    /// What the client asks as soon as it was answered (`then read y`).
    pub then: Option<Box<Operation>>,
}

impl Operation {
    /// It and what follows it.
    pub fn steps(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |op| op.then.as_deref())
    }
    /// The n-th occurrence of its line, where n stands for every `#` in its keys.
    #[must_use]
    pub(crate) fn numbered(&self, n: u32) -> Self {
        Self {
            key: self.key.as_ref().map(|key| key.replace('#', &n.to_string())),
            then: self.then.as_ref().map(|then| Box::new(then.numbered(n))),
            ..self.clone()
        }
    }
}

/// A value as written in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueWord {
    /// A whole number.
    Is(i64),
    /// `next`: one more than the largest value used so far in the run.
    Next,
}

/// The verbs. Spans that may be negative are in signed microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// `cut a-c [b-c …]` or `cut a->c`: messages on these links are lost.
    Cut(Vec<LinkName>),
    /// `isolate c [d …]`: cut off together from everybody except the clients beside them.
    Isolate(Vec<String>),
    /// `heal [label]`: undo every cut, or the one with this label.
    Heal(Option<String>),
    /// `hold a-b`: messages wait on the link, in order of their sending.
    Hold(LinkName),
    /// `release a-b`: what was held goes on.
    Release(LinkName),
    /// `crash b`: the node stops; only its synced disk survives.
    Crash(String),
    /// `restart b`: it boots from its disk.
    Restart(String),
    /// `pause b for 800ms`: nothing is handled meanwhile (a stop-the-world pause).
    Pause {
        /// The node.
        node: String,
        /// How long.
        span: Duration,
    },
    /// `slow pay by 10x`, `slow a-c by 1s`.
    Slow {
        /// A node or a link.
        what: SlowWhat,
        /// Factor or span.
        by: SlowBy,
    },
    /// `skew c by -300ms`: the wall clock's offset.
    Skew {
        /// The node.
        node: String,
        /// Signed microseconds.
        by: i64,
    },
    /// `drift c 200ppm`: the wall clock's rate error.
    Drift {
        /// The node.
        node: String,
        /// Parts per million.
        ppm: i32,
    },
    /// `step c clock by -20s`: the wall clock jumps.
    Step {
        /// The node.
        node: String,
        /// Signed microseconds.
        by: i64,
    },
    /// `drop SELECTOR`.
    Drop(Selector),
    /// `duplicate SELECTOR`.
    Duplicate(Selector),
    /// `delay SELECTOR by 300ms`.
    Delay {
        /// Which message.
        which: Selector,
        /// How much later it arrives.
        by: Duration,
    },
    /// `set PATH VALUE`: group, node or link, dot, key; the value keeps its spelling until the owner reads it.
    Set {
        /// `replicas.R`, `a-c.latency`, `links.loss`.
        path: String,
        /// The rest of the line.
        value: String,
    },
    /// `ask CLIENT OPERATION`.
    Ask {
        /// The client node.
        client: String,
        /// What it is asked to do.
        op: Operation,
    },
}
