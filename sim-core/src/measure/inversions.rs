//! `inversions`: reads that returned an older value than a read that had ended before they began.

use std::collections::BTreeMap;

use super::evidence::{clock, span};
use super::success::KEYED;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::history::{Op, Outcome};
use crate::id::{Key, NodeId, OpId, RowId};
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, Look, MeasureInfo, WitnessField, Yields};
use crate::time::Time;
use crate::trace::{End, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When the older value was answered."),
    field("value", FieldKind::Value, "The older value."),
    field("newer", FieldKind::Value, "The newer value, which the earlier read returned."),
    field("seen", FieldKind::At, "When the newer value was answered."),
    field("began", FieldKind::At, "When the later read began."),
    field("gap", FieldKind::Span, "From the answer of the earlier read to the beginning of the later one."),
    field("reader", FieldKind::Node, "The client that read the older value."),
    field("earlier", FieldKind::Node, "The client that had read the newer one."),
    field("server", FieldKind::Node, "The node that answered the later read."),
    field("source", FieldKind::Node, "The node that answered the earlier one."),
    field("copies", FieldKind::Value, "How many nodes held the newer value when the older one was answered."),
    field("read", FieldKind::Event, "The answer with the older value."),
    field("first", FieldKind::Event, "The answer with the newer value."),
    field("write", FieldKind::Event, "The call of the write of the newer value."),
    field("version", FieldKind::Event, "The last version that reached the node that answered the later read."),
    field("copy", FieldKind::Event, "The newer value on its way to the node that answered the later read."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "inversions",
        doc: "How many reads returned an older value than a read that had ended before they began: new-old inversions (Lamport, *On Interprocess Communication*, 1986). A value is older where somebody had finished writing or reading it before the other was first written. A value that was written once more since is not compared.",
        phrase: "Reads that went back in time[, {clients}][, during the {during}]",
        short: "Backward",
        args: KEYED,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

/// What is known of a value: when it was first written (before the run, where it was there from the beginning), and when
/// somebody first was done with it.
#[derive(Clone, Copy)]
struct Known {
    written: Option<Time>,
    done: Time,
    /// When it was written once more: a read that has ended by then has it from the first.
    twice: Time,
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let mut values: BTreeMap<(Key, i64), Known> = BTreeMap::new();
    let history = &evidence.world.history;
    for (_, op) in evidence.past() {
        let Some((key, value)) = op.key.zip(touched(evidence, op)) else { continue };
        let initial =
            (history.initial(key) == value).then_some(Known { written: None, done: Time::ZERO, twice: Time::NEVER });
        let fresh = Known { written: None, done: Time::NEVER, twice: Time::NEVER };
        let known = values.entry((key, value)).or_insert(initial.unwrap_or(fresh));
        if op.value.is_some() {
            if known.written.is_some() || initial.is_some() {
                known.twice = known.twice.min(op.called);
            } else {
                known.written = Some(op.called);
            }
        }
        if is_ok(evidence, op) {
            known.done = known.done.min(op.returned);
        }
    }
    let mut reads: Vec<(OpId, &Op)> = evidence.past().filter(|(_, op)| op.verb.reads && is_ok(evidence, op)).collect();
    let known = |op: &Op| values.get(&(op.key?, touched(evidence, op)?)).filter(|known| op.returned < known.twice);
    let chosen = evidence.chosen(call);
    let mut ended = reads.clone();
    ended.order_by_key(|(id, op)| (op.returned, *id));
    reads.order_by_key(|(id, op)| (op.called, *id));
    // Of each key, the ended read of the value that was written last.
    let mut latest: BTreeMap<Key, (Time, OpId)> = BTreeMap::new();
    let (mut next, mut found) = (0, Vec::new());
    for (id, read) in &reads {
        while let Some((other, op)) = ended.get(next).filter(|(_, op)| op.returned < read.called) {
            next += 1;
            let Some((key, written)) = op.key.zip(known(op).and_then(|known| known.written)) else { continue };
            if latest.get(&key).is_none_or(|(newest, _)| written > *newest) {
                latest.insert(key, (written, *other));
            }
        }
        let Some((newest, first)) = read.key.and_then(|key| latest.get(&key)) else { continue };
        if known(read).is_some_and(|known| known.done < *newest) && chosen.iter().any(|(other, _)| other == id) {
            found.push((*id, *first));
        }
    }
    found.order_by_key(|(id, _)| (history.op(*id).returned, *id));
    let over = chosen.iter().filter(|(_, op)| op.verb.reads && is_ok(evidence, op)).count();
    Finding::events(found.into_iter().map(|(read, first)| witness(evidence, read, first)).collect(), over)
}

fn is_ok(evidence: &Evidence<'_>, op: &Op) -> bool {
    matches!(evidence.outcome(op), Outcome::Ok(_))
}

/// The value that an operation wrote, or read as far as it was known.
fn touched(evidence: &Evidence<'_>, op: &Op) -> Option<i64> {
    match evidence.outcome(op) {
        Outcome::Ok(read) if op.verb.reads => read,
        _ => op.value,
    }
}

fn witness(evidence: &Evidence<'_>, id: OpId, first_id: OpId) -> Witness {
    let (history, trace) = (&evidence.world.history, &evidence.world.trace);
    let (read, first) = (history.op(id), history.op(first_id));
    let (value, newer) = (touched(evidence, read).unwrap_or_default(), touched(evidence, first).unwrap_or_default());
    let name = |node: NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let (reader, earlier) = (evidence.label(read.client), evidence.label(first.client));
    let (server, source) = (evidence.label(read.server), evidence.label(first.server));
    let write = evidence.past().map(|(_, op)| op).find(|op| op.key == read.key && op.value == Some(newer));
    let carried = |row: u32| match trace.row(RowId(row)).what {
        What::Sent(id) => Some(trace.message(id)).filter(|m| m.note.key == read.key),
        _ => None,
    };
    let sent = |from: Time| trace.numbered(trace.row_at(from)..trace.row_after(read.returned)).map(|(at, _)| at);
    let look = |m: &crate::trace::Message| evidence.world.kinds[usize::from(m.kind)].look;
    let stores =
        |m: &crate::trace::Message| m.call.is_none() && m.note.value == Some(newer) && look(m) == Look::Replicate;
    let began = write.map_or(read.called, |write| write.called);
    let copies: Vec<_> = sent(began).filter_map(carried).filter(stores).collect();
    let arrived = |m: &crate::trace::Message| matches!(m.end, Some((at, End::Arrived)) if at <= read.returned);
    let mut holders: Vec<NodeId> = copies.iter().filter(|m| arrived(m)).map(|m| m.to).collect();
    holders.extend(write.map(|write| write.server));
    holders.order();
    holders.dedup();
    let copy = copies.iter().find(|m| m.to == read.server);
    let version =
        sent(read.called).filter_map(carried).filter(|m| m.call.is_none() && m.to == read.server && arrived(m));
    let version = version.max_by_key(|m| m.end.map(|(at, _)| at));
    let mut fields = vec![
        ("at", Fact::At(read.returned)),
        ("value", Fact::Value(value)),
        ("newer", Fact::Value(newer)),
        ("seen", Fact::At(first.returned)),
        ("began", Fact::At(read.called)),
        ("gap", Fact::Span(read.called.since(first.returned))),
        ("reader", name(read.client)),
        ("earlier", name(first.client)),
        ("server", name(read.server)),
        ("source", name(first.server)),
        ("copies", Fact::Value(holders.len() as i64)),
        ("read", Fact::Event(read.return_row.0)),
        ("first", Fact::Event(first.return_row.0)),
    ];
    fields.extend(write.map(|write| ("write", Fact::Event(write.call_row.0))));
    fields.extend(version.map(|m| ("version", Fact::Event(m.row.0))));
    fields.extend(copy.map(|m| ("copy", Fact::Event(m.row.0))));
    let sentence = format!(
        "At {} {reader} was answered {value} by {server}, {} after {earlier} had been answered {newer}.",
        clock(read.returned),
        span(read.returned.since(first.returned))
    );
    let held = if holders.len() == 1 { "1 node".to_string() } else { format!("{} nodes", holders.len()) };
    let mut because = vec![
        (read.return_row.0, format!("{reader} read {value}, and began after {earlier} had read {newer}.")),
        (first.return_row.0, format!("At {} {source} answered {newer}; {held} held it.", clock(first.returned))),
    ];
    because.extend(
        write.map(|write| (write.call_row.0, format!("The write of {newer} began at {}.", clock(write.called)))),
    );
    let mut rows = vec![first.call_row.0, first.return_row.0, read.call_row.0, read.return_row.0];
    rows.extend(write.map(|write| write.call_row.0));
    rows.order();
    let marks = vec![(first_id, "newer"), (id, "older")];
    Witness { at: read.returned, sentence, fields, rows, marks, because }
}
