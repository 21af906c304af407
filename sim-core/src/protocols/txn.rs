//! Transactions on one database: two doctors are on call, and each may leave while the other one is.
//!
//! ```text
//!   client --leave ward--> doctor   --read row 1--> database    rows of a night: one a doctor, 1 while on call
//!                                   <-----row-------
//!                                   --read row 2-->
//!                                   <-----row-------            both on call? then
//!                                   --write own 0->
//!                                   <----kept-------
//!                                   ----commit----->            by the isolation: done, or abort
//! ```
//!
//! The first node of the group is the database; each other one runs the transactions of the client beside it. Its n-th
//! request about a ward is about that ward's n-th night, so that nights do not touch each other. Isolation is that of
//! Berenson and others (*A Critique of ANSI SQL Isolation Levels*, SIGMOD 1995): read committed; snapshot isolation, where
//! reads are of one snapshot and the first committer wins on rows that were written (their section 4.2, where two such
//! transactions are the write skew A5B); and serializable by validation, where a commit is refused if a row that it has read
//! was changed since (Kung & Robinson, *On Optimistic Methods for Concurrency Control*, ACM TODS 1981). Nothing is sent
//! again: where a message is lost, the client gives up.

mod database;

use std::collections::BTreeMap;

use crate::field::{Field, Kind, Value};
use crate::id::{CallId, Key, NodeId, OpId};
use crate::protocol::{Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, RecordInfo, Verb};
use crate::time::Duration;

pub use database::{Database, Isolation, Row, Rows};

/// The words of [`Isolation`], weakest first.
const ISOLATIONS: &[&str] = &["read-committed", "snapshot", "serializable"];

/// Settings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    isolation: Isolation,
    /// How long a slot is, where steps are taken in slots.
    slot: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(word)) => {
                self.isolation = match word {
                    0 => Isolation::ReadCommitted,
                    1 => Isolation::Snapshot,
                    _ => Isolation::Serializable,
                };
            }
            (1, Value::Span(slot)) => self.slot = slot,
            (field, value) => unreachable!("txn field {field} cannot be {value:?}"),
        }
    }
}

/// A transaction is named by the call that asks for it.
pub type Txn = CallId;

/// What doctors and database tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// What is in this row?
    Read(Txn, OpId, Row),
    /// This.
    Holds(Txn, Key, i64),
    /// Put 0 there, should I commit.
    Write(Txn, OpId, Row),
    /// I will.
    Kept(Txn, Key),
    /// That is all; it was about this doctor's row of a night.
    Commit(Txn, OpId, Row),
    /// It is done, all of it.
    Done(Txn, Key),
    /// It is not, nothing of it.
    Abort(Txn, Key),
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        match self {
            Self::Read(..) => 0,
            Self::Holds(..) => 1,
            Self::Write(..) => 2,
            Self::Kept(..) => 3,
            Self::Commit(..) => 4,
            Self::Done(..) => 5,
            Self::Abort(..) => 6,
        }
    }
    fn note(&self) -> Note {
        match *self {
            Self::Read(_, _, row) => Note { key: Some(row.ward), value: Some(i64::from(row.doctor)) },
            Self::Holds(_, ward, value) => Note { key: Some(ward), value: Some(value) },
            Self::Write(_, _, row) => Note { key: Some(row.ward), value: Some(0) },
            Self::Commit(_, _, row) => Note { key: Some(row.ward), value: None },
            Self::Kept(_, ward) | Self::Done(_, ward) | Self::Abort(_, ward) => Note { key: Some(ward), value: None },
        }
    }
}

/// The next step of a transaction is due.
#[derive(Clone, Copy, Debug)]
pub struct Due(Txn);

/// Steps of a transaction: a read of each doctor's row, a write, the commit.
const READS: usize = 2;
/// All of them.
const STEPS: usize = READS + 2;

/// The database, or a doctor.
#[derive(Clone)]
pub enum Node {
    /// The first node of the group.
    Database(Database),
    /// Each other one.
    Doctor {
        /// Its number, from 1.
        number: u16,
        /// Transactions under way.
        runs: BTreeMap<Txn, Run>,
        /// What came of the last one.
        last: &'static str,
    },
}

/// A transaction, as the doctor who runs it sees it.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    ask: Ask,
    row: Row,
    /// Steps that may be taken, were taken, and were answered.
    due: usize,
    taken: usize,
    answered: usize,
    /// How many are on call, as far as it has read.
    on_call: i64,
}

/// What survives a crash.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Of the database.
    rows: Rows,
    /// Of a doctor: the nights of each ward, and of each request.
    nights: BTreeMap<Key, u32>,
    of: BTreeMap<OpId, u32>,
}

/// In which of eight slots the first of two doctors takes its four steps, in the n-th of all 70 orders (in the order of
/// their slots); the second one has the others.
fn slots(n: usize, first: bool) -> [usize; STEPS] {
    const ORDERS: usize = 70;
    let orders = (0_u32..1 << (2 * STEPS)).filter(|mask| mask.count_ones() == STEPS as u32);
    let mask = orders.into_iter().nth(n % ORDERS).unwrap_or_default();
    let mut own = (0..2 * STEPS).filter(|slot| (mask >> slot & 1 == 1) == first);
    std::array::from_fn(|_| own.next().unwrap_or_default())
}

impl Run {
    /// Takes the next step, where it is due and the last one was answered.
    fn go_on(&mut self, database: NodeId, ctx: &mut Ctx<'_, Node>) {
        let (txn, op) = (self.ask.call, self.ask.op);
        while self.taken == self.answered && self.taken < self.due.min(STEPS) {
            let step = self.taken;
            self.taken += 1;
            if step < READS {
                ctx.send(database, Message::Read(txn, op, Row { doctor: step as u16 + 1, ..self.row }));
            } else if step + 1 == STEPS {
                ctx.send(database, Message::Commit(txn, op, self.row));
            } else if self.on_call >= 2 {
                ctx.send(database, Message::Write(txn, op, self.row));
            } else {
                self.answered += 1; // the other one has left: nothing is written
            }
        }
    }
}

impl Protocol for Node {
    type Config = Settings;
    type Message = Message;
    type Timer = Due;
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "txn",
            doc: "Transactions on one database, the first node of the group: each of the two other nodes is a doctor who leaves the call of a night if both are on call (write skew: Berenson and others 1995; validation: Kung & Robinson 1981). Operation: `leave WARD`; the n-th request about a ward is about its n-th night.",
            fields: &[
                Field {
                    name: "isolation",
                    kind: Kind::Word(ISOLATIONS),
                    default: "snapshot",
                    doc: "What transactions see of each other: what is committed by then; a snapshot, and the first committer wins on rows that were written; or also no commit of what has read a row that was changed since.",
                },
                Field {
                    name: "slot",
                    kind: Kind::Span,
                    default: "0s",
                    doc: "How long a slot is: the doctors take the steps of the n-th night in the n-th of the 70 orders of two times four steps, a step a slot, after a request at the same instant. 0s: each takes a step when the last one is answered.",
                },
            ],
            prices: &[("isolation", &[5, 5, 6])],
            verbs: &[Verb { name: "leave", key: true, value: false, reads: false }],
            kinds: &[
                MessageKind { name: "read", look: Look::Read, reply: false },
                MessageKind { name: "row", look: Look::Read, reply: true },
                MessageKind { name: "write", look: Look::Write, reply: false },
                MessageKind { name: "kept", look: Look::Write, reply: true },
                MessageKind { name: "commit", look: Look::Vote, reply: false },
                MessageKind { name: "done", look: Look::Vote, reply: true },
                MessageKind { name: "abort", look: Look::Error, reply: true },
            ],
            records: &[
                RecordInfo {
                    name: "step",
                    doc: "A step of a transaction reaches the database; the value is the night.",
                },
                RecordInfo {
                    name: "commit",
                    doc: "A transaction is committed; the value is how many are on call that night.",
                },
                RecordInfo { name: "abort", doc: "A transaction is refused; the value is the night." },
            ],
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        ctx.changed();
        let me = ctx.me();
        match ctx.group().iter().position(|node| *node == me) {
            Some(0) => Self::Database(Database::default()),
            number => Self::Doctor { number: number.unwrap_or_default() as u16, runs: BTreeMap::new(), last: "" },
        }
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let (Self::Doctor { number, runs, .. }, Some(ward)) = (self, ask.key) else {
            return ctx.answer(ask, Answer::Failed);
        };
        let known = ctx.read().of.get(&ask.op).copied();
        let night = known.unwrap_or_else(|| ctx.read().nights.get(&ward).copied().unwrap_or(0) + 1);
        if known.is_none() {
            ctx.disk().nights.insert(ward, night);
            ctx.disk().of.insert(ask.op, night);
        }
        let row = Row { ward, night, doctor: *number };
        let mut run = Run { ask, row, due: 0, taken: 0, answered: 0, on_call: 0 };
        let slot = ctx.config().slot;
        if slot > Duration::ZERO {
            for at in slots(night as usize - 1, *number == 1) {
                ctx.set_timer(Due(ask.call), Duration(slot.0.saturating_mul(at as u64)));
            }
        } else {
            run.due = STEPS;
            run.go_on(ctx.group()[0], ctx);
        }
        runs.insert(ask.call, run);
    }

    fn on_timer(&mut self, Due(txn): Due, ctx: &mut Ctx<'_, Self>) {
        let Self::Doctor { runs, .. } = self else { return };
        if let Some(run) = runs.get_mut(&txn) {
            run.due += 1;
            run.go_on(ctx.group()[0], ctx);
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        let (runs, last) = match self {
            Self::Database(database) => return database.on_message(from, message, ctx),
            Self::Doctor { runs, last, .. } => (runs, last),
        };
        let (txn, held, ended) = match message {
            Message::Holds(txn, _, value) => (txn, Some(value), None),
            Message::Kept(txn, _) => (txn, Some(0), None),
            Message::Done(txn, _) => (txn, None, Some(true)),
            Message::Abort(txn, _) => (txn, None, Some(false)),
            Message::Read(..) | Message::Write(..) | Message::Commit(..) => return,
        };
        let Some(run) = runs.get_mut(&txn) else { return };
        if let Some(done) = ended {
            *last = if !done {
                "refused"
            } else if run.on_call >= 2 {
                "left"
            } else {
                "stays"
            };
            let answer = if done { Answer::Ok(None) } else { Answer::Failed };
            ctx.answer(run.ask, answer);
            runs.remove(&txn);
            return ctx.changed();
        }
        // A message that came twice answers nothing.
        if let Some(value) = held.filter(|_| run.taken > run.answered) {
            run.on_call += value;
            run.answered += 1;
            run.go_on(ctx.group()[0], ctx);
        }
    }

    fn show(&self, _settings: &Settings, disk: &Disk, keys: &[String]) -> View {
        match self {
            Self::Database(_) => disk.rows.show(keys),
            Self::Doctor { last, .. } => {
                let facts = if last.is_empty() { Vec::new() } else { vec![("last night".into(), (*last).into())] };
                View { value: (*last).into(), facts, ..View::default() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{STEPS, slots};

    #[test]
    fn seventy_orders_and_each_slot_belongs_to_one() {
        let mut orders: Vec<[usize; STEPS]> = (0..70).map(|n| slots(n, true)).collect();
        for (n, own) in orders.iter().enumerate() {
            let mut all = [own.as_slice(), &slots(n, false)].concat();
            all.sort_unstable();
            assert_eq!(all, (0..2 * STEPS).collect::<Vec<_>>(), "{n}");
        }
        orders.sort_unstable();
        orders.dedup();
        assert_eq!((orders.len(), slots(70, true)), (70, slots(0, true)));
    }
}
