//! Messages: from a handler's effect to arrival; what happens in between is in `way`.

use super::queue::Event;
use super::{Flight, Left, World};
use crate::act::ValueWord;
use crate::history::{Op, Outcome};
use crate::id::{MessageId, NodeId, OpId, RowId};
use crate::limits::{self, Limit};
use crate::luck::{Name, mix, text_hash};
use crate::protocol::{Answer, Ask, Effect, Note, Parcel, deadline};
use crate::time::{Duration, Time};
use crate::trace::{End, Loss, Message, What};

/// A message about to be sent.
#[derive(Clone, Copy)]
pub(super) struct Outgoing {
    pub from: NodeId,
    pub to: NodeId,
    pub kind: u16,
    pub note: Note,
    pub parcel: Parcel,
    pub initiative: Name,
    pub op: Option<OpId>,
    pub cause: Option<RowId>,
}

impl World {
    /// Does what a handler wants done.
    pub(super) fn effect(&mut self, node: NodeId, initiative: Name, cause: Option<RowId>, effect: Effect) {
        let group = self.nodes[node.index()].group;
        match effect {
            Effect::Send { to, slot, kind, note } => {
                let info = &self.groups[group];
                let kind = info.kind_base + 2 * info.info.verbs.len() as u16 + u16::from(kind);
                let parcel = Parcel::Peer(slot);
                self.send(Outgoing { from: node, to, kind, note, parcel, initiative, op: None, cause });
            }
            Effect::Answer { op, answer } => {
                let (client, initiative, key) = {
                    let op = self.history.op(op);
                    (op.client, op.name, op.key)
                };
                let value = if let Answer::Ok(value) = answer { value } else { None };
                let kind = self.ask_kind(op) + 1;
                let (note, parcel) = (Note { key, value }, Parcel::Answer(op, answer));
                self.send(Outgoing { from: node, to: client, kind, note, parcel, initiative, op: Some(op), cause });
            }
            Effect::Timer { token, after, tick, initiative } => {
                let hash = self.nodes[node.index()].hash;
                let path = match tick {
                    Some(label) => Name::root("tick").then(hash).then_word(label),
                    None => initiative.then(hash).then_word("timer"),
                };
                let name = self.counts.unique(path);
                let initiative = if tick.is_some() { name } else { initiative };
                self.queue.push(self.now + after, name, Event::Fire { node, token, initiative });
            }
            Effect::Invoke { op, server, timeout, name, asks } => {
                self.invoke(node, cause, &op, server, (timeout, asks), name);
            }
            Effect::Return { op, outcome } => {
                let value = outcome_code(outcome);
                let entry = &mut self.history.ops[op.0 as usize];
                entry.outcome = outcome;
                entry.returned = self.now;
                self.trace.stamp(value);
                entry.return_row = self.trace.push(self.now, cause, What::Returned(op));
            }
            Effect::Changed => {
                let state = &self.nodes[node.index()];
                let view = self.groups[group].nodes.show(state.local, &self.history.keys);
                self.trace.views.push(view);
                let view = (self.trace.views.len() - 1) as u32;
                self.trace.push(self.now, cause, What::Shows(node, view));
            }
        }
    }

    /// The kind of the message that asks this operation; the answer's is the next one.
    fn ask_kind(&self, op: OpId) -> u16 {
        let op = self.history.op(op);
        let group = &self.groups[self.nodes[op.server.index()].group];
        let verb = group.info.verbs.iter().position(|v| v.name == op.verb.name).unwrap_or_default();
        group.kind_base + 2 * verb as u16
    }

    fn invoke(
        &mut self,
        client: NodeId,
        cause: Option<RowId>,
        op: &crate::act::Operation,
        server: Option<NodeId>,
        (timeout, asks): (Duration, bool),
        name: Name,
    ) {
        let server = op.at.as_ref().and_then(|at| self.node(at)).or(server);
        let server = server.expect("operations are checked before they are planned");
        let verbs = self.groups[self.nodes[server.index()].group].info.verbs;
        let index =
            verbs.iter().position(|v| v.name == op.verb).expect("operations are checked before they are planned");
        let value = op.value.map(|word| match word {
            ValueWord::Is(v) => v,
            ValueWord::Next => self.largest + 1,
        });
        self.largest = self.largest.max(value.unwrap_or(i64::MIN));
        let group = self.nodes[server.index()].group;
        let key = op.key.as_ref().map(|k| self.history.intern(k, group as u16, self.groups[group].init));
        let id = OpId(self.history.ops.len() as u32);
        let whom = u64::from(client.0) << 32 | u64::from(server.0) << 16 | key.map_or(0xFFFF, |k| u64::from(k.0));
        self.trace.stamp(mix(whom) ^ (index as u64) << 8 ^ u64::from(value.is_some()));
        self.trace.stamp(value.unwrap_or_default() as u64);
        let row = self.trace.push(self.now, cause, What::Called(id));
        self.history.ops.push(Op {
            client,
            server,
            verb: verbs[index],
            key,
            value,
            called: self.now,
            deadline: deadline(self.now, timeout),
            returned: Time::NEVER,
            outcome: Outcome::Open,
            name,
            call_row: row,
            return_row: row,
        });
        if !asks {
            return;
        }
        let ask = Ask { op: id, verb: index as u8, key, value };
        self.send(Outgoing {
            from: client,
            to: server,
            kind: self.ask_kind(id),
            note: Note { key, value },
            parcel: Parcel::Ask(ask),
            initiative: name,
            op: Some(id),
            cause: Some(row),
        });
    }

    /// Puts a message on its way.
    pub(super) fn send(&mut self, out: Outgoing) {
        let hash = |n: NodeId| self.nodes[n.index()].hash;
        let kind = self.kinds[usize::from(out.kind)];
        let path = out
            .initiative
            .then(hash(out.from))
            .then(hash(out.to))
            .then(text_hash(kind.name))
            .then(u64::from(kind.reply));
        let name = self.counts.unique(path);
        let verdict = self.net.verdict(self.seed, out.from, out.to, name);
        if let Some(after) = verdict.again {
            let parcel = self.copy_parcel(out.to, out.parcel);
            let copy = Outgoing { parcel, ..out };
            let id = self.launch(&copy, name.then_word("copy"), after, false, true);
            self.watched(id);
        }
        let id = self.launch(&out, name, verdict.after, verdict.lost, false);
        self.watched(id);
    }

    pub(super) fn copy_parcel(&mut self, to: NodeId, parcel: Parcel) -> Parcel {
        match parcel {
            Parcel::Peer(slot) => Parcel::Peer(self.groups[self.nodes[to.index()].group].nodes.copy(slot)),
            other => other,
        }
    }

    pub(super) fn launch(
        &mut self,
        out: &Outgoing,
        name: Name,
        after: Duration,
        doomed: bool,
        copy: bool,
    ) -> MessageId {
        let id = MessageId(self.trace.messages.len() as u32);
        let held = self.net.link(out.from, out.to).held > 0;
        let arrives = if held { Time::NEVER } else { self.now + after };
        let (from, to, kind, note, op) = (out.from, out.to, out.kind, out.note, out.op);
        let row = RowId(self.trace.rows.len() as u32);
        self.trace.messages.push(Message {
            name,
            from,
            to,
            kind,
            note,
            sent: self.now,
            arrives,
            end: None,
            row,
            op,
            copy,
        });
        self.trace.push(self.now, out.cause, What::Sent(id));
        let half = Duration(after.0 / 2);
        let flight = Flight {
            parcel: out.parcel,
            initiative: out.initiative,
            doomed,
            middle: self.now + half,
            held: held.then_some(Left { to_end: after, to_middle: Some(half) }),
        };
        self.flights.insert(id, flight);
        if held {
            self.trace.push(self.now, Some(row), What::Held(id));
        } else {
            self.schedule(id);
        }
        if self.flights.len() > limits::IN_FLIGHT {
            self.stop(Limit::InFlight);
        }
        id
    }

    /// A message will not arrive.
    pub(super) fn lose(&mut self, id: MessageId, why: Loss, cause: Option<RowId>) {
        let Some(flight) = self.flights.remove(&id) else { return };
        let m = self.trace.message(id);
        let (to, row) = (m.to, m.row);
        if let Parcel::Peer(slot) = flight.parcel {
            self.groups[self.nodes[to.index()].group].nodes.forget(slot);
        }
        self.trace.messages[id.0 as usize].end = Some((self.now, End::Lost(why)));
        self.trace.push(self.now, cause.or(Some(row)), What::Lost(id, why));
    }

    /// A message arrives.
    pub(super) fn arrive(&mut self, id: MessageId) {
        let m = *self.trace.message(id);
        self.cross(id); // a way of no length is crossed and ended in one instant, whatever the names' order
        if m.arrives != self.now || !self.flights.contains_key(&id) {
            return; // delayed, held, or lost on its way
        }
        if !self.nodes[m.to.index()].up {
            return self.lose(id, Loss::Down, None);
        }
        let Some(flight) = self.flights.remove(&id) else { return };
        self.trace.messages[id.0 as usize].end = Some((self.now, End::Arrived));
        let row = self.trace.push(self.now, Some(m.row), What::Arrived(id));
        self.run(m.to, flight.initiative, Some(row), None, |nodes, local, env, out| {
            nodes.deliver(local, m.from, flight.parcel, env, out);
        });
    }
}

/// What a return adds to the fingerprint; a value that was read never looks like a refusal.
fn outcome_code(outcome: Outcome) -> u64 {
    match outcome {
        Outcome::Open => 1,
        Outcome::Ok(None) => 2,
        Outcome::Failed => 3,
        Outcome::Unknown => 4,
        Outcome::Ok(Some(v)) => mix(mix(5) ^ v as u64),
    }
}
