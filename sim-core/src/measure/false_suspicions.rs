//! `false_suspicions`: nodes that were up and were suspected.

use super::detection_time::{Suspicion, lives, suspicions};
use super::evidence::clock;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When the suspicion began." },
    WitnessField { name: "suspect", kind: FieldKind::Node, doc: "The node that was up." },
    WitnessField { name: "by", kind: FieldKind::Node, doc: "The node that suspected it." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "false_suspicions",
        doc: "How often a node began to suspect one that was up then: the mistake that a detector makes where messages are late or lost (Chandra & Toueg 1996).",
        phrase: "Suspicions of a node that was up[: {node}]",
        short: "False",
        args: &[Arg { name: "node", kind: ArgKind::Node, required: false, doc: "Only suspicions of this node." }],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let of = call.word("node").map(|name| evidence.world.called(name).unwrap_or_default());
    let begun: Vec<Suspicion> = suspicions(evidence)
        .into_iter()
        .filter(|s| s.begins && of.as_ref().is_none_or(|nodes| nodes.contains(&s.about)))
        .collect();
    let lives = lives(evidence);
    let wrong = begun.iter().filter(|s| lives.iter().any(|(node, life)| *node == s.about && life.contains(&s.at)));
    let witnesses = wrong.map(|suspicion| witness(evidence, suspicion)).collect();
    Finding::events(witnesses, begun.len())
}

fn witness(evidence: &Evidence<'_>, suspicion: &Suspicion) -> Witness {
    let (by, about) = (evidence.label(suspicion.by), evidence.label(suspicion.about));
    Witness {
        at: suspicion.at,
        sentence: format!("At {} {by} began to suspect {about}, which was up.", clock(suspicion.at)),
        fields: vec![
            ("at", Fact::At(suspicion.at)),
            ("suspect", Fact::Node(about.to_string())),
            ("by", Fact::Node(by.to_string())),
        ],
        rows: suspicion.row.into_iter().collect(),
        marks: Vec::new(),
        because: Vec::new(),
    }
}
