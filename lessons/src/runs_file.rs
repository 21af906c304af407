//! Reads `runs.toml`: what was recorded, curves over many forks, and what measured links mean.

use sim_core::registry::Registry;
use sim_core::time::Time;

use crate::bind::{Binder, Form, read as read_sentence};
use crate::keys::{Keys, Toml};
use crate::lines;
use crate::model::{Claim, Role, Run, Runs, Sentence, Stat, Sweep};
use crate::report::{Placed, Report};
use crate::scene::Scene;
use crate::source::File;
use crate::syntax::clean;
use crate::worlds_check::Scenes;

const ROLES: [(&str, Role); 7] = [
    ("baseline", Role::Baseline),
    ("predict", Role::Predict),
    ("witness", Role::Witness),
    ("solution", Role::Solution),
    ("wrong", Role::Wrong),
    ("par", Role::Par),
    ("example", Role::Example),
];

const STATS: [(&str, Stat); 3] = [("mean", Stat::Mean), ("worst", Stat::Worst), ("share", Stat::Share)];

/// The names of each recorded run: those of its worlds, and of its own lines.
#[derive(Default)]
pub(crate) struct RunScenes<'r>(Vec<(String, Vec<Scene<'r>>)>);

impl<'r> RunScenes<'r> {
    pub(crate) fn of(&self, run: &str) -> Option<&[Scene<'r>]> {
        self.0.iter().find(|(name, _)| name == run).map(|(_, scenes)| scenes.as_slice())
    }
}

/// Reads the file. `fails_on` is given back with its place, to be looked up among the goals.
pub(crate) fn read<'r>(
    report: &mut Report<'_>,
    text: &str,
    registry: &'r Registry,
    scenes: &Scenes<'r>,
) -> (Runs, RunScenes<'r>, Vec<Placed>) {
    let clean = clean(report, text, File::Runs, 0);
    let toml = Toml::of(&clean, File::Runs, 0);
    let table = toml.parse();
    let mut keys = Keys::root(toml, &table);
    let mut runs = Runs { present: true, ..Runs::default() };
    let (mut named, mut fails_on) = (RunScenes::default(), Vec::new());
    for mut keys in keys.tables(report, "run") {
        keys.name = "[[run]]".to_string();
        let run = read_run(report, &mut keys, scenes, &mut fails_on, &mut named);
        if runs.runs.iter().any(|other| other.name == run.name) {
            report.error(run.span, format!("there are two runs `{}`", run.name));
        }
        runs.runs.push(run);
        keys.finish(report);
    }
    for mut keys in keys.tables(report, "sweep") {
        keys.name = "[[sweep]]".to_string();
        let sweep = read_sweep(report, &mut keys, registry, scenes, &named);
        keys.finish(report);
        if let Some(sweep) = sweep {
            if runs.sweeps.iter().any(|other| other.name == sweep.name) {
                report.error(sweep.span, format!("there are two sweeps `{}`", sweep.name));
            }
            runs.sweeps.push(sweep);
        }
    }
    for mut keys in keys.tables(report, "claim") {
        keys.name = "[[claim]]".to_string();
        let claim = read_claim(report, &mut keys, registry, &named);
        keys.finish(report);
        if let Some(claim) = claim {
            if runs.claims.iter().any(|other| other.name == claim.name) {
                report.error(claim.span, format!("there are two claims `{}`", claim.name));
            }
            runs.claims.push(claim);
        }
    }
    keys.finish(report);
    (runs, named, fails_on)
}

fn read_run<'r>(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    scenes: &Scenes<'r>,
    fails_on: &mut Vec<Placed>,
    named: &mut RunScenes<'r>,
) -> Run {
    let name = name(report, keys);
    let role = keys.need_text(report, "role", "\"witness\"");
    let found = ROLES.iter().find(|(word, _)| *word == role.text).map(|(_, role)| *role);
    if found.is_none() && !role.text.is_empty() {
        let message = format!("`{}` is not a role", role.text);
        report.unknown(role.span, message, &role.text, ROLES.iter().map(|(word, _)| *word));
    }
    let role = found.unwrap_or(Role::Example);
    let world = keys.text(report, "world");
    let usual = match role {
        Role::Solution | Role::Wrong => "repair",
        Role::Par => "challenge",
        _ => "quiet",
    };
    let in_world = world.as_ref().map_or(usual, |placed| placed.text.as_str()).to_string();
    let mut own: Vec<Scene<'r>> = scenes.of_run(&in_world).unwrap_or_default().into_iter().cloned().collect();
    if let (true, Some(world)) = (own.is_empty(), &world) {
        let mut worlds = scenes.world_names();
        worlds.extend(["quiet", "repair", "challenge"]);
        worlds.extend(scenes.plot.as_ref().map(|_| "plot"));
        report.unknown(world.span, format!("`{}` is not a world", world.text), &world.text, worlds);
    }
    let mut run = Run {
        name: name.text.clone(),
        role,
        world: in_world,
        seed: keys.get("seed").and_then(|item| item.whole(report, 0..u64::MAX)),
        until: keys.text(report, "until").and_then(|text| until(report, &text)),
        acts: Vec::new(),
        say: keys.texts(report, "say").into_iter().map(|placed| placed.text).collect(),
        fails_on: None,
        belief: keys.text(report, "belief").map(|placed| placed.text),
        fingerprint: None,
        span: name.span,
    };
    let mut placed_lines = Vec::new();
    for placed in keys.texts(report, "acts") {
        if let Some(line) = lines::read(report, &placed) {
            for scene in &mut own {
                scene.add_lines(std::slice::from_ref(&line));
            }
            placed_lines.push((placed, line));
        }
    }
    for (placed, line) in &placed_lines {
        for scene in &own {
            lines::check(report, scene, placed, line);
        }
    }
    run.acts = placed_lines.into_iter().map(|(_, line)| line).collect();
    if !run.say.is_empty() && run.say.len() != run.acts.len() {
        let message = format!("`say` has a sentence for each act: {} here, not {}", run.acts.len(), run.say.len());
        report.error(run.span, message);
    }
    if let Some(placed) = keys.text(report, "fails_on") {
        run.fails_on = Some(placed.text.clone());
        if role == Role::Wrong {
            fails_on.push(placed);
        } else {
            report.error(placed.span, "`fails_on` belongs to a run whose role is wrong");
        }
    } else if role == Role::Wrong {
        let help = "write fails_on = the sentence of the goal that it fails";
        report.error_help(run.span, format!("the wrong design `{}` has no `fails_on`", run.name), help);
    }
    if let Some(placed) = keys.text(report, "fingerprint") {
        if placed.text.len() != 16 || !placed.text.bytes().all(|b| b.is_ascii_hexdigit()) {
            let help = "faultline check --accept writes it";
            report.error_help(placed.span, "a fingerprint has 16 hexadecimal digits", help);
        }
        run.fingerprint = Some(placed.text);
    }
    named.0.push((name.text, own));
    run
}

fn until(report: &mut Report<'_>, placed: &Placed) -> Option<Time> {
    sim_core::act::parse_time(&placed.text).map_err(|message| report.error(placed.span, message)).ok()
}

fn name(report: &mut Report<'_>, keys: &mut Keys<'_>) -> Placed {
    let name = keys.need_text(report, "name", "\"…\"");
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !name.text.bytes().all(plain) {
        report.error(name.span, format!("`{}` is not a name; they have lower-case letters, digits and `-`", name.text));
    }
    // What has no name is pointed at by its header.
    if name.text.is_empty() { Placed { span: keys.span, ..name } } else { name }
}

/// The run that a claim or sweep is about, and its names.
fn run_of<'n, 'r>(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    named: &'n RunScenes<'r>,
) -> (String, Option<Vec<&'n Scene<'r>>>) {
    let run = keys.need_text(report, "run", "\"…\"");
    let scenes = named.of(&run.text).map(|scenes| scenes.iter().collect::<Vec<_>>()).filter(|s| !s.is_empty());
    if named.of(&run.text).is_none() && !run.text.is_empty() {
        let runs = named.0.iter().map(|(name, _)| name.as_str());
        report.unknown(run.span, format!("`{}` is not a run", run.text), &run.text, runs);
    }
    (run.text, scenes)
}

fn measured(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    registry: &Registry,
    scenes: Option<&Vec<&Scene<'_>>>,
) -> (Option<Sentence>, Stat) {
    let stat = keys.text(report, "stat");
    let found = stat.as_ref().and_then(|stat| STATS.iter().find(|(word, _)| *word == stat.text));
    if let (Some(stat), None) = (&stat, found) {
        let message = format!("`{}` is not a statistic", stat.text);
        report.unknown(stat.span, message, &stat.text, STATS.iter().map(|(word, _)| *word));
    }
    let found = found.map_or(Stat::Mean, |(_, stat)| *stat);
    let measure = keys.need_text(report, "measure", "\"success()\"");
    if measure.text.is_empty() {
        return (None, found);
    }
    let form = if found == Stat::Share { Form::Truth } else { Form::Either };
    let binder = scenes.map(|scenes| Binder { registry, scenes });
    (read_sentence(report, &measure, form, binder), found)
}

fn seeds(report: &mut Report<'_>, keys: &mut Keys<'_>) -> u32 {
    keys.get("seeds").and_then(|item| item.whole(report, 1..1_001)).unwrap_or(1) as u32
}

fn read_claim(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    registry: &Registry,
    named: &RunScenes<'_>,
) -> Option<Claim> {
    let name = name(report, keys);
    let (run, scenes) = run_of(report, keys, named);
    let seeds = seeds(report, keys);
    let (sentence, stat) = measured(report, keys, registry, scenes.as_ref());
    Some(Claim { name: name.text, run, sentence: sentence?, seeds, stat, span: name.span })
}

fn read_sweep(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    registry: &Registry,
    scenes: &Scenes<'_>,
    named: &RunScenes<'_>,
) -> Option<Sweep> {
    let name = name(report, keys);
    let (run, own) = run_of(report, keys, named);
    let seeds = seeds(report, keys);
    let (sentence, stat) = measured(report, keys, registry, own.as_ref());
    let recorded = keys.get("points").map(|item| item.list(report)).unwrap_or_default();
    let points = recorded.iter().filter_map(|item| item.number(report)).collect();
    let mut over = Vec::new();
    let table = keys.need(report, "over", "{ \"db.error-rate\" = [\"10%\", \"50%\"] }");
    for item in table.and_then(|item| item.table(report)).map(|keys| keys.rest()).unwrap_or_default() {
        let values: Vec<Placed> = item.list(report).iter().filter_map(|i| i.spelled(report)).collect();
        match scenes.any.setting(item.key()) {
            Ok(field) => {
                let owner = item.key().split_once('.').map_or("", |(owner, _)| owner);
                for value in &values {
                    lines::setting(report, &scenes.any, owner, field, value);
                }
            }
            Err(_) if scenes.any.partial => {}
            Err(unresolved) => unresolved.tell(report, item.key_span),
        }
        over.push((item.key().to_string(), values.into_iter().map(|value| value.text).collect()));
    }
    Some(Sweep { name: name.text, run, over, seeds, sentence: sentence?, stat, points, span: name.span })
}
