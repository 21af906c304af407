//! For each key, whether one order explains every answer so far; where it does not, since when, and the proof.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mark, Reader, instants};
use crate::check::spec::Operation;
use crate::check::specs::{Register, RegisterOp};
use crate::check::witness::{Witness, witness};
use crate::check::{Answer, BUDGET, Conflict, Growing, Kind, Ruling, Stuck, linearizability};
use crate::history::{History, Outcome};
use crate::id::{Key, OpId};
use crate::order::gathered;
use crate::time::Time;

/// See above.
#[derive(Default)]
pub(crate) struct Orders {
    reader: Reader,
    keys: BTreeMap<Key, Known>,
    /// What was done for keys that are followed no longer.
    work: usize,
}

/// What is known of a key. Being linearizable is lost once and for all.
enum Known {
    Fine(Box<Followed>),
    Broken(Break),
    Undecided(Time),
}

/// How a key stood at an instant.
#[derive(Clone, Copy)]
pub(crate) enum Standing<'a> {
    /// An order explains every answer.
    Holds,
    /// None does.
    Broken(&'a Break),
    /// The search for one ran out of steps.
    Undecided,
}

/// That no order explained the answers any more.
pub(crate) struct Break {
    /// Since when.
    pub(crate) at: Time,
    /// What the key held in the beginning.
    pub(crate) spec: Register,
    /// The proof. Its operations are numbered as in the history.
    pub(crate) witness: Witness<RegisterOp>,
}

impl Orders {
    /// Reads on, up to an instant that is over.
    pub(super) fn read(&mut self, history: &History, until: Time) {
        let marks = self.reader.read(history, until);
        for (at, marks) in instants(&marks) {
            let keys: BTreeSet<Key> = gathered(marks.iter().filter_map(|mark| self.take(history, *mark)));
            for key in keys {
                self.settle(history, key, at);
            }
        }
    }

    pub(super) fn work(&self) -> usize {
        let followed = |known: &Known| if let Known::Fine(followed) = known { followed.growing.work() } else { 0 };
        self.reader.work + self.work + self.keys.values().map(followed).sum::<usize>()
    }

    /// How a key stood at an instant that was read.
    pub(crate) fn standing(&self, key: Key, until: Time) -> Standing<'_> {
        match self.keys.get(&key) {
            Some(Known::Broken(found)) if found.at <= until => Standing::Broken(found),
            Some(Known::Undecided(at)) if *at <= until => Standing::Undecided,
            _ => Standing::Holds,
        }
    }

    /// Tells the key's checker of a call or an end. The key, where it is followed.
    fn take(&mut self, history: &History, mark: Mark) -> Option<Key> {
        let key = history.op(mark.op).key?;
        let known = self.keys.entry(key).or_insert_with(|| Known::Fine(Box::new(Followed::new(history.initial(key)))));
        let Known::Fine(followed) = known else { return None };
        if mark.ends {
            followed.ended(history, mark.op);
        } else {
            followed.called(history, mark.op);
        }
        Some(key)
    }

    fn settle(&mut self, history: &History, key: Key, at: Time) {
        let Some(Known::Fine(followed)) = self.keys.get(&key) else { return };
        let lost = match followed.growing.verdict() {
            Answer::Holds => return,
            Answer::Undecided => Known::Undecided(at),
            Answer::Broken(conflict) => {
                let spec = Register { initial: Some(history.initial(key)) };
                Known::Broken(Break { at, spec, witness: followed.proof(history, spec, &conflict) })
            }
        };
        self.work += followed.growing.work();
        self.keys.insert(key, lost);
    }
}

/// A key with its checker.
struct Followed {
    growing: Growing,
    /// The operation of each of the checker's numbers.
    ops: Vec<OpId>,
    /// The numbers of those that are open.
    open: BTreeMap<OpId, usize>,
}

impl Followed {
    fn new(initial: i64) -> Self {
        Self { growing: Growing::new(initial), ops: Vec::new(), open: BTreeMap::new() }
    }

    fn called(&mut self, history: &History, id: OpId) {
        let op = history.op(id);
        let number = match op.value {
            Some(value) => self.growing.write(value, op.called),
            None => self.growing.read(op.called),
        };
        self.ops.push(id);
        self.open.insert(id, number);
    }

    fn ended(&mut self, history: &History, id: OpId) {
        let Some(number) = self.open.remove(&id) else { return };
        let op = history.op(id);
        match (op.value, op.outcome) {
            (_, Outcome::Failed) => self.growing.failed(number),
            (Some(_), Outcome::Ok(_)) => self.growing.acknowledged(number, op.returned),
            (None, Outcome::Ok(Some(value))) => self.growing.returned(number, value, op.returned),
            // What read nothing says nothing.
            _ => self.growing.lost(number),
        }
    }

    /// The smallest evidence of a conflict. Where zones found it, its operations and the writes of their values are
    /// evidence already: the only ones on which those reads may rest.
    fn proof(&self, history: &History, spec: Register, conflict: &Conflict) -> Witness<RegisterOp> {
        let values = [conflict.values.0, conflict.values.1];
        let mut ids = Vec::new();
        let mut ops = Vec::new();
        for (number, event) in self.growing.events() {
            let writes_it = event.write && values.contains(&event.value);
            if conflict.kind == Kind::NoOrder || writes_it || conflict.ops.contains(&number) {
                let id = self.ops[number];
                ids.push(id.0 as usize);
                ops.push(Operation { client: u32::from(history.op(id).client.0), ..event.operation() });
            }
        }
        let stuck = match linearizability(&spec, &ops, BUDGET) {
            Ruling::Broken(stuck) => stuck,
            // The one search ran out of steps and the other did not: at least the last answer is known.
            Ruling::Holds(_) | Ruling::Undecided => {
                let answered = (0..ops.len()).filter(|i| !ops[*i].lost());
                let at = answered.max_by_key(|i| (ops[*i].returned, *i)).unwrap_or_default();
                Stuck { at, ops: (0..ops.len()).collect() }
            }
        };
        let mut witness = witness(&spec, &ops, &stuck, BUDGET);
        for op in &mut witness.ops {
            *op = ids[*op];
        }
        witness
    }
}
