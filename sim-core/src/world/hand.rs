//! A hand reaches for one message: drops it, sends it twice, or delays it.

use std::collections::VecDeque;

use super::World;
use super::send::Outgoing;
use crate::act::Selector;
use crate::id::RowId;
use crate::time::Duration;
use crate::trace::Loss;

/// What a hand does to a message.
#[derive(Clone, Copy)]
pub(super) enum Hand {
    Drop,
    Duplicate,
    Delay(Duration),
}

/// A selector that waits for its messages, one for each hand.
#[derive(Clone)]
pub(super) struct Watch {
    selector: Selector,
    hands: VecDeque<(RowId, Hand)>,
}

impl World {
    /// Takes the message under way with the earliest arrival, or the next one that fits.
    pub(super) fn hand(&mut self, which: &Selector, hand: Hand, row: RowId) {
        let fits = |slot: &u32| self.fits(which, *slot);
        let soonest = |slot: &u32| self.flights.get(*slot).map(|f| (f.arrives, f.name));
        let found = self.flights.in_order().into_iter().filter(fits).min_by_key(soonest);
        if let Some(slot) = found {
            if let Some(copy) = self.touch(slot, hand, row) {
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

    fn fits(&self, which: &Selector, slot: u32) -> bool {
        let Some(f) = self.flights.get(slot) else { return false };
        let is = |node: crate::id::NodeId, name: &Option<String>| {
            name.as_ref().is_none_or(|n| self.names[node.index()] == *n)
        };
        match which {
            Selector::Named(short) => f.name.short() == *short,
            Selector::Next { kind, from, to } => {
                let of = || self.trace.message(f.id).kind;
                is(f.from, from)
                    && is(f.to, to)
                    && kind.as_ref().is_none_or(|k| self.kinds[usize::from(of())].name == k)
            }
        }
    }

    /// A message was sent: the selector that has waited longest takes it. A second copy is not the `next` message, but
    /// it can be called by its name.
    #[inline]
    pub(super) fn watched(&mut self, slot: u32) {
        if !self.watches.is_empty() {
            self.reach(slot);
        }
    }

    fn reach(&mut self, slot: u32) {
        let mut fresh = vec![slot];
        while let Some(slot) = fresh.pop() {
            let Some(f) = self.flights.get(slot) else { continue };
            let copy = self.trace.message(f.id).copy;
            let fits = |w: &Watch| (!copy || matches!(w.selector, Selector::Named(_))) && self.fits(&w.selector, slot);
            let waiting = self.watches.iter().enumerate().filter(|(_, w)| fits(w));
            let first = waiting.filter_map(|(i, w)| Some((w.hands.front()?.0, i))).min();
            let taken = first.and_then(|(_, i)| self.watches[i].hands.pop_front());
            if let Some((row, hand)) = taken {
                fresh.extend(self.touch(slot, hand, row));
            }
        }
    }

    /// Does it; a second copy, if there is one now, is returned.
    fn touch(&mut self, slot: u32, hand: Hand, row: RowId) -> Option<u32> {
        match hand {
            Hand::Drop => self.lose(slot, Loss::Dropped, Some(row)),
            Hand::Delay(by) => self.delay(slot, by, row),
            Hand::Duplicate => {
                let f = self.flights.get(slot)?;
                let (from, to, cargo, initiative) = (f.from, f.to, f.cargo, f.initiative);
                // Not the name of the copy that the link's own luck makes of it.
                let (name, m) = (self.roots.unique(f.name.then_word("again")), self.trace.message(f.id));
                let mut after = self.net.latency(self.seed, from, to, name);
                if self.net.fifo(from, to) {
                    after = self.net.in_line(self.now, from, to, after);
                }
                let cargo = self.copy_cargo(to, cargo);
                let copy = Outgoing {
                    from,
                    to,
                    kind: m.kind,
                    note: m.note,
                    cargo,
                    initiative,
                    call: m.call,
                    cause: Some(row),
                };
                return Some(self.launch(&copy, name, after, false, true));
            }
        }
        None
    }
}
