//! `healthy`: how many servers work and can be reached.

use super::at_node::servers;
use super::{Call, Evidence, Finding, Measure};
use crate::id::NodeId;
use crate::order::Ordered;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;
use crate::trace::{Row, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "healthy",
        doc: "The fewest servers of a group, at any instant of the window, that were up, did not stand still, and that no cut kept from `from`: what really was the case, whatever anybody believed.",
        phrase: "Of {node}, at least so many are well and in reach of {from}",
        short: "Healthy",
        args: &[
            Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The group of servers." },
            Arg { name: "from", kind: ArgKind::Node, required: true, doc: "Who asks them." },
        ],
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let (servers, world) = (servers(evidence, call), evidence.world);
    let Some(asker) = call.word("from").and_then(|name| world.node(name)) else {
        return Finding::quantity(Quantity::count(0), 0);
    };
    let cuts = world.trace.acts.iter().filter(|a| a.text.starts_with("cut ") || a.text.starts_with("isolate "));
    let reaches = |server: NodeId, at: Time| {
        cuts.clone()
            .filter(|cut| cut.at <= at && at < cut.until)
            .all(|cut| !cut.links.contains(&(asker, server)) && !cut.links.contains(&(server, asker)))
    };
    let rows = rows_of_acts(evidence);
    let works = |server: NodeId, at: Time| {
        let (mut up, mut still) = (true, false);
        for (_, row) in rows.iter().take_while(|(_, row)| row.at <= at) {
            match row.what {
                What::Up(node) if node == server => up = true,
                What::Down(node) if node == server => (up, still) = (false, false),
                What::Paused(node) if node == server => still = true,
                What::Resumed(node) if node == server => still = false,
                _ => {}
            }
        }
        up && !still
    };
    let well = |at: Time| servers.iter().filter(|server| works(**server, at) && reaches(**server, at)).count();
    let changes = instants(evidence).into_iter().filter(|at| *at > evidence.from && *at < evidence.until);
    let fewest = changes.chain([evidence.from]).map(well).min().unwrap_or_default();
    Finding::quantity(Quantity::count(fewest), servers.len())
}

/// When acts were applied and undone, by now: whatever befalls a node befalls it then.
fn instants(evidence: &Evidence<'_>) -> Vec<Time> {
    let acts = evidence.world.trace.acts.iter().take_while(|a| a.at <= evidence.until);
    let mut all: Vec<Time> = acts.flat_map(|a| [a.at, a.until]).filter(|at| *at <= evidence.until).collect();
    all.order();
    all.dedup();
    all
}

/// The rows of these instants, in order, with their numbers: among them every fall and every rise of a node but the first.
pub(super) fn rows_of_acts(evidence: &Evidence<'_>) -> Vec<(u32, Row)> {
    let trace = &evidence.world.trace;
    let at = |at: Time| trace.numbered(trace.row_at(at)..trace.row_after(at));
    instants(evidence).into_iter().flat_map(at).collect()
}
