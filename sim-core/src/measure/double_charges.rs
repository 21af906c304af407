//! `double_charges`: operations that were charged more than once.

use super::evidence::clock;
use super::success::CHOOSING;
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history;
use crate::id::{OpId, RowId};
use crate::order::Ordered;
use crate::protocol::About;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::trace::{Message, Record};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When it was charged again." },
    WitnessField { name: "first", kind: FieldKind::At, doc: "When it was charged first." },
    WitnessField { name: "amount", kind: FieldKind::Value, doc: "How much, the second time." },
    WitnessField { name: "server", kind: FieldKind::Node, doc: "The node that charged again." },
    WitnessField { name: "client", kind: FieldKind::Node, doc: "The client that had asked." },
    WitnessField { name: "retried", kind: FieldKind::At, doc: "When the request that was charged again was sent." },
    WitnessField { name: "attempt", kind: FieldKind::Value, doc: "Which attempt that was." },
    WitnessField { name: "charge", kind: FieldKind::Event, doc: "The first charge is safe." },
    WitnessField {
        name: "answer",
        kind: FieldKind::Event,
        doc: "What became of its answer: lost, arrived, under way, or never sent because the process died.",
    },
    WitnessField { name: "retry", kind: FieldKind::Event, doc: "The request that was charged again is sent." },
    WitnessField { name: "again", kind: FieldKind::Event, doc: "The second charge is safe." },
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
    let mut witness = Witness {
        at: again.at,
        sentence: format!(
            "At {} {server} did “{label}” of {client} again; it had done so at {}.",
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
        rows: Vec::new(),
        marks: vec![(op, "twice")],
        because: Vec::new(),
    };
    // The last request that had come by then was charged again; where there is one only, it came twice.
    let asked = || rows::calls_of(evidence, op).filter(|c| c.to == again.node && c.arrived <= again.at);
    let mut events = vec![("charge", first.row)];
    let mut chain = vec![(again.row, format!("{server} charged again at {}.", clock(again.at)))];
    if let (Some(one), Some(two)) = (asked().next(), asked().last()) {
        chain.push((rows::request(evidence, two), format!("That was asked for at {}.", clock(two.sent))));
        events.push(("answer", answer(evidence, one, first)));
        events.push(("retry", rows::request(evidence, two)));
        witness.fields.extend([("retried", Fact::At(two.sent)), ("attempt", Fact::Value(two.attempt.into()))]);
    }
    events.push(("again", again.row));
    rows::events(&mut witness, &events);
    chain.push((first.row, format!("{server} had charged at {}.", clock(first.at))));
    rows::because(&mut witness, chain);
    witness
}

/// What became of the answer to a charge.
fn answer(evidence: &Evidence<'_>, asked: &history::Call, charge: &Record) -> Option<RowId> {
    let trace = &evidence.world.trace;
    let is_it = |m: &Message| {
        let of = m.call.map(|id| evidence.world.history.call(id));
        m.from == charge.node && of.is_some_and(|of| of.name == asked.name)
    };
    let message = trace.messages().filter(|m| m.sent >= charge.at && m.sent <= evidence.until).find(is_it);
    match message {
        Some(m) if m.end.is_some_and(|(at, _)| at <= evidence.until) => rows::arrival(evidence, &m),
        Some(m) => Some(m.row),
        None => charge.row, // the process died before it could answer
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
