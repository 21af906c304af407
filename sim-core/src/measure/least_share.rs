//! `least_share`: how little the one that answers fewest has to do.

use super::at_node::{OVER_TIME, servers};
use super::{Call, Evidence, Finding, Measure};
use crate::history::CallEnd;
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "least_share",
        doc: "Of the calls to the servers of a group that were made in this window and answered, the share of the server that answered the fewest: 20 % of five at best, nothing while one of them is left out.",
        phrase: "Least share of one of {node}[, during the {during}][, from {wait} after the {after}]",
        short: "Least",
        args: OVER_TIME,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let servers = servers(evidence, call);
    let mut answered = vec![0; servers.len()];
    let Some((from, to)) = evidence.looked_at(call) else { return Finding::share(0, 0) };
    let all = &evidence.world.history.calls;
    let since = all.partition_point(|c| c.sent < from);
    for one in all.range(since..all.len()).take_while(|c| c.sent < to) {
        if one.end == CallEnd::Ok
            && one.ended <= evidence.until
            && let Some(at) = servers.iter().position(|server| *server == one.to)
        {
            answered[at] += 1;
        }
    }
    Finding::share(answered.iter().min().copied().unwrap_or_default(), answered.iter().sum())
}
