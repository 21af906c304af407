//! What should be in a cart, instant by instant, and what is there: an item is in it if some acknowledged add of it was
//! not seen by a remove. Shared by `lost_adds` and `resurrected`. A remove without an answer may have happened: it makes
//! no add lost; an add without an answer may have happened too, and then the item is not back.

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use crate::history::{Op, Outcome};
use crate::id::{Key, NodeId, OpId, RowId};
use crate::order::gathered;
use crate::protocol::About;
use crate::time::Time;
use crate::trace::What;

/// An item that is gone or back although it should not be.
pub(super) struct Found {
    pub(super) at: Time,
    pub(super) item: Key,
    /// The add that is lost, or the remove that is undone.
    pub(super) op: OpId,
    /// The row by which a copy became what it is.
    pub(super) row: RowId,
    /// Whose copy that was.
    pub(super) node: NodeId,
}

/// Adds that were seen by each remove, whatever its client was told.
fn cancels(evidence: &Evidence<'_>) -> BTreeMap<OpId, Vec<OpId>> {
    let mut seen: BTreeMap<OpId, Vec<OpId>> = BTreeMap::new();
    for record in evidence.world.trace.records.iter().take_while(|record| record.at <= evidence.until) {
        if let About::Op(add) = record.about {
            seen.entry(OpId(record.value as u32)).or_default().push(add);
        }
    }
    seen
}

/// Removes that took something out.
pub(super) fn took_out(evidence: &Evidence<'_>) -> BTreeSet<OpId> {
    gathered(cancels(evidence).into_keys())
}

/// Of each item, the first instant at which it was in no copy although it should be in all, and the first at which it was
/// in the copy of the node that had acknowledged its removal.
pub(super) fn scan(evidence: &Evidence<'_>) -> (Vec<Found>, Vec<Found>) {
    let (world, trace) = (evidence.world, &evidence.world.trace);
    let cancels = cancels(evidence);
    let named = |item: Key| world.history.keys[usize::from(item.0)].as_str();
    let mut held: BTreeMap<NodeId, BTreeSet<String>> = BTreeMap::new();
    // Acknowledged adds; adds, answered or not, that no acknowledged remove has seen; and the last remove that has.
    let mut acked: BTreeMap<Key, BTreeSet<OpId>> = BTreeMap::new();
    let mut live: BTreeMap<Key, BTreeSet<OpId>> = BTreeMap::new();
    let cancelled: BTreeMap<OpId, Time> = gathered(
        (trace.records.iter().rev())
            .filter_map(|record| if let About::Op(add) = record.about { Some((add, record.at)) } else { None }),
    );
    let mut ended: BTreeMap<Key, OpId> = BTreeMap::new();
    let mut dead: BTreeSet<OpId> = BTreeSet::new();
    let (mut lost, mut back): (Vec<Found>, Vec<Found>) = (Vec::new(), Vec::new());
    let (mut at, mut last) = (Time::ZERO, None);
    let rows = trace.numbered(0..trace.row_after(evidence.until)).map(|(n, row)| (n, Some(row)));
    for (n, row) in rows.chain([(0, None)]) {
        if row.is_none_or(|row| row.at > at) {
            // The instant is over.
            if let Some((row, node)) = last.take() {
                let nowhere = |item: Key| !held.values().any(|copy| copy.contains(named(item)));
                for (item, adds) in acked.iter().filter(|(item, _)| nowhere(**item)) {
                    let stands = |add: &&OpId| cancelled.get(*add).is_none_or(|seen| *seen > at);
                    let add = adds.iter().rev().find(stands);
                    if let Some(op) = add.filter(|_| !lost.iter().any(|f| f.item == *item)) {
                        lost.push(Found { at, item: *item, op: *op, row, node });
                    }
                }
                for (item, remove) in ended.iter().filter(|(item, _)| !live.contains_key(item)) {
                    let server = world.history.op(*remove).server;
                    let holds = held.get(&server).is_some_and(|copy| copy.contains(named(*item)));
                    if holds && !back.iter().any(|f| f.item == *item) {
                        back.push(Found { at, item: *item, op: *remove, row, node });
                    }
                }
            }
        }
        let Some(row) = row else { break };
        at = row.at;
        match row.what {
            What::Shows(node, view) if !world.is_client(node) => {
                let facts = &trace.views[view as usize].facts;
                held.insert(node, gathered(facts.iter().map(|(item, _)| item.clone())));
                last = Some((RowId(n), node));
            }
            What::Called(id) => {
                let op = world.history.op(id);
                if let Some(item) = op.key.filter(|_| op.verb.name == "add") {
                    live.entry(item).or_default().insert(id);
                }
            }
            What::Returned(id) => {
                let op: &Op = world.history.op(id);
                let (Some(item), Outcome::Ok(_)) = (op.key, op.outcome) else { continue };
                if let Some(seen) = cancels.get(&id) {
                    dead.extend(seen);
                    ended.insert(item, id);
                } else if op.verb.name == "add" {
                    acked.entry(item).or_default().insert(id);
                }
                for adds in live.values_mut() {
                    adds.retain(|add| !dead.contains(add));
                }
                live.retain(|_, adds| !adds.is_empty());
                last = last.or(Some((RowId(n), op.server)));
            }
            _ => {}
        }
    }
    (lost, back)
}
