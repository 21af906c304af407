//! `double_belief`: for how long more than one worker believed that it holds the lease.

use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "double_belief",
        doc: "How long more than one worker believed that it holds the lease, all together. A worker that stands still believes what it believed last.",
        phrase: "Two believe that they hold the lease",
        short: "Both",
        args: &[],
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let world = evidence.world;
    let gauge = |p: &crate::trace::Point| world.protocol_of(p.node).gauges.get(usize::from(p.gauge)).map(|g| g.name);
    let mut believes = vec![false; world.names.len()];
    let (mut both, mut since, mut looked) = (Duration::ZERO, Time::ZERO, 0);
    let known = world.trace.gauges.iter().take_while(|p| p.at <= evidence.until);
    for point in known.filter(|p| gauge(p) == Some("believes")) {
        let holders = believes.iter().filter(|b| **b).count();
        both = both + if holders > 1 { point.at.since(since) } else { Duration::ZERO };
        (since, looked) = (point.at, looked + 1);
        believes[point.node.index()] = point.value > 0;
    }
    if believes.iter().filter(|b| **b).count() > 1 {
        both = both + evidence.until.since(since);
    }
    Finding::quantity(Quantity::time(both), looked)
}
