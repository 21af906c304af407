//! `entries`: what a rule of merging keeps beside the items.

use std::collections::BTreeMap;

use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::id::NodeId;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

/// The gauge of the protocols that keep some.
const GAUGE: &str = "entries";

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "entries",
        doc: "How many entries the copy with the most of them keeps beside its items: tags, cancelled tags, or names of what was taken out.",
        phrase: "Entries kept beside the items",
        short: "Kept",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let world = evidence.world;
    let mut now: BTreeMap<NodeId, i32> = BTreeMap::new();
    for point in world.trace.gauges.iter().take_while(|point| point.at <= evidence.until) {
        if world.protocol_of(point.node).gauges.get(usize::from(point.gauge)).is_some_and(|g| g.name == GAUGE) {
            now.insert(point.node, point.value);
        }
    }
    match now.values().max() {
        Some(most) => Finding::quantity(Quantity::count((*most).max(0) as usize), now.len()),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
