//! What floats or speaks: the notice, the toast, the list of shortcuts, the live regions.

use yew::prelude::*;

use super::parts::{button, does};
use super::{On, icon};
use crate::model::{Action, Model, Open};
use crate::words;

/// Said once, at the top.
pub fn notice(model: &Model, on: &On) -> Html {
    let Some(text) = &model.notice else { return html! {} };
    html! {
        <div class="notice callout warn" role="status">
            { icon("warn") }<span>{ text }</span>
            <span class="acts-end">
                { button(on, Action::Report, "btn sm ghost", "Copy bug report") }
                { button(on, Action::Dismiss, "btn sm", "Close") }
            </span>
        </div>
    }
}

/// At the bottom for a while.
pub fn toast(model: &Model, on: &On) -> Html {
    let Some(toast) = &model.toast else { return html! {} };
    html! {
        <div class="toasts">
            <div class="toast" key={toast.id}>
                { icon(toast.icon) }<span>{ &toast.text }</span>
                if let Some((words, action)) = &toast.button {
                    <button onclick={does(on, action.clone())}>{ *words }</button>
                }
                <button class="close" aria-label="Close" onclick={does(on, Action::CloseToast)}>{ super::small("x") }</button>
            </div>
        </div>
    }
}

/// Shortcuts, in a dialog that opens only when it is asked for.
pub fn shortcuts(model: &Model, on: &On) -> Html {
    if model.open != Open::Shortcuts {
        return html! {};
    }
    let row = |(keys, does): &(&'static str, &str)| {
        let keys = keys.split(' ').map(|key| letter(model, on, key, does));
        html! { <li><span>{ for keys }</span><span>{ *does }</span></li> }
    };
    let body = html! { <>
        <ul class="keylist">{ for words::SHORTCUTS.iter().map(row) }</ul>
        <p class="actions">
            <button class="btn" aria-pressed={model.letters.to_string()} onclick={does(on, Action::Letters(!model.letters))}>
                { if model.letters { "Single letters are on" } else { "Single letters are off" } }
            </button>
        </p>
    </> };
    super::share::dialog(on, super::KEYS, words::KEYS, body)
}

/// A key; a letter is a field that takes another one.
fn letter(model: &Model, on: &On, key: &'static str, does: &str) -> Html {
    let mut letters = key.chars();
    let (Some(meant), None) = (letters.next().filter(char::is_ascii_uppercase), letters.next()) else {
        return html! { <span class="kbd">{ key }</span> };
    };
    let on = on.clone();
    // The letter that was typed last is the one that is meant.
    let typed = move |event: InputEvent| {
        let typed = crate::platform::touch::value(&event).chars().last();
        on.emit(Action::Remap(meant, typed.unwrap_or(meant)));
    };
    html! {
        <input class="kbd" aria-label={words::letter_for(does)} autocomplete="off" disabled={!model.letters}
            value={model.keymap.typed(meant).to_string()} oninput={Callback::from(typed)} />
    }
}

/// Two regions for ears: one polite, one for gestures that failed and runs that stopped.
pub fn live(model: &Model) -> Html {
    let (count, polite, assertive) = &model.spoken;
    html! { <>
        <div class="vh" aria-live="polite" id="polite"><span key={*count}>{ polite }</span></div>
        <div class="vh" aria-live="assertive" id="assertive"><span key={*count}>{ assertive }</span></div>
    </> }
}
