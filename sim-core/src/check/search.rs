//! Linearizability of any history by search, part by part (see [`super::frontier`] for how).

use std::collections::BTreeMap;

use super::frontier::{Frontier, OutOfSteps};
use super::spec::{Operation, Spec};
use crate::order::Ordered;
use crate::time::Time;

/// What a tester says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// An order exists. Indices of the operations: all that returned, and those without an answer that are needed.
    Holds(Vec<usize>),
    /// None does.
    Broken(Stuck),
    /// The budget ran out.
    Undecided,
}

/// Where a history became impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The operation at whose return no order was left.
    pub at: usize,
    /// The operations of its part that were called by then, itself among them, in the order of their calls. The returns
    /// after that instant do not matter.
    pub ops: Vec<usize>,
}

/// Whether a history is linearizable: its independent parts one after the other, until one is not. `budget` bounds the
/// steps of each part.
pub fn linearizability<S: Spec>(spec: &S, ops: &[Operation<S::Op>], budget: usize) -> Ruling {
    let mut parts: BTreeMap<S::Part, Vec<usize>> = BTreeMap::new();
    for (i, op) in ops.iter().enumerate() {
        parts.entry(spec.partition(&op.what)).or_default().push(i);
    }
    let (mut whole, mut undecided) = (Vec::new(), false);
    for part in parts.values() {
        match alone(spec, ops, part, budget) {
            Ruling::Holds(order) => whole.push(order),
            Ruling::Undecided => undecided = true,
            broken @ Ruling::Broken(_) => return broken,
        }
    }
    if undecided { Ruling::Undecided } else { Ruling::Holds(merged(ops, whole)) }
}

/// So many configurations of the same state and effects are kept at first, and so many times as many at the next try.
/// What holds mostly has an order that needs few operations without an answer, and that one is found so.
pub(super) const NARROW: usize = 4;
pub(super) const WIDER: usize = 16;

/// The same for operations of one part.
fn alone<S: Spec>(spec: &S, ops: &[Operation<S::Op>], part: &[usize], budget: usize) -> Ruling {
    let Some((stuck, frontier)) = widening(spec, ops, part, budget, true) else { return Ruling::Undecided };
    let Some(at) = stuck else {
        return Ruling::Holds(frontier.order().into_iter().map(|i| i as usize).collect());
    };
    let end = ops[at].returned;
    let mut called: Vec<usize> = part.iter().copied().filter(|i| ops[*i].called <= end).collect();
    called.order_by_key(|i| (ops[*i].called, *i));
    Ruling::Broken(Stuck { at, ops: called })
}

/// Whether the operations of one part have an order; nothing when the budget is used up.
pub(super) fn possible<S: Spec>(spec: &S, ops: &[Operation<S::Op>], part: &[usize], budget: usize) -> Option<bool> {
    widening(spec, ops, part, budget, false).map(|(stuck, _)| stuck.is_none())
}

/// The operation at whose return nothing was left, if any, after all that may be tried; nothing when the budget is used
/// up.
fn widening<S: Spec>(
    spec: &S,
    ops: &[Operation<S::Op>],
    part: &[usize],
    budget: usize,
    order: bool,
) -> Option<(Option<usize>, Frontier<S>)> {
    let (mut width, mut left) = (NARROW, budget);
    loop {
        let mut frontier = Frontier::new(spec.clone(), left, order).narrow(width);
        let stuck = play(&mut frontier, ops, part).ok()?;
        if stuck.is_none() || !frontier.narrowed {
            return Some((stuck, frontier));
        }
        left = left.saturating_sub(frontier.steps);
        width = width.saturating_mul(WIDER);
    }
}

/// Calls and returns in the order of time, calls first: at one instant, intervals that touch are concurrent. The
/// operation at whose return nothing was left.
fn play<S: Spec>(
    frontier: &mut Frontier<S>,
    ops: &[Operation<S::Op>],
    part: &[usize],
) -> Result<Option<usize>, OutOfSteps> {
    let mut events: Vec<(Time, bool, usize)> = Vec::with_capacity(2 * part.len());
    for &i in part {
        events.push((ops[i].called, false, i));
        if !ops[i].lost() {
            events.push((ops[i].returned, true, i));
        }
    }
    events.order();
    for (_, returns, i) in events {
        if !returns {
            frontier.call(i as u32, &ops[i].what, ops[i].returned);
            continue;
        }
        frontier.returned(i as u32)?;
        if frontier.stuck() {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

/// Orders of independent parts as one. Each operation takes effect after everything that ended before it was called, so
/// it may be dated by the latest call so far in its own part's order; dates of different parts may be mixed as they come.
fn merged<O>(ops: &[Operation<O>], parts: Vec<Vec<usize>>) -> Vec<usize> {
    let mut dated = Vec::new();
    for (n, part) in parts.into_iter().enumerate() {
        let mut date = Time::ZERO;
        for (place, i) in part.into_iter().enumerate() {
            date = date.max(ops[i].called);
            dated.push((date, n, place, i));
        }
    }
    dated.order();
    dated.into_iter().map(|(_, _, _, i)| i).collect()
}
