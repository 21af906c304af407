//! The bar of eight steps, and the foot of the column.

use lessons::model::StepKind;

use crate::model::{Lesson, Mode};
use crate::progress::{Mark, Progress};

/// A step in the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Which.
    pub kind: StepKind,
    /// `d` done, `c` current, or nothing.
    pub class: &'static str,
    /// `Break, done`.
    pub name: String,
}

/// The bar.
pub fn stops(lesson: &Lesson, progress: &Progress) -> Vec<Stop> {
    let stop = |kind: StepKind| {
        let mark = progress.marks[kind as usize];
        let current = kind == lesson.step;
        let state = match mark {
            Mark::Done => ", done",
            Mark::Shown => ", shown",
            Mark::Skipped => ", passed over",
            Mark::Open => "",
        };
        Stop {
            kind,
            class: if current {
                "c"
            } else if mark == Mark::Done {
                "d"
            } else {
                ""
            },
            name: format!("{}{state}{}", kind.word(), if current { ", current" } else { "" }),
        }
    };
    lesson.kinds().into_iter().map(stop).collect()
}

/// What the foot of the column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foot {
    /// Back.
    pub back: bool,
    /// Do it, Show me, Skip: with the one that is on.
    pub modes: Option<Mode>,
    /// Skip alone.
    pub skip: bool,
    /// Continue.
    pub go_on: bool,
}

/// The foot of the open step.
pub fn foot(lesson: &Lesson, progress: &Progress) -> Foot {
    let done = progress.marks[lesson.step as usize] == Mark::Done;
    let held_back = lesson.step == StepKind::Explain && !explains(lesson, progress);
    let (modes, skip) = match lesson.step {
        StepKind::Story | StepKind::Explain => (None, false),
        StepKind::Predict | StepKind::Quiz => (None, !done),
        _ => ((!done || lesson.mode == Mode::Show).then_some(lesson.mode), false),
    };
    let go_on = !held_back && (done || (modes.is_none() && !skip));
    Foot { back: lesson.beside(false).is_some(), modes, skip, go_on }
}

/// Explain is in the page only once Why was answered, shown or passed over.
pub fn explains(lesson: &Lesson, progress: &Progress) -> bool {
    lesson.step_of(StepKind::Why).is_none() || progress.marks[StepKind::Why as usize] != Mark::Open
}
