//! A run that goes on is judged from where it stopped: the same answers as from the beginning, for about what is new.

use std::rc::Rc;

use sim_core::check::{self, Answer, Watch};
use sim_core::history::{History, Op, Outcome};
use sim_core::id::Key;
use sim_core::luck::Seed;
use sim_core::measure::{Call, Evidence, Finding, Verdict, find};
use sim_core::protocols;
use sim_core::registry::ProtocolInfo;
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::bench::busy;
use crate::cap::call;
use crate::generate::{Dice, Plot};
use crate::naive;

/// Protocols whose operations read and write values by key.
fn registers() -> Vec<ProtocolInfo> {
    let like =
        |p: &ProtocolInfo| !p.client && p.verbs.iter().any(|v| v.reads && v.key) && p.verbs.iter().any(|v| v.value);
    protocols::all().into_iter().filter(like).collect()
}

/// The instants of a run at which a client was answered or gave up.
fn answers(world: &World) -> Vec<Time> {
    let mut answers: Vec<Time> = world.history.ops.iter().map(|op| op.returned).filter(|t| *t <= world.now).collect();
    answers.sort_unstable();
    answers.dedup();
    answers
}

/// The key's history, as the checkers for closed histories take it.
fn events(history: &History, key: Key, until: Time) -> Vec<check::Event> {
    let event = |op: &Op| {
        let outcome = op.outcome_at(until);
        let (write, value) = match (op.value, outcome) {
            (Some(_), Outcome::Failed) => return None,
            (Some(value), _) => (true, value),
            (None, Outcome::Ok(Some(value))) => (false, value),
            (None, _) => return None,
        };
        let returned = if matches!(outcome, Outcome::Ok(_)) { op.returned } else { Time::NEVER };
        Some(check::Event { write, value, called: op.called, returned })
    };
    history.ops.iter().filter(|op| op.called <= until && op.key == Some(key)).filter_map(event).collect()
}

/// Whether the verdict is what the checkers for closed histories say of each key.
fn agrees(verdict: &Verdict, history: &History, until: Time) -> bool {
    let keys = (0..history.keys.len()).map(|k| Key(k as u16));
    let answers: Vec<Answer> =
        keys.map(|key| check::linearizable(history.initial(key), &events(history, key, until))).collect();
    match verdict {
        Verdict::Broken => answers.iter().any(|a| matches!(a, Answer::Broken(_))),
        Verdict::Holds => answers.iter().all(|a| *a == Answer::Holds),
        _ => answers.contains(&Answer::Undecided),
    }
}

fn calls() -> [Call; 5] {
    [
        call("linearizable", &[]),
        call("linearizable", &[("key", "x")]),
        call("stale_reads", &[]),
        call("stale_reads", &[("key", "balance"), ("during", "storm")]),
        call("stale_reads", &[("clients", "minority")]),
    ]
}

/// After so much work a search from scratch takes seconds, each time.
const MUCH: usize = 100_000;

#[test]
fn what_is_known_of_a_run_that_goes_on_is_what_one_look_at_it_says() {
    let (mut looks, mut broken, mut stale) = (0, 0, 0);
    let registers = registers();
    assert!(registers.len() >= 2, "the register and the broken one at least");
    for n in 0..300 {
        let mut dice = Dice::new(9_000_000 + n);
        let plot = Plot::new(&mut dice, registers[n as usize % registers.len()].clone());
        let scenario = Rc::new(plot.scenario(&mut dice));
        let lines = (0..dice.below(12)).map(|_| plot.line(&mut dice)).collect();
        let recipe = Recipe { scenario, seed: Seed(n), lines };
        let answers = answers(&recipe.play(None).unwrap());
        let mut run = Timeline::new(recipe).unwrap();
        let watch: Rc<Watch> = Rc::default();
        let mut found: Vec<(Time, Vec<Finding>)> = Vec::new();
        for at in answers.into_iter().take(400) {
            run.advance(at, u64::MAX);
            let fresh = Evidence::of(run.world());
            let followed = Evidence { watch: Rc::clone(&watch), ..fresh.clone() };
            let findings: Vec<Finding> = calls().iter().map(|call| find(&followed, call)).collect();
            for (call, finding) in calls().iter().zip(&findings) {
                assert_eq!(*finding, find(&fresh, call), "recipe {n} at {at}: {call:?}");
            }
            let history = &run.world().history;
            assert!(agrees(&findings[0].verdict, history, at), "recipe {n} at {at}: {findings:#?}");
            let named = findings[2].witnesses.iter().map(|w| w.marks[0].0).collect();
            assert_eq!(naive::stale_reads(history, at), named, "recipe {n} at {at}");
            looks += 1;
            broken += usize::from(findings[0].verdict == Verdict::Broken);
            stale += usize::from(!findings[2].witnesses.is_empty());
            found.push((at, findings));
            if watch.work() > MUCH {
                break;
            }
        }
        // The past stays as it was known then.
        for _ in 0..found.len().min(10) {
            let (at, findings) = &found[dice.below(found.len() as u64) as usize];
            let then = Evidence { until: *at, watch: Rc::clone(&watch), ..Evidence::of(run.world()) };
            let again: Vec<Finding> = calls().iter().map(|call| find(&then, call)).collect();
            assert_eq!(again, *findings, "recipe {n}, back at {at}");
        }
    }
    assert!(
        looks > 5_000 && broken > looks / 20 && stale > looks / 20,
        "{looks} looks, {broken} broken, {stale} stale"
    );
}

/// What is done over a run when both checkers are asked after every answer, and how many answers there were.
fn work(mix: &str, seconds: u64) -> (usize, usize) {
    let mut scenario: Scenario = (*busy("register", "mode = quorum; R = 2; W = 2; init = 100")).clone();
    scenario.length = Duration::secs(seconds);
    let people = &mut scenario.groups[1].settings;
    people.retain(|(name, _)| name != "mix");
    people.push(("mix".into(), mix.into()));
    let mut run = Timeline::new(Recipe::idle(Rc::new(scenario))).unwrap();
    let mut answers = answers(&run.recipe().play(None).unwrap());
    answers.retain(|at| *at <= Time::secs(seconds));
    let watch: Rc<Watch> = Rc::default();
    for at in &answers {
        run.advance(*at, u64::MAX);
        let evidence = Evidence { watch: Rc::clone(&watch), ..Evidence::of(run.world()) };
        assert_eq!(find(&evidence, &call("linearizable", &[])).verdict, Verdict::Holds);
        assert!(find(&evidence, &call("stale_reads", &[])).witnesses.is_empty());
    }
    (watch.work(), answers.len())
}

#[test]
fn to_be_asked_after_every_answer_costs_about_what_is_new() {
    let unique = "40% write balance next, 60% read balance";
    let repeated = "20% write balance 1, 20% write balance 2, 60% read balance";
    for (mix, most) in [(unique, 20), (repeated, 60)] {
        let (short, long) = (work(mix, 20), work(mix, 200));
        assert!(short.1 > 200 && long.1 > 9 * short.1, "{short:?} {long:?}");
        assert!(long.0 < 12 * short.0, "ten times the run: {long:?} instead of {short:?} with {mix}");
        assert!(long.0 < most * long.1, "{} for {} answers with {mix}", long.0, long.1);
    }
}
