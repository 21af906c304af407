//! `misjudged`: pairs of events whose stamps say something else than what was.

use super::happened::{self, BY};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "misjudged",
        doc: "How many pairs of stamped events are misjudged by who takes a smaller stamp for earlier, and neither smaller for concurrent: ordered where neither knew of the other, concurrent or reversed where one did. Only a clock with an entry for each node can have none (Charron-Bost 1991).",
        phrase: "Pairs misjudged as ordered or concurrent, by {by}",
        short: "Misjudged",
        args: &[BY],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(kind) = happened::kind(evidence, call) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let story = happened::story(evidence, kind);
    let mut wrong = 0;
    for event in 0..story.events.len() {
        for office in 0..story.offices.len() {
            let [not_smaller, larger, smaller] = story.counts(event, office);
            let known = story.events[event].past[office] - not_smaller;
            // A pair that is reversed counts at its effect, as not smaller, and at its cause, as smaller: once is enough.
            wrong += not_smaller + (smaller - known) - larger;
        }
    }
    let over = story.ordered() + story.concurrent();
    Finding::quantity(Quantity::count(wrong), over)
}
