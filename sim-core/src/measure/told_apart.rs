//! `told_apart`: concurrent events that a stamp puts in an order all the same.

use super::happened::{self, BY};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "told_apart",
        doc: "The share of pairs of stamped events, of which neither knew of the other, that have stamps of which one is smaller: an order that nothing in the run stands for.",
        phrase: "Concurrent pairs that {by} puts in an order",
        short: "Apart",
        args: &[BY],
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(kind) = happened::kind(evidence, call) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let story = happened::story(evidence, kind);
    let mut apart = 0;
    for event in 0..story.events.len() {
        for office in 0..story.offices.len() {
            let [not_smaller, larger, smaller] = story.counts(event, office);
            apart += smaller - (story.events[event].past[office] - not_smaller);
            apart -= larger; // these are ordered in truth, the other way
        }
    }
    Finding::share(apart, story.concurrent())
}
