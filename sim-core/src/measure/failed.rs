//! `failed`: operations that were refused.

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::history::Outcome;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "failed",
        doc: "How many operations were refused: the server said that they did not happen and will not.",
        phrase: "Requests refused[, {clients}][, during the {during}]",
        short: "Refused",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    count(evidence, call, Outcome::Failed)
}

/// Operations that ended this way.
pub(super) fn count(evidence: &Evidence<'_>, call: &Call, outcome: Outcome) -> Finding {
    let chosen = evidence.chosen(call);
    let ended = chosen.iter().filter(|(_, op)| evidence.outcome(op) == outcome).count();
    Finding::quantity(Quantity::count(ended), chosen.len())
}
