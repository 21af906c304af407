//! `resurrected`: items that were taken out, and are back.

use super::evidence::clock;
use super::{Call, Evidence, Fact, Finding, Measure, Witness, carts};
use crate::history::Outcome;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "resurrected",
        doc: "How many items were at some instant in the copy of the node that had acknowledged their removal, although every acknowledged add of theirs was seen by an acknowledged remove.",
        phrase: "Items that were removed and are back",
        short: "Back",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[
            WitnessField { name: "at", kind: FieldKind::At, doc: "When it was back." },
            WitnessField { name: "thing", kind: FieldKind::Node, doc: "The item." },
            WitnessField { name: "removed", kind: FieldKind::At, doc: "When its removal was acknowledged." },
            WitnessField { name: "remover", kind: FieldKind::Node, doc: "Who had removed it." },
            WitnessField { name: "witness", kind: FieldKind::Node, doc: "The node that acknowledged the removal." },
            WitnessField { name: "remove", kind: FieldKind::Event, doc: "The acknowledgement." },
            WitnessField { name: "again", kind: FieldKind::Event, doc: "The copy becomes one that holds it again." },
        ],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let history = &evidence.world.history;
    let (_, back) = carts::scan(evidence);
    let over = evidence.ops().filter(|(_, op)| matches!(evidence.outcome(op), Outcome::Ok(_))).count();
    let told = |found: &carts::Found| {
        let (op, thing) = (history.op(found.op), &history.keys[usize::from(found.item.0)]);
        let (remover, server) = (evidence.label(op.client), evidence.label(op.server));
        let node = |n: crate::id::NodeId| Fact::Node(evidence.world.names[n.index()].clone());
        let out = format!("{remover} took {thing} out at {server}, which acknowledged it at {}.", clock(op.returned));
        Witness {
            at: found.at,
            sentence: format!(
                "At {} {thing} is in the cart of {server} again; {remover} was told at {} that it is out.",
                clock(found.at),
                clock(op.returned)
            ),
            fields: vec![
                ("at", Fact::At(found.at)),
                ("thing", Fact::Node(thing.clone())),
                ("removed", Fact::At(op.returned)),
                ("remover", node(op.client)),
                ("witness", node(op.server)),
                ("remove", Fact::Event(op.return_row.0)),
                ("again", Fact::Event(found.row.0)),
            ],
            rows: vec![op.return_row.0, found.row.0],
            marks: vec![(found.op, "undone")],
            because: vec![
                (found.row.0, format!("{server} took over a copy that still held {thing}.")),
                (op.return_row.0, out),
            ],
        }
    };
    Finding::events(back.iter().map(told).collect(), over)
}
