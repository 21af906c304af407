//! Each fault on links and nodes in a world of two or three, as text.

use expect_test::{Expect, expect};

use crate::bench::{small, told, told_of};

#[track_caller]
fn check(acts: &str, expected: &Expect) {
    expected.assert_eq(&told(acts));
}

#[test]
fn a_cut_in_one_direction_lets_the_other_pass() {
    check(
        "at 1ms cut a->b\nat 10ms ask ann write x 1\nat 50ms ask bo write x 2",
        &expect![[r#"
           0.001000  act      cut a->b
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.015000  lost     a -> b       copy x 1
           0.050000  call     bo           write x 2
           0.050000  shows    b            x 2
           0.050000  send     b -> a       copy x 2
           0.050000  return   bo           write x 2 = ok
           0.060000  arrive   b -> a       copy x 2
           0.060000  shows    a            x 2
    "#]],
    );
}

#[test]
fn a_message_past_the_middle_arrives_and_one_before_it_dies_there() {
    check(
        "at 10ms ask ann write x 1\nat 12ms ask ann write x 2\nat 16ms cut a-b",
        &expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.012000  call     ann          write x 2
           0.012000  shows    a            x 2
           0.012000  send     a -> b       copy x 2
           0.012000  return   ann          write x 2 = ok
           0.016000  act      cut a-b
           0.017000  lost     a -> b       copy x 2
           0.020000  arrive   a -> b       copy x 1
           0.020000  shows    b            x 1
    "#]],
    );
}

#[test]
fn a_cut_that_is_healed_before_the_middle_takes_nothing() {
    check(
        "at 10ms ask ann write x 1\nat 11ms cut a-b for 3ms",
        &expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.011000  act      cut a-b
           0.014000  undone   cut a-b
           0.020000  arrive   a -> b       copy x 1
           0.020000  shows    b            x 1
    "#]],
    );
}

#[test]
fn an_isolated_node_keeps_the_client_beside_it() {
    let world = small(&["a", "b", "c"], "", "");
    let acts = "at 1ms isolate b\nat 10ms ask bo write x 1\nat 50ms ask ann read x at b";
    expect![[r#"
           0.001000  act      isolate b
           0.010000  call     bo           write x 1
           0.010000  shows    b            x 1
           0.010000  send     b -> a       copy x 1
           0.010000  send     b -> c       copy x 1
           0.010000  return   bo           write x 1 = ok
           0.015000  lost     b -> a       copy x 1
           0.015000  lost     b -> c       copy x 1
           0.050000  call     ann          read x
           0.050000  send     ann -> b     read x
           0.055000  lost     ann -> b     read x
           0.250000  timer    ann
           0.250000  return   ann          read x = unknown
    "#]]
    .assert_eq(&told_of(&world, acts));
}

#[test]
fn two_cuts_on_a_link_are_healed_one_by_one() {
    check(
        "one: at 1ms cut a-b\ntwo: at 2ms cut a-b\nat 10ms heal one\nat 20ms ask ann write x 1\nat 40ms heal two\nat 50ms ask ann write x 2",
        &expect![[r#"
               0.001000  act      cut a-b
               0.002000  act      cut a-b
               0.010000  act      heal one
               0.020000  call     ann          write x 1
               0.020000  shows    a            x 1
               0.020000  send     a -> b       copy x 1
               0.020000  return   ann          write x 1 = ok
               0.025000  lost     a -> b       copy x 1
               0.040000  act      heal two
               0.050000  call     ann          write x 2
               0.050000  shows    a            x 2
               0.050000  send     a -> b       copy x 2
               0.050000  return   ann          write x 2 = ok
               0.060000  arrive   a -> b       copy x 2
               0.060000  shows    b            x 2
        "#]],
    );
}

#[test]
fn held_messages_go_on_with_what_is_left_of_their_way() {
    check(
        "at 10ms ask ann write x 1\nat 14ms hold a-b\nat 15ms ask ann write x 2\nat 100ms release a-b",
        &expect![[r#"
               0.010000  call     ann          write x 1
               0.010000  shows    a            x 1
               0.010000  send     a -> b       copy x 1
               0.010000  return   ann          write x 1 = ok
               0.014000  act      hold a-b
               0.014000  held     a -> b       copy x 1
               0.015000  call     ann          write x 2
               0.015000  shows    a            x 2
               0.015000  send     a -> b       copy x 2
               0.015000  held     a -> b       copy x 2
               0.015000  return   ann          write x 2 = ok
               0.100000  act      release a-b
               0.100000  moved    a -> b       copy x 1
               0.100000  moved    a -> b       copy x 2
               0.106000  arrive   a -> b       copy x 1
               0.106000  shows    b            x 1
               0.110000  arrive   a -> b       copy x 2
               0.110000  shows    b            x 2
        "#]],
    );
}

#[test]
fn a_crash_keeps_the_disk_and_loses_what_was_being_done() {
    let world = small(&["a", "b"], "mode = quorum; R = 2; W = 2", "");
    let acts =
        "at 10ms ask ann write x 1\nat 100ms ask ann write x 2\nat 105ms crash a for 50ms\nat 400ms ask ann read x";
    expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  send     a -> b       query x
           0.020000  arrive   a -> b       query x
           0.020000  send     b -> a       version x
           0.030000  arrive   b -> a       version x
           0.030000  shows    a            x 1
           0.030000  send     a -> b       store x 1
           0.040000  arrive   a -> b       store x 1
           0.040000  shows    b            x 1
           0.040000  send     b -> a       stored x
           0.050000  arrive   b -> a       stored x
           0.050000  return   ann          write x 1 = ok
           0.100000  call     ann          write x 2
           0.100000  send     a -> b       query x
           0.105000  act      crash a
           0.105000  down     a
           0.110000  arrive   a -> b       query x
           0.110000  send     b -> a       version x 1
           0.120000  lost     b -> a       version x 1
           0.155000  undone   crash a
           0.155000  up       a
           0.155000  shows    a            x 1
           0.300000  timer    ann
           0.300000  return   ann          write x 2 = unknown
           0.400000  call     ann          read x
           0.400000  send     a -> b       query x
           0.410000  arrive   a -> b       query x
           0.410000  send     b -> a       version x 1
           0.420000  arrive   b -> a       version x 1
           0.420000  send     a -> b       store x 1
           0.430000  arrive   a -> b       store x 1
           0.430000  send     b -> a       stored x
           0.440000  arrive   b -> a       stored x
           0.440000  return   ann          read x = ok 1
    "#]]
    .assert_eq(&told_of(&world, acts));
}

#[test]
fn a_node_that_is_down_receives_nothing_until_it_restarts() {
    check(
        "at 1ms crash b\nat 10ms ask ann write x 1\nat 30ms restart b\nat 40ms ask ann write x 2",
        &expect![[r#"
           0.001000  act      crash b
           0.001000  down     b
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.020000  lost     a -> b       copy x 1
           0.030000  act      restart b
           0.030000  up       b
           0.030000  shows    b
           0.040000  call     ann          write x 2
           0.040000  shows    a            x 2
           0.040000  send     a -> b       copy x 2
           0.040000  return   ann          write x 2 = ok
           0.050000  arrive   a -> b       copy x 2
           0.050000  shows    b            x 2
    "#]],
    );
}

#[test]
fn a_slow_link_gives_way_to_a_slower_one_and_comes_back() {
    check(
        "at 1ms slow a-b by 5ms\nat 10ms slow a->b by 3x for 50ms\nat 20ms ask ann write x 1\nat 100ms ask ann write x 2\nat 200ms slow a-b by 0s\nat 210ms ask ann write x 3",
        &expect![[r#"
               0.001000  act      slow a-b by 5ms
               0.010000  act      slow a->b by 3x
               0.020000  call     ann          write x 1
               0.020000  shows    a            x 1
               0.020000  send     a -> b       copy x 1
               0.020000  return   ann          write x 1 = ok
               0.050000  arrive   a -> b       copy x 1
               0.050000  shows    b            x 1
               0.060000  undone   slow a->b by 3x
               0.100000  call     ann          write x 2
               0.100000  shows    a            x 2
               0.100000  send     a -> b       copy x 2
               0.100000  return   ann          write x 2 = ok
               0.115000  arrive   a -> b       copy x 2
               0.115000  shows    b            x 2
               0.200000  act      slow a-b by 0s
               0.210000  call     ann          write x 3
               0.210000  shows    a            x 3
               0.210000  send     a -> b       copy x 3
               0.210000  return   ann          write x 3 = ok
               0.220000  arrive   a -> b       copy x 3
               0.220000  shows    b            x 3
        "#]],
    );
}

#[test]
fn a_slow_node_handles_everything_later() {
    check(
        "at 1ms slow b by 40ms for 50ms\nat 10ms ask ann write x 1\nat 100ms ask ann write x 2",
        &expect![[r#"
           0.001000  act      slow b by 40ms
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.051000  undone   slow b by 40ms
           0.060000  arrive   a -> b       copy x 1
           0.060000  shows    b            x 1
           0.100000  call     ann          write x 2
           0.100000  shows    a            x 2
           0.100000  send     a -> b       copy x 2
           0.100000  return   ann          write x 2 = ok
           0.110000  arrive   a -> b       copy x 2
           0.110000  shows    b            x 2
    "#]],
    );
}
