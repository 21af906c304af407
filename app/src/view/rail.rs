//! The knob rail: sliders with steppers, or words.

use lessons::model::StepKind;
use yew::prelude::*;

use super::On;
use super::parts::does;
use crate::model::{Action, Lesson, Model};
use crate::panel::knobs::{Knob, knobs};
use crate::platform::dom;

/// Knobs of the open step.
pub fn rail(model: &Model, lesson: &Lesson, on: &On) -> Html {
    let all = knobs(lesson, &model.book.act(&lesson.slug));
    if all.is_empty() {
        return html! {};
    }
    let changed = all.iter().any(Knob::changed);
    let worlds = lesson.opened.as_ref().map(|opened| opened.worlds.clone()).unwrap_or_default();
    html! {
        <section class="knobs" aria-label="Knobs">
            <h3 aria-level="2">{ "Knobs" }<button class="btn ghost sm icon" aria-label="Reset knobs" title="Reset knobs" disabled={!changed}
                onclick={does(on, Action::KnobsReset)}>{ super::small("undo") }</button></h3>
            if worlds.len() > 1 && lesson.step != StepKind::Break {
                <span class="seg" role="group" aria-label="World">{ for worlds.iter().map(|world| html! {
                    <button aria-pressed={(lesson.world.as_ref().unwrap_or(&worlds[0]) == world).to_string()}
                        onclick={does(on, Action::World(world.clone()))}>{ world }</button>
                }) }</span>
            }
            { for all.iter().map(|knob| one(knob, on)) }
        </section>
    }
}

fn one(knob: &Knob, on: &On) -> Html {
    let class = classes!("knob", knob.changed().then_some("changed"));
    let id = format!("knob-{}", knob.info.name);
    let to_default = {
        let (on, name, value) = (on.clone(), knob.info.name.clone(), knob.start.clone());
        Callback::from(move |_: MouseEvent| on.emit(Action::Knob(name.clone(), value.clone())))
    };
    let title = format!("Double-click: back to {}", knob.start);
    html! {
        <div {class} key={knob.info.name.clone()}>
            <label for={id.clone()} ondblclick={to_default} {title}>{ &knob.info.label }</label>
            if knob.info.words { { words(knob, on, &id) } } else { { scale(knob, on, &id) } }
            if !knob.info.note.is_empty() { <span class="note">{ &knob.info.note }</span> }
        </div>
    }
}

/// More words than this do not stand beside each other: a list opens.
const MOST_WORDS: usize = 6;

fn words(knob: &Knob, on: &On, id: &str) -> Html {
    if knob.info.values.len() > MOST_WORDS {
        let name = knob.info.name.clone();
        let pick = on.reform(move |event: Event| Action::Knob(name.clone(), dom::changed(&event)));
        let one = |value: &String| html! { <option selected={*value == knob.value}>{ value }</option> };
        return html! { <select class="select" id={id.to_owned()} onchange={pick}>{ for knob.info.values.iter().map(one) }</select> };
    }
    let word = |value: &String| {
        html! {
            <button aria-pressed={(*value == knob.value).to_string()}
                onclick={does(on, Action::Knob(knob.info.name.clone(), value.clone()))}>{ value }</button>
        }
    };
    html! {
        <span class="seg" role="group" id={id.to_owned()} aria-label={knob.info.label.clone()}>{ for knob.info.values.iter().map(word) }</span>
    }
}

fn scale(knob: &Knob, on: &On, id: &str) -> Html {
    let at = knob.index();
    let last = knob.info.values.len().saturating_sub(1);
    // A typed value lies above the one that is `at`.
    let below = if knob.info.values.contains(&knob.value) { at.checked_sub(1) } else { Some(at) };
    let filled = (at * 20 + last / 2).checked_div(last).unwrap_or(0);
    let pick = {
        let (on, info) = (on.clone(), knob.info.clone());
        Callback::from(move |place: usize| {
            if let Some(value) = info.values.get(place) {
                on.emit(Action::Knob(info.name.clone(), value.clone()));
            }
        })
    };
    let slide = pick.reform(|event: InputEvent| dom::value(&event).parse().unwrap_or(usize::MAX));
    let key = {
        let (on, name, start) = (on.clone(), knob.info.name.clone(), knob.start.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Backspace" {
                on.emit(Action::Knob(name.clone(), start.clone()));
            }
        })
    };
    let shown = if knob.types() {
        html! { <Typed knob={knob.clone()} on={on.clone()} /> }
    } else {
        html! { <output for={id.to_owned()}>{ &knob.value }</output> }
    };
    let step = |to: Option<usize>, name: &'static str, sign: &'static str| {
        let there = to.is_some_and(|to| to <= last);
        let pick = pick.clone();
        html! {
            <button class="step" aria-label={format!("{}: {name}", knob.info.label)} disabled={!there}
                onclick={Callback::from(move |_: MouseEvent| pick.emit(to.unwrap_or(usize::MAX)))}>{ sign }</button>
        }
    };
    html! { <>
        <span class="num">{ step(below, "less", "−") }{ shown }{ step(Some(at + 1), "more", "+") }</span>
        <input class={classes!("rng", format!("p{filled}"))} id={id.to_owned()} type="range" min="0" max={last.to_string()} step="1"
            value={at.to_string()} aria-valuetext={knob.value.clone()} oninput={slide} onkeydown={key} />
    </> }
}

#[derive(Properties, PartialEq)]
struct TypedProps {
    knob: Knob,
    on: On,
}

/// The field of a scale. What is being typed is its own until it is done; what is out of range is not kept.
#[component]
fn Typed(props: &TypedProps) -> Html {
    let draft = use_state(|| None::<String>);
    let input = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| draft.set(Some(dom::value(&event))))
    };
    let done = {
        let (draft, knob, on) = (draft.clone(), props.knob.clone(), props.on.clone());
        Callback::from(move |event: Event| {
            draft.set(None);
            if let Some(value) = knob.typed(&dom::changed(&event)) {
                on.emit(Action::Knob(knob.info.name.clone(), value));
            }
        })
    };
    let value = draft.as_ref().unwrap_or(&props.knob.value).clone();
    html! { <input type="text" aria-label={props.knob.info.label.clone()} {value} oninput={input} onchange={done} /> }
}
