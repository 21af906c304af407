//! `outside`: how many servers a cut leaves outside the majority.

use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "outside",
        doc: "How many servers stand outside the side with more than half of them while the cut of this label lies on the world; all of them where no side has more than half.",
        phrase: "Nodes on the other side of the {during}",
        short: "Outside",
        args: &[Arg { name: "during", kind: ArgKind::Window, required: true, doc: "The label of the cut." }],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(label) = call.word("during").filter(|l| evidence.act(l).is_some()) else {
        return Finding::quantity(Quantity::count(0), 0);
    };
    let servers = evidence.world.all_nodes().filter(|n| !evidence.world.is_client(*n)).count();
    let outside = servers - evidence.majority(Some(label)).len();
    Finding::quantity(Quantity::count(outside), servers)
}
