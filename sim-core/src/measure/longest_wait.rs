//! `longest_wait`: how long a client waited until it knew how its operation ended, or gave up.

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "longest_wait",
        doc: "The longest time from an operation's call until it was answered, refused or given up, of those that have ended.",
        phrase: "Longest wait[, {clients}][, during the {during}]",
        short: "Wait",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let ended: Vec<_> = evidence.chosen(call).into_iter().filter(|(_, op)| op.done_by(evidence.until)).collect();
    match ended.iter().map(|(_, op)| op.returned.since(op.called)).max() {
        Some(longest) => Finding::quantity(Quantity::time(longest), ended.len()),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
