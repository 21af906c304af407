//! Pages on which texts are read: the sandbox and the author's page. The program of a first visit has no readers; the site
//! has another one with them, at the addresses of these pages.

#[cfg(feature = "readers")]
pub use with::*;
#[cfg(not(feature = "readers"))]
pub use without::*;

#[cfg(feature = "readers")]
mod with {
    use session::wire::Problem;

    use super::super::{Fx, author, sandbox};
    use crate::model::{Action, Files, Host, Model, Timer};
    use crate::panel::problems;
    use crate::route::Route;
    use lessons::model::Text;

    /// Shows such a page.
    pub fn show(model: &mut Model, route: Route, fx: &mut Fx) {
        match route {
            Route::Sandbox { from, run } => sandbox::show(model, from.as_deref(), run, fx),
            Route::Author { from } => author::show(model, from.as_deref(), fx),
            _ => {}
        }
    }

    /// What is done there.
    pub fn act(model: &mut Model, action: Action, fx: &mut Fx) {
        match action {
            Action::Set(path, value) => sandbox::set(model, &path, &value, fx),
            Action::StartFrom(slug) => sandbox::start_from(model, slug, fx),
            Action::SaveScenario => sandbox::save(model, fx),
            Action::FileOpened(_, text) if matches!(model.route, Route::Sandbox { .. }) => {
                sandbox::scenario(model, &text, fx);
            }
            other => author::act(model, other, fx),
        }
    }

    /// Files that such a page asked for; `false` where they are for another one.
    pub fn files(model: &mut Model, files: &Files, fx: &mut Fx) -> bool {
        match model.lesson().map(|lesson| &lesson.host) {
            Some(Host::Sandbox(_)) => sandbox::scenario(model, &files.scenario, fx),
            Some(Host::Author(_)) => author::files(model, files.clone(), fx),
            _ => return false,
        }
        true
    }

    /// The words of an act and its mistakes.
    pub fn words(files: &Files) -> (Text, Vec<Problem>) {
        let (text, diagnostics) = lessons::read_text(&files.lesson);
        (text, diagnostics.iter().map(|d| problems::of(d, files)).collect())
    }

    /// Time has passed.
    pub fn timer(model: &mut Model, timer: Timer, fx: &mut Fx) {
        author::timer(model, timer, fx);
    }

    /// The next mistake of a draft.
    pub fn next(model: &mut Model, fx: &mut Fx) {
        author::next(model, fx);
    }

    /// Does what a kept run did, once its world is on the stage.
    pub fn again(model: &mut Model, fx: &mut Fx) {
        sandbox::again(model, fx);
    }

    /// Keeps the draft of the author's page while another page is open.
    pub fn keep(model: &mut Model) {
        if let Some(Host::Author(draft)) = model.lesson_mut().map(|lesson| &mut lesson.host) {
            model.draft = Some(std::mem::take(draft));
        }
    }
}

#[cfg(not(feature = "readers"))]
mod without {
    use lessons::model::Text;
    use session::wire::Problem;

    use super::super::Fx;
    use crate::model::{Action, Effect, Files, Model, Page, Timer};
    use crate::route::Route;
    use crate::words;

    /// Leaves the page to the program that has readers. Where this one was loaded at such an address, there is none.
    pub fn show(model: &mut Model, route: Route, fx: &mut Fx) {
        if matches!(model.page, Page::Loading) {
            model.page = Page::Failed(words::NO_READERS.to_owned());
        } else {
            fx.push(Effect::Load(route));
        }
    }
    pub fn act(_: &mut Model, _: Action, _: &mut Fx) {}
    pub fn files(_: &mut Model, _: &Files, _: &mut Fx) -> bool {
        false
    }
    pub fn words(_: &Files) -> (Text, Vec<Problem>) {
        (Text::default(), vec![Problem { message: words::NO_READERS.to_owned(), ..Problem::default() }])
    }
    pub fn timer(_: &mut Model, _: Timer, _: &mut Fx) {}
    pub fn next(_: &mut Model, _: &mut Fx) {}
    pub fn again(_: &mut Model, _: &mut Fx) {}
    pub fn keep(_: &mut Model) {}
}
