//! Where the gates measure: every recipe is played once, and its readings are kept.

use std::collections::BTreeMap;
use std::rc::Rc;

use sim_core::act::{Act as Verb, Line};
use sim_core::field::Kind;
use sim_core::luck::Seed;
use sim_core::measure::Evidence;
use sim_core::quantity::Unit;
use sim_core::registry::{Registry, Yields};
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::world::{Refusal, World};

use super::dot::{Design, Dot, Played};
use crate::Files;
use crate::judge::{self, Met};
use crate::model::{Act, Goal, LineKind, Role, Run, Sentence, Stat, StepKind};
use crate::report::Report;
use crate::source::{Diagnostic, File, Span};
use crate::trial::{self, SEEDS};
use crate::worlds;

/// An act, its goals, and what was played of it.
pub struct Bench<'a> {
    pub(super) act: &'a Act,
    pub(super) slug: &'a str,
    pub(super) files: &'a Files<'a>,
    pub(super) registry: Registry,
    pub(super) breaks: Option<Goal>,
    pub(super) repair: Option<Goal>,
    dots: BTreeMap<(String, u32), Rc<Dot>>,
    /// The run with the most events: how many, and what it was.
    pub(super) longest: (u64, String),
}

impl<'a> Bench<'a> {
    pub(super) fn new(act: &'a Act, slug: &'a str, files: &'a Files<'a>) -> Self {
        let (breaks, repair) = (trial::goal(act, StepKind::Break), trial::goal(act, StepKind::Repair));
        let longest = (0, String::new());
        Self { act, slug, files, registry: Registry::engine(), breaks, repair, dots: BTreeMap::new(), longest }
    }

    /// The recorded runs of this role.
    pub(super) fn runs(&self, role: Role) -> impl Iterator<Item = &'a Run> + use<'a> {
        self.act.runs.runs.iter().filter(move |run| run.role == role)
    }

    /// Where the heading of a step is; the file's start where the step is missing.
    pub(super) fn step(&self, kind: StepKind) -> Span {
        self.act.text.steps.iter().find(|step| step.kind == kind).map_or(Span::default(), |step| step.span)
    }

    /// Gives a problem its line and column.
    pub(super) fn problem(&self, span: Span, message: impl Into<String>, help: Option<String>) -> Diagnostic {
        place(self.files, span, message.into(), help)
    }

    /// Lesson and act, as their seeds are made of.
    fn address(&self) -> (&'a str, &'a str) {
        self.slug.split_once('/').unwrap_or((self.slug, ""))
    }

    /// The `n`-th sealed seed.
    pub(super) fn seed(&self, n: u32) -> Seed {
        let edition = self.act.world.sealed.as_ref().map_or(1, |sealed| sealed.edition);
        let (lesson, part) = self.address();
        worlds::sealed_seed(lesson, part, edition, n)
    }

    /// The quiet world under its own seed (`n` is 0) or the `n`-th sealed one.
    pub(super) fn quiet(&mut self, design: &Design, n: u32) -> Result<World, Refusal> {
        let mut scenario = worlds::quiet(&self.act.world);
        if n > 0 {
            scenario.seed = self.seed(n);
        }
        if design.silent {
            silence(&mut scenario, &self.registry);
        }
        self.play(scenario, &design.lines, None, &design.name)
    }

    /// Plays a scenario.
    pub(super) fn play(
        &mut self,
        scenario: Scenario,
        lines: &[Line],
        until: Option<Time>,
        name: &str,
    ) -> Result<World, Refusal> {
        let seed = scenario.seed;
        let world = Recipe { scenario: Rc::new(scenario), seed, lines: lines.to_vec() }.play(until)?;
        self.count(world.events(), name);
        Ok(world)
    }

    fn count(&mut self, events: u64, name: &str) {
        if events > self.longest.0 {
            self.longest = (events, name.to_string());
        }
    }

    /// The worlds of a recorded run: under its own seed, or (`n` above 0) under the `n`-th sealed one.
    pub(super) fn scenarios(&self, run: &Run, n: u32) -> Vec<Scenario> {
        let (file, (lesson, part)) = (&self.act.world, self.address());
        let all = trial::world_names(self.act);
        let repair = |world: Option<&str>| match n {
            0 => worlds::repair(file, world),
            n => worlds::sealed(file, lesson, part, n, world),
        };
        let mut scenarios: Vec<Scenario> = match run.world.as_str() {
            "quiet" => vec![worlds::quiet(file)],
            "repair" => all.iter().map(|world| repair(world.as_deref())).collect(),
            "challenge" => {
                let under = (n > 0).then_some((lesson, part, n));
                all.iter().map(|world| worlds::challenge(file, world.as_deref(), under)).collect()
            }
            "plot" => vec![worlds::plot(file)],
            world => vec![repair(Some(world))],
        };
        for scenario in &mut scenarios {
            if n > 0 {
                scenario.seed = self.seed(n);
            } else if let Some(seed) = run.seed {
                scenario.seed = Seed(seed);
            }
        }
        scenarios
    }

    /// What a sentence's figures are measured in once seeds are joined.
    pub(super) fn unit(&self, sentence: &Sentence, stat: Stat) -> Unit {
        match self.registry.measure(&sentence.call.measure).map(|info| info.yields) {
            Some(Yields::Quantity(unit)) if stat != Stat::Share => unit,
            _ => Unit::Share,
        }
    }

    /// A recorded run, played in each of its worlds.
    pub(super) fn recorded(&mut self, run: &Run, n: u32) -> Result<Vec<World>, Refusal> {
        let scenarios = self.scenarios(run, n);
        let name = format!("`{}`", run.name);
        scenarios.into_iter().map(|scenario| self.play(scenario, &run.acts, run.until, &name)).collect()
    }

    /// When and how a run first meets a goal, or any part of it.
    pub(super) fn met(&self, goal: &Goal, world: &World) -> Option<Met> {
        self.parts_met(goal, world).into_iter().flatten().min_by_key(|met| met.at)
    }

    /// When and how a run first meets each part of a goal; one without parts is its own.
    pub(super) fn parts_met(&self, goal: &Goal, world: &World) -> Vec<Option<Met>> {
        let labels = self.act.world.labels(&world.names);
        let run = evidence(world, &labels);
        goal.parts().iter().map(|part| judge::first_met(&part.goal, &run, None)).collect()
    }

    /// Seed `n` of Repair with this design; 0 is the visible run.
    pub(super) fn dot(&mut self, design: &Design, n: u32) -> Result<Rc<Dot>, Refusal> {
        let key = (design.name.clone(), n);
        if let Some(dot) = self.dots.get(&key) {
            return Ok(Rc::clone(dot));
        }
        let goal = self.repair.clone().expect("dots are asked for where there is a Repair");
        let mut played = Vec::new();
        for world in trial::world_names(self.act) {
            let mut scenario = match n {
                0 => worlds::repair(&self.act.world, world.as_deref()),
                n => trial::scenario(self.act, self.slug, false, world.as_deref(), n),
            };
            if let (0, Some(seed)) = (n, design.seed) {
                scenario.seed = Seed(seed);
            }
            if design.silent {
                silence(&mut scenario, &self.registry);
            }
            let names: Vec<String> = scenario.groups.iter().flat_map(|g| &g.nodes).map(|n| n.name.clone()).collect();
            let labels = self.act.world.labels(&names);
            let trial = trial::play(&goal, world.as_deref(), scenario, &design.lines, &labels)?;
            let (events, opens_at) = (trial.world.events(), trial.witness_at());
            self.count(events, &design.name);
            played.push(Played { readings: trial.readings, opens_at, events });
        }
        let dot = Rc::new(Dot { worlds: played });
        self.dots.insert(key, Rc::clone(&dot));
        Ok(dot)
    }

    /// The 20 dots of a sealed run.
    pub(super) fn sealed(&mut self, design: &Design) -> Result<Vec<Rc<Dot>>, Refusal> {
        (1..=SEEDS).map(|n| self.dot(design, n)).collect()
    }

    /// Plays the visible run and the sealed seeds until one does not hold: its number and the line; `None` where all
    /// hold.
    pub(super) fn first_failure(
        &mut self,
        design: &Design,
        fails: impl Fn(&Dot) -> Option<usize>,
    ) -> Result<Option<(u32, usize)>, Refusal> {
        for n in 0..=SEEDS {
            if let Some(line) = fails(&*self.dot(design, n)?) {
                return Ok(Some((n, line)));
            }
        }
        Ok(None)
    }

    /// Events of each sealed run that was played whole.
    pub(super) fn sealed_events(&self) -> Vec<(&str, u64)> {
        let mut sums: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
        for ((name, _), dot) in self.dots.iter().filter(|((_, n), _)| (1..=SEEDS).contains(n)) {
            let sum = sums.entry(name).or_default();
            *sum = (sum.0 + 1, sum.1 + dot.worlds.iter().map(|w| w.events).sum::<u64>());
        }
        sums.into_iter().filter(|(_, (dots, _))| *dots == SEEDS).map(|(name, (_, events))| (name, events)).collect()
    }

    /// A line of the goal of Repair, as written.
    pub(super) fn line(&self, line: usize) -> &str {
        self.repair.as_ref().and_then(|goal| goal.lines.get(line)).map_or("", |line| &line.sentence.text)
    }

    /// Whether a line of Repair is a guard.
    pub(super) fn is_guard(&self, line: usize) -> bool {
        self.repair.as_ref().and_then(|goal| goal.lines.get(line)).is_some_and(|line| line.kind == LineKind::Guard)
    }
}

/// Gives a mistake its line and column.
pub(super) fn place(files: &Files<'_>, span: Span, message: String, help: Option<String>) -> Diagnostic {
    let runs = files.runs.unwrap_or_default();
    let texts = [(File::Lesson, files.lesson), (File::Scenario, files.scenario), (File::Runs, runs)];
    let mut report = Report::new(&texts);
    report.add(span, message, help);
    report.finish().remove(0)
}

/// Evidence of a whole run, told with what people read for nodes.
pub(super) fn evidence<'w>(world: &'w World, labels: &'w [String]) -> Evidence<'w> {
    Evidence { labels, ..Evidence::of(world) }
}

/// Takes every ask out of a world: scripts, loads, and lines that would bring them back.
fn silence(scenario: &mut Scenario, registry: &Registry) {
    let mut loads: Vec<String> = Vec::new();
    for group in &mut scenario.groups {
        let Some(info) = registry.protocol(&group.protocol).filter(|info| info.client) else { continue };
        let fields: Vec<&str> = info.fields.iter().filter(|f| f.kind == Kind::Load).map(|f| f.name).collect();
        group.script.clear();
        group.settings.retain(|(key, _)| !fields.contains(&key.as_str()));
        let owners = group.nodes.iter().map(|n| &n.name).chain([&group.name]);
        loads.extend(owners.flat_map(|owner| fields.iter().map(move |field| format!("{owner}.{field}"))));
    }
    scenario.acts.retain(|line| match &line.act {
        Verb::Ask { .. } => false,
        Verb::Set { path, .. } => !loads.contains(path),
        _ => true,
    });
}
