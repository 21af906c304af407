//! `orphans`: how often a server began to work for nobody.

use super::at_node::{CALLS, calls};
use super::attempts::per_op;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::Unit;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "orphans",
        doc: "Calls for these operations on which a server or a group began to work when the caller had stopped waiting: the work that keeps a metastable failure going (Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021). With `per = op`, the mean over the operations.",
        phrase: "Work begun by {node} for nobody[ per {per}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Orphans",
        args: CALLS,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    per_op(call, &calls(evidence, call, |c| c.begun <= evidence.until && c.orphan()))
}
