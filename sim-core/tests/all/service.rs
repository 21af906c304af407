//! Services: what waits, what is worked on, what is refused and what is lost, row by row.

use std::rc::Rc;

use expect_test::{Expect, expect};
use sim_core::history::Outcome;
use sim_core::luck::Seed;
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;
use sim_core::world::World;

use crate::bench::{lines, settings};

/// Groups, each `name: protocol: nodes: settings`, where a client is `ann@pay`; and the settings of links.
pub fn scene(seconds: u64, groups: &str, links: &str) -> Rc<Scenario> {
    let node = |text: &str| match text.trim().split_once('@') {
        Some((name, beside)) => Node { name: name.into(), beside: Some(beside.into()) },
        None => Node { name: text.trim().into(), beside: None },
    };
    let group = |line: &str| {
        let [name, protocol, nodes, text] = line.splitn(4, ':').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("`{line}` is no group");
        };
        let nodes = nodes.split(',').map(node).collect();
        Group { name: name.into(), protocol: protocol.into(), nodes, settings: settings(text), script: Vec::new() }
    };
    let groups = groups.lines().map(str::trim).filter(|l| !l.is_empty()).map(group).collect();
    Rc::new(Scenario { length: Duration::secs(seconds), groups, links: settings(links), ..Scenario::default() })
}

/// The scene played to its end under a seed.
pub fn play(scene: &Rc<Scenario>, seed: u64, acts: &str) -> World {
    let recipe = Recipe { scenario: Rc::clone(scene), seed: Seed(seed), lines: lines(acts) };
    recipe.play(None).expect("it is possible")
}

/// The rows after the first instant, without names of messages, act lines that ask, timers, and ways of no length
/// between a client and the server beside it.
pub fn told(world: &World) -> String {
    let text = world.text();
    let dull = |l: &str| {
        let what = &l[13..];
        let client =
            what.contains("ann -> ") || what.contains("bo -> ") || what.contains("-> ann") || what.contains("-> bo");
        l.starts_with("   0.000000  ") || what.starts_with("act      ask") || what.starts_with("timer") || client
    };
    text.lines().filter(|l| !dull(l)).map(|l| l.split("  ~").next().unwrap_or(l).trim().to_string() + "\n").collect()
}

/// One service with `ann` and `bo` beside it, links of 0 s, work of 100 ms.
fn pay(settings: &str, acts: &str) -> World {
    let groups =
        format!("servers: service: pay: service = 100ms; {settings}\npeople: client: ann@pay, bo@pay: timeout = 2s");
    play(&scene(3, &groups, ""), 7, acts)
}

#[track_caller]
fn check(settings: &str, acts: &str, expected: &Expect) {
    expected.assert_eq(&told(&pay(settings, acts)));
}

/// Three at once, and one later.
const FOUR: &str = "at 10ms ask ann call\nat 20ms ask bo call\nat 30ms ask ann call\nat 150ms ask bo call";

#[test]
fn requests_wait_for_a_worker_and_a_full_queue_refuses() {
    check(
        "queue = 1",
        FOUR,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  call     bo           call
            0.030000  call     ann          call
            0.030000  return   ann          call = failed
            0.110000  return   ann          call = ok
            0.150000  call     bo           call
            0.210000  return   bo           call = ok
            0.310000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn without_a_queue_whoever_finds_all_workers_busy_is_refused() {
    check(
        "queue = 0; workers = 2",
        FOUR,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  call     bo           call
            0.030000  call     ann          call
            0.030000  return   ann          call = failed
            0.110000  return   ann          call = ok
            0.120000  return   bo           call = ok
            0.150000  call     bo           call
            0.250000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn the_last_one_comes_first_with_lifo() {
    check(
        "order = lifo",
        FOUR,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  call     bo           call
            0.030000  call     ann          call
            0.110000  return   ann          call = ok
            0.150000  call     bo           call
            0.210000  return   ann          call = ok
            0.310000  return   bo           call = ok
            0.410000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn what_has_waited_too_long_is_not_worked_on() {
    check(
        "expire = 95ms",
        FOUR,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  call     bo           call
            0.030000  call     ann          call
            0.110000  return   ann          call = ok
            0.150000  call     bo           call
            0.150000  return   ann          call = failed
            0.210000  return   bo           call = ok
            0.310000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn a_pause_makes_everything_late_and_loses_nothing() {
    check(
        "",
        "at 10ms ask ann call\nat 50ms pause pay for 500ms\nat 60ms ask bo call",
        &expect![[r#"
            0.010000  call     ann          call
            0.050000  act      pause pay for 500ms
            0.050000  paused   pay
            0.060000  call     bo           call
            0.550000  undone   pause pay for 500ms
            0.550000  resumed  pay
            0.550000  return   ann          call = ok
            0.650000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn a_slow_node_takes_ten_times_as_long_for_work_begun_from_then_on() {
    let acts = "at 10ms ask ann call\nat 20ms slow pay by 10x for 100ms\nat 110ms ask bo call\nat 120ms ask ann call";
    check(
        "workers = 2",
        acts,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  act      slow pay by 10x
            0.110000  call     bo           call
            0.110000  return   ann          call = ok
            0.120000  undone   slow pay by 10x
            0.120000  call     ann          call
            0.220000  return   ann          call = ok
            1.110000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn a_crash_loses_work_and_queue_and_who_asks_then_is_refused_at_once() {
    let acts = "at 10ms ask ann call\nat 20ms ask bo call\nat 50ms crash pay\nat 60ms ask ann call\nat 100ms restart pay\nat 110ms ask bo call";
    check(
        "",
        acts,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  call     bo           call
            0.050000  act      crash pay
            0.050000  down     pay
            0.060000  call     ann          call
            0.060000  return   ann          call = failed
            0.100000  act      restart pay
            0.100000  up       pay
            0.100000  shows    pay          workers 1
            0.110000  call     bo           call
            0.210000  return   bo           call = ok
            2.010000  return   ann          call = unknown
            2.020000  return   bo           call = unknown
        "#]],
    );
}

#[test]
fn more_workers_start_at_once_and_fewer_finish_what_they_have() {
    let acts = "at 10ms ask ann call\nat 20ms ask bo call\nat 30ms ask ann call\nat 50ms set servers.workers 3\nat 60ms set servers.workers 1\nat 70ms ask bo call";
    check(
        "",
        acts,
        &expect![[r#"
            0.010000  call     ann          call
            0.020000  call     bo           call
            0.030000  call     ann          call
            0.050000  act      set servers.workers 3
            0.050000  shows    pay          workers 3
            0.060000  act      set servers.workers 1
            0.060000  shows    pay          workers 1
            0.070000  call     bo           call
            0.110000  return   ann          call = ok
            0.150000  return   ann          call = ok
            0.150000  return   bo           call = ok
            0.250000  return   bo           call = ok
        "#]],
    );
}

#[test]
fn an_error_takes_as_long_as_an_answer() {
    check(
        "error-rate = 100%",
        "at 10ms ask ann call",
        &expect![[r#"
            0.010000  call     ann          call
            0.110000  return   ann          call = failed
        "#]],
    );
    let groups = "servers: service: pay: service = 1ms; error-rate = 30%\npeople: client: ann@pay: load = every 5ms; mix = 100% call";
    let world = play(&scene(10, groups, ""), 7, "");
    let failed = world.history.ops.iter().filter(|op| op.outcome == Outcome::Failed).count();
    assert!((540..660).contains(&failed), "{failed} of 2000, four deviations from 600");
}

#[test]
fn a_request_that_arrives_twice_is_worked_on_twice() {
    let groups = "servers: service: pay: service = 10ms\nothers: service: x:\npeople: client: ann@x:";
    let world =
        play(&scene(1, groups, "latency = 5ms"), 7, "at 5ms duplicate next call to pay\nat 10ms ask ann call at pay");
    assert_eq!((world.history.calls[0].answers, world.history.ops[0].outcome), (2, Outcome::Ok(None)));
}
