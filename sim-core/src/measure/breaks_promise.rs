//! `breaks_promise`: whether a client was told what one of the four session guarantees forbids.

use super::models::{FIELDS, judge};
use super::{ArgValue, Call, Evidence, Finding, Measure, Verdict};
use crate::lattice;
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

/// Each guarantee with the model that its breach breaks, and the one that its reader keeps: writes are seen out of order
/// only by somebody whose own reads do not go back.
const PROMISES: [(&str, &str, Option<&str>); 4] = [
    ("RYW", "ryw_local", None),
    ("MR", "mr_local", None),
    ("MW", "mr_mw_local", Some("mr_local")),
    ("WFR", "mr_wfr_local", Some("mr_local")),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "breaks_promise",
        doc: "Whether the answers so far break a session guarantee: read your writes, monotonic reads, or, where everybody's reads keep going forward, monotonic writes or writes follow reads (Terry and others 1994; each session with an order of its own).",
        phrase: "Broken promise: {of}",
        short: "Promise",
        args: &[Arg {
            name: "of",
            kind: ArgKind::Word(&["RYW", "MR", "MW", "WFR"]),
            required: true,
            doc: "The guarantee.",
        }],
        yields: Yields::Verdict,
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let of = call.word("of").unwrap_or_default();
    let Some((_, model, reader)) = PROMISES.into_iter().find(|(name, ..)| *name == of) else {
        unreachable!("`of` is one of its words")
    };
    let nothing = |verdict, over| Finding { verdict, witnesses: Vec::new(), over };
    let named = |model: &str| {
        let args = vec![("model".to_string(), ArgValue::Word(model.to_string()))];
        judge(evidence, &Call { measure: call.measure.clone(), args })
    };
    let judged = match named(model) {
        Ok(judged) => judged,
        Err(why) => return nothing(Verdict::Undecided(why), 0),
    };
    let over = judged.over;
    let forward = reader.is_none_or(|kept| named(kept).is_ok_and(|kept| kept.verdict == lattice::Verdict::Holds));
    if judged.verdict != lattice::Verdict::Broken || !forward {
        return nothing(Verdict::Empty, over);
    }
    Finding { verdict: Verdict::Holds, witnesses: judged.witness().into_iter().collect(), over }
}
