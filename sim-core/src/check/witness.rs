//! A broken history made small.
//!
//! **Evidence.** Operations of a history prove that it is broken if no order explains them *and* leaving out the others
//! cannot be the reason. The second holds if for each of them
//!
//! 1. every operation of the history on which its answer may rest ([`Spec::supports`], called before the answer came) is
//!    among them, or is surely covered by one of them: an acknowledged operation that lies wholly between the two in time
//!    and leaves nothing of the first ([`Spec::covers`]);
//! 2. at least one operation on which it may rest is among them, where the history has any and it needs one: a read of a
//!    value keeps a write of it, so that nothing seems to come from nowhere.
//!
//! By the first, a legal order of the whole history, restricted to the evidence, is legal: in front of each answer stands
//! what stood there before. So evidence without an order breaks the whole.
//!
//! **Minimal** means: take any operation away, and with it all that is no evidence then, and the rest has an order. And
//! where the specification knows weaker forms of an answer (one thing of a read set), with none of them is it evidence
//! without an order. Being without
//! an order is never gained by taking away, so one pass over single operations is enough after each weakening.

use super::search::{self, Stuck};
use super::spec::{Operation, Spec};
use crate::time::Time;

/// Operations that prove a history to be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness<O> {
    /// Indices into the history, in the order of their calls.
    pub ops: Vec<usize>,
    /// The operations themselves. What returned after [`Witness::impossible`] has no return here; an answer may say
    /// less than in the history.
    pub told: Vec<Operation<O>>,
    /// The place in `ops` of the operation whose answer is impossible after the others.
    pub impossible: usize,
    /// Whether it is known to be minimal: no search for an order ran out of steps on the way.
    pub minimal: bool,
}

/// The smallest evidence that is found in a broken history. `budget` bounds each of the searches.
pub fn witness<S: Spec>(spec: &S, ops: &[Operation<S::Op>], stuck: &Stuck, budget: usize) -> Witness<S::Op> {
    let (called, told) = until(spec, ops, stuck);
    let last = called.iter().position(|i| *i == stuck.at).unwrap_or(0);
    let mut shrink = Shrink { spec, keep: vec![true; told.len()], ops: told, last, budget, sure: true };
    // What an answer rests on shows only when it says as little as it may, so nothing is taken away before.
    while shrink.weaken_one() {}
    shrink.drop_what_can_go();
    while shrink.weaken_one() {
        shrink.drop_what_can_go();
    }
    let Shrink { keep, ops: told, sure, .. } = shrink;
    let kept: Vec<usize> = (0..keep.len()).filter(|i| keep[*i]).collect();
    Witness {
        impossible: kept.iter().position(|i| *i == last).unwrap_or(0),
        ops: kept.iter().map(|i| called[*i]).collect(),
        told: kept.iter().map(|i| told[*i].clone()).collect(),
        minimal: sure,
    }
}

/// The history up to the return at which it became impossible, and the operations' indices in the whole.
pub fn until<S: Spec>(spec: &S, ops: &[Operation<S::Op>], stuck: &Stuck) -> (Vec<usize>, Vec<Operation<S::Op>>) {
    // Returns of one instant come in the order of the history, here as in the search.
    let answered = |i: usize| (ops[i].returned, i) <= (ops[stuck.at].returned, stuck.at);
    let told = |i: &usize| {
        let returned = if answered(*i) { ops[*i].returned } else { Time::NEVER };
        Operation { returned, ..ops[*i].clone() }
    };
    // What had no answer by then and only looks says nothing.
    let says = |i: &usize| answered(*i) || !spec.observes(&ops[*i].what);
    let called: Vec<usize> = stuck.ops.iter().copied().filter(says).collect();
    let told = called.iter().map(told).collect();
    (called, told)
}

/// Takes away, of what is kept of a history, everything that is no evidence: all that does not fulfil both conditions.
pub fn only_evidence<S: Spec>(spec: &S, ops: &[Operation<S::Op>], keep: &mut [bool]) {
    Bases::of(spec, ops).settle(spec, ops, keep);
}

/// On what each answer may rest.
struct Bases {
    /// For each operation, those that support it.
    supports: Vec<Vec<usize>>,
    /// Whether it must have one.
    needs: Vec<bool>,
}

impl Bases {
    fn of<S: Spec>(spec: &S, ops: &[Operation<S::Op>]) -> Self {
        let supports = |read: &Operation<S::Op>| -> Vec<usize> {
            let gives = |giver: &Operation<S::Op>| spec.supports(&giver.what, &read.what) && !read.before(giver);
            (0..ops.len()).filter(|i| gives(&ops[*i])).collect()
        };
        let supports: Vec<Vec<usize>> = ops.iter().map(supports).collect();
        let needs =
            |(op, by): (&Operation<S::Op>, &Vec<usize>)| !by.is_empty() && spec.step(&spec.init(), &op.what).is_none();
        let needs = ops.iter().zip(&supports).map(needs).collect();
        Self { supports, needs }
    }

    fn settle<S: Spec>(&self, spec: &S, ops: &[Operation<S::Op>], keep: &mut [bool]) {
        loop {
            let baseless = |i: &usize| keep[*i] && !self.stands(spec, ops, keep, *i);
            let gone: Vec<usize> = (0..keep.len()).filter(baseless).collect();
            if gone.is_empty() {
                return;
            }
            for i in gone {
                keep[i] = false;
            }
        }
    }

    fn stands<S: Spec>(&self, spec: &S, ops: &[Operation<S::Op>], keep: &[bool], reader: usize) -> bool {
        let covered = |giver: usize| {
            let between = |c: &Operation<S::Op>| !c.lost() && ops[giver].before(c) && c.before(&ops[reader]);
            let covers = |c: &Operation<S::Op>| between(c) && spec.covers(&c.what, &ops[giver].what);
            // Mostly the next one does.
            (giver + 1..ops.len()).chain(0..giver).any(|c| keep[c] && covers(&ops[c]))
        };
        let own = |giver: &usize| *giver == reader || keep[*giver];
        let by = &self.supports[reader];
        by.iter().all(|giver| own(giver) || covered(*giver)) && (!self.needs[reader] || by.iter().any(|g| keep[*g]))
    }
}

struct Shrink<'s, S: Spec> {
    spec: &'s S,
    ops: Vec<Operation<S::Op>>,
    keep: Vec<bool>,
    /// The operation that is never taken away: without it everything is in order.
    last: usize,
    budget: usize,
    sure: bool,
}

impl<S: Spec> Shrink<'_, S> {
    /// Takes away what is not needed, the oldest first; whole stretches before single operations.
    fn drop_what_can_go(&mut self) {
        let n = self.ops.len();
        let bases = Bases::of(self.spec, &self.ops);
        let mut stretch = n.next_power_of_two() / 2;
        while stretch > 0 {
            for from in (0..n).step_by(stretch) {
                let mut fewer = self.keep.clone();
                fewer[from..n.min(from + stretch)].fill(false);
                bases.settle(self.spec, &self.ops, &mut fewer);
                if fewer != self.keep && fewer[self.last] && self.broken(&fewer) {
                    self.keep = fewer;
                }
            }
            stretch /= 2;
        }
    }

    /// Lets one answer say less, where what is left still has no order. Whether one does.
    fn weaken_one(&mut self) -> bool {
        for i in (0..self.ops.len()).filter(|i| self.keep[*i]).collect::<Vec<_>>() {
            for weaker in self.spec.narrower(&self.ops[i].what, &self.ops) {
                let whole = std::mem::replace(&mut self.ops[i].what, weaker);
                let mut keep = self.keep.clone();
                only_evidence(self.spec, &self.ops, &mut keep);
                if keep == self.keep && self.broken(&keep) {
                    return true;
                }
                self.ops[i].what = whole;
            }
        }
        false
    }

    fn broken(&mut self, keep: &[bool]) -> bool {
        let kept: Vec<usize> = (0..keep.len()).filter(|i| keep[*i]).collect();
        let possible = search::possible(self.spec, &self.ops, &kept, self.budget);
        self.sure &= possible.is_some();
        possible == Some(false)
    }
}
