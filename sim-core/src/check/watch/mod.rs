//! What the checkers have found out about a run that goes on: they read on in its history where they stopped, so that
//! an answer costs about what happened since the last one.

mod orders;
mod stale;

use std::cell::{Ref, RefCell};

use crate::history::History;
use crate::id::OpId;
use crate::order::Ordered;
use crate::time::Time;

pub(crate) use orders::{Break, Orders, Standing};
pub(crate) use stale::{Stale, StaleReads};

/// See above. It belongs to one run: where the past is played anew, a new watch begins. Each part reads only when it is
/// asked.
#[derive(Default)]
pub struct Watch {
    orders: RefCell<Orders>,
    stale: RefCell<StaleReads>,
}

impl Watch {
    /// Whether one order explains the answers about each key, known up to an instant that is over.
    pub(crate) fn orders(&self, history: &History, until: Time) -> Ref<'_, Orders> {
        self.orders.borrow_mut().read(history, until);
        self.orders.borrow()
    }

    /// Stale reads, known up to an instant that is over.
    pub(crate) fn stale_reads(&self, history: &History, until: Time) -> Ref<'_, StaleReads> {
        self.stale.borrow_mut().read(history, until);
        self.stale.borrow()
    }

    /// How much was done for it: calls and ends that were looked at, and what the checkers did with them.
    pub fn work(&self) -> usize {
        self.orders.borrow().work() + self.stale.borrow().work()
    }
}

/// A call or the end of an operation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    at: Time,
    ends: bool,
    op: OpId,
}

/// Reads a history in the order of time.
#[derive(Default)]
struct Reader {
    /// Operations whose calls were read.
    called: usize,
    /// Those whose ends were not.
    open: Vec<OpId>,
    work: usize,
}

impl Reader {
    /// What has happened since the last time, up to an instant; nothing where that one was read before.
    fn read(&mut self, history: &History, until: Time) -> Vec<Mark> {
        let mut marks = Vec::new();
        while let Some(op) = history.ops.get(self.called).filter(|op| op.called <= until) {
            let id = OpId(self.called as u32);
            marks.push(Mark { at: op.called, ends: false, op: id });
            self.open.push(id);
            self.called += 1;
        }
        self.work += self.open.len();
        self.open.retain(|id| {
            let op = history.op(*id);
            if op.done_by(until) {
                marks.push(Mark { at: op.returned, ends: true, op: *id });
            }
            !op.done_by(until)
        });
        marks.order();
        marks
    }
}

/// Marks, instant by instant: what happens at one instant is judged together, for intervals are closed.
fn instants(marks: &[Mark]) -> impl Iterator<Item = (Time, &[Mark])> {
    marks.chunk_by(|a, b| a.at == b.at).map(|chunk| (chunk[0].at, chunk))
}
