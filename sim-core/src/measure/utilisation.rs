//! `utilisation`: the share of the workers of a server that is busy, on average over time.

use super::at_node::{OVER_TIME, mean, servers};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "utilisation",
        doc: "The share of the workers of a server or of a group that is busy, on average over time: working, or held by a call to another node. Work for nobody counts.",
        phrase: "Workers busy at {node}[, during the {during}][, from {wait} after the {after}]",
        short: "Busy",
        args: OVER_TIME,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let servers = servers(evidence, call);
    let sum = |gauge| -> f64 { servers.iter().filter_map(|server| mean(evidence, call, *server, gauge)).sum() };
    let workers = sum("workers");
    if workers <= 0.0 {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    }
    Finding::quantity(Quantity { value: sum("busy") / workers, unit: Unit::Share }, servers.len())
}
