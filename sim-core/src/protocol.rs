//! The author's side of a protocol: typed state, messages, timers and disk; effects through [`Ctx`] are a list that the
//! kernel reads after the handler returns. A handler sees no virtual time, no other node's state and no network.
//!
//! Only [`Nodes`] is erased; [`Typed`] implements it once for every [`Protocol`].

mod ctx;
mod typed;

use crate::act::Operation;
use crate::clock::{Clock, Reading};
use crate::field::Value;
use crate::history::Outcome;
use crate::id::{CallId, Key, NodeId, OpId, TokenId};
use crate::log::Log;
use crate::luck::{Name, Seed};
use crate::parts::versions::Writes;
use crate::registry::{ProtocolInfo, Role};
use crate::time::{Duration, Time};

pub use ctx::{Ctx, TimerId};
pub use typed::Typed;

/// A protocol: one node of it. What `Self` holds is lost at a crash; `Disk` survives.
pub trait Protocol: Clone + 'static {
    /// What authors can say to it.
    fn info() -> ProtocolInfo;

    /// Its settings.
    type Config: Config;
    /// What its nodes tell each other.
    type Message: Message;
    /// What its timers remember.
    type Timer: Clone + 'static;
    /// What survives a crash, as far as it was safe by then.
    type Disk: Clone + Default + 'static;

    /// A node starts, for the first time or again.
    fn boot(ctx: &mut Ctx<'_, Self>) -> Self;
    /// A message of the same protocol arrives.
    fn on_message(&mut self, _from: NodeId, _message: Self::Message, _ctx: &mut Ctx<'_, Self>) {}
    /// A timer fires.
    fn on_timer(&mut self, _timer: Self::Timer, _ctx: &mut Ctx<'_, Self>) {}
    /// A client, or a node in its service, asks.
    fn on_ask(&mut self, _ask: Ask, _ctx: &mut Ctx<'_, Self>) {}
    /// A call of this node is answered, also one that it no longer waits for.
    fn on_answer(&mut self, _reply: Reply, _ctx: &mut Ctx<'_, Self>) {}
    /// An act line asks this client to do something (clients).
    fn on_order(&mut self, _order: Order, _ctx: &mut Ctx<'_, Self>) {}
    /// A setting was changed while the node runs.
    fn on_config(&mut self, _ctx: &mut Ctx<'_, Self>) {}
    /// What people see of this node; the kernel asks after each handler that called [`Ctx::changed`].
    fn show(&self, config: &Self::Config, disk: &Self::Disk, keys: &[String]) -> View;
}

/// The settings of a protocol, as declared by [`ProtocolInfo::fields`].
pub trait Config: Clone + Default + 'static {
    /// Sets the field with this index of the declaration.
    fn set(&mut self, field: usize, value: Value);
    /// The same for one key; asked only for fields of [`ProtocolInfo::per_key`].
    fn set_for(&mut self, _key: Key, field: usize, _value: Value) {
        unreachable!("field {field} is the same for every key")
    }
}

/// What nodes tell each other.
pub trait Message: Clone + 'static {
    /// Index into [`ProtocolInfo::kinds`].
    fn kind(&self) -> u8;
    /// What the drawing says beside it.
    fn note(&self) -> Note;
}

/// What a message is about, in brief.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The key.
    pub key: Option<Key>,
    /// The value.
    pub value: Option<i64>,
}

/// A request, as the node that is asked sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which call.
    pub call: CallId,
    /// For which operation.
    pub op: OpId,
    /// Index into the protocol's [`ProtocolInfo::verbs`].
    pub verb: u8,
    /// About what.
    pub key: Option<Key>,
    /// With what value.
    pub value: Option<i64>,
    /// The call's own name: luck drawn for it is its own, whatever else happens.
    pub name: Name,
    /// What the client's session carries; see [`Ctx::token`].
    pub token: Option<TokenId>,
}

/// What a node that was asked says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, with the value read if it reads.
    Ok(Option<i64>),
    /// An error: it did not happen and will not.
    Failed,
    /// Nobody is there: said by the machine of a node that is down, never by a protocol.
    Refused,
}

/// An answer, as the node that asked sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// To which call.
    pub call: CallId,
    /// For which operation.
    pub op: OpId,
    /// What it says.
    pub answer: Answer,
    /// What it gives the session to carry.
    pub token: Option<TokenId>,
}

/// What a session carries from server to server: which writes it has made and which it has seen (Terry and others,
/// *Session Guarantees for Weakly Consistent Replicated Data*, PDIS 1994). A server that keeps guarantees hands it out with
/// its answers, and a client shows the latest one with each request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The session's own writes.
    pub made: Writes,
    /// Writes that were there where it read.
    pub seen: Writes,
    /// The largest stamp that it was shown, where servers tell versions by stamps: the context of a put in
    /// Dynamo (SOSP 2007).
    pub stamp: Option<i64>,
}

impl Token {
    /// Carries what another one does, too.
    pub fn merge(&mut self, other: &Self) {
        self.made.merge(&other.made);
        self.seen.merge(&other.seen);
        self.stamp = self.stamp.max(other.stamp);
    }
}

/// An operation as an author wrote it, bound to the world that carries it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpRef(pub(crate) u32);

/// An operation that a client is to carry out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub op: OpRef,
    /// The initiative that it belongs to.
    pub name: Name,
}

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An operation: it was charged.
    Op(OpId),
    /// A node: it is suspected.
    Node(NodeId),
}

/// What people see of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Inside the glyph: short.
    pub value: String,
    /// Under it: one line, at most 18 characters.
    pub caption: String,
    /// Everything worth showing on request.
    pub facts: Vec<(String, String)>,
    /// What it is now, where that is not what its protocol's nodes are: a leader for a term.
    pub role: Option<Role>,
    /// Whose turn it is, as this node sees it; of something that one at a time may have.
    pub turn: Option<Turn>,
}

/// Whose turn it is at something that one node at a time may have: a lock. Drawn over time, side by side. It follows from
/// what a node gauges and puts on record, so that no fingerprint covers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Whether the node believes that it is its own.
    Mine(bool),
    /// The node gives turns: the last one to whom, and until when by its own monotonic clock.
    Given(Option<(NodeId, Reading)>),
}

/// What travels between nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parcel {
    /// A node asks.
    Ask(Ask),
    /// A node answers.
    Answer(Reply),
    /// A message of the receivers' protocol, kept by their group in this slot.
    Peer(u32),
}

/// What the kernel tells a handler about where it runs.
pub(crate) struct Env<'a> {
    pub me: NodeId,
    pub peers: &'a [NodeId],
    pub beside: Option<NodeId>,
    pub seed: Seed,
    pub node_name: &'a str,
    pub next_op: u32,
    pub next_call: u32,
    /// For the node's clocks alone.
    pub now: Time,
    pub clock: &'a Clock,
    /// Whether what is written to the disk takes time to be safe.
    pub disk_lags: bool,
    /// What sessions have carried so far.
    pub tokens: &'a Log<Token>,
    /// Operations that lines and mixes speak of.
    pub asked: &'a [Asked],
}

/// An operation as an author wrote it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub op: Operation,
    /// What follows it.
    pub then: Option<OpRef>,
}

/// What a handler wants done; the kernel does it, in order.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    Send { to: NodeId, slot: u32, kind: u8, note: Note },
    Answer { call: CallId, answer: Answer, token: Option<Box<Token>> },
    Carry { token: Box<Token> },
    Timer { token: u32, after: Duration, tick: Option<&'static str>, pace: Pace },
    Begin { op: OpRef, server: Option<NodeId>, timeout: Duration, name: Name },
    Call { op: OpId, to: Option<NodeId> },
    Forward { parent: CallId, to: NodeId },
    Close { call: CallId },
    Work { call: CallId },
    Return { op: OpId, outcome: Outcome },
    Gauge { gauge: u8, value: i32 },
    Record { kind: u8, about: About, value: i64 },
    Crash { span: Duration },
    Adjust { by: i64 },
    Withhold,
    Changed,
    Sync,
}

/// What a timer's span is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// The node's monotonic clock.
    Clock,
    /// The node's processor, which `slow` slows.
    Work,
    /// Its disk: the timer fires when everything that was written is safe.
    Disk,
}

/// The only erased part of a protocol.
pub(crate) trait Nodes {
    fn boot(&mut self, local: usize, env: &Env<'_>, out: &mut Vec<Effect>);
    fn deliver(&mut self, local: usize, from: NodeId, parcel: Parcel, env: &Env<'_>, out: &mut Vec<Effect>);
    fn fire(&mut self, local: usize, token: u32, env: &Env<'_>, out: &mut Vec<Effect>);
    fn order(&mut self, local: usize, order: Order, env: &Env<'_>, out: &mut Vec<Effect>);
    fn reconfigured(&mut self, local: usize, env: &Env<'_>, out: &mut Vec<Effect>);
    fn crash(&mut self, local: usize);
    /// The oldest write that is not safe yet is safe now.
    fn synced(&mut self, local: usize);
    fn set(&mut self, field: usize, value: Value);
    /// Sets a field for one key.
    fn set_for(&mut self, key: Key, field: usize, value: Value);
    fn show(&self, local: usize, keys: &[String]) -> View;
    /// A second copy of a message, for a duplicate.
    fn copy(&mut self, slot: u32) -> u32;
    /// A message that will not arrive.
    fn forget(&mut self, slot: u32);
    /// How many messages and timers it keeps for the world.
    fn kept(&self) -> (usize, usize);
    /// The same nodes once more, for a checkpoint.
    fn snapshot(&self) -> Box<dyn Nodes>;
}

/// When a client gives up, for the history.
pub(crate) fn deadline(now: Time, timeout: Duration) -> Time {
    now + timeout
}
