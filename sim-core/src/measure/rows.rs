//! Where in the trace the events of a call stand, for witnesses.

use super::{Evidence, Fact, Witness};
use crate::history::{Call, CallEnd};
use crate::id::{NodeId, OpId, RowId};
use crate::order::Ordered;
use crate::time::Time;
use crate::trace::{Message, What};

/// A witness of which nothing is told yet.
pub(super) const fn bare(at: Time) -> Witness {
    Witness {
        at,
        sentence: String::new(),
        fields: Vec::new(),
        rows: Vec::new(),
        marks: Vec::new(),
        because: Vec::new(),
    }
}

/// The first row of this instant that is so.
fn at(evidence: &Evidence<'_>, at: Time, is: impl Fn(What) -> bool) -> Option<RowId> {
    let trace = &evidence.world.trace;
    let mut rows = trace.numbered(trace.row_at(at)..trace.row_after(at));
    rows.find(|(_, row)| is(row.what)).map(|(at, _)| RowId(at))
}

/// A call's request sets out.
pub(super) fn request(evidence: &Evidence<'_>, call: &Call) -> Option<RowId> {
    let trace = &evidence.world.trace;
    let asks = |m: Message| {
        let of = m.call.map(|id| evidence.world.history.call(id));
        of.is_some_and(|of| of.name == call.name) && (m.from, m.to) == (call.from, call.to)
    };
    at(evidence, call.sent, |what| matches!(what, What::Sent(id) if asks(trace.message(id))))
}

/// A call ends for its caller, if it has by now: by the arrival of an answer, or by its timer.
pub(super) fn ended(evidence: &Evidence<'_>, call: &Call) -> Option<RowId> {
    if call.ended > evidence.until {
        return None;
    }
    if call.end == CallEnd::GivenUp {
        return fired(evidence, call.from, call.ended);
    }
    let trace = &evidence.world.trace;
    let answers = |m: Message| {
        let of = m.call.map(|id| evidence.world.history.call(id));
        of.is_some_and(|of| of.name == call.name) && (m.from, m.to) == (call.to, call.from)
    };
    at(evidence, call.ended, |what| matches!(what, What::Arrived(id) if answers(trace.message(id))))
}

/// Calls for one operation that were sent by now, in order.
pub(super) fn calls_of<'e>(evidence: &Evidence<'e>, op: OpId) -> impl Iterator<Item = &'e Call> + use<'e> {
    let (history, until) = (&evidence.world.history, evidence.until);
    let since = history.calls.partition_point(|c| c.sent < history.op(op).called);
    let calls = (since..history.calls.len()).map(|at| &history.calls[at]).take_while(move |c| c.sent <= until);
    calls.filter(move |c| c.op == op)
}

/// Adds events to what a witness tells and to the rows that it marks.
pub(super) fn events(witness: &mut Witness, events: &[(&'static str, Option<RowId>)]) {
    for (name, row) in events {
        if let Some(row) = row {
            witness.fields.push((name, Fact::Event(row.0)));
            witness.rows.push(row.0);
        }
    }
    witness.rows.order();
}

/// Tells where it came from, from the end to the beginning, as far as it is in the trace.
pub(super) fn because(witness: &mut Witness, chain: Vec<(Option<RowId>, String)>) {
    for (row, words) in chain {
        witness.because.extend(row.map(|row| (row.0, words)));
    }
}

/// A message arrives, or is lost.
pub(super) fn arrival(evidence: &Evidence<'_>, message: &Message) -> Option<RowId> {
    let trace = &evidence.world.trace;
    let is_it = |what| match what {
        What::Arrived(id) | What::Lost(id, _) => trace.message(id).row == message.row,
        _ => false,
    };
    message.end.and_then(|(end, _)| at(evidence, end, is_it))
}

/// A timer of this node fires.
pub(super) fn fired(evidence: &Evidence<'_>, node: NodeId, when: Time) -> Option<RowId> {
    at(evidence, when, |what| what == What::Fired(node))
}

/// A node sets its own wall clock.
pub(super) fn adjusted(evidence: &Evidence<'_>, node: NodeId, when: Time) -> Option<RowId> {
    at(evidence, when, |what| what == What::Adjusted(node))
}
