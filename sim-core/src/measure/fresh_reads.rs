//! `fresh_reads`: reads that began soon after somebody else's write of the key was acknowledged.

use super::{ArgValue, Call, Evidence, Finding, Measure};
use crate::history::{Op, Outcome};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "fresh_reads",
        doc: "Reads that began within this span after another client's write of the same key was acknowledged. A guard: where nobody reads what was just written, a late copy is never seen.",
        phrase: "Reads within {within} after another's write",
        short: "Fresh",
        args: &[Arg {
            name: "within",
            kind: ArgKind::Span,
            required: true,
            doc: "How long after the acknowledgement.",
        }],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(ArgValue::Span(within)) = call.arg("within") else { unreachable!("`within` is required") };
    let (reads, writes): (Vec<&Op>, Vec<&Op>) = evidence.ops().map(|(_, op)| op).partition(|op| op.value.is_none());
    let told = |op: &&&Op| matches!(evidence.outcome(op), Outcome::Ok(_));
    let fresh = reads.iter().filter(|read| {
        let just = |write: &&&Op| {
            write.key == read.key
                && write.client != read.client
                && write.returned < read.called
                && read.called.since(write.returned) <= *within
        };
        writes.iter().filter(told).any(|write| just(&write))
    });
    Finding::quantity(Quantity::count(fresh.count()), reads.len())
}
