//! `operations`: how many operations clients began.

use super::success::NARROW;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "operations",
        doc: "How many operations clients began, whatever became of them. Guards use it: a run in which nobody asks proves nothing.",
        phrase: "Requests begun[, {of}][, {key}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Begun",
        args: NARROW,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let count = evidence.chosen(call).len();
    Finding::quantity(Quantity::count(count), count)
}
