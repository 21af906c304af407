//! `answer_without_question`: somebody saw an effect and not its cause.

use super::evidence::clock;
use super::rows::bare;
use super::threads::{Thread, threads};
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "answer_without_question",
        doc: "How often a client read what another had written just after it had read something, and then, as its next operation, did not find what that one had read: an answer without its question.",
        phrase: "Answers seen without their question",
        short: "Alone",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[
            WitnessField {
                name: "at",
                kind: FieldKind::At,
                doc: "When the reader was told that there is no question.",
            },
            WitnessField { name: "knew", kind: FieldKind::At, doc: "When the one who answered was told the question." },
            WitnessField { name: "came", kind: FieldKind::At, doc: "When the reader was told the answer." },
            WitnessField { name: "question", kind: FieldKind::Event, doc: "The question was acknowledged." },
            WitnessField { name: "seen", kind: FieldKind::Event, doc: "Who answered had read it." },
            WitnessField { name: "answer", kind: FieldKind::Event, doc: "The answer was acknowledged." },
            WitnessField { name: "read", kind: FieldKind::Event, doc: "The reader was told the answer." },
            WitnessField {
                name: "look",
                kind: FieldKind::Event,
                doc: "The reader was told that there is no question.",
            },
            WitnessField { name: "age", kind: FieldKind::Span, doc: "From the question to the reader's look." },
        ],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let threads = threads(evidence);
    let mut witnesses: Vec<Witness> =
        threads.iter().filter(|thread| thread.alone(evidence)).filter_map(|thread| told(evidence, thread)).collect();
    witnesses.order_by_key(|witness| witness.at);
    Finding::events(witnesses, threads.len())
}

fn told(evidence: &Evidence<'_>, thread: &Thread<'_>) -> Option<Witness> {
    let Thread { question, seen, answer, reply, look } = *thread;
    let look = look?;
    let keys = &evidence.world.history.keys;
    let name = |op: &crate::history::Op| op.key.map_or("", |key| keys[usize::from(key.0)].as_str());
    let (asker, author, reader) =
        (evidence.label(question.client), evidence.label(answer.client), evidence.label(look.client));
    let (q, a) = (name(question), name(answer));
    let ends = [question, seen, answer, reply, look];
    let mut rows: Vec<u32> = ends.iter().map(|op| op.return_row.0).collect();
    rows.order();
    Some(Witness {
        sentence: format!(
            "At {} {reader} had {author}'s {a} and not {asker}'s {q}, which {author} had read at {} before writing.",
            clock(look.returned),
            clock(seen.returned)
        ),
        fields: vec![
            ("at", Fact::At(look.returned)),
            ("knew", Fact::At(seen.returned)),
            ("came", Fact::At(reply.returned)),
            ("question", Fact::Event(question.return_row.0)),
            ("seen", Fact::Event(seen.return_row.0)),
            ("answer", Fact::Event(answer.return_row.0)),
            ("read", Fact::Event(reply.return_row.0)),
            ("look", Fact::Event(look.return_row.0)),
            ("age", Fact::Span(look.returned.since(question.called))),
        ],
        rows,
        because: vec![
            (look.return_row.0, format!("{reader} asked for {q} at {} and did not find it.", clock(look.called))),
            (reply.return_row.0, format!("{reader} had been told {a} at {}.", clock(reply.returned))),
            (answer.return_row.0, format!("{author} had written {a} at {}.", clock(answer.called))),
            (seen.return_row.0, format!("Before that, {author} had been told {q} at {}.", clock(seen.returned))),
        ],
        ..bare(look.returned)
    })
}
