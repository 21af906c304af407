//! The sandbox: a scenario by itself, edited piece by piece.

use session::sandbox::{BLANK, Sandbox};
use session::wire::{Command, Us};

use super::around::alone;
use super::{Fx, open, tell};
use crate::model::{Ask, Effect, Files, Host, Lesson, Model, Page};
use crate::route::Route;
use crate::words::around as said;

/// The sandbox: with the run of a link, an act's scenario, or a cluster to begin with.
pub fn show(model: &mut Model, from: Option<&str>, run: Option<String>, fx: &mut Fx) {
    fx.push(Effect::Title(said::SANDBOX_TITLE.to_owned()));
    let carried = run.as_deref().and_then(session::carried);
    let sandbox = Sandbox::open(carried.as_deref().unwrap_or(BLANK));
    let scenario = sandbox.good.clone();
    let files = Files { scenario, ..Files::default() };
    let mut lesson = alone("sandbox", files, Host::Sandbox(Box::new(sandbox)));
    lesson.what = run.map(Ask::Link);
    model.page = Page::Lesson(lesson);
    let act = from.zip(model.catalogue.as_ref()).and_then(|(slug, all)| all.find(slug));
    match act.map(|(_, act)| act.folder.clone()) {
        Some(folder) => fx.push(Effect::FetchAct { slug: "sandbox".to_owned(), folder }),
        None => open::open(model, fx),
    }
}

/// Another scenario in the sandbox: an act's, or a file's. What a kept run did is done again.
pub fn scenario(model: &mut Model, text: &str, fx: &mut Fx) {
    let Some(Lesson { host: Host::Sandbox(sandbox), .. }) = model.lesson_mut() else { return };
    let opened = Sandbox::open(text);
    if opened.good.is_empty() {
        // What cannot be read takes nothing away.
        sandbox.problems = opened.problems;
        return;
    }
    **sandbox = opened;
    play(model, fx);
}

/// A setting was changed.
pub fn set(model: &mut Model, path: &str, value: &str, fx: &mut Fx) {
    let Some(Lesson { host: Host::Sandbox(sandbox), .. }) = model.lesson_mut() else { return };
    if sandbox.set(path, value) {
        play(model, fx);
    }
}

/// Begins with another scenario: an act's, or the cluster to begin with.
pub fn start_from(model: &mut Model, slug: String, fx: &mut Fx) {
    let from = Some(slug).filter(|slug| !slug.is_empty());
    open::navigate(model, Route::Sandbox { from, run: None }, true, fx);
}

/// Saves the scenario that is played.
pub fn save(model: &Model, fx: &mut Fx) {
    if let Some(Lesson { host: Host::Sandbox(sandbox), .. }) = model.lesson() {
        fx.push(Effect::Download(said::FILE.to_owned(), sandbox.good.clone()));
    }
}

/// Has the engine read the world of the sandbox.
fn play(model: &mut Model, fx: &mut Fx) {
    model.progress().run = None;
    let Some(lesson) = model.lesson_mut() else { return };
    let Host::Sandbox(sandbox) = &lesson.host else { return };
    lesson.files = Files { scenario: sandbox.good.clone(), ..Files::default() }.into();
    lesson.what = None;
    lesson.opened = None;
    open::open(model, fx);
}

/// Does what a kept run did, once its world is on the stage.
pub fn again(model: &mut Model, fx: &mut Fx) {
    let Some(Lesson { host: Host::Sandbox(sandbox), .. }) = model.lesson_mut() else { return };
    let acts: Vec<(Us, String)> = std::mem::take(&mut sandbox.acts);
    for (at, line) in acts {
        tell(model, Command::Do { at, line }, fx);
    }
}
