//! `interleavings`: in how many different orders the steps of two transactions reached their database.

use std::collections::{BTreeMap, BTreeSet};

use super::transactions::{What, deeds};
use super::{Call, Evidence, Finding, Measure};
use crate::id::OpId;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "interleavings",
        doc: "In how many different orders the steps of the two transactions of a night reached the database, up to each one's first end; two times four steps have 70. A guard: every order was tried.",
        phrase: "Different orders of the steps of two transactions",
        short: "Orders",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

/// Steps of a night in order: whose, and which of theirs.
type Order = Vec<(u16, usize)>;

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let history = &evidence.world.history;
    let mut nights: BTreeMap<i64, Order> = BTreeMap::new();
    let mut ended: BTreeSet<OpId> = BTreeSet::new();
    for deed in deeds(evidence) {
        if deed.what != What::Step {
            ended.insert(deed.op); // what comes now is another try
        } else if !ended.contains(&deed.op) {
            let (order, who) = (nights.entry(deed.night).or_default(), history.op(deed.op).client.0);
            let step = order.iter().filter(|(of, _)| *of == who).count();
            order.push((who, step));
        }
    }
    let both = |order: &Order| order.iter().any(|(who, _)| *who != order[0].0);
    let orders: BTreeSet<Order> = nights.into_values().filter(both).collect();
    Finding::quantity(Quantity::count(orders.len()), orders.len())
}
