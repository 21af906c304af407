//! `errors`: how many calls a server answered with an error.

use super::at_node::{CALLS, calls};
use super::attempts::per_op;
use super::{Call, Evidence, Finding, Measure};
use crate::history::CallEnd;
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "errors",
        doc: "Calls for these operations that a server or a group answered with an error while the caller still waited: a full queue, work that failed, a call of its own that failed. Silence is no error, and neither is a refused connection. With `per = op`, the mean over the operations.",
        phrase: "Errors answered by {node}[ per {per}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Errors",
        args: CALLS,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    per_op(call, &calls(evidence, call, |c| c.end == CallEnd::Failed && c.ended <= evidence.until))
}
