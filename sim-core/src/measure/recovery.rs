//! `recovery`: how long it takes until service is good again, and stays so.

use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::history::{Op, Outcome};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

/// The share of the requests of a second that are answered when it is a good one.
const GOOD: f64 = 0.95;
const SECOND: Duration = Duration::secs(1);

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "recovery",
        doc: "How long after this moment, in whole seconds, service is good again: from then on, for as long as `clean` says, at least 95 % of the requests begun in each second were answered. Nothing where that has not come.",
        phrase: "Good again after the {after}",
        short: "Recovery",
        args: &[
            Arg { name: "after", kind: ArgKind::Instant, required: true, doc: "Counted from this moment." },
            Arg { name: "clean", kind: ArgKind::Span, required: true, doc: "How long it must stay good." },
        ],
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let chosen = evidence.chosen(call);
    let nothing = Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    let Some((from, _)) = evidence.range(call) else { return nothing };
    let seconds = evidence.until.since(from).0 / SECOND.0;
    let good = |second: u64| {
        let begin = from + Duration(second * SECOND.0);
        let of_it: Vec<&Op> = chosen.iter().map(|(_, op)| *op).filter(|op| within(op, begin)).collect();
        let answered = of_it.iter().filter(|op| matches!(evidence.outcome(op), Outcome::Ok(_))).count();
        !of_it.is_empty() && answered as f64 >= GOOD * of_it.len() as f64
    };
    let clean = call.span("clean").unwrap_or_default().0.div_ceil(SECOND.0).max(1);
    let mut run = 0;
    for second in 0..seconds {
        run = if good(second) { run + 1 } else { 0 };
        if run == clean {
            return Finding::quantity(Quantity::time(Duration((second + 1 - clean) * SECOND.0)), chosen.len());
        }
    }
    nothing
}

fn within(op: &Op, begin: Time) -> bool {
    op.called >= begin && op.called < begin + SECOND
}
