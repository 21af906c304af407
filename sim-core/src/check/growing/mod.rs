//! Linearizability of a register while its history grows: each answer costs about what it changes, not the whole again.
//!
//! As long as written values are unique, [`zones`] are kept; from the first repeated value on, the states that a
//! [`search`] has reached.

mod search;
mod zones;

use super::{Answer, Event, Kind, no_order};
use crate::time::Time;

/// What has become of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Open,
    Answered,
    Failed,
    Lost,
}

/// An operation so far.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// What is written, or was read.
    value: Option<i64>,
    write: bool,
    called: Time,
    returned: Time,
    fate: Fate,
}

/// What happened, in order.
#[derive(Clone, Copy, Debug)]
enum Step {
    Called(usize),
    Answered(usize),
    Failed(usize),
}

enum By {
    Zones(zones::Zones),
    Search(search::Search),
}

/// The history of one register, and whether it is linearizable so far. Instants never go back; at one instant, calls and
/// answers may come in any order, for intervals are closed.
pub struct Growing {
    initial: i64,
    entries: Vec<Entry>,
    by: By,
}

impl Growing {
    /// A register that holds `initial`, and no operation.
    pub fn new(initial: i64) -> Self {
        let by = By::Zones(zones::Zones::new(initial));
        Self { initial, entries: Vec::new(), by }
    }

    /// A write is called. Its number, counted from 0 over all operations.
    pub fn write(&mut self, value: i64, called: Time) -> usize {
        self.call(Entry { value: Some(value), write: true, called, returned: Time::NEVER, fate: Fate::Open })
    }

    /// A read is called. Its number.
    pub fn read(&mut self, called: Time) -> usize {
        self.call(Entry { value: None, write: false, called, returned: Time::NEVER, fate: Fate::Open })
    }

    /// A write is acknowledged.
    pub fn acknowledged(&mut self, op: usize, at: Time) {
        self.end(op, at, Fate::Answered);
    }

    /// A read returns a value.
    pub fn returned(&mut self, op: usize, value: i64, at: Time) {
        self.entries[op].value = Some(value);
        self.end(op, at, Fate::Answered);
    }

    /// An operation did not happen, and never will.
    pub fn failed(&mut self, op: usize) {
        self.end(op, Time::NEVER, Fate::Failed);
    }

    /// An operation will get no answer; a write may take effect at any later time, or never.
    pub fn lost(&mut self, op: usize) {
        self.end(op, Time::NEVER, Fate::Lost);
    }

    /// Whether some order explains every answer so far. Numbers in a conflict are those of the operations.
    pub fn verdict(&self) -> Answer {
        match &self.by {
            By::Zones(zones) => zones.verdict(),
            By::Search(search) if search.undecided => Answer::Undecided,
            By::Search(search) if search.stuck() => {
                let (numbers, events): (Vec<usize>, Vec<Event>) = self.events().unzip();
                let mut conflict = no_order(self.initial, &events);
                conflict.ops.iter_mut().for_each(|i| *i = numbers[*i]);
                Answer::Broken(conflict)
            }
            By::Search(_) => Answer::Holds,
        }
    }

    /// How much was done for it: zones that were looked at, or steps and replayed calls and answers.
    pub fn work(&self) -> usize {
        match &self.by {
            By::Zones(zones) => zones.work,
            By::Search(search) => search.work(),
        }
    }

    /// The history so far with the operations' numbers, as [`super::linearizable`] takes it.
    pub fn events(&self) -> impl Iterator<Item = (usize, Event)> {
        let counts = |e: &Entry| e.fate != Fate::Failed && (e.write || e.fate == Fate::Answered);
        let entries = self.entries.iter().enumerate().filter(move |(_, entry)| counts(entry));
        entries.filter_map(|(i, e)| {
            Some((i, Event { write: e.write, value: e.value?, called: e.called, returned: e.returned }))
        })
    }

    fn call(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        let op = self.entries.len() - 1;
        self.step(Step::Called(op));
        op
    }

    fn end(&mut self, op: usize, at: Time, fate: Fate) {
        if self.entries[op].fate != Fate::Open {
            return; // the first word counts
        }
        self.entries[op].returned = at;
        self.entries[op].fate = fate;
        match fate {
            Fate::Failed => self.step(Step::Failed(op)),
            Fate::Answered => self.step(Step::Answered(op)),
            // As an open one: it may still happen, and says nothing.
            Fate::Lost | Fate::Open => {}
        }
    }

    fn step(&mut self, step: Step) {
        match &mut self.by {
            By::Zones(zones) => {
                if !zones.step(&self.entries, step) {
                    self.by = By::Search(search::Search::over(self.initial, &self.entries));
                }
            }
            By::Search(search) => search.step(self.initial, &self.entries, step),
        }
    }
}
