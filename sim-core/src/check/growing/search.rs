//! Search that goes on where it was. As long as an operation is open, a write is one without an answer and a read says
//! nothing; what it was is known only at its end. So the states before the calls of what is still open are kept, and an
//! end goes back to its call and plays again what came since.

use std::collections::VecDeque;

use super::{Entry, Fate, Step};
use crate::check::BUDGET;
use crate::check::frontier::{Frontier, OutOfSteps};
use crate::check::search::{NARROW, WIDER};
use crate::check::specs::{Register, RegisterOp};
use crate::order::Ordered;
use crate::time::Time;

/// A call or a return, in the order of time; at one instant calls come first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Call(usize),
    Return(usize),
}

/// See above.
pub(super) struct Search {
    /// Marks since the earliest call that is still open, or that another call of the same instant may come before.
    marks: VecDeque<(Time, Mark)>,
    /// The states before each of them.
    before: VecDeque<Frontier<Register>>,
    now: Frontier<Register>,
    /// As in [`crate::check::search`]: what is dropped is looked at again only when nothing else is left.
    width: usize,
    pub(super) undecided: bool,
    replayed: usize,
}

impl Search {
    /// Of a history so far.
    pub(super) fn over(initial: i64, entries: &[Entry]) -> Self {
        let now = Frontier::new(Register { initial: Some(initial) }, BUDGET, false).narrow(NARROW);
        let (marks, before) = (VecDeque::new(), VecDeque::new());
        let mut search = Self { marks, before, now, width: NARROW, undecided: false, replayed: 0 };
        if search.play_all(initial, entries).is_err() {
            search.undecided = true;
        }
        search
    }

    pub(super) fn stuck(&self) -> bool {
        self.now.stuck()
    }

    pub(super) fn work(&self) -> usize {
        self.now.steps + self.replayed
    }

    pub(super) fn step(&mut self, initial: i64, entries: &[Entry], step: Step) {
        if self.undecided || self.try_step(initial, entries, step).is_ok() {
            return;
        }
        self.undecided = true;
    }

    fn try_step(&mut self, initial: i64, entries: &[Entry], step: Step) -> Result<(), OutOfSteps> {
        let from = match step {
            Step::Called(op) => {
                let now = entries[op].called;
                self.forget(entries, now);
                let later = |(at, mark): &(Time, Mark)| *at == now && matches!(mark, Mark::Return(_));
                let place = self.marks.iter().position(later).unwrap_or(self.marks.len());
                self.insert(place, (now, Mark::Call(op)));
                place
            }
            Step::Answered(op) => {
                self.insert(self.marks.len(), (entries[op].returned, Mark::Return(op)));
                self.call_of(op)
            }
            // A write must be taken back; a read said nothing.
            Step::Failed(op) if entries[op].write => self.call_of(op),
            Step::Failed(_) => return Ok(()),
        };
        self.now.budget = self.now.steps + BUDGET;
        self.replay(entries, from)?;
        if self.now.stuck() && self.now.narrowed { self.widen(initial, entries) } else { Ok(()) }
    }

    fn insert(&mut self, place: usize, mark: (Time, Mark)) {
        let before = self.before.get(place).unwrap_or(&self.now).clone();
        self.marks.insert(place, mark);
        self.before.insert(place, before);
    }

    fn call_of(&self, op: usize) -> usize {
        self.marks.iter().position(|(_, mark)| *mark == Mark::Call(op)).unwrap_or(0)
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
    fn replay(&mut self, entries: &[Entry], from: usize) -> Result<(), OutOfSteps> {
        let (steps, budget) = (self.now.steps, self.now.budget);
        self.now.clone_from(&self.before[from]);
        (self.now.steps, self.now.budget) = (steps, budget);
        for place in from..self.marks.len() {
            self.before[place].clone_from(&self.now);
            self.play(entries, self.marks[place].1)?;
        }
        Ok(())
    }

    fn play(&mut self, entries: &[Entry], mark: Mark) -> Result<(), OutOfSteps> {
        self.replayed += 1;
        let (Mark::Call(op) | Mark::Return(op)) = mark;
        let entry = &entries[op];
        let what = match (entry.write, entry.value) {
            _ if entry.fate == Fate::Failed => return Ok(()),
            (true, Some(value)) => RegisterOp::Write(value),
            (false, Some(value)) => RegisterOp::Read(Some(value)),
            (_, None) => return Ok(()),
        };
        match mark {
            Mark::Call(_) => self.now.call(op as u32, &what, entry.returned),
            Mark::Return(_) => self.now.returned(op as u32)?,
        }
        Ok(())
    }

    /// Nothing is left, and something was dropped on the way.
    fn widen(&mut self, initial: i64, entries: &[Entry]) -> Result<(), OutOfSteps> {
        self.width = self.width.saturating_mul(WIDER);
        self.play_all(initial, entries)
    }

    /// Plays everything anew.
    fn play_all(&mut self, initial: i64, entries: &[Entry]) -> Result<(), OutOfSteps> {
        let mut all = Vec::with_capacity(2 * entries.len());
        for (op, entry) in entries.iter().enumerate() {
            all.push((entry.called, Mark::Call(op)));
            if entry.fate == Fate::Answered {
                all.push((entry.returned, Mark::Return(op)));
            }
        }
        all.order();
        let latest = all.last().map(|(at, _)| *at);
        let kept = |(at, mark): &(Time, Mark)| {
            Some(*at) == latest || matches!(mark, Mark::Call(op) if entries[*op].fate == Fate::Open)
        };
        let kept = all.iter().position(kept).unwrap_or(all.len());
        loop {
            let (steps, budget) = (self.now.steps, self.now.budget);
            self.now = Frontier::new(Register { initial: Some(initial) }, budget, false).narrow(self.width);
            self.now.steps = steps;
            for (_, mark) in &all[..kept] {
                self.play(entries, *mark)?;
            }
            self.marks = all[kept..].iter().copied().collect();
            self.before = self.marks.iter().map(|_| self.now.clone()).collect();
            if !self.marks.is_empty() {
                self.replay(entries, 0)?;
            }
            if !(self.now.stuck() && self.now.narrowed) {
                return Ok(());
            }
            self.width = self.width.saturating_mul(WIDER);
        }
    }
}
