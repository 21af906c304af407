//! `stamp_bytes`: what stamps cost in each message.

use super::happened::{self, BY};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::protocols::chat::STAMPS;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "stamp_bytes",
        doc: "Bytes of one kind of stamp; without `by`, of all kinds by which some reader goes, each counted once: what every message must carry. A wall clock or a Lamport number takes 8, a vector 4 for each office, a hybrid clock 8 and 4 for its counter.",
        phrase: "Bytes of stamps in a message[, of {by}]",
        short: "Bytes",
        args: &[Arg { required: false, ..BY }],
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let world = evidence.world;
    let reader = |n: &_| world.spelled(world.group_of(*n), "display").is_some();
    let offices = world.all_nodes().find(reader).and_then(|n| world.members(world.group_of(n))).map_or(0, <[_]>::len);
    let bytes = |kind: usize| match STAMPS[kind] {
        "vector" => 4 * offices,
        "hybrid" => 12,
        _ => 8,
    };
    let mut kinds: Vec<usize> = match call.word("by") {
        Some(_) => happened::kind(evidence, call).into_iter().collect(),
        None => ["display", "detector", "search"].iter().filter_map(|r| happened::chosen(evidence, r)).collect(),
    };
    if kinds.is_empty() {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    }
    let mut counted = [false; STAMPS.len()];
    kinds.retain(|kind| !std::mem::replace(&mut counted[*kind], true));
    Finding::quantity(Quantity::count(kinds.into_iter().map(bytes).sum()), offices)
}
