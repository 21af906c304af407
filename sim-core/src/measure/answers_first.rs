//! `answers_first`: answers that were stamped before their question.

use super::evidence::{clock, span};
use super::happened::{self, Event};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When the answer was given."),
    field("asked", FieldKind::At, "When the question was asked."),
    field("heard", FieldKind::At, "When it arrived."),
    field("question", FieldKind::Value, "The question's stamp, in milliseconds."),
    field("answer", FieldKind::Value, "The answer's stamp, in milliseconds."),
    field("early", FieldKind::Span, "By how much the answer seems to be earlier."),
    field("after", FieldKind::Span, "How long after its question it was given in truth."),
    field("asker", FieldKind::Node, "Who asked."),
    field("answerer", FieldKind::Node, "Who answered."),
    field("ask", FieldKind::Event, "The question is asked."),
    field("arrival", FieldKind::Event, "It arrives."),
    field("reply", FieldKind::Event, "The answer is given."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "answers_first",
        doc: "How many answers carry an earlier time, by the wall clock of the office that gave them, than their question has by the clock of the office that asked. Equal stamps are not counted.",
        phrase: "Answers stamped before their question",
        short: "Early",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let story = happened::story(evidence, 0);
    let of = |answer: &Event, what: i64| {
        let before = story.events.iter().take_while(|e| e.at <= answer.at);
        before.filter(|e| e.op == answer.op).find(|e| e.what == what)
    };
    let answers = || story.events.iter().filter(|e| e.what == 3);
    let early = answers().filter_map(|answer| {
        let question = of(answer, 1).filter(|question| answer.wall < question.wall)?;
        Some(witness(evidence, question, of(answer, 2)?, answer))
    });
    Finding::events(early.collect(), answers().count())
}

fn witness(evidence: &Evidence<'_>, question: &Event, heard: &Event, answer: &Event) -> Witness {
    let (asker, answerer) = (evidence.label(question.node).to_string(), evidence.label(answer.node).to_string());
    let early = Duration(question.wall.abs_diff(answer.wall).saturating_mul(1_000));
    let after = answer.at.since(question.at);
    let mut witness = rows::bare(answer.at);
    witness.sentence = format!(
        "At {} {answerer} answered what {asker} had asked {} before, and the answer's stamp is {} earlier than the question's.",
        clock(answer.at),
        span(after),
        span(early)
    );
    witness.fields = vec![
        ("at", Fact::At(answer.at)),
        ("asked", Fact::At(question.at)),
        ("heard", Fact::At(heard.at)),
        ("question", Fact::Value(question.wall)),
        ("answer", Fact::Value(answer.wall)),
        ("early", Fact::Span(early)),
        ("after", Fact::Span(after)),
        ("asker", Fact::Node(asker.clone())),
        ("answerer", Fact::Node(answerer.clone())),
    ];
    rows::events(&mut witness, &[("ask", question.row), ("arrival", heard.row), ("reply", answer.row)]);
    let chain = vec![
        (answer.row, format!("{answerer} stamped its answer {} ms.", answer.wall)),
        (heard.row, format!("The question had reached it at {}.", clock(heard.at))),
        (question.row, format!("{asker} had stamped it {} ms.", question.wall)),
    ];
    rows::because(&mut witness, chain);
    witness.marks = answer.op.map(|op| (op, "reversed")).into_iter().collect();
    witness
}
