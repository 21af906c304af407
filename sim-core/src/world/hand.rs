//! A hand reaches for one message: drops it, sends it twice, or delays it.

use std::collections::VecDeque;

use super::World;
use super::deliver::Outgoing;
use crate::act::Selector;
use crate::id::{MessageId, RowId};
use crate::time::Duration;
use crate::trace::{Loss, Message};

/// What a hand does to a message.
#[derive(Clone, Copy)]
pub(super) enum Hand {
    Drop,
    Duplicate,
    Delay(Duration),
}

/// A selector that waits for its messages, one for each hand.
pub(super) struct Watch {
    selector: Selector,
    hands: VecDeque<(RowId, Hand)>,
}

impl World {
    /// Takes the message under way with the earliest arrival, or the next one that fits.
    pub(super) fn hand(&mut self, which: &Selector, hand: Hand, row: RowId) {
        let fits = |id: &&MessageId| self.fits(which, self.trace.message(**id));
        let soonest = |id: &MessageId| {
            let m = self.trace.message(*id);
            (m.arrives, m.name)
        };
        let found = self.flights.keys().filter(fits).copied().min_by_key(soonest);
        if let Some(id) = found {
            if let Some(copy) = self.touch(id, hand, row) {
                self.watched(copy);
            }
            return;
        }
        // Lines that wait for the same message queue up behind one selector, however often they are repeated.
        match self.watches.iter_mut().find(|w| w.selector == *which) {
            Some(watch) => watch.hands.push_back((row, hand)),
            None => self.watches.push(Watch { selector: which.clone(), hands: [(row, hand)].into() }),
        }
    }

    fn fits(&self, which: &Selector, m: &Message) -> bool {
        let is = |node: crate::id::NodeId, name: &Option<String>| {
            name.as_ref().is_none_or(|n| self.names[node.index()] == *n)
        };
        match which {
            Selector::Named(short) => m.name.short() == *short,
            Selector::Next { kind, from, to } => {
                kind.as_ref().is_none_or(|k| self.kinds[usize::from(m.kind)].name == k)
                    && is(m.from, from)
                    && is(m.to, to)
            }
        }
    }

    /// A message was sent: the selector that has waited longest takes it. A second copy is not the `next` message, but
    /// it can be called by its name.
    pub(super) fn watched(&mut self, id: MessageId) {
        let mut fresh = vec![id];
        while let Some(id) = fresh.pop() {
            let m = *self.trace.message(id);
            let fits = |w: &Watch| (!m.copy || matches!(w.selector, Selector::Named(_))) && self.fits(&w.selector, &m);
            let waiting = self.watches.iter().enumerate().filter(|(_, w)| fits(w));
            let first = waiting.filter_map(|(i, w)| Some((w.hands.front()?.0, i))).min();
            let taken = first.and_then(|(_, i)| self.watches[i].hands.pop_front());
            if let Some((row, hand)) = taken {
                fresh.extend(self.touch(id, hand, row));
            }
        }
    }

    /// Does it; a second copy, if there is one now, is returned.
    fn touch(&mut self, id: MessageId, hand: Hand, row: RowId) -> Option<MessageId> {
        match hand {
            Hand::Drop => self.lose(id, Loss::Dropped, Some(row)),
            Hand::Delay(by) => self.delay(id, by, row),
            Hand::Duplicate => {
                let m = *self.trace.message(id);
                // Not the name of the copy that the link's own luck makes of it.
                let name = self.counts.unique(m.name.then_word("again"));
                let after = self.net.latency(self.seed, m.from, m.to, name);
                let (parcel, initiative) = (self.flights[&id].parcel, self.flights[&id].initiative);
                let parcel = self.copy_parcel(m.to, parcel);
                let (from, to, kind, note, op) = (m.from, m.to, m.kind, m.note, m.op);
                let copy = Outgoing { from, to, kind, note, parcel, initiative, op, cause: Some(row) };
                return Some(self.launch(&copy, name, after, false, true));
            }
        }
        None
    }
}
