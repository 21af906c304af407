//! `mean_latency`: how long answers take on average.

use super::success::NARROW;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::history::Outcome;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "mean_latency",
        doc: "The mean time from call to answer of answered operations, retries included: what a chain of operations pays, each of which waits for the one before.",
        phrase: "Mean of answers[, {of}][, {key}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Mean",
        args: NARROW,
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let chosen = evidence.chosen(call);
    let answered = chosen.iter().filter(|(_, op)| matches!(evidence.outcome(op), Outcome::Ok(_)));
    let spans: Vec<u64> = answered.map(|(_, op)| op.returned.since(op.called).0).collect();
    match spans.iter().sum::<u64>().checked_div(spans.len() as u64) {
        Some(mean) => Finding::quantity(Quantity::time(Duration(mean)), spans.len()),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
