//! The author's page: texts are edited, read a moment after the last key, and shown as they were when they last had no
//! mistake.

use std::rc::Rc;

use lessons::model::StepKind;

use super::{Fx, open};
use crate::model::{Action, Draft, Effect, FILES, Files, Host, Lesson, Model, Page, Timer, Words};
use crate::panel::problems::range;
use crate::words::author as said;

/// After the last key. Reading takes a few milliseconds more.
const WAIT_MS: u32 = 150;
/// The age of the preview is told in seconds.
const SECOND_MS: u32 = 1_000;

/// Opens the page: with the draft that was left, or an act's files.
pub fn show(model: &mut Model, from: Option<&str>, fx: &mut Fx) {
    fx.push(Effect::Title(said::WINDOW.to_owned()));
    let kept = if from.is_none() { model.draft.take() } else { None };
    let mut lesson = Box::new(Lesson::new("author", StepKind::Story));
    let again = kept.is_some();
    lesson.host = Host::Author(kept.unwrap_or_default());
    model.page = Page::Lesson(lesson);
    if again {
        read(model, fx);
        return;
    }
    let Some(all) = &model.catalogue else { return };
    let first = || all.lessons.first().and_then(|lesson| lesson.acts.first());
    let act = from.and_then(|slug| all.find(slug)).map(|found| found.1).or_else(first);
    if let Some(act) = act {
        fx.push(Effect::FetchAct { slug: "author".to_owned(), folder: act.folder.clone() });
    }
}

/// The files of an act to begin with.
pub fn files(model: &mut Model, files: Files, fx: &mut Fx) {
    let Some(draft) = draft(model) else { return };
    draft.texts = [files.lesson, files.scenario, files.runs.unwrap_or_default()];
    read(model, fx);
}

/// What the author does.
pub fn act(model: &mut Model, action: Action, fx: &mut Fx) {
    let Some(draft) = draft(model) else { return };
    match action {
        Action::Edit(n, text) => {
            draft.texts[n] = text;
            wait(draft, fx);
        }
        Action::FileOpened(name, text) => {
            let n = if name.ends_with("md") { 0 } else { 1 + usize::from(name.contains("run")) };
            draft.texts[n] = text;
            draft.open = n;
            wait(draft, fx);
        }
        Action::ShowFile(n) => draft.open = n,
        Action::ShowWords(on) => draft.words = on,
        Action::SaveFile(n) => fx.push(Effect::Download(FILES[n].to_owned(), draft.texts[n].clone())),
        Action::GoTo(n) => go_to(draft, n, fx),
        _ => {}
    }
}

/// Time has passed.
pub fn timer(model: &mut Model, timer: Timer, fx: &mut Fx) {
    let Some(draft) = draft(model) else { return };
    match timer {
        Timer::Edited(edits) if edits == draft.edits => read(model, fx),
        Timer::Older => {
            if let Some(age) = &mut draft.age {
                *age += 1;
                fx.push(Effect::After(SECOND_MS, Timer::Older));
            }
        }
        _ => {}
    }
}

/// The next mistake, round the end of the list.
pub fn next(model: &mut Model, fx: &mut Fx) {
    let Some(draft) = draft(model) else { return };
    let count = draft.all().count();
    if count > 0 {
        let n = draft.gone_to.map_or(0, |n| (n + 1) % count);
        go_to(draft, n, fx);
    }
}

fn draft(model: &mut Model) -> Option<&mut Draft> {
    match model.lesson_mut().map(|lesson| &mut lesson.host) {
        Some(Host::Author(draft)) => Some(draft),
        _ => None,
    }
}

fn wait(draft: &mut Draft, fx: &mut Fx) {
    draft.edits += 1;
    fx.push(Effect::After(WAIT_MS, Timer::Edited(draft.edits)));
}

fn go_to(draft: &mut Draft, n: usize, fx: &mut Fx) {
    let Some(problem) = draft.all().nth(n).cloned() else { return };
    let file = Draft::file_of(&problem);
    let (from, to) = range(&draft.texts[file], &problem);
    (draft.open, draft.gone_to) = (file, Some(n));
    fx.push(Effect::Select { file, line: problem.line, from, to });
}

/// Reads the draft: without mistakes it is what the preview shows, else the preview stays and grows older.
fn read(model: &mut Model, fx: &mut Fx) {
    let Some(draft) = draft(model) else { return };
    let [lesson, scenario, runs] = &draft.texts;
    draft.found = session::author::read(lesson, scenario, runs);
    draft.gone_to = None;
    if !draft.found.problems.is_empty() {
        if draft.age.is_none() {
            draft.age = Some(0);
            fx.push(Effect::After(SECOND_MS, Timer::Older));
        }
        return;
    }
    draft.age = None;
    let files = Files {
        lesson: lesson.clone(),
        scenario: scenario.clone(),
        runs: Some(runs.clone()).filter(|runs| !runs.trim().is_empty()),
        packed: None,
    };
    model.progress().run = None;
    let Some(lesson) = model.lesson_mut() else { return };
    let (text, _) = lessons::read_text(&files.lesson);
    lesson.words = Words::Here(Rc::new(text), Rc::default());
    lesson.files = Rc::new(files);
    lesson.what = None;
    lesson.opened = None;
    if !lesson.kinds().contains(&lesson.step) {
        lesson.step = lesson.kinds().first().copied().unwrap_or(StepKind::Story);
    }
    open::open(model, fx);
}
