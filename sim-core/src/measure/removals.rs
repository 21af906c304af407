//! `removals`: removes that took something out.

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure, carts};
use crate::history::Outcome;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "removals",
        doc: "How many acknowledged removes took something out: a remove of what is not there changes nothing.",
        phrase: "Removes that took something out[, {clients}][, during the {during}]",
        short: "Removed",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let took = carts::took_out(evidence);
    let chosen = evidence.chosen(call);
    let done = chosen.iter().filter(|(id, op)| took.contains(id) && matches!(evidence.outcome(op), Outcome::Ok(_)));
    Finding::quantity(Quantity::count(done.count()), chosen.len())
}
