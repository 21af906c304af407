//! `half_width`: how wide the intervals are that a station publishes.

use super::clock_error::WHERE;
use super::uncovered::published;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "half_width",
        doc: "The mean half-width of published intervals: a station that says nothing has none, and no bound accepts that.",
        phrase: "Claims of {node}, on average ±[, during the {during}][, from {wait} after the {after}]",
        short: "Claim",
        args: WHERE,
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let published = published(evidence, call);
    let sum: u64 = published.iter().map(|interval| interval.half_width).sum();
    match sum.checked_div(published.len() as u64) {
        Some(mean) => Finding::quantity(Quantity::time(Duration(mean)), published.len()),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
