//! The sandbox's panel: where to begin, and every setting that the registry has, as a form.

use session::sandbox::{Sandbox, Section, Setting};
use yew::prelude::*;

use super::parts::{button, does};
use super::{On, diag, icon};
use crate::model::{Action, Lesson, Model};
use crate::platform::dom;
use crate::route::Route;
use crate::words::around as said;

/// The panel.
pub fn panel(model: &Model, lesson: &Lesson, sandbox: &Sandbox, on: &On) -> Html {
    html! { <>
        <button class="handle" aria-label="Resize the lesson sheet" onclick={does(on, Action::Sheet)}></button>
        <div class="scroll form">
            <h1 id={super::HEADING} tabindex="-1">{ said::SANDBOX }</h1>
            <p class="muted">{ said::SANDBOX_LEAD }</p>
            { start(model, on) }
            { wrong(sandbox) }
            { for sandbox.form().iter().map(|section| form(section, on)) }
        </div>
        <footer class="footnav">
            <label class="btn">{ said::OPEN }<input type="file" class="vh" accept=".toml" onchange={opens(on)} /></label>
            <span class="sp"></span>
            { button(on, Action::SaveScenario, "btn pri", said::SAVE) }
        </footer>
        if lesson.staged.is_none() { <span class="vh" role="status">{ crate::words::ENGINE_STARTING }</span> }
    </> }
}

/// What is done with a file that is chosen.
pub fn opens(on: &On) -> Callback<Event> {
    let on = on.clone();
    Callback::from(move |event: Event| {
        let on = on.clone();
        dom::chosen(&event, move |name, text| on.emit(Action::FileOpened(name, text)));
    })
}

fn start(model: &Model, on: &On) -> Html {
    let from = if let Route::Sandbox { from, .. } = &model.route { from.clone() } else { None };
    let acts = model.catalogue.iter().flat_map(|all| &all.lessons).flat_map(|lesson| &lesson.acts);
    let one = |act: &crate::catalogue::Act| {
        html! { <option value={act.slug.clone()} selected={from.as_ref() == Some(&act.slug)}>{ &act.title }</option> }
    };
    let change = on.reform(|event: Event| Action::StartFrom(dom::changed(&event)));
    html! {
        <label class="fld"><span>{ said::START_FROM }</span>
            <select onchange={change}><option value="" selected={from.is_none()}>{ said::BLANK }</option>{ for acts.map(one) }</select>
        </label>
    }
}

fn wrong(sandbox: &Sandbox) -> Html {
    if sandbox.problems.is_empty() {
        return html! {};
    }
    html! {
        <div class="callout bad" role="alert">{ icon("warn") }
            <span>{ for sandbox.problems.iter().map(diag::line) }<p>{ said::STAYS }</p></span>
        </div>
    }
}

fn form(section: &Section, on: &On) -> Html {
    let name = match section.name.as_str() {
        "" => said::WORLD,
        "links" => said::NETWORK,
        name => name,
    };
    html! {
        <fieldset key={section.name.clone()}>
            <legend>{ name }</legend>
            if !section.doc.is_empty() { <p class="muted small">{ section.doc.replace('`', "") }</p> }
            <div class="settings">{ for section.settings.iter().map(|setting| field(setting, on)) }</div>
        </fieldset>
    }
}

fn field(setting: &Setting, on: &On) -> Html {
    let change = {
        let path = setting.path.clone();
        on.reform(move |event: Event| Action::Set(path.clone(), dom::changed(&event)))
    };
    let id = setting.path.replace('.', "-");
    let note = format!("{id}-note");
    let default = Some(&setting.default).filter(|default| !default.is_empty()).map(|default| said::default(default));
    let range = Some(&setting.range).filter(|range| !range.is_empty()).map(|range| said::takes(range));
    let parts: Vec<String> = [Some(setting.doc.replace('`', "")), range, default].into_iter().flatten().collect();
    let option = |value: &String| html! { <option selected={*value == setting.value}>{ value }</option> };
    let known = setting.choices.contains(&setting.value);
    html! {
        <div class="fld" key={setting.path.clone()}>
            <label for={id.clone()}>{ &setting.name }</label>
            if !setting.choices.is_empty() && known {
                <select {id} onchange={change} aria-describedby={note.clone()}>{ for setting.choices.iter().map(option) }</select>
            } else {
                <input {id} value={setting.value.clone()} onchange={change} spellcheck="false" autocomplete="off" aria-describedby={note.clone()} />
            }
            <small id={note}>{ parts.join(" ").trim().to_owned() }</small>
        </div>
    }
}
