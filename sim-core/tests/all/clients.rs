//! Clients that try again: what they send, when, and what they make of the answers.

use std::rc::Rc;

use expect_test::{Expect, expect};
use sim_core::history::{CallEnd, Outcome};
use sim_core::scenario::Scenario;
use sim_core::time::Time;
use sim_core::trace::What;
use sim_core::world::World;

use crate::bench::told_of;
use crate::service::{play, scene};

/// A register `b`, 10 ms away from `ann` and `cy`, who stand beside `a`.
fn people(settings: &str) -> Rc<Scenario> {
    let groups = format!(
        "replicas: register: a, b: anti_entropy = 0s
         people: client: ann@a, cy@a: {settings}"
    );
    scene(1, &groups, "latency = 10ms")
}

#[track_caller]
fn check(settings: &str, acts: &str, expected: &Expect) {
    expected.assert_eq(&told_of(&people(settings), acts));
}

#[test]
fn an_attempt_without_an_answer_is_followed_by_another() {
    check(
        "timeout = 50ms; attempts = 2",
        "at 10ms ask ann read x at b\nat 10ms drop next read from ann to b",
        &expect![[r#"
            0.010000  call     ann          read x
            0.010000  send     ann -> b     read x
            0.010000  act      drop next read from ann to b
            0.010000  lost     ann -> b     read x
            0.060000  timer    ann
            0.060000  send     ann -> b     read x
            0.070000  arrive   ann -> b     read x
            0.070000  send     b -> ann     read x 0
            0.080000  arrive   b -> ann     read x 0
            0.080000  return   ann          read x = ok 0
        "#]],
    );
}

#[test]
fn an_answer_to_an_attempt_that_was_given_up_changes_nothing() {
    check(
        "timeout = 50ms; attempts = 2",
        "at 5ms set ann-b.latency 75ms for 30ms\nat 10ms ask ann read x at b",
        &expect![[r#"
            0.005000  act      set ann-b.latency 75ms
            0.010000  call     ann          read x
            0.010000  send     ann -> b     read x
            0.035000  undone   set ann-b.latency 75ms
            0.060000  timer    ann
            0.060000  send     ann -> b     read x
            0.070000  arrive   ann -> b     read x
            0.070000  send     b -> ann     read x 0
            0.080000  arrive   b -> ann     read x 0
            0.080000  return   ann          read x = ok 0
            0.085000  arrive   ann -> b     read x
            0.085000  send     b -> ann     read x 0
            0.095000  arrive   b -> ann     read x 0
        "#]],
    );
}

#[test]
fn a_refusal_is_an_answer_and_the_retry_backs_off() {
    check(
        "timeout = 200ms; attempts = 3; backoff = exp; backoff-base = 30ms",
        "at 5ms crash b for 80ms\nat 10ms ask ann read x at b",
        &expect![[r#"
            0.005000  act      crash b
            0.005000  down     b
            0.010000  call     ann          read x
            0.010000  send     ann -> b     read x
            0.020000  lost     ann -> b     read x
            0.020000  send     b -> ann     read x
            0.030000  arrive   b -> ann     read x
            0.060000  timer    ann
            0.060000  send     ann -> b     read x
            0.070000  lost     ann -> b     read x
            0.070000  send     b -> ann     read x
            0.080000  arrive   b -> ann     read x
            0.085000  undone   crash b
            0.085000  up       b
            0.085000  shows    b
            0.140000  timer    ann
            0.140000  send     ann -> b     read x
            0.150000  arrive   ann -> b     read x
            0.150000  send     b -> ann     read x 0
            0.160000  arrive   b -> ann     read x 0
            0.160000  return   ann          read x = ok 0
        "#]],
    );
}

#[test]
fn a_budget_is_spent_once() {
    check(
        "attempts = 3; budget = success; budget-size = 1",
        "at 5ms crash b\nat 10ms ask ann read x at b\nat 100ms ask ann read x at b",
        &expect![[r#"
            0.005000  act      crash b
            0.005000  down     b
            0.010000  call     ann          read x
            0.010000  send     ann -> b     read x
            0.020000  lost     ann -> b     read x
            0.020000  send     b -> ann     read x
            0.030000  arrive   b -> ann     read x
            0.030000  send     ann -> b     read x
            0.040000  lost     ann -> b     read x
            0.040000  send     b -> ann     read x
            0.050000  arrive   b -> ann     read x
            0.050000  return   ann          read x = failed
            0.100000  call     ann          read x
            0.100000  send     ann -> b     read x
            0.110000  lost     ann -> b     read x
            0.110000  send     b -> ann     read x
            0.120000  arrive   b -> ann     read x
            0.120000  return   ann          read x = failed
        "#]],
    );
}

#[test]
fn a_breaker_opens_keeps_calls_back_and_closes_after_a_probe() {
    check(
        "breaker = consecutive; breaker-failures = 2; breaker-open = 100ms",
        "at 5ms crash b for 70ms
         at 10ms ask ann read x at b
         at 40ms ask ann read x at b
         at 80ms ask ann read x at b
         at 160ms ask ann read x at b
         at 170ms ask ann read x at b
         at 190ms ask ann read x at b",
        &expect![[r#"
            0.005000  act      crash b
            0.005000  down     b
            0.010000  call     ann          read x
            0.010000  send     ann -> b     read x
            0.020000  lost     ann -> b     read x
            0.020000  send     b -> ann     read x
            0.030000  arrive   b -> ann     read x
            0.030000  return   ann          read x = failed
            0.040000  call     ann          read x
            0.040000  send     ann -> b     read x
            0.050000  lost     ann -> b     read x
            0.050000  send     b -> ann     read x
            0.060000  arrive   b -> ann     read x
            0.060000  shows    ann          breaker open
            0.060000  return   ann          read x = failed
            0.075000  undone   crash b
            0.075000  up       b
            0.075000  shows    b
            0.080000  call     ann          read x
            0.080000  withheld ann
            0.080000  return   ann          read x = failed
            0.160000  call     ann          read x
            0.160000  shows    ann          breaker half-open
            0.160000  send     ann -> b     read x
            0.170000  call     ann          read x
            0.170000  withheld ann
            0.170000  return   ann          read x = failed
            0.170000  arrive   ann -> b     read x
            0.170000  send     b -> ann     read x 0
            0.180000  arrive   b -> ann     read x 0
            0.180000  shows    ann          breaker closed
            0.180000  return   ann          read x = ok 0
            0.190000  call     ann          read x
            0.190000  send     ann -> b     read x
            0.200000  arrive   ann -> b     read x
            0.200000  send     b -> ann     read x 0
            0.210000  arrive   b -> ann     read x 0
            0.210000  return   ann          read x = ok 0
        "#]],
    );
}

/// What the breaker of the client `ann` was seen doing, and calls that were made before it first kept one back.
fn watched(breaker: &str) -> (Vec<i32>, usize) {
    let groups = format!(
        "servers: service: db:
         people: client: ann@db: breaker = {breaker}; load = every 50ms; mix = 100% call"
    );
    let world = play(&scene(200, &groups, ""), 7, "at 25ms crash db for 150s");
    let first = world.trace.rows().find(|r| matches!(r.what, What::Withheld(_))).map_or(Time::NEVER, |r| r.at);
    let calls = world.history.calls.iter().filter(|c| c.sent < first).count();
    let ann = world.node("ann");
    (world.trace.gauges.iter().filter(|p| Some(p.node) == ann).map(|p| p.value).collect(), calls)
}

#[test]
fn libraries_open_and_close_by_their_own_defaults() {
    let ends_closed = |(states, calls): (Vec<i32>, usize), probes: usize| {
        // Open, then half-open and open again until the server is back.
        let (pairs, end) = states.split_at(states.len() - 3);
        assert!(pairs.chunks(2).all(|pair| pair == [1, 2]) && end == [1, 2, 0], "{states:?}");
        assert_eq!(pairs.len() / 2, probes, "half-open in vain");
        calls
    };
    assert_eq!(ends_closed(watched("consecutive"), 29), 5);
    assert_eq!(ends_closed(watched("count"), 29), 20);
    assert_eq!(ends_closed(watched("time"), 29), 20);
    assert_eq!(ends_closed(watched("hystrix"), 29), 20, "at its first look after twenty calls");
    assert_eq!(ends_closed(watched("resilience4j"), 2), 100);
    assert_eq!(ends_closed(watched("polly"), 29), 100);
    assert_eq!(ends_closed(watched("gobreaker"), 2), 6);
}

#[test]
fn an_operation_fails_for_certain_only_if_every_attempt_did() {
    let outcome = |acts: &str| {
        let world = play(&people("timeout = 50ms; attempts = 2"), 7, &format!("at 10ms ask ann read x at b\n{acts}"));
        let op = &world.history.ops[0];
        (op.outcome, op.attempts, op.returned)
    };
    assert_eq!(outcome("at 5ms crash b"), (Outcome::Failed, 2, Time::ms(50)));
    assert_eq!(outcome("at 5ms cut ann-b"), (Outcome::Unknown, 2, Time::ms(110)));
    let half = "at 5ms cut ann-b for 20ms\nat 30ms crash b";
    assert_eq!(outcome(half), (Outcome::Unknown, 2, Time::ms(80)), "the silent attempt may have happened");
}

#[test]
fn what_was_given_up_is_an_orphan_and_its_answer_is_counted() {
    let groups = "db: service: db: service = 80ms; workers = 1\npeople: client: ann@db: timeout = 50ms; attempts = 2";
    let world = play(&scene(1, groups, ""), 7, "at 10ms ask ann call");
    let calls: Vec<_> = world.history.calls.iter().map(|c| (c.attempt, c.end, c.orphan(), c.answers)).collect();
    assert_eq!(calls, [(1, CallEnd::GivenUp, false, 1), (2, CallEnd::GivenUp, false, 1)]);
    let slow = "db: service: db: service = 150ms\npeople: client: ann@db: timeout = 50ms; attempts = 3";
    let world = play(&scene(1, slow, ""), 7, "at 10ms ask ann call");
    let orphans = world.history.calls.iter().filter(|c| c.orphan()).count();
    assert_eq!((orphans, world.history.ops[0].outcome), (2, Outcome::Unknown));
}

/// When each client of five, all refused at one instant, tries for the second time.
fn second_tries(settings: &str, seed: u64) -> Vec<Time> {
    let groups = format!(
        "servers: service: gate:
         people: client: c1@gate, c2@gate, c3@gate, c4@gate, c5@gate: attempts = 2; backoff = exp; {settings}"
    );
    let asks = [1, 2, 3, 4, 5].map(|n| format!("at 10ms ask c{n} call")).join("\n");
    let world = play(&scene(2, &groups, ""), seed, &format!("at 5ms crash gate\n{asks}"));
    world.history.calls.iter().filter(|c| c.attempt == 2).map(|c| c.sent).collect()
}

#[test]
fn jitter_tells_clients_apart_unless_they_share_a_seed() {
    let distinct = |mut times: Vec<Time>| {
        assert_eq!(times.len(), 5);
        times.sort_unstable();
        times.dedup();
        times.len()
    };
    for seed in 0..10 {
        assert_eq!(distinct(second_tries("jitter = none", seed)), 1);
        assert_eq!(distinct(second_tries("jitter = full", seed)), 5);
        assert_eq!(distinct(second_tries("jitter = full; jitter-seed = shared", seed)), 1);
    }
    let shared = |seed| second_tries("jitter = full; jitter-seed = shared", seed)[0];
    assert_ne!(shared(1), shared(2), "alike in a run, and not from run to run");
}

#[test]
fn retries_cost_and_gain_what_the_closed_form_says() {
    // 1 + p + p² attempts, and 1 − p³ of the operations succeed.
    for (rate, p) in [("10%", 0.1), ("50%", 0.5), ("90%", 0.9)] {
        let groups = format!(
            "servers: service: db: error-rate = {rate}
             people: client: ann@db: attempts = 3; load = closed 1ms; mix = 100% call"
        )
        .replace("closed 1ms", "closed 1ms..1ms");
        let world = play(&scene(10, &groups, ""), 3, "");
        let (ops, calls) = (world.history.ops.iter(), world.history.calls.len() as f64);
        let n = ops.clone().count() as f64;
        let good = ops.filter(|op| matches!(op.outcome, Outcome::Ok(_))).count() as f64;
        assert!(n > 9_000.0);
        // Four standard deviations; an operation's attempts have at most a variance of 1.
        assert!((calls / n - (1.0 + p + p * p)).abs() < 4.0 / n.sqrt(), "{rate}: {}", calls / n);
        assert!((good / n - (1.0 - p * p * p)).abs() < 4.0 * 0.5 / n.sqrt(), "{rate}: {}", good / n);
    }
}

/// What the operations of a world were, in brief.
fn asked(world: &World) -> Vec<String> {
    let told = |op: &sim_core::history::Op| {
        format!("{} {} {}", op.called, world.names[op.server.index()], op.label(&world.history.keys))
    };
    world.history.ops.iter().map(told).collect()
}

#[test]
fn a_burst_begins_together_and_ends_a_script() {
    let world = play(&people("load = burst 3 every 400ms; mix = 100% write x next"), 7, "");
    let of_ann = |text: &String| text.contains(" a ");
    let all: Vec<String> = asked(&world).into_iter().filter(of_ann).collect();
    assert_eq!(all.len(), 12, "{all:?}");
    assert!(all[..6].iter().all(|t| t.starts_with("400ms")) && all[6..].iter().all(|t| t.starts_with("800ms")));
    let mut names: Vec<u64> = world.history.ops.iter().map(|op| op.name.0).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 12);
}

#[test]
fn a_ramp_begins_when_it_is_set() {
    let acts = "at 500ms set people.load ramp 0/s..1000/s over 500ms";
    let world = play(&people("load = none; mix = 100% read x"), 7, acts);
    let count = |from: u64, to: u64| {
        world.history.ops.iter().filter(|op| (Time::ms(from)..Time::ms(to)).contains(&op.called)).count()
    };
    // Two clients: 2 · 62.5 requests expected in the first half of the ramp, 2 · 187.5 in the second.
    assert_eq!(count(0, 500), 0);
    assert!((80..170).contains(&count(500, 750)) && (300..450).contains(&count(750, 1_000)), "{}", count(500, 1_000));
}

#[test]
fn operations_go_to_servers_by_their_own_luck() {
    let load = "load = every 10ms; mix = 100% read x";
    let here = asked(&play(&people(load), 7, ""));
    assert!(here.iter().all(|t| t.contains(" a ")));
    let spread = asked(&play(&people(&format!("servers = replicas; {load}")), 7, ""));
    let at_b = spread.iter().filter(|t| t.contains(" b ")).count();
    assert!((60..140).contains(&at_b) && spread.len() == 200, "{at_b} of {}", spread.len());
    // An operation that is asked besides leaves the choices of the others as they were.
    let besides = asked(&play(&people(&format!("servers = replicas; {load}")), 7, "at 5ms ask ann read y at a"));
    assert_eq!(besides.iter().filter(|t| !t.ends_with('y')).collect::<Vec<_>>(), spread.iter().collect::<Vec<_>>());
}

#[test]
fn clients_are_sent_to_servers_only_that_know_what_they_ask() {
    let groups = "replicas: register: a:\nothers: service: s:\npeople: client: ann@a: servers = others";
    let recipe = sim_core::run::Recipe::idle(scene(1, groups, ""));
    assert_eq!(recipe.play(None).err().map(|e| e.0), Some("`s` knows no `write`".to_string()));
}

#[test]
fn a_contest_of_writers_ends_with_one_write_each() {
    let groups = "all: occ: store, n1, n2, n3, n4, n5, n6, n7, n8: backoff = exp; backoff-base = 10ms; jitter = full";
    let world = play(&scene(20, groups, "latency = normal 10ms 2ms"), 7, "");
    let sent = |kind: &str| {
        let is = |m: &sim_core::trace::Message| world.kinds[usize::from(m.kind)].name == kind;
        world.trace.messages().filter(is).count()
    };
    assert_eq!((sent("done"), sent("write")), (8, 8 + sent("conflict")));
    assert_eq!(sent("read"), sent("write"));
    assert!(sent("conflict") > 8, "they are in each other's way");
}
