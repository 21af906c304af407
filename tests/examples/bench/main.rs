//! `cargo xtask bench` runs this: the engine natively and in a browser, held against its goals and its peers.
//!
//! What is measured is in `tests/bench`, built as fast as it gets; this only starts it, drives the browser, and prints.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::format_push_string,
    reason = "a benchmark asks its machine; texts are small and made once"
)]

mod browser;
mod build;
mod conditions;
mod contest;
mod corpus;
mod figure;
mod frames;
mod module;
mod native;
mod shipped;
mod visit;

use std::process::ExitCode;

use figure::Report;
use shipped::Heaviest;

/// How often things are done.
struct Often {
    times: usize,
    looks: usize,
    events: u64,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match measure(&words) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn measure(words: &[String]) -> Result<String, String> {
    let has = |word: &str| words.iter().any(|given| given == word);
    let often = if has("--quick") {
        Often { times: 1, looks: 10, events: 100_000 }
    } else {
        Often { times: 7, looks: 200, events: 900_000 }
    };
    let say = |what: &str| eprintln!("{what} ...");
    let mut report = Report { conditions: conditions::here(often.times), ..Report::default() };
    let heaviest = Heaviest::find(&build::root().join("lessons/content"))?;
    if has("--frames") {
        say("2,000 messages under way, in the site that was built last");
        let browser = tests::Browser::launch(&xtask::chromium::ensure()?)?;
        frames::run(&mut report, &browser, often.times.min(5))?;
        return Ok(if has("--json") { report.json() } else { report.table() });
    }
    if has("--visit") {
        say("first visits to the site that was built last");
        let browser = tests::Browser::launch(&xtask::chromium::ensure()?)?;
        visit::run(&mut report, &browser, often.times)?;
        return Ok(if has("--json") { report.json() } else { report.table() });
    }
    if !has("--browser") {
        say("building the native program");
        let program = build::native()?;
        say("building the peers, and playing the models in turn");
        contest::run(&mut report, &program, often.times, often.events)?;
        say("a lesson, seeking, forking, memory, natively");
        native::run(&mut report, &program, &heaviest, often.times, often.looks)?;
        say("published histories, natively and by Porcupine");
        corpus::native(&mut report, &program, often.times)?;
    }
    if !has("--native") {
        say("building the modules, and all of it again in the browser");
        if let Err(why) = browser::run(&mut report, &heaviest, often.times, often.looks, often.events) {
            report.missing.push(format!("the browser: {why}"));
        }
    }
    Ok(if has("--json") { report.json() } else { report.table() })
}
