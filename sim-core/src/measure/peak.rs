//! `peak`: the most requests that reached a server within so long.

use super::at_node::servers;
use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::order::Ordered;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const ARGS: &[Arg] = &[
    Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The server, or the group." },
    Arg { name: "bucket", kind: ArgKind::Span, required: true, doc: "How long one of the spans is." },
    CHOOSING[1],
    Arg { name: "after", kind: ArgKind::Instant, required: false, doc: "Only arrivals from this moment on." },
    Arg { name: "for", kind: ArgKind::Span, required: false, doc: "Only arrivals within so long." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "peak",
        doc: "The most requests that reached a server or a group within one of the equal spans into which `bucket` divides the run from its beginning, refused ones included.",
        phrase: "Most requests at {node} within {bucket}[, during the {during}]",
        short: "Peak",
        args: ARGS,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let arrivals = arrivals(evidence, call);
    let bucket = call.span("bucket").unwrap_or_default().max(Duration(1)).0;
    let mut most = 0;
    for of_one in arrivals.chunk_by(|a, b| a.0 / bucket == b.0 / bucket) {
        most = most.max(of_one.len());
    }
    Finding::quantity(Quantity::count(most), arrivals.len())
}

/// When requests reached the servers, in order.
pub(super) fn arrivals(evidence: &Evidence<'_>, call: &Call) -> Vec<Time> {
    let servers = servers(evidence, call);
    let Some((from, to)) = evidence.range(call) else { return Vec::new() };
    let calls = evidence.world.history.calls.iter().take_while(|c| c.sent <= evidence.until);
    let here = calls.filter(|c| c.arrived <= evidence.until && servers.contains(&c.to));
    let mut arrivals: Vec<Time> =
        here.map(|c| c.arrived).filter(|at| *at >= from.max(evidence.from) && *at < to).collect();
    arrivals.order();
    arrivals
}
