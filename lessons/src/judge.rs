//! Goals, judged: how a line stands at an instant, and the first instant at which all lines hold.

use sim_core::measure::{self, Evidence, Finding, Verdict, Witness};
use sim_core::order::Ordered;
use sim_core::quantity::Quantity;
use sim_core::registry::Registry;
use sim_core::time::{Duration, Time};

use crate::model::{Comparison, Goal, GoalLine, Sentence};

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Met,
    /// It does not hold, so far.
    NotYet,
    /// It can never hold again in this run.
    Broken,
    /// It could not be decided.
    Undecided,
}

/// A line and what was found for it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// How it stands.
    pub standing: Standing,
    /// What its measure found.
    pub finding: Finding,
}

/// An instant at which all lines of a goal hold.
#[derive(Clone, Debug)]
pub struct Met {
    /// The instant.
    pub at: Time,
    /// The readings of all lines then, in order.
    pub readings: Vec<Reading>,
}

impl Met {
    /// The witness to show: the last event that was needed, of the first line that has one.
    pub fn witness(&self) -> Option<&Witness> {
        self.readings.iter().find_map(|r| r.finding.witnesses.iter().rev().find(|w| w.at <= self.at))
    }
}

/// Reads a sentence.
pub fn read(sentence: &Sentence, evidence: &Evidence<'_>) -> Reading {
    let finding = measure::find(evidence, &sentence.call);
    let standing = match (&finding.verdict, &sentence.bound) {
        (Verdict::Quantity(found), Some((comparison, bound))) => match holds(found, *comparison, bound) {
            // A bound over nothing is never met: "safe, because nobody was served".
            true if finding.over == 0 => Standing::NotYet,
            true => Standing::Met,
            false if grows(sentence) && caps(*comparison) => Standing::Broken,
            false => Standing::NotYet,
        },
        (Verdict::Holds, _) if finding.over > 0 => Standing::Met,
        (Verdict::Broken, _) => Standing::Broken,
        (Verdict::Undecided(_), _) => Standing::Undecided,
        (Verdict::Holds | Verdict::Empty | Verdict::Quantity(_), _) => Standing::NotYet,
    };
    Reading { standing, finding }
}

/// Whether a quantity meets its bound. Shares and times are compared exactly as measured; what is printed is rounded.
pub fn holds(found: &Quantity, comparison: Comparison, bound: &Quantity) -> bool {
    let (a, b) = (found.value, bound.value);
    match comparison {
        Comparison::AtLeast => a >= b,
        Comparison::AtMost => a <= b,
        Comparison::Above => a > b,
        Comparison::Below => a < b,
        Comparison::Is => (a - b).abs() < 1e-9,
    }
}

const fn caps(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::AtMost | Comparison::Below)
}

/// Whether the measure only ever grows: once over a cap it stays over it.
fn grows(sentence: &Sentence) -> bool {
    Registry::engine().measure(&sentence.call.measure).is_some_and(|m| m.monotone)
}

/// All lines of a goal at an instant of a run.
pub fn readings(lines: &[GoalLine], evidence: &Evidence<'_>) -> Vec<Reading> {
    lines.iter().map(|line| read(&line.sentence, evidence)).collect()
}

/// The first instant of a run after `after` up to which all lines of the goal hold, if there is one so far. Whoever asks
/// again when the run has grown says up to when nothing was found, and hands on what the checkers know of it.
///
/// Where every line is monotone and a lower bound, the goal is, and the instant is found by halving over the rows of the
/// trace. Else every client answer is looked at.
pub fn first_met(goal: &Goal, run: &Evidence<'_>, after: Option<Time>) -> Option<Met> {
    let (world, now) = (run.world, run.until);
    let look = |until: Time| {
        let from = goal.within.map_or(Time::ZERO, |within| Time::ZERO + Duration(until.0.saturating_sub(within.0)));
        let evidence = Evidence { from, until, ..run.clone() };
        let readings = goal.lines.iter().map(|line| read(&line.sentence, &evidence));
        let readings: Option<Vec<Reading>> = readings.map(|r| (r.standing == Standing::Met).then_some(r)).collect();
        readings.map(|readings| Met { at: until, readings })
    };
    let one_way = |line: &GoalLine| {
        grows(&line.sentence) && line.sentence.bound.as_ref().is_some_and(|(c, _)| !caps(*c) && *c != Comparison::Is)
    };
    if goal.within.is_none() && goal.lines.iter().all(one_way) {
        let met = look(now)?;
        let first = after.map_or(0, |after| world.trace.row_after(after));
        let mut instants: Vec<Time> =
            world.trace.numbered(first..world.trace.row_after(now)).map(|(_, row)| row.at).collect();
        instants.dedup();
        let first = instants.partition_point(|t| look(*t).is_none());
        return instants.get(first).map_or(Some(met), |t| look(*t));
    }
    let new = |t: &Time| *t <= now && after.is_none_or(|after| *t > after);
    let mut answers: Vec<Time> = world.history.ops.iter().map(|op| op.returned).filter(new).collect();
    answers.order();
    answers.dedup();
    answers.into_iter().find_map(look)
}
