//! What can be taken along of the run on the stage: a link with a note, a snippet, files.

use yew::prelude::*;

use super::parts::{button, does};
use super::{On, icon};
use crate::model::{Action, Model, Open, clock};
use crate::platform::dom;
use crate::update::share::{LONGEST, link, snippet};
use crate::words::{self, share as said};

/// The panel, where it is open.
pub fn panel(model: &Model, on: &On) -> Html {
    let Some(lesson) = model.lesson().filter(|_| model.open == Open::Share) else { return html! {} };
    let link = link(&model.site, lesson);
    let long = link.len() > LONGEST;
    let note = {
        let on = on.clone();
        Callback::from(move |event: InputEvent| on.emit(Action::Note(dom::value(&event))))
    };
    let status = match lesson.shared.copied {
        Some(true) => said::COPIED.to_owned(),
        Some(false) => words::NOT_COPIED.to_owned(),
        None if long => said::long(link.len()),
        None => String::new(),
    };
    let file = |words: &str, action: Action| html! { <li>{ button(on, action, "btn", words) }</li> };
    let body = html! { <>
        <p>{ said::opens(&clock(lesson.shared.at)) }</p>
        <label class="fld"><span>{ said::LINK }</span><input readonly=true value={link.clone()} onfocus={Callback::from(dom::select)} /></label>
        <label class="fld"><span>{ said::NOTE }</span><input maxlength="280" value={lesson.shared.note.clone()} oninput={note} /></label>
        <p class="actions">
            { button(on, Action::Copy(link), "btn pri", said::COPY) }
            { button(on, Action::Copy(snippet(&model.site, lesson)), "btn", said::EMBED) }
        </p>
        <p class="muted small" role="status">{ status }</p>
        <h3>{ said::FILES }</h3>
        <ul class="files">
            { file(said::PICTURE, Action::Picture) }
            { for said::EXPORTS.iter().map(|(words, what)| file(words, Action::Export(*what))) }
        </ul>
    </> };
    dialog(on, super::SHARE, said::TITLE, body)
}

/// A dialog over the page; a click beside it closes it.
pub fn dialog(on: &On, id: &'static str, title: &str, body: Html) -> Html {
    let close = does(on, Action::Open(Open::Nothing));
    let heading = format!("{id}-title");
    html! {
        <div class="veil" onclick={close.clone()}>
            <div class="dialog" role="dialog" aria-modal="true" aria-labelledby={heading.clone()} {id} tabindex="-1"
                onclick={Callback::from(|event: MouseEvent| event.stop_propagation())}>
                <div class="head"><h2 id={heading}>{ title }</h2>
                    <button class="btn ghost icon" aria-label={words::CLOSE} onclick={close}>{ icon("x") }</button>
                </div>
                { body }
            </div>
        </div>
    }
}

/// The note of the link by which the page was opened.
pub fn note(model: &Model, on: &On) -> Html {
    let Some(note) = &model.note else { return html! {} };
    html! {
        <div class="notice callout" role="note">
            { icon("info") }<span><b>{ said::NOTED }</b>{ " " }{ note }</span>
            <span class="acts-end">{ button(on, Action::CloseNote, "btn sm", words::CLOSE) }</span>
        </div>
    }
}
