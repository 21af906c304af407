//! `held`: how long a fault lay on the world.

use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "held",
        doc: "How long the act of this label lay on the world, up to now. Guards use it: a fault that never was proves nothing.",
        phrase: "The {during} held",
        short: "Held",
        args: &[Arg { name: "during", kind: ArgKind::Window, required: true, doc: "The label of the act." }],
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let window = call.word("during").and_then(|label| evidence.window(label));
    let (from, to) = window.unwrap_or((Time::ZERO, Time::ZERO));
    let over = usize::from(window.is_some());
    Finding::quantity(Quantity::time(to.min(evidence.until).since(from)), over)
}
