//! Why?, bound to events of the witness, and the quiz. Reasons stand under the options once one is taken.

use lessons::model::{Choice, Question, StepKind};
use session::wire::Slot;
use yew::prelude::*;

use super::parts::does;
use super::prose::Prose;
use crate::model::{Action, Mode};
use crate::progress::{Mark, Progress};

/// The question of Why.
pub fn why(prose: Prose, questions: &[Question], progress: &Progress) -> Html {
    let shown = prose.lesson.mode == Mode::Show || progress.marks[StepKind::Why as usize] == Mark::Shown;
    let Some(question) = questions.first() else { return html! {} };
    let sentence = prose.lesson.seen.as_ref().map(|seen| seen.sentence.clone()).unwrap_or_default();
    html! { <>
        if !sentence.is_empty() { <div class="callout bad">{ super::icon("flag") }<span>{ sentence }</span></div> }
        { ask(prose, question, progress.why, shown, Action::Why, "") }
        if shown || progress.why.is_some() {
            <section class="card"><header>{ "From what was seen back to its root" }</header>{ super::explain::because(prose) }</section>
        }
    </> }
}

/// The questions of the quiz.
pub fn quiz(prose: Prose, questions: &[Question], progress: &Progress) -> Html {
    let one = |(n, question): (usize, &Question)| {
        let taken = progress.quiz.get(n).copied().flatten();
        let count = format!("{} of {}", n + 1, questions.len());
        ask(prose, question, taken, false, move |option| Action::Quiz(n as u8, option), &count)
    };
    questions.iter().enumerate().map(one).collect()
}

fn ask(
    prose: Prose,
    question: &Question,
    taken: Option<u8>,
    shown: bool,
    act: impl Fn(u8) -> Action,
    count: &str,
) -> Html {
    let open = taken.is_none() && !shown;
    // Options of Why are events of the run; those of the quiz are statements, unless a prepared run decides.
    let seen = question.run.is_some() || question.options.iter().any(|choice| choice.event.is_some());
    let option = |(n, choice): (usize, &Choice)| {
        let n = n as u8;
        let slot = choice
            .event
            .as_ref()
            .map(|(goal, field)| format!("{goal}.{field}"))
            .and_then(|name| prose.lesson.slot(&name));
        let mark = |slot: Option<Slot>| does_mark(prose, slot);
        let own = taken == Some(n);
        let class = match (open, choice.right, own) {
            (true, ..) => "opt",
            (_, true, _) => "opt good",
            (_, false, true) => "opt bad",
            _ => "opt off",
        };
        let tag = match (open, choice.right, own) {
            (true, ..) => "",
            (_, true, true) if seen => "your pick, and so the run says",
            (_, true, false) if seen => "so the run says",
            (_, true, true) => "your pick, and it holds",
            (_, true, false) => "this holds",
            (_, false, true) => "your pick",
            _ => "",
        };
        html! { <>
            <button {class} disabled={!open} onclick={does(prose.on, act(n))}
                onmouseenter={mark(slot.clone()).reform(|_: MouseEvent| ())} onmouseleave={mark(None).reform(|_: MouseEvent| ())}
                onfocus={mark(slot.clone()).reform(|_: FocusEvent| ())} onblur={mark(None).reform(|_: FocusEvent| ())}>
                <span class="r"></span><span>{ prose.words(&choice.text) }</span><span class={classes!("tag", own.then_some("own"))}>{ tag }</span>
            </button>
            if !open {
                <p class="reason">{ prose.words(&choice.reason) }
                    if let Some(at) = slot.and_then(|slot| slot.at) { { " " }{ super::parts::moment(prose.on, at, &crate::model::clock(at)) } }
                </p>
            }
        </> }
    };
    html! {
        <section class={classes!("card", "question", open.then_some("now"))}>
            if !count.is_empty() { <header><span class="end">{ count }</span></header> }
            <div class="ask">{ prose.blocks(&question.text) }</div>
            if let Some((name, at)) = &question.run {
                <p class="actions"><button class="btn sm" onclick={does(prose.on, Action::OpenRun(name.clone(), at.0))}>
                    { super::small("play") }{ "Open the prepared run" }</button></p>
            }
            <div role="group" aria-label="Options">{ for question.options.iter().enumerate().map(option) }</div>
            if let Some(from) = &question.from { <p class="muted small">{ "From: " }{ from }</p> }
        </section>
    }
}

fn does_mark(prose: Prose, slot: Option<Slot>) -> Callback<()> {
    let on = prose.on.clone();
    Callback::from(move |()| on.emit(Action::Mark(slot.iter().cloned().collect())))
}
