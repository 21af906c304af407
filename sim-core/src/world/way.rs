//! A message's way: scheduled, crossed by cuts at its middle, held, released, delayed.

use super::queue::Event;
use super::{Left, World};
use crate::id::{MessageId, NodeId, RowId};
use crate::time::{Duration, Time};
use crate::trace::{Loss, What};

impl World {
    /// Schedules a message's arrival, and the middle of its way if something may catch it there.
    pub(super) fn schedule(&mut self, id: MessageId) {
        let m = *self.trace.message(id);
        self.queue.push(m.arrives, m.name, Event::Deliver(id));
        if self.flights[&id].doomed || self.net.link(m.from, m.to).cuts > 0 {
            self.cross_later(id);
        }
    }

    /// A cut lies on a message's link: it is caught at the middle of its way, unless it is past that.
    pub(super) fn cross_later(&mut self, id: MessageId) {
        let flight = &self.flights[&id];
        if flight.held.is_none() && flight.middle >= self.now {
            let name = self.trace.message(id).name.then_word("middle");
            self.queue.push(flight.middle, name, Event::Cross(id));
        }
    }

    /// A message is at the middle of its way.
    pub(super) fn cross(&mut self, id: MessageId) {
        let Some(flight) = self.flights.get(&id) else { return };
        if flight.held.is_some() || flight.middle != self.now {
            return;
        }
        let m = self.trace.message(id);
        let (doomed, cut) = (flight.doomed, self.net.link(m.from, m.to).cuts > 0);
        if cut {
            self.lose(id, Loss::Cut, None);
        } else if doomed {
            self.lose(id, Loss::Luck, None);
        }
    }

    /// A message stops where it is.
    pub(super) fn hold(&mut self, id: MessageId, row: RowId) {
        let to_end = self.trace.message(id).arrives.since(self.now);
        if let Some(flight) = self.flights.get_mut(&id)
            && flight.held.is_none()
        {
            let to_middle = (flight.middle >= self.now).then(|| flight.middle.since(self.now));
            flight.held = Some(Left { to_end, to_middle });
            self.trace.messages[id.0 as usize].arrives = Time::NEVER;
            self.trace.push(self.now, Some(row), What::Held(id));
        }
    }

    /// Messages on links that nothing holds any more go on with what is left of their way.
    pub(super) fn go_on(&mut self, links: &[(NodeId, NodeId)], row: RowId) {
        for id in self.under_way(links) {
            let m = self.trace.message(id);
            if self.net.link(m.from, m.to).held > 0 {
                continue;
            }
            let Some(flight) = self.flights.get_mut(&id) else { continue };
            if let Some(left) = flight.held.take() {
                if let Some(to_middle) = left.to_middle {
                    flight.middle = self.now + to_middle;
                }
                self.move_to(id, self.now + left.to_end, row);
            }
        }
    }

    /// A message takes longer, on both halves of its way if it is not past the middle.
    pub(super) fn delay(&mut self, id: MessageId, by: Duration, row: RowId) {
        let (now, half) = (self.now, Duration(by.0 / 2));
        let arrives = self.trace.message(id).arrives;
        let Some(flight) = self.flights.get_mut(&id) else { return };
        if let Some(left) = &mut flight.held {
            left.to_end = left.to_end + by;
            left.to_middle = left.to_middle.map(|m| m + half);
            return;
        }
        if flight.middle >= now {
            flight.middle += half;
        }
        self.move_to(id, arrives + by, row);
    }

    /// A message's arrival moves.
    fn move_to(&mut self, id: MessageId, arrives: Time, row: RowId) {
        self.trace.messages[id.0 as usize].arrives = arrives;
        self.trace.push(self.now, Some(row), What::Moved(id));
        self.schedule(id);
    }
}
