//! Transactions of a run, from what its database put on record: steps, and commits with what they left.

use super::Evidence;
use crate::id::OpId;
use crate::protocol::About;
use crate::trace::Record;

/// A step of a transaction, or its commit, as it reached the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deed {
    pub op: OpId,
    /// Which night it is about.
    pub night: i64,
    pub record: Record,
    pub what: What,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A read, a write, or the wish to commit.
    Step,
    /// It is committed, and so many are on call then.
    Committed(i64),
    /// It is refused.
    Refused,
}

/// All of them up to now, in order. An end is about the night of the step before it.
pub(super) fn deeds(evidence: &Evidence<'_>) -> Vec<Deed> {
    let world = evidence.world;
    let mut deeds: Vec<Deed> = Vec::new();
    for record in world.trace.records.iter().take_while(|r| r.at <= evidence.until) {
        let kinds = world.protocol_of(record.node).records;
        let About::Op(op) = record.about else { continue };
        let night = deeds.last().map_or(0, |step| step.night);
        let (night, what) = match kinds.get(usize::from(record.kind)).map(|kind| kind.name) {
            Some("step") => (record.value, What::Step),
            Some("commit") => (night, What::Committed(record.value)),
            Some("abort") => (night, What::Refused),
            _ => continue,
        };
        deeds.push(Deed { op, night, record: *record, what });
    }
    deeds
}
