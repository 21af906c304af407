//! Checkers as one would write them who has all the time in the world: definitions, and nothing else.

use std::collections::BTreeSet;

use sim_core::check::Event;
use sim_core::history::{History, Outcome};
use sim_core::id::OpId;
use sim_core::time::Time;

/// Whether some order of all operations explains every answer: every permutation that respects real time, every choice
/// of writes without an answer that never happened.
pub fn linearizable(initial: i64, events: &[Event]) -> bool {
    fn go(value: i64, left: &[Event]) -> bool {
        if left.iter().all(|e| e.returned == Time::NEVER) {
            return true;
        }
        (0..left.len()).any(|i| {
            let event = left[i];
            let mut rest = left.to_vec();
            rest.remove(i);
            let first = rest.iter().all(|other| other.returned >= event.called);
            first && (event.write || event.value == value) && go(event.value, &rest)
        })
    }
    go(initial, events)
}

/// Stale reads, word for word: some write was acknowledged before the read began, and began after the write of the
/// returned value was acknowledged; where that value was written more than once, after each write that can be meant.
pub fn stale_reads(history: &History) -> BTreeSet<OpId> {
    let ok = |op: &sim_core::history::Op| matches!(op.outcome, Outcome::Ok(_));
    let mut stale = BTreeSet::new();
    for (id, read) in history.ops.iter().enumerate() {
        let Outcome::Ok(Some(value)) = read.outcome else { continue };
        let same_key = || history.ops.iter().filter(|op| op.key == read.key && op.value.is_some());
        let possible = |w: &&sim_core::history::Op| {
            w.value == Some(value) && w.called <= read.returned && w.outcome != Outcome::Failed
        };
        let sources: Vec<_> = same_key().filter(possible).collect();
        let older = |newer: &sim_core::history::Op| sources.iter().all(|w| ok(w) && w.returned < newer.called);
        if same_key().any(|w| ok(w) && w.returned < read.called && older(w)) {
            stale.insert(OpId(id as u32));
        }
    }
    stale
}
