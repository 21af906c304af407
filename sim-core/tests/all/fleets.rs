//! Many callers of one server, and one caller of many: what breakers turn away, who is left out, who relapses.

use sim_core::history::Outcome;
use sim_core::measure::{ArgValue, Call, Evidence, Fact, Witness, find};
use sim_core::time::Time;
use sim_core::world::World;

use crate::servers::found;
use crate::service::{play, scene};

/// Five servers behind a balancer, and a caller with a breaker around them; a hundred requests a second for 12 s.
fn farm(front: &str, caller: &str, acts: &str) -> World {
    let groups = format!(
        "farm: service: v, w, x, y, z: service = 5ms; workers = 50\nfront: balancer: f: to = farm; timeout = 300ms; {front}
         people: client: ann@f: load = poisson 100/s; mix = 100% call; {caller}"
    );
    play(&scene(12, &groups, "latency = 5ms"), 7, acts)
}

const BREAKER: &str = "breaker = time; breaker-span = 2s; breaker-threshold = 15%; breaker-probes = 5";

fn witness(world: &World, measure: &str, args: &str) -> Witness {
    let words = args.split(',').filter_map(|a| a.split_once('=')).map(|(k, v)| (k.trim(), v.trim()));
    let args = words.map(|(k, v)| (k.to_string(), ArgValue::Word(v.into()))).collect();
    let finding = find(&Evidence::of(world), &Call { measure: measure.into(), args });
    finding.witnesses.last().expect("it was found").clone()
}

fn value(witness: &Witness, name: &str) -> i64 {
    match witness.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact) {
        Some(Fact::Value(n)) => *n,
        Some(Fact::At(at)) => at.0 as i64,
        Some(Fact::Span(span)) => span.0 as i64,
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn a_breaker_around_five_turns_away_what_four_could_do() {
    let world = farm("", BREAKER, "at 2s cut f-x");
    let withheld = found(&world, "withheld", "after = 2000ms").unwrap();
    assert!((0.5..0.95).contains(&withheld), "{withheld}");
    assert_eq!(found(&world, "healthy", "farm, from = f"), Some(4.0));
    let told = witness(&world, "withheld", "");
    let all = ["failures", "there", "others", "answered"].map(|name| value(&told, name));
    assert!(all[0] > 20 && all[0] == all[1] && all[2] > 4 * all[1] / 2 && all[2] == all[3], "{all:?}");
    assert!(told.fields.contains(&("server", Fact::Node("x".into()))));
    assert!(value(&told, "ago") > 0 && told.fields.iter().any(|(name, _)| *name == "opening"));
    assert_eq!(told.because.len(), 4, "{:?}", told.because);
    // One that turns itself away, as a check does to a whole service, has no breaker to blame.
    let refusing = farm("", "refuse = true", "");
    assert_eq!(found(&refusing, "withheld", ""), Some(0.0));
    assert_eq!(found(&farm("", "", "at 2s cut f-x"), "withheld", ""), Some(0.0));
}

#[test]
fn the_healthy_are_up_going_on_and_in_reach() {
    let least = |acts: &str| found(&farm("", "", acts), "healthy", "farm, from = f").unwrap() as u32;
    assert_eq!(least(""), 5);
    assert_eq!(least("at 2s crash x for 1s\nat 4s pause y for 1s\nat 6s isolate z for 1s"), 4, "one at a time");
    assert_eq!(least("at 2s crash x for 5s\nat 4s pause y for 1s\nat 4s cut f->z for 1s"), 2, "three at once");
    assert_eq!(least("at 2s cut x-y\nat 2s crash z\nat 3s restart z"), 4, "f still reaches x and y");
}

#[test]
fn ejections_grow_unless_they_are_told_not_to() {
    let hole = "at 1s isolate x for 10s";
    let missed = |growth: &str| {
        let front =
            format!("eject = 3; eject-base = 1s; eject-interval = 1s; eject-cap = 40%; eject-growth = {growth}");
        let world = farm(&front, "", hole);
        (1.0 - found(&world, "success", "after = 1000ms, for = 10000ms").unwrap()) * 1_000.0
    };
    let (grows, stays) = (missed("times-n"), missed("none"));
    assert!(grows * 1.2 < stays && grows > 10.0, "{grows} and {stays} of a thousand failed");
}

#[test]
fn one_in_five_waits_for_a_timeout_which_p95_sees_and_p50_does_not() {
    let world = farm("attempts = 2", "", "at 0s isolate x");
    let waits = ["p50", "p95", "p99"].map(|name| found(&world, name, "").unwrap());
    assert!(waits[0] < 0.02 && (0.3..0.34).contains(&waits[1]) && waits[1] <= waits[2], "{waits:?}");
    let out = farm("attempts = 2; eject = 5; eject-cap = 40%", "", "at 0s isolate x");
    assert!(found(&out, "p95", "").unwrap() < 0.02, "left out, it costs fewer than one in twenty");
}

#[test]
fn the_least_share_is_that_of_the_one_who_answers_fewest() {
    let least = |world: &World, after: u64| found(world, "least_share", &format!("farm, after = {after}ms")).unwrap();
    assert!((0.15..0.2).contains(&least(&farm("", "", ""), 0)));
    let hole = farm("", "", "at 2s isolate x for 5s");
    let within = found(&hole, "least_share", "farm, after = 2100ms, for = 4000ms").unwrap();
    assert!(within == 0.0 && least(&hole, 8_000) > 0.12, "{within}: calls without an answer are no share");
}

/// Fifty callers of a server that is cold when it starts again, and falls when more than forty wait.
fn fleet(server: &str, callers: &str, acts: &str) -> World {
    let nodes: Vec<String> = (1..=50).map(|n| format!("c{n}@pay")).collect();
    let groups = format!(
        "tills: service: pay: service = 20ms; workers = 10; warm-after = 150; crash-over = 40; {server}
         people: client: {}: load = poisson 4/s; mix = 100% call; timeout = 500ms; {callers}",
        nodes.join(", ")
    );
    play(&scene(24, &groups, "latency = 5ms"), 7, acts)
}

#[test]
fn a_server_that_starts_cold_falls_again_under_the_load_that_it_bore_when_warm() {
    const CRASH: &str = "at 3s crash pay for 2s";
    let falls = |server: &str, acts: &str| found(&fleet(server, "", acts), "relapses", "pay").unwrap() as u32;
    assert_eq!(falls("cold = 10", ""), 0, "at the beginning of a run it is warm");
    assert_eq!(falls("cold = 1", CRASH), 0, "and where nothing is cold, no start is");
    assert!(falls("cold = 10", CRASH) >= 3);
    assert_eq!(falls("cold = 2", CRASH), 0, "cold, it can do 250 a second, and is asked for 200");
    let world = fleet("cold = 10", "", CRASH);
    let (all, own) = (found(&world, "crashes", "pay").unwrap(), found(&world, "relapses", "pay").unwrap());
    assert_eq!((all - own) as u32, 1, "one of them was somebody's act");
    assert!(world.text().contains("work cold"), "people see it");
}

#[test]
fn equal_breakers_open_together_and_come_back_together() {
    const CRASH: &str = "at 3s crash pay for 10s";
    const BREAKERS: &str = "breaker = consecutive; breaker-open = 5s; breaker-probes = 10";
    let equal = fleet("cold = 10", BREAKERS, CRASH);
    let spread = fleet("cold = 10", &format!("{BREAKERS}; breaker-jitter = 80%"), CRASH);
    let are = |state: &str, after: u64| {
        let args = format!("clients = people, state = {state}, after = {after}ms, for = 500ms");
        found(&equal, "breakers", &args).unwrap()
    };
    assert_eq!((are("closed", 1_000), are("open", 1_000), are("open", 6_500)), (50.0, 0.0, 50.0));
    assert!(are("half-open", 14_500) > 5.0);
    let falls = |world: &World| found(world, "relapses", "pay").unwrap() as u32;
    assert!(falls(&equal) > falls(&spread), "{} and {}", falls(&equal), falls(&spread));
    let told = witness(&equal, "relapses", "node = pay");
    assert!(value(&told, "woken") >= 15, "{:?}", told.fields);
    assert!(value(&told, "spread") <= 1_000_000 && value(&told, "opened") < told.at.0 as i64 - 4_000_000);
    assert!(value(&told, "came") > 10 && value(&told, "lasted") < 3_000_000);
    let fields = ["down", "up", "request", "probe", "failed"];
    assert!(fields.iter().all(|name| told.fields.iter().any(|(field, _)| field == name)));
}

#[test]
fn a_fallback_is_asked_once_where_the_request_came_to_nothing() {
    const DOWN: &str = "at 0s crash pay\nat 10ms ask ann call\nat 500ms ask ann call";
    let run = |fallback: &str, acts: &str| {
        let groups = format!(
            "tills: service: pay: service = 20ms\nspares: service: spare: service = 20ms
             people: client: ann@pay: timeout = 100ms; breaker = consecutive; breaker-failures = 1; {fallback}"
        );
        play(&scene(3, &groups, "latency = 5ms"), 7, acts)
    };
    let outcome = |world: &World, at: usize| world.history.ops[at].outcome;
    let alone = run("", DOWN);
    assert_eq!((outcome(&alone, 0), outcome(&alone, 1)), (Outcome::Failed, Outcome::Failed));
    let spare = run("fallback = spare", DOWN);
    assert!((0..2).all(|at| matches!(outcome(&spare, at), Outcome::Ok(_))), "the second is behind the open breaker");
    assert_eq!(found(&spare, "attempts", "spare"), Some(2.0));
    let both = run("fallback = spare", &format!("{DOWN}\nat 0s crash spare"));
    assert_eq!(outcome(&both, 0), Outcome::Failed);
    let hole = run("fallback = spare", "at 0s cut ann-spare\nat 0s crash pay\nat 10ms ask ann call");
    assert_eq!(outcome(&hole, 0), Outcome::Unknown, "nobody said that it did not happen");
    assert_eq!(hole.history.ops[0].returned, Time::ms(110), "refused at once, and then the timeout");
}
