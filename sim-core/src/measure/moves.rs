//! `moves`: how often a client asks another server than the time before.

use std::collections::BTreeMap;

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::id::NodeId;
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "moves",
        doc: "The share of operations that a client asked of another server than its operation before. A guard: where everybody stays, no session is put to the test.",
        phrase: "Operations at another server than the one before[, {clients}][, during the {during}]",
        short: "Moves",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let mut last: BTreeMap<NodeId, NodeId> = BTreeMap::new();
    let (mut moved, mut all) = (0, 0);
    for (_, op) in evidence.chosen(call) {
        if let Some(before) = last.insert(op.client, op.server) {
            all += 1;
            moved += usize::from(before != op.server);
        }
    }
    Finding::share(moved, all)
}
