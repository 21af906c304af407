//! Stale reads: some write was acknowledged before the read began, and began after the write of the returned value was
//! acknowledged. Where a value was written more than once, any of these writes that the read can have seen may be meant,
//! so the newest of them counts; what was never acknowledged makes no read stale, and may be what was read.

use std::collections::BTreeMap;

use super::{Mark, Reader, instants};
use crate::history::{History, Op, Outcome};
use crate::id::{Key, OpId};
use crate::order::Ordered;
use crate::time::Time;

/// A stale read.
#[derive(Clone, Copy)]
pub(crate) struct Stale {
    /// The read.
    pub(crate) read: OpId,
    /// The newest write that it should have seen.
    pub(crate) newer: OpId,
    /// Since when that is known: since the read's return, or since the last write that it might have seen was refused.
    known: Time,
}

/// See above.
#[derive(Default)]
pub(crate) struct StaleReads {
    reader: Reader,
    keys: BTreeMap<Option<Key>, Writes>,
    /// In the order in which they became known.
    found: Vec<Stale>,
    /// Reads of values whose writes are open still.
    waiting: Vec<Waiting>,
    work: usize,
}

/// The writes of one key.
#[derive(Default)]
struct Writes {
    values: BTreeMap<i64, Value>,
    acked: Vec<Acked>,
}

/// The writes of one value.
#[derive(Default)]
struct Value {
    /// When the last of them was acknowledged.
    acked: Option<Time>,
    /// Whether one was given up: it may take effect at any later time.
    lost: bool,
    /// Those without an end, each with the reads that wait for it.
    open: BTreeMap<OpId, Vec<usize>>,
}

/// An acknowledged write. They stand in the order of their acknowledgements; of one instant, in that of their names.
struct Acked {
    returned: Time,
    called: Time,
    op: OpId,
    /// The latest call of all writes so far.
    latest: Time,
}

/// A read of a value that an open write may have brought about: it is stale if all these are refused.
struct Waiting {
    read: OpId,
    since: Option<Time>,
    /// So many may be refused yet; nothing once one of them was not.
    left: Option<usize>,
}

impl StaleReads {
    /// Reads on, up to an instant that is over.
    pub(super) fn read(&mut self, history: &History, until: Time) {
        let marks = self.reader.read(history, until);
        for (at, marks) in instants(&marks) {
            self.work += marks.len();
            self.instant(history, at, marks);
        }
    }

    pub(super) fn work(&self) -> usize {
        self.reader.work + self.work
    }

    /// What was known at an instant that was read.
    pub(crate) fn by(&self, until: Time) -> &[Stale] {
        &self.found[..self.found.partition_point(|stale| stale.known <= until)]
    }

    /// Writes first: what a read can have seen is known when its instant is over.
    fn instant(&mut self, history: &History, at: Time, marks: &[Mark]) {
        let mut acked: Vec<OpId> = Vec::new();
        let mut refused: Vec<usize> = Vec::new();
        for mark in marks {
            let op = history.op(mark.op);
            let Some(value) = op.value else { continue };
            let value = self.keys.entry(op.key).or_default().values.entry(value).or_default();
            if !mark.ends {
                value.open.insert(mark.op, Vec::new());
                continue;
            }
            let waiting = value.open.remove(&mark.op).unwrap_or_default();
            match op.outcome {
                Outcome::Failed => refused.extend(waiting),
                outcome => {
                    for read in waiting {
                        self.waiting[read].left = None;
                    }
                    if matches!(outcome, Outcome::Ok(_)) {
                        value.acked = value.acked.max(Some(op.returned));
                        acked.push(mark.op);
                    } else {
                        value.lost = true;
                    }
                }
            }
        }
        acked.order_by_key(|id| history.op(*id).name);
        for id in acked {
            self.acked(history.op(id), id);
        }
        for read in refused {
            let waiting = &mut self.waiting[read];
            waiting.left = waiting.left.map(|left| left - 1);
            if waiting.left == Some(0) {
                let Waiting { read, since, .. } = *waiting;
                self.judge(history, read, since, at);
            }
        }
        for mark in marks.iter().filter(|mark| mark.ends) {
            self.returned(history, mark.op);
        }
    }

    fn acked(&mut self, op: &Op, id: OpId) {
        let acked = &mut self.keys.entry(op.key).or_default().acked;
        let latest = acked.last().map_or(op.called, |last| last.latest.max(op.called));
        acked.push(Acked { returned: op.returned, called: op.called, op: id, latest });
    }

    /// A read has returned, and everything else of that instant is known.
    fn returned(&mut self, history: &History, id: OpId) {
        let op = history.op(id);
        let (true, Outcome::Ok(Some(value))) = (op.verb.reads, op.outcome) else { return };
        let value = self.keys.entry(op.key).or_default().values.entry(value).or_default();
        if value.lost {
            return;
        }
        let since = value.acked;
        if value.open.is_empty() {
            return self.judge(history, id, since, op.returned);
        }
        for reads in value.open.values_mut() {
            reads.push(self.waiting.len());
        }
        self.waiting.push(Waiting { read: id, since, left: Some(value.open.len()) });
    }

    /// Whether a read is stale that may have seen what was acknowledged by `since`, or by nobody.
    fn judge(&mut self, history: &History, read: OpId, since: Option<Time>, known: Time) {
        let op = history.op(read);
        let Some(writes) = self.keys.get(&op.key) else { return };
        let older = writes.acked.partition_point(|write| write.returned < op.called);
        let later = |called: Time| since.is_none_or(|since| called > since);
        // Most reads are not stale, and that is seen at once. Whatever else is passed by was open at `since`.
        let any = older.checked_sub(1).is_some_and(|last| later(writes.acked[last].latest));
        let newer = writes.acked[..older].iter().rev().take_while(|_| any).find(|write| {
            self.work += 1;
            later(write.called)
        });
        if let Some(newer) = newer {
            self.found.push(Stale { read, newer: newer.op, known });
        }
    }
}
