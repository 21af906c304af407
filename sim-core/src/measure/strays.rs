//! `strays`: stamps that are further from their office's clock than any two clocks are from each other.

use super::happened::{self, BY};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::id::NodeId;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "strays",
        doc: "How many stamped events cannot be found by time: their stamp is further from the office's own wall clock than two offices' clocks ever were from each other, which a hybrid clock never is (Kulkarni and others 2014, Theorem 3), or it is a count or a list and no time at all.",
        phrase: "Events not to be found by time, by {by}",
        short: "Strays",
        args: &[BY],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(kind) = happened::kind(evidence, call) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let story = happened::story(evidence, kind);
    let Some(first) = story.events.first() else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let offices = evidence.world.members(evidence.world.group_of(first.node)).unwrap_or_default();
    let mut apart = 0;
    let mut strays = 0;
    for event in &story.events {
        apart = apart.max(spread(evidence, offices, event.at));
        // Readings are cut to milliseconds, which is one more between two of them.
        let far = |time: &i64| time.abs_diff(event.wall) > apart / 1_000 + 1;
        strays += usize::from(!happened::is_time(kind) || event.stamp.first().is_none_or(far));
    }
    Finding::quantity(Quantity::count(strays), story.events.len())
}

/// How far the wall clocks of these nodes are apart, in microseconds.
fn spread(evidence: &Evidence<'_>, nodes: &[NodeId], at: Time) -> u64 {
    let errors = || nodes.iter().map(|n| evidence.world.clock(*n, at).error(at));
    errors().max().unwrap_or_default().abs_diff(errors().min().unwrap_or_default())
}
