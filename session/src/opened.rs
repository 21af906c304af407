//! An act, read: what the page needs to know of it, and the measured answer of Predict.

use std::rc::Rc;

use lessons::model::{Act, Goal, GuessForm, Role, Run, StepKind, Task};
use lessons::packed::{self, Head};
#[cfg(feature = "readers")]
use lessons::{
    Files,
    source::{Diagnostic, File},
};
use lessons::{judge, trial, worlds};
use sim_core::luck::Seed;
use sim_core::measure::{Evidence, Verdict};
#[cfg(feature = "readers")]
use sim_core::registry::Registry;
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::world::{Refusal, World};

use crate::wire::{Opened, Problem, Recorded, Truth};
use crate::{goals, knobs, slots};

/// An act that can be played.
pub(crate) struct OpenAct {
    pub slug: String,
    pub act: Act,
    /// Of `scenario.toml`, for links.
    pub hash: u64,
    /// The scenario, where it stands alone: links carry it.
    pub alone: Option<String>,
}

impl OpenAct {
    /// What people read for the nodes of a world.
    pub fn labels(&self, world: &World) -> Vec<String> {
        self.act.world.labels(&world.names)
    }
    /// The goal of a step.
    pub fn goal(&self, step: StepKind) -> Option<Goal> {
        trial::goal(&self.act, step)
    }
    /// The scenario of a recorded run.
    pub fn scenario_of(&self, run: &Run) -> Scenario {
        let file = &self.act.world;
        let mut scenario = match run.world.as_str() {
            "challenge" => worlds::challenge(file, None, None),
            "plot" => worlds::plot(file),
            _ if matches!(run.role, Role::Solution | Role::Wrong) => worlds::repair(file, None),
            "quiet" => worlds::quiet(file),
            "repair" => worlds::repair(file, None),
            world => worlds::repair(file, Some(world)),
        };
        if let Some(until) = run.until {
            scenario.length = until.since(sim_core::time::Time::ZERO);
        }
        scenario
    }
    /// The recipe of a recorded run.
    pub fn recipe_of(&self, run: &Run, seed: Option<u64>) -> Recipe {
        let scenario = self.scenario_of(run);
        let seed = seed.or(run.seed).map_or(scenario.seed, Seed);
        Recipe { scenario: Rc::new(scenario), seed, lines: run.acts.clone() }
    }
    /// A recorded run, played.
    pub fn play(&self, run: &Run) -> Result<World, Refusal> {
        self.recipe_of(run, None).play(None)
    }
}

/// Reads an act; with mistakes in it there is nothing to play.
#[cfg(feature = "readers")]
pub(crate) fn open(slug: String, lesson: &str, scenario: &str, runs: Option<&str>) -> (Option<OpenAct>, Opened) {
    let files = Files { lesson, scenario, runs };
    let (act, mut mistakes) = lessons::read_act(&files, &Registry::engine());
    if lesson.is_empty() {
        mistakes.retain(|mistake| mistake.span.file == File::Scenario);
    }
    if !mistakes.is_empty() {
        let diagnostics = mistakes.iter().map(|m| problem(m, &files)).collect();
        return (None, Opened { slug, diagnostics, ..Opened::default() });
    }
    ready(slug, Head::of(&files), act)
}

/// An act that was read when the site was built.
pub(crate) fn unpack(slug: String, act: &[u8]) -> (Option<OpenAct>, Opened) {
    match packed::unpack(act) {
        Ok((head, act)) => ready(slug, head, act),
        Err(message) => {
            let problem = Problem { file: packed::FILE.into(), message, ..Problem::default() };
            (None, Opened { slug, diagnostics: vec![problem], ..Opened::default() })
        }
    }
}

fn ready(slug: String, head: Head, act: Act) -> (Option<OpenAct>, Opened) {
    let open = OpenAct { slug: slug.clone(), act, hash: head.scenario, alone: head.alone };
    let steps = [StepKind::Break, StepKind::Repair, StepKind::Challenge];
    let all: Vec<Goal> = steps.into_iter().filter_map(|step| open.goal(step)).collect();
    let file = &open.act.world;
    let opened = Opened {
        slug,
        diagnostics: Vec::new(),
        runs: open.act.runs.runs.iter().map(|run| recorded(&open, run)).collect(),
        goals: all.iter().map(|goal| goals::info(goal, file)).collect(),
        knobs: file.knobs.iter().map(|knob| knobs::info(knob, file)).collect(),
        tools: file.tools.clone(),
        slots: slots::shipped(&open),
        worlds: trial::world_names(&open.act).into_iter().flatten().collect(),
        curves: open.act.runs.sweeps.iter().filter_map(crate::curves::curve).collect(),
    };
    (Some(open), opened)
}

/// A mistake with its line of the file, as it crosses to the page.
#[cfg(feature = "readers")]
pub fn problem(mistake: &Diagnostic, files: &Files<'_>) -> Problem {
    let text = match mistake.span.file {
        File::Scenario => files.scenario,
        File::Runs => files.runs.unwrap_or_default(),
        _ => files.lesson,
    };
    let about = text.get(mistake.span.start..mistake.span.end).unwrap_or_default();
    let length = about.lines().next().map_or(0, |line| line.chars().count()).max(1) as u32;
    Problem {
        length,
        file: mistake.span.file.name().into(),
        line: mistake.line as u32,
        column: mistake.column as u32,
        message: mistake.message.clone(),
        help: mistake.help.clone(),
        excerpt: text.lines().nth(mistake.line.saturating_sub(1)).unwrap_or_default().into(),
    }
}

fn recorded(open: &OpenAct, run: &Run) -> Recorded {
    let role = match run.role {
        Role::Baseline => "baseline",
        Role::Predict => "predict",
        Role::Witness => "witness",
        Role::Solution => "solution",
        Role::Wrong => "wrong",
        Role::Par => "par",
        Role::Example => "example",
    };
    // Line and instant of each part of Break that it meets; line 0 stands for a goal without parts.
    let parts = (run.role == Role::Witness).then(|| {
        let world = open.play(run).ok()?;
        let labels = open.labels(&world);
        let evidence = Evidence { labels: &labels, ..Evidence::of(&world) };
        let parts = open.goal(StepKind::Break)?.parts();
        let met = parts.iter().filter_map(|part| {
            let met = judge::first_met(&part.goal, &evidence, None)?;
            Some((part.line.unwrap_or(0) as u16, met.at.0))
        });
        Some(met.collect::<Vec<_>>())
    });
    let parts = parts.flatten().unwrap_or_default();
    Recorded {
        name: run.name.clone(),
        role: role.into(),
        lines: run.acts.iter().map(ToString::to_string).collect(),
        say: run.say.clone(),
        met: parts.iter().map(|(_, at)| *at).min(),
        lines_met: parts.into_iter().map(|(line, _)| line).collect(),
    }
}

/// Plays the run that Predict asks about and says which option held.
pub(crate) fn truth(open: &OpenAct) -> Truth {
    let step = open.act.text.steps.iter().find(|s| s.kind == StepKind::Predict);
    let Some(Task::Guess(guess)) = step.map(|s| &s.task) else { return Truth::default() };
    let run = open.act.runs.runs.iter().find(|r| r.name == guess.run);
    let Some(world) = run.and_then(|run| open.play(run).ok()) else { return Truth::default() };
    let labels = open.labels(&world);
    let evidence = Evidence { labels: &labels, ..Evidence::of(&world) };
    let readings = guess.answers.iter().map(|(key, sentence)| (key, judge::read(sentence, &evidence)));
    for (key, reading) in readings {
        let sentence = reading.finding.witnesses.first().map(|w| w.sentence.clone()).unwrap_or_default();
        match (&guess.form, &reading.finding.verdict) {
            (GuessForm::Number { .. }, Verdict::Quantity(q)) => {
                return Truth { key: None, text: q.to_string(), sentence };
            }
            (GuessForm::Options(_), _) if reading.standing == judge::Standing::Met => {
                return Truth { key: Some(key.clone()), text: String::new(), sentence };
            }
            _ => {}
        }
    }
    Truth::default()
}
