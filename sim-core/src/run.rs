//! The one idea: a run is a recipe. [`Timeline`] advances it, seeks in it, acts in it and forks it; each of these is
//! replay, from a checkpoint where there is one.

use std::rc::Rc;

use crate::act::Line;
use crate::id::NodeId;
use crate::luck::Seed;
use crate::scenario::Scenario;
use crate::time::Time;
use crate::trace::What;
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

/// Events between two checkpoints, at first; twice as many whenever there are too many of these.
const SPACING: u64 = 4_096;
/// Checkpoints that are kept at most.
const CHECKPOINTS: usize = 64;

/// A recipe and the world that it has led to so far. Going back starts from the last checkpoint before; a checkpoint is a
/// clone of the world, which shares the logs. Where a label has taken another line's place, going back is replay.
pub struct Timeline {
    recipe: Recipe,
    world: World,
    checkpoints: Vec<Checkpoint>,
    spacing: u64,
}

#[derive(Clone)]
struct Checkpoint {
    world: Rc<World>,
    /// The recipe's lines that were planned in it.
    lines: Rc<Vec<Line>>,
}

/// One step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// To the next instant at which anything happens.
    Event,
    /// To the next instant at which a message arrives or is lost.
    Message,
    /// To the next instant at which something happens at this node.
    Node(NodeId),
}

impl Timeline {
    /// At the start of the run.
    ///
    /// # Errors
    /// What in the recipe is not possible.
    pub fn new(recipe: Recipe) -> Result<Self, Refusal> {
        let world = World::new(&recipe.scenario, recipe.seed, &recipe.lines)?;
        let mut timeline = Self { recipe, world, checkpoints: Vec::new(), spacing: SPACING };
        timeline.save();
        Ok(timeline)
    }
    /// The same with so many events between two checkpoints at first: fewer make going back quicker, and take more memory.
    #[must_use]
    pub fn spaced(mut self, events: u64) -> Self {
        self.spacing = events.max(1);
        self
    }
    /// The instants and numbers of events at which there are checkpoints, in order.
    pub fn checkpoints(&self) -> impl Iterator<Item = (Time, u64)> {
        self.checkpoints.iter().map(|c| (c.world.now, c.world.events()))
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
        let stop = self.world.events().saturating_add(at_most);
        loop {
            let saved = self.checkpoints.last().map_or(0, |c| c.world.events());
            let due = saved.saturating_add(self.spacing).saturating_sub(self.world.events()).max(1);
            let left = stop.saturating_sub(self.world.events());
            if self.world.advance(to, due.min(left)) {
                return true;
            }
            if self.world.events() >= saved.saturating_add(self.spacing) {
                self.save();
            }
            if self.world.events() >= stop {
                return false;
            }
        }
    }
    fn save(&mut self) {
        if self.checkpoints.len() >= CHECKPOINTS {
            let mut number = 0;
            self.checkpoints.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            self.spacing = self.spacing.saturating_mul(2);
        }
        let lines = Rc::new(self.recipe.lines.clone());
        self.checkpoints.push(Checkpoint { world: Rc::new(self.world.clone()), lines });
    }
    /// Puts the frontier at `to`, also backwards.
    ///
    /// # Errors
    /// None that [`Timeline::new`] has not reported before.
    pub fn seek(&mut self, to: Time) -> Result<(), Refusal> {
        // Going on from here may be further than going on from a checkpoint on the way.
        let ahead = |c: &Checkpoint| c.world.now <= to && c.world.events() > self.world.events();
        if to < self.world.now || self.checkpoints.iter().any(ahead) {
            self.world = self.restore(&self.recipe, |world| world.now <= to)?;
        }
        self.advance(to, u64::MAX);
        Ok(())
    }
    /// The last checkpoint that is early enough, with the lines of this recipe; a new world where there is none.
    fn restore(&self, recipe: &Recipe, early: impl Fn(&World) -> bool) -> Result<World, Refusal> {
        let same = |a: &Line, b: &Line| a.label.is_some() && a.label == b.label;
        let takes = |lines: &[Line], i: usize| {
            recipe.scenario.acts.iter().chain(&lines[..i]).any(|earlier| same(earlier, &lines[i]))
        };
        let plain = |lines: &[Line]| !(0..lines.len()).any(|i| takes(lines, i));
        // What has begun in a checkpoint must be what would have begun by then.
        let begun = |c: &Checkpoint| {
            let by_then = |line: &&Line| starts(line) <= c.world.now;
            c.lines.iter().filter(by_then).eq(recipe.lines.iter().filter(by_then))
        };
        let fits = |c: &&Checkpoint| c.world.events() == 0 || early(&c.world) && begun(c);
        let saved = self.checkpoints.iter().rev().find(fits);
        match saved {
            // A line that takes another's place changes what was planned from the start on.
            Some(saved) if plain(&saved.lines) && plain(&recipe.lines) => {
                let mut world = (*saved.world).clone();
                world.replan(&saved.lines, &recipe.lines)?;
                Ok(world)
            }
            _ => World::new(&recipe.scenario, recipe.seed, &recipe.lines),
        }
    }
    /// Adds a line and plays up to the frontier; a line in the past makes everything after it another story, which is why
    /// the page forks first.
    ///
    /// # Errors
    /// Why the line is not possible here; nothing has changed then.
    pub fn act(&mut self, line: Line) -> Result<(), Refusal> {
        let (now, begins) = (self.world.now, starts(&line));
        let recipe = self.recipe.clone().with([line]);
        // Acts at an instant come before everything else at it.
        let world = self.restore(&recipe, |world| world.now < begins && world.now <= now)?;
        self.recipe = recipe;
        self.checkpoints.retain(|c| c.world.events() == 0 || c.world.now < begins);
        self.world = world;
        self.advance(now, u64::MAX);
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
        let recipe = Recipe { lines: kept, ..self.recipe.clone() };
        let world = self.restore(&recipe, |world| world.now <= at)?;
        let early = |c: &&Checkpoint| c.world.events() == 0 || c.world.now <= at;
        let checkpoints = self.checkpoints.iter().filter(early).cloned().collect();
        let mut fork = Self { recipe, world, checkpoints, spacing: self.spacing };
        fork.advance(at, u64::MAX);
        Ok(fork)
    }
    /// One step further. Returns whether there was one before the end of the run.
    pub fn step(&mut self, by: By) -> bool {
        while self.world.ended.is_none() {
            let Some(next) = self.world.next_at().filter(|t| *t <= self.world.length) else { break };
            let before = self.world.trace.len();
            self.advance(next, u64::MAX);
            let mut rows = self.world.trace.numbered(before..self.world.trace.len());
            let found = match by {
                By::Event => rows.next().is_some(),
                By::Message => rows.any(|(_, r)| matches!(r.what, What::Arrived(_) | What::Lost(..))),
                By::Node(node) => rows.any(|(_, r)| self.world.place(&r) == Some(node)),
            };
            if found {
                return true;
            }
        }
        false
    }
}

/// The first instant of a line.
pub fn starts(line: &Line) -> Time {
    match line.when {
        crate::act::When::At(t) => t,
        crate::act::When::Every { from, .. } => from,
    }
}
