//! Messages that arrive.

use super::World;
use super::node::Waiting;
use super::queue::Rank;
use super::send::Cargo;
use crate::history::CallEnd;
use crate::id::{NodeId, RowId};
use crate::protocol::{Answer, Ask, Parcel, Reply};
use crate::time::Time;
use crate::trace::{Loss, What};

impl World {
    /// A message arrives.
    #[inline]
    pub(super) fn arrive(&mut self, slot: u32, rank: Rank) {
        let Some(flight) = self.flights.get(slot) else { return };
        if Rank::event(flight.name) != rank {
            return; // another message is in its slot
        }
        if flight.middle == self.now {
            self.crossed(slot); // a way of no length is crossed and ended in one instant, whatever the names' order
        }
        let Some(flight) = self.flights.get(slot) else { return };
        if flight.arrives != self.now {
            return; // delayed, held, or lost on its way
        }
        let to = flight.to;
        let (up, paused) = (self.nodes[to.index()].up, self.nodes[to.index()].paused > 0);
        if !up {
            return self.lose(slot, Loss::Down, None);
        }
        let Some(flight) = self.flights.take(slot) else { return };
        self.trace.ends(flight.id);
        let row = self.trace.push_about(self.now, Some(flight.row), What::Arrived(flight.id), flight.about());
        let parcel = self.parcel(flight.cargo);
        let (from, initiative) = (flight.from, flight.initiative);
        if paused {
            let waiting = Waiting::Message { from, parcel, initiative, row };
            return self.nodes[to.index()].waiting.push_back(waiting);
        }
        self.handle((from, to), parcel, initiative, row);
    }

    /// A message that has arrived is handled.
    #[inline]
    pub(super) fn handle(&mut self, (from, to): (NodeId, NodeId), parcel: Parcel, initiative: u32, row: RowId) {
        if let Parcel::Answer(reply) = parcel {
            let end = match reply.answer {
                Answer::Ok(_) => CallEnd::Ok,
                Answer::Failed => CallEnd::Failed,
                Answer::Refused => CallEnd::Refused,
            };
            self.end_call(reply.call, end);
        }
        self.run(to, initiative, Some(row), None, |nodes, local, env, out| {
            nodes.deliver(local, from, parcel, env, out);
        });
        self.initiatives.release(initiative);
    }

    /// A message's cargo, as a handler sees it.
    #[inline]
    fn parcel(&mut self, cargo: Cargo) -> Parcel {
        match cargo {
            Cargo::Peer(slot) => Parcel::Peer(slot),
            Cargo::Answer(id, answer, token) => {
                Parcel::Answer(Reply { call: id, op: self.history.call(id).op, answer, token })
            }
            Cargo::Ask(id) => {
                let now = self.now;
                self.copy_ends(id);
                let to = self.history.call(id).to;
                // Where work takes time, the node says itself when it begins.
                let group = self.nodes[to.index()].group;
                let works = self.groups[group].info.works;
                let call = self.history.call_mut(id);
                if call.arrived == Time::NEVER {
                    call.arrived = now;
                    if !works {
                        call.begun = now;
                    }
                }
                let (op, verb, name, token) = (call.op, call.verb, call.name, call.token);
                let of = self.history.op(op);
                let key = of.key.map(|key| self.key_at(key, group));
                Parcel::Ask(Ask { call: id, op, verb, key, value: of.value, name, token })
            }
        }
    }
}
