//! `queue_length`: how many requests wait at a server, on average over time.

use super::at_node::{OVER_TIME, mean, servers};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "queue_length",
        doc: "How many requests wait for a worker at a server, on average over time; of a group, the mean of its servers. It is the L of Little (A Proof for the Queuing Formula L = λW, Operations Research 1961), without those that are worked on.",
        phrase: "Requests waiting at {node}[, during the {during}][, from {wait} after the {after}]",
        short: "Queue",
        args: OVER_TIME,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let lengths: Vec<f64> =
        servers(evidence, call).into_iter().filter_map(|server| mean(evidence, call, server, "waiting")).collect();
    if lengths.is_empty() {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    }
    let value = lengths.iter().sum::<f64>() / lengths.len() as f64;
    Finding::quantity(Quantity { value, unit: Unit::Count }, lengths.len())
}
