//! The heaviest world of the shipped lessons, and a sealed run.

use std::path::Path;
use std::rc::Rc;

use lessons::model::{Act, Role, StepKind};
use lessons::{Files, read_act, trial, worlds};
use sim_core::act::Line;
use sim_core::registry::Registry;
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::time::Duration;

/// How long the heaviest world is played.
pub const LENGTH: Duration = Duration::secs(60);

/// An act of a lesson, read.
pub struct Lesson {
    slug: String,
    act: Act,
}

impl Lesson {
    /// Reads its files.
    pub fn read(slug: &str, lesson: &str, scenario: &str, runs: &str) -> Self {
        let files = Files { lesson, scenario, runs: Some(runs).filter(|text| !text.is_empty()) };
        Self { slug: slug.to_owned(), act: read_act(&files, &Registry::engine()).0 }
    }

    /// Reads the act in this folder: `15-cap`, or `07-gossip/a-rumours`.
    ///
    /// # Errors
    /// If there is none.
    pub fn in_folder(folder: &Path) -> Result<Self, String> {
        let [slug, lesson, scenario, runs] = texts(folder)?;
        Ok(Self::read(&slug, &lesson, &scenario, &runs))
    }

    /// Every world of the act with every recorded design, each for a minute.
    pub fn worlds(&self) -> Vec<Recipe> {
        let file = &self.act.world;
        let names = trial::world_names(&self.act);
        let mut scenarios = vec![worlds::quiet(file)];
        scenarios.extend(names.iter().map(|name| worlds::repair(file, name.as_deref())));
        scenarios.extend(names.iter().map(|name| worlds::challenge(file, name.as_deref(), None)));
        let mut designs = vec![Vec::new()];
        designs.extend(self.act.runs.runs.iter().map(|run| run.acts.clone()));
        let of = |scenario: &Scenario, lines: &Vec<Line>| {
            let scenario = Scenario { length: LENGTH, ..scenario.clone() };
            Recipe { seed: scenario.seed, scenario: Rc::new(scenario), lines: lines.clone() }
        };
        scenarios.iter().flat_map(|scenario| designs.iter().map(move |lines| of(scenario, lines))).collect()
    }

    /// The world with the most events, by its place in the list, and how many there are.
    pub fn heaviest(&self) -> Option<(usize, u64)> {
        let events = |recipe: &Recipe| recipe.play(None).map_or(0, |world| world.events());
        self.worlds().iter().map(events).enumerate().max_by_key(|(_, events)| *events)
    }

    /// The sealed run under the act's own solution: so many seeds, each in every world. Returns how many runs held.
    pub fn seal(&self) -> Option<u32> {
        let goal = trial::goal(&self.act, StepKind::Repair)?;
        let solution = self.act.runs.runs.iter().find(|run| run.role == Role::Solution)?;
        let mut held = 0;
        for n in 1..=trial::SEEDS {
            for world in trial::world_names(&self.act) {
                let scenario = trial::scenario(&self.act, &self.slug, false, world.as_deref(), n);
                let played = trial::play(&goal, world.as_deref(), scenario, &solution.acts, &[]).ok()?;
                held += u32::from(played.failed().is_none());
            }
        }
        Some(held)
    }
}

/// Slug, lesson, scenario and recorded runs of the act in this folder.
///
/// # Errors
/// If there is none.
pub fn texts(folder: &Path) -> Result<[String; 4], String> {
    let file = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (own, above) = (name(folder), folder.parent().map(name).unwrap_or_default());
    // `15-cap` is the lesson `cap`; below it are its acts.
    let lesson =
        |folder: &str| folder.split_once('-').filter(|(n, _)| n.parse::<u32>().is_ok()).map(|(_, l)| l.to_owned());
    let slug = lesson(&own).unwrap_or_else(|| format!("{}/{own}", lesson(&above).unwrap_or_default()));
    Ok([slug, file("lesson.md")?, file("scenario.toml")?, file("runs.toml").unwrap_or_default()])
}
