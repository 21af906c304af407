//! What the engine says, and what to do when it stops.

use std::rc::Rc;

use session::wire::{Command, Envelope, Opened, Scene, Staged, Truth, Update};

use super::{Fx, around, open, page, save, say, share, stage, steps, tell, texts, travel, warn};
use crate::model::{Ask, Effect, Model, Page, Side, Words, clock};
use crate::progress;
use crate::route::{self, Route};
use crate::words;

/// After this many restarts in one act the engine is given up.
const RESTARTS: u32 = 3;

/// An answer of the engine. What is older than the last change of the stage is dropped.
pub fn said(model: &mut Model, said: Envelope<Update>, fx: &mut Fx) {
    let current = said.epoch == model.engine.epoch;
    match said.body {
        Update::Ready { version } => model.engine.version = Some(version),
        Update::Opened(opened) => self::opened(model, opened, fx),
        Update::Staged(staged) => self::staged(model, staged, fx),
        Update::Scene(scene) if current => self::scene(model, scene, fx),
        Update::Did(did) => {
            let (icon, text) = if did.forked {
                ("fork", format!("{} {}", words::FORKED, clock(model.lesson().map_or(0, |l| l.at))))
            } else {
                (stage::icon(&did.line), did.line.clone())
            };
            let button = if did.forked { words::BACK_TO_MAIN } else { words::UNDO };
            let action = if did.forked { stage::back_to_main(model) } else { stage::undo() };
            let text = if did.note.is_empty() { text } else { format!("{text}. {}", did.note) };
            say(model, &text);
            if !matches!(model.page, Page::Home { .. }) {
                page::toast(model, icon, text, Some((button, action)), fx);
            }
        }
        Update::Refused { line, why } => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.awaited = false;
            }
            let text = format!("{line}: {why}");
            warn(model, &text);
            page::toast(model, "warn", text, None, fx);
            if let Some(lesson) = model.lesson() {
                let look = Command::Look { at: lesson.at, window: lesson.scene.window, until: lesson.scene.frontier };
                tell(model, look, fx);
            }
        }
        Update::Truth(truth) => self::truth(model, truth, fx),
        Update::Link { link } => self::link(model, link, fx),
        Update::Unreadable { why } => {
            let text = format!("{}: {why}.", words::LINK_UNREADABLE);
            warn(model, &text);
            unreadable(model, text, fx);
        }
        Update::Exported { name, text } => {
            page::toast(model, "share", words::saved(&name), None, fx);
            fx.push(Effect::Download(name, text));
        }
        Update::Drifted { why } => {
            let text = format!("{}: {why}.", words::LINK_DRIFTED);
            say(model, &text);
            model.notice = Some(text);
        }
        Update::Events(rows) if current => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.events = Rc::new(rows);
            }
        }
        Update::Models(models) if current => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.models = Rc::new(models);
            }
        }
        Update::Found(at) => travel::found(model, at),
        Update::Twin(twin) if current => travel::here(model, *twin),
        Update::Scene(_) | Update::Twin(_) | Update::Seeds(_) | Update::Events(_) | Update::Models(_) => {}
    }
}

fn opened(model: &mut Model, opened: Opened, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.slug == opened.slug) else { return };
    if !opened.diagnostics.is_empty() {
        if let Words::Here(text, _) = &lesson.words {
            lesson.words = Words::Here(text.clone(), Rc::new(opened.diagnostics));
        }
        return;
    }
    lesson.opened = Some(Rc::new(opened));
    match lesson.what.clone() {
        Some(Ask::Link(link)) => tell(model, Command::Restore { link }, fx),
        Some(Ask::Stage(what)) => again(model, what, fx),
        None => steps::put_on_stage(model, fx),
    }
}

/// Brings the stage back after a restart: the run, the learner's acts on it, the moment.
fn again(model: &mut Model, what: session::wire::What, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.then = Some(lesson.at);
    let knobs = matches!(what, session::wire::What::Repair { .. } | session::wire::What::Challenge { .. });
    let own = lesson.scene.acts.iter().filter(|act| act.own && !knobs);
    let acts: Vec<Command> = own.map(|act| Command::Do { at: act.at, line: untimed(&act.line) }).collect();
    tell(model, Command::Stage(what), fx);
    for act in acts {
        tell(model, act, fx);
    }
}

/// `at 2.1s cut a-c` without its time.
fn untimed(line: &str) -> String {
    let mut words = line.splitn(3, ' ');
    if words.next() == Some("at") { words.nth(1).unwrap_or_default().to_owned() } else { line.to_owned() }
}

fn staged(model: &mut Model, staged: Staged, fx: &mut Fx) {
    // A link says its step, unless its address does.
    let from_link = matches!(model.route, Route::Act { step: None, run: Some(_), .. });
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.awaited = false;
    lesson.at = staged.at;
    lesson.scene = Rc::default();
    lesson.events = Rc::default();
    lesson.models = Rc::default();
    lesson.marks = Rc::default();
    lesson.twin = None;
    if from_link && lesson.staged.is_none() {
        lesson.step = route::step(&staged.step).unwrap_or(lesson.step);
    }
    lesson.staged = Some(Rc::new(staged));
    if let Some(at) = lesson.then.take() {
        stage::wish(lesson, at);
    }
    around::moment(lesson);
    texts::again(model, fx);
}

/// The run of a link, or the kept one, is no more to be had; it must not come back with every visit.
fn unreadable(model: &mut Model, text: String, fx: &mut Fx) {
    let kept = model.progress().run.take();
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.what = None;
    lesson.trouble = Some(text);
    if kept.is_some() {
        save(model, fx);
    }
    steps::put_on_stage(model, fx);
}

fn scene(model: &mut Model, scene: Scene, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.scene = Rc::new(scene);
    travel::beside(model, fx);
    stage::follow_models(model, true, fx);
    stage::check_witness(model, fx);
}

fn truth(model: &mut Model, truth: Truth, fx: &mut Fx) {
    if model.lesson().is_none() {
        return;
    }
    let kept = progress::Truth { key: truth.key, text: truth.text, sentence: truth.sentence };
    model.progress().truth = Some(kept);
    save(model, fx);
}

fn link(model: &mut Model, link: String, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    match lesson.links.pop_front() {
        Some(Side::Copy) => share::made(model, link, fx),
        Some(Side::Report) => {
            let text = page::report(model, &link);
            fx.push(Effect::CopyReport(text));
        }
        Some(Side::Keep) => {
            lesson.what = Some(Ask::Link(link.clone()));
            model.progress().run = Some(link);
            save(model, fx);
        }
        None => {}
    }
}

/// The engine stopped. It is started again with the recipe; nothing is lost, and it is said once.
pub fn died(model: &mut Model, why: String, fx: &mut Fx) {
    fx.push(Effect::StopEngine);
    model.engine.restarts += 1;
    model.engine.version = None;
    if let Some(lesson) = model.lesson_mut() {
        lesson.links.clear();
    }
    if model.engine.restarts > RESTARTS {
        warn(model, words::ENGINE_GIVEN_UP);
        model.engine.given_up = Some(why);
        return;
    }
    if model.engine.restarts == 1 {
        say(model, words::ENGINE_RESTARTED);
        model.notice = Some(words::ENGINE_RESTARTED.to_owned());
    }
    open::open(model, fx);
}
