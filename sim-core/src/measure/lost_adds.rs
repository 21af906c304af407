//! `lost_adds`: items that were put in, and are nowhere.

use super::evidence::clock;
use super::{Call, Evidence, Fact, Finding, Measure, Witness, carts};
use crate::history::Outcome;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "lost_adds",
        doc: "How many items were in no copy at some instant although an add of theirs was acknowledged that no remove had seen. A remove without an answer may have happened.",
        phrase: "Items that were added and are gone",
        short: "Lost",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[
            WitnessField { name: "at", kind: FieldKind::At, doc: "When no copy held it any more." },
            WitnessField { name: "item", kind: FieldKind::Node, doc: "The item." },
            WitnessField { name: "added", kind: FieldKind::At, doc: "When its last add was acknowledged." },
            WitnessField { name: "buyer", kind: FieldKind::Node, doc: "Who had added it." },
            WitnessField { name: "shelf", kind: FieldKind::Node, doc: "The node that acknowledged it." },
            WitnessField { name: "holder", kind: FieldKind::Node, doc: "The node whose copy was the last to hold it." },
            WitnessField { name: "add", kind: FieldKind::Event, doc: "The acknowledgement." },
            WitnessField { name: "gone", kind: FieldKind::Event, doc: "The last copy becomes one without it." },
        ],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let history = &evidence.world.history;
    let (lost, _) = carts::scan(evidence);
    let over = evidence.ops().filter(|(_, op)| matches!(evidence.outcome(op), Outcome::Ok(_))).count();
    let told = |found: &carts::Found| {
        let (op, item) = (history.op(found.op), &history.keys[usize::from(found.item.0)]);
        let (buyer, shelf) = (evidence.label(op.client), evidence.label(op.server));
        let (holder, node) =
            (evidence.label(found.node), |n: crate::id::NodeId| Fact::Node(evidence.world.names[n.index()].clone()));
        let put = format!("{buyer} put {item} in at {shelf}, which acknowledged it at {}.", clock(op.returned));
        Witness {
            at: found.at,
            sentence: format!(
                "At {} {item} is in no copy any more; {buyer} was told at {} that it is in the cart.",
                clock(found.at),
                clock(op.returned)
            ),
            fields: vec![
                ("at", Fact::At(found.at)),
                ("item", Fact::Node(item.clone())),
                ("added", Fact::At(op.returned)),
                ("buyer", node(op.client)),
                ("shelf", node(op.server)),
                ("holder", node(found.node)),
                ("add", Fact::Event(op.return_row.0)),
                ("gone", Fact::Event(found.row.0)),
            ],
            rows: vec![op.return_row.0, found.row.0],
            marks: vec![(found.op, "lost")],
            because: vec![
                (found.row.0, format!("{holder} took a copy in which nothing says that {item} ever was.")),
                (op.return_row.0, put),
            ],
        }
    };
    Finding::events(lost.iter().map(told).collect(), over)
}
