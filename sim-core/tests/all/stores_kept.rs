//! The replicated store: what is laid aside, who waits, and which consistency models its settings keep.

use std::fmt::Write;
use std::rc::Rc;

use expect_test::expect;
use sim_core::lattice::{self, Model, Verdict};
use sim_core::measure::Evidence;

use crate::service::{play, scene};
use crate::stores::check;

/// Ann's question is slow on its way to Cy; Bo reads it and answers.
const THREAD: &str = "at 5ms slow a->c by 100ms
    at 10ms ask ann write q 1
    at 10ms ask bo read q until 1 then write a 1
    at 10ms ask cy read a until 1 then read q";

#[test]
fn an_answer_without_its_question_is_laid_aside_where_it_names_it() {
    check(
        "order = multi; delivery = fifo; session = WFR",
        THREAD,
        &expect![[r#"
            0.010000  call     ann          write q 1
            0.010000  call     bo           read q
            0.010000  call     cy           read a
            0.010000  send     a -> b       copy q 1
            0.010000  send     a -> c       copy q 1
            0.010000  shows    a            q 1
            0.010000  return   ann          write q 1 = ok
            0.010000  return   cy           read a = ok 0
            0.010000  return   bo           read q = ok 0
            0.020000  arrive   a -> b       copy q 1
            0.020000  shows    b            q 1
            0.030000  call     bo           read q
            0.030000  call     cy           read a
            0.030000  return   cy           read a = ok 0
            0.030000  return   bo           read q = ok 1
            0.030000  call     bo           write a 1
            0.030000  send     b -> a       copy a 1
            0.030000  send     b -> c       copy a 1
            0.030000  shows    b            q 1, a 1
            0.030000  return   bo           write a 1 = ok
            0.040000  arrive   b -> c       copy a 1
            0.040000  shows    c            a 1
            0.040000  arrive   b -> a       copy a 1
            0.040000  shows    a            q 1, a 1
            0.050000  call     cy           read a
            0.050000  return   cy           read a = ok 1
            0.050000  call     cy           read q
            0.050000  return   cy           read q = ok 0
            0.120000  arrive   a -> c       copy q 1
            0.120000  shows    c            q 1, a 1
        "#]],
    );
    check(
        "order = multi; delivery = deps; session = WFR",
        THREAD,
        &expect![[r#"
            0.010000  call     ann          write q 1
            0.010000  call     bo           read q
            0.010000  call     cy           read a
            0.010000  send     a -> b       copy q 1
            0.010000  send     a -> c       copy q 1
            0.010000  shows    a            q 1
            0.010000  return   ann          write q 1 = ok
            0.010000  return   cy           read a = ok 0
            0.010000  return   bo           read q = ok 0
            0.020000  arrive   a -> b       copy q 1
            0.020000  shows    b            q 1
            0.030000  call     bo           read q
            0.030000  call     cy           read a
            0.030000  return   cy           read a = ok 0
            0.030000  return   bo           read q = ok 1
            0.030000  call     bo           write a 1
            0.030000  send     b -> a       copy a 1
            0.030000  send     b -> c       copy a 1
            0.030000  shows    b            q 1, a 1
            0.030000  return   bo           write a 1 = ok
            0.040000  arrive   b -> c       copy a 1
            0.040000  shows    c
            0.040000  arrive   b -> a       copy a 1
            0.040000  shows    a            q 1, a 1
            0.050000  call     cy           read a
            0.050000  return   cy           read a = ok 0
            0.070000  call     cy           read a
            0.070000  return   cy           read a = ok 0
            0.090000  call     cy           read a
            0.090000  return   cy           read a = ok 0
            0.110000  call     cy           read a
            0.110000  return   cy           read a = ok 0
            0.120000  arrive   a -> c       copy q 1
            0.120000  shows    c            q 1, a 1
            0.130000  call     cy           read a
            0.130000  return   cy           read a = ok 1
            0.130000  call     cy           read q
            0.130000  return   cy           read q = ok 1
        "#]],
    );
    // Without a session nobody says on what the answer depends.
    check(
        "order = multi; delivery = deps",
        THREAD,
        &expect![[r#"
            0.010000  call     ann          write q 1
            0.010000  call     bo           read q
            0.010000  call     cy           read a
            0.010000  send     a -> b       copy q 1
            0.010000  send     a -> c       copy q 1
            0.010000  shows    a            q 1
            0.010000  return   ann          write q 1 = ok
            0.010000  return   cy           read a = ok 0
            0.010000  return   bo           read q = ok 0
            0.020000  arrive   a -> b       copy q 1
            0.020000  shows    b            q 1
            0.030000  call     bo           read q
            0.030000  call     cy           read a
            0.030000  return   cy           read a = ok 0
            0.030000  return   bo           read q = ok 1
            0.030000  call     bo           write a 1
            0.030000  send     b -> a       copy a 1
            0.030000  send     b -> c       copy a 1
            0.030000  shows    b            q 1, a 1
            0.030000  return   bo           write a 1 = ok
            0.040000  arrive   b -> c       copy a 1
            0.040000  shows    c            a 1
            0.040000  arrive   b -> a       copy a 1
            0.040000  shows    a            q 1, a 1
            0.050000  call     cy           read a
            0.050000  return   cy           read a = ok 1
            0.050000  call     cy           read q
            0.050000  return   cy           read q = ok 0
            0.120000  arrive   a -> c       copy q 1
            0.120000  shows    c            q 1, a 1
        "#]],
    );
}

#[test]
fn first_in_first_out_keeps_the_order_of_one_sender() {
    let acts = "at 10ms ask ann write x 1\nat 20ms ask ann write y 1\nat 10ms delay next copy from a to b by 50ms\nat 45ms ask bo read y then read x";
    check(
        "order = multi; delivery = fifo",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  moved    a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.020000  call     ann          write y 1
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.020000  send     a -> b       copy y 1
            0.020000  send     a -> c       copy y 1
            0.020000  shows    a            x 1, y 1
            0.020000  return   ann          write y 1 = ok
            0.030000  arrive   a -> c       copy y 1
            0.030000  shows    c            x 1, y 1
            0.030000  arrive   a -> b       copy y 1
            0.030000  shows    b
            0.045000  call     bo           read y
            0.045000  return   bo           read y = ok 0
            0.045000  call     bo           read x
            0.045000  return   bo           read x = ok 0
            0.070000  arrive   a -> b       copy x 1
            0.070000  shows    b            x 1, y 1
        "#]],
    );
    check(
        "order = multi; delivery = none",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  moved    a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.020000  call     ann          write y 1
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.020000  send     a -> b       copy y 1
            0.020000  send     a -> c       copy y 1
            0.020000  shows    a            x 1, y 1
            0.020000  return   ann          write y 1 = ok
            0.030000  arrive   a -> c       copy y 1
            0.030000  shows    c            x 1, y 1
            0.030000  arrive   a -> b       copy y 1
            0.030000  shows    b            y 1
            0.045000  call     bo           read y
            0.045000  return   bo           read y = ok 1
            0.045000  call     bo           read x
            0.045000  return   bo           read x = ok 0
            0.070000  arrive   a -> b       copy x 1
            0.070000  shows    b            x 1, y 1
        "#]],
    );
}

#[test]
fn a_replica_that_is_behind_lets_a_session_wait() {
    let acts = "at 10ms slow a->b by 50ms\nat 10ms ask ann write x 1 then read x at b";
    check(
        "order = multi; session = none",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.010000  call     ann          read x
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.030000  return   ann          read x = ok 0
            0.070000  arrive   a -> b       copy x 1
            0.070000  shows    b            x 1
        "#]],
    );
    check(
        "order = multi; session = RYW",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.010000  call     ann          read x
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.070000  arrive   a -> b       copy x 1
            0.070000  shows    b            x 1
            0.080000  return   ann          read x = ok 1
        "#]],
    );
}

#[test]
fn a_client_that_starts_again_carries_nothing() {
    let acts =
        "at 10ms slow a->b by 50ms\nat 10ms ask ann write x 1\nat 12ms crash ann for 1ms\nat 20ms ask ann read x at b";
    check(
        "order = multi; session = RYW MR",
        acts,
        &expect![[r#"
            0.010000  call     ann          write x 1
            0.010000  send     a -> b       copy x 1
            0.010000  send     a -> c       copy x 1
            0.010000  shows    a            x 1
            0.010000  return   ann          write x 1 = ok
            0.012000  down     ann
            0.013000  undone   crash ann
            0.013000  up       ann
            0.013000  shows    ann
            0.020000  call     ann          read x
            0.020000  arrive   a -> c       copy x 1
            0.020000  shows    c            x 1
            0.040000  return   ann          read x = ok 0
            0.070000  arrive   a -> b       copy x 1
            0.070000  shows    b            x 1
        "#]],
    );
}

/// Which models random clients saw broken, in how many of 40 short runs: linearizable, sequential, causal memory, PRAM,
/// RYW, MR, MR and MW, MR and WFR.
fn broken(store: &str, people: &str) -> String {
    use Model::{CausalMemory, Linearizable, MrLocal, MrMwLocal, MrWfrLocal, Pram, RywLocal, Sequential};
    let models = [Linearizable, Sequential, CausalMemory, Pram, RywLocal, MrLocal, MrMwLocal, MrWfrLocal];
    let groups = format!(
        "replicas: store: a, b, c: {store}
         people: client: ann@a, bo@b, cy@c: timeout = 5s; load = closed 20ms..60ms; mix = 25% write x next, 25% write y next, 25% read x, 25% read y; {people}"
    );
    let mut world = (*scene(2, &groups, "latency = 5ms..200ms")).clone();
    for client in ["ann", "bo", "cy"] {
        for server in ["a", "b", "c"] {
            let link = sim_core::act::LinkName { a: client.into(), b: server.into(), one_way: false };
            world.own_links.push((link, vec![("latency".into(), "1ms..3ms".into())]));
        }
    }
    let world = Rc::new(world);
    let mut counts = [0; 8];
    for seed in 0..40 {
        let run = play(&world, seed, "at 300ms set people.load none");
        let history = lattice::history(&Evidence::of(&run)).expect("reads and writes of keys");
        for (count, model) in counts.iter_mut().zip(models) {
            *count += usize::from(lattice::decide(&history, model) == Some(Verdict::Broken));
        }
    }
    counts.map(|n| format!(" {n}")).concat()
}

#[test]
fn each_choice_keeps_its_model() {
    let roam = "servers = replicas";
    let mut table = String::new();
    for (store, people) in [
        ("reads = leader", ""),
        ("ack = own", ""),
        ("ack = local", ""),
        ("ack = own; delivery = none", ""),
        ("ack = own; session = RYW MR", ""),
        ("order = multi; delivery = none", ""),
        ("order = multi; delivery = fifo", ""),
        ("order = multi; delivery = deps; session = RYW MR MW WFR", ""),
        ("order = multi; delivery = none", roam),
        ("order = multi; delivery = none; session = RYW", roam),
        ("order = multi; delivery = none; session = MR", roam),
        ("order = multi; delivery = none; session = RYW MR", roam),
        ("order = multi; delivery = deps; session = RYW MR MW WFR", roam),
        ("order = leader; delivery = fifo", roam),
    ] {
        writeln!(table, "{store}; {people}:{}", broken(store, people)).expect("a string takes everything");
    }
    expect![[r#"
        reads = leader; : 0 0 0 0 0 0 0 0
        ack = own; : 17 0 0 0 0 0 0 0
        ack = local; : 18 2 2 2 1 0 0 0
        ack = own; delivery = none; : 19 0 0 0 0 0 0 0
        ack = own; session = RYW MR; : 17 0 0 0 0 0 0 0
        order = multi; delivery = none; : 40 7 1 1 0 0 1 0
        order = multi; delivery = fifo; : 40 6 0 0 0 0 0 0
        order = multi; delivery = deps; session = RYW MR MW WFR; : 40 6 0 0 0 0 0 0
        order = multi; delivery = none; servers = replicas: 39 32 27 27 14 7 9 7
        order = multi; delivery = none; session = RYW; servers = replicas: 34 4 4 4 0 2 3 2
        order = multi; delivery = none; session = MR; servers = replicas: 38 23 20 20 11 0 0 0
        order = multi; delivery = none; session = RYW MR; servers = replicas: 30 1 1 1 0 0 0 0
        order = multi; delivery = deps; session = RYW MR MW WFR; servers = replicas: 31 1 0 0 0 0 0 0
        order = leader; delivery = fifo; servers = replicas: 20 18 18 18 13 5 6 5
    "#]]
    .assert_eq(&table);
}
