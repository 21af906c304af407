//! Mistakes of a lesson's files, in place of the lesson.

use session::wire::Problem;
use yew::prelude::*;

use super::On;
use super::parts::{button, link};
use crate::model::Action;
use crate::panel::problems::place;
use crate::route::Route;
use crate::words;

/// All of them.
pub fn broken(problems: &[Problem], on: &On) -> Html {
    html! {
        <main class="wrap" id={super::MAIN} tabindex="-1">
            <div class="plain">
                <h1>{ words::BROKEN }</h1>
                <p>{ words::BROKEN_HELP }</p>
                { for problems.iter().map(diag) }
                <p class="actions">
                    { link(on, Route::Home, "btn pri", html! { { "All lessons" } }) }
                    { button(on, Action::Again, "btn", "Load it again") }
                    { button(on, Action::Report, "btn ghost", "Copy bug report") }
                </p>
            </div>
            { super::frame::footer() }
        </main>
    }
}

/// A mistake in a line: its place, what is wrong, what to write.
#[cfg(feature = "readers")]
pub fn line(problem: &Problem) -> Html {
    let place = if problem.line == 0 { problem.file.clone() } else { place(problem) };
    html! { <p><code>{ place }</code>{ " " }{ &problem.message }{ problem.help.as_ref().map(|help| format!("; {help}")) }</p> }
}

fn diag(problem: &Problem) -> Html {
    let column = (problem.column as usize).saturating_sub(1);
    let before: String = problem.excerpt.chars().take(column).collect();
    let at: String = problem.excerpt.chars().skip(column).take_while(|c| !c.is_whitespace()).collect();
    let after: String = problem.excerpt.chars().skip(column + at.chars().count()).collect();
    html! {
        <section class="diag">
            <header><b>{ "error" }</b><span>{ &problem.message }</span><span class="loc">{ place(problem) }</span></header>
            if !problem.excerpt.is_empty() {
                <pre>{ format!("{} | {before}", problem.line) }<span class="squig">{ at }</span>{ after }</pre>
            }
            if let Some(help) = &problem.help { <div>{ help }</div> }
        </section>
    }
}
