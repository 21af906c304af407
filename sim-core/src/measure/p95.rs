//! `p95`: the latency that 95 of 100 answered operations do not exceed.

use super::p99::quantile;
use super::success::NARROW;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "p95",
        doc: "The time from call to answer that 95 of 100 of the answered operations do not exceed (nearest rank), retries included, known to within 0.4 % of itself. Operations without an answer are not in it: read it beside `success`.",
        phrase: "p95 of answers[, {of}][, {key}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "p95",
        args: NARROW,
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    quantile(evidence, call, 0.95)
}
