//! `late_calls`: calls that were sent for somebody who had been told how it ended.

use super::at_node::{CALLS, calls};
use super::attempts::per_op;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "late_calls",
        doc: "Calls to a server or to a group that were sent when the client of these operations had been told how they ended, or had given up: the tiers in between went on asking. With `per = op`, the mean over the operations.",
        phrase: "Calls to {node} for users who had left[ per {per}][, {clients}][, during the {during}]",
        short: "In vain",
        args: CALLS,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    per_op(call, &calls(evidence, call, |c| evidence.world.history.op(c.op).returned < c.sent))
}
