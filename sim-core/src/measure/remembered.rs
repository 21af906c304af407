//! `remembered`: how long a ledger remembers a key.

use super::at_node::servers;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::act::parse_span;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "remembered",
        doc: "How long a ledger remembers an idempotency key, as it is set: the price of safety in memory.",
        phrase: "Keys are remembered at {node} for",
        short: "Ttl",
        args: &[Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The ledger." }],
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let ledger = servers(evidence, call).first().copied();
    let ttl = ledger
        .and_then(|node| evidence.world.spelled(evidence.world.group_of(node), "ttl"))
        .and_then(|text| parse_span(text).ok());
    match ttl {
        Some(ttl) => Finding::quantity(Quantity::time(ttl), 1),
        None => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
    }
}
