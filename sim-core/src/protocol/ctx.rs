//! What a handler can see and do.

use super::typed::Slab;
use super::{About, Answer, Ask, Effect, Env, Message, OpRef, Pace, Protocol, Token};
use crate::clock::Reading;
use crate::history::Outcome;
use crate::id::{CallId, NodeId, OpId, TokenId};
use crate::luck::{Name, Purpose, luck};
use crate::time::Duration;

/// Handed to every handler.
pub struct Ctx<'a, P: Protocol> {
    pub(super) env: &'a Env<'a>,
    pub(super) config: &'a P::Config,
    pub(super) disk: &'a mut P::Disk,
    /// What is safe already, where that is less than what was written.
    pub(super) safe: &'a mut Option<P::Disk>,
    pub(super) wrote: bool,
    pub(super) messages: &'a mut Slab<P::Message>,
    pub(super) timers: &'a mut Slab<(u16, u32, P::Timer)>,
    pub(super) stamp: &'a mut u32,
    pub(super) out: &'a mut Vec<Effect>,
    pub(super) next_op: u32,
    pub(super) next_call: u32,
    pub(super) local: u16,
}

/// A timer that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerId {
    slot: u32,
    stamp: u32,
}

impl<P: Protocol> Ctx<'_, P> {
    /// This node.
    pub fn me(&self) -> NodeId {
        self.env.me
    }
    /// All nodes of this group, this one included, in the scenario's order.
    pub fn group(&self) -> &[NodeId] {
        self.env.peers
    }
    /// The server that this client stands beside.
    pub fn beside(&self) -> Option<NodeId> {
        self.env.beside
    }
    /// The settings.
    pub fn config(&self) -> &P::Config {
        self.config
    }
    /// What the wall clock of this node shows: it may be wrong, and it may go back.
    pub fn wall(&self) -> Reading {
        self.env.clock.wall(self.env.now)
    }
    /// What the monotonic clock of this node shows: it never goes back, and may run fast or slow.
    pub fn mono(&self) -> Reading {
        self.env.clock.mono(self.env.now)
    }
    /// How long ago its wall clock was last set, by a step or by the node itself, on its monotonic clock; nothing where it
    /// never was.
    pub fn since_set(&self) -> Option<Duration> {
        self.env.clock.since_set(self.env.now)
    }
    /// Sets this node's wall clock forwards or back, in microseconds.
    pub fn adjust(&mut self, by: i64) {
        self.out.push(Effect::Adjust { by });
    }
    /// The disk, to read and to write. What is written survives a crash once it is synced: at once where the group's disk
    /// takes no time; see [`Ctx::after_sync`].
    pub fn disk(&mut self) -> &mut P::Disk {
        if self.env.disk_lags && !self.wrote {
            self.wrote = true;
            if self.safe.is_none() {
                *self.safe = Some(self.disk.clone());
            }
        }
        self.disk
    }
    /// The disk, to read.
    pub fn read(&self) -> &P::Disk {
        self.disk
    }
    /// Whether everything that was written is safe.
    pub fn synced(&self) -> bool {
        self.safe.is_none()
    }
    /// Sets a timer that fires when everything written so far, in this handler too, is safe.
    pub fn after_sync(&mut self, timer: P::Timer) -> TimerId {
        self.push_timer(timer, Duration::ZERO, None, Pace::Disk)
    }
    /// Sends a message.
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        let (kind, note) = (message.kind(), message.note());
        let slot = self.messages.put(message);
        self.out.push(Effect::Send { to, slot, kind, note });
    }
    /// Sends a message to every other node of the group.
    pub fn broadcast(&mut self, message: &P::Message) {
        for i in 0..self.env.peers.len() {
            let to = self.env.peers[i];
            if to != self.env.me {
                self.send(to, message.clone());
            }
        }
    }
    /// Work on a call begins. A protocol whose work takes no time need not say so: it begins when the call arrives.
    pub fn begin_work(&mut self, call: CallId) {
        self.out.push(Effect::Work { call });
    }
    /// Answers a call.
    pub fn answer(&mut self, ask: Ask, answer: Answer) {
        self.out.push(Effect::Answer { call: ask.call, answer, token: None });
    }
    /// Answers a call, and gives the session this to carry.
    pub fn answer_with(&mut self, ask: Ask, answer: Answer, token: Token) {
        self.out.push(Effect::Answer { call: ask.call, answer, token: Some(Box::new(token)) });
    }
    /// What a request or an answer carries.
    pub fn token(&self, id: Option<TokenId>) -> Option<&Token> {
        self.env.tokens.get(id?.0 as usize)
    }
    /// From now on this client's requests carry this, until it crashes.
    pub fn carry(&mut self, token: Token) {
        self.out.push(Effect::Carry { token: Box::new(token) });
    }
    /// What is asked as soon as an operation was answered, where its line says so.
    pub fn then(&self, op: OpRef) -> Option<OpRef> {
        self.env.asked[op.0 as usize].then
    }
    /// The value until which an operation is asked again, where its line says so.
    pub fn until(&self, op: OpRef) -> Option<i64> {
        self.env.asked[op.0 as usize].op.until
    }
    /// Sets a timer by the monotonic clock of this node. It belongs to what is being done now: its name continues this
    /// initiative.
    pub fn set_timer(&mut self, timer: P::Timer, after: Duration) -> TimerId {
        self.push_timer(timer, after, None, Pace::Clock)
    }
    /// Sets a timer that begins something new: tick n of the timer with this label at this node.
    pub fn tick(&mut self, label: &'static str, timer: P::Timer, after: Duration) -> TimerId {
        self.push_timer(timer, after, Some(label), Pace::Clock)
    }
    /// Sets a timer that fires when the processor of this node has done so much work, which `slow` makes longer.
    pub fn work(&mut self, timer: P::Timer, span: Duration) -> TimerId {
        self.push_timer(timer, span, None, Pace::Work)
    }
    fn push_timer(&mut self, timer: P::Timer, after: Duration, tick: Option<&'static str>, pace: Pace) -> TimerId {
        *self.stamp = self.stamp.wrapping_add(1);
        let id = TimerId { slot: self.timers.put((self.local, *self.stamp, timer)), stamp: *self.stamp };
        self.out.push(Effect::Timer { token: id.slot, after, tick, pace });
        id
    }
    /// Cancels a timer; one that has fired is left alone.
    pub fn cancel(&mut self, timer: TimerId) {
        if self.timers.get(timer.slot).is_some_and(|(_, stamp, _)| *stamp == timer.stamp) {
            self.timers.take(timer.slot);
        }
    }
    /// Begins an operation of this client, under this name: of the node that the order names, else of `server`. It is
    /// given up after `timeout`, which the caller times itself.
    pub fn begin(&mut self, op: OpRef, server: Option<NodeId>, timeout: Duration, name: Name) -> OpId {
        let id = OpId(self.next_op);
        self.next_op += 1;
        self.out.push(Effect::Begin { op, server, timeout, name });
        id
    }
    /// Asks for an operation of this client, for the first time or again: the server of the operation, or another.
    pub fn call(&mut self, op: OpId, to: Option<NodeId>) -> CallId {
        self.out.push(Effect::Call { op, to });
        self.called()
    }
    /// Asks another node the same, in the service of a call.
    pub fn forward(&mut self, parent: CallId, to: NodeId) -> CallId {
        self.out.push(Effect::Forward { parent, to });
        self.called()
    }
    fn called(&mut self) -> CallId {
        self.next_call += 1;
        CallId(self.next_call - 1)
    }
    /// Stops waiting for a call.
    pub fn close(&mut self, call: CallId) {
        self.out.push(Effect::Close { call });
    }
    /// A call that was wanted is not made: a circuit breaker keeps it back.
    pub fn withhold(&mut self) {
        self.out.push(Effect::Withhold);
    }
    /// Ends an operation of this client.
    pub fn complete(&mut self, op: OpId, outcome: Outcome) {
        self.out.push(Effect::Return { op, outcome });
    }
    /// 64 bits of luck for this purpose and name.
    pub fn luck(&self, purpose: Purpose, name: Name) -> u64 {
        luck(self.env.seed, purpose, name)
    }
    /// The root of this node's own initiatives, such as `op` n of a client.
    pub fn own_name(&self, kind: &str) -> Name {
        Name::root(kind).then_word(self.env.node_name)
    }
    /// What people see of this node has changed.
    pub fn changed(&mut self) {
        self.out.push(Effect::Changed);
    }
    /// A gauge of this node stands at this value: an index into those that its protocol declares. What is too large for
    /// 32 bits stands at the largest number.
    pub fn gauge(&mut self, gauge: u8, value: impl TryInto<i32>) {
        self.out.push(Effect::Gauge { gauge, value: value.try_into().unwrap_or(i32::MAX) });
    }
    /// Something happened here that counts: an index into the records that its protocol declares, what it is about, and
    /// how much.
    pub fn record(&mut self, kind: u8, about: About, value: i64) {
        self.out.push(Effect::Record { kind, about, value });
    }
    /// This node crashes by itself once this handler has returned, and starts again after `span`.
    pub fn crash(&mut self, span: Duration) {
        self.out.push(Effect::Crash { span });
    }
}
