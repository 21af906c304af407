//! Histories of sessions: where they stand among the consistency models and isolation levels.

use std::cell::OnceCell;

use sim_core::lattice::{self, Fate, History, Model, Place, Placement, decide, models, place};

use super::picture::{Bar, Mark, Picture};
use super::{Judged, Judgement, Verdict};

/// So many operations make a picture that can be read.
const DRAWN: usize = 60;

/// A history of sessions.
pub struct Sessions {
    history: History,
    placed: OnceCell<Placement>,
}

impl Sessions {
    /// Takes a history.
    pub const fn new(history: History) -> Self {
        Self { history, placed: OnceCell::new() }
    }

    fn timed(&self) -> bool {
        self.history.sessions.iter().flat_map(|session| &session.units).all(|unit| unit.span.is_some())
    }

    /// The history with what breaks a model, or without.
    fn picture(&self, model: Model, holds: bool, evidence: &[usize], text: String) -> Picture {
        let places = self.history.places();
        let all: Vec<usize> = (0..places.len()).collect();
        let (shown, note) = match (places.len() > DRAWN, evidence.is_empty()) {
            (false, _) => (all, String::new()),
            (true, true) => {
                (all[..DRAWN].to_vec(), format!("Drawn are the first {DRAWN} of {} operations. ", places.len()))
            }
            (true, false) => {
                (evidence.to_vec(), "Drawn are only the operations that contradict each other. ".to_string())
            }
        };
        let beside = if self.timed() { "" } else { "Nothing is known of when one session did what beside another." };
        let note = format!("{note}{beside}");
        let wrong = evidence.iter().rev().find(|op| !self.history.op(places[**op]).write);
        let mark = |op: usize| match evidence.contains(&op) {
            true if wrong == Some(&op) => Mark::Impossible,
            true => Mark::Evidence,
            false => Mark::Plain,
        };
        let bars = shown.into_iter().map(|op| self.bar(places[op], mark(op))).collect();
        let title = model.info().title;
        let title = if holds { format!("Holds: {title}") } else { format!("Broken: {title}") };
        Picture { title, text, note, bars }
    }

    /// An operation as a bar. Without times, its place in its session stands for them.
    fn bar(&self, at: Place, mark: Mark) -> Bar {
        let (op, unit) = (self.history.op(at), self.history.unit(at));
        let session = &self.history.sessions[at.session];
        let before: usize = session.units[..at.unit].iter().map(|unit| unit.ops.len()).sum();
        let rank = 3 * (before + at.op + at.unit) as u64;
        let (from, to) = unit.span.map_or((rank, rank + 1), |(from, to)| (from.0, to.0));
        let key = &self.history.keys[op.key.0];
        let did = format!("{} {key} = {}", if op.write { "wrote" } else { "read" }, op.value);
        let words = if unit.fate == Fate::Aborted { format!("{did} (aborted)") } else { did };
        let unknown = unit.fate == Fate::Unknown;
        let more = format!("{} {words}, number {} of it", session.name, before + at.op + 1);
        Bar { row: session.name.clone(), words, more, from, to: (!unknown).then_some(to), mark }
    }
}

impl Judged for Sessions {
    fn models(&self) -> Vec<&'static str> {
        let asks = |model: &Model| *model != Model::Linearizable || self.timed();
        models(self.history.kind).filter(asks).map(Model::name).collect()
    }

    fn judge(&self, model: &str, why: bool) -> Option<Judgement> {
        let model = Model::named(model).filter(|model| self.models().contains(&model.name()))?;
        if !why {
            let verdict = of(decide(&self.history, model)?);
            return Some(Judgement { verdict, why: None, picture: None });
        }
        let placed = self.placed.get_or_init(|| place(&self.history));
        let verdict = placed.verdicts.iter().find(|(of, _)| *of == model).map(|(_, verdict)| of(*verdict))?;
        let witness = placed.witnesses.iter().find(|witness| witness.model == model);
        let why = witness.map(|witness| witness.text.clone());
        let text = why.clone().unwrap_or_else(|| model.info().meaning.to_string());
        let picture = match (verdict, witness) {
            (Verdict::Undecided, _) => None,
            (_, Some(witness)) => Some(self.picture(model, false, &witness.ops, text)),
            (_, None) => Some(self.picture(model, true, &[], text)),
        };
        Some(Judgement { verdict, why, picture })
    }
}

const fn of(verdict: lattice::Verdict) -> Verdict {
    match verdict {
        lattice::Verdict::Holds => Verdict::Holds,
        lattice::Verdict::Broken => Verdict::Broken,
        lattice::Verdict::Undecided => Verdict::Undecided,
    }
}
