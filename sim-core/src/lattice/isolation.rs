//! Read committed and read atomic: a commit order that keeps session order and sources, and in which a transaction
//! comes before the writer of a value if the reader of that value knew of it (Biswas and Enea, OOPSLA 2019). The models
//! differ in what a reader knows; the arrows are all forced, so that a search for a circle decides.

use super::frame::Frame;
use super::problem::{How, Problem};
use crate::order::Ordered;

/// A reader knows what it read before, in the order of its transaction.
pub(super) fn read_committed(frame: &Frame<'_>) -> Problem {
    let mut problem = Problem::causes(frame);
    for item in &frame.units {
        let mut seen: Vec<usize> = Vec::new();
        for i in item.reads.clone() {
            let read = frame.reads[i];
            for writer in seen.iter().filter(|writer| frame.units[**writer].writes.contains(&read.key)) {
                problem.knew(i, read, *writer, How::Read);
            }
            seen.extend(read.from);
            seen.order();
            seen.dedup();
        }
    }
    problem
}

/// A reader knows all that its transaction read from, and its session's earlier transactions.
pub(super) fn read_atomic(frame: &Frame<'_>) -> Problem {
    let mut problem = Problem::causes(frame);
    for (unit, item) in frame.units.iter().enumerate() {
        let mut sources: Vec<usize> = frame.reads_of(unit).iter().filter_map(|read| read.from).collect();
        sources.order();
        sources.dedup();
        for i in item.reads.clone() {
            let read = frame.reads[i];
            for writer in sources.iter().filter(|writer| frame.units[**writer].writes.contains(&read.key)) {
                problem.knew(i, read, *writer, How::Read);
            }
            let own = frame.behind(unit).and_then(|(lane, below)| frame.latest(read.key, lane, below));
            if let Some(writer) = own {
                problem.knew(i, read, writer, How::Own);
            }
        }
    }
    problem
}
