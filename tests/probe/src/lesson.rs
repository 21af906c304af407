//! Runs of the CAP lesson: its quiet world with and without a cut, and its sealed worlds under every design.

use std::rc::Rc;

use lessons::{Files, trial, worlds};
use sim_core::act::{Line, parse_line};
use sim_core::luck::Seed;
use sim_core::registry::Registry;
use sim_core::run::Recipe;
use sim_core::scenario::Scenario;
use sim_core::time::Time;

const LESSON: &str = include_str!("../../../lessons/content/15-cap/lesson.md");
const SCENARIO: &str = include_str!("../../../lessons/content/15-cap/scenario.toml");

/// Lines over a world: faults by hand, and designs.
const QUIET: [&str; 4] = ["", "at 2s cut a-c b-c", "at 2s slow a-c by 1s", "at 1s drop next copy from a to c"];
const DESIGNS: [&str; 3] = [
    "",
    "at 0s set replicas.mode quorum; at 0s set replicas.R 2; at 0s set replicas.W 2",
    "at 0s set replicas.mode quorum; at 0s set replicas.R 3; at 0s set replicas.W 3",
];
const SEEDS: u32 = 3;

/// Quiet worlds, then sealed ones.
pub const CASES: u32 = (QUIET.len() + DESIGNS.len()) as u32 * SEEDS;

/// One run to its end.
pub fn fingerprint(case: u32) -> u64 {
    let (n, seed) = (case / SEEDS, case % SEEDS);
    let act = act();
    let quiet = QUIET.len() as u32;
    if n < quiet {
        return play(worlds::quiet(&act.world), Some(Seed(u64::from(seed))), QUIET[n as usize], None);
    }
    let Some(design) = DESIGNS.get((n - quiet) as usize) else { return 0 };
    play(trial::scenario(&act, "cap", false, None, seed + 1), None, design, None)
}

/// The quiet world under a seed, up to an instant.
pub fn quiet(seed: Seed, until: Time) -> u64 {
    play(worlds::quiet(&act().world), Some(seed), "", Some(until))
}

fn act() -> lessons::model::Act {
    lessons::read_act(&Files { lesson: LESSON, scenario: SCENARIO, runs: None }, &Registry::engine()).0
}

fn play(scenario: Scenario, seed: Option<Seed>, lines: &str, until: Option<Time>) -> u64 {
    let lines: Vec<Line> = lines.split(';').filter_map(|line| parse_line(line.trim()).ok()).collect();
    let seed = seed.unwrap_or(scenario.seed);
    let recipe = Recipe { scenario: Rc::new(scenario), seed, lines };
    recipe.play(until).map_or(0, |world| world.trace.fingerprint())
}
