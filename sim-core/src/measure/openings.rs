//! `openings`: how often a circuit breaker opened.

use super::breaker_closed::{clients, states};
use super::success::CHOOSING;
use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "openings",
        doc: "How often the circuit breakers of these clients opened, for the first time or again. Where nothing is wrong, each is a false alarm.",
        phrase: "Breaker opened[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Opened",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let clients = clients(evidence, call);
    let Some((from, to)) = evidence.range(call) else { return Finding::quantity(Quantity::count(0), 0) };
    let of_one = |client: &crate::id::NodeId| {
        let opened = states(evidence, *client).into_iter().filter(|(_, state)| *state == 1);
        opened.filter(|(at, _)| (from..to).contains(at)).count()
    };
    Finding::quantity(Quantity::count(clients.iter().map(of_one).sum()), clients.len())
}
