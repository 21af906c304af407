//! Home: one headline, one primary button, the catalogue by track.

use yew::prelude::*;

use super::parts::{follow, link};
use super::{On, frame, hero, icon};
use crate::catalogue::{Catalogue, Lesson, Planned, Track};
use crate::model::{Action, Model};
use crate::panel::home::{matches, start, state_of, verbs};
use crate::platform::dom;
use crate::progress::{Book, Reached};
use crate::route::Route;
use crate::words;

/// The page.
pub fn home(model: &Model, search: &str, run: &crate::model::Lesson, on: &On) -> Html {
    let Some(catalogue) = &model.catalogue else { return html! {} };
    let start = start(catalogue, &model.book);
    html! {
        <main class="wrap" id={super::MAIN} tabindex="-1">
            <section class="hero">
                <div>
                    <h1>{ words::HEADLINE }</h1>
                    <p>{ words::LEAD }</p>
                    <div class="cta">
                        if let Some((words, route)) = start { { link(on, route, "btn pri", html! { { words } }) } }
                        { link(on, Route::Sandbox { from: None, run: None }, "btn", html! { { words::OPEN_SANDBOX } }) }
                    </div>
                </div>
                { hero::hero(model, run, on) }
            </section>
            { can(catalogue, &model.book) }
            { all(catalogue, &model.book, search, on) }
            { frame::footer() }
        </main>
    }
}

/// What the learner has shown, as verbs.
fn can(catalogue: &Catalogue, book: &Book) -> Html {
    let verbs = verbs(catalogue, book);
    if verbs.is_empty() {
        return html! {};
    }
    html! {
        <section class="can" aria-labelledby="can">
            <h2 id="can">{ words::around::CAN }</h2>
            <ul>{ for verbs.into_iter().map(|verb| html! { <li>{ super::small("check") }<span>{ verb }</span></li> }) }</ul>
        </section>
    }
}

fn all(catalogue: &Catalogue, book: &Book, search: &str, on: &On) -> Html {
    let input = {
        let on = on.clone();
        Callback::from(move |event: InputEvent| on.emit(Action::Search(dom::value(&event))))
    };
    let count = catalogue.lessons.len();
    let say = format!("{count} ready, {} planned; any order", catalogue.planned.len());
    let tracks: Vec<Html> = catalogue.tracks.iter().filter_map(|t| track(catalogue, t, book, search, on)).collect();
    let none = tracks.is_empty();
    html! {
        <section aria-label="All lessons">
            <div class="sec"><h2>{ "All lessons" }</h2><span class="opt1">{ say }</span>
                <label class="find end">{ icon("search") }<span class="vh">{ "Find a lesson" }</span>
                    <input type="search" placeholder="Find: skew, quorum, breaker" value={search.to_owned()} oninput={input} /></label>
            </div>
            <div class="tracks">{ for tracks }</div>
            if none { <p class="muted">{ format!("No lesson matches \"{search}\".") }</p> }
        </section>
    }
}

fn track(catalogue: &Catalogue, track: &Track, book: &Book, search: &str, on: &On) -> Option<Html> {
    let lessons: Vec<Html> = catalogue
        .lessons
        .iter()
        .filter(|lesson| {
            lesson.track == track.slug && matches(search, &[&lesson.title, &lesson.idea, &lesson.breaks, &track.title])
        })
        .map(|lesson| row(lesson, book, on))
        .collect();
    let planned: Vec<Html> = catalogue
        .planned
        .iter()
        .filter(|lesson| lesson.track == track.slug && matches(search, &[&lesson.title, &track.title]))
        .map(plan)
        .collect();
    if lessons.is_empty() && planned.is_empty() {
        return None;
    }
    Some(html! {
        <article class="track" key={track.slug.clone()}>
            <h3><span class="no">{ track.order }</span>{ &track.title }</h3>
            <ul>{ for lessons }{ for planned }</ul>
        </article>
    })
}

fn row(lesson: &Lesson, book: &Book, on: &On) -> Html {
    let state = state_of(lesson, book);
    let route = Route::act(&lesson.slug);
    let acts = (lesson.acts.len() > 1).then(|| {
        html! { <ol class="acts-of">{ for lesson.acts.iter().map(|act| html! {
            <li>{ link(on, Route::act(&act.slug), "", html! { { &act.title } }) }</li>
        }) }</ol> }
    });
    html! {
        <li>
            <a href={lesson.slug.clone()} onclick={follow(on, route)}>
                { icon::pip(state) }
                <span><b>{ &lesson.title }</b>
                    if !lesson.breaks.is_empty() { <small>{ "Break it: " }{ &lesson.breaks }</small> }
                    <span class="vh">{ ", " }{ words::STATES[state as usize] }</span></span>
                <span class="m">{ format!("{} min", lesson.minutes) }</span>
            </a>
            { acts }
        </li>
    }
}

fn plan(lesson: &Planned) -> Html {
    html! {
        <li><span class="planned">
            { icon::pip(Reached::New) }
            <span><b>{ &lesson.title }</b><small>{ "planned" }</small></span>
            <span class="m">{ format!("{} min", lesson.minutes) }</span>
        </span></li>
    }
}
