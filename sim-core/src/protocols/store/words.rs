//! What a store is told, what its replicas tell each other, and what each of them holds.

use std::collections::BTreeMap;

use crate::field::Value;
use crate::id::{Key, NodeId, OpId};
use crate::parts::versions::{WriteId, Writes};
use crate::protocol::{Config, Message as Wire, Note, Token};

/// The guarantees that sessions may ask for, every subset of the four: bit n of the place says whether the n-th is in it.
pub(super) const SESSIONS: &[&str] = &[
    "none",
    "RYW",
    "MR",
    "RYW MR",
    "MW",
    "RYW MW",
    "MR MW",
    "RYW MR MW",
    "WFR",
    "RYW WFR",
    "MR WFR",
    "RYW MR WFR",
    "MW WFR",
    "RYW MW WFR",
    "MR MW WFR",
    "RYW MR MW WFR",
];

/// How many settings a key may have for itself; they are the first.
const OF_A_KEY: usize = 7;

/// How many of them a model chooses: order, delivery, reads, ack and session.
const OF_A_MODEL: usize = 5;

/// What clients may be promised, and what each promise costs in units of a bill.
pub(super) const MODELS: &[&str] =
    &["none", "eventual", "MR", "RYW", "causal", "sequential", "linearizable", "serializable"];
pub(super) const PRICES: &[u32] = &[0, 0, 1, 1, 2, 4, 5, 6];
const ALL_FOUR: usize = SESSIONS.len() - 1;
/// What each model but `none` chooses. Sequential tokens are for clients who change the replica: their next read comes after
/// what they know. Serializable orders operations, perhaps not as the clock or a session does, and has none.
const READY: [[usize; OF_A_MODEL]; 7] = [
    [1, 0, 0, 0, 0],
    [1, 0, 0, 0, 0b10],
    [1, 0, 0, 0, 0b01],
    [1, 2, 0, 0, ALL_FOUR],
    [0, 1, 0, 1, ALL_FOUR],
    [0, 1, 1, 0, 0],
    [0, 1, 0, 0, 0],
];

/// Settings of a store.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    every: [usize; OF_A_KEY],
    own: BTreeMap<Key, [Option<usize>; OF_A_KEY]>,
    leader: Option<NodeId>,
}

/// How a key is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Any replica puts a write in its place; else the leader does.
    pub(super) multi: bool,
    pub(super) delivery: Delivery,
    /// The leader is asked for every read.
    pub(super) reads_leader: bool,
    /// A writer is told when the replica that it asked has the write; else when somebody has put it in its place.
    pub(super) ack_own: bool,
    pub(super) session: Session,
    pub(super) conflict: Conflict,
}

/// Which of two writes of a key stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// The one with the larger stamp.
    Lww,
    /// The last to arrive.
    Arrival,
}

/// When a write from another replica is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// As it comes.
    None,
    /// After every earlier write of its sender.
    Fifo,
    /// After every write that it depends on.
    Deps,
}

/// What a session is promised: a bit each, as in [`SESSIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Session(usize);

impl Session {
    const fn has(self, guarantee: usize) -> bool {
        self.0 >> guarantee & 1 == 1
    }
    /// Whether anything is.
    pub(super) const fn any(self) -> bool {
        self.0 > 0
    }
    /// What a replica must have applied before it may read (RYW: the session's writes; MR: what it saw).
    pub(super) fn before_read(self, token: &Token) -> Writes {
        Self::union(token, self.has(0), self.has(1))
    }
    /// What must come before a write of the session (MW: its writes; WFR: what it saw).
    pub(super) fn before_write(self, token: &Token) -> Writes {
        Self::union(token, self.has(2), self.has(3))
    }
    fn union(token: &Token, made: bool, seen: bool) -> Writes {
        let mut writes = if made { token.made.clone() } else { Writes::default() };
        if seen {
            writes.merge(&token.seen);
        }
        writes
    }
}

impl Settings {
    pub(super) fn how(&self, key: Key) -> How {
        let own = self.own.get(&key).copied().unwrap_or_default();
        let set = |field: usize| own[field].unwrap_or(self.every[field]);
        let ready = set(6).checked_sub(1).map(|model| READY[model]);
        let is = |field: usize| ready.map_or_else(|| set(field), |ready| ready[field]);
        How {
            multi: is(0) == 1,
            delivery: [Delivery::None, Delivery::Fifo, Delivery::Deps][is(1)],
            reads_leader: is(2) == 1,
            ack_own: is(3) == 1,
            session: Session(is(4)),
            conflict: [Conflict::Lww, Conflict::Arrival][set(5)],
        }
    }
    /// Who leads: the one named, if it is of the group, or the group's first.
    pub(super) fn leader(&self, group: &[NodeId]) -> NodeId {
        self.leader.filter(|leader| group.contains(leader)).unwrap_or(group[0])
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (field, Value::Word(word)) if field < OF_A_KEY => self.every[field] = word,
            (OF_A_KEY, Value::Nodes(_, nodes)) => self.leader = nodes.first().copied(),
            (field, value) => unreachable!("store field {field} cannot be {value:?}"),
        }
    }
    fn set_for(&mut self, key: Key, field: usize, value: Value) {
        match value {
            Value::Word(word) => self.own.entry(key).or_default()[field] = Some(word),
            value => unreachable!("store field {field} of a key cannot be {value:?}"),
        }
    }
}

/// A write in its place.
#[derive(Clone, Debug)]
pub struct Write {
    pub(super) id: WriteId,
    /// The client's operation, by which the replica that was asked knows it again.
    pub(super) op: OpId,
    pub(super) key: Key,
    pub(super) value: i64,
    /// Lamport's clock, then the node: the larger one is newer.
    pub(super) stamp: (u64, NodeId),
    /// What must be applied before it, where the session asks for that.
    pub(super) deps: Writes,
}

/// What replicas tell each other.
#[derive(Clone, Debug)]
pub enum Message {
    /// To the leader: put this in its place, and say so if the writer waits for no more.
    Submit {
        /// The client's operation.
        op: OpId,
        /// Where.
        key: Key,
        /// What.
        value: i64,
        /// What the session carries.
        deps: Writes,
        /// Whether the leader is to answer.
        reply: bool,
    },
    /// The leader has put the write of this operation in its place.
    Ordered(OpId, Key, WriteId),
    /// A write.
    Copy(Box<Write>),
    /// A replica that starts again has these writes, and asks for the others.
    Sync(Writes),
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        match self {
            Self::Submit { .. } => 0,
            Self::Ordered(..) => 1,
            Self::Copy(_) => 2,
            Self::Sync(_) => 3,
        }
    }
    fn note(&self) -> Note {
        match self {
            Self::Submit { key, value, .. } => Note { key: Some(*key), value: Some(*value) },
            Self::Ordered(_, key, _) => Note { key: Some(*key), value: None },
            Self::Copy(write) => Note { key: Some(write.key), value: Some(write.value) },
            Self::Sync(_) => Note::default(),
        }
    }
}

/// What a replica holds.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// The value of each key, and the stamp of its write.
    pub(super) held: BTreeMap<Key, ((u64, NodeId), i64)>,
    /// Every write that was applied, in that order.
    pub(super) log: Vec<Write>,
    /// The same as a set.
    pub(super) applied: Writes,
    /// How many writes it has put in their place.
    pub(super) made: u32,
    /// Lamport's clock.
    pub(super) clock: u64,
    /// The write of each operation.
    pub(super) of: BTreeMap<OpId, WriteId>,
    /// Whether it has started before.
    pub(super) started: bool,
}
