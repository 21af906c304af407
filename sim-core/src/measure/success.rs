//! `success`: the share of operations that were answered.

use super::{Call, Evidence, Finding, Measure};
use crate::history::Outcome;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The arguments that choose operations, shared by every measure that counts them.
pub(super) const CHOOSING: &[Arg] = &[
    Arg { name: "clients", kind: ArgKind::Clients, required: false, doc: "Only operations of these clients." },
    Arg {
        name: "during",
        kind: ArgKind::Window,
        required: false,
        doc: "Only operations begun while this act lay on the world.",
    },
    Arg {
        name: "after",
        kind: ArgKind::Instant,
        required: false,
        doc: "Only operations begun at or after this moment.",
    },
    Arg { name: "wait", kind: ArgKind::Span, required: false, doc: "Counted from `after`, so much later." },
    Arg { name: "for", kind: ArgKind::Span, required: false, doc: "Only operations begun within this span." },
];

const OF: Arg = Arg {
    name: "of",
    kind: ArgKind::Word(&["reads", "writes"]),
    required: false,
    doc: "Only operations that look, or only those that do not.",
};

/// The same, and after them the key, and whether reads or writes.
pub(super) const NARROW: &[Arg] = &[CHOOSING[0], CHOOSING[1], CHOOSING[2], CHOOSING[3], CHOOSING[4], KEYED[0], OF];

/// The same, after a key.
pub(super) const KEYED: &[Arg] = &[
    Arg { name: "key", kind: ArgKind::Key, required: false, doc: "Only this key; without it, every key." },
    CHOOSING[0],
    CHOOSING[1],
    CHOOSING[2],
    CHOOSING[3],
    CHOOSING[4],
];

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "success",
        doc: "The share of operations that were answered, of those that have ended: a refusal and a timeout are not answers. An operation that is still open is not counted.",
        phrase: "Requests answered[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Answered",
        args: CHOOSING,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let ended = evidence.chosen(call).into_iter().map(|(_, op)| evidence.outcome(op));
    let ended: Vec<Outcome> = ended.filter(|o| *o != Outcome::Open).collect();
    let answered = ended.iter().filter(|o| matches!(o, Outcome::Ok(_))).count();
    Finding::share(answered, ended.len())
}
