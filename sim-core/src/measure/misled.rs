//! `misled`: clocks that were set by an honest answer, and are wrong since.

use super::evidence::{clock, span};
use super::exchanges::{self, Exchange};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::id::NodeId;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When the clock was set."),
    field("asked", FieldKind::At, "When it had asked."),
    field("told", FieldKind::At, "When the server had answered."),
    field("station", FieldKind::Node, "Whose clock."),
    field("server", FieldKind::Node, "Who answered."),
    field("error", FieldKind::Span, "How far it was off then."),
    field("delay", FieldKind::Span, "The round trip, without the server's own time."),
    field("half", FieldKind::Span, "Half of it, which the station takes for each way."),
    field("there", FieldKind::Span, "How long the question took in truth."),
    field("back", FieldKind::Span, "How long the answer took in truth."),
    field("apart", FieldKind::Span, "The difference of the two."),
    field("question", FieldKind::Event, "The question is sent."),
    field("heard", FieldKind::Event, "The question arrives."),
    field("reply", FieldKind::Event, "The answer is sent."),
    field("answer", FieldKind::Event, "The answer arrives."),
    field("set", FieldKind::Event, "The clock is set."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "misled",
        doc: "How often the node set its wall clock by an answer to its question of the time, whose round trip took at most `delay`, and was off by `off` or more afterwards. Nobody lied: four stamps tell the round trip, and not how it divides (Lundelius & Lynch, *An Upper and Lower Bound for Clock Synchronization*, 1984).",
        phrase: "Times that {node} set its clock wrong by {off} or more, the round trip at most {delay}",
        short: "Misled",
        args: &[
            Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The node, or a group." },
            Arg { name: "off", kind: ArgKind::Span, required: true, doc: "From how much on it counts." },
            Arg { name: "delay", kind: ArgKind::Span, required: true, doc: "The longest round trip that counts." },
        ],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let nodes = call.word("node").and_then(|name| evidence.world.called(name)).unwrap_or_default();
    let (off, delay) = (call.span("off").unwrap_or_default(), call.span("delay").unwrap_or_default());
    let (mut witnesses, mut over) = (Vec::new(), 0);
    for node in nodes {
        for exchange in exchanges::of(evidence, node) {
            let Some(set) = rows::adjusted(evidence, node, exchange.at) else { continue };
            over += 1;
            let error = Duration(evidence.world.clock(node, exchange.at).error(exchange.at).unsigned_abs());
            if error >= off && exchange.there() + exchange.back() <= delay {
                witnesses.push(witness(evidence, node, &exchange, error, set));
            }
        }
    }
    Finding::events(witnesses, over)
}

fn witness(
    evidence: &Evidence<'_>,
    node: NodeId,
    exchange: &Exchange,
    error: Duration,
    set: crate::id::RowId,
) -> Witness {
    let (there, back) = (exchange.there(), exchange.back());
    let delay = there + back;
    let name = |node: NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let (station, server) = (evidence.label(node), evidence.label(exchange.answer.from));
    let mut witness = rows::bare(exchange.at);
    witness.sentence = format!(
        "At {} {station} set its clock, and is {} off: the question took {}, the answer {}.",
        clock(exchange.at),
        span(error),
        span(there),
        span(back)
    );
    witness.fields = vec![
        ("at", Fact::At(exchange.at)),
        ("asked", Fact::At(exchange.question.sent)),
        ("told", Fact::At(exchange.answer.sent)),
        ("station", name(node)),
        ("server", name(exchange.answer.from)),
        ("error", Fact::Span(error)),
        ("delay", Fact::Span(delay)),
        ("half", Fact::Span(Duration(delay.0 / 2))),
        ("there", Fact::Span(there)),
        ("back", Fact::Span(back)),
        ("apart", Fact::Span(exchange.apart())),
    ];
    let (heard, answered) = (rows::arrival(evidence, &exchange.question), rows::arrival(evidence, &exchange.answer));
    let events = [
        ("question", Some(exchange.question.row)),
        ("heard", heard),
        ("reply", Some(exchange.answer.row)),
        ("answer", answered),
        ("set", Some(set)),
    ];
    rows::events(&mut witness, &events);
    let chain = vec![
        (Some(set), format!("{station} took {} for each way, and set its clock.", span(Duration(delay.0 / 2)))),
        (answered, format!("The answer had taken {}.", span(back))),
        (heard, format!("The question had reached {server} after {}.", span(there))),
        (Some(exchange.question.row), format!("{station} asked at {}.", clock(exchange.question.sent))),
    ];
    rows::because(&mut witness, chain);
    witness
}
