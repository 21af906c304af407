//! `clock_error`: how far a wall clock was from the true time.

use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::clock::Clock;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::{Duration, Time};

/// The arguments that choose nodes and a window, shared by every measure of clocks.
pub(super) const WHERE: &[Arg] = &[
    Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The node, or a group." },
    Arg { name: "during", kind: ArgKind::Window, required: false, doc: "Only while this act lay on the world." },
    Arg { name: "after", kind: ArgKind::Instant, required: false, doc: "Only from this moment on." },
    Arg { name: "wait", kind: ArgKind::Span, required: false, doc: "Counted from `after`, so much later." },
    Arg { name: "for", kind: ArgKind::Span, required: false, doc: "Only for this span." },
];

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "clock_error",
        doc: "The largest distance of the node's wall clock from the true time, ahead or behind, which the engine knows and no node does.",
        phrase: "The clock of {node} off by at most[, during the {during}][, from {wait} after the {after}]",
        short: "Clock",
        args: WHERE,
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let nodes = call.word("node").and_then(|name| evidence.world.called(name)).unwrap_or_default();
    let window = evidence.range(call).filter(|(from, _)| *from <= evidence.until);
    let Some((from, to)) = window.filter(|_| !nodes.is_empty()) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let to = to.min(evidence.until);
    let largest = |node| {
        // Between two changes the error moves along a line, so that it is largest at one of their ends.
        let mut clock: Clock = evidence.world.clock(node, from);
        let mut largest = off(&clock, from);
        for (at, changed) in evidence.world.clock_changes(node).filter(|(at, _)| (from..=to).contains(at)) {
            largest = largest.max(if at > from { off(&clock, at) } else { 0 }).max(off(&changed, at));
            clock = changed;
        }
        largest.max(off(&clock, to))
    };
    let largest = nodes.iter().map(|node| largest(*node)).max().unwrap_or_default();
    Finding::quantity(Quantity::time(Duration(largest)), nodes.len())
}

fn off(clock: &Clock, at: Time) -> u64 {
    clock.error(at).unsigned_abs()
}
