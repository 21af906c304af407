//! Goal lines as a list: what must hold, how it stands, what was seen.

use lessons::model::{Goal, LineKind, StepKind};
use session::wire::{LineInfo, LineState, Slot, Status, Us};

use crate::model::Lesson;
use crate::progress::Progress;
use crate::words;

/// A line of a goal card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// `Guard: operations of the majority`.
    pub words: String,
    /// `94 %`.
    pub value: String,
    /// `at least 95 %`.
    pub bound: String,
    /// How it stands.
    pub status: Status,
    /// How far along, in percent.
    pub part: u16,
    /// What was seen, and what had to hold.
    pub why: String,
    /// An instant to go to.
    pub at: Option<Us>,
    /// From the verdict back to what began it.
    pub because: Vec<Slot>,
    /// Smaller: the run has to be a real test.
    pub guard: bool,
    /// It is a part of the goal that was met before: where, in words, when, and on which branch of those on the stage.
    pub held: Option<(String, Us, Option<u32>)>,
}

impl Check {
    /// For ears: state and value belong to the name.
    pub fn spoken(&self) -> String {
        let value = if self.value.is_empty() { String::new() } else { format!(", {}", self.value) };
        let held = self.held.as_ref().map(|held| format!(", {}", held.0)).unwrap_or_default();
        format!("{}{value}, {}{held}", self.words, words::status(self.status))
    }
}

/// The lines of a goal: in words once the engine is there, as written until then.
pub fn checks(lesson: &Lesson, goal: &Goal, progress: &Progress) -> Vec<Check> {
    let infos = lesson.info(&goal.name).map(|info| info.lines.clone()).unwrap_or_default();
    let states = lesson.state(&goal.name).map(|state| state.lines.clone()).unwrap_or_default();
    if infos.is_empty() {
        let raw = goal.lines.iter().map(|line| Check {
            words: line.sentence.text.clone(),
            guard: line.kind == LineKind::Guard,
            ..Check::default()
        });
        return raw.collect();
    }
    let blank = LineState::default();
    let line = |(n, info): (usize, &LineInfo)| {
        let mut check = check(info, states.get(n).unwrap_or(&blank));
        // What was met in a run that is no longer here stays met.
        let sentence = goal.lines.get(n).map(|line| &line.sentence.text);
        let kept = sentence.and_then(|text| progress.parts.get(text)).filter(|_| info.kind == "part");
        if let Some(lit) = kept.filter(|_| check.held.is_none()) {
            check.held = Some((words::met_on(&lit.branch), lit.at, None));
            (check.status, check.part, check.why) = (Status::Met, 100, String::new());
        }
        check
    };
    infos.iter().enumerate().map(line).collect()
}

fn check(info: &LineInfo, state: &LineState) -> Check {
    let guard = info.kind == "guard";
    let world = info.world.as_ref().map(|world| format!("{world}: ")).unwrap_or_default();
    Check {
        words: if guard { format!("{world}Guard: {}", info.words) } else { format!("{world}{}", info.words) },
        value: state.value.clone(),
        because: state.because.clone(),
        bound: info.bound.clone(),
        status: state.status,
        part: state.part / 10,
        why: state.why.clone(),
        at: state.at,
        guard,
        held: state.held.as_ref().map(|held| (words::met_on(&held.label), held.at, Some(held.branch))),
    }
}

/// The heading of a goal card.
pub const fn title(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Break => "Break it",
        StepKind::Repair => "Repair",
        _ => "Challenge",
    }
}
