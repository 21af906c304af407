//! `uncharged`: operations that were acknowledged and never charged.

use super::double_charges::{charges, of};
use super::evidence::clock;
use super::success::CHOOSING;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::history::{Op, Outcome};
use crate::id::OpId;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When it was acknowledged." },
    WitnessField { name: "client", kind: FieldKind::Node, doc: "The client that was told so." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "uncharged",
        doc: "How many operations were acknowledged though they had no effect of their own: the ledger took them for copies of others.",
        phrase: "Purchases acknowledged and not charged[, {clients}][, during the {during}]",
        short: "Never",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let charges = charges(evidence);
    let mut acked = evidence.chosen(call);
    acked.retain(|(_, op)| matches!(evidence.outcome(op), Outcome::Ok(_)) && !op.verb.reads);
    let without = acked.iter().filter(|(id, _)| of(&charges, *id).is_empty());
    let witnesses = without.map(|(id, op)| witness(evidence, *id, op)).collect();
    Finding::events(witnesses, acked.len())
}

fn witness(evidence: &Evidence<'_>, id: OpId, op: &Op) -> Witness {
    let client = evidence.label(op.client);
    let label = op.label(&evidence.world.history.keys);
    Witness {
        at: op.returned,
        sentence: format!("At {} {client} was told that “{label}” was done; it was not.", clock(op.returned)),
        fields: vec![("at", Fact::At(op.returned)), ("client", Fact::Node(client.to_string()))],
        rows: vec![op.return_row.0],
        marks: vec![(id, "never")],
        because: Vec::new(),
    }
}
