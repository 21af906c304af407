//! `lost_acks`: writes that were acknowledged, and that no replica shows from then on.

use super::evidence::{clock, span};
use super::stamps::{Stamped, after_highest};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::id::NodeId;
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::{Duration, Time};
use crate::trace::{End, Message, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When it was acknowledged, and every replica held the older write."),
    field("value", FieldKind::Value, "What was written, and is lost."),
    field("older", FieldKind::Value, "What the replicas hold instead."),
    field("client", FieldKind::Node, "Who wrote it."),
    field("server", FieldKind::Node, "The replica that acknowledged it."),
    field("keeper", FieldKind::Node, "The replica that had stamped the older write."),
    field("told", FieldKind::At, "When it was acknowledged."),
    field("before", FieldKind::At, "When the older write had been."),
    field("stamp", FieldKind::At, "Its stamp: what the clock of its replica showed."),
    field("larger", FieldKind::At, "The stamp of the older write."),
    field("ahead", FieldKind::Span, "By how much the clock of the older write's replica was ahead of the other."),
    field("apart", FieldKind::Span, "From the one acknowledgement to the other."),
    field("first", FieldKind::Event, "The older write reaches its replica, and is stamped."),
    field("spread", FieldKind::Event, "The older write reaches the last of the replicas."),
    field("stamped", FieldKind::Event, "The write reaches its replica, and is stamped."),
    field("ack", FieldKind::Event, "Its client is told that it is saved."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "lost_acks",
        doc: "How many writes were acknowledged although a write that had been acknowledged before they began has a larger stamp: every replica keeps the older one, and nobody is told. Counted once they are acknowledged and every replica has the older write.",
        phrase: "Writes that were confirmed and are lost",
        short: "Lost",
        args: &[Arg { name: "key", kind: ArgKind::Key, required: false, doc: "Only this key." }],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let keys: Option<Vec<_>> = call.word("key").map(|name| evidence.world.history.named(name).collect());
    let chosen = |one: &Stamped<'_>| {
        keys.as_ref().is_none_or(|keys| one.op.key.is_some_and(|key| keys.contains(&key)))
            && one.op.value.is_some()
            && one.answered(evidence)
    };
    let pairs: Vec<_> = after_highest(evidence).into_iter().filter(|(one, _)| chosen(one)).collect();
    let lost =
        pairs.iter().filter_map(|(one, older)| older.filter(|older| one.rank() <= older.rank()).map(|o| (one, o)));
    let mut witnesses: Vec<Witness> = lost.filter_map(|(one, older)| witness(evidence, one, &older)).collect();
    witnesses.order_by_key(|w| w.at);
    Finding::events(witnesses, pairs.len())
}

/// Copies of a write, and when they arrived; none where one has not, so far.
fn copies(evidence: &Evidence<'_>, write: &Stamped<'_>) -> Option<Vec<(Time, Message)>> {
    let trace = &evidence.world.trace;
    let (at, from) = (write.stamp.at, write.stamp.node);
    let sent = trace.numbered(trace.row_at(at)..trace.row_after(at)).filter_map(|(_, row)| match row.what {
        What::Sent(id) => Some(trace.message(id)),
        _ => None,
    });
    let of = sent.filter(|m| m.from == from && m.call.is_none() && !m.copy);
    let note = |m: &Message| m.note.key == write.op.key && m.note.value == write.op.value;
    let arrived = |m: Message| match m.end {
        Some((at, End::Arrived)) if at <= evidence.until => Some((at, m)),
        _ => None,
    };
    of.filter(note).map(arrived).collect()
}

fn witness(evidence: &Evidence<'_>, lost: &Stamped<'_>, older: &Stamped<'_>) -> Option<Witness> {
    let mut spread = copies(evidence, older)?;
    spread.order_by_key(|(at, m)| (*at, m.row));
    let last = spread.last();
    let at = last.map_or(lost.op.returned, |(at, _)| lost.op.returned.max(*at));
    let name = |node: NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let (server, keeper) = (evidence.label(lost.stamp.node), evidence.label(older.stamp.node));
    let (client, value) = (evidence.label(lost.op.client), lost.op.value.unwrap_or_default());
    let kept = older.op.value.unwrap_or_default();
    let apart = lost.op.returned.since(older.op.returned);
    let mut witness = rows::bare(at);
    witness.sentence = format!(
        "At {} {client} had been told that {value} is saved; every replica keeps {kept}, which is {} older.",
        clock(at),
        span(apart)
    );
    witness.fields = vec![
        ("at", Fact::At(at)),
        ("value", Fact::Value(value)),
        ("older", Fact::Value(kept)),
        ("client", name(lost.op.client)),
        ("server", name(lost.stamp.node)),
        ("keeper", name(older.stamp.node)),
        ("told", Fact::At(lost.op.returned)),
        ("before", Fact::At(older.op.returned)),
        ("stamp", Fact::At(lost.reading())),
        ("larger", Fact::At(older.reading())),
        ("ahead", Fact::Span(Duration(lost.behind(older, evidence).max(0).unsigned_abs()))),
        ("apart", Fact::Span(apart)),
    ];
    let arrived = last.and_then(|(_, m)| rows::arrival(evidence, m));
    let events = [
        ("first", older.stamp.row),
        ("spread", arrived),
        ("stamped", lost.stamp.row),
        ("ack", Some(lost.op.return_row)),
    ];
    rows::events(&mut witness, &events);
    let chain = vec![
        (Some(lost.op.return_row), format!("{client} was told that {value} is saved.")),
        (lost.stamp.row, format!("{server} had stamped it {}, by its own clock.", clock(lost.reading()))),
        (arrived, format!("{kept} had reached every replica, with a larger stamp.")),
        (older.stamp.row, format!("{keeper} had stamped {kept} {}, by its own clock.", clock(older.reading()))),
    ];
    rows::because(&mut witness, chain);
    witness.marks = vec![(older.id, "kept"), (lost.id, "lost")];
    Some(witness)
}
