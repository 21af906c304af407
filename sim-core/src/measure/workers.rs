//! `workers`: how many workers a server has.

use super::at_node::servers;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "workers",
        doc: "How many workers a server has now, busy or not; of a group, all together. What a pool costs.",
        phrase: "Workers of {node}",
        short: "Workers",
        args: &[Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The server, or the group." }],
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let servers = servers(evidence, call);
    let points = &evidence.world.trace.gauges;
    let by_now = points.partition_point(|p| p.at <= evidence.until);
    let of_one = |server: &crate::id::NodeId| {
        let gauge = evidence.world.protocol_of(*server).gauges.iter().position(|g| g.name == "workers")?;
        let mut its = points.range(0..by_now).rev().filter(|p| p.node == *server && usize::from(p.gauge) == gauge);
        its.next().map(|p| p.value.unsigned_abs() as usize)
    };
    let has: Vec<usize> = servers.iter().filter_map(of_one).collect();
    Finding::quantity(Quantity::count(has.iter().sum()), has.len())
}
