//! The lesson page: the column beside the stage.

use std::rc::Rc;

use lessons::model::StepKind;
use session::wire::What;
use yew::prelude::*;

use super::parts::{button, link};
#[cfg(feature = "readers")]
use super::sandbox;
use super::{On, column, diag, icon, rail};
use crate::model::{Action, Ask, Host, Lesson, Mode, Model, Sheet, Words};
use crate::route::Route;
use crate::stage::Stage;
use crate::words::{self, around};

/// The page of an act.
pub fn lesson(model: &Model, lesson: &Lesson, on: &On) -> Html {
    #[cfg(feature = "readers")]
    if let Host::Author(draft) = &lesson.host {
        return super::author::author(model, lesson, draft, on);
    }
    match &lesson.words {
        Words::Here(_, problems) if !problems.is_empty() => diag::broken(problems, on),
        Words::Missing(why) => missing(why, on),
        _ => {
            let sheet = match lesson.sheet {
                Sheet::Peek => "peek",
                Sheet::Half => "half",
                Sheet::Full => "full",
            };
            let (name, column) = match &lesson.host {
                Host::Embed(_) => return embedded(model, lesson, on),
                #[cfg(feature = "readers")]
                Host::Sandbox(sandbox) => (around::SCENARIO, sandbox::panel(model, lesson, sandbox, on)),
                _ => (words::LESSON, column::column(model, lesson, on)),
            };
            html! {
                <main class="page">
                    <section class="story" aria-label={name} data-size={sheet} id={super::MAIN} tabindex="-1">
                        { column }
                    </section>
                    { stage(model, lesson, on) }
                </main>
            }
        }
    }
}

/// The stage alone, with the way to a page of its own.
fn embedded(model: &Model, lesson: &Lesson, on: &On) -> Html {
    let run = match &lesson.what {
        Some(Ask::Link(run)) => format!("?run={run}"),
        _ => String::new(),
    };
    let href = format!("{}{run}#{}", lesson.slug, lesson.step.slug());
    html! {
        <main class="embedded" id={super::MAIN}>
            <h1 class="vh">{ around::EMBEDDED }</h1>
            { stage(model, lesson, on) }
            <a class="btn sm open-here" {href} target="_blank" rel="noopener" aria-label={around::OPEN_HERE}>
                { icon("share") }<span>{ around::OPEN_HERE }</span></a>
        </main>
    }
}

fn missing(why: &str, on: &On) -> Html {
    html! {
        <main class="wrap" id={super::MAIN} tabindex="-1">
            <div class="plain" role="alert">
                <h1>{ words::NO_ACT }</h1>
                <p>{ why }</p>
                <p class="actions">
                    { button(on, Action::Again, "btn pri", "Try again") }
                    { link(on, Route::Home, "btn", html! { { "All lessons" } }) }
                </p>
            </div>
            { super::frame::footer() }
        </main>
    }
}

/// The stage of the open act, or what is missing for it.
pub fn stage(model: &Model, lesson: &Lesson, on: &On) -> Html {
    let Some(staged) = &lesson.staged else {
        let given_up = model.engine.given_up.is_some();
        return html! {
            <section class="stage waiting" id={super::STAGE} tabindex="-1" aria-label="Simulation">
                <div class="empty">
                    <b>{ if given_up { words::ENGINE_GIVEN_UP } else { words::ENGINE_STARTING } }</b>
                    if given_up {
                        <span class="actions">
                            { button(on, Action::Again, "btn", "Try again") }
                            { button(on, Action::Report, "btn ghost", "Copy bug report") }
                        </span>
                    }
                </div>
            </section>
        };
    };
    let tools =
        if staged.locked { Vec::new() } else { lesson.opened.as_ref().map(|o| o.tools.clone()).unwrap_or_default() };
    let (tools, bare, play) = match &lesson.host {
        Host::Embed(embed) => (embed.offered(&tools), embed.bare, Some(embed.play && !model.still)),
        _ => (tools, false, None),
    };
    let first = !model.book.act(&lesson.slug).watched || lesson.mode == Mode::Show;
    let tells = lesson.mode == Mode::Show || lesson.step == StepKind::Story;
    let beats = if first && tells { lesson.beats() } else { Vec::new() };
    let to_stage = {
        let on = on.clone();
        Callback::from(move |event| on.emit(Action::Stage(event)))
    };
    let rail = if knobs_live(lesson) && !bare {
        rail::rail(model, lesson, on)
    } else {
        html! {}
    };
    html! {
        <div class="stagehost" id={super::STAGE} tabindex="-1">
            <Stage staged={staged.clone()} scene={lesson.scene.clone()} tools={Rc::new(tools)} beats={Rc::new(beats)}
                go={lesson.go} marks={lesson.marks.clone()} twin={lesson.twin.clone()} keymap={model.keymap.clone()} letters={model.letters} events={lesson.events.clone()} models={lesson.models.clone()} {rail} {play} on={to_stage} />
        </div>
    }
}

/// Knobs turn the world of Repair or of the challenge, and of Break where they are its tools; beside a recorded run they
/// would do nothing.
fn knobs_live(lesson: &Lesson) -> bool {
    let recorded = matches!(lesson.what, Some(Ask::Stage(What::Recorded { .. })));
    matches!(lesson.step, StepKind::Break | StepKind::Repair | StepKind::Challenge) && !recorded
}
