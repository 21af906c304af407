//! What a handler can see and do.

use super::{Answer, Ask, Effect, Env, Message, Protocol};
use crate::act::Operation;
use crate::history::Outcome;
use crate::id::{NodeId, OpId};
use crate::luck::{Name, Purpose, luck};
use crate::time::Duration;

use super::typed::Slab;

/// Handed to every handler.
pub struct Ctx<'a, P: Protocol> {
    pub(super) env: &'a Env<'a>,
    pub(super) config: &'a P::Config,
    pub(super) disk: &'a mut P::Disk,
    pub(super) messages: &'a mut Slab<P::Message>,
    pub(super) timers: &'a mut Slab<(u16, P::Timer)>,
    pub(super) out: &'a mut Vec<Effect>,
    pub(super) next_op: u32,
    pub(super) local: u16,
}

/// A timer that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerId(u32);

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
    /// The disk, as far as it is synced: what is written here survives a crash.
    pub fn disk(&mut self) -> &mut P::Disk {
        self.disk
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
    /// Answers a client.
    pub fn answer(&mut self, ask: Ask, answer: Answer) {
        self.out.push(Effect::Answer { op: ask.op, answer });
    }
    /// Sets a timer that belongs to what is being done now: its name continues this initiative.
    pub fn set_timer(&mut self, timer: P::Timer, after: Duration) -> TimerId {
        self.push_timer(timer, after, None, self.env.initiative)
    }
    /// Sets a timer that begins something new: tick n of the timer with this label at this node.
    pub fn tick(&mut self, label: &'static str, timer: P::Timer, after: Duration) -> TimerId {
        self.push_timer(timer, after, Some(label), self.env.initiative)
    }
    fn push_timer(
        &mut self,
        timer: P::Timer,
        after: Duration,
        tick: Option<&'static str>,
        initiative: Name,
    ) -> TimerId {
        let token = self.timers.put((self.local, timer));
        self.out.push(Effect::Timer { token, after, tick, initiative });
        TimerId(token)
    }
    /// Cancels a timer; one that has fired is left alone.
    pub fn cancel(&mut self, timer: TimerId) {
        self.timers.take(timer.0);
    }
    /// Begins an operation of this client: operation `name`, asked of the node that `op` names, else of `server`, and
    /// given up after `timeout` (which the caller times itself).
    pub fn invoke(&mut self, op: Operation, server: Option<NodeId>, timeout: Duration, name: Name) -> OpId {
        self.begin(op, server, timeout, name, true)
    }
    /// Begins an operation that nobody is asked for: the caller ends it by itself.
    pub fn invoke_unasked(&mut self, op: Operation, server: Option<NodeId>, name: Name) -> OpId {
        self.begin(op, server, Duration::ZERO, name, false)
    }
    fn begin(&mut self, op: Operation, server: Option<NodeId>, timeout: Duration, name: Name, asks: bool) -> OpId {
        let id = OpId(self.next_op);
        self.next_op += 1;
        self.out.push(Effect::Invoke { op, server, timeout, name, asks });
        id
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
}
