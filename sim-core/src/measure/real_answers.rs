//! `real_answers`: the share of operations that were answered, and not by a fallback.

use std::collections::BTreeSet;

use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::history::Outcome;
use crate::id::OpId;
use crate::protocol::About;
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "real_answers",
        doc: "The share of operations that were answered, and not by a fallback (an empty list in the place of recommendations), of those that have ended.",
        phrase: "Real answers[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Real",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let instead = fallbacks(evidence);
    let chosen = evidence.chosen(call).into_iter();
    let ended: Vec<bool> = chosen
        .filter_map(|(id, op)| match evidence.outcome(op) {
            Outcome::Open => None,
            Outcome::Ok(_) => Some(!instead.contains(&id)),
            Outcome::Failed | Outcome::Unknown => Some(false),
        })
        .collect();
    Finding::share(ended.iter().filter(|real| **real).count(), ended.len())
}

/// Operations for which some node put a fallback on record.
fn fallbacks(evidence: &Evidence<'_>) -> BTreeSet<OpId> {
    let world = evidence.world;
    let told = world.trace.records.iter().take_while(|r| r.at <= evidence.until);
    let of_op = told.filter_map(|record| match record.about {
        About::Op(op) => Some((op, world.protocol_of(record.node).records.get(usize::from(record.kind))?.name)),
        About::Node(_) => None,
    });
    of_op.filter(|(_, name)| *name == "fallback").map(|(op, _)| op).collect()
}
