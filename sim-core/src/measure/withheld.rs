//! `withheld`: operations that a circuit breaker turned away.

use std::collections::BTreeMap;

use super::evidence::{clock, span};
use super::success::CHOOSING;
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history::{self, CallEnd, Op};
use crate::id::{NodeId, OpId, RowId};
use crate::quantity::Unit;
use crate::registry::{Dial, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Time;
use crate::trace::{Point, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

/// The state of a breaker that lets nothing through.
const OPEN: i32 = 1;

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("opened", FieldKind::At, "When the breaker opened last before that."),
    field("ago", FieldKind::Span, "How long before."),
    field("server", FieldKind::Node, "Where the most calls of the window failed."),
    field("there", FieldKind::Value, "How many failed there."),
    field("failures", FieldKind::Value, "How many failed anywhere."),
    field("others", FieldKind::Value, "Calls that went to the other servers."),
    field("answered", FieldKind::Value, "How many of these were answered."),
    field("turned", FieldKind::Event, "The breaker turns the request away."),
    field("opening", FieldKind::Event, "The failure that opened it."),
    field(
        "failed",
        FieldKind::Event,
        "The last failure at that server before that: a timer fires, or an error arrives.",
    ),
    field("answer", FieldKind::Event, "The last answer of another server before that."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "withheld",
        doc: "The share of the operations that their client's circuit breaker turned away, so that nobody was asked.",
        phrase: "Requests that the breaker turned away[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Withheld",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let chosen = evidence.chosen(call);
    let kept = chosen.iter().filter_map(|(id, op)| turned(evidence, op).map(|row| (*id, *op, row)));
    let kept: Vec<(OpId, &Op, RowId)> = kept.collect();
    let mut finding = Finding::share(kept.len(), chosen.len());
    if let (Some((id, op, row)), Some((_, first))) = (kept.last(), chosen.first()) {
        finding.witnesses.push(witness(evidence, (*id, op), *row, first.called));
    }
    finding
}

/// Where a breaker kept back the only call of an operation.
fn turned(evidence: &Evidence<'_>, op: &Op) -> Option<RowId> {
    if op.attempts > 0 || !op.done_by(evidence.until) {
        return None;
    }
    let mut rows = evidence.world.trace.numbered(op.call_row.0 as usize..op.return_row.0 as usize);
    rows.find(|(_, row)| row.what == What::Withheld(op.client)).map(|(at, _)| RowId(at))
}

/// Which gauge of a node is its breaker's.
pub(super) fn breaker(evidence: &Evidence<'_>, node: NodeId) -> Option<u8> {
    evidence.world.protocol_of(node).gauges.iter().position(|g| matches!(g.dial, Dial::Breaker(_))).map(|at| at as u8)
}

/// When this node's breaker opened last, and the end of the call whose failure opened it.
pub(super) fn opening(evidence: &Evidence<'_>, node: NodeId, before: Time) -> Option<(Time, Option<RowId>)> {
    let (gauge, points) = (breaker(evidence, node)?, &evidence.world.trace.gauges);
    let until = points.partition_point(|p| p.at <= before);
    let its = |p: &&Point| p.node == node && p.gauge == gauge && p.value == OPEN;
    let opened = points.range(0..until).rev().find(its)?.at;
    let calls = evidence.world.history.calls.iter().take_while(|c| c.sent <= opened);
    let failed = calls.filter(|c| c.from == node && c.ended == opened && c.end != CallEnd::Ok).last();
    Some((opened, failed.and_then(|c| rows::ended(evidence, c))))
}

/// The last one that was turned away, and what the breaker could have known of the servers since `from`.
fn witness(evidence: &Evidence<'_>, (id, op): (OpId, &Op), row: RowId, from: Time) -> Witness {
    let (world, at) = (evidence.world, op.called);
    let mut witness = rows::bare(at);
    let client = evidence.label(op.client);
    witness.sentence = format!("At {} the breaker of {client} turned a request away, and nobody was asked.", clock(at));
    witness.marks = vec![(id, "turned away")];
    let opening = opening(evidence, op.client, at);
    let sent = world.history.calls.iter().take_while(|c| c.sent <= at);
    let its: Vec<&history::Call> =
        sent.filter(|c| c.ended <= at && world.history.op(c.op).client == op.client).collect();
    let mut events = vec![("turned", Some(row))];
    let mut chain = vec![(Some(row), format!("{client} asks nobody: its breaker is open."))];
    if let Some((since, row)) = opening {
        witness.fields.extend([("opened", Fact::At(since)), ("ago", Fact::Span(at.since(since)))]);
        events.push(("opening", row));
        chain.push((row, format!("It had opened {} before.", span(at.since(since)))));
    }
    // Only who asks nobody in turn can be at fault.
    let leaves = its.iter().filter(|c| c.calls == 0 && c.sent >= from && c.parent.is_some());
    let mut bad: BTreeMap<NodeId, i64> = BTreeMap::new();
    leaves.clone().filter(|c| c.end != CallEnd::Ok).for_each(|c| *bad.entry(c.to).or_default() += 1);
    let worst =
        bad.iter().max_by_key(|(node, count)| (**count, std::cmp::Reverse(**node))).map(|(node, n)| (*node, *n));
    if let Some((server, there)) = worst {
        let others: Vec<_> = leaves.clone().filter(|c| c.to != server).collect();
        let answered = others.iter().filter(|c| c.end == CallEnd::Ok).count() as i64;
        let failures = bad.values().sum();
        witness.fields.extend([
            ("server", Fact::Node(world.names[server.index()].clone())),
            ("there", Fact::Value(there)),
            ("failures", Fact::Value(failures)),
            ("others", Fact::Value(others.len() as i64)),
            ("answered", Fact::Value(answered)),
        ]);
        let last = |calls: &mut dyn Iterator<Item = &history::Call>| calls.max_by_key(|c| c.ended).cloned();
        let failed = last(&mut leaves.clone().copied().filter(|c| c.to == server && c.end != CallEnd::Ok));
        let answer = last(&mut leaves.clone().copied().filter(|c| c.to != server && c.end == CallEnd::Ok));
        let row_of = |call: Option<history::Call>| call.and_then(|c| rows::ended(evidence, &c));
        let (failed, answer) = (row_of(failed), row_of(answer));
        events.extend([("failed", failed), ("answer", answer)]);
        chain.push((failed, format!("Of {failures} failures, {there} were at {}.", evidence.label(server))));
        chain.push((answer, format!("The others had answered {answered} of {}.", others.len())));
    }
    rows::events(&mut witness, &events);
    rows::because(&mut witness, chain);
    witness
}
