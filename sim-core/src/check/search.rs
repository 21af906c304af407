//! Linearizability of any register history by search with memoisation (Wing & Gong 1993; Lowe, *Testing for
//! linearizability*, 2017): take some operation that no unfinished one precedes, apply it, go on; remember what was tried.
//!
//! A read that fits the value that is there is taken at once: it changes nothing, and what is left only gets easier. A
//! write without an answer whose value nobody can have read is left out: it need not have happened.

use std::collections::BTreeSet;

use super::{Answer, Conflict, Event, Kind};
use crate::time::Time;

/// The verdict, or undecided after `budget` steps.
pub(super) fn check(initial: i64, events: &[Event], budget: usize) -> Answer {
    let mut order: Vec<usize> = (0..events.len()).filter(|i| matters(events, *i)).collect();
    order.sort_by_key(|i| (events[*i].called, *i));
    let mut search =
        Search { events: order.iter().map(|i| events[*i]).collect(), tried: BTreeSet::new(), left: budget };
    match search.go(initial) {
        Some(true) => Answer::Holds,
        None => Answer::Undecided,
        Some(false) => {
            let mut ops: Vec<usize> = (0..events.len()).collect();
            ops.sort_by_key(|i| events[*i].returned);
            Answer::Broken(Conflict { kind: Kind::NoOrder, values: (initial, initial), ops })
        }
    }
}

/// Whether an operation can make a difference.
fn matters(events: &[Event], i: usize) -> bool {
    let write = events[i];
    let seen = |read: &Event| !read.write && read.value == write.value && read.returned >= write.called;
    !write.write || write.returned != Time::NEVER || events.iter().any(seen)
}

/// What was done: everything before `first`, and of the rest, bit by bit, what is set in `more`. Operations are done
/// nearly in the order of their calls, so that this is short however long the history is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Done {
    first: usize,
    more: Vec<u64>,
    value: i64,
}

impl Done {
    fn has(&self, i: usize) -> bool {
        let Some(at) = i.checked_sub(self.first) else { return true };
        self.more.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
    /// With one more.
    fn add(&mut self, i: usize) {
        let at = i - self.first;
        self.more.resize(self.more.len().max(at / 64 + 1), 0);
        self.more[at / 64] |= 1 << (at % 64);
        while self.more.first() == Some(&u64::MAX) {
            self.more.remove(0);
            self.first += 64;
        }
    }
}

struct Search {
    /// In the order of their calls.
    events: Vec<Event>,
    tried: BTreeSet<Done>,
    left: usize,
}

impl Search {
    /// Whether an order exists; nothing when the budget is used up. Depth-first with a stack of its own, so that a long
    /// history does not exhaust the program's; it holds the way here and what may come next on it, never more.
    fn go(&mut self, initial: i64) -> Option<bool> {
        let mut start = Done { first: 0, more: Vec::new(), value: initial };
        if self.settle(&mut start) {
            return Some(true);
        }
        let mut stack = vec![(self.writes(&start).into_iter(), start)];
        while let Some((writes, done)) = stack.last_mut() {
            let Some(write) = writes.next() else {
                stack.pop();
                continue;
            };
            let mut next = done.clone();
            next.add(write);
            next.value = self.events[write].value;
            if self.settle(&mut next) {
                return Some(true);
            }
            if self.tried.insert(next.clone()) {
                self.left = self.left.checked_sub(1)?;
                stack.push((self.writes(&next).into_iter(), next));
            }
        }
        Some(false)
    }

    /// Takes every read that fits. Whether nothing is left that must have happened.
    fn settle(&self, done: &mut Done) -> bool {
        loop {
            let first_end = self.first_end(done);
            if first_end == Time::NEVER {
                return true;
            }
            let fits = |i: &usize| !self.events[*i].write && self.events[*i].value == done.value;
            let reads: Vec<usize> = self.open(done, first_end).filter(fits).collect();
            if reads.is_empty() {
                return false;
            }
            for read in reads {
                done.add(read);
            }
        }
    }

    /// Writes that nothing unfinished precedes.
    fn writes(&self, done: &Done) -> Vec<usize> {
        self.open(done, self.first_end(done)).filter(|i| self.events[*i].write).collect()
    }

    fn open<'a>(&'a self, done: &'a Done, first_end: Time) -> impl Iterator<Item = usize> + 'a {
        let begun = (done.first..self.events.len()).take_while(move |i| self.events[*i].called <= first_end);
        begun.filter(|i| !done.has(*i))
    }

    /// The earliest end of what is left.
    fn first_end(&self, done: &Done) -> Time {
        let mut end = Time::NEVER;
        for i in done.first..self.events.len() {
            if self.events[i].called > end {
                break; // what begins after an end ends after it
            }
            if !done.has(i) {
                end = end.min(self.events[i].returned);
            }
        }
        end
    }
}
