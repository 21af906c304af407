//! Causal memory and PRAM: for each session an order of what it knew, in which its own reads are right.
//!
//! By the bad patterns of Bouajjani et al. (POPL 2017), "happened before" for a session: start from causes (PRAM: from
//! session order and this session's sources); where a write is in the past of one of the session's reads, it comes
//! before the write that the read returned; until nothing is added. If then nothing precedes itself and no initial
//! value is read after a write, putting the past of each read in turn before it gives the order.

use super::causal::Past;
use super::frame::Frame;
use super::problem::{Problem, Why};

/// Whether each session has its order.
pub(super) fn holds(frame: &Frame<'_>, causal: bool) -> bool {
    if !causal {
        return (0..frame.lanes.len()).all(|lane| session(frame, lane, Past::empty(frame), false));
    }
    let pasts = || Past::causal(frame);
    pasts().is_some() && (0..frame.lanes.len()).all(|lane| pasts().is_some_and(|past| session(frame, lane, past, true)))
}

fn session(frame: &Frame<'_>, lane: usize, mut past: Past, causal: bool) -> bool {
    let reads = || frame.lanes[lane].iter().flat_map(|unit| frame.reads_of(*unit));
    if reads().next().is_none() {
        return true;
    }
    // Which writes come before a write because of the session's reads.
    let mut older: Vec<Vec<usize>> = vec![Vec::new(); frame.units.len()];
    loop {
        let mut news = false;
        for (unit, item) in frame.units.iter().enumerate() {
            let sources = frame.reads_of(unit).iter().filter(|_| causal || item.lane == lane);
            for cause in item.before.into_iter().chain(sources.filter_map(|read| read.from)) {
                news |= past.add(frame, unit, cause);
            }
            for cause in &older[unit] {
                news |= past.add(frame, unit, *cause);
            }
            if past.of(unit, item.lane) > item.at {
                return false;
            }
        }
        for read in reads() {
            for writer in past.writers(frame, *read).collect::<Vec<_>>() {
                let Some(from) = read.from else { return false };
                if from != writer && !past.has(frame, from, writer) {
                    older[from].push(writer);
                    news = true;
                }
            }
        }
        if !news {
            return true;
        }
    }
}

/// The same as questions: for each session with reads an order that keeps causes (or session order), where its reads
/// are right.
pub(super) fn problems(frame: &Frame<'_>, causal: bool) -> Vec<Problem> {
    let reading =
        frame.lanes.iter().enumerate().filter(|(_, units)| units.iter().any(|unit| !frame.reads_of(*unit).is_empty()));
    let asked = |lane: usize| {
        let mut problem = Problem::causes(frame);
        problem.arrows.retain(|arrow| causal || arrow.why == Why::Session || frame.units[arrow.to].lane == lane);
        problem.reader = frame.lanes[lane].first().copied();
        for unit in &frame.lanes[lane] {
            for i in frame.units[*unit].reads.clone() {
                problem.right(frame, i);
            }
        }
        problem
    };
    reading.map(|(lane, _)| asked(lane)).collect()
}
