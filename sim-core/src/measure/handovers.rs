//! `handovers`: how often an operation went to another server than the one before it.

use super::{Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "handovers",
        doc: "How many operations went to another server than the operation before them, at most `within` after it was called, to a server whose clock was more than `behind` behind that of the other. Guards use it: where one server does everything, its own clock orders it.",
        phrase: "Changes of the server[, within {within} of the operation before][, to a clock more than {behind} behind]",
        short: "Changes",
        args: &[
            Arg {
                name: "within",
                kind: ArgKind::Span,
                required: false,
                doc: "Only so soon after the operation before was called.",
            },
            Arg {
                name: "behind",
                kind: ArgKind::Span,
                required: false,
                doc: "Only to a server whose wall clock was more than this behind the other's, at that instant.",
            },
        ],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let ops: Vec<_> = evidence.ops().map(|(_, op)| op).collect();
    let (within, behind) = (call.span("within"), call.span("behind"));
    let pairs = ops.windows(2).filter(|pair| {
        let (before, op) = (pair[0], pair[1]);
        let ahead = |node| evidence.world.clock(node, op.called).error(op.called);
        let far = |by: Duration| ahead(before.server).saturating_sub(ahead(op.server)) > by.0 as i64;
        before.server != op.server
            && within.is_none_or(|span| op.called.since(before.called) <= span)
            && behind.is_none_or(far)
    });
    Finding::quantity(Quantity::count(pairs.count()), ops.len())
}
