//! `stale_writes`: writes of a holder that was not the last any more.

use super::evidence::{clock, span};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows, writes};
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::trace::Record;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When the storage accepted the write."),
    field("token", FieldKind::Value, "The token of its lease."),
    field("newer", FieldKind::Value, "The highest token that the storage had accepted before."),
    field("worker", FieldKind::Node, "Who wrote."),
    field("holder", FieldKind::Node, "Who had written under that higher token."),
    field("storage", FieldKind::Node, "The storage."),
    field("checked", FieldKind::At, "When the worker had checked its lease for this write."),
    field("waited", FieldKind::Span, "How long before it was accepted."),
    field("granted", FieldKind::At, "When the lock had given the higher token out."),
    field("overtaken", FieldKind::At, "When the storage had accepted a write under it for the first time."),
    field("late", FieldKind::Span, "How long after that grant the write was accepted."),
    field("check", FieldKind::Event, "The worker checks its lease."),
    field("grant", FieldKind::Event, "The lock gives the lease to the other worker."),
    field("other", FieldKind::Event, "The storage accepts a write of the other worker."),
    field("sent", FieldKind::Event, "The write is sent."),
    field("write", FieldKind::Event, "The write arrives."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "stale_writes",
        doc: "How many writes a storage accepted under a token lower than one that it had accepted before: those of a worker whose lease had gone to another, who had written since (Kleppmann 2016).",
        phrase: "Writes accepted from an old holder of the lock",
        short: "Stale",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let (mut highest, mut looked): (Option<&Record>, usize) = (None, 0);
    let mut witnesses = Vec::new();
    for write in writes::named(evidence, "accept") {
        looked += 1;
        match highest.filter(|before| before.value > write.value) {
            Some(before) => witnesses.push(witness(evidence, write, before)),
            None if highest.is_none_or(|before| write.value > before.value) => highest = Some(write),
            None => {}
        }
    }
    Finding::events(witnesses, looked)
}

fn witness(evidence: &Evidence<'_>, write: &Record, before: &Record) -> Witness {
    let checked = |of: &Record| writes::of(evidence, "check", of);
    let name = |of: Option<&Record>| of.map_or("somebody", |r| evidence.label(r.node)).to_string();
    let (check, other) = (checked(write), checked(before));
    let grant = writes::named(evidence, "grant").find(|r| r.value == before.value);
    let (worker, holder, storage) = (name(check), name(other), evidence.label(write.node));
    let granted = grant.map_or(before.at, |r| r.at);
    let began = check.map_or(write.at, |r| r.at);
    let late = write.at.since(granted);
    let mut witness = rows::bare(write.at);
    witness.sentence = format!(
        "At {} {storage} accepted a write of {worker} under token {}, {} after token {} had gone to {holder}, who had written since.",
        clock(write.at),
        write.value,
        span(late),
        before.value
    );
    witness.fields = vec![
        ("at", Fact::At(write.at)),
        ("token", Fact::Value(write.value)),
        ("newer", Fact::Value(before.value)),
        ("worker", Fact::Node(worker.clone())),
        ("holder", Fact::Node(holder.clone())),
        ("storage", Fact::Node(storage.to_string())),
        ("checked", Fact::At(began)),
        ("waited", Fact::Span(write.at.since(began))),
        ("granted", Fact::At(granted)),
        ("overtaken", Fact::At(before.at)),
        ("late", Fact::Span(late)),
    ];
    let sent = writes::sending(evidence, write.row);
    let (check_row, grant_row) = (check.and_then(|r| r.row), grant.and_then(|r| r.row));
    rows::events(
        &mut witness,
        &[("check", check_row), ("grant", grant_row), ("other", before.row), ("sent", sent), ("write", write.row)],
    );
    let chain = vec![
        (write.row, format!("{storage} accepted the write at {}.", clock(write.at))),
        (before.row, format!("It had accepted one of {holder} at {}.", clock(before.at))),
        (grant_row, format!("The lock had gone to {holder} at {}.", clock(granted))),
        (check_row, format!("{worker} had checked its lease at {}.", clock(began))),
    ];
    rows::because(&mut witness, chain);
    witness.marks = writes::op(write).map(|op| (op, "stale")).into_iter().collect();
    witness
}
