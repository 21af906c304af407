//! The database of `txn`: rows in versions, transactions under way, and what a commit is held against.

use std::collections::{BTreeMap, BTreeSet};

use super::{Message, Node, Txn};
use crate::id::{Key, NodeId, OpId};
use crate::protocol::{About, Ctx, View};
use crate::registry::Role;

/// What transactions see of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// What is committed when they look.
    ReadCommitted,
    /// What was committed when they began; the first committer wins on rows that were written.
    #[default]
    Snapshot,
    /// The same, and none commits that has read a row which was changed since.
    Serializable,
}

/// A row: who of a ward's doctors is on call in a night, 1 at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The ward.
    pub ward: Key,
    /// The night, from 1.
    pub night: u32,
    /// The doctor, from 1.
    pub doctor: u16,
}

/// Rows, on the disk.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Commits so far.
    version: u64,
    /// Each row's values with the commit that wrote them, in order.
    values: BTreeMap<Row, Vec<(u64, i64)>>,
    /// Transactions that have ended, and whether they were committed.
    ended: BTreeMap<Txn, bool>,
    /// The night of the last commit.
    last: Option<(Key, u32)>,
}

/// Every doctor is on call until a commit says otherwise.
const INIT: i64 = 1;

impl Rows {
    /// What a row held after so many commits.
    fn at(&self, row: Row, version: u64) -> i64 {
        let values = self.values.get(&row).map(Vec::as_slice).unwrap_or_default();
        values.iter().rev().find(|(by, _)| *by <= version).map_or(INIT, |(_, value)| *value)
    }

    fn changed_since(&self, row: Row, version: u64) -> bool {
        self.values.get(&row).and_then(|values| values.last()).is_some_and(|(by, _)| *by > version)
    }

    fn on_call(&self, ward: Key, night: u32) -> i64 {
        (1..=2).map(|doctor| self.at(Row { ward, night, doctor }, self.version)).sum()
    }

    /// The night of the last commit, as people see it.
    pub(super) fn show(&self, keys: &[String]) -> View {
        let role = Some(Role::Database);
        let Some((ward, night)) = self.last else { return View { role, value: "2 on".into(), ..View::default() } };
        let row = |doctor| (format!("doctor {doctor}"), self.at(Row { ward, night, doctor }, self.version).to_string());
        View {
            value: format!("{} on", self.on_call(ward, night)),
            caption: format!("{} {night}", keys.get(usize::from(ward.0)).map_or("", String::as_str)),
            facts: (1..=2).map(row).collect(),
            role,
            ..View::default()
        }
    }
}

/// A transaction that has not ended: lost in a crash.
#[derive(Clone, Debug)]
struct Open {
    /// Commits before it began.
    snapshot: u64,
    reads: BTreeSet<Row>,
    writes: BTreeMap<Row, i64>,
}

/// The database.
#[derive(Clone, Debug, Default)]
pub struct Database {
    open: BTreeMap<Txn, Open>,
}

/// The records, in the order of their declaration.
const STEP: u8 = 0;
const COMMIT: u8 = 1;
const ABORT: u8 = 2;

impl Database {
    pub(super) fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Node>) {
        let (Message::Read(txn, op, row) | Message::Write(txn, op, row) | Message::Commit(txn, op, row)) = message
        else {
            return;
        };
        ctx.record(STEP, About::Op(op), i64::from(row.night));
        if let Some(done) = ctx.read().rows.ended.get(&txn).copied() {
            if matches!(message, Message::Commit(..)) {
                Self::say(from, txn, row, done, ctx);
            }
            return;
        }
        let snapshot = ctx.read().rows.version;
        let new = || Open { snapshot, reads: BTreeSet::new(), writes: BTreeMap::new() };
        match message {
            Message::Read(..) => {
                let open = self.open.entry(txn).or_insert_with(new);
                open.reads.insert(row);
                let version = match ctx.config().isolation {
                    Isolation::ReadCommitted => snapshot,
                    Isolation::Snapshot | Isolation::Serializable => open.snapshot,
                };
                let held = ctx.read().rows.at(row, version);
                let value = open.writes.get(&row).copied().unwrap_or(held);
                ctx.send(from, Message::Holds(txn, row.ward, value));
            }
            Message::Write(..) => {
                self.open.entry(txn).or_insert_with(new).writes.insert(row, 0);
                ctx.send(from, Message::Kept(txn, row.ward));
            }
            _ => {
                // What began before a crash is not known any more.
                let open = self.open.remove(&txn);
                let done = open.as_ref().is_some_and(|open| Self::may_commit(open, ctx));
                match open.filter(|_| done) {
                    Some(open) => Self::commit(op, row, &open, ctx),
                    None => ctx.record(ABORT, About::Op(op), i64::from(row.night)),
                }
                ctx.disk().rows.ended.insert(txn, done);
                Self::say(from, txn, row, done, ctx);
            }
        }
    }

    fn may_commit(open: &Open, ctx: &Ctx<'_, Node>) -> bool {
        let rows = &ctx.read().rows;
        let fresh = |row: &Row| !rows.changed_since(*row, open.snapshot);
        match ctx.config().isolation {
            Isolation::ReadCommitted => true,
            Isolation::Snapshot => open.writes.keys().all(fresh),
            Isolation::Serializable => open.writes.keys().chain(&open.reads).all(fresh),
        }
    }

    fn commit(op: OpId, row: Row, open: &Open, ctx: &mut Ctx<'_, Node>) {
        let rows = &mut ctx.disk().rows;
        rows.version += 1;
        for (row, value) in &open.writes {
            rows.values.entry(*row).or_default().push((rows.version, *value));
        }
        rows.last = Some((row.ward, row.night));
        let on_call = rows.on_call(row.ward, row.night);
        ctx.record(COMMIT, About::Op(op), on_call);
        ctx.changed();
    }

    fn say(to: NodeId, txn: Txn, row: Row, done: bool, ctx: &mut Ctx<'_, Node>) {
        ctx.send(to, if done { Message::Done(txn, row.ward) } else { Message::Abort(txn, row.ward) });
    }
}
