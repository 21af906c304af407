//! What measures of a server share: their arguments, the calls to it, and its gauges.

use super::success::CHOOSING;
use super::{Call, Evidence};
use crate::history;
use crate::id::NodeId;
use crate::parts::stats::Level;
use crate::registry::{Arg, ArgKind};
use crate::trace::Point;

const NODE: Arg = Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The server, or the group." };

/// Calls to a server, for chosen operations, all together or for one.
pub(super) const CALLS: &[Arg] = &[
    NODE,
    Arg {
        name: "per",
        kind: ArgKind::Word(&["op"]),
        required: false,
        doc: "`op`: divided by the number of these operations.",
    },
    CHOOSING[0],
    CHOOSING[1],
    CHOOSING[2],
    CHOOSING[3],
    CHOOSING[4],
];

/// Calls to a server for one operation.
pub(super) const CALLS_FOR_ONE: &[Arg] = &[NODE, CHOOSING[0], CHOOSING[1], CHOOSING[2], CHOOSING[3], CHOOSING[4]];

/// A server over a span of time.
pub(super) const OVER_TIME: &[Arg] = &[
    NODE,
    Arg { name: "during", kind: ArgKind::Window, required: false, doc: "Only while this act lay on the world." },
    Arg { name: "after", kind: ArgKind::Instant, required: false, doc: "Only from this moment on." },
    Arg { name: "wait", kind: ArgKind::Span, required: false, doc: "Counted from `after`, so much later." },
    Arg { name: "for", kind: ArgKind::Span, required: false, doc: "Only for this span." },
];

/// The servers that `node` names.
pub(super) fn servers(evidence: &Evidence<'_>, call: &Call) -> Vec<NodeId> {
    call.word("node").and_then(|name| evidence.world.called(name)).unwrap_or_default()
}

/// For each chosen operation, in order, how many of the calls to the servers count.
pub(super) fn calls(evidence: &Evidence<'_>, call: &Call, counts: impl Fn(&history::Call) -> bool) -> Vec<usize> {
    let (servers, chosen) = (servers(evidence, call), evidence.chosen(call));
    let mut found = vec![0; chosen.len()];
    let Some((_, first)) = chosen.first() else { return found };
    let all = &evidence.world.history.calls;
    let since = all.partition_point(|c| c.sent < first.called);
    for one in all.range(since..all.len()).take_while(|c| c.sent <= evidence.until) {
        if servers.contains(&one.to)
            && counts(one)
            && let Ok(at) = chosen.binary_search_by_key(&one.op, |(op, _)| *op)
        {
            found[at] += 1;
        }
    }
    found
}

/// The mean over the window of a gauge of a server; nothing where it has none, or where no time has passed.
pub(super) fn mean(evidence: &Evidence<'_>, call: &Call, server: NodeId, gauge: &str) -> Option<f64> {
    let (from, to) = evidence.looked_at(call)?;
    let gauge = evidence.world.protocol_of(server).gauges.iter().position(|g| g.name == gauge)? as u8;
    let points = &evidence.world.trace.gauges;
    let first = points.partition_point(|p| p.at < from);
    let ours = |p: &&Point| p.node == server && p.gauge == gauge;
    let value = |p: &Point| u64::try_from(p.value).unwrap_or_default();
    let before = points.range(0..first).rev().find(ours).map_or(0, value);
    let mut level = Level::new(from, before);
    for point in points.range(first..points.len()).take_while(|p| p.at <= to).filter(ours) {
        level.set(point.at, value(point));
    }
    Some(level.mean(to))
}
