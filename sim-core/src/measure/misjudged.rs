//! `misjudged`: pairs of events whose stamps say something else than what was.

use super::evidence::clock;
use super::happened::{self, BY, Story};
use super::{Call, Evidence, Fact, Finding, Measure, Verdict, Witness, rows};
use crate::quantity::{Quantity, Unit};
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When the second of the two happened." },
    WitnessField { name: "before", kind: FieldKind::At, doc: "When the first had happened." },
    WitnessField { name: "one", kind: FieldKind::Node, doc: "Where the first was." },
    WitnessField { name: "other", kind: FieldKind::Node, doc: "Where the second was." },
    WitnessField { name: "first", kind: FieldKind::Event, doc: "The first." },
    WitnessField { name: "second", kind: FieldKind::Event, doc: "The second." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "misjudged",
        doc: "How many pairs of stamped events are misjudged by who takes a smaller stamp for earlier, and neither smaller for concurrent: ordered where neither knew of the other, concurrent or reversed where one did. Only a clock with an entry for each node can have none (Charron-Bost 1991).",
        phrase: "Pairs misjudged as ordered or concurrent, by {by}",
        short: "Misjudged",
        args: &[BY],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(kind) = happened::kind(evidence, call) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let story = happened::story(evidence, kind);
    let mut wrong = 0;
    let mut witness = None;
    for event in 0..story.events.len() {
        let before = wrong;
        for office in 0..story.offices.len() {
            let [not_smaller, larger, smaller] = story.counts(event, office);
            let known = story.events[event].past[office] - not_smaller;
            // A pair that is reversed counts at its effect, as not smaller, and at its cause, as smaller: once is enough.
            wrong += not_smaller + (smaller - known) - larger;
        }
        if wrong > before && witness.is_none() {
            witness = story.misjudged(event).map(|other| told(evidence, &story, other.min(event), other.max(event)));
        }
    }
    let over = story.ordered() + story.concurrent();
    Finding { witnesses: witness.into_iter().collect(), ..Finding::quantity(Quantity::count(wrong), over) }
}

/// One pair: what was, and what the stamps say.
fn told(evidence: &Evidence<'_>, story: &Story, first: usize, second: usize) -> Witness {
    let known = story.knew(second, first);
    let says = match (story.below(first, second), story.below(second, first)) {
        (true, _) => "put the first before the second",
        (_, true) => "put the second before the first",
        _ => "put neither before the other",
    };
    let (a, b) = (&story.events[first], &story.events[second]);
    let (one, other) = (evidence.label(a.node).to_string(), evidence.label(b.node).to_string());
    let knew = if known { "knew of" } else { "did not know of" };
    let mut witness = rows::bare(b.at);
    witness.sentence = format!(
        "What happened at {other} at {} {knew} what happened at {one} at {}. Their stamps, {} and {}, {says}.",
        clock(b.at),
        clock(a.at),
        happened::spelled(&a.stamp),
        happened::spelled(&b.stamp),
    );
    witness.fields = vec![
        ("at", Fact::At(b.at)),
        ("before", Fact::At(a.at)),
        ("one", Fact::Node(one)),
        ("other", Fact::Node(other)),
    ];
    rows::events(&mut witness, &[("first", a.row), ("second", b.row)]);
    witness
}
