//! What every page has: skip links, header, footer.

use yew::prelude::*;

use super::parts::{button, does, link};
use super::{On, icon, mark};
use crate::model::{Action, Model, Open, Page};
use crate::route::Route;
use crate::words;

/// The first stops of the keyboard.
pub fn skip_links(in_lesson: bool, on: &On) -> Html {
    html! {
        <div class="skips">
            { button(on, Action::Focus(super::MAIN), "btn", if in_lesson { "To the story" } else { "To the content" }) }
            if in_lesson { { button(on, Action::Focus(super::STAGE), "btn", "To the stage") } }
        </div>
    }
}

/// The bar at the top.
pub fn header(model: &Model, on: &On) -> Html {
    let home = matches!(model.page, Page::Home { .. });
    let brand = html! { <>{ mark() }<span>{ "Faultline" }</span></> };
    html! {
        <header class="top">
            { link(on, Route::Home, "brand", brand) }
            { crumb(model) }
            <nav class="main" aria-label="Site">
                <a href="./" class="to-lessons" aria-current={home.then_some("page")}
                    onclick={super::parts::follow(on, Route::Home)}>{ "Lessons" }</a>
                { link_to(model, on, Route::Sandbox { from: None, run: None }, words::around::SANDBOX) }
                { link_to(model, on, Route::Author { from: None }, words::author::AUTHOR) }
                <button class="btn ghost icon" aria-label="Switch theme" title="Switch theme"
                    onclick={does(on, Action::Theme)}>{ icon::theme() }</button>
                <button id={super::KEYS_OPENER} class="btn ghost icon keys" aria-label="Keyboard shortcuts (?)" title="Keyboard shortcuts (?)"
                    onclick={does(on, Action::Open(Open::Shortcuts))}><span class="kbd">{ "?" }</span></button>
                { more(model, on) }
            </nav>
        </header>
    }
}

/// A page of the site in the bar; marked where it is open.
fn link_to(model: &Model, on: &On, route: Route, words: &'static str) -> Html {
    let here = std::mem::discriminant(&route) == std::mem::discriminant(&model.route);
    html! {
        <a href={route.path()} class="to-lessons" aria-current={here.then_some("page")}
            onclick={super::parts::follow(on, route)}>{ words }</a>
    }
}

fn crumb(model: &Model) -> Html {
    let Some(lesson) = model.lesson() else { return html! {} };
    let Some(catalogue) = &model.catalogue else { return html! {} };
    let Some((found, _)) = catalogue.find(&lesson.slug) else { return html! {} };
    html! {
        <div class="crumb">
            <span class="trk"><span>{ catalogue.track(&found.track) }</span><i>{ "/" }</i></span>
            <b>{ &found.title }</b>
        </div>
    }
}

fn more(model: &Model, on: &On) -> Html {
    let open = matches!(model.open, Open::Menu | Open::Reset);
    html! {
        <div class="more">
            <button id={super::MORE} class="btn ghost icon" aria-label="More" aria-expanded={open.to_string()}
                onclick={does(on, Action::Open(if open { model.open } else { Open::Menu }))}>{ icon("more") }</button>
            if open {
                <div class="moremenu">
                    { button(on, Action::Report, "btn ghost", "Copy bug report") }
                    <span class="narrow">
                        { button(on, Action::Theme, "btn ghost", "Switch theme") }
                        { link(on, Route::Home, "btn ghost", html! { { "All lessons" } }) }
                        { link(on, Route::Sandbox { from: None, run: None }, "btn ghost", html! { { words::around::SANDBOX } }) }
                        { link(on, Route::Author { from: None }, "btn ghost", html! { { words::author::AUTHOR } }) }
                    </span>
                    if model.kept().is_some() {
                        if model.open == Open::Reset {
                            <p>{ "This sets steps, answers and runs of this lesson back to new." }</p>
                            { button(on, Action::Reset, "btn danger", "Reset it") }
                        } else {
                            { button(on, Action::Reset, "btn ghost", "Reset this lesson") }
                        }
                    }
                    <p class="muted">{ version() }</p>
                </div>
            }
        </div>
    }
}

/// The foot of a page.
pub fn footer() -> Html {
    html! { <footer class="foot muted"><span>{ version() }</span><span>{ words::KEPT_HERE }</span></footer> }
}

/// The engine's version, with a link to its source where the project names one.
fn version() -> Html {
    if words::SOURCE.is_empty() {
        return words::version().into();
    }
    html! { <a href={words::SOURCE}>{ words::version() }</a> }
}
