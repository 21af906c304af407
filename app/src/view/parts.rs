//! Small parts that every view uses: buttons, links, moments.

use session::wire::Us;
use yew::prelude::*;

use super::On;
use crate::model::{Action, clock};
use crate::route::Route;

/// A button that does one thing.
pub fn button(on: &On, action: Action, class: &'static str, words: &str) -> Html {
    html! { <button {class} onclick={does(on, action)}>{ words }</button> }
}

/// What a click does.
pub fn does(on: &On, action: Action) -> Callback<MouseEvent> {
    let on = on.clone();
    Callback::from(move |_| on.emit(action.clone()))
}

/// A link inside the page: an ordinary link to everything but a plain click.
pub fn link(on: &On, route: Route, class: &'static str, inner: Html) -> Html {
    let path = route.path();
    let href = if path.is_empty() { "./".to_owned() } else { path };
    html! { <a {href} {class} onclick={follow(on, route)}>{ inner }</a> }
}

/// Follows a link in place, unless it is to open elsewhere.
pub fn follow(on: &On, route: Route) -> Callback<MouseEvent> {
    let on = on.clone();
    Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0) {
            event.prevent_default();
            on.emit(Action::Navigate(route.clone()));
        }
    })
}

/// A moment of the run: moves the playhead.
pub fn moment(on: &On, at: Us, words: &str) -> Html {
    moment_on(on, None, at, words)
}

/// A moment of a branch, where it is not the one that is shown.
pub fn moment_on(on: &On, branch: Option<u32>, at: Us, words: &str) -> Html {
    let title = format!("Go to {}", clock(at));
    let act = branch.map_or(Action::Go(at), |branch| Action::There(branch, at));
    html! { <button class="ev" {title} onclick={does(on, act)}>{ words }</button> }
}
