//! `faultline run`: a scenario, played; its trace, its measures, its fingerprint.

use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

use sim_core::act::{Line, parse_line, parse_time};
use sim_core::lattice;
use sim_core::luck::Seed;
use sim_core::measure::{self, Evidence, Verdict};
use sim_core::registry::Registry;
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::world::{Ended, World};

use super::words::Words;
use super::{Told, kept, shown};
use crate::index;
use crate::source::File;
use crate::{Files, read_act, worlds};

pub(super) const HELP: &str = "faultline run SCENARIO [--seed N] [--acts FILE] [--until 20s] [--trace] [--place]

Plays a scenario.toml, without its overlays, and prints the measures of its charts and, on the last line, the run's
fingerprint: the same on every machine.

A file with [test], as the page saves it, is a run that was kept: it is played with its acts and held against what it
did. Where it no longer does that, the first difference is printed and the command ends with 1. With one of the flags
below it is played as any other scenario.

  --seed N      instead of the scenario's
  --acts FILE   act lines, one a line; # begins a comment
  --until TIME  ends earlier
  --trace       first print everything that happened
  --place       print which consistency models the run's clients saw kept, and a witness of the weakest that was broken
";

pub(super) fn run(words: &Words, here: &Path) -> Result<Told, String> {
    let [scenario] = &words.rest[..] else {
        return Err(format!("one scenario is played, not {}; write faultline run SCENARIO", words.rest.len()));
    };
    let path = here.join(scenario);
    let text = index::read(&path)?;
    let files = Files { lesson: "", scenario: &text, runs: None };
    let (act, mut problems) = read_act(&files, &Registry::engine());
    problems.retain(|problem| problem.span.file == File::Scenario);
    if !problems.is_empty() {
        let folder = shown(path.parent().unwrap_or(here), here);
        let lines = problems.iter().map(|problem| format!("{folder}/{problem}\n"));
        return Ok(Told { err: lines.collect(), code: 2, ..Told::default() });
    }
    let flags = ["--seed", "--acts", "--until", "--trace", "--place"];
    if let Some(test) = act.world.test.as_ref().filter(|_| !flags.iter().any(|flag| words.has(flag))) {
        return kept::play(&act.world, test);
    }
    let mut world = worlds::quiet(&act.world);
    if let Some(seed) = words.value("--seed") {
        let number = seed.parse().map_err(|_| format!("--seed is a whole number, not `{seed}`"))?;
        world.seed = Seed(number);
    }
    let until: Option<Time> = words.value("--until").map(parse_time).transpose()?;
    let lines = match words.value("--acts") {
        None => Vec::new(),
        Some(file) => {
            let text = index::read(&here.join(file))?;
            match acts(&text, &world) {
                Ok(lines) => lines,
                Err(problems) => {
                    let lines = problems.iter().map(|problem| format!("{file}:{problem}\n"));
                    return Ok(Told { err: lines.collect(), code: 2, ..Told::default() });
                }
            }
        }
    };
    let seed = world.seed;
    let recipe = Recipe { scenario: Rc::new(world), seed, lines };
    let played = recipe.play(until).map_err(|refusal| refusal.to_string())?;
    let mut out = String::new();
    if words.has("--trace") {
        out.push_str(&played.text());
        out.push('\n');
    }
    measures(&act.world.charts, &played, &mut out);
    if words.has("--place") {
        place(&played, &mut out)?;
    }
    let _ = writeln!(out, "fingerprint {:016x}", played.trace.fingerprint());
    Ok(Told::out(out))
}

/// Where what the clients saw stands in the lattice.
fn place(world: &World, out: &mut String) -> Result<(), String> {
    let placed = lattice::place(&lattice::history(&Evidence::of(world))?);
    for (model, verdict) in &placed.verdicts {
        let word = match verdict {
            lattice::Verdict::Holds => "holds",
            lattice::Verdict::Broken => "broken",
            lattice::Verdict::Undecided => "undecided",
        };
        let _ = writeln!(out, "{:<16} {word}", model.name());
    }
    for witness in placed.witnesses.iter().filter(|w| placed.weakest_broken.contains(&w.model)) {
        let _ = writeln!(out, "{}: {}", witness.model.name(), witness.text);
    }
    Ok(())
}

/// Reads act lines and holds them against the world; mistakes as `line:column: …`.
fn acts(text: &str, scenario: &Scenario) -> Result<Vec<Line>, Vec<String>> {
    let world = World::new(scenario, scenario.seed, &[]);
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for (number, whole) in text.lines().enumerate() {
        let line = whole.split('#').next().unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        let column = |at: usize| whole[..(indent + at).min(whole.len())].chars().count() + 1;
        if line.trim().is_empty() {
            continue;
        }
        match parse_line(line.trim()) {
            Err(error) => problems.push(format!("{}:{}: {error}", number + 1, column(error.at.start))),
            Ok(parsed) => match world.as_ref().map_or(Ok(()), |world| world.check(&parsed)) {
                Err(refusal) => problems.push(format!("{}:{}: {refusal}", number + 1, column(0))),
                Ok(()) => lines.push(parsed),
            },
        }
    }
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

/// What the charts measure at the end of the run.
fn measures(charts: &[crate::model::Sentence], world: &World, out: &mut String) {
    let width = charts.iter().map(|chart| chart.text.chars().count()).max().unwrap_or(0);
    for chart in charts {
        let (call, over) = crate::chart::sliding(chart);
        let run = Evidence::of(world);
        let from = over.map_or(run.from, |over| crate::chart::since(run.until, over));
        let finding = measure::find(&Evidence { from, ..run }, &call);
        let value = match &finding.verdict {
            Verdict::Quantity(quantity) => format!("{quantity}, over {}", finding.over),
            Verdict::Empty => "over nothing".to_string(),
            Verdict::Holds => format!("holds, over {}", finding.over),
            Verdict::Broken => "broken".to_string(),
            Verdict::Undecided(why) => format!("undecided: {why}"),
        };
        let _ = writeln!(out, "{:<width$}  {value}", chart.text);
    }
    if let Some(Ended::Limit(limit)) = world.ended {
        let _ = writeln!(out, "stopped at {}: {}", world.now, limit.words());
    }
}
