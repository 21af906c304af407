//! `messages`: how many messages a node sent.

use super::clock_error::WHERE;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "messages",
        doc: "How many messages the node sent, answers included, whatever became of them; a second copy that the network made is not counted.",
        phrase: "Messages sent by {node}[, during the {during}][, from {wait} after the {after}]",
        short: "Messages",
        args: WHERE,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let nodes = call.word("node").and_then(|name| evidence.world.called(name)).unwrap_or_default();
    let Some((from, to)) = evidence.range(call) else { return Finding::quantity(Quantity::count(0), 0) };
    let sent = evidence.world.trace.messages().filter(|m| m.sent >= from && m.sent < to && m.sent <= evidence.until);
    let count = sent.filter(|m| !m.copy && nodes.contains(&m.from)).count();
    Finding::quantity(Quantity::count(count), count)
}
