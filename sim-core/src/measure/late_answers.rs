//! `late_answers`: answers that reached a caller who had stopped waiting.

use super::at_node::{CALLS_FOR_ONE, servers};
use super::evidence::{clock, span};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history::{self, CallEnd};
use crate::id::CallId;
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Time;
use crate::trace::{End, Message};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("arrived", FieldKind::At, "When the answer arrived."),
    field("gaveup", FieldKind::At, "When its caller had stopped waiting."),
    field("late", FieldKind::Span, "How long before that."),
    field("sent", FieldKind::At, "When the request was sent."),
    field("done", FieldKind::At, "When the server had finished the work."),
    field("attempt", FieldKind::Value, "Which attempt of the operation it was."),
    field("work", FieldKind::Value, "How often the server has begun to work on the operation by now."),
    field("client", FieldKind::Node, "Who had asked."),
    field("server", FieldKind::Node, "Who had answered."),
    field("request", FieldKind::Event, "The request sets out."),
    field("finished", FieldKind::Event, "The work is done and the answer sets out."),
    field("alarm", FieldKind::Event, "The caller's timer fires."),
    field("answer", FieldKind::Event, "The answer arrives."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "late_answers",
        doc: "How many answers of a server or of a group reached a caller who had stopped waiting for them: the work was done, and nobody used it.",
        phrase: "Answers of {node} that came too late[, {clients}][, during the {during}]",
        short: "Late",
        args: CALLS_FOR_ONE,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let (servers, chosen) = (servers(evidence, call), evidence.chosen(call));
    let since = chosen.first().map_or(Time::NEVER, |(_, op)| op.called);
    let mut late: Vec<(Time, CallId, Message)> = Vec::new();
    for message in evidence.world.trace.messages().filter(|m| m.sent >= since) {
        let (Some((at, End::Arrived)), Some(id)) = (message.end, message.call) else { continue };
        let asked = evidence.world.history.call(id);
        if asked.end == CallEnd::GivenUp
            && asked.ended <= at
            && at <= evidence.until
            && message.from == asked.to
            && servers.contains(&asked.to)
            && chosen.binary_search_by_key(&asked.op, |(op, _)| *op).is_ok()
        {
            late.push((at, id, message));
        }
    }
    late.order_by_key(|(at, id, _)| (*at, *id));
    let brief = late.len().saturating_sub(TOLD);
    let mut witnesses = Vec::new();
    for (n, (at, id, message)) in late.iter().enumerate() {
        let mut witness = rows::bare(*at);
        if n >= brief {
            tell(evidence, &mut witness, evidence.world.history.call(*id), message);
        }
        witnesses.push(witness);
    }
    Finding::events(witnesses, chosen.len())
}

/// So many late answers, the last ones, are told in full.
const TOLD: usize = 8;

fn tell(evidence: &Evidence<'_>, witness: &mut Witness, asked: &history::Call, answer: &Message) {
    let (client, server) = (evidence.label(asked.from), evidence.label(asked.to));
    let late = witness.at.since(asked.ended);
    let ours = |c: &&history::Call| c.op == asked.op && c.to == asked.to && c.begun <= evidence.until;
    let work = evidence.world.history.calls.iter().filter(ours).count();
    let request = rows::request(evidence, asked);
    let alarm = rows::fired(evidence, asked.from, asked.ended);
    let arrival = rows::arrival(evidence, answer);
    witness.sentence = format!(
        "At {} the answer of {server} to attempt {} reached {client}, {} after {client} had stopped waiting.",
        clock(witness.at),
        asked.attempt,
        span(late)
    );
    witness.fields = vec![
        ("arrived", Fact::At(witness.at)),
        ("gaveup", Fact::At(asked.ended)),
        ("late", Fact::Span(late)),
        ("sent", Fact::At(asked.sent)),
        ("done", Fact::At(answer.sent)),
        ("attempt", Fact::Value(asked.attempt.into())),
        ("work", Fact::Value(work as i64)),
        ("client", Fact::Node(evidence.world.names[asked.from.index()].clone())),
        ("server", Fact::Node(evidence.world.names[asked.to.index()].clone())),
    ];
    witness.because = vec![
        (arrival.unwrap_or(answer.row).0, format!("The answer arrived at {}.", clock(witness.at))),
        (alarm.unwrap_or(answer.row).0, format!("{client} had stopped waiting at {}.", clock(asked.ended))),
        (answer.row.0, format!("{server} finished that very attempt at {}.", clock(answer.sent))),
    ];
    let finished = Some(answer.row);
    rows::events(witness, &[("request", request), ("finished", finished), ("alarm", alarm), ("answer", arrival)]);
    witness.because.extend(request.map(|row| (row.0, format!("It was sent at {}.", clock(asked.sent)))));
    witness.marks = vec![(asked.op, "late")];
}
