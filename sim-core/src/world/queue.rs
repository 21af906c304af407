//! The queue and its order.

use crate::id::NodeId;
use crate::luck::Name;
use crate::time::Time;

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
    Synced { node: NodeId, boots: u8 },
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

impl Entry {
    #[inline]
    fn before(&self, other: &Self) -> bool {
        (self.at, self.rank) < (other.at, other.rank)
    }
}

/// Children of a node of the heap. Four share a cache line and a half, and halve the height.
const WAYS: usize = 4;

/// Events in the order of (time, rank): an implicit heap with four children a node (`docs/performance.md` has it beside
/// a binary one).
#[derive(Clone, Default)]
pub(super) struct Queue {
    heap: Vec<Entry>,
}

impl Queue {
    #[inline]
    pub(super) fn push(&mut self, at: Time, rank: Rank, event: Event) {
        let entry = Entry { at, rank, event };
        let mut hole = self.heap.len();
        self.heap.push(entry);
        while hole > 0 {
            let parent = (hole - 1) / WAYS;
            if !entry.before(&self.heap[parent]) {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = entry;
    }
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let last = self.heap.pop()?;
        let Some(first) = self.heap.first().copied() else { return Some(last) };
        let (len, mut hole) = (self.heap.len(), 0);
        loop {
            let child = hole * WAYS + 1;
            if child >= len {
                break;
            }
            let mut least = child;
            for other in child + 1..(child + WAYS).min(len) {
                if self.heap[other].before(&self.heap[least]) {
                    least = other;
                }
            }
            if !self.heap[least].before(&last) {
                break;
            }
            self.heap[hole] = self.heap[least];
            hole = least;
        }
        self.heap[hole] = last;
        Some(first)
    }
    /// Takes a line of the plan out.
    pub(super) fn remove(&mut self, plan: u32) {
        let (gone, rest): (Vec<Entry>, Vec<Entry>) =
            self.heap.drain(..).partition(|e| matches!(e.event, Event::Act(n) | Event::First(n) if n == plan));
        debug_assert!(gone.len() <= 1, "a line waits for its next occurrence alone");
        for e in rest {
            self.push(e.at, e.rank, e.event);
        }
    }
    pub(super) fn next_at(&self) -> Option<Time> {
        self.heap.first().map(|e| e.at)
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
