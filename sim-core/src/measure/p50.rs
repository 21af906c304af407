//! `p50`: the latency that half answered operations do not exceed.

use super::p99::quantile;
use super::success::NARROW;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "p50",
        doc: "The time from call to answer that half of the answered operations do not exceed (nearest rank), retries included, known to within 0.4 % of itself. Operations without an answer are not in it: read it beside `success`.",
        phrase: "p50 of answers[, {of}][, {key}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "p50",
        args: NARROW,
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    quantile(evidence, call, 0.5)
}
