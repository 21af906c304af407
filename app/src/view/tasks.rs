//! Goal cards with live lines, the witness, the shown run, the ladder of hints.

use lessons::model::{Goal, StepKind};
use session::wire::Status;
use yew::prelude::*;

use super::parts::{button, does, moment, moment_on};
use super::prose::Prose;
use super::{icon, predict, small};
use crate::model::{Action, Mode, clock};
use crate::panel::checks::{Check, checks, title};
use crate::panel::steps::explains;
use crate::progress::{Mark, Progress};
use crate::words;

/// The goals of a step.
pub fn goals(prose: Prose, kind: StepKind, goals: &[Goal], progress: &Progress) -> Html {
    let show = prose.lesson.mode == Mode::Show;
    html! { <>
        if show { { shown(prose) } }
        if kind == StepKind::Break { { witness(prose, progress) } }
        <div id={super::GOALS} tabindex="-1">{ for goals.iter().map(|goal| card(prose, kind, goal, progress)) }</div>
        { super::models::card(prose) }
        if kind == StepKind::Break { { predict::versus(prose.lesson, progress, false) } }
    </> }
}

fn card(prose: Prose, kind: StepKind, goal: &Goal, progress: &Progress) -> Html {
    let lines = checks(prose.lesson, goal, progress);
    let met = lines.iter().filter(|line| line.status == Status::Met).count();
    let done = progress.marks[kind as usize] == Mark::Done;
    let score = prose.lesson.info(&goal.name).and_then(|info| info.score.clone());
    html! {
        <section class={classes!("card", (!done).then_some("now"))}>
            <header>{ title(kind) }<span class="end">{ format!("{met} of {}", lines.len()) }</span></header>
            <ul class="checks">{ for lines.iter().map(|line| row(prose, line)) }</ul>
            if let Some(score) = score { <p class="after">{ "Score: " }{ score }</p> }
        </section>
    }
}

fn row(prose: Prose, line: &Check) -> Html {
    let bound = (!line.bound.is_empty()).then(|| html! { <small>{ &line.bound }</small> });
    html! {
        <li class={line.guard.then_some("g")} aria-label={line.spoken()}>
            { dot(line) }
            <span>{ &line.words }</span>
            <span class="v">{ &line.value }{ bound }</span>
            if let Some((on, at, branch)) = &line.held {
                <span class="why q">{ on }{ " at " }{ moment_on(prose.on, branch.filter(|b| *b != prose.lesson.scene.branch), *at, &clock(*at)) }</span>
            }
            if !line.why.is_empty() {
                <span class={classes!("why", (line.status != Status::Broken).then_some("q"))}>
                    { &line.why }
                    if let Some(at) = line.at { { " " }{ moment(prose.on, at, &clock(at)) } }
                    if !line.because.is_empty() { <details><summary>{ "Why?" }</summary>{ super::explain::links(prose, &line.because) }</details> }
                </span>
            }
        </li>
    }
}

/// Ring, part-filled ring, disc with tick, square with cross, dashed ring: a shape for each state.
pub fn dot(line: &Check) -> Html {
    match line.status {
        Status::Open => html! { <span class="dot"></span> },
        Status::Met => html! { <span class="dot ok">{ icon("check") }</span> },
        Status::Broken => html! { <span class="dot bad">{ icon("x") }</span> },
        Status::Undecided => html! { <span class="dot und">{ "?" }</span> },
        Status::Part => html! {
            <svg class="dot-part" viewBox="0 0 18 18" aria-hidden="true">
                <circle cx="9" cy="9" r="8" />
                <circle class="fill" cx="9" cy="9" r="3" pathLength="100" stroke-dasharray={format!("{} 100", line.part)} />
            </svg>
        },
    }
}

/// What was broken, in a sentence generated from the witness.
fn witness(prose: Prose, progress: &Progress) -> Html {
    let Some(seen) = progress.witness.as_ref().filter(|_| progress.marks[StepKind::Break as usize] == Mark::Done)
    else {
        return html! {};
    };
    html! {
        <section class="card done">
            <header>{ small("check") }{ "Broken on purpose" }<span class="end">{ moment(prose.on, seen.at, &clock(seen.at)) }</span></header>
            <p>{ &seen.sentence }</p>
            if explains(prose.lesson, progress) { { super::explain::because(prose) } }
        </section>
    }
}

/// The transcript of a shown run, and the way back to doing it.
fn shown(prose: Prose) -> Html {
    let lesson = prose.lesson;
    let say = lesson.staged.as_ref().map(|staged| staged.say.clone()).unwrap_or_default();
    let seen = lesson.scene.witness.as_ref().filter(|witness| lesson.shown && !witness.broke);
    html! {
        <section class="card">
            <header>{ "Shown" }<span class="end">{ "a recorded run" }</span></header>
            <p>{ "Press play. The run stops at each of these." }</p>
            <ol class="say">{ for say.iter().map(|(at, words)| html! { <li>{ moment(prose.on, *at, &clock(*at)) }{ " " }{ words }</li> }) }</ol>
            if let Some(witness) = seen { <p>{ &witness.sentence }</p> }
            <div class="actions">{ button(prose.on, Action::NowYou, "btn", "Now you") }</div>
        </section>
    }
}

/// Three levels a goal, one at a time; the next after an act or 15 s.
pub fn hints(prose: Prose, goals: &[Goal], progress: &Progress) -> Html {
    let ladder = |goal: &Goal| {
        let open = usize::from(progress.hints.get(&goal.name).copied().unwrap_or(0));
        if goal.hints.is_empty() {
            return html! {};
        }
        let rung = |(n, words): (usize, &Vec<lessons::model::Inline>)| {
            html! {
                <div class="open"><span class="n">{ n + 1 }</span>
                    <span><b>{ words::HINTS.get(n).copied().unwrap_or_default() }{ ". " }</b>{ prose.words(words) }</span><span></span></div>
            }
        };
        let next = (open < goal.hints.len()).then(|| {
            let ready = prose.lesson.hint_ready;
            html! {
                <div><span class="n">{ open + 1 }</span>
                    <span class="lock">{ words::HINTS.get(open).copied().unwrap_or_default() }
                        if !ready { { ": after an act, or in a moment" } }</span>
                    <button class="btn sm" disabled={!ready} onclick={does(prose.on, Action::Hint(goal.name.clone()))}>{ "Open" }</button></div>
            }
        });
        html! { <div class="hints">{ for goal.hints.iter().take(open).enumerate().map(rung) }{ next }</div> }
    };
    let offered = prose.lesson.hint_offered && goals.iter().all(|goal| !progress.hints.contains_key(&goal.name));
    html! {
        <section aria-label="Hints" class="hintbox">
            if offered { <div class="callout">{ icon("hint") }<span>{ "A hint says where to look. Open it whenever you like." }</span></div> }
            { for goals.iter().map(ladder) }
        </section>
    }
}
