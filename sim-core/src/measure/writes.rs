//! What measures of leases share: the records of a lock, its workers and their storage, as far as they were known.

use super::Evidence;
use crate::id::{OpId, RowId};
use crate::protocol::About;
use crate::trace::{Record, What};

/// Records of this name, in order.
pub(super) fn named<'e>(evidence: &Evidence<'e>, name: &'static str) -> impl Iterator<Item = &'e Record> + use<'e> {
    let (world, until) = (evidence.world, evidence.until);
    let kind = move |r: &Record| world.protocol_of(r.node).records.get(usize::from(r.kind)).map(|kind| kind.name);
    world.trace.records.iter().take_while(move |r| r.at <= until).filter(move |r| kind(r) == Some(name))
}

/// The operation that a record is about.
pub(super) fn op(record: &Record) -> Option<OpId> {
    if let About::Op(op) = record.about { Some(op) } else { None }
}

/// The record of this name that is about the same operation.
pub(super) fn of<'e>(evidence: &Evidence<'e>, name: &'static str, record: &Record) -> Option<&'e Record> {
    let about = record.about;
    named(evidence, name).find(|r| r.about == about)
}

/// The sending of the message whose arrival is this row.
pub(super) fn sending(evidence: &Evidence<'_>, arrival: Option<RowId>) -> Option<RowId> {
    let trace = &evidence.world.trace;
    match trace.get(arrival?)?.what {
        What::Arrived(message) => Some(trace.message(message).row),
        _ => None,
    }
}
