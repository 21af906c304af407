//! The author's side of a protocol: typed state, messages, timers and disk; effects through [`Ctx`] are a list that the
//! kernel reads after the handler returns. A handler sees no virtual time, no other node's state and no network.
//!
//! Only [`Nodes`] is erased; [`Typed`] implements it once for every [`Protocol`].

mod ctx;
mod typed;

use crate::field::Value;
use crate::history::Outcome;
use crate::id::{Key, NodeId, OpId};
use crate::luck::{Name, Seed};
use crate::registry::ProtocolInfo;
use crate::time::{Duration, Time};

pub use ctx::Ctx;
pub use typed::Typed;

/// A protocol: one node of it. What `Self` holds is lost at a crash; `Disk` survives.
pub trait Protocol: Sized + 'static {
    /// What authors can say to it.
    fn info() -> ProtocolInfo;

    /// Its settings.
    type Config: Config;
    /// What its nodes tell each other.
    type Message: Message;
    /// What its timers remember.
    type Timer: Clone + 'static;
    /// What survives a crash.
    type Disk: Clone + Default + 'static;

    /// A node starts, for the first time or again.
    fn boot(ctx: &mut Ctx<'_, Self>) -> Self;
    /// A message of the same protocol arrives.
    fn on_message(&mut self, _from: NodeId, _message: Self::Message, _ctx: &mut Ctx<'_, Self>) {}
    /// A timer fires.
    fn on_timer(&mut self, _timer: Self::Timer, _ctx: &mut Ctx<'_, Self>) {}
    /// A client asks.
    fn on_ask(&mut self, _ask: Ask, _ctx: &mut Ctx<'_, Self>) {}
    /// A server answers (clients).
    fn on_answer(&mut self, _op: OpId, _answer: Answer, _ctx: &mut Ctx<'_, Self>) {}
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

/// A client's request, as the server sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which operation.
    pub op: OpId,
    /// Index into the protocol's [`ProtocolInfo::verbs`].
    pub verb: u8,
    /// About what.
    pub key: Option<Key>,
    /// With what value.
    pub value: Option<i64>,
}

/// A server's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, with the value read if it reads.
    Ok(Option<i64>),
    /// Refused: it did not happen and will not.
    Failed,
}

/// An operation that a client is to carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What, as an author writes it.
    pub op: crate::act::Operation,
    /// The initiative that it belongs to.
    pub name: Name,
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
}

/// What travels between nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parcel {
    /// A client asks.
    Ask(Ask),
    /// A server answers.
    Answer(OpId, Answer),
    /// A message of the receivers' protocol, kept by their group in this slot.
    Peer(u32),
}

/// What the kernel tells a handler about where it runs.
pub(crate) struct Env<'a> {
    pub me: NodeId,
    pub peers: &'a [NodeId],
    pub beside: Option<NodeId>,
    pub initiative: Name,
    pub seed: Seed,
    pub node_name: &'a str,
    pub next_op: u32,
}

/// What a handler wants done; the kernel does it, in order.
#[derive(Debug)]
pub(crate) enum Effect {
    Send { to: NodeId, slot: u32, kind: u8, note: Note },
    Answer { op: OpId, answer: Answer },
    Timer { token: u32, after: Duration, tick: Option<&'static str>, initiative: Name },
    Invoke { op: crate::act::Operation, server: Option<NodeId>, timeout: Duration, name: Name, asks: bool },
    Return { op: OpId, outcome: Outcome },
    Changed,
}

/// The only erased part of a protocol.
pub(crate) trait Nodes {
    fn boot(&mut self, local: usize, env: &Env<'_>, out: &mut Vec<Effect>);
    fn deliver(&mut self, local: usize, from: NodeId, parcel: Parcel, env: &Env<'_>, out: &mut Vec<Effect>);
    fn fire(&mut self, local: usize, token: u32, env: &Env<'_>, out: &mut Vec<Effect>);
    fn order(&mut self, local: usize, order: Order, env: &Env<'_>, out: &mut Vec<Effect>);
    fn reconfigured(&mut self, local: usize, env: &Env<'_>, out: &mut Vec<Effect>);
    fn crash(&mut self, local: usize);
    fn set(&mut self, field: usize, value: Value);
    fn show(&self, local: usize, keys: &[String]) -> View;
    /// A second copy of a message, for a duplicate.
    fn copy(&mut self, slot: u32) -> u32;
    /// A message that will not arrive.
    fn forget(&mut self, slot: u32);
}

/// When a client gives up, for the history.
pub(crate) fn deadline(now: Time, timeout: Duration) -> Time {
    now + timeout
}
