//! `unanswered`: operations that clients gave up.

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::history::Outcome;
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "unanswered",
        doc: "How many operations were given up after their timeout: the client cannot tell whether they happened.",
        phrase: "Requests without an answer[, {clients}][, during the {during}]",
        short: "Given up",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    super::failed::count(evidence, call, Outcome::Unknown)
}
