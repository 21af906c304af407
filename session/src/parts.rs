//! Parts of the goal of Break: which were met, on which branch, and what was seen there. Whatever happens to the branch, a
//! part that was shown as met stays met.

use lessons::judge::{self, Met};
use lessons::model::{Goal, Part};
use sim_core::measure::{Evidence, clock};
use sim_core::time::Time;

use crate::slots;
use crate::stage::{Branch, Stage};
use crate::wire::{Held, Slot, Us, WitnessView};

/// A part as it was first shown to be met.
#[derive(Clone)]
pub(crate) struct Lit {
    branch: u32,
    label: String,
    at: Time,
    slots: Vec<Slot>,
}

/// What is to be met of the goals on the stage: there is at most one goal.
pub(crate) fn of(goals: &[Goal]) -> Vec<Part> {
    goals.first().map(Goal::parts).unwrap_or_default()
}

/// Looks on in a run that goes on for the parts that it has not met so far.
pub(crate) fn look(branch: &mut Branch, parts: &[Part], labels: &[String]) {
    branch.met.resize_with(parts.len(), || None);
    if branch.met.iter().all(Option::is_some) {
        return;
    }
    let run = branch.evidence(labels);
    let looked = branch.looked;
    let found = parts.iter().zip(&branch.met).map(|(part, met)| match met {
        Some(met) => Some(met.clone()),
        None => judge::first_met(&part.goal, &run, looked),
    });
    let (found, until) = (found.collect(), run.until);
    (branch.met, branch.looked) = (found, Some(until));
}

impl Stage {
    /// Keeps what the branch on the stage has met, as far as it was shown.
    pub fn light(&mut self) {
        let (branch, here) = (&self.branches[self.current], self.current as u32);
        let run = branch.evidence(&self.labels);
        self.lit.resize(self.parts.len(), None);
        for (n, (lit, part)) in self.lit.iter_mut().zip(&self.parts).enumerate().filter(|(_, (lit, _))| lit.is_none()) {
            let Some(met) = branch.met.get(n).and_then(Option::as_ref).filter(|met| met.at <= branch.seen) else {
                continue;
            };
            let (label, slots) = (branch.label.clone(), told(n, part, met, &run));
            *lit = Some(Lit { branch: here, label, at: met.at, slots });
        }
    }

    /// Where the part that is this line was met.
    pub fn held(&self, line: usize) -> Option<Held> {
        let n = self.parts.iter().position(|part| part.line == Some(line))?;
        let lit = self.lit.get(n)?.as_ref()?;
        Some(Held { branch: lit.branch, label: lit.label.clone(), at: lit.at.0 })
    }

    /// Whether the goal is met part by part; `None` where it has no parts.
    pub fn all_lit(&self) -> Option<bool> {
        let in_parts = self.parts.iter().any(|part| part.line.is_some());
        in_parts.then(|| self.lit.len() == self.parts.len() && self.lit.iter().all(Option::is_some))
    }

    /// The witness to show at an instant: of what this branch meets, the part that is met now, next, or was met last.
    pub fn nearest(&self, at: Us, run: &Evidence<'_>) -> Option<WitnessView> {
        let branch = self.branch();
        let met = self.parts.iter().zip(&branch.met).filter_map(|(part, met)| Some((part, met.as_ref()?)));
        let next = |met: &Met| (met.at.0 < at, met.at.0.abs_diff(at));
        let (part, met) = met.min_by_key(|(_, met)| next(met))?;
        let mut view = slots::met(&part.goal, met, run);
        if part.line.is_some() {
            view.slots = self.figures(run);
        }
        Some(view)
    }

    /// The figures of all parts: this branch's own, else those of the branch that met the part. A name without a number is
    /// that of the first part that has it.
    fn figures(&self, run: &Evidence<'_>) -> Vec<Slot> {
        let branch = self.branch();
        let mut all: Vec<Slot> = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            match (branch.met.get(n).and_then(Option::as_ref), self.lit.get(n).and_then(Option::as_ref)) {
                (Some(met), _) => all.extend(told(n, part, met, run)),
                (None, Some(lit)) => {
                    all.extend(lit.slots.iter().map(|slot| Slot { branch: Some(lit.branch), ..slot.clone() }));
                }
                (None, None) => {}
            }
        }
        named(all)
    }
}

/// What a part's witness tells, under `goal.1.field`.
fn told(n: usize, part: &Part, met: &Met, run: &Evidence<'_>) -> Vec<Slot> {
    let goal = format!("{}.{}", part.goal.name, n + 1);
    let at = Slot { name: format!("{goal}.at"), text: clock(met.at), at: Some(met.at.0), ..Slot::default() };
    let witness = met.witness().map(|w| slots::slots(&goal, w, run.world, run.labels)).unwrap_or_default();
    std::iter::once(at).chain(witness).collect()
}

/// Adds each figure under the goal's name alone, that of the first part that has it.
fn named(mut all: Vec<Slot>) -> Vec<Slot> {
    for slot in all.clone() {
        let mut words = slot.name.splitn(3, '.');
        let (Some(goal), Some(_), Some(field)) = (words.next(), words.next(), words.next()) else { continue };
        let name = format!("{goal}.{field}");
        if all.iter().all(|known| known.name != name) {
            all.push(Slot { name, ..slot });
        }
    }
    all
}

/// The figures of the recorded witnesses: each part's first one.
pub(crate) fn shipped<'w>(goal: &Goal, runs: impl Iterator<Item = Evidence<'w>>) -> Vec<Slot> {
    let parts = goal.parts();
    let mut known: Vec<Vec<Slot>> = parts.iter().map(|_| Vec::new()).collect();
    for run in runs {
        for ((n, part), known) in parts.iter().enumerate().zip(&mut known).filter(|(_, known)| known.is_empty()) {
            *known = judge::first_met(&part.goal, &run, None).map(|met| told(n, part, &met, &run)).unwrap_or_default();
        }
    }
    named(known.concat())
}
