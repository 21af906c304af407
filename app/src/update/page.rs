//! What belongs to the page as a whole: keys, time, toasts, menus, theme, reports, reset.

use lessons::model::StepKind;

use super::{Fx, save, say, stage, warn};
use crate::model::{Action, Effect, Model, Open, Page, Sheet, Side, Theme, Timer, Toast, clock};
use crate::progress::Progress;
use crate::{view, words};

/// A toast stays this long.
const TOAST_MS: u32 = 10_000;

/// The rest of the actions.
pub fn page(model: &mut Model, action: Action, fx: &mut Fx) {
    match action {
        Action::Key(key) => self::key(model, &key, fx),
        Action::Timer(timer @ (Timer::Edited(_) | Timer::Older)) => super::texts::timer(model, timer, fx),
        Action::Timer(timer) => self::timer(model, timer),
        Action::Copied(taken) if model.open == Open::Share => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.shared.copied = Some(taken);
            }
        }
        Action::Copied(true) => toast(model, "share", words::COPIED.to_owned(), None, fx),
        Action::Copied(false) => {
            warn(model, words::NOT_COPIED);
            toast(model, "warn", words::NOT_COPIED.to_owned(), None, fx);
        }
        Action::NotSaved => {
            model.writable = false;
            model.notice = Some(words::BLOCKED.to_owned());
        }
        Action::Search(words) => {
            if let Page::Home { search, .. } = &mut model.page {
                *search = words;
            }
        }
        Action::Theme => {
            model.theme = if model.theme == Theme::Dark { Theme::Light } else { Theme::Dark };
            fx.push(Effect::Theme(model.theme));
        }
        Action::Open(open) => self::open(model, if model.open == open { Open::Nothing } else { open }, fx),
        Action::Letters(on) => {
            model.letters = on;
            fx.push(Effect::Letters(on));
        }
        Action::Remap(meant, typed) => {
            model.keymap.put(meant, typed);
            fx.push(Effect::Keymap(model.keymap.text()));
        }
        Action::Sheet => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.sheet = match lesson.sheet {
                    Sheet::Peek => Sheet::Half,
                    Sheet::Half => Sheet::Full,
                    Sheet::Full => Sheet::Peek,
                };
            }
        }
        Action::Dismiss => model.notice = None,
        Action::CloseToast => model.toast = None,
        Action::Report => {
            model.open = Open::Nothing;
            ask_report(model, fx);
        }
        Action::Reset => reset(model, fx),
        Action::Unreset(progress) => {
            *model.progress() = *progress;
            model.toast = None;
            save(model, fx);
            super::open::show(model, fx);
        }
        Action::Focus(id) => fx.push(Effect::Focus(id)),
        _ => {}
    }
}

fn key(model: &mut Model, key: &str, fx: &mut Fx) {
    match model.keymap.meant(key).as_str() {
        "Escape" if model.open != Open::Nothing => open(model, Open::Nothing, fx),
        "F8" => super::texts::next(model, fx),
        "?" if model.letters => open(model, Open::Shortcuts, fx),
        "w" if model.letters => {
            let at = model.lesson().and_then(|lesson| lesson.scene.witness.as_ref().map(|witness| witness.at));
            match at {
                Some(at) => stage::go(model, at),
                None => say(model, words::NO_WITNESS),
            }
        }
        "g" if model.letters => fx.push(Effect::Focus(view::GOALS)),
        _ => {}
    }
}

/// Opens or closes something above the page; the focus goes in with it, and back to its opener.
pub fn open(model: &mut Model, to: Open, fx: &mut Fx) {
    let from = std::mem::replace(&mut model.open, to);
    match (from, to) {
        (_, Open::Shortcuts) => fx.push(Effect::Focus(view::KEYS)),
        (Open::Shortcuts, _) => fx.push(Effect::Focus(view::KEYS_OPENER)),
        (Open::Menu | Open::Reset, Open::Nothing) => fx.push(Effect::Focus(view::MORE)),
        (Open::Share, Open::Nothing) => fx.push(Effect::Focus(view::STAGE)),
        _ => {}
    }
}

fn timer(model: &mut Model, timer: Timer) {
    match timer {
        Timer::Toast(id) => {
            if model.toast.as_ref().is_some_and(|toast| toast.id == id) {
                model.toast = None;
            }
        }
        Timer::Edited(_) | Timer::Older => {}
        Timer::Hint => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.hint_ready = true;
            }
        }
        Timer::Idle(acts) => {
            if let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.acts == acts) {
                lesson.hint_offered = true;
            }
        }
    }
}

/// Shows a toast for a while.
pub fn toast(model: &mut Model, icon: &'static str, text: String, button: Option<(&'static str, Action)>, fx: &mut Fx) {
    let id = model.toast.as_ref().map_or(0, |toast| toast.id) + 1;
    // Counting goes on from the live regions, so that a timer never closes a younger toast.
    let id = id.max(model.spoken.0 + 1);
    model.toast = Some(Toast { id, icon, text, button });
    fx.push(Effect::After(TOAST_MS, Timer::Toast(id)));
}

/// A report needs the recipe, if there is one to be had.
fn ask_report(model: &mut Model, fx: &mut Fx) {
    let alive = model.engine.version.is_some() && model.engine.given_up.is_none();
    match model.lesson() {
        Some(lesson) if alive && lesson.staged.is_some() => {
            let at = lesson.at;
            stage::share(model, at, Side::Report, fx);
        }
        _ => {
            let text = report(model, "");
            fx.push(Effect::CopyReport(text));
        }
    }
}

/// What a bug report says; the browser adds what it knows.
pub fn report(model: &Model, link: &str) -> String {
    use std::fmt::Write;
    let mut text = format!("{}\ntheme: {:?}\n", words::version(), model.theme);
    if let Some(lesson) = model.lesson() {
        let _ = writeln!(text, "act: {}#{}", lesson.slug, lesson.step.slug());
        let _ = writeln!(text, "content: {:016x}", lesson.files.content());
        let _ = writeln!(text, "at: {}", clock(lesson.at));
        if let Some(staged) = &lesson.staged {
            let _ = writeln!(text, "world: {}, seed {}", staged.title, staged.seed);
        }
        for act in lesson.scene.acts.iter().filter(|act| act.own) {
            let _ = writeln!(text, "act line: {}", act.line);
        }
        if !link.is_empty() {
            let _ = writeln!(text, "run: {link}");
        }
    }
    if let Some(error) = model.engine.given_up.as_ref().or(model.notice.as_ref()) {
        let _ = writeln!(text, "last error: {error}");
    }
    text
}

/// Sets this act back to new: asked for twice in place, and undone for as long as the toast stays.
fn reset(model: &mut Model, fx: &mut Fx) {
    if model.open != Open::Reset {
        model.open = Open::Reset;
        return;
    }
    model.open = Open::Nothing;
    let before = std::mem::take::<Progress>(model.progress());
    save(model, fx);
    let kept = model.route.clone();
    if let Some(slug) = model.lesson().map(|lesson| lesson.slug.clone()) {
        model.route = crate::route::Route::Act { slug, step: Some(StepKind::Story), run: None };
        if kept != model.route {
            fx.push(Effect::Replace(model.route.clone()));
        }
    }
    super::open::show(model, fx);
    let undo = Action::Unreset(Box::new(before));
    toast(model, "undo", words::WAS_RESET.to_owned(), Some((words::UNDO, undo)), fx);
}
