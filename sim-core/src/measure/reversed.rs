//! `reversed`: pairs of cause and effect that a stamp puts in the wrong order, or in none.

use super::evidence::clock;
use super::happened::{self, BY, Story};
use super::{Call, Evidence, Fact, Finding, Measure, Verdict, Witness, rows};
use crate::quantity::{Quantity, Unit};
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When the effect happened." },
    WitnessField { name: "before", kind: FieldKind::At, doc: "When its cause had happened." },
    WitnessField { name: "from", kind: FieldKind::Node, doc: "Where the cause was." },
    WitnessField { name: "to", kind: FieldKind::Node, doc: "Where the effect was." },
    WitnessField { name: "cause", kind: FieldKind::Event, doc: "The cause." },
    WitnessField { name: "effect", kind: FieldKind::Event, doc: "The effect." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "reversed",
        doc: "How many pairs of stamped events, of which one happened before the other, have stamps that do not say so: the effect's is smaller, or the same. The clock condition (Lamport 1978) asks for none.",
        phrase: "Causes not stamped before their effects, by {by}",
        short: "Reversed",
        args: &[BY],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

/// So many are told, the first ones.
const TOLD: usize = 8;

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(kind) = happened::kind(evidence, call) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let story = happened::story(evidence, kind);
    let mut count = 0;
    let mut witnesses = Vec::new();
    for event in 0..story.events.len() {
        let here: usize = (0..story.offices.len()).map(|office| story.counts(event, office)[0]).sum();
        count += here;
        if here > 0 && witnesses.len() < TOLD {
            witnesses.extend(story.culprit(event).map(|cause| witness(evidence, &story, cause, event)));
        }
    }
    Finding { verdict: Verdict::Quantity(Quantity::count(count)), witnesses, over: story.ordered() }
}

fn witness(evidence: &Evidence<'_>, story: &Story, cause: usize, effect: usize) -> Witness {
    let (cause, effect) = (&story.events[cause], &story.events[effect]);
    let (from, to) = (evidence.label(cause.node).to_string(), evidence.label(effect.node).to_string());
    let mut witness = rows::bare(effect.at);
    witness.sentence = format!(
        "What happened at {to} at {} knew of {from} at {}, and has the stamp {} against {}.",
        clock(effect.at),
        clock(cause.at),
        happened::spelled(&effect.stamp),
        happened::spelled(&cause.stamp)
    );
    witness.fields = vec![
        ("at", Fact::At(effect.at)),
        ("before", Fact::At(cause.at)),
        ("from", Fact::Node(from)),
        ("to", Fact::Node(to)),
    ];
    rows::events(&mut witness, &[("cause", cause.row), ("effect", effect.row)]);
    witness
}
