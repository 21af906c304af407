//! `visible`: how often the first look after a write finds it.

use std::collections::BTreeMap;

use super::{Call, Evidence, Finding, Measure};
use crate::history::Outcome;
use crate::id::Key;
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "visible",
        doc: "Of the first read after each acknowledged write of its key, the share that returned this write or a newer one. Where a client reads so long after its write was acknowledged, this is the probability of t-visibility (Bailis et al., *Probabilistically Bounded Staleness*, PVLDB 2012). Values are told apart by the write that wrote them last.",
        phrase: "First reads after a write that return it",
        short: "Visible",
        args: &[Arg { name: "key", kind: ArgKind::Key, required: false, doc: "Only this key." }],
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

/// Of one key: the write that was acknowledged last and was not looked for yet, and when each value was written.
#[derive(Default)]
struct Writes {
    fresh: Option<Time>,
    written: BTreeMap<i64, Time>,
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    // Ends before calls: a read that begins when a write is acknowledged comes after it.
    let mut marks: Vec<(Time, bool, usize)> = Vec::new();
    let ops = evidence.chosen(call);
    for (at, (_, op)) in ops.iter().enumerate() {
        marks.push((op.called, true, at));
        if op.value.is_some() && matches!(evidence.outcome(op), Outcome::Ok(_)) {
            marks.push((op.returned, false, at));
        }
    }
    marks.order();
    let mut keys: BTreeMap<Key, Writes> = BTreeMap::new();
    let (mut seen, mut looks) = (0, 0);
    for (_, called, at) in marks {
        let op = ops[at].1;
        let Some(key) = op.key else { continue };
        let writes = keys.entry(key).or_default();
        match (op.value, called) {
            (Some(value), true) => {
                writes.written.insert(value, op.called);
            }
            (Some(_), false) => writes.fresh = writes.fresh.max(Some(op.called)),
            (None, _) => {
                let Outcome::Ok(Some(value)) = evidence.outcome(op) else { continue };
                let Some(fresh) = writes.fresh.take() else { continue };
                looks += 1;
                seen += usize::from(writes.written.get(&value).is_some_and(|written| *written >= fresh));
            }
        }
    }
    Finding::share(seen, looks)
}
