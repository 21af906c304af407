//! The author's page: the files side by side, the preview, what is wrong.

use yew::prelude::*;

use super::parts::{button, does};
use super::{On, column, icon, lesson};
use crate::model::{Action, Draft, FILES, Lesson, Model};
use crate::panel::problems::place;
use crate::platform::dom;
use crate::words::author as said;

/// The page.
pub fn author(model: &Model, lesson: &Lesson, draft: &Draft, on: &On) -> Html {
    let tab = |(n, name): (usize, &&'static str)| {
        html! { <button role="tab" aria-selected={(n == draft.open).to_string()} onclick={does(on, Action::ShowFile(n))}>{ *name }</button> }
    };
    html! {
        <main class="ide" id={super::MAIN} tabindex="-1">
            <h1 class="vh">{ said::AUTHOR }</h1>
            <div class="etabs" role="tablist" aria-label={said::AUTHOR}>{ for FILES.iter().enumerate().map(tab) }</div>
            { for (0..FILES.len()).map(|n| editor(draft, n, on)) }
            <section class="pv" aria-label={said::PREVIEW}>
                <header><b>{ said::PREVIEW }</b><span class="seg" role="group" aria-label={said::PREVIEW}>
                    { for said::PANES.iter().enumerate().map(|(n, name)| html! {
                        <button aria-pressed={(draft.words == (n == 1)).to_string()} onclick={does(on, Action::ShowWords(n == 1))}>{ *name }</button>
                    }) }</span></header>
                <div class="shown">
                    if lesson.text().is_none() {
                        <p class="empty">{ said::EMPTY }</p>
                    } else if draft.words {
                        <section class="story" aria-label={said::PANES[1]}>{ column::column(model, lesson, on) }</section>
                    } else {
                        { lesson::stage(model, lesson, on) }
                    }
                </div>
                if let Some(age) = draft.age { <p class="older" role="status">{ super::small("warn") }{ said::older(age) }</p> }
                { check(draft, on) }
            </section>
        </main>
    }
}

fn editor(draft: &Draft, n: usize, on: &On) -> Html {
    let text = &draft.texts[n];
    let found: Vec<&session::wire::Problem> = draft.all().filter(|p| Draft::file_of(p) == n && p.line > 0).collect();
    let lines: Vec<&str> = text.split('\n').collect();
    let wide = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) + 2;
    let bad = |at: usize| found.iter().find(|p| p.line as usize == at + 1);
    let number = |at: usize| {
        let words = format!("{}\n", at + 1);
        if bad(at).is_some() {
            html! { <b>{ words }</b> }
        } else {
            words.into()
        }
    };
    // The same text once more under the field, of which only the marks are seen.
    let under = |(at, line): (usize, &&str)| {
        let Some(problem) = bad(at) else { return "\n".into() };
        let part = |from: usize, count: usize| line.chars().skip(from).take(count).collect::<String>();
        let column = (problem.column as usize).saturating_sub(1);
        let about = part(column, problem.length as usize);
        let about = if about.is_empty() { " ".to_owned() } else { about };
        html! { <span class="bad">{ part(0, column) }<span class="squig">{ about }</span>{ "\n" }</span> }
    };
    let input = on.reform(move |event: InputEvent| Action::Edit(n, dom::text(&event)));
    html! {
        <section class={classes!("ed", (n == draft.open).then_some("now"))} aria-label={FILES[n]} key={n}>
            <header><b>{ FILES[n] }</b><span class="end">{ said::count(found.len()) }</span>
                { button(on, Action::SaveFile(n), "btn sm ghost", &said::save(FILES[n])) }</header>
            <div class="code" id={format!("code-{n}")} tabindex="-1">
                <pre class="gut" aria-hidden="true">{ for (0..lines.len()).map(number) }</pre>
                <div class="pane">
                    <pre class="under" aria-hidden="true">{ for lines.iter().enumerate().map(under) }</pre>
                    <textarea id={format!("ed-{n}")} aria-label={FILES[n]} aria-invalid={(!found.is_empty()).to_string()} value={text.clone()} rows={lines.len().to_string()}
                        cols={wide.to_string()} spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off" oninput={input} />
                </div>
            </div>
        </section>
    }
}

fn check(draft: &Draft, on: &On) -> Html {
    let row = |(n, problem): (usize, &session::wire::Problem)| {
        let help = problem.help.as_ref().map(|help| format!("; {help}"));
        html! {
            <li>{ super::small(if n < draft.found.problems.len() { "x" } else { "warn" }) }
                <span><button class="ev" onclick={does(on, Action::GoTo(n))}>{ place(problem) }</button>{ " " }{ &problem.message }{ help }</span></li>
        }
    };
    let all = draft.all().count();
    html! {
        <section class="chk" aria-label={said::CHECK}>
            <h2>{ said::CHECK }<span class="end">
                if all > 0 { <button class="btn sm" onclick={does(on, Action::GoTo(draft.gone_to.map_or(0, |n| (n + 1) % all)))}>{ said::NEXT }</button> }
                <label class="btn sm">{ said::OPEN }<input type="file" class="vh" accept=".md,.toml" onchange={super::sandbox::opens(on)} /></label>
            </span></h2>
            if all == 0 { <p class="fine">{ icon("check") }{ said::NOTHING }</p> }
            <ul>{ for draft.all().enumerate().map(row) }</ul>
            <p class="muted small">{ said::REST }{ " " }{ said::YOURS }</p>
        </section>
    }
}
