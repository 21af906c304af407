//! `most_attempts`: the most calls that a server was sent for one operation.

use super::at_node::{CALLS_FOR_ONE, calls};
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "most_attempts",
        doc: "The most calls that were sent to a server or to a group for one and the same operation, whether or not they arrived.",
        phrase: "Calls to {node} for one request[, {clients}][, during the {during}]",
        short: "Max calls",
        args: CALLS_FOR_ONE,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let counts = calls(evidence, call, |_| true);
    Finding::quantity(Quantity::count(counts.iter().copied().max().unwrap_or_default()), counts.len())
}
