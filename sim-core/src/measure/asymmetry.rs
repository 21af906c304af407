//! `asymmetry`: how unequal the two ways of a question of the time were.

use super::clock_error::WHERE;
use super::{Call, Evidence, Finding, Measure, Verdict, exchanges};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "asymmetry",
        doc: "By how much the way of a question of the time and the way of its answer differ, on average: what the four stamps of NTP cannot show. Guards use it: on equal roads no estimate is wrong.",
        phrase: "Ways there and back of {node}, apart on average by[, during the {during}][, from {wait} after the {after}]",
        short: "Apart",
        args: WHERE,
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let nodes = call.word("node").and_then(|name| evidence.world.called(name)).unwrap_or_default();
    let (from, to) = evidence.range(call).unwrap_or_default();
    let all = nodes.iter().flat_map(|node| exchanges::of(evidence, *node));
    let apart: Vec<u64> = all.filter(|e| (from..to).contains(&e.at)).map(|e| e.apart().0).collect();
    match apart.iter().sum::<u64>().checked_div(apart.len() as u64) {
        Some(mean) => Finding::quantity(Quantity::time(Duration(mean)), apart.len()),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
