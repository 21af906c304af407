//! How long the engine takes for what the page asks, natively: medians of several runs in one process.
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a benchmark reads a clock")]

use std::time::Instant;

use session::Session;
use session::wire::{Command, Envelope, Update, What};

const RUNS: usize = 9;

fn main() {
    let mut session = Session::default();
    say(&mut session, lesson());
    println!("{:>9}  what (median of {RUNS}, native, this build)", "ms");
    let repair = |session: &mut Session| {
        say(session, Command::Stage(What::Repair { world: None, settings: two_of_three() }));
        look(session, 35_000_000);
    };
    row(&mut session, "Repair's visible run, 35 s, from its start to its end", repair);
    row(&mut session, "the same, each 100 ms of watching looked at (23 s at its pace)", |session| {
        say(session, Command::Stage(What::Repair { world: None, settings: two_of_three() }));
        for at in (0..35_000_000).step_by(150_000) {
            look(session, at);
        }
    });
    row(&mut session, "a look at the end of that run", |session| look(session, 35_000_000));
    row(&mut session, "a sealed run, 20 seeds", |session| {
        say(session, Command::Seal { settings: two_of_three(), challenge: false });
        while session.busy() {
            session.work();
        }
    });
    row(&mut session, "opening the lesson", |session| say(session, lesson()));
}

fn row(session: &mut Session, what: &str, mut run: impl FnMut(&mut Session)) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            run(session);
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{:>9.2}  {what}", times[RUNS / 2]);
}

fn say(session: &mut Session, body: Command) {
    for update in session.handle(Envelope { epoch: 1, body }) {
        if let Update::Opened(opened) = update.body {
            assert!(opened.diagnostics.is_empty(), "the lesson has mistakes");
        }
    }
}

fn look(session: &mut Session, at: u64) {
    say(session, Command::Look { at, window: (at.saturating_sub(5_000_000), at), until: at });
}

fn two_of_three() -> Vec<(String, String)> {
    [("mode", "quorum"), ("R", "2"), ("W", "2")].map(|(k, v)| (k.to_owned(), v.to_owned())).into()
}

fn lesson() -> Command {
    let file = |name: &str| {
        let path = format!("{}/../lessons/content/15-cap/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("the lesson's files are there")
    };
    let (lesson, scenario) = (file("lesson.md"), file("scenario.toml"));
    Command::Open { slug: "cap".into(), lesson, scenario, runs: Some(file("runs.toml")) }
}
