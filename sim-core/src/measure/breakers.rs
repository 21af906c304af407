//! `breakers`: what the circuit breakers of many callers are doing.

use super::success::CHOOSING;
use super::withheld::breaker;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::id::NodeId;
use crate::parts::stats::Level;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const STATES: &[&str] = &["closed", "open", "half-open"];

const ARGS: &[Arg] = &[
    CHOOSING[0],
    Arg { name: "state", kind: ArgKind::Word(STATES), required: true, doc: "What they are doing." },
    CHOOSING[1],
    CHOOSING[2],
    CHOOSING[3],
    CHOOSING[4],
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "breakers",
        doc: "How many of these clients' circuit breakers are closed, open or half-open, on average over time.",
        phrase: "Breakers that are {state}[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Breakers",
        args: ARGS,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let world = evidence.world;
    let chosen = match call.word("clients") {
        Some(word) => evidence.clients(word, call.word("during")),
        None => world.all_nodes().filter(|n| world.is_client(*n)).collect(),
    };
    let chosen: Vec<(NodeId, u8)> = chosen.iter().filter_map(|node| Some((*node, breaker(evidence, *node)?))).collect();
    let asked = STATES.iter().position(|word| call.word("state") == Some(*word)).unwrap_or_default() as i32;
    let Some((from, to)) = evidence.looked_at(call).filter(|_| !chosen.is_empty()) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let mut states = vec![0; chosen.len()];
    let among = |states: &[i32]| states.iter().filter(|state| **state == asked).count() as u64;
    let mut level = Level::new(from, among(&states));
    for point in world.trace.gauges.iter().take_while(|p| p.at <= to) {
        let Some(at) = chosen.iter().position(|one| *one == (point.node, point.gauge)) else { continue };
        states[at] = point.value;
        level.set(point.at.max(from), among(&states));
    }
    Finding::quantity(Quantity { value: level.mean(to), unit: Unit::Count }, chosen.len())
}
