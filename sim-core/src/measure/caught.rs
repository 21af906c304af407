//! `caught`: writes that a fault caught between the check of their lease and the storage.

use super::{Call, Evidence, Finding, Measure, writes};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::time::Time;
use crate::trace::{Record, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "caught",
        doc: "How many writes the act of this label caught on their way: a node that it stopped had checked its lease for them and not sent them, or a message that it delayed carried them. Guards use it: a pause at another moment proves nothing.",
        phrase: "Writes caught by the {during} after the check of their lease",
        short: "Caught",
        args: &[Arg {
            name: "during",
            kind: ArgKind::Window,
            required: true,
            doc: "The label of the pause, or of the delay.",
        }],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let trace = &evidence.world.trace;
    let number = trace.acts.iter().position(|a| a.label.as_deref() == call.word("during") && a.at <= evidence.until);
    let act = number.and_then(|n| {
        let rows = trace.numbered(trace.row_at(trace.acts[n].at)..trace.row_after(trace.acts[n].at));
        rows.into_iter().find(|(_, row)| row.what == What::Act(n as u32)).map(|(at, _)| at)
    });
    let Some(act) = act else { return Finding::quantity(Quantity::count(0), 0) };
    // What the act did: it stopped a node, or moved a message of one.
    let struck =
        trace.numbered(act as usize + 1..trace.row_after(evidence.until)).filter(|(_, row)| row.cause.0 == act);
    let struck = struck.filter_map(|(_, row)| match row.what {
        What::Paused(node) => Some((row.at, node)),
        What::Moved(message) => Some((row.at, trace.message(message).from)),
        _ => None,
    });
    let struck: Vec<_> = struck.collect();
    let ended = |check: &Record| {
        let end = writes::of(evidence, "accept", check).or_else(|| writes::of(evidence, "reject", check));
        end.map_or(Time::NEVER, |end| end.at)
    };
    let caught = writes::named(evidence, "check")
        .filter(|check| struck.iter().any(|(at, node)| check.node == *node && check.at <= *at && *at < ended(check)));
    Finding::quantity(Quantity::count(caught.count()), struck.len())
}
