//! `detection_time`: how long it took until a crashed node was suspected.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::id::NodeId;
use crate::order::gathered;
use crate::protocol::About;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;
use crate::trace::What;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "detection_time",
        doc: "The time from the node's first crash until another one of its group suspects it, or until all do that are up then; as long as that has not happened, the time since the crash.",
        phrase: "The crash of {node} known to {by} after",
        short: "Detected",
        args: &[
            Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The node that crashes." },
            Arg {
                name: "by",
                kind: ArgKind::Word(&["anybody", "everybody"]),
                required: true,
                doc: "Until one of the others suspects it, or all do.",
            },
        ],
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let world = evidence.world;
    let node = call.word("node").and_then(|name| world.node(name));
    let crash = node.and_then(|node| world.trace.rows().find(|r| r.what == What::Down(node)));
    let (Some(node), Some(crash)) = (node, crash.map(|r| r.at).filter(|at| *at <= evidence.until)) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let first = call.word("by") == Some("anybody");
    let up = lives(evidence).into_iter().filter(|(_, life)| life.contains(&crash)).map(|(other, _)| other);
    let mut missing: BTreeSet<NodeId> = gathered(up.filter(|other| world.group_of(*other) == world.group_of(node)));
    let others = missing.len();
    let mut told = suspicions(evidence).into_iter().filter(|s| s.about == node);
    // Who suspected it before it crashed does so from the crash on.
    let mut at = crash;
    while !missing.is_empty() && (!first || missing.len() == others) {
        let Some(one) = told.next() else {
            at = evidence.until;
            break;
        };
        if one.begins {
            missing.remove(&one.by);
            at = crash.max(one.at);
        } else if one.at <= crash {
            missing.insert(one.by);
        }
    }
    Finding::quantity(Quantity::time(at.since(crash)), others)
}

/// From when to when each node was up, as far as it was known then.
pub(super) fn lives(evidence: &Evidence<'_>) -> Vec<(NodeId, Range<Time>)> {
    let mut lives: Vec<(NodeId, Range<Time>)> = Vec::new();
    for row in evidence.world.trace.rows().take_while(|r| r.at <= evidence.until) {
        match row.what {
            What::Up(node) => lives.push((node, row.at..Time::NEVER)),
            What::Down(node) => {
                if let Some((_, life)) = lives.iter_mut().rev().find(|(of, _)| *of == node) {
                    life.end = row.at;
                }
            }
            _ => {}
        }
    }
    lives
}

/// A node begins to suspect another, or does so no more.
pub(super) struct Suspicion {
    pub at: Time,
    pub by: NodeId,
    pub about: NodeId,
    pub begins: bool,
    pub row: Option<u32>,
}

/// What nodes have put on record of one another, as far as it was known then.
pub(super) fn suspicions(evidence: &Evidence<'_>) -> Vec<Suspicion> {
    let world = evidence.world;
    let mut told = Vec::new();
    for record in world.trace.records.iter().take_while(|r| r.at <= evidence.until) {
        let name = world.protocol_of(record.node).records.get(usize::from(record.kind)).map(|r| r.name);
        if let (About::Node(about), Some(name @ ("suspect" | "trust"))) = (record.about, name) {
            let (at, by, row) = (record.at, record.node, record.row.map(|r| r.0));
            told.push(Suspicion { at, by, about, begins: name == "suspect", row });
        }
    }
    told
}
