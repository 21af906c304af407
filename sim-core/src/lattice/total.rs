//! The models that ask for one order of everything, as problems: sequential (Lamport 1979), linearizable (Herlihy and
//! Wing 1990), serializable (Papadimitriou 1979), prefix consistency and snapshot isolation.
//!
//! The last two are brought back to the first kind as Biswas and Enea (OOPSLA 2019) do: a transaction is a snapshot, at
//! which it reads, and a later commit, at which it writes; under snapshot isolation two that write the same key do not
//! overlap. To decide any of these is NP-hard, but for linearizable where values are unique.

use super::frame::Frame;
use super::history::Fate;
use super::problem::{Cause, Either, Part, Point, Problem, Why};
use crate::order::Ordered;
use crate::time::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// Units one by one.
    Serial,
    /// And in real time.
    Timed,
    /// Each reads at its snapshot.
    Prefix,
    /// And does not overlap with one that writes what it writes.
    Snapshots,
}

/// The problem; none if it has more than `most` pairs.
pub(super) fn problem(frame: &Frame<'_>, total: Total, most: usize) -> Option<Problem> {
    let split = matches!(total, Total::Prefix | Total::Snapshots);
    let mut problem = Problem::default();
    let mut starts = Vec::with_capacity(frame.units.len());
    let mut ends = Vec::with_capacity(frame.units.len());
    for (unit, item) in frame.units.iter().enumerate() {
        starts.push(problem.points.len());
        if split && !item.writes.is_empty() && !item.reads.is_empty() {
            problem.arrow(problem.points.len(), problem.points.len() + 1, Why::Own);
            problem.points.push(Point { unit, part: Part::Snapshot });
            problem.points.push(Point { unit, part: Part::Commit });
        } else {
            problem.points.push(Point { unit, part: Part::Whole });
        }
        ends.push(problem.points.len() - 1);
    }
    for (unit, item) in frame.units.iter().enumerate() {
        if let Some(before) = item.before {
            problem.arrow(ends[before], starts[unit], Why::Session);
        }
        let mut asked = Vec::new();
        for i in item.reads.clone() {
            let read = frame.reads[i];
            if asked.contains(&(read.key, read.from)) {
                continue;
            }
            asked.push((read.key, read.from));
            if let Some(from) = read.from {
                problem.arrow(ends[from], starts[unit], Why::Source);
            }
            for other in frame.writers(read.key).filter(|other| *other != unit && Some(*other) != read.from) {
                let after = (starts[unit], ends[other]);
                match read.from {
                    None => problem.arrow(after.0, after.1, Why::Initial(i)),
                    Some(from) => {
                        problem.either.push(Either {
                            one: (ends[other], ends[from]),
                            other: after,
                            cause: Cause::Read(i),
                        });
                    }
                }
            }
            if problem.either.len() > most {
                return None;
            }
        }
    }
    match total {
        Total::Serial | Total::Prefix => {}
        Total::Timed => clock(frame, &mut problem),
        Total::Snapshots => clashes(frame, &starts, &ends, &mut problem),
    }
    (problem.either.len() <= most).then_some(problem)
}

/// A unit's call and answer; one of unknown fate has no answer.
fn span(frame: &Frame<'_>, unit: usize) -> (Time, Time) {
    let it = frame.unit(unit);
    let (called, answered) = it.span.unwrap_or((Time::ZERO, Time::NEVER));
    (called, if it.fate == Fate::Unknown { Time::NEVER } else { answered })
}

/// Arrows from what ended before something began; those that follow from others are left out.
fn clock(frame: &Frame<'_>, problem: &mut Problem) {
    let mut by_end: Vec<usize> = (0..frame.units.len()).collect();
    by_end.order_by_key(|unit| span(frame, *unit).1);
    for unit in 0..frame.units.len() {
        let called = span(frame, unit).0;
        let ended = by_end.partition_point(|other| span(frame, *other).1 < called);
        let latest = by_end[..ended].iter().map(|other| span(frame, *other).0).max();
        for &other in by_end[..ended].iter().rev() {
            if latest.is_some_and(|latest| span(frame, other).1 < latest) {
                break; // it ended before one began that ended before this one
            }
            problem.arrow(other, unit, Why::Clock);
        }
    }
}

/// Pairs of transactions that write the same key.
fn clashes(frame: &Frame<'_>, starts: &[usize], ends: &[usize], problem: &mut Problem) {
    let mut pairs = Vec::new();
    for of_key in &frame.writers {
        let writers: Vec<usize> = of_key.iter().flat_map(|(_, units)| units.iter().copied()).collect();
        for (i, a) in writers.iter().enumerate() {
            pairs.extend(writers[i + 1..].iter().map(|b| (*a.min(b), *a.max(b))));
        }
    }
    pairs.order();
    pairs.dedup();
    for (a, b) in pairs {
        let (one, other) = ((ends[a], starts[b]), (ends[b], starts[a]));
        problem.either.push(Either { one, other, cause: Cause::Clash });
    }
}
