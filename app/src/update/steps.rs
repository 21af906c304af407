//! The eight steps: which one is open, what it puts on the stage, Do it, Show me, Skip.

use lessons::model::StepKind;
use session::wire::{Command, Us, What};

use super::{Fx, page, repair, save, say, stage, tell};
use crate::model::{Action, Ask, Effect, Lesson, Mode, Model, Timer};
use crate::progress::{Mark, Progress};
use crate::route::Route;
use crate::words;

/// Without an act for this long, the first hint is offered.
const IDLE_MS: u32 = 240_000;

/// Opens a step, with an address of its own.
pub fn open(model: &mut Model, kind: StepKind, fx: &mut Fx) {
    let Some((slug, kept)) = model.lesson().map(|lesson| (lesson.slug.clone(), lesson.host.kept())) else { return };
    let route = Route::Act { slug, step: Some(kind), run: None };
    // A draft has no address of its own.
    if kept && route != model.route {
        fx.push(Effect::Push(route.clone()));
        model.route = route;
    }
    show(model, kind, fx);
}

/// Shows a step.
pub fn show(model: &mut Model, kind: StepKind, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.kinds().contains(&kind)) else { return };
    lesson.step = kind;
    lesson.mode = Mode::Do;
    lesson.shown = false;
    lesson.card = 0;
    lesson.marks = std::rc::Rc::default();
    lesson.hint_ready = true;
    lesson.hint_offered = false;
    // What it would take back is no longer on the stage.
    model.toast = None;
    model.progress().step = kind as u8;
    put_on_stage(model, fx);
    watch_idle(model, fx);
    let (n, all) = place(model, kind);
    say(model, &words::step_of(kind.word(), n, all));
    fx.push(Effect::Focus(crate::view::HEADING));
    save(model, fx);
}

/// Which of how many.
pub fn place(model: &Model, kind: StepKind) -> (usize, usize) {
    let kinds = model.lesson().map(Lesson::kinds).unwrap_or_default();
    (kinds.iter().position(|k| *k == kind).unwrap_or(0) + 1, kinds.len())
}

/// Puts what the open step needs on the stage, unless it is there.
pub fn put_on_stage(model: &mut Model, fx: &mut Fx) {
    let progress = model.progress().clone();
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.opened.is_some()) else { return };
    let ask = wanted(lesson, &progress);
    let told = matches!(lesson.step, StepKind::Why | StepKind::Explain);
    let at = told.then(|| told_at(lesson)).flatten();
    if lesson.what.as_ref() == Some(&ask) {
        if let Some(at) = at {
            stage::wish(lesson, at);
        }
        return;
    }
    lesson.then = at.filter(|_| !matches!(ask, Ask::Link(_)));
    lesson.what = Some(ask.clone());
    match ask {
        Ask::Stage(what) => tell(model, Command::Stage(what), fx),
        Ask::Link(link) => tell(model, Command::Restore { link }, fx),
    }
}

/// The instant that Why and Explain are about: the learner's witness; after a skipped Break, the shipped one.
fn told_at(lesson: &Lesson) -> Option<Us> {
    let shipped = || {
        let goal = lesson.goals(StepKind::Break).first()?;
        lesson.slot(&format!("{}.at", goal.name))?.at
    };
    lesson.seen.as_ref().map(|seen| seen.at).or_else(shipped)
}

/// What a step wants to see.
fn wanted(lesson: &Lesson, progress: &Progress) -> Ask {
    let recorded = |role: &str| {
        let name = lesson.recorded(role)?;
        Some(Ask::Stage(What::Recorded { name, seed: None }))
    };
    let own = || progress.run.clone().map_or(Ask::Stage(What::Quiet { seed: None }), Ask::Link);
    let here = lesson.what.clone().filter(|_| stage::own(lesson));
    if lesson.host.is_alone() {
        return here.unwrap_or(Ask::Stage(What::Quiet { seed: None }));
    }
    let show = lesson.mode == Mode::Show;
    let asked = match lesson.step {
        StepKind::Story | StepKind::Predict => recorded("baseline"),
        StepKind::Break if show => lesson.witness(progress).map(|name| Ask::Stage(What::Recorded { name, seed: None })),
        StepKind::Break => Some(here.unwrap_or_else(own)),
        StepKind::Why | StepKind::Explain if progress.witness.is_some() => Some(here.unwrap_or_else(own)),
        StepKind::Why | StepKind::Explain => recorded("witness"),
        StepKind::Repair if show => recorded("solution"),
        StepKind::Challenge if show => recorded("par"),
        StepKind::Repair | StepKind::Challenge => Some(repair::world_of(lesson, progress)),
        StepKind::Quiz => lesson.what.clone().or_else(|| recorded("baseline")),
    };
    asked.unwrap_or(Ask::Stage(What::Quiet { seed: None }))
}

/// Offers a hint where nothing is tried for long.
pub fn watch_idle(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson() else { return };
    if !lesson.goals(lesson.step).is_empty() {
        fx.push(Effect::After(IDLE_MS, Timer::Idle(lesson.acts)));
    }
}

/// The next step; behind the last one, the next act or the catalogue. What needed nothing done is done.
pub fn go_on(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson() else { return };
    let (kind, next, slug) = (lesson.step, lesson.beside(true), lesson.slug.clone());
    if matches!(kind, StepKind::Story | StepKind::Explain) {
        model.progress().marks[kind as usize] = Mark::Done;
    }
    if kind == StepKind::Story {
        model.progress().watched = true;
    }
    if let Some(next) = next {
        open(model, next, fx);
        return;
    }
    save(model, fx);
    if model.kept().is_none() {
        return;
    }
    let after = model.catalogue.as_ref().and_then(|all| all.after(&slug).map(|act| act.slug.clone()));
    let route = after.map_or(Route::Home, |slug| Route::act(&slug));
    super::open::navigate(model, route, true, fx);
}

/// The step before.
pub fn back(model: &mut Model, fx: &mut Fx) {
    if let Some(kind) = model.lesson().and_then(|lesson| lesson.beside(false)) {
        open(model, kind, fx);
    }
}

/// Do it, or Show me.
pub fn mode(model: &mut Model, mode: Mode, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.mode != mode) else { return };
    lesson.mode = mode;
    lesson.shown = false;
    let kind = lesson.step;
    if mode == Mode::Show {
        let mark = &mut model.progress().marks[kind as usize];
        if *mark != Mark::Done {
            *mark = Mark::Shown;
        }
        say(model, words::SHOWING);
        save(model, fx);
    }
    put_on_stage(model, fx);
}

/// The learner takes over after Show me.
pub fn now_you(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.mode = Mode::Do;
    lesson.shown = false;
    if lesson.step == StepKind::Break {
        // Another seed than the one that was shown, so that copying does not do.
        let what = What::Quiet { seed: lesson.staged.as_ref().map(|staged| staged.seed + 1) };
        lesson.what = Some(Ask::Stage(what.clone()));
        tell(model, Command::Stage(what), fx);
    } else {
        put_on_stage(model, fx);
    }
    fx.push(Effect::Focus(crate::view::STAGE));
}

/// Back from a failed seed, or from a run of the quiz.
pub fn my_run(model: &mut Model, fx: &mut Fx) {
    if let Some(lesson) = model.lesson_mut() {
        lesson.sealed.iter_mut().flatten().for_each(|sealed| sealed.open = None);
    }
    put_on_stage(model, fx);
}

/// Puts a recorded run on the stage, paused at an instant.
pub fn open_run(model: &mut Model, name: String, at: Us, fx: &mut Fx) {
    let what = What::Recorded { name, seed: None };
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.opened.is_some()) else { return };
    if lesson.what.as_ref() == Some(&Ask::Stage(what.clone())) {
        stage::wish(lesson, at);
        return;
    }
    lesson.then = Some(at);
    lesson.what = Some(Ask::Stage(what.clone()));
    tell(model, Command::Stage(what), fx);
}

/// Passes over a step. It asks nothing, and can be taken back.
pub fn skip(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson() else { return };
    let (kind, next) = (lesson.step, lesson.beside(true));
    let mark = &mut model.progress().marks[kind as usize];
    if *mark == Mark::Open {
        *mark = Mark::Skipped;
    }
    if kind == StepKind::Break && model.progress().guess.locked {
        tell(model, Command::Truth, fx);
    }
    match next {
        Some(next) => open(model, next, fx),
        None => save(model, fx),
    }
    let text = words::skipped(kind.word());
    say(model, &text);
    page::toast(model, "right", text, Some((words::UNDO, Action::Unskip(kind))), fx);
}

/// Takes a skip back.
pub fn unskip(model: &mut Model, kind: StepKind, fx: &mut Fx) {
    let mark = &mut model.progress().marks[kind as usize];
    if *mark == Mark::Skipped {
        *mark = Mark::Open;
    }
    model.toast = None;
    open(model, kind, fx);
}
