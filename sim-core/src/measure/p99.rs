//! `p99`: the latency that 99 of 100 answered operations do not exceed.

use super::success::NARROW;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::history::Outcome;
use crate::parts::histogram::Histogram;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "p99",
        doc: "The time from call to answer that 99 of 100 of the answered operations do not exceed (nearest rank), retries included, known to within 0.4 % of itself. Operations without an answer are not in it: read it beside `success`.",
        phrase: "p99 of answers[, {of}][, {key}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "p99",
        args: NARROW,
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    quantile(evidence, call, 0.99)
}

/// The latency that this share of the answered operations does not exceed.
pub(super) fn quantile(evidence: &Evidence<'_>, call: &Call, share: f64) -> Finding {
    let mut latencies = Histogram::default();
    for (_, op) in evidence.chosen(call) {
        if let Outcome::Ok(_) = evidence.outcome(op) {
            latencies.add(op.returned.since(op.called).0);
        }
    }
    match latencies.quantile(share) {
        Some(micros) => Finding::quantity(Quantity::time(Duration(micros)), latencies.count() as usize),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
