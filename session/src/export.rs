//! The run on the stage as files: what happened as text and as JSON, a report for people, and a test that plays it again.

mod report;

use std::fmt::Write as _;

use lessons::judge;
use lessons::model::{STANDINGS, WorldFile};
use lessons::write::{lines, quote, scenario};
use sim_core::measure::Evidence;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::events::say;
use crate::opened::OpenAct;
use crate::stage::Stage;
use crate::wire::{Export, Update, Us};

/// A test keeps its trace up to so many rows; a longer run is held by its fingerprint alone.
const ROWS: usize = 2_000;

/// The run up to an instant, as a file with a name.
pub(crate) fn export(open: &OpenAct, stage: &mut Stage, what: Export, at: Us, address: &str) -> Update {
    let world = stage.branch().timeline.recipe().play(Some(Time(at)));
    let Ok(world) = world else {
        return Update::Refused { line: String::new(), why: "this run cannot be played up to here".into() };
    };
    let (end, text) = match what {
        Export::Trace => (".txt", trace(open, stage, &world)),
        Export::Json => (".json", json(open, stage, &world)),
        Export::Report => ("-report.md", report::report(open, stage, &world, at, address)),
        Export::Test => ("-test.toml", test(open, stage, &world, at)),
    };
    let slug = if open.slug.is_empty() { "run".into() } else { open.slug.replace('/', "-") };
    Update::Exported { name: format!("{slug}-{}ms{end}", at / 1000), text }
}

/// Title, seed, engine, and every line of the learner.
fn head(open: &OpenAct, stage: &Stage) -> Vec<(&'static str, String)> {
    let own = stage.branch().timeline.recipe().lines.iter().map(ToString::to_string);
    vec![
        ("title", stage.file.title.clone()),
        ("act", open.slug.clone()),
        ("engine", crate::version()),
        ("seed", stage.staged.seed.to_string()),
        ("scenario", format!("{:016x}", open.hash)),
        ("acts", own.collect::<Vec<_>>().join("; ")),
    ]
}

fn trace(open: &OpenAct, stage: &Stage, world: &World) -> String {
    let mut out = String::new();
    for (key, value) in head(open, stage) {
        let _ = writeln!(out, "# {key}: {value}");
    }
    let words = sim_core::trace::Words { nodes: &stage.labels, kinds: &world.kinds, history: &world.history };
    out + &world.trace.text(&words) + &format!("# fingerprint: {:016x}\n", world.trace.fingerprint())
}

/// One object; a row of the trace is a line of it.
fn json(open: &OpenAct, stage: &Stage, world: &World) -> String {
    let mut out = String::from("{\n");
    for (key, value) in head(open, stage) {
        let _ = writeln!(out, "  {}: {},", quote(key), quote(&value));
    }
    let _ = writeln!(out, "  \"fingerprint\": \"{:016x}\",\n  \"rows\": [", world.trace.fingerprint());
    for (n, row) in world.trace.rows().enumerate() {
        let comma = if n == 0 { "" } else { ",\n" };
        let node = world.place(&row).map_or("null".into(), |node| quote(&world.names[node.index()]));
        let text = quote(&say(world, &stage.labels, &row));
        let _ = write!(
            out,
            "{comma}    {{\"row\": {n}, \"us\": {}, \"node\": {node}, \"cause\": {}, \"text\": {text}}}",
            row.at.0, row.cause.0
        );
    }
    out + "\n  ]\n}\n"
}

/// The world as it was played, what was done, and what must be seen: `faultline run` plays it.
fn test(open: &OpenAct, stage: &Stage, world: &World, at: Us) -> String {
    let recipe = stage.branch().timeline.recipe();
    let mut played = (*recipe.scenario).clone();
    played.seed = recipe.seed;
    let mut out = format!(
        "# A run of {}, kept by Faultline {}.\n# `faultline run FILE` plays it and tells the first difference.\n\n",
        if open.slug.is_empty() { "the sandbox" } else { &open.slug },
        crate::version()
    );
    let file = WorldFile { pace: Duration(stage.staged.pace), ..stage.file.clone() };
    out += &scenario(&file, &played);
    let _ = writeln!(out, "\n[test]\nuntil = {}", quote(&Time(at).to_string()));
    lines("acts", &recipe.lines, &mut out);
    let evidence = Evidence::of(world);
    let mut expect: Vec<String> = Vec::new();
    for line in stage.goals.iter().flat_map(|goal| &goal.lines) {
        let standing = judge::read(&line.sentence, &evidence).standing;
        let word = STANDINGS.iter().find(|(_, s)| *s == standing).map_or("", |(word, _)| word);
        expect.push(format!("  {},\n", quote(&format!("{word}: {}", line.sentence.text))));
    }
    if !expect.is_empty() {
        let _ = writeln!(out, "expect = [\n{}]", expect.concat());
    }
    let _ = writeln!(out, "fingerprint = \"{:016x}\"", world.trace.fingerprint());
    let text = world.text();
    if text.lines().count() <= ROWS && !text.contains("'''") {
        let _ = writeln!(out, "trace = '''\n{text}'''");
    }
    out
}
