//! The queue and its order, and the counters that make names unique.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::id::{MessageId, NodeId};
use crate::luck::Name;
use crate::time::Time;

/// What is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// A line of the plan.
    Act(u32),
    /// A line that asks a client at 0 s, which has to boot first.
    First(u32),
    /// The end of an applied act's span.
    Undo(u32),
    /// A node starts.
    Boot(NodeId),
    /// A message arrives.
    Deliver(MessageId),
    /// A message is at the middle of its way, where a cut can catch it.
    Cross(MessageId),
    /// A timer fires.
    Fire { node: NodeId, token: u32, initiative: Name },
}

/// Acts and their undoing come first, then boots, then what clients are asked at 0 s, then everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Time,
    rank: u8,
    name: Name,
    event: Event,
}

/// Events in the order of (time, rank, name).
#[derive(Default)]
pub(super) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
}

impl Queue {
    pub(super) fn push(&mut self, at: Time, name: Name, event: Event) {
        let rank = match event {
            Event::Act(_) | Event::Undo(_) => 0,
            Event::Boot(_) => 1,
            Event::First(_) => 2,
            _ => 3,
        };
        self.heap.push(Reverse(Entry { at, rank, name, event }));
    }
    pub(super) fn pop(&mut self) -> Option<(Time, Event)> {
        self.heap.pop().map(|Reverse(e)| (e.at, e.event))
    }
    pub(super) fn next_at(&self) -> Option<Time> {
        self.heap.peek().map(|Reverse(e)| e.at)
    }
}

/// How often a path was taken, so that the n-th message of a kind between two nodes within one initiative has a name of
/// its own. Looked up, never walked through: the order of a hash map cannot be seen.
#[derive(Default)]
pub(super) struct Counts {
    #[expect(clippy::disallowed_types, reason = "keys are hashes already and the map is never iterated")]
    seen: std::collections::HashMap<u64, u32, Same>,
}

impl Counts {
    /// A unique name for this path.
    pub(super) fn unique(&mut self, path: Name) -> Name {
        let n = self.seen.entry(path.0).or_insert(0);
        *n += 1;
        if *n == 1 { path } else { path.then(u64::from(*n)) }
    }
}

/// Hashes a hash to itself.
#[derive(Clone, Copy, Default)]
struct Same(u64);

impl std::hash::BuildHasher for Same {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl std::hash::Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, b| h << 8 | u64::from(*b));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
