//! `offered`: how many operations clients began per second.

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "offered",
        doc: "Operations that clients began, per second of the window, whatever became of them: the offered load of queueing theory. Retries are not counted; see `attempts`.",
        phrase: "Requests begun per second[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Offered",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Rate),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    per_second(evidence, call, evidence.chosen(call).len())
}

/// So many in the window, per second of it.
pub(super) fn per_second(evidence: &Evidence<'_>, call: &Call, count: usize) -> Finding {
    match evidence.looked_at(call) {
        Some((from, to)) => {
            let value = count as f64 / to.since(from).as_secs();
            Finding::quantity(Quantity { value, unit: Unit::Rate }, evidence.chosen(call).len())
        }
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
