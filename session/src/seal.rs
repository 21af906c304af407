//! The sealed run: twenty seeds that the learner neither chose nor saw, one a slice.

use lessons::judge::{self, Standing};
use lessons::model::{Goal, StepKind};
use lessons::trial;
use sim_core::act::Line;
use sim_core::quantity::Quantity;

use crate::goals;
use crate::knobs;
use crate::opened::OpenAct;
use crate::wire::{Dot, Seeds, Status};

/// A sealed run under way.
pub(crate) struct Sealing {
    goal: Goal,
    lines: Vec<Line>,
    challenge: bool,
    dots: Vec<Dot>,
    worst: Option<Quantity>,
}

impl Sealing {
    /// Before its first seed; nothing where the step or a setting is not there.
    pub fn new(open: &OpenAct, settings: &[(String, String)], challenge: bool) -> Option<Self> {
        let goal = open.goal(if challenge { StepKind::Challenge } else { StepKind::Repair })?;
        let lines = knobs::lines(&open.act, settings).ok()?;
        Some(Self { goal, lines, challenge, dots: Vec::new(), worst: None })
    }

    /// Plays the next seed through all worlds.
    pub fn next(&mut self, open: &OpenAct) -> Seeds {
        let n = self.dots.len() as u32 + 1;
        let dot = self.seed(open, n);
        self.dots.push(dot);
        let done = n >= trial::SEEDS;
        let mut dots = self.dots.clone();
        dots.resize(trial::SEEDS as usize, Dot::default());
        Seeds { dots, done, score: self.score(done) }
    }

    fn seed(&mut self, open: &OpenAct, n: u32) -> Dot {
        for world in trial::world_names(&open.act) {
            let scenario = trial::scenario(&open.act, &open.slug, self.challenge, world.as_deref(), n);
            let names: Vec<String> = scenario.groups.iter().flat_map(|g| &g.nodes).map(|n| n.name.clone()).collect();
            let labels = open.act.world.labels(&names);
            let played = match trial::play(&self.goal, world.as_deref(), scenario, &self.lines, &labels) {
                Ok(played) => played,
                Err(why) => return Dot { status: Status::Undecided, why: why.to_string(), at: 0 },
            };
            if let Some((line, reading)) = played.failed() {
                let state = goals::line(&self.goal.lines[*line], reading, true, &open.act.world);
                let status = if reading.standing == Standing::Undecided { Status::Undecided } else { Status::Broken };
                return Dot { status, why: state.why, at: played.witness_at().0 };
            }
            if let Some(score) = trial::score(&self.goal, &played) {
                let lower = self.goal.score.as_ref().is_some_and(|s| s.lower);
                let worse = |w: &Quantity| if lower { score.value > w.value } else { score.value < w.value };
                if self.worst.as_ref().is_none_or(worse) {
                    self.worst = Some(score);
                }
            }
        }
        Dot { status: Status::Met, why: String::new(), at: 0 }
    }

    /// The worst score, and whether par is met: in every seed, with all lines held.
    fn score(&self, done: bool) -> Option<(String, bool)> {
        let score = self.goal.score.as_ref().filter(|_| done)?;
        let worst = self.worst?;
        let held = self.dots.iter().all(|d| d.status == Status::Met);
        let comparison =
            if score.lower { lessons::model::Comparison::AtMost } else { lessons::model::Comparison::AtLeast };
        Some((worst.to_string(), held && judge::holds(&worst, comparison, &score.par)))
    }
}
