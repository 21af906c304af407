//! Explain: cards on the learner's own run, each at its instant; the one true number; the sources.

use lessons::model::{Card, Front};
use session::wire::Slot;
use yew::prelude::*;

use super::parts::{button, does};
use super::prose::Prose;
use super::{On, icon, predict};
use crate::model::{Action, clock};
use crate::panel::prose::measured;
use crate::progress::Progress;

/// In place of the explanation, until Why was answered or passed over.
pub fn not_yet(on: &On) -> Html {
    html! {
        <div class="card todo"><header>{ "First: why did it happen?" }</header>
            <p>{ "The explanation opens once you have picked a cause, or passed the question over." }</p>
            <div class="actions">{ button(on, Action::Step(lessons::model::StepKind::Why), "btn", "To the question") }</div>
        </div>
    }
}

/// The cards.
pub fn cards(prose: Prose, cards: &[Card], progress: &Progress) -> Html {
    let card = |(n, card): (usize, &Card)| {
        let open = n == prose.lesson.card;
        html! {
            <section class={classes!("card", "fold", open.then_some("now"))}>
                <h2><button aria-expanded={open.to_string()} onclick={does(prose.on, Action::Card(n))}>
                    <span>{ &card.title }</span>{ icon(if open { "left" } else { "right" }) }</button></h2>
                if open { <div class="inner-prose">{ prose.blocks(&card.blocks) }</div> }
            </section>
        }
    };
    let text = prose.lesson.text();
    html! { <>
        if progress.witness.is_none() {
            <p class="muted">{ "This tells the run that comes with the lesson: Break was passed over." }</p>
        }
        { predict::versus(prose.lesson, progress, true) }
        { for cards.iter().enumerate().map(card) }
        if let Some(text) = text { { number(prose, &text.front) }{ sources(&text.front) } }
    </> }
}

/// From the verdict back to the act that began it. It names the cause, so it waits for Why.
pub fn because(prose: Prose) -> Html {
    let lesson = prose.lesson;
    let chain = lesson.scene.witness.as_ref().map(|witness| witness.because.as_slice()).unwrap_or_default();
    links(prose, chain)
}

/// The links of a chain: each moves the playhead and outlines its event in both drawings.
pub fn links(prose: Prose, chain: &[Slot]) -> Html {
    if chain.is_empty() {
        return html! {};
    }
    let link = |(n, slot): (usize, &Slot)| {
        let at = slot.at.unwrap_or_default();
        let (on, marked) = (prose.on.clone(), slot.clone());
        let go = Callback::from(move |_: MouseEvent| {
            on.emit(Action::Mark(vec![marked.clone()]));
            on.emit(Action::Go(at));
        });
        let here = prose.lesson.marks.first() == Some(slot);
        html! {
            <li class={classes!((n + 1 == chain.len()).then_some("root"), here.then_some("here"))}>
                <span class="w">{ if n == 0 { "observed" } else { "because" } }</span>
                { &slot.text }{ " " }<button class="ev" title={format!("Go to {}", clock(at))} onclick={go}>{ clock(at) }</button>
            </li>
        }
    };
    html! { <ul class="because">{ for chain.iter().enumerate().map(link) }</ul> }
}

fn number(prose: Prose, front: &Front) -> Html {
    let Some(number) = &front.number else { return html! {} };
    let source = if number.source.starts_with("https:") {
        html! { <a href={number.source.clone()} rel="noreferrer" target="_blank">{ "source" }</a> }
    } else {
        html! { { &number.source } }
    };
    html! {
        <section class="card inner-prose"><header>{ "One number" }</header>
            <p><b>{ prose.words(&measured(&number.text)) }</b></p>
            <p><code>{ &number.formula }</code></p>
            <p class="muted small">{ "Assumes: " }{ &number.assumes }{ " (" }{ source }{ ")" }</p>
        </section>
    }
}

fn sources(front: &Front) -> Html {
    let Some(root) = front.root.as_ref().filter(|root| !root.sources.is_empty()) else { return html! {} };
    let source = |(n, (title, href)): (usize, &(String, String))| {
        html! { <>{ if n > 0 { ", " } else { "" } }<a href={href.clone()} rel="noreferrer" target="_blank">{ title }</a></> }
    };
    html! { <p class="cites">{ "Read more: " }{ for root.sources.iter().enumerate().map(source) }</p> }
}
