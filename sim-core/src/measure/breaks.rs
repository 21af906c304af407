//! `breaks`: whether what clients were told contradicts a consistency model.

use super::models::{ARGS, FIELDS, judge};
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::lattice;
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "breaks",
        doc: "Whether the answers so far contradict a consistency model (see `holds`), with the few operations that do. It is not met before.",
        phrase: "Broken: {model}[, {key}][, in the last {last} answers]",
        short: "Broken",
        args: ARGS,
        yields: Yields::Verdict,
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let (verdict, witness, over) = match judge(evidence, call) {
        Ok(judged) if judged.verdict == lattice::Verdict::Broken => (Verdict::Holds, judged.witness(), judged.over),
        Ok(judged) => (Verdict::Empty, None, judged.over),
        Err(why) => (Verdict::Undecided(why), None, 0),
    };
    Finding { verdict, witnesses: witness.into_iter().collect(), over }
}
