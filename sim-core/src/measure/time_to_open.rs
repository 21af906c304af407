//! `time_to_open`: how long it took until a circuit breaker opened.

use super::breaker_closed::{clients, states};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "time_to_open",
        doc: "The time from this moment until the circuit breakers of these clients are open, the last of them; as long as that has not happened, the time since the moment. Nothing where they have asked nothing since: there was nothing to notice.",
        phrase: "Breaker open after the {after} within[, {clients}]",
        short: "Detected",
        args: &[
            Arg { name: "after", kind: ArgKind::Instant, required: true, doc: "Counted from this moment." },
            Arg { name: "clients", kind: ArgKind::Clients, required: false, doc: "Whose breakers." },
        ],
        yields: Yields::Quantity(Unit::Time),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let clients = clients(evidence, call);
    let Some((after, _)) = evidence.range(call).filter(|_| !clients.is_empty()) else {
        return Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 };
    };
    let of_one = |client: &crate::id::NodeId| {
        let states = states(evidence, *client);
        let open = |(_, state): &&(crate::time::Time, i32)| *state == 1;
        let already = states.iter().rev().find(|(at, _)| *at <= after).filter(open).map(|_| Duration::ZERO);
        let later = || states.iter().find(|(at, state)| *at > after && *state == 1).map(|(at, _)| at.since(after));
        already.or_else(later).unwrap_or_else(|| evidence.until.since(after))
    };
    let longest = clients.iter().map(of_one).max().unwrap_or_default();
    match evidence.chosen(call).len() {
        0 => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
        asked => Finding::quantity(Quantity::time(longest), asked),
    }
}
