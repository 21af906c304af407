//! From a handler's effects to messages under way; what happens to them on their way is in `way`.

use super::World;
use super::node::NodeState;
use crate::id::{CallId, MessageId, NodeId, RowId, TokenId};
use crate::limits::{self, Limit};
use crate::luck::Name;
use crate::protocol::{Answer, Effect, Note};
use crate::registry::MessageKind;
use crate::time::{Duration, Time};
use crate::trace::{Loss, More, Point, Record, What};

/// What a message carries, as the world keeps it.
#[derive(Clone, Copy)]
pub(super) enum Cargo {
    /// A request.
    Ask(CallId),
    /// What is answered to it, and what it gives the session to carry.
    Answer(CallId, Answer, Option<TokenId>),
    /// A message of the receivers' protocol, kept by their group in this slot.
    Peer(u32),
}

/// A message under way: what the trace does not keep, and what may not be forgotten.
#[derive(Clone)]
pub(super) struct Flight {
    pub id: MessageId,
    pub name: Name,
    pub from: NodeId,
    pub to: NodeId,
    pub cargo: Cargo,
    /// The initiative that it belongs to.
    pub initiative: u32,
    /// The row of its sending.
    pub row: RowId,
    pub arrives: Time,
    /// When it is at the middle of its way, where a cut crosses it: what is past it arrives.
    pub middle: Time,
    /// Lost by the link's luck; it vanishes at the middle of its way.
    pub doomed: bool,
    /// What is left of its way while it is held.
    pub held: Option<Box<Left>>,
}

impl Flight {
    /// What the fingerprint covers of it in later rows.
    #[inline]
    pub(super) fn about(&self) -> u64 {
        self.name.0 ^ self.arrives.0.rotate_left(20)
    }
}

/// What is left of a message's way.
#[derive(Clone)]
pub(super) struct Left {
    pub to_end: Duration,
    /// Nothing where it is past the middle.
    pub to_middle: Option<Duration>,
}

/// Messages under way, in numbered slots that are used again.
#[derive(Clone, Default)]
pub(super) struct Flights {
    slots: Vec<Option<Flight>>,
    free: Vec<u32>,
}

impl Flights {
    #[inline]
    fn put(&mut self, flight: Flight) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(flight);
            return slot;
        }
        self.slots.push(Some(flight));
        (self.slots.len() - 1) as u32
    }
    #[inline]
    pub(super) fn get(&self, slot: u32) -> Option<&Flight> {
        self.slots[slot as usize].as_ref()
    }
    pub(super) fn get_mut(&mut self, slot: u32) -> Option<&mut Flight> {
        self.slots[slot as usize].as_mut()
    }
    #[inline]
    pub(super) fn take(&mut self, slot: u32) -> Option<Flight> {
        let flight = self.slots[slot as usize].take();
        if flight.is_some() {
            self.free.push(slot);
        }
        flight
    }
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }
    /// Messages under way, in no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Flight> {
        self.slots.iter().flatten()
    }
    /// Slots of messages under way, in the order of sending.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let mut slots: Vec<u32> = (0..self.slots.len() as u32).filter(|s| self.get(*s).is_some()).collect();
        slots.sort_by_key(|s| self.get(*s).map(|f| f.id));
        slots
    }
}

/// A message about to be sent.
#[derive(Clone, Copy)]
pub(super) struct Outgoing {
    pub from: NodeId,
    pub to: NodeId,
    pub kind: u16,
    pub note: Note,
    pub cargo: Cargo,
    pub initiative: u32,
    pub call: Option<CallId>,
    pub cause: Option<RowId>,
}

impl World {
    /// Does what a handler wants done.
    #[inline]
    pub(super) fn effect(&mut self, node: NodeId, initiative: u32, cause: Option<RowId>, effect: Effect) {
        match effect {
            Effect::Send { to, slot, kind, note } => {
                let group = &self.groups[self.nodes[node.index()].group];
                let kind = group.kind_base + 2 * group.info.verbs.len() as u16 + u16::from(kind);
                let step = u64::from(node.0) << 32 | u64::from(to.0) << 16 | u64::from(kind);
                let (nodes, kinds, hashes) = (&self.nodes, &self.kinds, &self.kind_hashes);
                let name =
                    self.initiatives.unique(initiative, step, |of| path(of, nodes, kinds, hashes, (node, to), kind));
                let cargo = Cargo::Peer(slot);
                self.send(name, Outgoing { from: node, to, kind, note, cargo, initiative, call: None, cause });
            }
            Effect::Timer { token, after, tick, pace } => self.set_timer(node, initiative, (token, after), tick, pace),
            Effect::Answer { call, answer, token } => {
                let token = token.map(|token| self.token(*token));
                self.answer(node, call, (answer, token), cause);
            }
            Effect::Carry { token } => self.nodes[node.index()].token = Some(self.token(*token)),
            Effect::Begin { op, server, timeout, name } => self.begin_op(node, cause, (op, server), timeout, name),
            Effect::Call { op, to } => self.call(node, op, to, cause),
            Effect::Forward { parent, to } => self.forward(node, parent, to, cause),
            Effect::Close { call } => self.close(call),
            Effect::Work { call } => {
                let now = self.now;
                self.trace.stamp(u64::from(call.0));
                let call = self.history.call_mut(call);
                call.begun = call.begun.min(now);
            }
            Effect::Return { op, outcome } => self.return_op(op, outcome, cause),
            Effect::Gauge { gauge, value } => self.trace.gauge(Point { at: self.now, node, gauge, value }),
            Effect::Withhold => {
                self.trace.push(self.now, cause, What::Withheld(node));
            }
            Effect::Record { kind, about, value } => {
                self.trace.record(Record { at: self.now, node, kind, about, value, row: cause });
            }
            Effect::Crash { span } => self.crash_itself(node, span, cause),
            Effect::Adjust { by } => self.adjust(node, by, cause),
            Effect::Changed => {
                let state = &self.nodes[node.index()];
                let view = self.groups[state.group].nodes.show(state.local, &self.history.keys);
                self.trace.shows(self.now, cause, node, view);
            }
            Effect::Sync => self.sync(node),
        }
    }

    /// The path of a message inside its initiative.
    pub(super) fn path(&self, initiative: Name, from: NodeId, to: NodeId, kind: u16) -> Name {
        path(initiative, &self.nodes, &self.kinds, &self.kind_hashes, (from, to), kind)
    }

    /// Puts a message of this name on its way, and its copy if the link's luck makes one.
    #[inline]
    pub(super) fn send(&mut self, name: Name, out: Outgoing) {
        let verdict = self.net.verdict(self.seed, self.now, out.from, out.to, name);
        if let Some(after) = verdict.again {
            let cargo = self.copy_cargo(out.to, out.cargo);
            let slot = self.launch(&Outgoing { cargo, ..out }, name.then_word("copy"), after, false, true);
            self.watched(slot);
        }
        let slot = self.launch(&out, name, verdict.after, verdict.lost, false);
        self.watched(slot);
    }

    pub(super) fn copy_cargo(&mut self, to: NodeId, cargo: Cargo) -> Cargo {
        match cargo {
            Cargo::Peer(slot) => Cargo::Peer(self.groups[self.nodes[to.index()].group].nodes.copy(slot)),
            other => other,
        }
    }

    #[inline]
    pub(super) fn launch(&mut self, out: &Outgoing, name: Name, after: Duration, doomed: bool, copy: bool) -> u32 {
        let held = self.net.link(out.from, out.to).held > 0;
        let arrives = if held { Time::NEVER } else { self.now + after };
        let more = More { arrives, call: out.call, copy };
        let way = (out.from, out.to);
        let (id, row) = self.trace.launch((self.now, out.cause), name, way, out.kind, out.note, more);
        self.initiatives.hold(out.initiative);
        if let Cargo::Ask(call) = out.cargo {
            self.history.call_mut(call).copies += 1;
        }
        let half = Duration(after.0 / 2);
        let slot = self.flights.put(Flight {
            id,
            name,
            from: out.from,
            to: out.to,
            cargo: out.cargo,
            initiative: out.initiative,
            row,
            arrives,
            middle: self.now + half,
            doomed,
            held: held.then(|| Box::new(Left { to_end: after, to_middle: Some(half) })),
        });
        if held {
            self.trace.push_about(self.now, Some(row), What::Held(id), name.0);
        } else {
            self.schedule(slot);
        }
        if self.flights.len() > limits::IN_FLIGHT {
            self.stop(Limit::InFlight);
        }
        slot
    }

    /// A message will not arrive.
    pub(super) fn lose(&mut self, slot: u32, mut why: Loss, cause: Option<RowId>) {
        let Some(flight) = self.flights.take(slot) else { return };
        if let Cargo::Ask(call) = flight.cargo {
            let last = self.copy_ends(call);
            if why == Loss::Down && last {
                why = Loss::Refused;
            }
        }
        if let Cargo::Peer(peer) = flight.cargo {
            self.groups[self.nodes[flight.to.index()].group].nodes.forget(peer);
        }
        self.trace.ends(flight.id);
        let row =
            self.trace.push_about(self.now, cause.or(Some(flight.row)), What::Lost(flight.id, why), flight.about());
        if let (Loss::Refused, Cargo::Ask(call)) = (why, flight.cargo) {
            self.answer(flight.to, call, (Answer::Refused, None), Some(row));
        }
        self.initiatives.release(flight.initiative);
    }

    /// Messages under way on these links, in the order of sending.
    pub(super) fn under_way(&self, links: &[(NodeId, NodeId)]) -> Vec<u32> {
        let nodes = self.names.len();
        let mut on = vec![false; nodes * nodes];
        for (a, b) in links {
            on[a.index() * nodes + b.index()] = true;
        }
        let mut slots = self.flights.in_order();
        slots.retain(|s| self.flights.get(*s).is_some_and(|f| on[f.from.index() * nodes + f.to.index()]));
        slots
    }
}

fn path(
    initiative: Name,
    nodes: &[NodeState],
    kinds: &[MessageKind],
    hashes: &[u64],
    (from, to): (NodeId, NodeId),
    kind: u16,
) -> Name {
    let reply = u64::from(kinds[usize::from(kind)].reply);
    let hash = |n: NodeId| nodes[n.index()].hash;
    initiative.then(hash(from)).then(hash(to)).then(hashes[usize::from(kind)]).then(reply)
}
