//! `attempts`: how many calls a server was sent.

use super::at_node::{CALLS, calls};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "attempts",
        doc: "Calls that were sent to a server or to a group for these operations: first attempts and retries, by clients and by servers on their behalf, whether or not they arrived. With `per = op`, the mean over the operations: how much retries amplify the load (Brooker, Timeouts, retries, and backoff with jitter, 2019).",
        phrase: "Calls to {node}[ per {per}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Calls",
        args: CALLS,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    per_op(call, &calls(evidence, call, |_| true))
}

/// Their sum, or their mean where it is asked for.
pub(super) fn per_op(call: &Call, counts: &[usize]) -> Finding {
    let sum: usize = counts.iter().sum();
    if call.word("per").is_none() {
        return Finding::quantity(Quantity::count(sum), counts.len());
    }
    if counts.is_empty() {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    }
    let value = sum as f64 / counts.len() as f64;
    Finding::quantity(Quantity { value, unit: Unit::Count }, counts.len())
}
