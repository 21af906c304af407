//! Measures over prefixes: the past is judged by what was known then, and what happened once has happened.

use sim_core::act::LinkName;
use sim_core::measure::{ALL, ArgValue, Call, Evidence, Finding, Instant, Verdict, find};
use sim_core::registry::{Arg, ArgKind};
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::generate::recipe;

/// Every measure, bare and with each combination of words that these worlds know.
fn calls() -> Vec<Call> {
    let word = |name: &str, value: &str| (name.to_string(), ArgValue::Word(value.to_string()));
    let mut calls = Vec::new();
    for info in ALL.iter().map(|m| (m.info)()) {
        let has = |name: &str| info.args.iter().any(|a| a.name == name);
        let must = |name: &str| info.args.iter().any(|a| a.name == name && a.required);
        let mut sets = vec![Vec::new()];
        for (name, value) in [("key", "x"), ("clients", "majority"), ("clients", "minority"), ("during", "storm")] {
            sets.push(vec![word(name, value)]);
        }
        sets.push(vec![word("clients", "majority"), word("during", "storm")]);
        sets.push(vec![("after".to_string(), ArgValue::Instant(Instant::End("storm".into())))]);
        // What such a measure cannot be asked without, besides its server and its window.
        let needed = |a: &&Arg| a.required && !matches!(a.kind, ArgKind::Node | ArgKind::Window | ArgKind::Instant);
        let needed: Vec<_> = info.args.iter().filter(needed).map(|a| (a.name.to_string(), value(a.kind))).collect();
        let servers: Vec<_> =
            if must("node") { ["a", "replicas"].map(|n| Some(word("node", n))).into() } else { vec![None] };
        let sets = servers.iter().flat_map(|s| sets.iter().map(|set| s.iter().chain(set).cloned().collect::<Vec<_>>()));
        for args in sets {
            let given = |name: &str| !must(name) || args.iter().any(|(n, _)| n == name);
            if args.iter().all(|(n, _)| has(n)) && given("during") && given("after") {
                let args = args.into_iter().chain(needed.clone()).collect();
                calls.push(Call { measure: info.name.into(), args });
            }
        }
    }
    calls
}

fn value(kind: ArgKind) -> ArgValue {
    match kind {
        ArgKind::Span => ArgValue::Span(Duration::ms(50)),
        ArgKind::Whole => ArgValue::Whole(2),
        ArgKind::Link => ArgValue::Link(LinkName { a: "a".into(), b: "b".into(), one_way: false }),
        ArgKind::Word(words) => ArgValue::Word(words[0].into()),
        kind => panic!("a new kind of argument, {kind:?}: give it a value here"),
    }
}

fn found(world: &World, until: Time, call: &Call) -> Finding {
    find(&Evidence { until, ..Evidence::of(world) }, call)
}

#[test]
fn the_past_is_judged_as_if_the_run_had_stopped_there() {
    let calls = calls();
    for n in 6_000..6_120 {
        let recipe = recipe(n).0;
        let whole = recipe.play(None).unwrap();
        for part in 1..4 {
            let until = Time(whole.length.0 * part / 4);
            let stopped = recipe.play(Some(until)).unwrap();
            if stopped.now < until {
                continue; // at a limit
            }
            for call in &calls {
                assert_eq!(found(&whole, until, call), found(&stopped, until, call), "recipe {n} at {until}: {call:?}");
            }
        }
    }
}

#[test]
fn what_is_monotone_never_goes_back() {
    let monotone = |call: &Call| ALL.iter().any(|m| (m.info)().name == call.measure && (m.info)().monotone);
    let calls: Vec<Call> = calls().into_iter().filter(monotone).collect();
    for n in 6_200..6_300 {
        let whole = recipe(n).0.play(None).unwrap();
        for call in &calls {
            let mut before = (f64::MIN, false);
            for part in 0..=12 {
                let until = Time(whole.length.0 * part / 12);
                let verdict = found(&whole, until, call).verdict;
                let now = match verdict {
                    Verdict::Quantity(q) => (q.value, false),
                    Verdict::Broken => (f64::MIN, true),
                    _ => (f64::MIN, false),
                };
                assert!(now.0 >= before.0 && now.1 >= before.1, "recipe {n} at {until}: {call:?} fell back");
                before = now;
            }
        }
    }
}

#[test]
fn a_window_sees_what_its_answers_came_from() {
    // The value that is read in the window was written before it.
    let acts = "at 10ms ask ann write x 1\nat 500ms ask bo read x";
    let world = crate::bench::play(&crate::bench::small(&["a", "b"], "", ""), 7, acts);
    let within = Evidence { from: Time::ms(400), ..Evidence::of(&world) };
    let call = |measure: &str| Call { measure: measure.into(), args: Vec::new() };
    assert_eq!(find(&within, &call("linearizable")).verdict, Verdict::Holds);
    assert!(find(&within, &call("stale_reads")).witnesses.is_empty());
    assert_eq!(find(&within, &call("operations")).over, 1);
}
