//! `early_answers`: threads in which the answer reached the reader's server before the question.

use std::collections::BTreeMap;

use super::threads::threads;
use super::{Call, Evidence, Finding, Measure};
use crate::history::Op;
use crate::id::{Key, NodeId};
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};
use crate::time::Time;
use crate::trace::What;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "early_answers",
        doc: "Threads (see `answer_without_question`) whose answer reached the server of its reader before the question did. A guard: in a run without any, every order of delivery does.",
        phrase: "Answers that arrived before their question",
        short: "Early",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

/// When each value of a key was at a node for the first time, by a message from another server.
pub(super) fn arrivals(evidence: &Evidence<'_>) -> BTreeMap<(NodeId, Key, i64), Time> {
    let trace = &evidence.world.trace;
    let mut came: BTreeMap<(NodeId, Key, i64), Time> = BTreeMap::new();
    for (_, row) in trace.numbered(0..trace.row_after(evidence.until)) {
        let What::Arrived(id) = row.what else { continue };
        let message = trace.message(id);
        if let (None, Some(key), Some(value)) = (message.call, message.note.key, message.note.value) {
            came.entry((message.to, key, value)).or_insert(row.at);
        }
    }
    came
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let came = arrivals(evidence);
    let threads = threads(evidence);
    let arrived = |server: NodeId, op: &Op| came.get(&(server, op.key?, op.value?)).copied();
    let early = threads.iter().filter(|thread| {
        let server = thread.reply.server;
        arrived(server, thread.answer)
            .is_some_and(|answer| arrived(server, thread.question).is_none_or(|question| answer < question))
    });
    Finding::quantity(Quantity::count(early.count()), threads.len())
}
