//! Where in the trace the events of a call stand, for witnesses.

use super::{Evidence, Witness};
use crate::history::Call;
use crate::id::{NodeId, RowId};
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
