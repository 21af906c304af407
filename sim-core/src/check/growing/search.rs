//! Search that goes on where it was. A read's value is known only when it returns, so the states before the calls of
//! what is still open are kept; an answer goes back to its call and plays again what came since.

use std::collections::VecDeque;

use super::{Entry, Fate, Step};
use crate::check::BUDGET;
use crate::check::frontier::{Frontier, OutOfSteps};
use crate::check::specs::{Register, RegisterOp};
use crate::time::Time;

/// A call, or the end of an operation, in the order of time; at one instant calls come first.
#[derive(Clone, Copy)]
enum Mark {
    Call(usize),
    Return(usize),
    Lost(usize),
}

/// See above.
pub(super) struct Search {
    /// Marks since the earliest call that is still open, or that another call of the same instant may come before.
    marks: VecDeque<(Time, Mark)>,
    /// The states before each of them.
    before: VecDeque<Frontier<Register>>,
    now: Frontier<Register>,
    pub(super) undecided: bool,
    replayed: usize,
}

impl Search {
    pub(super) fn new(initial: i64) -> Self {
        let now = Frontier::new(Register { initial: Some(initial) }, usize::MAX, false);
        Self { marks: VecDeque::new(), before: VecDeque::new(), now, undecided: false, replayed: 0 }
    }

    pub(super) fn stuck(&self) -> bool {
        self.now.stuck()
    }

    pub(super) fn work(&self) -> usize {
        self.now.steps + self.replayed
    }

    pub(super) fn step(&mut self, entries: &[Entry], step: Step) {
        if self.undecided {
            return;
        }
        match step {
            Step::Called(op) => {
                let now = entries[op].called;
                self.forget(entries, now);
                let later = |(at, mark): &(Time, Mark)| *at == now && !matches!(mark, Mark::Call(_));
                let place = self.marks.iter().position(later).unwrap_or(self.marks.len());
                self.insert(entries, place, (now, Mark::Call(op)));
            }
            Step::Answered(op) => {
                let at = entries[op].returned;
                self.marks.push_back((at, Mark::Return(op)));
                let from = if entries[op].write { self.marks.len() - 1 } else { self.call_of(op) };
                self.before.push_back(self.now.clone());
                self.replay(entries, from);
            }
            // A read says nothing from its call on; a write must not be taken back.
            Step::Failed(op) => {
                let from = self.call_of(op);
                self.replay(entries, from);
            }
            Step::Lost(op) => {
                let last = self.marks.back().map_or(entries[op].called, |(at, _)| *at);
                let place = self.marks.len();
                self.insert(entries, place, (last, Mark::Lost(op)));
            }
        }
    }

    fn insert(&mut self, entries: &[Entry], place: usize, mark: (Time, Mark)) {
        let before = self.before.get(place).unwrap_or(&self.now).clone();
        self.marks.insert(place, mark);
        self.before.insert(place, before);
        self.replay(entries, place);
    }

    fn call_of(&self, op: usize) -> usize {
        let is = |(_, mark): &(Time, Mark)| matches!(mark, Mark::Call(o) if *o == op);
        self.marks.iter().position(is).unwrap_or(0)
    }

    /// Drops what nobody can go back to.
    fn forget(&mut self, entries: &[Entry], now: Time) {
        while let Some((at, mark)) = self.marks.front() {
            let open = matches!(mark, Mark::Call(op) if entries[*op].fate == Fate::Open);
            if open || *at == now {
                return;
            }
            self.marks.pop_front();
            self.before.pop_front();
        }
    }

    /// Plays the marks from a place on. Steps are counted on, not anew.
    fn replay(&mut self, entries: &[Entry], from: usize) {
        let steps = self.now.steps;
        self.now.clone_from(&self.before[from]);
        self.now.steps = steps;
        self.now.budget = steps + BUDGET;
        for place in from..self.marks.len() {
            self.before[place].clone_from(&self.now);
            self.replayed += 1;
            if self.play(entries, self.marks[place].1).is_err() {
                self.undecided = true;
                return;
            }
        }
    }

    fn play(&mut self, entries: &[Entry], mark: Mark) -> Result<(), OutOfSteps> {
        let (Mark::Call(op) | Mark::Return(op) | Mark::Lost(op)) = mark;
        let entry = &entries[op];
        let what = match (entry.write, entry.value) {
            _ if entry.fate == Fate::Failed => return Ok(()),
            (true, Some(value)) => RegisterOp::Write(value),
            (false, Some(value)) => RegisterOp::Read(Some(value)),
            (_, None) => return Ok(()),
        };
        // When it returns is known where it is played again.
        let due = (entry.fate != Fate::Open).then_some(entry.returned);
        match mark {
            Mark::Call(_) => self.now.call(op as u32, &what, due),
            Mark::Return(_) => self.now.returned(op as u32)?,
            Mark::Lost(_) => self.now.give_up(op as u32),
        }
        Ok(())
    }
}
