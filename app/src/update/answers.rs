//! Answers of the learner: the prediction, the cause, the quiz; cards and hints.

use lessons::model::{StepKind, Task};

use super::{Fx, save, say, stage};
use crate::model::{Effect, Model, Timer};
use crate::progress::Mark;

/// The next hint opens after an act, or after this long.
const HINT_MS: u32 = 15_000;

/// A prediction, not yet locked in.
pub fn pick(model: &mut Model, answer: String, fx: &mut Fx) {
    let guess = &mut model.progress().guess;
    if !guess.locked {
        guess.answer = answer;
        save(model, fx);
    }
}

/// How sure.
pub fn sure(model: &mut Model, sure: bool, fx: &mut Fx) {
    let guess = &mut model.progress().guess;
    if !guess.locked {
        guess.sure = Some(sure);
        save(model, fx);
    }
}

/// Locks the prediction in, or opens it again while Break's run has not started.
pub fn lock(model: &mut Model, on: bool, fx: &mut Fx) {
    let progress = model.progress();
    let guess = &mut progress.guess;
    if guess.fixed || (on && guess.answer.is_empty()) {
        return;
    }
    guess.locked = on;
    progress.marks[StepKind::Predict as usize] = if on { Mark::Done } else { Mark::Open };
    save(model, fx);
    if on {
        say(model, crate::words::LOCKED);
    }
}

/// An option of Why. It stays: the reasons are on the page from now on.
pub fn why(model: &mut Model, option: u8, fx: &mut Fx) {
    let progress = model.progress();
    if progress.why.is_none() {
        progress.why = Some(option);
        progress.marks[StepKind::Why as usize] = Mark::Done;
        save(model, fx);
    }
}

/// An option of a quiz question.
pub fn quiz(model: &mut Model, question: u8, option: u8, fx: &mut Fx) {
    let count = match model.lesson().and_then(|lesson| lesson.step_of(StepKind::Quiz)).map(|step| &step.task) {
        Some(Task::Questions(questions)) => questions.len(),
        _ => return,
    };
    let progress = model.progress();
    progress.quiz.resize(count, None);
    if let Some(slot) = progress.quiz.get_mut(usize::from(question)).filter(|slot| slot.is_none()) {
        *slot = Some(option);
    }
    if progress.quiz.iter().all(Option::is_some) {
        progress.marks[StepKind::Quiz as usize] = Mark::Done;
    }
    save(model, fx);
}

/// Opens a card of Explain; the stage shows its instant while it is open.
pub fn card(model: &mut Model, card: usize, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.card = card;
    let bound = match lesson.step_of(StepKind::Explain).map(|step| &step.task) {
        Some(Task::Cards(cards)) => cards.get(card).and_then(|card| card.at.clone()),
        _ => None,
    };
    let Some((goal, field)) = bound else { return };
    let Some(slot) = lesson.slot(&format!("{goal}.{field}")) else { return };
    if let Some(at) = slot.at {
        let here = lesson.scene.branch;
        stage::there(model, slot.branch.unwrap_or(here), at, fx);
    }
    stage::mark(model, vec![slot]);
}

/// Opens the next hint of a goal.
pub fn hint(model: &mut Model, goal: String, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.hint_ready) else { return };
    lesson.hint_ready = false;
    lesson.hint_offered = false;
    *model.progress().hints.entry(goal).or_default() += 1;
    fx.push(Effect::After(HINT_MS, Timer::Hint));
    save(model, fx);
}
