//! Linearizability of any register history by search with memoisation (Wing & Gong 1993; Lowe, *Testing for
//! linearizability*, 2017): take some operation that no unfinished one precedes, apply it, go on; remember what was tried.

use std::collections::BTreeSet;

use super::{Answer, Conflict, Event, Kind};
use crate::time::Time;

/// The verdict, or undecided after `budget` steps.
pub(super) fn check(initial: i64, events: &[Event], budget: usize) -> Answer {
    let mut search = Search { events, tried: BTreeSet::new(), left: budget };
    let done = vec![0_u64; events.len().div_ceil(64)];
    match search.go(initial, done) {
        Some(true) => Answer::Holds,
        None => Answer::Undecided,
        Some(false) => {
            let mut ops: Vec<usize> = (0..events.len()).collect();
            ops.sort_by_key(|i| events[*i].returned);
            Answer::Broken(Conflict { kind: Kind::NoOrder, values: (initial, initial), ops })
        }
    }
}

struct Search<'a> {
    events: &'a [Event],
    tried: BTreeSet<(Vec<u64>, i64)>,
    left: usize,
}

impl Search<'_> {
    /// Whether the rest can follow from this value; `None` when the budget is used up. Depth-first with a stack of its
    /// own, so that a long history does not exhaust the program's.
    fn go(&mut self, initial: i64, none: Vec<u64>) -> Option<bool> {
        let mut stack = vec![(none, initial)];
        while let Some((done, value)) = stack.pop() {
            if !self.tried.insert((done.clone(), value)) {
                continue;
            }
            self.left = self.left.checked_sub(1)?;
            let open = |i: &usize| done[i / 64] >> (i % 64) & 1 == 0;
            let left: Vec<usize> = (0..self.events.len()).filter(open).collect();
            let first_end = left.iter().map(|i| self.events[*i].returned).min().unwrap_or(Time::NEVER);
            if first_end == Time::NEVER {
                return Some(true); // what is left was never acknowledged: it need not have happened
            }
            for i in left {
                let event = self.events[i];
                if event.called > first_end || (!event.write && event.value != value) {
                    continue;
                }
                let mut next = done.clone();
                next[i / 64] |= 1 << (i % 64);
                stack.push((next, event.value));
            }
        }
        Some(false)
    }
}
