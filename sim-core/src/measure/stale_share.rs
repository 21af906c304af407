//! `stale_share`: how many of the last reads were stale.

use super::{ArgValue, Call, Evidence, Finding, Measure, Verdict, stale_reads};
use crate::history::Outcome;
use crate::id::OpId;
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "stale_share",
        doc: "The share of the last so many answered reads that were stale (see `stale_reads`); nothing before there were so many.",
        phrase: "Stale, of the last {last} reads",
        short: "Stale",
        args: &[
            Arg { name: "key", kind: ArgKind::Key, required: false, doc: "Only this key." },
            Arg { name: "last", kind: ArgKind::Whole, required: true, doc: "How many reads." },
        ],
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: stale_reads::FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(ArgValue::Whole(last)) = call.arg("last") else { unreachable!("`last` is required") };
    let reads = evidence.chosen(call).into_iter().filter(|(_, op)| op.verb.reads);
    let mut ended: Vec<(Time, OpId)> = reads
        .filter(|(_, op)| matches!(evidence.outcome(op), Outcome::Ok(_)))
        .map(|(id, op)| (op.returned, id))
        .collect();
    ended.order();
    let Some(first) = usize::try_from(*last).ok().and_then(|last| ended.len().checked_sub(last)) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let of_last: Vec<OpId> = ended[first..].iter().map(|(_, id)| *id).collect();
    let history = &evidence.world.history;
    let known = evidence.watch.stale_reads(history, evidence.until);
    let stale = known.by(evidence.until).iter().filter(|stale| of_last.contains(&stale.read));
    let stale: Vec<_> = stale.copied().collect();
    // One is told: the last that ended.
    let last = stale.iter().max_by_key(|stale| (history.op(stale.read).returned, stale.read));
    let told = last.map(|s| stale_reads::witness(evidence, s.read, history.op(s.read), history.op(s.newer)));
    Finding { witnesses: told.into_iter().collect(), ..Finding::share(stale.len(), of_last.len()) }
}
