//! `most_attempts`: the most calls that a server was sent for one operation.

use super::at_node::{CALLS_FOR_ONE, calls, servers};
use super::evidence::{clock, span};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history;
use crate::id::{NodeId, OpId};
use crate::quantity::{Quantity, Unit};
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("calls", FieldKind::Value, "How many calls the server was sent for this operation by now."),
    field("above", FieldKind::Value, "How many calls the node was sent that made them."),
    field("higher", FieldKind::Value, "How many calls the node above that one was sent."),
    field("client", FieldKind::Node, "The client that had asked, once."),
    field("server", FieldKind::Node, "The server that was called so often."),
    field("caller", FieldKind::Node, "The node that called it."),
    field("begun", FieldKind::At, "When the client had asked."),
    field("took", FieldKind::Span, "How long after that the last of these calls was sent."),
    field("asked", FieldKind::Event, "The client asks."),
    field("first", FieldKind::Event, "The first of these calls is sent."),
    field("answer", FieldKind::Event, "The first of them ends for its caller: by an answer, or by the caller's timer."),
    field("last", FieldKind::Event, "The last of them is sent."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "most_attempts",
        doc: "The most calls that were sent to a server or to a group for one and the same operation, whether or not they arrived.",
        phrase: "Calls to {node} for one request[, {clients}][, during the {during}]",
        short: "Max calls",
        args: CALLS_FOR_ONE,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let counts = calls(evidence, call, |_| true);
    let most = counts.iter().copied().max().unwrap_or_default();
    let mut finding = Finding::quantity(Quantity::count(most), counts.len());
    let op = counts.iter().position(|count| *count == most).filter(|_| most > 0);
    finding.witnesses.extend(op.and_then(|at| witness(evidence, call, evidence.chosen(call)[at].0)));
    finding
}

fn witness(evidence: &Evidence<'_>, call: &Call, id: OpId) -> Option<Witness> {
    let (servers, op) = (servers(evidence, call), evidence.world.history.op(id));
    let ours: Vec<&history::Call> = rows::calls_of(evidence, id).collect();
    let to = |node: NodeId| ours.iter().filter(|c| c.to == node).count();
    let there: Vec<&&history::Call> = ours.iter().filter(|c| servers.contains(&c.to)).collect();
    let (first, last) = (there.first()?, there.last()?);
    let above = last.parent.map(|id| evidence.world.history.call(id));
    let name = |node: NodeId| evidence.world.names[node.index()].clone();
    let took = last.sent.since(op.called);
    let mut witness = rows::bare(last.sent);
    witness.sentence = format!(
        "At {} {} was called the {}th time for one request of {}, {} old.",
        clock(last.sent),
        evidence.label(last.to),
        there.len(),
        evidence.label(op.client),
        span(took)
    );
    witness.fields = vec![
        ("calls", Fact::Value(there.len() as i64)),
        ("above", Fact::Value(to(last.from) as i64)),
        ("higher", Fact::Value(above.map_or(0, |call| to(call.from)) as i64)),
        ("client", Fact::Node(name(op.client))),
        ("server", Fact::Node(name(last.to))),
        ("caller", Fact::Node(name(last.from))),
        ("begun", Fact::At(op.called)),
        ("took", Fact::Span(took)),
    ];
    let events = [
        ("asked", Some(op.call_row)),
        ("first", rows::request(evidence, first)),
        ("answer", rows::ended(evidence, first)),
        ("last", rows::request(evidence, last)),
    ];
    rows::events(&mut witness, &events);
    let [asked, _, answer, end] = events.map(|(_, row)| row);
    let (client, caller) = (evidence.label(op.client), evidence.label(last.from));
    let chain = vec![
        (end, format!("{caller} called {} for the {}th time.", evidence.label(last.to), there.len())),
        (answer, format!("The first of these calls had ended at {}.", clock(first.ended))),
        (asked, format!("{client} had asked once, at {}.", clock(op.called))),
    ];
    rows::because(&mut witness, chain);
    witness.marks = vec![(id, "repeated")];
    Some(witness)
}
