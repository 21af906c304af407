//! `calm`: how long nothing has lain on the world that somebody had brought.

use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "calm",
        doc: "How long ago the last fault was over: acts of the learner, not those of the scenario. Nothing while one still lies on the world, a setting that was changed among them, and nothing where there was none.",
        phrase: "The last fault is over for",
        short: "Calm",
        args: &[],
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let acts = evidence.world.trace.acts.iter().filter(|a| a.own && a.at <= evidence.until);
    let ends: Vec<Time> = acts.map(|a| if a.until <= evidence.until { a.until } else { Time::NEVER }).collect();
    let calm = match ends.iter().max() {
        Some(end) if *end != Time::NEVER => evidence.until.since(*end),
        _ => Duration::ZERO,
    };
    Finding::quantity(Quantity::time(calm), ends.len())
}
