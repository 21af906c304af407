//! `longest_gap`: for how long a storage accepted no write.

use super::{Call, Evidence, Finding, Measure, Verdict, writes};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "longest_gap",
        doc: "The longest time between one write that a storage accepted and the next, or since the last one: what a lease costs while nobody may write.",
        phrase: "Longest time without an accepted write",
        short: "Gap",
        args: &[],
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let accepted: Vec<Time> = writes::named(evidence, "accept").map(|r| r.at).collect();
    let next = accepted.iter().skip(1).copied().chain([evidence.until]);
    match accepted.iter().zip(next).map(|(from, to)| to.since(*from)).max() {
        Some(longest) => Finding::quantity(Quantity::time(longest), accepted.len()),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
