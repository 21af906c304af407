//! `stale_reads`: reads that returned an older value than one already acknowledged.

use super::evidence::{clock, span};
use super::success::KEYED;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::check::watch::Stale;
use crate::history::{Op, Outcome};
use crate::id::{NodeId, OpId, RowId};
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Time;
use crate::trace::{End, Loss, Message, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

pub(super) const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When the old value was answered."),
    field("age", FieldKind::Span, "How long before that the newer write was acknowledged."),
    field("value", FieldKind::Value, "The old value that was read."),
    field("newer", FieldKind::Value, "The newest value acknowledged before the read began."),
    field("acked", FieldKind::At, "When the newer write was acknowledged."),
    field("reader", FieldKind::Node, "The client that read."),
    field("writer", FieldKind::Node, "The client that wrote the newer value."),
    field("server", FieldKind::Node, "The node that answered."),
    field("source", FieldKind::Node, "The node that acknowledged the newer value."),
    field(
        "heard",
        FieldKind::At,
        "When the answering node last heard from the one that had acknowledged; perhaps never.",
    ),
    field("read", FieldKind::Event, "The answer."),
    field("ack", FieldKind::Event, "The acknowledgement."),
    field("copy", FieldKind::Event, "What became of the newer value on its way to the node that answered."),
    field("last", FieldKind::Event, "The last message that reached the answering node."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "stale_reads",
        doc: "How many reads were stale: some write was acknowledged before the read began, and began after the write of the returned value was acknowledged. What was never acknowledged makes no read stale.",
        phrase: "Reads older than an acknowledged write[, {clients}][, during the {during}]",
        short: "Stale",
        args: KEYED,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let history = &evidence.world.history;
    let mut reads = evidence.chosen(call);
    reads.retain(|(_, op)| op.verb.reads && is_ok(evidence, op));
    let chosen = |stale: &&Stale| reads.binary_search_by_key(&stale.read, |(id, _)| *id).is_ok();
    let known = evidence.watch.stale_reads(history, evidence.until);
    let mut stale: Vec<&Stale> = known.by(evidence.until).iter().filter(chosen).collect();
    stale.order_by_key(|stale| (history.op(stale.read).returned, stale.read));
    let told = |(n, stale): (usize, &Stale)| {
        let (id, read) = (stale.read, history.op(stale.read));
        if n < TOLD { witness(evidence, id, read, history.op(stale.newer)) } else { brief(evidence, id, read) }
    };
    let witnesses = stale.into_iter().enumerate().map(told).collect();
    Finding::events(witnesses, reads.len())
}

/// So many stale reads are told in full: the chain of causes of each is looked for in the whole trace.
const TOLD: usize = 8;

/// That a read was stale, and when.
fn brief(evidence: &Evidence<'_>, id: OpId, read: &Op) -> Witness {
    let reader = evidence.label(read.client);
    Witness {
        at: read.returned,
        sentence: format!("At {} {reader} read an older value than one that was acknowledged.", clock(read.returned)),
        fields: vec![("at", Fact::At(read.returned)), ("read", Fact::Event(read.return_row.0))],
        rows: vec![read.return_row.0],
        marks: vec![(id, "stale")],
        because: Vec::new(),
    }
}

fn is_ok(evidence: &Evidence<'_>, op: &Op) -> bool {
    matches!(evidence.outcome(op), Outcome::Ok(_))
}

fn returned(read: &Op) -> Option<i64> {
    if let Outcome::Ok(value) = read.outcome { value } else { None }
}

/// A stale read, told in full.
pub(super) fn witness(evidence: &Evidence<'_>, id: OpId, read: &Op, write: &Op) -> Witness {
    let (value, newer) = (returned(read).unwrap_or_default(), write.value.unwrap_or_default());
    let (reader, writer, server) =
        (evidence.label(read.client), evidence.label(write.client), evidence.label(read.server));
    let age = read.returned.since(write.returned);
    let copy = copy_of(evidence, write, read.server, read.called);
    let last = last_heard(evidence, write.server, read.server, read.called);
    let mut fields = vec![
        ("at", Fact::At(read.returned)),
        ("age", Fact::Span(age)),
        ("value", Fact::Value(value)),
        ("newer", Fact::Value(newer)),
        ("acked", Fact::At(write.returned)),
        ("reader", Fact::Node(evidence.world.names[read.client.index()].clone())),
        ("writer", Fact::Node(evidence.world.names[write.client.index()].clone())),
        ("server", Fact::Node(evidence.world.names[read.server.index()].clone())),
        ("source", Fact::Node(evidence.world.names[write.server.index()].clone())),
        ("read", Fact::Event(read.return_row.0)),
        ("ack", Fact::Event(write.return_row.0)),
    ];
    fields.extend(copy.map(|row| ("copy", Fact::Event(row.0))));
    fields.push(("heard", Fact::At(last.map_or(Time::NEVER, |(_, at)| at))));
    fields.extend(last.map(|(row, _)| ("last", Fact::Event(row.0))));
    let sentence = format!(
        "At {} {reader} was answered {value} by {server}, {} after {writer} was told that {newer} is stored.",
        clock(read.returned),
        span(age)
    );
    let answer = answer(evidence, read);
    let how = match answer {
        Some(answer) if !alone(evidence, &answer, id) => "asked others before it answered",
        _ => "answered from its own copy",
    };
    let source = evidence.label(write.server);
    let heard = match last {
        _ if read.server == write.server => format!("{server} {how}, although it had acknowledged {newer} itself."),
        Some((_, at)) => format!("{server} {how}; it last heard from {source} at {}.", clock(at)),
        None => format!("{server} {how}; it had never heard from {source}."),
    };
    let mut because = vec![
        (read.return_row.0, format!("{reader} read {value} after {newer} was acknowledged.")),
        (answer.map_or(read.call_row, |m| m.row).0, heard),
    ];
    because.extend(root(evidence, copy, newer, server));
    let mut rows: Vec<u32> = vec![write.call_row.0, write.return_row.0, read.call_row.0, read.return_row.0];
    rows.extend(copy.map(|row| row.0));
    rows.order();
    Witness { at: read.returned, sentence, fields, rows, marks: vec![(id, "stale")], because }
}

/// The message that answered, whose arrival the return was caused by.
fn answer(evidence: &Evidence<'_>, read: &Op) -> Option<Message> {
    let trace = &evidence.world.trace;
    match trace.get(trace.get(read.return_row)?.cause)?.what {
        What::Arrived(id) => Some(trace.message(id)),
        _ => None,
    }
}

/// Whether the node answered as soon as it was asked, without a word from any other.
fn alone(evidence: &Evidence<'_>, answer: &Message, id: OpId) -> bool {
    let trace = &evidence.world.trace;
    let cause = trace.get(answer.row).and_then(|row| trace.get(row.cause));
    let asked = |m| trace.message(m).call.is_some_and(|call| evidence.world.history.call(call).op == id);
    matches!(cause.map(|row| row.what), Some(What::Arrived(m)) if asked(m))
}

/// What became of the newer value on its way to the node that answered, as far as it mattered: the row of its loss, of
/// its late arrival, or of its sending.
fn copy_of(evidence: &Evidence<'_>, write: &Op, server: NodeId, before: Time) -> Option<RowId> {
    let trace = &evidence.world.trace;
    let carries = |m: &Message| m.to == server && m.note.key == write.key && m.note.value == write.value;
    let mut sent = trace.numbered(trace.row_at(write.called)..trace.row_after(before));
    let first = sent.find_map(|(_, row)| match row.what {
        What::Sent(id) => Some(trace.message(id)).filter(|m| m.call.is_none() && carries(m)),
        _ => None,
    })?;
    let Some((at, End::Lost(_))) = first.end.filter(|(at, _)| *at <= evidence.until) else { return Some(first.row) };
    let mut then = trace.numbered(trace.row_at(at)..trace.row_after(at));
    let ended = then.find(|(_, row)| matches!(row.what, What::Lost(id, _) if trace.message(id).row == first.row));
    Some(ended.map_or(first.row, |(at, _)| RowId(at)))
}

/// The last message from the node that acknowledged that reached the one that answered.
fn last_heard(evidence: &Evidence<'_>, from: NodeId, to: NodeId, before: Time) -> Option<(RowId, Time)> {
    let trace = &evidence.world.trace;
    let mut rows = trace.numbered(0..trace.row_at(before)).rev();
    rows.find_map(|(at, row)| match row.what {
        What::Arrived(id) if trace.message(id).from == from && trace.message(id).to == to => Some((RowId(at), row.at)),
        _ => None,
    })
}

/// Why the newer value was not there: the fate of its copy, then the act that brought it about, or luck.
fn root(evidence: &Evidence<'_>, copy: Option<RowId>, newer: i64, server: &str) -> Vec<(u32, String)> {
    let trace = &evidence.world.trace;
    let Some(row) = copy else {
        return vec![(0, format!("{newer} was never sent to {server}."))];
    };
    let (message, lost) = match trace.row(row).what {
        What::Lost(id, why) => (trace.message(id), Some(why)),
        What::Sent(id) => (trace.message(id), None),
        _ => return Vec::new(),
    };
    let at = trace.row(row).at;
    let way = (message.from, message.to);
    let words = match lost {
        Some(Loss::Cut) => format!("The copy of {newer} for {server} was lost at the cut at {}.", clock(at)),
        Some(Loss::Luck) => format!("The copy of {newer} for {server} was lost on the link at {}.", clock(at)),
        Some(Loss::Dropped) => format!("The copy of {newer} for {server} was dropped at {}.", clock(at)),
        Some(Loss::Down | Loss::Refused) => {
            format!("The copy of {newer} reached {server} while it was down, at {}.", clock(at))
        }
        None if matches!(message.end, Some((t, End::Arrived)) if t <= evidence.until) => {
            format!("The copy of {newer} was still on its way to {server}; it was sent at {}.", clock(message.sent))
        }
        None => format!("The copy of {newer}, sent at {}, had not reached {server}.", clock(message.sent)),
    };
    let touched = trace.row(row).cause;
    let act = match trace.row(touched).what {
        What::Act(n) => Some(&trace.acts[n as usize]),
        _ => trace.acts.iter().rev().find(|a| a.links.contains(&way) && a.at <= at && a.until > message.sent),
    };
    let moved = trace.acts.iter().rev().find(|a| a.text.starts_with("delay ") && a.at >= message.sent && a.at <= at);
    let mut chain = vec![(row.0, words)];
    if let Some(act) = act.or(moved) {
        let is_it = |what| matches!(what, What::Act(n) if std::ptr::eq(&raw const trace.acts[n as usize], act));
        let mut then = trace.numbered(trace.row_at(act.at)..trace.row_after(act.at));
        let row = then.find(|(_, r)| is_it(r.what)).map(|(at, _)| at);
        chain.push((row.unwrap_or_default(), format!("At {}: {}.", clock(act.at), act.text)));
    }
    chain
}
