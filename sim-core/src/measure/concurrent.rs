//! `concurrent`: pairs of events of which neither knew of the other.

use super::happened;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "concurrent",
        doc: "How many pairs of stamped events are concurrent: neither happened before the other, by the order at each office and the messages between them (Lamport 1978).",
        phrase: "Concurrent pairs",
        short: "Pairs",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let story = happened::story(evidence, 0);
    Finding::quantity(Quantity::count(story.concurrent()), story.events.len())
}
