//! The sealed run: one line on what was changed and why, twenty dots, the way into a seed that did not hold.

use session::wire::{Dot, Status};
use yew::prelude::*;

use super::parts::{button, does};
use super::{On, small};
use crate::model::{Action, Lesson, Mode, Sealed};
use crate::panel::knobs::spell;
use crate::platform::dom;
use crate::progress::Progress;
use crate::update::side;
use crate::words;

/// The card.
pub fn sealed(lesson: &Lesson, progress: &Progress, on: &On) -> Html {
    if lesson.mode == Mode::Show {
        return html! {};
    }
    let side = side(lesson.step);
    let run = lesson.sealed[side].as_ref();
    let running = run.is_some_and(|run| !run.seeds.done && run.stopped.is_none());
    let done = run.filter(|run| run.seeds.done);
    let held = done.is_some_and(|run| run.seeds.dots.iter().all(|dot| dot.status == Status::Met));
    let class = match done {
        Some(_) if held => "card done",
        Some(_) => "card fail",
        None => "card",
    };
    let input = {
        let on = on.clone();
        Callback::from(move |event: InputEvent| on.emit(Action::Reason(dom::value(&event))))
    };
    html! {
        <section {class} aria-label="Sealed run">
            <header>{ "Sealed run" }<span class="end">{ "20 unseen seeds" }</span></header>
            if let Some(run) = run { { strip(run, on) } }
            if let Some(run) = run { { outcome(lesson, run, on) } }
            if running {
                <div class="actions">{ button(on, Action::Unseal, "btn sm", "Stop") }</div>
            } else {
                <label class="reason-line">{ "What did you change, and why? (You may leave this empty.)" }
                    <input type="text" maxlength="200" value={progress.reason[side].clone()} oninput={input} /></label>
                <div class="actions">
                    <button class={if held { "btn" } else { "btn pri" }} disabled={lesson.opened.is_none()}
                        onclick={does(on, Action::Seal)}>{ if run.is_some() { "Run it again" } else { "Start the sealed run" } }</button>
                </div>
            }
            if run.is_none() {
                if let Some(held) = progress.held[side] { <p class="muted small">{ format!("Last time it held on {held} of 20.") }</p> }
            }
        </section>
    }
}

fn strip(run: &Sealed, on: &On) -> Html {
    let next = run.seeds.dots.iter().position(|dot| dot.status == Status::Open);
    let dot = |(n, dot): (usize, &Dot)| {
        let seed = n + 1;
        match dot.status {
            Status::Met => {
                html! { <i class="g" role="img" aria-label={format!("Seed {seed}: held")} title={format!("Seed {seed}: held")}>{ small("check") }</i> }
            }
            Status::Open | Status::Part => {
                let now = !run.seeds.done && run.stopped.is_none() && next == Some(n);
                html! { <i class={now.then_some("now")} role="img" aria-label={format!("Seed {seed}: {}", if now { "running" } else { "not yet run" })}></i> }
            }
            Status::Broken | Status::Undecided => {
                let open = run.open == Some(seed as u32);
                let name = format!("Open seed {seed}: {}", dot.why);
                html! {
                    <button class={classes!("r", open.then_some("on"))} aria-label={name.clone()} title={name}
                        onclick={does(on, Action::OpenSeed(seed as u32))}>{ small("x") }</button>
                }
            }
        }
    };
    let blank = vec![Dot::default(); 20];
    let dots = if run.seeds.dots.is_empty() { &blank } else { &run.seeds.dots };
    html! { <div class="seeds" role="group" aria-label="Seeds">{ for dots.iter().enumerate().map(dot) }</div> }
}

fn outcome(lesson: &Lesson, run: &Sealed, on: &On) -> Html {
    let dots = &run.seeds.dots;
    let over = dots.iter().filter(|dot| dot.status != Status::Open).count();
    let first = dots.iter().position(|dot| matches!(dot.status, Status::Broken | Status::Undecided));
    let about = run.open.map_or(first, |n| Some(n as usize - 1));
    let line = if let Some(why) = &run.stopped {
        format!("Stopped after {over} of 20. {why}")
    } else if run.seeds.done {
        words::held(dots)
    } else {
        format!("{over} of 20 so far.")
    };
    html! { <>
        <p class="after"><b>{ line }</b>{ " " }<span class="muted">{ spell(lesson, &run.settings) }</span></p>
        if let Some((score, met)) = &run.seeds.score {
            <p>{ "Score: " }{ score }{ if *met { ", par met" } else { ", not yet at par" } }</p>
        }
        if let Some(n) = about {
            <p>{ format!("Seed {}: ", n + 1) }{ dots.get(n).map(|dot| dot.why.clone()).unwrap_or_default() }</p>
            <div class="actions">
                if run.open.is_some() { { button(on, Action::MyRun, "btn sm", "Back to my run") } }
                else { { button(on, Action::OpenSeed(n as u32 + 1), "btn sm", &format!("Open seed {}", n + 1)) } }
            </div>
        }
        if lesson.step == lessons::model::StepKind::Repair && run.seeds.done && about.is_none() {
            <p>{ "The same design, on seeds nobody chose." }</p>
        }
    </> }
}
