//! `overlapping`: the share of writes during which somebody was reading the same key.

use super::{Call, Evidence, Finding, Measure};
use crate::history::{Op, Outcome};
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "overlapping",
        doc: "The share of writes during which an answered read of the same key was under way. A write without an answer lasts for ever.",
        phrase: "Writes that overlap a read",
        short: "Overlap",
        args: &[Arg { name: "key", kind: ArgKind::Key, required: false, doc: "Only this key." }],
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let ops: Vec<&Op> = evidence.chosen(call).into_iter().map(|(_, op)| op).collect();
    let answered = |op: &Op| matches!(evidence.outcome(op), Outcome::Ok(_));
    let mut reads: Vec<(u16, Time, Time)> = ops
        .iter()
        .filter(|op| op.verb.reads && answered(op))
        .filter_map(|op| Some((op.key?.0, op.called, op.returned)))
        .collect();
    reads.order();
    // The latest return among this read and those of its key that were called before it.
    let mut latest: Vec<Time> = Vec::with_capacity(reads.len());
    for (at, (key, _, returned)) in reads.iter().enumerate() {
        let before = latest.last().filter(|_| at > 0 && reads[at - 1].0 == *key);
        latest.push(before.map_or(*returned, |before| (*before).max(*returned)));
    }
    let writes = ops.iter().filter(|op| op.value.is_some()).filter_map(|op| Some((op.key?.0, *op)));
    let (mut part, mut whole) = (0, 0);
    for (key, write) in writes {
        let ends = if answered(write) { write.returned } else { Time::NEVER };
        let upto = reads.partition_point(|(k, called, _)| (*k, *called) < (key, ends));
        whole += 1;
        part += usize::from(upto > 0 && reads[upto - 1].0 == key && latest[upto - 1] > write.called);
    }
    Finding::share(part, whole)
}
