//! Natively, one thing at a time: each command does one thing and prints raw figures, for `tests/examples/bench`.
//!
//! ```text
//! bench play MODEL EVENTS         events, work and seconds of one run, as the peers print them
//! bench stage MODEL EVENTS        the same with checkpoints, as the page keeps a run
//! bench memory MODEL EVENTS       bytes at the peak of one run, and in the end; then the same with checkpoints
//! bench minute FOLDER WORLD N     milliseconds of a world of the act in this folder, N times
//! bench seal FOLDER N             milliseconds of a sealed run, N times
//! bench corpus FOLDER N           milliseconds to judge each file of published histories, the median of N times
//! bench seek FOLDER WORLD N       milliseconds of N seeks in the long run; `fork` likewise
//! ```
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a benchmark reads a clock")]

mod alloc;
mod clock;

use std::path::Path;
use std::process::ExitCode;

use bench::LONG;
use bench::corpus::{self, Corpus};
use bench::lesson::Lesson;
use bench::long::Long;
use bench::model::Model;
use sim_core::run::Recipe;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match answer(&words) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("bench {}: {problem}", words.join(" "));
            ExitCode::FAILURE
        }
    }
}

fn answer(words: &[&str]) -> Result<String, String> {
    match words {
        ["play", model, events] => {
            let (model, events) = (self::model(model)?, number(events)?);
            let began = clock::ms();
            let world = model.run(events);
            let seconds = (clock::ms() - began) / 1e3;
            Ok(format!("{} {} {seconds}", world.events(), model.work(&world)))
        }
        ["stage", model, events] => {
            let (model, events) = (self::model(model)?, number(events)?);
            let began = clock::ms();
            let run = model.stage(events);
            let seconds = (clock::ms() - began) / 1e3;
            Ok(format!("{} {} {seconds}", run.world().events(), model.work(run.world())))
        }
        ["memory", model, events] => {
            let (model, events) = (self::model(model)?, number(events)?);
            let (peak, held) = alloc::counted(|| model.run(events));
            let staged = alloc::counted(|| model.stage(events));
            Ok(format!("{peak} {held} {} {}", staged.0, staged.1))
        }
        ["minute", folder, world, n] => {
            let recipe = recipe(folder, world)?;
            times(n, |_| recipe.play(None))
        }
        ["seal", folder, n] => {
            let lesson = Lesson::in_folder(Path::new(folder))?;
            times(n, |_| lesson.seal())
        }
        ["corpus", folder, n] => corpus(Path::new(folder), number(n)?),
        ["seek", folder, world, n] => {
            let mut long = long(folder, world)?;
            times(n, |n| long.seek(n))
        }
        ["fork", folder, world, n] => {
            let long = long(folder, world)?;
            times(n, |n| long.fork(n))
        }
        _ => Err("no such command; see the top of its source".to_owned()),
    }
}

fn corpus(folder: &Path, times: u64) -> Result<String, String> {
    let mut corpus = Corpus::default();
    let mut all = Vec::new();
    for (n, path) in corpus::files(folder)?.into_iter().enumerate() {
        let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if !corpus.add(&bytes) {
            return Err(format!("{} is no history", path.display()));
        }
        let once = |_| {
            let began = clock::ms();
            corpus.judge(n);
            clock::ms() - began
        };
        let mut took: Vec<f64> = (0..times.max(1)).map(once).collect();
        took.sort_by(f64::total_cmp);
        all.push(took[took.len() / 2].to_string());
    }
    Ok(all.join(" "))
}

fn model(name: &str) -> Result<Model, String> {
    let found = Model::ALL.into_iter().find(|model| model.name() == name);
    found.ok_or_else(|| "the models are ring, gossip and queue".to_owned())
}

fn number(word: &str) -> Result<u64, String> {
    word.parse().map_err(|e| format!("{word}: {e}"))
}

fn recipe(folder: &str, world: &str) -> Result<Recipe, String> {
    let world = number(world)? as usize;
    let worlds = Lesson::in_folder(Path::new(folder))?.worlds();
    worlds.get(world).cloned().ok_or_else(|| "it has no such world".to_owned())
}

fn long(folder: &str, world: &str) -> Result<Long, String> {
    Long::new(&recipe(folder, world)?, LONG).ok_or_else(|| format!("this world never has {LONG} events"))
}

/// Milliseconds of each; what is made is dropped afterwards. The first one is not counted, as in the browser.
fn times<T>(n: &str, mut work: impl FnMut(u64) -> T) -> Result<String, String> {
    let mut all = Vec::new();
    for n in 0..=number(n)? {
        let began = clock::ms();
        let made = work(n);
        let took = clock::ms() - began;
        drop(made);
        if n > 0 {
            all.push(took.to_string());
        }
    }
    Ok(all.join(" "))
}
