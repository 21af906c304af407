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
    let row = |(keys, does): &(&str, &str)| {
        let keys = keys.split(' ').map(|key| html! { <span class="kbd">{ key }</span> });
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

/// Two regions for ears: one polite, one for gestures that failed and runs that stopped.
pub fn live(model: &Model) -> Html {
    let (count, polite, assertive) = &model.spoken;
    html! { <>
        <div class="vh" aria-live="polite" id="polite"><span key={*count}>{ polite }</span></div>
        <div class="vh" aria-live="assertive" id="assertive"><span key={*count}>{ assertive }</span></div>
    </> }
}
