//! Opening pages: addresses, the index, the files of an act.

use std::rc::Rc;

use lessons::model::StepKind;
use lessons::packed;
use session::wire::Command;

use super::{Fx, around, save, steps, tell, texts};
use crate::catalogue::Catalogue;
use crate::model::{Ask, Effect, Files, Host, Lesson, Model, Open, Page, Words};
use crate::progress::Reached;
use crate::route::Route;
use crate::words;

/// Goes to an address.
pub fn navigate(model: &mut Model, route: Route, push: bool, fx: &mut Fx) {
    model.open = Open::Nothing;
    let same = matches!((&route, model.lesson()), (Route::Act { slug, .. }, Some(lesson)) if *slug == lesson.slug);
    if push && route != model.route {
        fx.push(Effect::Push(route.clone()));
    }
    model.route = route;
    if same {
        let first = model.lesson().and_then(|lesson| lesson.kinds().first().copied()).unwrap_or(StepKind::Story);
        let step = if let Route::Act { step: Some(step), .. } = model.route { step } else { first };
        steps::show(model, step, fx);
    } else {
        show(model, fx);
    }
}

/// The index is here, or is not.
pub fn index(model: &mut Model, result: Result<String, String>, fx: &mut Fx) {
    match result.and_then(|text| Catalogue::read(&text)) {
        Ok(catalogue) => {
            model.catalogue = Some(Rc::new(catalogue));
            show(model, fx);
        }
        Err(why) => model.page = Page::Failed(format!("{} {why}", words::NO_INDEX)),
    }
}

/// Shows the page of the present address.
pub fn show(model: &mut Model, fx: &mut Fx) {
    texts::keep(model);
    if let Some(lesson) = model.lesson() {
        // What was done beside the lessons is kept nowhere.
        if !lesson.host.kept() {
            let slug = lesson.slug.clone();
            model.book.acts.remove(&slug);
        }
        fx.push(Effect::StopEngine);
        fx.push(Effect::Unseal);
        model.engine.restarts = 0;
        model.engine.given_up = None;
    }
    let Some(catalogue) = model.catalogue.clone() else { return };
    model.toast = None;
    match model.route.clone() {
        Route::Home => around::home(model, fx),
        route @ (Route::Sandbox { .. } | Route::Author { .. }) => texts::show(model, route, fx),
        Route::Unknown(path) => model.page = Page::NotFound(path),
        Route::Act { slug, step, run } => {
            let Some((_, act)) = catalogue.find(&slug) else {
                model.page = Page::NotFound(slug);
                return;
            };
            if let Some(embed) = model.embed.clone() {
                let mut lesson = Lesson::new(&slug, step.unwrap_or(StepKind::Break));
                lesson.what = run.map(Ask::Link);
                lesson.host = Host::Embed(embed);
                model.page = Page::Lesson(Box::new(lesson));
                fx.push(Effect::FetchAct { slug, folder: act.folder.clone() });
                return;
            }
            let progress = model.book.acts.entry(slug.clone()).or_default();
            let last = StepKind::ALL.get(usize::from(progress.step)).copied();
            progress.reach(Reached::Seen);
            let seen = progress.witness.clone();
            let step = step.or(last).unwrap_or(StepKind::Story);
            progress.step = step as u8;
            let mut lesson = Lesson::new(&slug, step);
            lesson.what = run.map(Ask::Link);
            lesson.seen = seen;
            model.book.last.clone_from(&slug);
            model.page = Page::Lesson(Box::new(lesson));
            fx.push(Effect::Title(format!("{} | Faultline", act.title)));
            fx.push(Effect::FetchAct { slug, folder: act.folder.clone() });
            save(model, fx);
        }
    }
}

/// Asks for what could not be loaded once more.
pub fn again(model: &mut Model, fx: &mut Fx) {
    if model.catalogue.is_none() {
        model.page = Page::Loading;
        fx.push(Effect::FetchIndex);
    } else {
        show(model, fx);
    }
}

/// The files of an act are here, or are not. Prose shows at once; the engine reads the same files meanwhile.
pub fn files(model: &mut Model, slug: &str, result: Result<Files, String>, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut().filter(|lesson| lesson.slug == slug) else { return };
    let files = match result {
        Ok(files) => Rc::new(files),
        Err(why) => {
            lesson.words = Words::Missing(why);
            return;
        }
    };
    if texts::files(model, &files, fx) {
        return;
    }
    let words = match &files.packed {
        Some(act) => packed::text(act).map(|text| (text, Vec::new())),
        None => Ok(texts::words(&files)),
    };
    let Some(lesson) = model.lesson_mut() else { return };
    let (text, found) = match words {
        Ok(words) => words,
        Err(why) => {
            lesson.words = Words::Missing(why);
            return;
        }
    };
    lesson.files = files;
    lesson.words = Words::Here(Rc::new(text), Rc::new(found));
    if !lesson.kinds().is_empty() && !lesson.kinds().contains(&lesson.step) {
        lesson.step = lesson.kinds()[0];
    }
    open(model, fx);
    let step = model.lesson().map(|lesson| lesson.step);
    if matches!(model.route, Route::Act { step: Some(_), .. }) && step.is_some() {
        fx.push(Effect::Focus(crate::view::HEADING));
    }
}

/// Has the engine read the act.
pub fn open(model: &mut Model, fx: &mut Fx) {
    if let Some(lesson) = model.lesson() {
        let command = opening(lesson);
        tell(model, command, fx);
    }
}

/// The command that makes an engine read the act.
pub fn opening(lesson: &Lesson) -> Command {
    if let Some(act) = &lesson.files.packed {
        return Command::OpenPacked { slug: lesson.slug.clone(), act: act.clone() };
    }
    Command::Open {
        slug: lesson.slug.clone(),
        lesson: lesson.files.lesson.clone(),
        scenario: lesson.files.scenario.clone(),
        runs: lesson.files.runs.clone(),
    }
}

/// Forgets a link that could not be read.
pub fn from_start(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    lesson.trouble = None;
    let first = lesson.kinds().first().copied().unwrap_or(StepKind::Story);
    steps::open(model, first, fx);
}
