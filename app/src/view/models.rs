//! Which consistency models the run still satisfies, while it runs: strong ones above, the witness of the first that fell a
//! click away.

use session::wire::{ModelState, Slot};
use yew::prelude::*;

use super::prose::Prose;
use crate::model::{Action, clock};
use crate::stage::lattice::{class, rows, sign};
use crate::words;

/// The card, in acts whose goals name a model.
pub fn card(prose: Prose) -> Html {
    let lesson = prose.lesson;
    let all = &lesson.models.models;
    if all.is_empty() || !lesson.staged.as_ref().is_some_and(|staged| staged.models) {
        return html! {};
    }
    let marked = |m: &ModelState| !m.ops.is_empty() && *lesson.marks == slots(m);
    let show = |m: &ModelState| {
        let (on, marks, at) = (prose.on.clone(), slots(m), m.at);
        Callback::from(move |_: MouseEvent| {
            on.emit(Action::Mark(marks.clone()));
            if let Some(at) = at {
                on.emit(Action::Go(at));
            }
        })
    };
    let chip = |n: &usize| {
        let m = &all[*n];
        let inner = html! { <><b>{ sign(m.standing) }</b>{ &m.title }</> };
        let (class, title) = (class(m, marked(m)), m.meaning.clone());
        let name = crate::stage::words::model(&m.title, m.standing);
        if m.at.is_some() {
            html! { <button {class} {title} aria-label={name} onclick={show(m)}>{ inner }</button> }
        } else {
            html! { <span {class} {title}>{ inner }</span> }
        }
    };
    // The model that the goal is about says most here; else the one that fell first.
    let lines = || lesson.scene.goals.iter().filter_map(|g| lesson.info(&g.name)).flat_map(|info| &info.lines);
    let asked = |m: &&ModelState| m.at.is_some() && lines().any(|line| line.words.ends_with(&m.title));
    let first = all.iter().find(asked).or_else(|| all.iter().find(|m| m.first));
    html! {
        <section class="card" aria-label={words::MODELS}>
            <header>{ words::MODELS }<span class="end">{ clock(lesson.models.at) }</span></header>
            <ol class="lat">{ for rows(all).iter().map(|row| html! { <li>{ for row.iter().map(chip) }</li> }) }</ol>
            <p class="after">{ &lesson.models.why }</p>
            if let Some(m) = first {
                if marked(m) { <p>{ &m.text }</p> }
                else { <div class="actions"><button class="btn sm" onclick={show(m)}>{ words::MODEL_WITNESS }{ ": " }{ &m.title }</button></div> }
            }
        </section>
    }
}

/// Its operations, as events to outline.
fn slots(m: &ModelState) -> Vec<Slot> {
    let slot = |(node, at): &(u16, u64)| Slot { at: Some(*at), node: Some(*node), ..Slot::default() };
    m.ops.iter().map(slot).collect()
}
