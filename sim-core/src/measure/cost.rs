//! `cost`: what the choices of a design cost together.

use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "cost",
        doc: "The sum of the prices of what is chosen: of each priced setting of a group of servers, and of each key or family that has it for itself (see `faultline docs` for prices).",
        phrase: "Cost of the choices",
        short: "Cost",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let prices: Vec<u32> = evidence.world.prices().collect();
    Finding::quantity(Quantity::count(prices.iter().sum::<u32>() as usize), prices.len())
}
