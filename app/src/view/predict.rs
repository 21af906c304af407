//! Predict: options or a number, sure or guessing, locked in; and the guess beside what the run did.

use lessons::model::{Guess, GuessForm};
use yew::prelude::*;

use super::parts::{button, does};
use super::prose::Prose;
use crate::model::{Action, Lesson};
use crate::panel::prose::plain;
use crate::platform::dom;
use crate::progress::Progress;

/// The question.
pub fn predict(prose: Prose, guess: &Guess, progress: &Progress) -> Html {
    let own = &progress.guess;
    let fields = match &guess.form {
        GuessForm::Options(options) => {
            let option = |option: &lessons::model::GuessOption| {
                let on = own.answer == option.key;
                html! {
                    <button class={classes!("opt", on.then_some("sel"), (own.locked && !on).then_some("off"))}
                        role="radio" aria-checked={on.to_string()} disabled={own.locked}
                        onclick={does(prose.on, Action::Pick(option.key.clone()))}>
                        <span class="r"></span><span>{ prose.words(&option.text) }</span><span></span>
                    </button>
                }
            };
            html! { <div role="radiogroup" aria-label="Your guess">{ for options.iter().map(option) }</div> }
        }
        GuessForm::Number { .. } => {
            let on = prose.on.clone();
            let (words, low, high) = guess.form.asked();
            let input = Callback::from(move |event: InputEvent| on.emit(Action::Pick(dom::value(&event))));
            html! {
                <label class="number">{ words }
                    <input type="number" inputmode="decimal" step="any" min={low.to_string()} max={high.to_string()}
                        value={own.answer.clone()} disabled={own.locked} oninput={input} />
                </label>
            }
        }
    };
    let confidence = |words: &'static str, sure: bool| {
        html! {
            <button aria-pressed={(own.sure == Some(sure)).to_string()} disabled={own.locked}
                onclick={does(prose.on, Action::Sure(sure))}>{ words }</button>
        }
    };
    let ready = guess.form.possible(&own.answer) && own.sure.is_some();
    html! {
        <section class={classes!("card", (!own.locked).then_some("now"))} id={super::GOALS} tabindex="-1">
            <header>{ "Your guess" }if own.locked { <span class="end">{ "locked in" }</span> }</header>
            { fields }
            <div class="actions">
                <span class="seg" role="group" aria-label="How sure">{ confidence("sure", true) }{ confidence("guessing", false) }</span>
                if !own.locked {
                    <button class="btn pri" disabled={!ready} onclick={does(prose.on, Action::Lock(true))}>{ "Lock in my guess" }</button>
                    <span class="muted small">{ "Never scored" }</span>
                } else if !own.fixed {
                    { button(prose.on, Action::Lock(false), "btn sm ghost", "Change it") }
                    <span class="muted small">{ "until the run of Break starts" }</span>
                }
            </div>
        </section>
    }
}

/// The guess beside the outcome, in the same unit. It says neither right nor wrong.
pub fn versus(lesson: &Lesson, progress: &Progress, full: bool) -> Html {
    let own = &progress.guess;
    let Some(truth) = progress.truth.as_ref().filter(|_| own.locked) else { return html! {} };
    let Some(lessons::model::Task::Guess(guess)) =
        lesson.step_of(lessons::model::StepKind::Predict).map(|step| &step.task)
    else {
        return html! {};
    };
    let name = |key: &str| match &guess.form {
        GuessForm::Options(options) => {
            options.iter().find(|option| option.key == key).map_or_else(|| key.to_owned(), |option| plain(&option.text))
        }
        GuessForm::Number { .. } => guess.form.spelled(key),
    };
    let did = truth.key.as_deref().map_or_else(|| truth.text.clone(), name);
    let same = truth.key.as_deref() == Some(&own.answer) || truth.text == name(&own.answer);
    let sure = if own.sure == Some(true) { "sure" } else { "guessing" };
    html! {
        <section class="card">
            <header>{ "Your guess" }<span class="end">{ sure }</span></header>
            <div class="versus">
                <div><small>{ "You expected" }</small><b>{ name(&own.answer) }</b></div>
                <div class={classes!("real", same.then_some("same"))}><small>{ "The run did" }</small><b>{ did }</b></div>
            </div>
            if !truth.sentence.is_empty() && (full || own.sure == Some(true)) { <p class="after">{ &truth.sentence }</p> }
        </section>
    }
}
