//! `goodput`: how many operations were answered per second.

use super::offered::per_second;
use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::history::Outcome;
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "goodput",
        doc: "Operations begun in the window that were answered by now, per second of the window: the useful part of the offered load (Beyer et al., Site Reliability Engineering, 2016, ch. 21-22). A refusal and a timeout are not answers, and neither is work for a caller who has left.",
        phrase: "Requests answered per second[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Goodput",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Rate),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let chosen = evidence.chosen(call);
    let answered = chosen.iter().filter(|(_, op)| matches!(evidence.outcome(op), Outcome::Ok(_))).count();
    per_second(evidence, call, answered)
}
