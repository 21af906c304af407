//! A goal is looked for in a run that goes on: what was looked at is not looked at again, and the instant is the same.

use std::rc::Rc;

use lessons::judge::{Met, Standing, first_met, readings};
use lessons::model::{Act, Goal, Role, StepKind};
use lessons::{Files, read_act, trial, worlds};
use sim_core::act::Line;
use sim_core::check::Watch;
use sim_core::measure::Evidence;
use sim_core::registry::Registry;
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};

/// Every so many answers the whole is looked at from its beginning.
const OFTEN: usize = 61;

fn shipped() -> Act {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/15-cap/");
    let text = |name: &str| std::fs::read_to_string(format!("{folder}{name}")).unwrap();
    let (lesson, scenario, runs) = (text("lesson.md"), text("scenario.toml"), text("runs.toml"));
    read_act(&Files { lesson: &lesson, scenario: &scenario, runs: Some(&runs) }, &Registry::engine()).0
}

/// Follows a run answer by answer. When the goal was met, if it was.
fn follow(goal: &Goal, scenario: Scenario, lines: &[Line]) -> Option<Time> {
    let recipe = Recipe { seed: scenario.seed, scenario: Rc::new(scenario), lines: lines.to_vec() };
    let whole = recipe.play(None).unwrap();
    let mut answers: Vec<Time> = whole.history.ops.iter().map(|op| op.returned).filter(|t| *t <= whole.now).collect();
    answers.sort_unstable();
    answers.dedup();
    let told = |met: &Option<Met>| format!("{met:?}");
    let scratch = first_met(goal, &Evidence::of(&whole), None);
    let (mut run, watch, mut looked) = (Timeline::new(recipe).unwrap(), Rc::<Watch>::default(), None);
    for (n, at) in answers.into_iter().enumerate() {
        run.advance(at, u64::MAX);
        let fresh = Evidence::of(run.world());
        let met = first_met(goal, &Evidence { watch: Rc::clone(&watch), ..fresh.clone() }, looked);
        looked = Some(at);
        if met.is_some() {
            assert_eq!(told(&met), told(&first_met(goal, &fresh, None)), "at {at}");
            assert_eq!(met.as_ref().map(|met| met.at), scratch.map(|met| met.at), "at {at}");
            return met.map(|met| met.at);
        }
        if n % OFTEN == 0 {
            assert!(readings(&goal.lines, &fresh).iter().any(|r| r.standing != Standing::Met), "at {at}");
        }
    }
    assert_eq!(told(&scratch), told(&None));
    None
}

#[test]
fn a_goal_of_a_run_that_goes_on_is_met_when_it_is_met_in_the_whole() {
    let act = shipped();
    let (breaks, repair) = (trial::goal(&act, StepKind::Break).unwrap(), trial::goal(&act, StepKind::Repair).unwrap());
    let within = Goal { within: Some(Duration::secs(4)), ..breaks.clone() };
    let mut met = [0, 0, 0];
    for run in act.runs.runs.iter().filter(|run| run.role != Role::Par) {
        let solution = matches!(run.role, Role::Solution | Role::Wrong);
        for seed in 0..10 {
            let base = if solution { worlds::repair(&act.world, None) } else { worlds::quiet(&act.world) };
            let mut scenario = base;
            scenario.seed.0 += seed;
            for (n, goal) in [&breaks, &within, &repair].into_iter().enumerate() {
                met[n] += usize::from(follow(goal, scenario.clone(), &run.acts).is_some());
            }
        }
    }
    assert!(met.iter().all(|met| *met >= 3), "{met:?} runs meet the goals: too few to show anything");
}
