//! `herds`: crowds that reach a server which had nothing to do.

use super::at_node::servers;
use super::evidence::{clock, span};
use super::peak::arrivals;
use super::{ArgValue, Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::id::NodeId;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("began", FieldKind::At, "When its first request arrived."),
    field("came", FieldKind::Value, "How many arrived within `width` of it, by now."),
    field("idle", FieldKind::Span, "How long the server had had nothing to do."),
    field("before", FieldKind::At, "When the herd before it began."),
    field("apart", FieldKind::Span, "How long after the herd before it."),
    field("waited", FieldKind::Span, "How long the first of them had backed off."),
    field("server", FieldKind::Node, "Whom they reached."),
    field("first", FieldKind::Event, "The first of them is sent."),
    field("refused", FieldKind::Event, "The same request's attempt before that had failed."),
    field("earlier", FieldKind::Event, "That attempt was sent."),
    field("asked", FieldKind::Event, "Its client asks, for the first time."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "herds",
        doc: "How often a request found a server that had had nothing to do for `idle`, and `size` requests, itself included, arrived within `width`: a thundering herd, between whose visits nobody is served.",
        phrase: "Herds of {size} within {width} that found {node} idle for {idle}",
        short: "Herds",
        args: &[
            Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The server." },
            Arg { name: "size", kind: ArgKind::Whole, required: true, doc: "How many are a herd." },
            Arg { name: "width", kind: ArgKind::Span, required: true, doc: "Within how long they arrive." },
            Arg {
                name: "idle",
                kind: ArgKind::Span,
                required: true,
                doc: "For how long the server had nothing to do.",
            },
        ],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let arrivals = arrivals(evidence, call);
    let over = arrivals.len();
    let whole = if let Some(ArgValue::Whole(n)) = call.arg("size") { usize::try_from(*n).unwrap_or(1) } else { 1 };
    let (width, idle) = (call.span("width").unwrap_or_default(), call.span("idle").unwrap_or_default());
    let mut witnesses: Vec<Witness> = Vec::new();
    let mut before = None;
    let Some(server) = servers(evidence, call).first().copied() else { return Finding::events(witnesses, 0) };
    for (began, rested) in rests(evidence, server).into_iter().filter(|(_, rested)| *rested >= idle) {
        let first = arrivals.partition_point(|at| *at < began);
        let came = arrivals.partition_point(|at| *at < began + width) - first;
        if came < whole.max(1) {
            continue;
        }
        let mut witness = rows::bare(arrivals[first + whole.max(1) - 1]);
        tell(evidence, &mut witness, server, began, came, rested);
        let earlier = before.replace(began).unwrap_or(began);
        witness.fields.extend([("before", Fact::At(earlier)), ("apart", Fact::Span(began.since(earlier)))]);
        witnesses.push(witness);
    }
    Finding::events(witnesses, over)
}

/// When a server began to work, and how long it had had nothing to do until then.
fn rests(evidence: &Evidence<'_>, server: NodeId) -> Vec<(Time, Duration)> {
    let (mut rests, mut since) = (Vec::new(), Some(Time::ZERO));
    let gauges = evidence.world.protocol_of(server).gauges;
    let Some(busy) = gauges.iter().position(|g| g.name == "busy") else { return rests };
    let points = evidence.world.trace.gauges.iter().take_while(|p| p.at <= evidence.until);
    for point in points.filter(|p| p.node == server && usize::from(p.gauge) == busy) {
        if point.value == 0 {
            since = Some(point.at);
        } else if let Some(rested) = since.take() {
            rests.push((point.at, point.at.since(rested)));
        }
    }
    rests
}

fn tell(evidence: &Evidence<'_>, witness: &mut Witness, server: NodeId, began: Time, came: usize, rested: Duration) {
    witness.sentence = format!(
        "At {} a herd of {came} came back to {}, which had had nothing to do for {}.",
        clock(began),
        evidence.label(server),
        span(rested)
    );
    witness.fields = vec![
        ("began", Fact::At(began)),
        ("came", Fact::Value(came as i64)),
        ("idle", Fact::Span(rested)),
        ("server", Fact::Node(evidence.world.names[server.index()].clone())),
    ];
    let Some(first) = evidence.world.history.calls.iter().find(|c| c.arrived == began && c.to == server) else {
        return;
    };
    let op = evidence.world.history.op(first.op);
    let mut events = vec![("asked", Some(op.call_row))];
    let client = evidence.label(op.client);
    let mut chain = vec![(rows::request(evidence, first), format!("{client} came back at {}.", clock(began)))];
    if let Some(failed) = rows::calls_of(evidence, first.op).find(|c| c.to == server && c.attempt + 1 == first.attempt)
    {
        witness.fields.push(("waited", Fact::Span(first.sent.since(failed.ended))));
        events.push(("earlier", rows::request(evidence, failed)));
        events.push(("refused", rows::ended(evidence, failed)));
        let waited = span(first.sent.since(failed.ended));
        let words = format!("It had been refused at {}, and waited {waited}.", clock(failed.ended));
        chain.push((rows::ended(evidence, failed), words));
    }
    events.push(("first", rows::request(evidence, first)));
    rows::events(witness, &events);
    chain.push((Some(op.call_row), format!("It asked first at {}.", clock(op.called))));
    rows::because(witness, chain);
    witness.marks = vec![(first.op, "back")];
}
