//! `rejected`: writes that a storage refused for their token.

use super::{Call, Evidence, Finding, Measure, writes};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "rejected",
        doc: "How many writes a storage with a fence refused, because it had accepted a higher token before. A few are the fence at work; many are a worker that does not notice.",
        phrase: "Writes refused",
        short: "Refused",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let rejected = writes::named(evidence, "reject").count();
    let accepted = writes::named(evidence, "accept").count();
    Finding::quantity(Quantity::count(rejected), rejected + accepted)
}
