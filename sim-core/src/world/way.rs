//! A message's way: scheduled, crossed by cuts at its middle, held, released, delayed.

use super::World;
use super::queue::{Event, Rank};
use super::send::Left;
use crate::id::{NodeId, RowId};
use crate::luck::Name;
use crate::time::{Duration, Time};
use crate::trace::{Loss, What};

/// The name of a message's middle.
fn middle(name: Name) -> Rank {
    Rank::event(name.then_word("middle"))
}

impl World {
    /// Schedules a message's arrival, and the middle of its way if something may catch it there.
    #[inline]
    pub(super) fn schedule(&mut self, slot: u32) {
        let Some(f) = self.flights.get(slot) else { return };
        self.queue.push(f.arrives, Rank::event(f.name), Event::Deliver(slot));
        if f.doomed || self.net.link(f.from, f.to).cuts > 0 {
            self.cross_later(slot);
        }
    }

    /// A cut lies on a message's link: it is caught at the middle of its way, unless it is past that.
    pub(super) fn cross_later(&mut self, slot: u32) {
        let Some(f) = self.flights.get(slot) else { return };
        if f.held.is_none() && f.middle >= self.now {
            self.queue.push(f.middle, middle(f.name), Event::Cross(slot));
        }
    }

    /// A message may be at the middle of its way.
    pub(super) fn cross(&mut self, slot: u32, rank: Rank) {
        if self.flights.get(slot).is_some_and(|f| middle(f.name) == rank) {
            self.crossed(slot);
        }
    }

    /// A message is at the middle of its way, if it is there now.
    pub(super) fn crossed(&mut self, slot: u32) {
        let Some(f) = self.flights.get(slot) else { return };
        if f.held.is_some() || f.middle != self.now {
            return;
        }
        if self.net.link(f.from, f.to).cuts > 0 {
            self.lose(slot, Loss::Cut, None);
        } else if f.doomed {
            self.lose(slot, Loss::Luck, None);
        }
    }

    /// A message stops where it is.
    pub(super) fn hold(&mut self, slot: u32, row: RowId) {
        let now = self.now;
        let Some(f) = self.flights.get_mut(slot).filter(|f| f.held.is_none()) else { return };
        let to_middle = (f.middle >= now).then(|| f.middle.since(now));
        f.held = Some(Box::new(Left { to_end: f.arrives.since(now), to_middle }));
        f.arrives = Time::NEVER;
        let (id, about) = (f.id, f.about());
        self.trace.moved(id, Time::NEVER);
        self.trace.push_about(now, Some(row), What::Held(id), about);
    }

    /// Messages on links that nothing holds any more go on with what is left of their way, in order where that counts.
    pub(super) fn go_on(&mut self, links: &[(NodeId, NodeId)], row: RowId) {
        let now = self.now;
        let slots = self.under_way(links);
        self.reaches(slots.len());
        for slot in &slots {
            // Where one is held, all are.
            let Some(f) = self.flights.get(*slot).filter(|f| f.held.is_some()) else { continue };
            if self.net.link(f.from, f.to).held == 0 && self.net.fifo(f.from, f.to) {
                self.net.line_up(f.from, f.to);
            }
        }
        for slot in slots {
            let Some(f) = self.flights.get_mut(slot) else { continue };
            if self.net.link(f.from, f.to).held > 0 {
                continue;
            }
            if let Some(left) = f.held.take() {
                if let Some(to_middle) = left.to_middle {
                    f.middle = now + to_middle;
                }
                let (from, to, mut after) = (f.from, f.to, left.to_end);
                if self.net.fifo(from, to) {
                    after = self.net.in_line(now, from, to, after);
                }
                self.move_to(slot, now + after, row);
            }
        }
    }

    /// A message takes longer, and where messages arrive in order it holds up those behind it.
    pub(super) fn delay(&mut self, slot: u32, by: Duration, row: RowId) {
        let Some((id, from, to)) = self.flights.get(slot).map(|f| (f.id, f.from, f.to)) else { return };
        self.prolong(slot, by, row);
        let fifo = self.net.fifo(from, to) && self.net.link(from, to).held == 0;
        let Some(mut last) = self.flights.get(slot).filter(|_| fifo).map(|f| f.arrives) else { return };
        for behind in self.under_way(&[(from, to)]) {
            let Some(f) = self.flights.get(behind).filter(|f| f.id > id) else { continue };
            if f.arrives <= last {
                let by = (last + Duration(1)).since(f.arrives);
                self.reaches(1);
                self.prolong(behind, by, row);
            }
            last = self.flights.get(behind).map_or(last, |f| last.max(f.arrives));
        }
        self.net.in_line(self.now, from, to, last.since(self.now));
    }

    /// A message takes longer, on both halves of its way if it is not past the middle.
    fn prolong(&mut self, slot: u32, by: Duration, row: RowId) {
        let (now, half) = (self.now, Duration(by.0 / 2));
        let Some(f) = self.flights.get_mut(slot) else { return };
        if let Some(left) = &mut f.held {
            left.to_end = left.to_end + by;
            left.to_middle = left.to_middle.map(|m| m + half);
            return;
        }
        if f.middle >= now {
            f.middle += half;
        }
        let arrives = f.arrives + by;
        self.move_to(slot, arrives, row);
    }

    /// A message's arrival moves.
    fn move_to(&mut self, slot: u32, arrives: Time, row: RowId) {
        let Some(f) = self.flights.get_mut(slot) else { return };
        f.arrives = arrives;
        let (id, about) = (f.id, f.about());
        self.trace.moved(id, arrives);
        self.trace.push_about(self.now, Some(row), What::Moved(id), about);
        self.schedule(slot);
    }
}
