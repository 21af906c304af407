//! The replicated store, row by row: who puts writes in order, who is told when, and who catches up.

use std::rc::Rc;

use expect_test::{Expect, expect};
use sim_core::scenario::Scenario;
use sim_core::world::World;

use crate::service::{play, scene};

/// Three replicas 10 ms apart, `ann` beside `a`, `bo` beside `b`, `cy` beside `c`.
fn three(store: &str) -> Rc<Scenario> {
    let groups = format!(
        "replicas: store: a, b, c: {store}
         people: client: ann@a, bo@b, cy@c: timeout = 2s"
    );
    scene(1, &groups, "latency = 10ms")
}

/// What replicas send each other and what clients are told.
fn told(world: &World) -> String {
    let text = world.text();
    let client =
        |l: &str| ["ann", "bo", "cy"].iter().any(|c| l.contains(&format!("{c} ->")) || l.contains(&format!("-> {c}")));
    let dull = |l: &str| {
        l.starts_with("   0.000000  ") || l[13..].starts_with("act") || l[13..].starts_with("timer") || client(l)
    };
    text.lines().filter(|l| !dull(l)).map(|l| l.split("  ~").next().unwrap_or(l).trim().to_string() + "\n").collect()
}

#[track_caller]
pub fn check(store: &str, acts: &str, expected: &Expect) {
    expected.assert_eq(&told(&play(&three(store), 1, acts)));
}

#[test]
fn a_leader_puts_writes_in_their_place_and_the_own_copy_acknowledges() {
    check(
        "ack = own",
        "at 10ms ask bo write x 1 then read x",
        &expect![[r#"
            0.010000  call     bo           write x 1
            0.010000  send     b -> a       submit x 1
            0.020000  arrive   b -> a       submit x 1
            0.020000  send     a -> b       copy x 1
            0.020000  send     a -> c       copy x 1
            0.020000  shows    a            x 1
            0.030000  arrive   a -> b       copy x 1
            0.030000  shows    b            x 1
            0.030000  return   bo           write x 1 = ok
            0.030000  call     bo           read x
            0.030000  return   bo           read x = ok 1
            0.030000  arrive   a -> c       copy x 1
            0.030000  shows    c            x 1
        "#]],
    );
}

#[test]
fn a_writer_that_waits_for_the_leader_alone_may_not_see_its_own_write() {
    check(
        "",
        "at 10ms delay next copy from a to b by 30ms\nat 10ms ask bo write x 1 then read x",
        &expect![[r#"
            0.010000  call     bo           write x 1
            0.010000  send     b -> a       submit x 1
            0.020000  arrive   b -> a       submit x 1
            0.020000  send     a -> b       copy x 1
            0.020000  moved    a -> b       copy x 1
            0.020000  send     a -> c       copy x 1
            0.020000  shows    a            x 1
            0.020000  send     a -> b       ordered x
            0.030000  arrive   a -> c       copy x 1
            0.030000  shows    c            x 1
            0.030000  arrive   a -> b       ordered x
            0.030000  return   bo           write x 1 = ok
            0.030000  call     bo           read x
            0.030000  return   bo           read x = ok 0
            0.060000  arrive   a -> b       copy x 1
            0.060000  shows    b            x 1
        "#]],
    );
}

#[test]
fn reads_at_the_leader_go_there_and_back() {
    check(
        "reads = leader",
        "at 10ms ask ann write x 1\nat 15ms ask cy read x",
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.015000  call     cy           read x
            0.015000  send     c -> a       read x
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.020000  arrive   a -> b       copy x 1
            0.020000  shows    b            x 1
            0.025000  arrive   c -> a       read x
            0.025000  send     a -> c       read x 1
            0.035000  arrive   a -> c       read x 1
            0.035000  return   cy           read x = ok 1
        "#]],
    );
}

#[test]
fn any_replica_may_order_and_the_larger_stamp_stays() {
    let acts = "at 10ms ask ann write x 1\nat 15ms ask bo write x 2\nat 50ms ask ann read x\nat 50ms ask bo read x";
    check(
        "order = multi",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.015000  call     bo           write x 2
            0.015000  send     b -> a       copy x 2
            0.015000  send     b -> c       copy x 2
            0.015000  shows    b            x 2
            0.015000  return   bo           write x 2 = ok
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.020000  arrive   a -> b       copy x 1
            0.020000  shows    b            x 2
            0.025000  arrive   b -> c       copy x 2
            0.025000  shows    c            x 2
            0.025000  arrive   b -> a       copy x 2
            0.025000  shows    a            x 2
            0.050000  call     ann          read x
            0.050000  call     bo           read x
            0.050000  return   ann          read x = ok 2
            0.050000  return   bo           read x = ok 2
        "#]],
    );
    check(
        "order = multi; conflict = arrival",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.015000  call     bo           write x 2
            0.015000  send     b -> a       copy x 2
            0.015000  send     b -> c       copy x 2
            0.015000  shows    b            x 2
            0.015000  return   bo           write x 2 = ok
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.020000  arrive   a -> b       copy x 1
            0.020000  shows    b            x 1
            0.025000  arrive   b -> c       copy x 2
            0.025000  shows    c            x 2
            0.025000  arrive   b -> a       copy x 2
            0.025000  shows    a            x 2
            0.050000  call     ann          read x
            0.050000  call     bo           read x
            0.050000  return   ann          read x = ok 2
            0.050000  return   bo           read x = ok 1
        "#]],
    );
}

#[test]
fn a_replica_that_starts_again_asks_for_what_it_lacks() {
    let acts =
        "at 10ms ask ann write x 1\nat 50ms crash b for 100ms\nat 60ms ask ann write x 2\nat 200ms ask bo read x";
    check(
        "order = multi",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.020000  arrive   a -> b       copy x 1
            0.020000  shows    b            x 1
            0.050000  down     b
            0.060000  call     ann          write x 2
            0.060000  send     a -> b       copy x 2
            0.060000  send     a -> c       copy x 2
            0.060000  shows    a            x 2
            0.060000  return   ann          write x 2 = ok
            0.070000  lost     a -> b       copy x 2
            0.070000  arrive   a -> c       copy x 2
            0.070000  shows    c            x 2
            0.150000  undone   crash b
            0.150000  up       b
            0.150000  send     b -> a       sync
            0.150000  send     b -> c       sync
            0.150000  shows    b            x 1
            0.160000  arrive   b -> c       sync
            0.160000  send     c -> b       copy x 2
            0.160000  arrive   b -> a       sync
            0.160000  send     a -> b       copy x 2
            0.170000  arrive   c -> b       copy x 2
            0.170000  shows    b            x 2
            0.170000  arrive   a -> b       copy x 2
            0.200000  call     bo           read x
            0.200000  return   bo           read x = ok 2
        "#]],
    );
}

#[test]
fn what_arrives_twice_is_done_once() {
    let acts =
        "at 10ms duplicate next write from bo to b\nat 10ms duplicate next copy from a to c\nat 10ms ask bo write x 1";
    check(
        "ack = own",
        acts,
        &expect![[r#"
            0.010000  call     bo           write x 1
            0.010000  send     b -> a       submit x 1
            0.010000  send     b -> a       submit x 1
            0.020000  arrive   b -> a       submit x 1
            0.020000  send     a -> b       copy x 1
            0.020000  send     a -> c       copy x 1
            0.020000  send     a -> c       copy x 1
            0.020000  shows    a            x 1
            0.020000  arrive   b -> a       submit x 1
            0.030000  arrive   a -> c       copy x 1
            0.030000  shows    c            x 1
            0.030000  arrive   a -> c       copy x 1
            0.030000  arrive   a -> b       copy x 1
            0.030000  shows    b            x 1
            0.030000  return   bo           write x 1 = ok
        "#]],
    );
}
