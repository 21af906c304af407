//! One world of Repair or of the challenge, played to its end and judged: a dot of the sealed run.

use std::rc::Rc;

use sim_core::act::Line;
use sim_core::measure::Evidence;
use sim_core::quantity::Quantity;
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::world::{Refusal, World};

use crate::judge::{self, Reading, Standing};
use crate::model::{Act, Goal, GoalLine, StepKind, Task};
use crate::worlds;

/// How many seeds a sealed run has.
pub const SEEDS: u32 = 20;

/// A run to its end and what was found for each line of the goal that speaks of this world.
pub struct Trial {
    /// The run.
    pub world: World,
    /// The recipe, so that a failed dot can be opened.
    pub recipe: Recipe,
    /// `(line of the goal, reading)`.
    pub readings: Vec<(usize, Reading)>,
}

impl Trial {
    /// The first line that does not hold.
    pub fn failed(&self) -> Option<&(usize, Reading)> {
        self.readings.iter().find(|(_, r)| r.standing != Standing::Met)
    }
    /// The instant to open a failed dot at: its witness, or the end.
    pub fn witness_at(&self) -> Time {
        let witness = self.failed().and_then(|(_, r)| r.finding.witnesses.first());
        witness.map_or(self.world.now, |w| w.at)
    }
}

/// Plays a world with these lines and reads the goal's lines that speak of it.
///
/// # Errors
/// What in the scenario or the lines is not possible.
pub fn play(
    goal: &Goal,
    world: Option<&str>,
    scenario: Scenario,
    lines: &[Line],
    labels: &[String],
) -> Result<Trial, Refusal> {
    let seed = scenario.seed;
    let recipe = Recipe { scenario: Rc::new(scenario), seed, lines: lines.to_vec() };
    let run = recipe.play(None)?;
    let evidence =
        Evidence { labels: if labels.len() == run.names.len() { labels } else { &run.names }, ..Evidence::of(&run) };
    let ours = |line: &&(usize, &GoalLine)| line.1.world.is_none() || line.1.world.as_deref() == world;
    let lines: Vec<(usize, &GoalLine)> = goal.lines.iter().enumerate().collect();
    let readings = lines.iter().filter(ours).map(|(i, line)| (*i, judge::read(&line.sentence, &evidence))).collect();
    Ok(Trial { world: run, recipe, readings })
}

/// The worlds of Repair, or the only one.
pub fn world_names(act: &Act) -> Vec<Option<String>> {
    let sealed = act.world.sealed.iter().flat_map(|s| &s.worlds);
    let names: Vec<Option<String>> = sealed.map(|w| Some(w.name.clone())).collect();
    if names.is_empty() { vec![None] } else { names }
}

/// The scenario of seed `n` (from 1) of Repair or of the challenge.
pub fn scenario(act: &Act, slug: &str, challenge: bool, world: Option<&str>, n: u32) -> Scenario {
    let (lesson, part) = slug.split_once('/').unwrap_or((slug, ""));
    if challenge {
        worlds::challenge(&act.world, world, Some((lesson, part, n)))
    } else {
        worlds::sealed(&act.world, lesson, part, n, world)
    }
}

/// The goal of a step, with the lines of the goals that it keeps in front of its own.
pub fn goal(act: &Act, step: StepKind) -> Option<Goal> {
    let goals = |kind: StepKind| {
        act.text.steps.iter().filter(move |s| s.kind == kind).flat_map(|s| match &s.task {
            Task::Goals(goals) => goals.as_slice(),
            _ => &[],
        })
    };
    let mut goal = goals(step).next()?.clone();
    let kept =
        goal.keep.iter().flat_map(|name| StepKind::ALL.into_iter().flat_map(&goals).filter(move |g| g.name == *name));
    let kept: Vec<GoalLine> = kept.flat_map(|g| g.lines.clone()).collect();
    goal.lines.splice(0..0, kept);
    Some(goal)
}

/// The score of a challenge in a finished run.
pub fn score(goal: &Goal, trial: &Trial) -> Option<Quantity> {
    let score = goal.score.as_ref()?;
    let reading = judge::read(&score.sentence, &Evidence::of(&trial.world));
    match reading.finding.verdict {
        sim_core::measure::Verdict::Quantity(q) if reading.finding.over > 0 => Some(q),
        _ => None,
    }
}
