//! A model's question to a history, as an order that must be found: points, arrows that it must keep, and pairs of
//! arrows of which it must keep one. Each arrow knows why it is there, for explanations.

use super::frame::{Frame, Read};
use crate::order::Ordered;

/// What is put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    /// A unit of the frame.
    pub(super) unit: usize,
    pub(super) part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Whole,
    /// Where it reads.
    Snapshot,
    /// Where it writes.
    Commit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) why: Why,
}

/// Reads are those of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The order of their session.
    Session,
    /// `to` read what `from` wrote.
    Source,
    /// `from` was answered before `to` was called.
    Clock,
    /// A snapshot comes before its commit.
    Own,
    /// The read returned the initial value, and `to` writes its key.
    Initial(usize),
    /// The read returned what `to` wrote, and `from` writes its key and was known to it.
    Known(usize, How),
    /// The reader must see what `from` wrote.
    Visible(How),
    /// `from`'s session had read it before `to` was written.
    Follows(usize),
    /// Of this pair only this one is left; the other would close a circle with these arrows.
    Left(usize, Vec<usize>),
    /// To see what follows if it were so.
    Supposed,
}

/// How a reader knew of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// By a chain of causes.
    Past,
    /// Its session had made it.
    Own,
    /// Its session, or its own transaction, had read from it.
    Read,
    /// It came along with something visible.
    Along,
}

/// Two arrows, of which an order keeps at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Either {
    pub(super) one: (usize, usize),
    pub(super) other: (usize, usize),
    pub(super) cause: Cause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// Between a write and the read that returned it there is no other write of the key: that one comes before the
    /// write, or after the read.
    Read(usize),
    /// Transactions that write the same key do not overlap.
    Clash,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    pub(super) points: Vec<Point>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) either: Vec<Either>,
    /// The unit whose session the question is about, if it is not about all.
    pub(super) reader: Option<usize>,
}

impl Problem {
    /// Every unit as a point.
    pub(super) fn whole(frame: &Frame<'_>) -> Self {
        let points = (0..frame.units.len()).map(|unit| Point { unit, part: Part::Whole }).collect();
        Self { points, ..Self::default() }
    }

    pub(super) fn arrow(&mut self, from: usize, to: usize, why: Why) {
        self.arrows.push(Arrow { from, to, why });
    }

    /// Session order, and from each write to its reads: what every commit order keeps.
    pub(super) fn causes(frame: &Frame<'_>) -> Self {
        let mut problem = Self::whole(frame);
        for (unit, item) in frame.units.iter().enumerate() {
            if let Some(before) = item.before {
                problem.arrow(before, unit, Why::Session);
            }
            let mut from: Vec<usize> = frame.reads_of(unit).iter().filter_map(|read| read.from).collect();
            from.order();
            from.dedup();
            for from in from {
                problem.arrow(from, unit, Why::Source);
            }
        }
        problem
    }

    /// A read knew of a write of its key: that write comes before the one that it returned.
    pub(super) fn knew(&mut self, read: usize, Read { unit, from, .. }: Read, known: usize, how: How) {
        match from {
            Some(from) if from == known => {}
            Some(from) => self.arrow(known, from, Why::Known(read, how)),
            None => {
                self.arrow(known, unit, Why::Visible(how));
                self.arrow(unit, known, Why::Initial(read));
            }
        }
    }

    /// Where points are units: no other write of its key lies between a read and what it returned.
    pub(super) fn right(&mut self, frame: &Frame<'_>, i: usize) {
        let Read { unit, key, from, .. } = frame.reads[i];
        for other in frame.writers(key).filter(|other| *other != unit && Some(*other) != from) {
            match from {
                None => self.arrow(unit, other, Why::Initial(i)),
                Some(from) => {
                    let cause = Cause::Read(i);
                    self.either.push(Either { one: (other, from), other: (unit, other), cause });
                }
            }
        }
    }

    /// The points so that every arrow points forwards; none if there is a circle. Pairs are not looked at.
    pub(super) fn layout(&self) -> Option<Vec<usize>> {
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.points.len()];
        let mut left = vec![0; self.points.len()];
        for arrow in &self.arrows {
            next[arrow.from].push(arrow.to);
            left[arrow.to] += 1;
        }
        let mut order: Vec<usize> = (0..left.len()).filter(|point| left[*point] == 0).collect();
        let mut at = 0;
        while let Some(&point) = order.get(at) {
            at += 1;
            for to in &next[point] {
                left[*to] -= 1;
                if left[*to] == 0 {
                    order.push(*to);
                }
            }
        }
        (order.len() == self.points.len()).then_some(order)
    }
}
