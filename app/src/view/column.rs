//! The lesson's column: the bar of steps, the open step, the foot.

use lessons::model::{Step, StepKind, Task};
use yew::prelude::*;

use super::parts::{button, does};
use super::prose::Prose;
use super::{On, explain, icon, predict, questions, sealed, tasks};
use crate::model::{Action, Lesson, Mode, Model};
use crate::panel::steps::{explains, foot, stops};
use crate::progress::Progress;
use crate::update::place;

/// All of it.
pub fn column(model: &Model, lesson: &Lesson, on: &On) -> Html {
    let progress = model.book.act(&lesson.slug);
    html! { <>
        <button class="handle" aria-label="Resize the lesson sheet" onclick={does(on, Action::Sheet)}></button>
        <div class="scroll" key={lesson.step as u8}>
            { bar(lesson, &progress, on) }
            { article(model, lesson, &progress, on) }
        </div>
        { foot_of(lesson, &progress, on) }
    </> }
}

fn bar(lesson: &Lesson, progress: &Progress, on: &On) -> Html {
    let stop = |stop: crate::panel::steps::Stop| {
        html! {
            <button class={stop.class} aria-label={stop.name} title={stop.kind.word()}
                aria-current={(stop.kind == lesson.step).then_some("step")}
                onclick={does(on, Action::Step(stop.kind))}></button>
        }
    };
    html! { <nav class="stepper" aria-label="Steps">{ for stops(lesson, progress).into_iter().map(stop) }</nav> }
}

fn article(model: &Model, lesson: &Lesson, progress: &Progress, on: &On) -> Html {
    let Some(step) = lesson.step_of(lesson.step) else {
        return html! {
            <article class="prose" aria-busy="true">
                <div class="skel w4"></div><div class="skel"></div><div class="skel"></div><div class="skel w8"></div>
            </article>
        };
    };
    let (n, all) = place(model, step.kind);
    let title = lesson.text().map(|text| text.front.title.clone()).unwrap_or_default();
    html! {
        <article class="prose">
            <p class="stepmeta"><b>{ step.kind.word() }</b><span>{ format!("step {n} of {all}") }</span></p>
            <h1 id={super::HEADING} tabindex="-1">{ heading(step, &title) }</h1>
            { trouble(lesson, on) }
            { body(lesson, step, progress, on) }
        </article>
    }
}

/// The author's heading of the step, or the act's title.
fn heading(step: &Step, title: &str) -> String {
    let mut chars = step.title.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => title.to_owned(),
    }
}

fn trouble(lesson: &Lesson, on: &On) -> Html {
    let Some(why) = &lesson.trouble else { return html! {} };
    html! {
        <div class="callout bad" role="alert">
            { icon("warn") }
            <span>{ why }<span class="actions">
                { button(on, Action::FromStart, "btn sm", "Begin the lesson from its start") }
                { button(on, Action::Report, "btn sm ghost", "Copy bug report") }
            </span></span>
        </div>
    }
}

fn body(lesson: &Lesson, step: &Step, progress: &Progress, on: &On) -> Html {
    let prose = Prose { lesson, on };
    if step.kind == StepKind::Explain && !explains(lesson, progress) {
        return explain::not_yet(on);
    }
    let words = prose.blocks(&step.prose);
    let task = match &step.task {
        Task::None => html! {},
        Task::Guess(guess) => predict::predict(prose, guess, progress),
        Task::Goals(goals) => html! { <>
            { tasks::goals(prose, step.kind, goals, progress) }
            { if matches!(step.kind, StepKind::Repair | StepKind::Challenge) { sealed::sealed(lesson, progress, on) } else { html! {} } }
            { tasks::hints(prose, goals, progress) }
        </> },
        Task::Questions(list) if step.kind == StepKind::Why => questions::why(prose, list, progress),
        Task::Questions(list) => questions::quiz(prose, list, progress),
        Task::Cards(cards) => explain::cards(prose, cards, progress),
    };
    html! { <>{ words }{ task }{ leaves_out(prose, step.kind) }</> }
}

/// The card after the quiz. It is not a step and asks nothing.
fn leaves_out(prose: Prose, kind: StepKind) -> Html {
    let Some(text) = prose.lesson.text().filter(|text| kind == StepKind::Quiz && !text.leaves_out.is_empty()) else {
        return html! {};
    };
    html! {
        <section class="card inner-prose"><header>{ "What this leaves out" }</header>{ prose.blocks(&text.leaves_out) }</section>
    }
}

fn foot_of(lesson: &Lesson, progress: &Progress, on: &On) -> Html {
    if lesson.text().is_none() {
        return html! { <footer class="footnav"></footer> };
    }
    let foot = foot(lesson, progress);
    let last = lesson.beside(true).is_none();
    let modes = |mode: Mode| {
        let button = |words: &'static str, this: Mode| {
            html! { <button aria-pressed={(mode == this).to_string()} onclick={does(on, Action::Mode(this))}>{ words }</button> }
        };
        html! {
            <div class="seg" role="group" aria-label="This step">
                { button("Do it", Mode::Do) }{ button("Show me", Mode::Show) }
                <button onclick={does(on, Action::Skip)}>{ "Skip" }</button>
            </div>
        }
    };
    html! {
        <footer class="footnav">
            if foot.back { <button class="btn" onclick={does(on, Action::Back)}>{ icon("left") }{ "Back" }</button> }
            <span class="sp"></span>
            if let Some(mode) = foot.modes { { modes(mode) } }
            if foot.skip { { button(on, Action::Skip, "btn ghost", "Skip") } }
            if foot.go_on {
                <button class="btn pri" onclick={does(on, Action::Continue)}>
                    { if last { "Finish" } else { "Continue" } }{ icon("right") }</button>
            }
        </footer>
    }
}
