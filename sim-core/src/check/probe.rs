//! What an object can have held while an operation lasted.

use std::collections::BTreeSet;

use super::search;
use super::spec::{Operation, Spec, Words};
use crate::order::gathered;

/// So many operations with an effect are looked at; there are as many ways as sets of them.
const EFFECTS: usize = 10;
/// So many states are asked for.
const STATES: usize = 2_000;
/// Steps of each search.
const BUDGET: usize = 20_000;

/// Every state that the object can have had at some instant of an operation, whatever the answer of that one, if all
/// other answers are right. Nothing where that is too much to find out.
pub(super) fn held_during<S: Spec>(spec: &S, ops: &[Operation<S::Op>], during: usize) -> Option<Vec<S::State>> {
    let effects: Vec<&S::Op> = ops.iter().map(|op| &op.what).filter(|op| !spec.observes(op)).collect();
    if effects.len() > EFFECTS {
        return None;
    }
    let start = (0_u32, spec.init());
    let (mut reached, mut new) = (BTreeSet::from([start.clone()]), vec![start]);
    while let Some((done, state)) = new.pop() {
        for (i, op) in effects.iter().enumerate().filter(|(i, _)| done >> i & 1 == 0) {
            let next = spec.step(&state, op).map(|state| (done | 1 << i, state));
            new.extend(next.filter(|next| reached.insert(next.clone())));
        }
        if reached.len() > STATES {
            return None;
        }
    }
    let states: BTreeSet<S::State> = gathered(reached.into_iter().map(|(_, state)| state));
    let asked = |op: &Operation<S::Op>| Operation {
        client: op.client,
        what: Asked::Done(op.what.clone()),
        called: op.called,
        returned: op.returned,
    };
    let mut ops: Vec<Operation<Asked<S::Op, S::State>>> = ops.iter().map(asked).collect();
    let (probe, all) = (Probe(spec.clone()), (0..ops.len()).collect::<Vec<_>>());
    let mut held = Vec::new();
    for state in states {
        ops[during].what = Asked::Holds(state.clone());
        if search::possible(&probe, &ops, &all, BUDGET)? {
            held.push(state);
        }
    }
    Some(held)
}

/// An operation of the history, or the question whether the object holds this.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked<O, T> {
    Done(O),
    Holds(T),
}

/// A specification that can be asked what it holds. It serves no witness.
#[derive(Clone)]
struct Probe<S>(S);

impl<S: Spec> Spec for Probe<S> {
    type Op = Asked<S::Op, S::State>;
    type State = S::State;
    type Part = ();

    fn init(&self) -> S::State {
        self.0.init()
    }
    fn step(&self, state: &S::State, op: &Self::Op) -> Option<S::State> {
        match op {
            Asked::Done(op) => self.0.step(state, op),
            Asked::Holds(held) => (state == held).then(|| state.clone()),
        }
    }
    fn partition(&self, _op: &Self::Op) {}
    fn observes(&self, op: &Self::Op) -> bool {
        match op {
            Asked::Done(op) => self.0.observes(op),
            Asked::Holds(_) => true,
        }
    }
    fn describe(&self, _op: &Self::Op) -> Words {
        Words::new("", "")
    }
    fn show(&self, state: &S::State) -> String {
        self.0.show(state)
    }
    fn supports(&self, _giver: &Self::Op, _reader: &Self::Op) -> bool {
        false
    }
    fn covers(&self, _later: &Self::Op, _earlier: &Self::Op) -> bool {
        false
    }
}
