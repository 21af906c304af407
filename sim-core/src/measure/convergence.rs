//! `convergence`: how long until all copies are the same.

use std::collections::BTreeMap;

use super::{ArgValue, Call, Evidence, Finding, Measure, Verdict};
use crate::history::family;
use crate::id::NodeId;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;
use crate::trace::What;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "convergence",
        doc: "How long after a moment all servers that are up showed the same copies for the first time: of one key, or of everything. Nothing while they never have.",
        phrase: "Until all copies are the same[, {key}][, from the {after}]",
        short: "Agree",
        args: &[
            Arg { name: "key", kind: ArgKind::Key, required: false, doc: "Only this key." },
            Arg {
                name: "after",
                kind: ArgKind::Instant,
                required: false,
                doc: "Counted from this moment; without it, from the last answer to a client.",
            },
        ],
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

/// What nodes show at an instant and the instants at which that changes, from then on.
fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let (world, trace) = (evidence.world, &evidence.world.trace);
    let none = Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    let from = match call.arg("after") {
        Some(ArgValue::Instant(after)) => evidence.instant(after),
        _ => evidence.ops().map(|(_, op)| op.returned).filter(|at| *at <= evidence.until).max(),
    };
    let Some(from) = from else { return none };
    let key = call.word("key");
    let mut shown: BTreeMap<NodeId, Vec<(String, String)>> = BTreeMap::new();
    let agree = |shown: &BTreeMap<NodeId, Vec<(String, String)>>| {
        let mut copies = shown.values();
        let first = copies.next();
        copies.all(|copy| Some(copy) == first)
    };
    let told = |at: Time, servers: usize| Finding::quantity(Quantity::time(at.since(from)), servers);
    let mut at = Time::ZERO;
    for (_, row) in trace.numbered(0..trace.row_after(evidence.until)) {
        let What::Shows(node, view) = row.what else { continue };
        if world.is_client(node) {
            continue;
        }
        // An instant is over before it counts: what several nodes learn at once, they know together.
        if row.at > at && row.at > from && agree(&shown) {
            return told(at.max(from), shown.len());
        }
        at = row.at;
        let facts = &trace.views[view as usize].facts;
        let of_key = facts
            .iter()
            .filter(|(name, _)| key.is_none_or(|key| key == name || family(name) == Some(key)))
            .cloned()
            .collect();
        shown.insert(node, of_key);
    }
    if agree(&shown) { told(at.max(from), shown.len()) } else { none }
}
