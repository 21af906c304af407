//! Views: plain functions from the model to nodes. They compute nothing that the model could.

#[cfg(feature = "readers")]
mod author;
mod column;
mod diag;
mod explain;
mod frame;
mod hero;
mod home;
mod icon;
mod lesson;
mod models;
mod over;
mod parts;
mod predict;
mod prose;
mod questions;
mod rail;
#[cfg(feature = "readers")]
mod sandbox;
mod sealed;
mod share;
mod tasks;

pub use icon::{icon, mark, small};
use yew::prelude::*;

use crate::model::{Action, Model, Page};
use crate::words;

/// The heading of the open step.
pub const HEADING: &str = "step-heading";
/// The stage.
pub const STAGE: &str = "stage";
/// The goals of the open step.
pub const GOALS: &str = "goals";
/// The list of shortcuts.
pub const KEYS: &str = "keys";
/// What can be taken along of a run.
pub const SHARE: &str = "share";
/// What opens it.
pub const KEYS_OPENER: &str = "keys-opener";
/// What opens the menu More.
pub const MORE: &str = "more";
/// The lesson's column, or the main part of another page.
pub const MAIN: &str = "main";

/// Where views say what happened.
pub type On = Callback<Action>;

/// The whole page.
pub fn page(model: &Model, on: &On) -> Html {
    let body = match &model.page {
        Page::Loading => {
            html! { <main class="wrap" id={MAIN}><p role="status" class="waiting">{ "Faultline is loading." }</p></main> }
        }
        Page::Home { search, hero } => home::home(model, search, hero, on),
        Page::Lesson(lesson) => lesson::lesson(model, lesson, on),
        Page::NotFound(path) => not_found(path, on),
        Page::Failed(why) => failed(why, on),
    };
    let in_lesson = matches!(model.page, Page::Lesson(_));
    if model.embed.is_some() && in_lesson {
        return html! { <div class="app fixed embed">{ body }{ over::live(model) }</div> };
    }
    html! {
        <div class={classes!("app", in_lesson.then_some("fixed"))}>
            { frame::skip_links(in_lesson, on) }
            { frame::header(model, on) }
            { over::notice(model, on) }
            { share::note(model, on) }
            { body }
            { over::toast(model, on) }
            { over::shortcuts(model, on) }
            { share::panel(model, on) }
            { over::live(model) }
        </div>
    }
}

fn not_found(path: &str, on: &On) -> Html {
    html! {
        <main class="wrap" id={MAIN} tabindex="-1">
            <div class="plain">
                <h1>{ words::NOT_FOUND }</h1>
                <p><code>{ path }</code></p>
                <p>{ words::NOT_FOUND_HELP }</p>
                { parts::link(on, crate::route::Route::Home, "btn pri", html! { { "All lessons" } }) }
            </div>
            { frame::footer() }
        </main>
    }
}

fn failed(why: &str, on: &On) -> Html {
    html! {
        <main class="wrap" id={MAIN} tabindex="-1">
            <div class="plain" role="alert">
                <h1>{ "Something this page needs is missing" }</h1>
                <p>{ why }</p>
                <p class="actions">
                    { parts::button(on, Action::Again, "btn pri", "Try again") }
                    { parts::button(on, Action::Report, "btn", "Copy bug report") }
                </p>
            </div>
            { frame::footer() }
        </main>
    }
}
