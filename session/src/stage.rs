//! What is on the stage: a run and its branches. Each branch is a timeline; an act in the past makes another one.

use std::rc::Rc;

use lessons::judge::{self, Met};
use lessons::model::{Goal, Part, Role, StepKind};
use lessons::{trial, worlds};
use sim_core::act::{Act, Line, parse_line};
use sim_core::check::Watch;
use sim_core::luck::Seed;
use sim_core::measure::Evidence;
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::Time;

use crate::opened::OpenAct;
use crate::parts::{self, Lit};
use crate::staged::staged;
use crate::wire::{Command, Did, Staged, Update, Us, What, WitnessView};
use crate::{charts, export, knobs, lattice, link, slots};

/// Events that one `Look` simulates at most; the page asks again.
const SLICE: u64 = 20_000;

/// A run with its branches.
pub(crate) struct Stage {
    pub staged: Staged,
    pub what: What,
    pub labels: Vec<String>,
    pub goals: Vec<Goal>,
    /// What is to be met of the goal, each on its own.
    pub parts: Vec<Part>,
    /// As far as that was met on any branch.
    pub lit: Vec<Option<Lit>>,
    pub branches: Vec<Branch>,
    pub current: usize,
    pub file: lessons::model::WorldFile,
    pub redo: Vec<Line>,
}

/// One branch.
pub(crate) struct Branch {
    pub label: String,
    pub parent: Option<u32>,
    pub from: Time,
    pub timeline: Timeline,
    /// The recipe before the learner's lines.
    pub base: Recipe,
    /// Lines that the learner added, as far as they are in the recipe.
    pub own: Vec<Line>,
    /// The latest instant that was shown.
    pub seen: Time,
    /// For each part of the goal.
    pub met: Vec<Option<Met>>,
    pub broke: Option<WitnessView>,
    /// Up to here it was looked for either.
    pub looked: Option<Time>,
    /// What the checkers know of this run.
    watch: Rc<Watch>,
    /// It was deleted, and is not shown.
    pub gone: bool,
    /// Chart points, one a step of [`crate::charts`]'s grid.
    pub charts: Vec<Vec<(Us, f64)>>,
}

impl Branch {
    pub fn new(label: &str, timeline: Timeline) -> Self {
        Self {
            label: label.into(),
            parent: None,
            from: Time::ZERO,
            base: timeline.recipe().clone(),
            timeline,
            own: Vec::new(),
            seen: Time::ZERO,
            met: Vec::new(),
            broke: None,
            looked: None,
            watch: Rc::default(),
            gone: false,
            charts: Vec::new(),
        }
    }
    /// The run so far, told with what people read for nodes.
    pub fn evidence<'a>(&'a self, labels: &'a [String]) -> Evidence<'a> {
        Evidence { labels, watch: Rc::clone(&self.watch), ..Evidence::of(self.timeline.world()) }
    }
    /// Forgets what was found out about a run that has changed since.
    pub fn changed(&mut self) {
        (self.met, self.broke, self.looked, self.watch) = (Vec::new(), None, None, Rc::default());
        self.charts.clear();
    }
}

impl Stage {
    /// Puts a run on the stage.
    pub fn new(open: &OpenAct, what: What) -> Result<Self, String> {
        let file = &open.act.world;
        let mut at = Time::ZERO;
        let mut say = Vec::new();
        let mut pace = file.pace;
        let repair_pace = file.repair.as_ref().and_then(|o| o.pace).unwrap_or(file.pace);
        let step = |kind| open.goal(kind).into_iter().collect::<Vec<Goal>>();
        let (scenario, seed, lines, goals, locked): (Scenario, Seed, Vec<Line>, Vec<Goal>, bool) = match &what {
            What::Quiet { seed } => {
                let scenario = worlds::quiet(file);
                (scenario.clone(), seed.map_or(scenario.seed, Seed), Vec::new(), step(StepKind::Break), false)
            }
            What::Repair { world, settings } => {
                let scenario = worlds::repair(file, world.as_deref());
                pace = repair_pace;
                (scenario.clone(), scenario.seed, knobs::lines(&open.act, settings)?, step(StepKind::Repair), true)
            }
            What::Challenge { settings } => {
                let scenario = worlds::challenge(file, None, None);
                pace = file.challenge.as_ref().and_then(|c| c.overlay.pace).unwrap_or(repair_pace);
                (scenario.clone(), scenario.seed, knobs::lines(&open.act, settings)?, step(StepKind::Challenge), true)
            }
            What::Recorded { name, seed } => {
                let run = open.act.runs.runs.iter().find(|r| r.name == *name);
                let run = run.ok_or_else(|| format!("there is no recorded run `{name}`"))?;
                let recipe = open.recipe_of(run, *seed);
                let goals = match run.role {
                    Role::Witness => step(StepKind::Break),
                    Role::Solution | Role::Wrong => step(StepKind::Repair),
                    Role::Par => step(StepKind::Challenge),
                    Role::Baseline | Role::Predict | Role::Example => Vec::new(),
                };
                let starts = run.acts.iter().map(|line| sim_core::run::starts(line).0);
                say = starts.zip(run.say.iter().cloned()).collect();
                if run.world != "quiet" || matches!(run.role, Role::Solution | Role::Wrong) {
                    pace = repair_pace;
                }
                ((*recipe.scenario).clone(), recipe.seed, recipe.lines, goals, true)
            }
            What::Seed { n, challenge, settings } => {
                let kind = if *challenge { StepKind::Challenge } else { StepKind::Repair };
                let goal = open.goal(kind).ok_or("this act has no such step")?;
                let lines = knobs::lines(&open.act, settings)?;
                pace = repair_pace;
                let mut shown = None;
                for world in trial::world_names(&open.act) {
                    let scenario = trial::scenario(&open.act, &open.slug, *challenge, world.as_deref(), *n);
                    let played =
                        trial::play(&goal, world.as_deref(), scenario, &lines, &[]).map_err(|e| e.to_string())?;
                    let failed = played.failed().is_some();
                    at = played.witness_at();
                    shown = Some((*played.recipe.scenario).clone());
                    if failed {
                        break;
                    }
                }
                let scenario = shown.ok_or("this act has no sealed run")?;
                (scenario.clone(), scenario.seed, lines, vec![goal], true)
            }
        };
        let recipe = Recipe { scenario: Rc::new(scenario), seed, lines };
        let timeline = Timeline::new(recipe).map_err(|e| e.to_string())?;
        let labels = open.labels(timeline.world());
        let names: Vec<String> = goals.iter().map(|g| g.name.clone()).collect();
        let sealed = if let What::Seed { n, .. } = &what { *n } else { 0 };
        let file = file.clone();
        let charts = charts::infos(&file, &goals, timeline.world());
        let staged =
            Staged { locked, goals: names, say, sealed, at: at.0, charts, ..staged(open, &timeline, &labels, pace) };
        let branches = vec![Branch::new("main", timeline)];
        let parts = parts::of(&goals);
        let lit = Vec::new();
        Ok(Self { staged, what, labels, goals, parts, lit, branches, current: 0, file, redo: Vec::new() })
    }

    /// The branch that is shown.
    pub fn branch(&self) -> &Branch {
        &self.branches[self.current]
    }
    pub fn branch_mut(&mut self) -> &mut Branch {
        &mut self.branches[self.current]
    }

    /// Commands about the run on the stage.
    pub fn answer(&mut self, open: &OpenAct, command: Command) -> Vec<Update> {
        match command {
            Command::Look { at, window, until } => {
                self.advance(Time(until));
                let branch = self.branch_mut();
                branch.seen = branch.seen.max(Time(at)).min(branch.timeline.world().now.max(Time(at)));
                vec![Update::Scene(self.scene(at, window))]
            }
            Command::Do { at, line } => match self.act(Time(at), &line) {
                Ok(did) => vec![Update::Did(did), self.around(at)],
                Err(why) => vec![Update::Refused { line, why }],
            },
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Fork { at } => match self.fork(Time(at), None) {
                Ok(()) => vec![self.around(at)],
                Err(why) => vec![Update::Refused { line: String::new(), why }],
            },
            Command::Switch { branch } => self.show((branch as usize).min(self.branches.len() - 1)),
            Command::Knobs { at, settings } => match self.turn(open, Time(at), &settings) {
                Ok(at) => vec![self.around(at)],
                Err(why) => vec![Update::Refused { line: String::new(), why }],
            },
            Command::Models { at, live } => {
                vec![Update::Models(lattice::models(self.branch().evidence(&self.labels), at, live))]
            }
            Command::Travel(travel) => self.travel(travel),
            Command::Events { window } => vec![Update::Events(self.events(window))],
            Command::Export { what, at, address } => vec![export::export(open, self, what, at, &address)],
            Command::Share { at, step } => vec![Update::Link { link: link::encode(open, self, at, &step) }],
            _ => Vec::new(),
        }
    }

    /// A branch, where it was left.
    pub fn show(&mut self, branch: usize) -> Vec<Update> {
        self.current = branch;
        self.redo.clear();
        let at = self.branch().seen.0;
        vec![self.around(at)]
    }

    /// The whole run, seen from an instant.
    pub fn around(&mut self, at: Us) -> Update {
        Update::Scene(self.scene(at, (0, self.staged.length)))
    }

    /// Simulates, and looks for the first instant at which a goal is met or a repair line breaks.
    pub fn advance(&mut self, until: Time) {
        let Self { goals, parts, labels, staged, branches, current, .. } = self;
        let branch = &mut branches[*current];
        if branch.timeline.world().now >= until {
            return;
        }
        branch.timeline.advance(until, SLICE);
        let Some(goal) = goals.first() else { return };
        let repair = goal.lines.iter().any(|l| l.kind == lessons::model::LineKind::Safe);
        if !(repair && staged.locked) {
            parts::look(branch, parts, labels);
        } else if branch.broke.is_none() {
            branch.broke = broken(goal, &branch.evidence(labels));
        }
    }

    /// Applies one act line; behind what was shown this forks first.
    fn act(&mut self, at: Time, text: &str) -> Result<Did, String> {
        if self.staged.locked {
            return Err(
                "the faults of this run are locked: the same ones for every design. Turn the knobs instead".into()
            );
        }
        let mut line = parse_line(&format!("at {}us {text}", at.0)).map_err(|e| e.to_string())?;
        self.branch().timeline.world().check(&line).map_err(|e| e.to_string())?;
        if line.label.is_none() && matches!(line.act, Act::Cut(_) | Act::Isolate(_)) {
            line.label = Some(self.next_label());
        }
        let forked = at < self.branch().seen;
        if forked {
            self.fork(at, None)?;
        }
        self.redo.clear();
        self.add(at, line.clone())?;
        Ok(Did { line: spelled(&line), forked, note: String::new() })
    }

    /// `cut`, `cut-2`, …: so that a fault can be healed by name.
    fn next_label(&self) -> String {
        let used: Vec<&str> = self.branch().timeline.recipe().lines.iter().filter_map(|l| l.label.as_deref()).collect();
        let candidates = std::iter::once("cut".to_string()).chain((2..).map(|n| format!("cut-{n}")));
        candidates.into_iter().find(|c| !used.contains(&c.as_str())).unwrap_or_default()
    }

    /// Adds a line to the branch: what was simulated beyond it is simulated anew.
    fn add(&mut self, at: Time, line: Line) -> Result<(), String> {
        let soon = Time(self.staged.pace / 10);
        let branch = self.branch_mut();
        branch.own.push(line.clone());
        branch.changed();
        // A line for later waits in the plan.
        let now = branch.timeline.world().now;
        let to = if at.0 <= now.0.saturating_add(soon.0) { at } else { now };
        branch.timeline.seek(to).and_then(|()| branch.timeline.act(line)).map_err(|e| e.to_string())
    }

    /// Keeps the run up to here and begins another tail.
    fn fork(&mut self, at: Time, label: Option<String>) -> Result<(), String> {
        let parent = self.branch();
        let timeline = parent.timeline.fork(at).map_err(|e| e.to_string())?;
        let own: Vec<Line> = parent.own.iter().filter(|l| sim_core::run::starts(l) <= at).cloned().collect();
        let label = label.unwrap_or_else(|| format!("fork {}", self.branches.len()));
        let (parent, base) = (Some(self.current as u32), parent.base.clone());
        let fork = Branch { parent, from: at, base, own, seen: at, ..Branch::new(&label, timeline) };
        self.branches.push(fork);
        self.current = self.branches.len() - 1;
        self.redo.clear();
        Ok(())
    }

    /// Knobs as tools of Break: what is turned is an act of the learner's, at 0 s in a new fork, or now where it is live.
    fn turn_by_hand(&mut self, open: &OpenAct, now: Time, settings: &[(String, String)]) -> Result<Us, String> {
        let standing = self.standing();
        let mut shown = now;
        for turned in settings.iter().filter(|setting| !standing.contains(setting)) {
            let live = open.act.world.knobs.iter().any(|knob| knob.live && knob.name == turned.0);
            let at = if live { now } else { Time::ZERO };
            let turned = std::slice::from_ref(turned);
            if at < self.branch().seen {
                self.fork(at, Some(knobs::short(&open.act, turned)))?;
            }
            for mut line in knobs::lines(&open.act, turned)? {
                line.when = sim_core::act::When::At(at);
                self.add(at, line)?;
            }
            shown = shown.min(at);
        }
        self.redo.clear();
        Ok(shown.0)
    }

    /// How the knobs among the tools of Break stand on this branch; elsewhere there are none.
    pub fn standing(&self) -> Vec<(String, String)> {
        match self.what {
            What::Quiet { .. } => {
                let branch = self.branch();
                knobs::standing(&self.file, &branch.timeline.recipe().scenario, &branch.own)
            }
            _ => Vec::new(),
        }
    }

    /// Turns knobs: design knobs begin a new fork from 0 s, live ones act now.
    fn turn(&mut self, open: &OpenAct, at: Time, settings: &[(String, String)]) -> Result<Us, String> {
        match &mut self.what {
            What::Repair { settings: s, .. } | What::Challenge { settings: s } | What::Seed { settings: s, .. } => {
                *s = settings.to_vec();
            }
            // Knobs that the author offers as tools of Break.
            What::Quiet { .. } if settings.iter().all(|(name, _)| open.act.world.tools.contains(name)) => {
                return self.turn_by_hand(open, at, settings);
            }
            What::Quiet { .. } | What::Recorded { .. } => return Err("this run has no knobs".into()),
        }
        let live = |name: &String| open.act.world.knobs.iter().any(|k| k.name == *name && k.live);
        let (now, design): (Vec<_>, Vec<_>) = settings.iter().cloned().partition(|(name, _)| live(name));
        let lines = knobs::lines(&open.act, &design)?;
        let branch = self.branch();
        let mut recipe = branch.timeline.recipe().clone();
        let changed = recipe.lines.iter().filter(|l| sim_core::run::starts(l) == Time::ZERO).ne(lines.iter());
        if changed {
            recipe.lines = lines;
            let timeline = Timeline::new(recipe).map_err(|e| e.to_string())?;
            let last = self.current + 1 == self.branches.len();
            let fresh = last && branch.parent.is_some() && branch.seen == Time::ZERO;
            // A design that was never played leaves nothing to come back to: the next one takes its place.
            let parent = if fresh { branch.parent } else { Some(self.current as u32) };
            if fresh {
                self.branches.truncate(self.current);
            }
            self.branches.push(Branch { parent, ..Branch::new(&knobs::short(&open.act, &design), timeline) });
            self.current = self.branches.len() - 1;
            return Ok(0);
        }
        for mut line in knobs::lines(&open.act, &now)? {
            line.when = sim_core::act::When::At(at);
            self.add(at, line)?;
        }
        Ok(at.0)
    }
}

/// The first line of Repair that broke for good, with its witness.
fn broken(goal: &Goal, run: &Evidence<'_>) -> Option<WitnessView> {
    goal.lines.iter().find_map(|line| {
        let reading = judge::read(&line.sentence, run);
        let witness =
            (reading.standing == judge::Standing::Broken).then(|| reading.finding.witnesses.into_iter().next())??;
        Some(WitnessView { broke: true, ..slots::witness(&goal.name, &witness, run, Some(&line.sentence.call)) })
    })
}

/// `at 2.1s cut a-c b-c`, without the label that only the engine needs.
pub(crate) fn spelled(line: &Line) -> String {
    Line { label: None, ..line.clone() }.to_string()
}
