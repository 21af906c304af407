//! What the stage says: the learner acts, looks, and comes to a witness.

use std::rc::Rc;

use lessons::model::{Goal, LineKind, StepKind};
use session::wire::{Command, Slot, Us, What, WitnessView};

use super::{Fx, save, say, steps, tell, travel};
use crate::model::{Action, Ask, Lesson, Mode, Model, Page, Side};
use crate::progress::{Lit, Mark, Reached, Seen};
use crate::stage::StageEvent;

/// An event of the stage.
pub fn event(model: &mut Model, event: StageEvent, fx: &mut Fx) {
    match event {
        // A look at the run that is leaving must not reach the one that comes.
        StageEvent::Look { .. } if model.lesson().is_some_and(|lesson| lesson.awaited) => {}
        StageEvent::Look { at, window, until } => {
            if until > 0 {
                fix_guess(model, fx);
            }
            tell(model, Command::Look { at, window, until }, fx);
        }
        StageEvent::Do { at, line } => {
            set_at(model, at);
            acted(model, Command::Do { at, line }, fx);
        }
        StageEvent::Undo => acted(model, Command::Undo, fx),
        StageEvent::Redo => acted(model, Command::Redo, fx),
        StageEvent::Fork(at) => acted(model, Command::Fork { at }, fx),
        StageEvent::Switch(branch) => acted(model, Command::Switch { branch }, fx),
        StageEvent::Travel(way) => travel::go(model, way, fx),
        StageEvent::Twin(other) => travel::twin(model, other, fx),
        StageEvent::Share(at) => share(model, at, Side::Copy, fx),
        StageEvent::At(at) => {
            set_at(model, at);
            follow_models(model, false, fx);
            check_witness(model, fx);
        }
        StageEvent::Witness => {
            let at = model.lesson().and_then(|lesson| lesson.scene.witness.as_ref()).map(|witness| witness.at);
            if let Some(at) = at {
                set_at(model, at);
            }
            shown(model);
            check_witness(model, fx);
        }
        StageEvent::Models(at) => tell(model, Command::Models { at, live: false }, fx),
        StageEvent::Events(window) => tell(model, Command::Events { window }, fx),
        StageEvent::Say(words) => say(model, &words),
        StageEvent::End => {
            shown(model);
            if matches!(model.page, Page::Home { .. }) {
                tell(model, Command::Stage(What::Quiet { seed: None }), fx);
            }
            if model.lesson().is_some_and(|lesson| lesson.step == StepKind::Story) {
                model.progress().watched = true;
                save(model, fx);
            }
        }
    }
}

/// In acts about consistency models these follow the run: as it goes on after each answer, and where it rests.
pub fn follow_models(model: &mut Model, live: bool, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.staged.as_ref().is_some_and(|s| s.models)) else {
        return;
    };
    let scene = &lesson.scene;
    let at = if live { scene.at } else { lesson.at };
    let answered = scene.ops.iter().map(|op| op.returned).filter(|t| *t <= at).max().unwrap_or_default();
    let about = (scene.branch, scene.acts.len(), answered, live);
    let same = lesson.placed.is_some_and(|known| known == about || live && known == (about.0, about.1, about.2, false));
    if !same {
        lesson.placed = Some(about);
        tell(model, Command::Models { at, live }, fx);
    }
}

fn set_at(model: &mut Model, at: Us) {
    if let Some(lesson) = model.lesson_mut() {
        lesson.at = at;
    }
}

fn shown(model: &mut Model) {
    if let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.mode == Mode::Show) {
        lesson.shown = true;
    }
}

/// A prediction cannot change once Break's run has started.
fn fix_guess(model: &mut Model, fx: &mut Fx) {
    let breaking = model.lesson().is_some_and(|lesson| lesson.step == StepKind::Break && own(lesson));
    if breaking && model.progress().guess.locked && !model.progress().guess.fixed {
        model.progress().guess.fixed = true;
        save(model, fx);
    }
}

/// The learner's own run of Break is on the stage.
pub fn own(lesson: &Lesson) -> bool {
    matches!(lesson.what, Some(Ask::Link(_) | Ask::Stage(What::Quiet { .. })))
}

/// The learner did something to the run: say it to the engine, keep the run, let the next hint open.
fn acted(model: &mut Model, command: Command, fx: &mut Fx) {
    fix_guess(model, fx);
    tell(model, command, fx);
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.acts += 1;
    lesson.hint_ready = true;
    let at = lesson.at;
    if own(lesson) && matches!(lesson.step, StepKind::Break | StepKind::Why | StepKind::Explain) {
        share(model, at, Side::Keep, fx);
    }
    steps::watch_idle(model, fx);
}

/// Asks for a link to this run.
pub fn share(model: &mut Model, at: Us, side: Side, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.links.push_back(side);
    let step = lesson.step.slug();
    tell(model, Command::Share { at, step }, fx);
}

/// Moves the playhead.
pub fn go(model: &mut Model, at: Us) {
    if let Some(lesson) = model.lesson_mut() {
        wish(lesson, at);
    }
}

/// A new wish for the playhead.
pub fn wish(lesson: &mut Lesson, at: Us) {
    lesson.go = Some((lesson.go.map_or(1, |go| go.0 + 1), at));
}

/// Moves the playhead on a branch.
pub fn there(model: &mut Model, branch: u32, at: Us, fx: &mut Fx) {
    if model.lesson().is_some_and(|lesson| lesson.scene.branch != branch) {
        tell(model, Command::Switch { branch }, fx);
    }
    go(model, at);
}

/// Outlines events, or none.
pub fn mark(model: &mut Model, slots: Vec<Slot>) {
    if let Some(lesson) = model.lesson_mut().filter(|lesson| *lesson.marks != slots) {
        lesson.marks = Rc::new(slots);
    }
}

/// The toast's way back after a fork.
pub fn back_to_main(model: &Model) -> Action {
    let parent = model.lesson().and_then(|lesson| {
        let scene = &lesson.scene;
        let here = scene.branches.len().checked_sub(1)?;
        // The scene of the new fork follows its `Did`: the branch shown now is the one that it leaves.
        Some(scene.branch.min(here as u32))
    });
    Action::Stage(StageEvent::Switch(parent.unwrap_or(0)))
}

/// The toast's way back after an act.
pub const fn undo() -> Action {
    Action::Stage(StageEvent::Undo)
}

/// An icon for a line.
pub fn icon(line: &str) -> &'static str {
    let verb = line.split_whitespace().find(|word| word.chars().all(char::is_alphabetic) && *word != "at");
    match verb.unwrap_or_default() {
        "cut" | "isolate" => "cut",
        "heal" | "release" | "restart" => "heal",
        "crash" => "crash",
        "slow" | "delay" | "hold" | "pause" => "slow",
        "skew" | "drift" | "step" => "skew",
        "drop" => "drop",
        _ => "info",
    }
}

/// Once the playhead is at the witness of Break, the goal is met and the sentence is said.
pub fn check_witness(model: &mut Model, fx: &mut Fx) {
    keep_parts(model, fx);
    let Some(lesson) = model.lesson() else { return };
    let Some(witness) = lesson.scene.witness.clone().filter(|seen| seen.at <= lesson.at && !seen.broke) else { return };
    let breaks = lesson.goals(StepKind::Break);
    let ours = own(lesson) || lesson.plays("witness");
    let Some(goal) = breaks.iter().find(|goal| goal.name == witness.goal).filter(|_| ours) else { return };
    let mut seen = seen(&witness, &lesson.scene.slots);
    if let Some(before) = parts(goal).next().and_then(|_| model.book.act(&lesson.slug).witness) {
        // Parts that were met in runs that are no longer on the stage keep their figures.
        let known: Vec<String> = seen.slots.iter().map(|slot| slot.0.clone()).collect();
        seen.slots.extend(before.slots.into_iter().filter(|slot| !known.contains(&slot.0)));
    }
    let fresh = lesson.seen.as_ref() != Some(&seen);
    let whole = parts(goal).next().is_none();
    let by_hand = own(lesson) && lesson.step == StepKind::Break;
    if let Some(lesson) = model.lesson_mut().filter(|_| fresh) {
        lesson.seen = Some(seen.clone());
    }
    if !by_hand || !fresh {
        return;
    }
    say(model, &witness.sentence);
    let progress = model.progress();
    progress.witness = Some(seen);
    if whole && !progress.met.contains(&witness.goal) {
        progress.met.push(witness.goal.clone());
    }
    broken(model, fx);
    share(model, witness.at, Side::Keep, fx);
    save(model, fx);
}

/// Once every goal of Break is met, it is broken, and what the run of Predict does is asked for.
fn broken(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson() else { return };
    let names: Vec<String> = lesson.goals(StepKind::Break).iter().map(|goal| goal.name.clone()).collect();
    let progress = model.progress();
    if names.iter().all(|name| progress.met.contains(name)) {
        progress.marks[StepKind::Break as usize] = Mark::Done;
        progress.reach(Reached::Broken);
        tell(model, Command::Truth, fx);
    }
}

/// The sentences of a goal's parts.
fn parts(goal: &Goal) -> impl Iterator<Item = String> + '_ {
    let parts = goal.lines.iter().filter(|line| line.kind == LineKind::Part);
    parts.map(|line| line.sentence.text.clone())
}

/// Parts that were met on a branch of the learner's stay met: when the page comes back, too.
fn keep_parts(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson().filter(|lesson| own(lesson) && lesson.step == StepKind::Break) else { return };
    let mut lit = Vec::new();
    for goal in lesson.goals(StepKind::Break) {
        let states = lesson.state(&goal.name).map(|state| state.lines.as_slice()).unwrap_or_default();
        for (line, state) in goal.lines.iter().zip(states) {
            if let Some(held) = state.held.as_ref().filter(|held| held.at <= lesson.at.max(lesson.scene.at)) {
                lit.push((line.sentence.text.clone(), Lit { branch: held.label.clone(), at: held.at }));
            }
        }
    }
    let met: Vec<(String, Vec<String>)> = lesson
        .goals(StepKind::Break)
        .iter()
        .map(|goal| (goal.name.clone(), parts(goal).collect()))
        .filter(|(_, lines): &(_, Vec<String>)| !lines.is_empty())
        .collect();
    let progress = model.progress();
    let before = progress.parts.len();
    for (line, held) in lit {
        progress.parts.entry(line).or_insert(held);
    }
    if progress.parts.len() == before {
        return;
    }
    for (goal, lines) in met {
        if lines.iter().all(|line| progress.parts.contains_key(line)) && !progress.met.contains(&goal) {
            progress.met.push(goal);
        }
    }
    broken(model, fx);
    save(model, fx);
}

fn seen(witness: &WitnessView, slots: &[Slot]) -> Seen {
    let known = |slot: &&Slot| !witness.slots.iter().any(|own| own.name == slot.name);
    let all = witness.slots.iter().chain(slots.iter().filter(known));
    Seen {
        at: witness.at,
        sentence: witness.sentence.clone(),
        slots: all.map(|slot| (slot.name.clone(), slot.text.clone(), slot.at)).collect(),
    }
}
