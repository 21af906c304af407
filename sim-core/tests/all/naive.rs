//! Checkers as one would write them who has all the time in the world: definitions, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use sim_core::check::Event;
use sim_core::check::spec::{Operation, Spec};
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

/// The same of any object: the definition of Herlihy & Wing, by trying every order.
pub fn explained<S: Spec>(spec: &S, ops: &[Operation<S::Op>]) -> bool {
    type States<S> = BTreeMap<<S as Spec>::Part, <S as Spec>::State>;
    fn go<S: Spec>(spec: &S, states: &States<S>, left: &[&Operation<S::Op>]) -> bool {
        left.iter().all(|op| op.lost())
            || (0..left.len()).any(|i| {
                let mut rest = left.to_vec();
                let next = rest.remove(i);
                if rest.iter().any(|other| other.before(next)) {
                    return false;
                }
                let part = spec.partition(&next.what);
                let after = spec.step(states.get(&part).unwrap_or(&spec.init()), &next.what);
                after.is_some_and(|after| {
                    let mut states = states.clone();
                    states.insert(part, after);
                    go(spec, &states, &rest)
                })
            })
    }
    go(spec, &BTreeMap::new(), &ops.iter().collect::<Vec<_>>())
}

/// Whether an order is legal: it has every operation that returned, each once; nobody comes before what ended before it
/// began; and the object gives these answers in this order.
pub fn legal<S: Spec>(spec: &S, ops: &[Operation<S::Op>], order: &[usize]) -> bool {
    let all =
        (0..ops.len()).all(|i| order.iter().filter(|o| **o == i).count() <= 1 && (ops[i].lost() || order.contains(&i)));
    let timely =
        order.iter().enumerate().all(|(at, i)| order[at + 1..].iter().all(|later| !ops[*later].before(&ops[*i])));
    let parts: BTreeSet<S::Part> = ops.iter().map(|op| spec.partition(&op.what)).collect();
    let runs = |part: &S::Part| {
        let mut own = order.iter().filter(|i| spec.partition(&ops[**i].what) == *part);
        own.try_fold(spec.init(), |state, i| spec.step(&state, &ops[*i].what)).is_some()
    };
    all && timely && parts.iter().all(runs)
}

/// Stale reads, word for word: some write was acknowledged before the read began, and began after the write of the
/// returned value was acknowledged; where that value was written more than once, after each write that can be meant. So
/// much as was known at an instant.
pub fn stale_reads(history: &History, until: Time) -> BTreeSet<OpId> {
    let ok = |op: &sim_core::history::Op| matches!(op.outcome_at(until), Outcome::Ok(_));
    let mut stale = BTreeSet::new();
    let all = || history.ops.iter().take_while(|op| op.called <= until);
    for (id, read) in all().enumerate() {
        let Outcome::Ok(Some(value)) = read.outcome_at(until) else { continue };
        let same_key = || all().filter(|op| op.key == read.key && op.value.is_some());
        let possible = |w: &&sim_core::history::Op| {
            w.value == Some(value) && w.called <= read.returned && w.outcome_at(until) != Outcome::Failed
        };
        let sources: Vec<_> = same_key().filter(possible).collect();
        let older = |newer: &sim_core::history::Op| sources.iter().all(|w| ok(w) && w.returned < newer.called);
        if same_key().any(|w| ok(w) && w.returned < read.called && older(w)) {
            stale.insert(OpId(id as u32));
        }
    }
    stale
}
