//! Causal pasts as clocks, and the models that look at nothing else: causal consistency and causal transactions, in
//! O(operations × sessions). Bouajjani et al. (POPL 2017) show that their bad patterns are all that can go wrong.

use super::frame::{Frame, Read};
use super::problem::{How, Problem};

/// For each unit and lane, how many of the lane's units are in its past.
pub(super) struct Past {
    lanes: usize,
    counts: Vec<usize>,
}

impl Past {
    /// With nothing in it.
    pub(super) fn empty(frame: &Frame<'_>) -> Self {
        Self { lanes: frame.lanes.len(), counts: vec![0; frame.lanes.len() * frame.units.len()] }
    }
    /// Causal pasts; none if some unit is in its own.
    pub(super) fn causal(frame: &Frame<'_>) -> Option<Self> {
        let causes = Problem::causes(frame);
        let order = causes.layout()?;
        let mut past = Self::empty(frame);
        for unit in order {
            for cause in frame.units[unit].before.into_iter().chain(frame.reads_of(unit).iter().filter_map(|r| r.from))
            {
                past.add(frame, unit, cause);
            }
        }
        Some(past)
    }
    pub(super) fn of(&self, unit: usize, lane: usize) -> usize {
        self.counts[unit * self.lanes + lane]
    }
    pub(super) fn has(&self, frame: &Frame<'_>, unit: usize, cause: usize) -> bool {
        frame.units[cause].at < self.of(unit, frame.units[cause].lane)
    }
    /// Puts a cause and its past into a unit's; whether that is news.
    pub(super) fn add(&mut self, frame: &Frame<'_>, unit: usize, cause: usize) -> bool {
        let mut news = false;
        for lane in 0..self.lanes {
            let own = if frame.units[cause].lane == lane { frame.units[cause].at + 1 } else { 0 };
            let count = self.of(cause, lane).max(own);
            let old = &mut self.counts[unit * self.lanes + lane];
            news |= *old < count;
            *old = count.max(*old);
        }
        news
    }
    /// The writers of the read's key in the past of its unit, the last of each lane.
    pub(super) fn writers(&self, frame: &Frame<'_>, read: Read) -> impl Iterator<Item = usize> {
        let of_key = frame.writers[read.key.0].iter();
        of_key.filter_map(move |(lane, _)| frame.latest(read.key, *lane, self.of(read.unit, *lane)))
    }
}

/// Whether each read alone is explained: no write of its key lies between the one that it returned and itself.
pub(super) fn each_read(frame: &Frame<'_>) -> bool {
    let Some(past) = Past::causal(frame) else { return false };
    frame.reads.iter().all(|read| {
        let newer = |writer: usize| read.from.is_none_or(|from| from != writer && past.has(frame, writer, from));
        !past.writers(frame, *read).any(newer)
    })
}

/// The orders of commits, or of writes, that causal transactions and causal convergence ask for.
pub(super) fn convergent(frame: &Frame<'_>) -> Problem {
    let mut problem = Problem::causes(frame);
    if let Some(past) = Past::causal(frame) {
        for (i, read) in frame.reads.iter().enumerate() {
            for writer in past.writers(frame, *read) {
                problem.knew(i, *read, writer, How::Past);
            }
        }
    }
    problem
}

/// Causal consistency as questions: for each read an order that keeps causes, where this read is right.
pub(super) fn problems(frame: &Frame<'_>) -> Vec<Problem> {
    let asked = |i: usize| {
        let mut problem = Problem::causes(frame);
        problem.right(frame, i);
        problem.reader = Some(frame.reads[i].unit);
        problem
    };
    if frame.reads.is_empty() { vec![Problem::causes(frame)] } else { (0..frame.reads.len()).map(asked).collect() }
}
