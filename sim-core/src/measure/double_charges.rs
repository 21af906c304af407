//! `double_charges`: operations that were charged more than once.

use super::evidence::clock;
use super::success::CHOOSING;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::id::OpId;
use crate::order::Ordered;
use crate::protocol::About;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::trace::Record;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When it was charged again." },
    WitnessField { name: "first", kind: FieldKind::At, doc: "When it was charged first." },
    WitnessField { name: "amount", kind: FieldKind::Value, doc: "How much, the second time." },
    WitnessField { name: "server", kind: FieldKind::Node, doc: "The node that charged again." },
    WitnessField { name: "client", kind: FieldKind::Node, doc: "The client that had asked." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "double_charges",
        doc: "How many operations had an effect more than once: the ledger charged them, that was safe on its disk, and it charged them again.",
        phrase: "Purchases charged twice[, {clients}][, during the {during}]",
        short: "Twice",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let (chosen, charges) = (evidence.chosen(call), charges(evidence));
    let twice = chosen.iter().filter_map(|(op, _)| match of(&charges, *op) {
        [first, again, ..] => Some((*op, *first, *again)),
        _ => None,
    });
    let mut witnesses: Vec<Witness> = twice.map(|(op, one, two)| witness(evidence, op, &one.1, &two.1)).collect();
    witnesses.order_by_key(|w| w.at);
    Finding::events(witnesses, chosen.len())
}

fn witness(evidence: &Evidence<'_>, op: OpId, first: &Record, again: &Record) -> Witness {
    let (server, purchase) = (evidence.label(again.node), evidence.world.history.op(op));
    let client = evidence.label(purchase.client);
    let label = purchase.label(&evidence.world.history.keys);
    let rows: Vec<u32> = [first.row, again.row].into_iter().flatten().map(|row| row.0).collect();
    Witness {
        at: again.at,
        sentence: format!(
            "At {} {server} did `{label}` of {client} again; it had done so at {}.",
            clock(again.at),
            clock(first.at)
        ),
        fields: vec![
            ("at", Fact::At(again.at)),
            ("first", Fact::At(first.at)),
            ("amount", Fact::Value(again.value)),
            ("server", Fact::Node(server.to_string())),
            ("client", Fact::Node(client.to_string())),
        ],
        rows,
        marks: vec![(op, "twice")],
        because: Vec::new(),
    }
}

/// Charges as far as they were known then, by operation and in order.
pub(super) fn charges(evidence: &Evidence<'_>) -> Vec<(OpId, Record)> {
    let world = evidence.world;
    let known = world.trace.records.iter().take_while(|r| r.at <= evidence.until);
    let is_charge = |r: &&Record| {
        let kind = world.protocol_of(r.node).records.get(usize::from(r.kind));
        kind.is_some_and(|kind| kind.name == "charge")
    };
    let charge = |r: &Record| if let About::Op(op) = r.about { Some((op, *r)) } else { None };
    let mut charges: Vec<(OpId, Record)> = known.filter(is_charge).filter_map(charge).collect();
    charges.order_by_key(|(op, _)| *op);
    charges
}

/// Those of one operation.
pub(super) fn of(charges: &[(OpId, Record)], op: OpId) -> &[(OpId, Record)] {
    let from = charges.partition_point(|(of, _)| *of < op);
    let to = charges.partition_point(|(of, _)| *of <= op);
    &charges[from..to]
}
