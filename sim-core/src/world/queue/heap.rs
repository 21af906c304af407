//! The queue as an implicit heap with four children a node, to be measured beside the radix heap.

use super::{Entry, Event, Rank};
use crate::time::Time;

/// Children of a node. Four share a cache line and a half, and halve the height.
const WAYS: usize = 4;

/// Events in the order of (time, rank).
#[derive(Clone, Default)]
pub(in crate::world) struct Queue {
    heap: Vec<Entry>,
}

#[inline]
fn before(a: &Entry, b: &Entry) -> bool {
    (a.at, a.rank) < (b.at, b.rank)
}

impl Queue {
    #[inline]
    pub(in crate::world) fn push(&mut self, at: Time, rank: Rank, event: Event) {
        let entry = Entry { at, rank, event };
        let mut hole = self.heap.len();
        self.heap.push(entry);
        while hole > 0 {
            let parent = (hole - 1) / WAYS;
            if !before(&entry, &self.heap[parent]) {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = entry;
    }
    #[inline]
    pub(in crate::world) fn pop(&mut self) -> Option<Entry> {
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
                if before(&self.heap[other], &self.heap[least]) {
                    least = other;
                }
            }
            if !before(&self.heap[least], &last) {
                break;
            }
            self.heap[hole] = self.heap[least];
            hole = least;
        }
        self.heap[hole] = last;
        Some(first)
    }
    #[inline]
    pub(in crate::world) fn next_at(&self) -> Option<Time> {
        self.heap.first().map(|e| e.at)
    }
    /// Takes a line of the plan out.
    pub(in crate::world) fn remove(&mut self, plan: u32) {
        for e in std::mem::take(&mut self.heap) {
            if !matches!(e.event, Event::Act(n) | Event::First(n) if n == plan) {
                self.push(e.at, e.rank, e.event);
            }
        }
    }
}
