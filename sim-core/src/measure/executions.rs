//! `executions`: how often a server began to work on a call.

use super::at_node::{CALLS, calls};
use super::attempts::per_op;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "executions",
        doc: "Calls for these operations on which a server or a group began to work: not those that were lost, refused, or dropped from a queue. With `per = op`, the mean over the operations. A message that arrived twice counts once.",
        phrase: "Work begun by {node}[ per {per}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Work",
        args: CALLS,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    per_op(call, &calls(evidence, call, |c| c.begun <= evidence.until))
}
