//! `holds`: whether what clients were told keeps a consistency model.

use super::models::{ARGS, FIELDS, judge};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::lattice;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "holds",
        doc: "Whether the answers so far keep a consistency model, decided exactly (Herlihy & Wing 1990; Lamport 1979; Ahamad and others 1995; Lipton & Sandberg 1988; Terry and others 1994, each session with an order of its own). A write without an answer may have happened. Undecided where the search runs out of steps.",
        phrase: "Kept: {model}[, {key}][, in the last {last} answers]",
        short: "Kept",
        args: ARGS,
        yields: Yields::Verdict,
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let judged = match judge(evidence, call) {
        Ok(judged) => judged,
        Err(why) => return Finding { verdict: Verdict::Undecided(why), witnesses: Vec::new(), over: 0 },
    };
    let (verdict, witness) = match judged.verdict {
        lattice::Verdict::Holds => (Verdict::Holds, None),
        lattice::Verdict::Undecided => (Verdict::Undecided("the search for an order ran out of steps".into()), None),
        // The last answers may be in order again some time; all of them never.
        lattice::Verdict::Broken if judged.window => (Verdict::Empty, judged.witness()),
        lattice::Verdict::Broken => (Verdict::Broken, judged.witness()),
    };
    Finding { verdict, witnesses: witness.into_iter().collect(), over: judged.over }
}
