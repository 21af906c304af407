//! Measures of servers, on runs that can be worked out by hand.

use std::rc::Rc;

use sim_core::measure::{ArgValue, Call, Evidence, Instant, Verdict, find};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::service::{play, scene};

/// What a sentence such as `attempts(db, per = op)` finds: `node`, and then `key = value`.
pub fn found(world: &World, measure: &str, args: &str) -> Option<f64> {
    let arg = |text: &str| {
        let (key, value) = text.split_once('=').unwrap_or(("node", text));
        let (key, value) = (key.trim(), value.trim());
        let millis = || value.trim_end_matches("ms").parse().expect(value);
        let value = match key {
            "after" => ArgValue::Instant(Instant::At(Time::ms(millis()))),
            "for" => ArgValue::Span(Duration::ms(millis())),
            _ => ArgValue::Word(value.into()),
        };
        (key.to_string(), value)
    };
    let args = args.split(',').filter(|a| !a.trim().is_empty()).map(arg).collect();
    match find(&Evidence::of(world), &Call { measure: measure.into(), args }).verdict {
        Verdict::Quantity(quantity) => Some(quantity.value),
        Verdict::Empty => None,
        other => panic!("{other:?}"),
    }
}

/// One worker, 100 ms of work; `ann` waits for 150 ms only.
fn impatient() -> Rc<Scenario> {
    scene(1, "servers: service: pay: service = 100ms\npeople: client: ann@pay, bo@pay: timeout = 150ms", "")
}

/// Three at once: the first is answered, the second gives up while it is worked on, the third while it waits.
const THREE: &str = "at 100ms ask ann call\nat 100ms ask bo call\nat 100ms ask ann call";

#[test]
fn work_for_somebody_who_has_left_is_an_orphan() {
    let world = play(&impatient(), 1, THREE);
    let count = |measure: &str, args: &str| found(&world, measure, args);
    assert_eq!(count("executions", "pay"), Some(3.0));
    assert_eq!(count("orphans", "pay"), Some(1.0));
    assert_eq!(count("orphans", "servers, per = op"), Some(1.0 / 3.0));
    assert_eq!(count("success", ""), Some(1.0 / 3.0));
}

#[test]
fn refused_and_expired_requests_are_no_work() {
    let full = play(&impatient(), 1, &format!("at 0s set servers.queue 0\n{THREE}"));
    assert_eq!((found(&full, "attempts", "pay"), found(&full, "executions", "pay")), (Some(3.0), Some(1.0)));
    let stale = play(&impatient(), 1, &format!("at 0s set servers.expire 150ms\n{THREE}"));
    assert_eq!((found(&stale, "executions", "pay"), found(&stale, "orphans", "pay")), (Some(2.0), Some(0.0)));
}

#[test]
fn rates_are_taken_over_the_window() {
    let world = play(&impatient(), 1, THREE);
    assert_eq!((found(&world, "offered", ""), found(&world, "goodput", "")), (Some(3.0), Some(1.0)));
    let window = "after = 50ms, for = 250ms";
    assert_eq!((found(&world, "offered", window), found(&world, "goodput", window)), (Some(12.0), Some(4.0)));
    assert_eq!(found(&world, "offered", "after = 1000ms"), None, "no time has passed since then");
}

#[test]
fn a_queue_and_its_workers_are_weighed_by_time() {
    let world = play(&impatient(), 1, THREE);
    // Two wait from 100 ms to 200 ms, one until 300 ms; the worker is busy from 100 ms to 400 ms.
    assert_eq!(found(&world, "queue_length", "pay"), Some(0.3));
    assert_eq!(found(&world, "utilisation", "pay"), Some(0.3));
    assert_eq!(found(&world, "queue_length", "pay, after = 150ms, for = 100ms"), Some(1.5));
    assert_eq!(found(&world, "utilisation", "servers, after = 150ms, for = 100ms"), Some(1.0));
    // A crash frees the worker and loses the queue.
    let crashed = play(&impatient(), 1, &format!("{THREE}\nat 150ms crash pay"));
    assert_eq!(found(&crashed, "queue_length", "pay"), Some(0.1));
    assert_eq!(found(&crashed, "utilisation", "pay, after = 150ms"), None, "there are no workers");
    // Another three workers halfway: all work is done by 250 ms.
    let more = play(&impatient(), 1, &format!("{THREE}\nat 150ms set servers.workers 4"));
    assert_eq!(found(&more, "queue_length", "pay, after = 150ms"), Some(0.0));
    assert_eq!(found(&more, "utilisation", "pay, after = 150ms, for = 100ms"), Some((3.0 + 2.0) / 8.0));
}

#[test]
fn percentiles_are_those_of_answers() {
    let world = play(
        &scene(200, "servers: service: pay: service = 10ms\npeople: client: ann@pay: timeout = 150ms", ""),
        1,
        "every 1s from 1s until 101.5s ask ann call\nat 99.5s slow pay by 10x\nat 100.5s slow pay by 20x",
    );
    let near = |found: Option<f64>, right: f64| found.is_some_and(|f| (f - right).abs() <= right / 256.0);
    assert!(near(found(&world, "p50", ""), 0.01), "{:?}", found(&world, "p50", ""));
    assert!(near(found(&world, "p99", ""), 0.01), "99 of 100 answers took 10 ms, one 100 ms; the last came too late");
    assert!(near(found(&world, "p99", "after = 2000ms"), 0.1), "98 of 99");
    assert_eq!(found(&world, "p99", "after = 101000ms"), None);
}

#[test]
fn calls_are_counted_where_they_are_sent_to() {
    let groups = "fronts: service: api: workers = 50; calls = stores\nstores: service: x, y: workers = 50; service = 5ms\npeople: client: ann@api:";
    let world = play(&scene(1, groups, ""), 1, "every 2ms from 2ms until 801ms ask ann call\nat 400ms crash x");
    let sum = |node: &str| found(&world, "attempts", node).unwrap();
    assert_eq!((sum("api"), sum("stores"), sum("x") + sum("y")), (400.0, 400.0, 400.0));
    assert!((160.0..240.0).contains(&sum("x")), "{}: four deviations from half", sum("x"));
    assert_eq!(found(&world, "attempts", "stores, per = op"), Some(1.0));
    assert_eq!(found(&world, "most_attempts", "stores"), Some(1.0));
    assert_eq!(found(&world, "attempts", "x, per = op, after = 900ms"), None);
    let executed = found(&world, "executions", "x").unwrap();
    assert!(executed < sum("x"), "a node that is down executes nothing: {executed}");
}
