//! [`Nodes`] for every [`Protocol`]: a group of its nodes with one configuration.

use std::collections::VecDeque;

use super::ctx::Ctx;
use super::{Config, Effect, Env, Nodes, Order, Parcel, Protocol, View};
use crate::field::Value;
use crate::id::{Key, NodeId};

/// Values in numbered slots that are used again.
#[derive(Clone)]
pub(crate) struct Slab<T> {
    slots: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Slab<T> {
    const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }
    pub(super) fn put(&mut self, value: T) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(value);
            return slot;
        }
        self.slots.push(Some(value));
        (self.slots.len() - 1) as u32
    }
    pub(super) fn get(&self, slot: u32) -> Option<&T> {
        self.slots[slot as usize].as_ref()
    }
    /// Empties a slot without giving it out again: a cancelled timer's event is still under way.
    pub(super) fn take(&mut self, slot: u32) -> Option<T> {
        self.slots[slot as usize].take()
    }
    /// Slots that are given out.
    fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }
    fn remove(&mut self, slot: u32) -> Option<T> {
        self.free.push(slot);
        self.slots[slot as usize].take()
    }
}

/// A node's disk.
#[derive(Clone)]
struct Drive<D> {
    /// As the node sees it.
    written: D,
    /// What a crash would leave, where that is less.
    safe: Option<D>,
    /// What will be safe next, in order.
    under_way: VecDeque<D>,
}

/// A group of nodes of one protocol.
#[derive(Clone)]
pub struct Typed<P: Protocol> {
    config: P::Config,
    nodes: Vec<Option<P>>,
    drives: Vec<Drive<P::Disk>>,
    messages: Slab<P::Message>,
    /// Whose, a number that tells two in one slot apart, and what it remembers.
    timers: Slab<(u16, u32, P::Timer)>,
    stamp: u32,
}

impl<P: Protocol> Typed<P> {
    /// `n` nodes that have not booted.
    pub fn new(n: usize) -> Self {
        let drive = Drive { written: P::Disk::default(), safe: None, under_way: VecDeque::new() };
        Self {
            config: P::Config::default(),
            nodes: vec![None; n],
            drives: vec![drive; n],
            messages: Slab::new(),
            timers: Slab::new(),
            stamp: 0,
        }
    }

    /// Runs `handler` on a node that is up.
    #[inline]
    fn with(
        &mut self,
        local: usize,
        env: &Env<'_>,
        out: &mut Vec<Effect>,
        handler: impl FnOnce(&mut Option<P>, &mut Ctx<'_, P>),
    ) {
        let before = out.len();
        let drive = &mut self.drives[local];
        let mut ctx = Ctx {
            env,
            config: &self.config,
            disk: &mut drive.written,
            safe: &mut drive.safe,
            wrote: false,
            messages: &mut self.messages,
            timers: &mut self.timers,
            stamp: &mut self.stamp,
            out,
            next_op: env.next_op,
            next_call: env.next_call,
            local: local as u16,
        };
        handler(&mut self.nodes[local], &mut ctx);
        if ctx.wrote {
            drive.under_way.push_back(drive.written.clone());
            out.insert(before, Effect::Sync); // before what waits for it
        }
    }
}

impl<P: Protocol> Nodes for Typed<P> {
    fn boot(&mut self, local: usize, env: &Env<'_>, out: &mut Vec<Effect>) {
        self.with(local, env, out, |node, ctx| {
            *node = Some(P::boot(ctx));
            ctx.changed();
        });
    }
    fn deliver(&mut self, local: usize, from: NodeId, parcel: Parcel, env: &Env<'_>, out: &mut Vec<Effect>) {
        let peer = match parcel {
            Parcel::Peer(slot) => self.messages.remove(slot),
            _ => None,
        };
        self.with(local, env, out, |node, ctx| {
            let Some(node) = node else { return };
            match (parcel, peer) {
                (Parcel::Ask(ask), _) => node.on_ask(ask, ctx),
                (Parcel::Answer(reply), _) => node.on_answer(reply, ctx),
                (Parcel::Peer(_), Some(message)) => node.on_message(from, message, ctx),
                (Parcel::Peer(_), None) => {}
            }
        });
    }
    fn fire(&mut self, local: usize, token: u32, env: &Env<'_>, out: &mut Vec<Effect>) {
        let Some((_, _, timer)) = self.timers.remove(token) else { return };
        self.with(local, env, out, |node, ctx| {
            if let Some(node) = node {
                node.on_timer(timer, ctx);
            }
        });
    }
    fn order(&mut self, local: usize, order: Order, env: &Env<'_>, out: &mut Vec<Effect>) {
        self.with(local, env, out, |node, ctx| {
            if let Some(node) = node {
                node.on_order(order, ctx);
            }
        });
    }
    fn reconfigured(&mut self, local: usize, env: &Env<'_>, out: &mut Vec<Effect>) {
        self.with(local, env, out, |node, ctx| {
            if let Some(node) = node {
                node.on_config(ctx);
            }
        });
    }
    fn crash(&mut self, local: usize) {
        self.nodes[local] = None;
        for slot in &mut self.timers.slots {
            if slot.as_ref().is_some_and(|(owner, ..)| usize::from(*owner) == local) {
                *slot = None;
            }
        }
        let drive = &mut self.drives[local];
        drive.under_way.clear();
        if let Some(safe) = drive.safe.take() {
            drive.written = safe;
        }
    }
    fn synced(&mut self, local: usize) {
        let drive = &mut self.drives[local];
        let safe = drive.under_way.pop_front();
        drive.safe = if drive.under_way.is_empty() { None } else { safe };
    }
    fn set(&mut self, field: usize, value: Value) {
        self.config.set(field, value);
    }
    fn set_for(&mut self, key: Key, field: usize, value: Value) {
        self.config.set_for(key, field, value);
    }
    fn show(&self, local: usize, keys: &[String]) -> View {
        self.nodes[local].as_ref().map(|n| n.show(&self.config, &self.drives[local].written, keys)).unwrap_or_default()
    }
    fn copy(&mut self, slot: u32) -> u32 {
        let message = self.messages.get(slot).cloned().expect("a message under way is in its slot");
        self.messages.put(message)
    }
    fn forget(&mut self, slot: u32) {
        self.messages.remove(slot);
    }
    fn kept(&self) -> (usize, usize) {
        (self.messages.len(), self.timers.len())
    }
    fn snapshot(&self) -> Box<dyn Nodes> {
        Box::new(self.clone())
    }
}
