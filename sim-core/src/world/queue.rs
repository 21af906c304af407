//! The queue and its order.

#[cfg(feature = "heap")]
mod heap;

use crate::id::NodeId;
use crate::luck::Name;
use crate::time::Time;

#[cfg(feature = "heap")]
pub(super) use heap::Queue;

/// What is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A line of the plan.
    Act(u32),
    /// A line that asks a client at 0 s, which has to boot first.
    First(u32),
    /// The end of an applied act's span.
    Undo(u32),
    /// A node starts.
    Boot(NodeId),
    /// What a node wrote is safe on its disk, unless it has booted since.
    Synced { node: NodeId, boots: u32 },
    /// The message in this slot arrives.
    Deliver(u32),
    /// The message in this slot is at the middle of its way, where a cut can catch it.
    Cross(u32),
    /// The timer in this slot fires.
    Fire(u32),
}

/// Orders what happens at one instant: acts and their undoing come first, then boots and disks, then what clients are
/// asked at 0 s, then everything else, by name. The order of insertion is never seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u64);

impl Rank {
    /// Of a line of the plan: in the order of the lines.
    pub(super) fn act(plan: u32) -> Self {
        Self(u64::from(plan) << 1)
    }
    /// Of the end of what a line of the plan did.
    pub(super) fn undo(plan: u32) -> Self {
        Self(u64::from(plan) << 1 | 1)
    }
    /// Of a node's own business.
    pub(super) fn node(name: Name) -> Self {
        Self(1 << 62 | name.0 >> 2)
    }
    /// Of what a line asks at 0 s.
    pub(super) fn first(plan: u32) -> Self {
        Self(2 << 62 | u64::from(plan))
    }
    /// Of a message or a timer.
    #[inline]
    pub(super) fn event(name: Name) -> Self {
        Self(3 << 62 | name.0 >> 2)
    }
}

/// One thing that is scheduled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub at: Time,
    pub rank: Rank,
    pub event: Event,
}

/// Events in the order of (time, rank): a radix heap (Ahuja, Mehlhorn, Orlin & Tarjan, *Faster Algorithms for the Shortest
/// Path Problem*, JACM 1990, section 2). Time never goes back, so an event is filed under the highest bit in which its time
/// differs from now, and comes nearer whenever a bucket is opened; those of the present instant lie sorted.
/// `docs/performance.md` has it beside a heap with four children a node.
#[cfg(not(feature = "heap"))]
#[derive(Clone)]
pub(super) struct Queue {
    /// The instant of `due`; nothing is scheduled before it.
    instant: Time,
    /// What is due at that instant, the first one last.
    due: Vec<Entry>,
    /// What is due later, by the highest bit in which its time differs from that instant.
    later: [Vec<Entry>; 64],
    /// The earliest time in each of these.
    earliest: [Time; 64],
    /// Which of these hold anything.
    filled: u64,
}

#[cfg(not(feature = "heap"))]
impl Default for Queue {
    fn default() -> Self {
        Self {
            instant: Time::ZERO,
            due: Vec::new(),
            later: [const { Vec::new() }; 64],
            earliest: [Time::NEVER; 64],
            filled: 0,
        }
    }
}

#[cfg(not(feature = "heap"))]
impl Queue {
    #[inline]
    pub(super) fn push(&mut self, at: Time, rank: Rank, event: Event) {
        self.file(Entry { at, rank, event });
    }
    #[inline]
    fn file(&mut self, entry: Entry) {
        debug_assert!(entry.at >= self.instant, "time never goes back");
        let differs = entry.at.0 ^ self.instant.0;
        if differs == 0 {
            let place = self.due.partition_point(|e| e.rank > entry.rank);
            return self.due.insert(place, entry);
        }
        let bucket = 63 - differs.leading_zeros() as usize;
        self.later[bucket].push(entry);
        self.earliest[bucket] = self.earliest[bucket].min(entry.at);
        self.filled |= 1 << bucket;
    }
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Entry> {
        if self.due.is_empty() {
            self.open();
        }
        self.due.pop()
    }
    /// Opens the nearest bucket: its earliest time is the present instant now, and what it holds comes nearer.
    fn open(&mut self) {
        if self.filled == 0 {
            return;
        }
        let bucket = self.filled.trailing_zeros() as usize;
        self.filled &= self.filled - 1;
        self.instant = std::mem::replace(&mut self.earliest[bucket], Time::NEVER);
        let mut entries = std::mem::take(&mut self.later[bucket]);
        for entry in entries.drain(..) {
            if entry.at == self.instant {
                self.due.push(entry);
            } else {
                self.file(entry);
            }
        }
        self.later[bucket] = entries; // its room is used again
        self.due.sort_unstable_by_key(|e| std::cmp::Reverse(e.rank));
    }
    #[inline]
    pub(super) fn next_at(&self) -> Option<Time> {
        if !self.due.is_empty() {
            return Some(self.instant);
        }
        (self.filled != 0).then(|| self.earliest[self.filled.trailing_zeros() as usize])
    }
    /// Takes a line of the plan out.
    pub(super) fn remove(&mut self, plan: u32) {
        let is_it = |e: &Entry| matches!(e.event, Event::Act(n) | Event::First(n) if n == plan);
        self.due.retain(|e| !is_it(e));
        for bucket in 0..64 {
            if self.later[bucket].iter().any(is_it) {
                self.later[bucket].retain(|e| !is_it(e));
                let earliest = self.later[bucket].iter().map(|e| e.at).min();
                self.earliest[bucket] = earliest.unwrap_or(Time::NEVER);
                if earliest.is_none() {
                    self.filled &= !(1 << bucket);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luck::mix;

    #[test]
    fn what_comes_out_is_in_order_whatever_went_in() {
        let mut queue = Queue::default();
        let entry = |n: u64| (Time(mix(n) % 50), Rank::event(Name(mix(n + 1_000))));
        (0..500).for_each(|n| queue.push(entry(n).0, entry(n).1, Event::Fire(n as u32)));
        let mut expected: Vec<_> = (0..500).map(entry).collect();
        expected.sort_unstable();
        for n in 0..500 {
            let next = queue.pop().unwrap();
            assert_eq!((next.at, next.rank), expected[n]);
            if n % 3 == 0 {
                let late = (Time(60 + n as u64), Rank::event(Name(n as u64)));
                queue.push(late.0, late.1, Event::Boot(NodeId(1)));
                expected.push(late);
            }
        }
    }

    #[test]
    fn an_instant_begins_with_acts_in_their_order() {
        let name = Name(u64::MAX);
        let ranks = [
            Rank::act(1),
            Rank::undo(1),
            Rank::act(2),
            Rank::node(Name(0)),
            Rank::node(name),
            Rank::first(0),
            Rank::event(Name(0)),
            Rank::event(name),
        ];
        assert!(ranks.is_sorted());
    }
}
