//! Operations in the order of time, and their stamps in the order of numbers.

use std::collections::BTreeMap;

use super::Evidence;
use crate::history::{Op, Outcome};
use crate::id::{Key, NodeId, OpId};
use crate::order::Ordered;
use crate::protocol::About;
use crate::time::Time;
use crate::trace::Record;

/// An operation that has its stamp.
#[derive(Clone, Copy)]
pub(super) struct Stamped<'a> {
    pub id: OpId,
    pub op: &'a Op,
    /// The stamp, where and when it was given, and the row of that.
    pub stamp: Record,
}

impl Stamped<'_> {
    /// Whether it was answered by now.
    pub(super) fn answered(&self, evidence: &Evidence<'_>) -> bool {
        matches!(evidence.outcome(self.op), Outcome::Ok(_))
    }
    /// A stamp, as the clock showed it; before the start of the run it showed less than nothing.
    pub(super) fn reading(&self) -> Time {
        Time(self.stamp.value.max(0).unsigned_abs())
    }
    /// By how much the clock that gave the other stamp was ahead of this one's, when this one was given.
    pub(super) fn behind(&self, other: &Self, evidence: &Evidence<'_>) -> i64 {
        let at = self.stamp.at;
        let error = |node| evidence.world.clock(node, at).error(at);
        error(other.stamp.node) - error(self.stamp.node)
    }
    /// What decides between two stamps where replicas must agree: equal ones go by node.
    pub(super) fn rank(&self) -> (i64, NodeId) {
        (self.stamp.value, self.stamp.node)
    }
}

/// Operations that were stamped by now, in the order of their calls, each with the highest stamp, of the same key, among
/// those that had been answered before it was called.
pub(super) fn after_highest<'a>(evidence: &Evidence<'a>) -> Vec<(Stamped<'a>, Option<Stamped<'a>>)> {
    let world = evidence.world;
    let known = world.trace.records.iter().take_while(|r| r.at <= evidence.until);
    let is_stamp = |r: &Record| {
        let kind = world.protocol_of(r.node).records.get(usize::from(r.kind));
        kind.is_some_and(|kind| kind.name == "stamp")
    };
    let mut stamps: BTreeMap<OpId, Record> = BTreeMap::new();
    for record in known.filter(|r| is_stamp(r)) {
        if let About::Op(op) = record.about {
            stamps.insert(op, *record);
        }
    }
    let of = |(id, op): (OpId, &'a Op)| stamps.get(&id).map(|stamp| Stamped { id, op, stamp: *stamp });
    let called: Vec<Stamped<'a>> = evidence.past().filter_map(of).collect();
    let mut ended: Vec<Stamped<'a>> = called.iter().filter(|one| one.answered(evidence)).copied().collect();
    ended.order_by_key(|one| (one.op.returned, one.id));
    let mut highest: BTreeMap<Option<Key>, Stamped<'a>> = BTreeMap::new();
    let mut next = 0;
    let mut pairs = Vec::new();
    for one in called {
        while let Some(other) = ended.get(next).filter(|other| other.op.returned < one.op.called) {
            next += 1;
            if highest.get(&other.op.key).is_none_or(|most| other.rank() > most.rank()) {
                highest.insert(other.op.key, *other);
            }
        }
        pairs.push((one, highest.get(&one.op.key).copied()));
    }
    pairs
}
