//! `breaker_closed`: the share of the time that a circuit breaker let everything through.

use super::evidence::{clock, span};
use super::success::CHOOSING;
use super::{Call, Evidence, Fact, Finding, Measure, Verdict, Witness, rows};
use crate::history::{Op, Outcome};
use crate::id::{NodeId, OpId};
use crate::order::Ordered;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Dial, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("calls", FieldKind::Value, "Operations of the window that have ended."),
    field("failures", FieldKind::Value, "How many of them failed."),
    field("run", FieldKind::Value, "The most that failed one after the other."),
    field("client", FieldKind::Node, "Who asked."),
    field("failed", FieldKind::At, "When the last one failed."),
    field("before", FieldKind::At, "When the last one before that was answered."),
    field("apart", FieldKind::Span, "How long before."),
    field("failure", FieldKind::Event, "The last failure."),
    field("answer", FieldKind::Event, "The last answer before it."),
    field("request", FieldKind::Event, "The operation that failed is called."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "breaker_closed",
        doc: "The share of the time for which the circuit breaker of these clients was closed, the mean over the clients.",
        phrase: "Breaker closed[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Closed",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let clients = clients(evidence, call);
    let Some((from, to)) = evidence.looked_at(call).filter(|_| !clients.is_empty()) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let mut closed = Duration::ZERO;
    for client in &clients {
        let (mut since, mut was) = (from, 0);
        for (at, state) in states(evidence, *client).into_iter().filter(|(at, _)| *at <= to) {
            if was == 0 {
                closed = closed + at.max(since).since(since);
            }
            (since, was) = (at.max(from), state);
        }
        if was == 0 {
            closed = closed + to.since(since);
        }
    }
    let value = closed.as_secs() / (to.since(from).as_secs() * clients.len() as f64);
    let mut finding = Finding::quantity(Quantity { value, unit: Unit::Share }, clients.len());
    finding.witnesses.extend(witness(evidence, call));
    finding
}

/// The clients that are asked about: all, where none are named.
pub(super) fn clients(evidence: &Evidence<'_>, call: &Call) -> Vec<NodeId> {
    let world = evidence.world;
    let all = || world.all_nodes().filter(|n| world.is_client(*n)).collect();
    call.word("clients").map_or_else(all, |word| evidence.clients(word, call.word("during")))
}

/// What a client's breaker was doing, from when on: 0 closed, 1 open, 2 half-open. Closed before the first.
pub(super) fn states(evidence: &Evidence<'_>, client: NodeId) -> Vec<(Time, i32)> {
    let gauges = evidence.world.protocol_of(client).gauges;
    let Some(breaker) = gauges.iter().position(|g| matches!(g.dial, Dial::Breaker(_))) else { return Vec::new() };
    let points = evidence.world.trace.gauges.iter().take_while(|p| p.at <= evidence.until);
    points.filter(|p| p.node == client && usize::from(p.gauge) == breaker).map(|p| (p.at, p.value)).collect()
}

/// The last failure, the answer before it, and the longest run of failures.
fn witness(evidence: &Evidence<'_>, call: &Call) -> Option<Witness> {
    let mut ended: Vec<(OpId, &Op)> = evidence.chosen(call);
    ended.retain(|(_, op)| op.done_by(evidence.until));
    ended.order_by_key(|(id, op)| (op.returned, *id));
    let well = |op: &Op| matches!(op.outcome, Outcome::Ok(_));
    let (mut run, mut longest) = (0, 0);
    for (_, op) in &ended {
        run = if well(op) { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    let last = ended.iter().rposition(|(_, op)| !well(op))?;
    let failed = ended[last].1;
    let answered = ended[..last].iter().rev().map(|(_, op)| *op).find(|op| well(op))?;
    let failures = ended.iter().filter(|(_, op)| !well(op)).count();
    let mut witness = rows::bare(failed.returned);
    let label = |op: &Op| op.label(&evidence.world.history.keys);
    witness.sentence = format!(
        "Of {} calls {failures} failed, and never more than {longest} in a row: at {} “{}” was answered, {} before “{}” failed.",
        ended.len(),
        clock(answered.returned),
        label(answered),
        span(failed.returned.since(answered.returned)),
        label(failed)
    );
    witness.fields = vec![
        ("calls", Fact::Value(ended.len() as i64)),
        ("failures", Fact::Value(failures as i64)),
        ("run", Fact::Value(longest)),
        ("client", Fact::Node(evidence.world.names[failed.client.index()].clone())),
        ("failed", Fact::At(failed.returned)),
        ("before", Fact::At(answered.returned)),
        ("apart", Fact::Span(failed.returned.since(answered.returned))),
    ];
    let [failure, answer, request] = [failed.return_row, answered.return_row, failed.call_row].map(Some);
    rows::events(&mut witness, &[("failure", failure), ("answer", answer), ("request", request)]);
    let chain = vec![
        (failure, format!("“{}” failed at {}: one in a row.", label(failed), clock(failed.returned))),
        (
            answer,
            format!("“{}” was answered at {}: the count went back to zero.", label(answered), clock(answered.returned)),
        ),
    ];
    rows::because(&mut witness, chain);
    witness.marks = vec![(ended[last].0, "failed")];
    Some(witness)
}
