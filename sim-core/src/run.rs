//! The one idea: a run is a recipe. [`Timeline`] advances it, seeks in it, acts in it and forks it; each of these is
//! replay.

use std::rc::Rc;

use crate::act::Line;
use crate::luck::Seed;
use crate::scenario::Scenario;
use crate::time::Time;
use crate::world::{Refusal, World};

/// A scenario, a seed, and what was done when. Everything else is derived from it.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The world before anything happened.
    pub scenario: Rc<Scenario>,
    /// The seed of every draw.
    pub seed: Seed,
    /// Lines of the learner, of a recorded run, or of a search, in the order in which they were added.
    pub lines: Vec<Line>,
}

impl Recipe {
    /// The scenario as it is, with its own seed and nothing done.
    pub fn idle(scenario: Rc<Scenario>) -> Self {
        let seed = scenario.seed;
        Self { scenario, seed, lines: Vec::new() }
    }
    /// The same with these lines.
    #[must_use]
    pub fn with(mut self, lines: impl IntoIterator<Item = Line>) -> Self {
        self.lines.extend(lines);
        self
    }
    /// Plays it to its end, or up to and including `until`.
    ///
    /// # Errors
    /// What in the recipe is not possible.
    pub fn play(&self, until: Option<Time>) -> Result<World, Refusal> {
        let mut world = World::new(&self.scenario, self.seed, &self.lines)?;
        world.advance(until.unwrap_or(Time::NEVER), u64::MAX);
        Ok(world)
    }
}

/// A recipe and the world that it has led to so far.
pub struct Timeline {
    recipe: Recipe,
    world: World,
}

impl Timeline {
    /// At the start of the run.
    ///
    /// # Errors
    /// What in the recipe is not possible.
    pub fn new(recipe: Recipe) -> Result<Self, Refusal> {
        let world = World::new(&recipe.scenario, recipe.seed, &recipe.lines)?;
        Ok(Self { recipe, world })
    }
    /// The recipe.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }
    /// The world at the frontier.
    pub fn world(&self) -> &World {
        &self.world
    }
    /// Goes on up to `to`, or for `at_most` events. Returns whether it got there.
    pub fn advance(&mut self, to: Time, at_most: u64) -> bool {
        self.world.advance(to, at_most)
    }
    /// Puts the frontier at `to`, also backwards: by replay.
    ///
    /// # Errors
    /// None that [`Timeline::new`] has not reported before.
    pub fn seek(&mut self, to: Time) -> Result<(), Refusal> {
        if to < self.world.now {
            self.world = World::new(&self.recipe.scenario, self.recipe.seed, &self.recipe.lines)?;
        }
        self.world.advance(to, u64::MAX);
        Ok(())
    }
    /// Adds a line and replays up to the frontier; a line in the past makes everything after it another story, which is
    /// why the page forks first.
    ///
    /// # Errors
    /// Why the line is not possible here; nothing has changed then.
    pub fn act(&mut self, line: Line) -> Result<(), Refusal> {
        let now = self.world.now;
        let recipe = self.recipe.clone().with([line]);
        let mut world = World::new(&recipe.scenario, recipe.seed, &recipe.lines)?;
        world.advance(now, u64::MAX);
        (self.recipe, self.world) = (recipe, world);
        Ok(())
    }
    /// The same run up to `at`, with another tail: lines of the recipe that begin after `at` are left behind. So is a
    /// line whose place a later one of its label had taken; and a line that has taken the place of one of the scenario's
    /// that would have begun by then stays, for without it that one would come back.
    ///
    /// # Errors
    /// None that [`Timeline::new`] has not reported before.
    pub fn fork(&self, at: Time) -> Result<Self, Refusal> {
        let (lines, acts) = (&self.recipe.lines, &self.recipe.scenario.acts);
        let same = |a: &Line, b: &Line| a.label.is_some() && a.label == b.label;
        let stays = |i: usize| {
            let line = &lines[i];
            let replaced = lines[i + 1..].iter().any(|later| same(later, line));
            !replaced && (starts(line) <= at || acts.iter().any(|act| same(act, line) && starts(act) <= at))
        };
        let kept = (0..lines.len()).filter(|i| stays(*i)).map(|i| lines[i].clone()).collect();
        let mut fork = Self::new(Recipe { lines: kept, ..self.recipe.clone() })?;
        fork.advance(at, u64::MAX);
        Ok(fork)
    }
}

/// The first instant of a line.
pub fn starts(line: &Line) -> Time {
    match line.when {
        crate::act::When::At(t) => t,
        crate::act::When::Every { from, .. } => from,
    }
}
