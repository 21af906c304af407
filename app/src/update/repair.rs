//! Repair and Challenge: knobs, worlds, the sealed run.

use lessons::model::StepKind;
use session::wire::{Command, Status, Update, What};

use super::{Fx, open, save, say, steps, tell};
use crate::model::{Ask, Effect, Lesson, Model, Sealed};
use crate::panel::knobs;
use crate::progress::{Mark, Progress, Reached};
use crate::words;

/// After this many sealed runs that did not hold, the first hint is offered.
const MISSES: u32 = 3;

/// 1 for the challenge, 0 for Repair: places in [`Progress`] and [`Lesson::sealed`].
pub const fn side(kind: StepKind) -> usize {
    matches!(kind, StepKind::Challenge) as usize
}

/// The world of Repair or of the challenge, with the learner's knobs.
pub fn world_of(lesson: &Lesson, progress: &Progress) -> Ask {
    let settings = knobs::settings(lesson, progress);
    Ask::Stage(match lesson.step {
        StepKind::Challenge => What::Challenge { settings },
        _ => What::Repair { world: lesson.world.clone(), settings },
    })
}

/// Turns a knob.
pub fn knob(model: &mut Model, name: String, value: String, fx: &mut Fx) {
    let Some(side) = model.lesson().map(|lesson| side(lesson.step)) else { return };
    if model.lesson().is_some_and(|lesson| lesson.step == StepKind::Break) {
        by_hand(model, &[(name, value)], fx);
        return;
    }
    model.progress().knobs[side].insert(name, value);
    turned(model, fx);
}

/// Knobs as tools of Break: the session makes acts of them.
fn by_hand(model: &mut Model, changed: &[(String, String)], fx: &mut Fx) {
    let progress = model.progress().clone();
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.acts += 1;
    lesson.hint_ready = true;
    let mut settings = knobs::settings(lesson, &progress);
    for (name, value) in &mut settings {
        if let Some(new) = changed.iter().find(|new| new.0 == *name) {
            value.clone_from(&new.1);
        }
    }
    let at = lesson.at;
    tell(model, Command::Knobs { at, settings }, fx);
    steps::watch_idle(model, fx);
}

/// All knobs as they were.
pub fn reset_knobs(model: &mut Model, fx: &mut Fx) {
    let Some(side) = model.lesson().map(|lesson| side(lesson.step)) else { return };
    if model.lesson().is_some_and(|lesson| lesson.step == StepKind::Break) {
        let lesson = model.lesson().expect("it is open");
        let default = |knob: knobs::Knob| (knob.info.name, knob.start);
        let defaults: Vec<_> = knobs::knobs(lesson, &Progress::default()).into_iter().map(default).collect();
        by_hand(model, &defaults, fx);
        return;
    }
    model.progress().knobs[side].clear();
    turned(model, fx);
}

fn turned(model: &mut Model, fx: &mut Fx) {
    let progress = model.progress().clone();
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.acts += 1;
    lesson.hint_ready = true;
    let (at, ask) = (lesson.at, world_of(lesson, &progress));
    let there = matches!(lesson.what, Some(Ask::Stage(What::Repair { .. } | What::Challenge { .. })));
    lesson.what = Some(ask.clone());
    match ask {
        Ask::Stage(what) if !there => tell(model, Command::Stage(what), fx),
        Ask::Stage(What::Repair { settings, .. } | What::Challenge { settings }) => {
            tell(model, Command::Knobs { at, settings }, fx);
        }
        _ => {}
    }
    steps::watch_idle(model, fx);
    save(model, fx);
}

/// Shows a world of Repair.
pub fn world(model: &mut Model, name: String, fx: &mut Fx) {
    if let Some(lesson) = model.lesson_mut() {
        lesson.world = Some(name);
        steps::put_on_stage(model, fx);
    }
}

/// What was changed and why, in the learner's words.
pub fn reason(model: &mut Model, words: String, fx: &mut Fx) {
    let Some(side) = model.lesson().map(|lesson| side(lesson.step)) else { return };
    model.progress().reason[side] = words;
    save(model, fx);
}

/// Begins the sealed run, in an engine of its own: the stage stays alive.
pub fn seal(model: &mut Model, fx: &mut Fx) {
    let progress = model.progress().clone();
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.opened.is_some()) else { return };
    let settings = knobs::settings(lesson, &progress);
    let challenge = lesson.step == StepKind::Challenge;
    lesson.sealed[side(lesson.step)] = Some(Sealed { settings: settings.clone(), ..Sealed::default() });
    fx.push(Effect::Seal(vec![open::opening(lesson), Command::Seal { settings, challenge }]));
}

/// Stops it.
pub fn unseal(model: &mut Model, fx: &mut Fx) {
    fx.push(Effect::Unseal);
    if let Some(sealed) = running(model) {
        sealed.stopped = Some(words::SEAL_STOPPED.to_owned());
    }
}

/// The engine of the sealed run stopped.
pub fn seal_died(model: &mut Model, why: String, fx: &mut Fx) {
    fx.push(Effect::Unseal);
    if let Some(sealed) = running(model) {
        sealed.stopped = Some(why);
    }
}

fn running(model: &mut Model) -> Option<&mut Sealed> {
    let sealed = &mut model.lesson_mut()?.sealed;
    sealed.iter_mut().flatten().find(|sealed| !sealed.seeds.done && sealed.stopped.is_none())
}

/// Progress of the sealed run.
pub fn sealed(model: &mut Model, said: Update, fx: &mut Fx) {
    let Update::Seeds(seeds) = said else { return };
    let Some(lesson) = model.lesson_mut() else { return };
    let running = |sealed: &Option<Sealed>| sealed.as_ref().is_some_and(|s| !s.seeds.done && s.stopped.is_none());
    let Some(side) = lesson.sealed.iter().position(running) else { return };
    let done = seeds.done;
    let held = seeds.dots.iter().filter(|dot| dot.status == Status::Met).count();
    let all = held == seeds.dots.len();
    let par = seeds.score.as_ref().is_none_or(|score| score.1);
    let score = seeds.score.clone();
    if let Some(sealed) = &mut lesson.sealed[side] {
        sealed.seeds = seeds;
    }
    if !done {
        return;
    }
    fx.push(Effect::Unseal);
    let sentence = lesson.sealed[side].as_ref().map(|s| words::held(&s.seeds.dots)).unwrap_or_default();
    lesson.misses = if all { 0 } else { lesson.misses + 1 };
    lesson.hint_offered |= lesson.misses >= MISSES;
    let progress = model.progress();
    progress.held[side] = Some(held as u8);
    if all && side == 0 {
        progress.marks[StepKind::Repair as usize] = Mark::Done;
        progress.reach(Reached::Repaired);
    } else if all && par {
        progress.marks[StepKind::Challenge as usize] = Mark::Done;
        progress.reach(Reached::Challenged);
    }
    let spoken = score.map_or(sentence.clone(), |score| format!("{sentence} {}", score.0));
    say(model, &spoken);
    save(model, fx);
}

/// Puts a seed of the sealed run on the stage, at its witness.
pub fn open_seed(model: &mut Model, n: u32, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    let challenge = lesson.step == StepKind::Challenge;
    let Some(sealed) = &mut lesson.sealed[side(lesson.step)] else { return };
    sealed.open = Some(n);
    let what = What::Seed { n, challenge, settings: sealed.settings.clone() };
    lesson.what = Some(Ask::Stage(what.clone()));
    lesson.then = None;
    tell(model, Command::Stage(what), fx);
}
