//! `crashes`: how often a node went down.

use super::clock_error::WHERE;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::trace::What;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "crashes",
        doc: "How often a node, or the nodes of a group, went down: by an act, or by itself.",
        phrase: "Crashes of {node}[, during the {during}][, from {wait} after the {after}]",
        short: "Crashes",
        args: WHERE,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let nodes = call.word("node").and_then(|name| evidence.world.called(name)).unwrap_or_default();
    let Some((from, to)) = evidence.range(call) else { return Finding::quantity(Quantity::count(0), 0) };
    let rows = evidence.world.trace.rows().take_while(|row| row.at <= evidence.until && row.at < to);
    let down = rows.filter(|row| row.at >= from && matches!(row.what, What::Down(node) if nodes.contains(&node)));
    Finding::quantity(Quantity::count(down.count()), nodes.len())
}
