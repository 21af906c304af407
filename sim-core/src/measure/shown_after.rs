//! `shown_after`: how long an answer that is there already is kept from its reader.

use super::early_answers::arrivals;
use super::threads::threads;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "shown_after",
        doc: "The mean time from an answer's arrival at its reader's server until that reader has looked for the question, too (see `answer_without_question`): what is laid aside, polls, and a pause of the reader's.",
        phrase: "From an answer's arrival until it is shown, on average",
        short: "Shown",
        args: &[],
        yields: Yields::Quantity(Unit::Time),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let came = arrivals(evidence);
    let threads = threads(evidence);
    let waits: Vec<u64> = threads
        .iter()
        .filter_map(|thread| {
            let at = came.get(&(thread.reply.server, thread.answer.key?, thread.answer.value?))?;
            Some(thread.look?.returned.since(*at).0)
        })
        .collect();
    match waits.len() {
        0 => Finding { verdict: Verdict::Empty, witnesses: Vec::new(), over: 0 },
        n => Finding::quantity(Quantity::time(Duration(waits.iter().sum::<u64>() / n as u64)), n),
    }
}
