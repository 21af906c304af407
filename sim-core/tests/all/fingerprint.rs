//! Two runs that differ in one thing that anybody could see have two fingerprints.

use std::collections::BTreeSet;
use std::rc::Rc;

use sim_core::history::CallEnd;
use sim_core::run::Recipe;
use sim_core::scenario::{Node, Scenario};
use sim_core::world::World;

use crate::bench::{lines, play, settings, small};
use crate::generate::Dice;
use crate::properties::{played, recipes};

/// Fingerprints of runs of which no two are the same.
#[track_caller]
fn all_differ(runs: &[u64]) {
    let all: BTreeSet<u64> = runs.iter().copied().collect();
    assert_eq!(all.len(), runs.len());
}

fn with(protocol: &str, register: &str, people: &str, acts: &str) -> u64 {
    let mut scenario = (*small(&["a", "b"], "", "")).clone();
    scenario.groups[0].protocol = protocol.into();
    scenario.groups[0].settings = settings(register);
    scenario.groups[1].settings = settings(people);
    Recipe::idle(Rc::new(scenario)).with(lines(acts)).play(None).unwrap().trace.fingerprint()
}

#[test]
fn an_act_by_its_text_its_label_and_its_end() {
    let of = |acts: &str| play(&small(&["a", "b"], "", ""), 7, acts).trace.fingerprint();
    all_differ(&[
        of(""),
        of("at 5ms heal"),
        of("at 6ms heal"),
        of("one: at 5ms heal"),
        of("two: at 5ms heal"),
        of("at 5ms heal\nat 5ms heal"),
    ]);
    all_differ(&[
        of("at 5ms pause b for 10ms"),
        of("at 5ms pause b for 11ms"),
        of("at 5ms pause b for 10ms\nat 6ms pause b for 10ms"),
        of("at 5ms cut a-b for 10ms"),
        of("at 5ms cut a-b for 11ms"),
        of("at 5ms skew b by 1ms"),
        of("at 5ms skew b by -1ms"),
        of("at 5ms step b clock by 1ms"),
        of("at 5ms drift b 1ppm"),
        of("at 5ms drift b 1ppm for 1ms"),
    ]);
}

#[test]
fn an_operation_by_its_key_its_value_its_outcome_and_its_patience() {
    let ask = "timeout = 200ms; load = every 100ms";
    let of = |init: &str, people: &str| with("register", init, &format!("{ask}; {people}"), "");
    all_differ(&[
        of("", "mix = 100% read x"),
        of("", "mix = 100% read y"),
        of("", "mix = 100% read x at a"),
        of("", "mix = 100% read x at b"),
        of("", "mix = 100% write x next"),
        of("", "mix = 100% write x 1"),
        of("", "mix = 100% write x 2"),
        of("init = 5", "mix = 100% read x"),
        of("init = 6", "mix = 100% read x"),
        of("", "mix = 100% read x; timeout = 201ms"),
        of("", "mix = 100% read x; refuse = true"),
        of("", "mix = 100% read y; refuse = true"),
    ]);
}

#[test]
fn a_gauge_that_nobody_asks_about() {
    let of = |workers: &str| with("service", workers, "", "");
    all_differ(&[of("workers = 1"), of("workers = 2"), of("workers = 3")]);
}

#[test]
fn an_error_that_is_told_to_somebody_who_has_left() {
    let service = |share: &str| {
        let mut scenario = (*small(&["a"], "", "")).clone();
        scenario.groups[1].nodes.truncate(1);
        scenario.groups[0].protocol = "service".into();
        scenario.groups[0].settings = settings("calls = b");
        scenario.groups[1].settings = settings("timeout = 5ms");
        let mut behind = scenario.groups[0].clone();
        behind.nodes = vec![Node { name: "b".into(), beside: None }];
        (behind.name, behind.settings) = ("behind".into(), settings(&format!("error-rate = {share}")));
        scenario.groups.push(behind);
        play(&Rc::new(scenario), 7, "at 10ms ask ann call")
    };
    let (well, ill) = (service("0%"), service("100%"));
    let rows = |world: &World| world.trace.rows().collect::<Vec<_>>();
    assert_eq!(rows(&well), rows(&ill), "no row shows it");
    assert_eq!((well.history.calls[1].end, ill.history.calls[1].end), (CallEnd::Ok, CallEnd::Failed));
    all_differ(&[well.trace.fingerprint(), ill.trace.fingerprint()]);
}

#[test]
fn a_correction_of_a_clock() {
    let of = |acts: &str| with("ntp", "server = a; poll = 100ms; adjust = step", "", acts);
    all_differ(&[of(""), of("at 0s skew b by 5ms"), of("at 0s skew b by 6ms"), of("at 0s skew a by 5ms")]);
}

#[test]
fn the_names_of_nodes_and_what_they_are() {
    let named = |name: &str, protocol: &str| {
        let mut scenario = (*small(&["a"], "", "")).clone();
        scenario.groups.truncate(1);
        scenario.groups[0].settings.clear();
        scenario.groups[0].protocol = protocol.into();
        scenario.groups[0].nodes[0].name = name.into();
        play(&Rc::new(scenario), 7, "").trace.fingerprint()
    };
    all_differ(&[named("a", "register"), named("b", "register"), named("a", "ledger"), named("a", "occ")]);
}

/// Whatever is told of a run is told by its fingerprint: no two recipes have one of these in common, and not their text.
#[test]
fn runs_of_one_fingerprint_tell_one_story() {
    let mut different = 0;
    for (n, recipe, mut dice, plot) in recipes(16, 170) {
        let changed = changed(&recipe, &mut dice, &plot);
        let (one, other) = (played(&recipe), changed.play(None).unwrap());
        let told = |world: &World| {
            let ops: Vec<_> = world.history.ops.iter().map(|op| (op.outcome, op.returned, op.deadline)).collect();
            let calls: Vec<_> = world.history.calls.iter().map(|c| (c.end, c.ended, c.arrived, c.begun)).collect();
            let views: Vec<_> = world.trace.views.iter().cloned().collect();
            (world.text(), ops, calls, views, world.trace.gauges.clone())
        };
        let same = told(&one) == told(&other);
        let equal = one.trace.fingerprint() == other.trace.fingerprint();
        assert!(same || !equal, "recipe {n}: two stories of one fingerprint");
        different += usize::from(!same);
    }
    assert!(different > 40, "{different} runs differ");
}

/// The same world with one setting of a group or of the links drawn again.
fn changed(recipe: &Recipe, dice: &mut Dice, plot: &crate::generate::Plot) -> Recipe {
    let mut scenario: Scenario = (*recipe.scenario).clone();
    let again = plot.scenario(dice);
    let group = dice.below(scenario.groups.len() as u64) as usize;
    for _ in 0..20 {
        let (ours, theirs) = (&mut scenario.groups[group].settings, &again.groups[group].settings);
        if ours.is_empty() || theirs.is_empty() {
            break;
        }
        let setting = theirs[dice.below(theirs.len() as u64) as usize].clone();
        if !ours.contains(&setting) {
            ours.retain(|(key, _)| *key != setting.0);
            ours.push(setting);
            break;
        }
    }
    Recipe { scenario: Rc::new(scenario), ..recipe.clone() }
}
