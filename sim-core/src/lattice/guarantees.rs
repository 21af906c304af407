//! Session guarantees (Terry et al. 1994, as relations: Burckhardt 2014), any set of them at once.
//!
//! Asked for are sets of visible writes for each read and an order of writes, such that a read returns the last visible
//! write of its key. The guarantees say what must be visible and never what must not, and to see less is never wrong as
//! long as one sees what one returned: so the least sets will do, and the order exists if and only if its arrows make
//! no circle. Polynomial, though the definition sounds like a search.

use super::frame::Frame;
use super::problem::{How, Problem, Why};
use crate::order::Ordered;

/// What a session may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guarantee {
    ReadYourWrites,
    MonotonicReads,
    MonotonicWrites,
    WritesFollowReads,
}
use Guarantee::{MonotonicReads, MonotonicWrites, ReadYourWrites, WritesFollowReads};

/// Which guarantees, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Promise {
    pub(super) all: &'static [Guarantee],
    /// Each session may have an order of its own.
    pub(super) local: bool,
}

impl Promise {
    fn has(self, guarantee: Guarantee) -> bool {
        self.all.contains(&guarantee)
    }
}

/// A set of units.
type Set = Vec<u64>;

fn has(set: &Set, unit: usize) -> bool {
    set[unit / 64] >> (unit % 64) & 1 == 1
}
fn join(set: &mut Set, other: &Set) {
    set.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
}
fn members(set: &Set) -> impl Iterator<Item = usize> {
    (0..set.len() * 64).filter(|unit| set[*unit / 64] != 0 && has(set, *unit))
}

/// One question, or for local guarantees one for each session: an order exists if each has no circle.
pub(super) fn problems(frame: &Frame<'_>, promise: Promise) -> Vec<Problem> {
    let base = base(frame, promise);
    let Some(order) = base.layout() else { return vec![base] };
    let brought = brought(frame, promise, &order);
    let mut problems = Vec::new();
    let mut problem = base.clone();
    for lane in 0..frame.lanes.len() {
        look(frame, promise, lane, &brought, &mut problem);
        if promise.local && problem.arrows.len() > base.arrows.len() {
            problem.reader = frame.lanes[lane].first().copied();
            problems.push(std::mem::replace(&mut problem, base.clone()));
        }
    }
    problems.push(problem);
    problems
}

/// What the order keeps whatever was read: each session's writes (MW), and after what a session read what it wrote
/// (WFR).
fn base(frame: &Frame<'_>, promise: Promise) -> Problem {
    let mut problem = Problem::whole(frame);
    for write in (0..frame.units.len()).filter(|unit| !frame.units[*unit].writes.is_empty()) {
        if promise.has(MonotonicWrites)
            && let Some(before) = frame.earlier(write).find(|unit| !frame.units[*unit].writes.is_empty())
        {
            problem.arrow(before, write, Why::Session);
        }
        if promise.has(WritesFollowReads) {
            let mut sources: Vec<(usize, usize)> = had_read(frame, write).collect();
            sources.order();
            sources.dedup_by_key(|(from, _)| *from);
            for (from, read) in sources {
                problem.arrow(from, write, Why::Follows(read));
            }
        }
    }
    problem
}

/// The writes that a session had read before a unit, each with the read.
fn had_read(frame: &Frame<'_>, unit: usize) -> impl Iterator<Item = (usize, usize)> {
    let reads = frame.earlier(unit).flat_map(|earlier| frame.units[earlier].reads.clone());
    reads.filter_map(|read| frame.reads[read].from.map(|from| (from, read)))
}

/// For each write, what must be visible where it is, itself among it.
fn brought(frame: &Frame<'_>, promise: Promise, order: &[usize]) -> Vec<Set> {
    let mut brought = vec![Set::new(); frame.units.len()];
    for &write in order {
        let mut set = vec![0; frame.units.len().div_ceil(64)];
        set[write / 64] |= 1 << (write % 64);
        if promise.has(MonotonicWrites)
            && let Some(before) = frame.earlier(write).find(|unit| !frame.units[*unit].writes.is_empty())
        {
            join(&mut set, &brought[before]);
        }
        if promise.has(WritesFollowReads) && !frame.units[write].writes.is_empty() {
            had_read(frame, write).for_each(|(from, _)| join(&mut set, &brought[from]));
        }
        brought[write] = set;
    }
    brought
}

/// What a session's reads ask of the order.
fn look(frame: &Frame<'_>, promise: Promise, lane: usize, brought: &[Set], problem: &mut Problem) {
    let nothing = vec![0; frame.units.len().div_ceil(64)];
    let (mut own, mut seen, mut returned) = (nothing.clone(), nothing.clone(), nothing);
    for &unit in &frame.lanes[lane] {
        for i in frame.units[unit].reads.clone() {
            let read = frame.reads[i];
            let mut visible = own.clone();
            join(&mut visible, &seen);
            if let Some(from) = read.from {
                join(&mut visible, &brought[from]);
            }
            for writer in members(&visible).filter(|writer| frame.units[*writer].writes.contains(&read.key)) {
                let mine = promise.has(ReadYourWrites) && frame.units[writer].lane == lane && writer < unit;
                let read_before = promise.has(MonotonicReads) && has(&returned, writer);
                let how = if mine {
                    How::Own
                } else if read_before {
                    How::Read
                } else {
                    How::Along
                };
                problem.knew(i, read, writer, how);
            }
            if promise.has(MonotonicReads) {
                seen = visible;
            }
            if let Some(from) = read.from {
                returned[from / 64] |= 1 << (from % 64);
            }
        }
        if promise.has(ReadYourWrites) && !frame.units[unit].writes.is_empty() {
            join(&mut own, &brought[unit]);
        }
    }
}
