//! `accepted`: writes that a storage accepted.

use super::{Call, Evidence, Finding, Measure, writes};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "accepted",
        doc: "How many writes of workers under a lease their storage accepted.",
        phrase: "Writes accepted",
        short: "Accepted",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let accepted = writes::named(evidence, "accept").count();
    Finding::quantity(Quantity::count(accepted), accepted)
}
