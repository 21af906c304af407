//! What a hand and a link's luck do to single messages, as text.

use expect_test::{Expect, expect};

use crate::bench::{small, told, told_of};

#[track_caller]
fn check(acts: &str, expected: &Expect) {
    expected.assert_eq(&told(acts));
}

#[test]
fn the_next_message_is_dropped_and_no_other() {
    check(
        "at 1ms drop next copy from a to b\nat 10ms ask ann write x 1\nat 50ms ask ann write x 2",
        &expect![[r#"
           0.001000  act      drop next copy from a to b
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  lost     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
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
fn a_message_under_way_is_dropped_where_it_is() {
    check(
        "at 10ms ask ann write x 1\nat 13ms drop next copy",
        &expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.013000  act      drop next copy
           0.013000  lost     a -> b       copy x 1
    "#]],
    );
}

#[test]
fn a_duplicate_arrives_as_well() {
    check(
        "at 10ms ask ann write x 1\nat 13ms duplicate next copy",
        &expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.013000  act      duplicate next copy
           0.013000  send     a -> b       copy x 1
           0.020000  arrive   a -> b       copy x 1
           0.020000  shows    b            x 1
           0.023000  arrive   a -> b       copy x 1
    "#]],
    );
}

#[test]
fn a_delay_moves_the_arrival() {
    check(
        "at 10ms ask ann write x 1\nat 13ms delay next copy by 30ms",
        &expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.013000  act      delay next copy by 30ms
           0.013000  moved    a -> b       copy x 1
           0.050000  arrive   a -> b       copy x 1
           0.050000  shows    b            x 1
    "#]],
    );
}

#[test]
fn a_held_message_can_be_delayed_and_sent_twice() {
    check(
        "at 10ms ask ann write x 1\nat 12ms hold a-b\nat 13ms delay next copy by 30ms\nat 14ms duplicate next copy\nat 50ms release a-b",
        &expect![[r#"
               0.010000  call     ann          write x 1
               0.010000  shows    a            x 1
               0.010000  send     a -> b       copy x 1
               0.010000  return   ann          write x 1 = ok
               0.012000  act      hold a-b
               0.012000  held     a -> b       copy x 1
               0.013000  act      delay next copy by 30ms
               0.014000  act      duplicate next copy
               0.014000  send     a -> b       copy x 1
               0.014000  held     a -> b       copy x 1
               0.050000  act      release a-b
               0.050000  moved    a -> b       copy x 1
               0.050000  moved    a -> b       copy x 1
               0.060000  arrive   a -> b       copy x 1
               0.060000  shows    b            x 1
               0.088000  arrive   a -> b       copy x 1
        "#]],
    );
}

#[test]
fn a_link_that_loses_everything_delivers_nothing_whatever_its_latency() {
    let acts = "at 10ms set links.loss 100% for 200ms\nat 20ms ask ann write x 1\nat 250ms ask ann write x 2";
    expect![[r#"
           0.010000  act      set links.loss 100%
           0.020000  call     ann          write x 1
           0.020000  lost     ann -> a     write x 1
           0.210000  undone   set links.loss 100%
           0.220000  timer    ann
           0.220000  return   ann          write x 1 = unknown
           0.250000  call     ann          write x 2
           0.250000  shows    a            x 2
           0.250000  send     a -> b       copy x 2
           0.250000  arrive   a -> b       copy x 2
           0.250000  shows    b            x 2
           0.250000  return   ann          write x 2 = ok
    "#]]
    .assert_eq(&told_of(&small(&["a", "b"], "", "latency = 0s"), acts));
}

#[test]
fn a_link_that_duplicates_everything_delivers_twice() {
    let acts = "at 10ms ask ann write x 1";
    expect![[r#"
           0.010000  call     ann          write x 1
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  send     a -> b       copy x 1
           0.010000  return   ann          write x 1 = ok
           0.010000  shows    a            x 1
           0.010000  send     a -> b       copy x 1
           0.010000  send     a -> b       copy x 1
           0.020000  arrive   a -> b       copy x 1
           0.020000  shows    b            x 1
           0.020000  arrive   a -> b       copy x 1
           0.020000  arrive   a -> b       copy x 1
           0.020000  arrive   a -> b       copy x 1
    "#]]
    .assert_eq(&told_of(&small(&["a", "b"], "", "duplication = 100%"), acts));
}

#[test]
fn what_is_set_for_a_while_comes_back_under_what_was_set_meanwhile() {
    check(
        "at 10ms set a-b.latency 20ms for 50ms\nat 20ms set a-b.loss 0%\nat 30ms ask ann write x 1\nat 100ms ask ann write x 2",
        &expect![[r#"
               0.010000  act      set a-b.latency 20ms
               0.020000  act      set a-b.loss 0%
               0.030000  call     ann          write x 1
               0.030000  shows    a            x 1
               0.030000  send     a -> b       copy x 1
               0.030000  return   ann          write x 1 = ok
               0.050000  arrive   a -> b       copy x 1
               0.050000  shows    b            x 1
               0.060000  undone   set a-b.latency 20ms
               0.100000  call     ann          write x 2
               0.100000  shows    a            x 2
               0.100000  send     a -> b       copy x 2
               0.100000  return   ann          write x 2 = ok
               0.110000  arrive   a -> b       copy x 2
               0.110000  shows    b            x 2
        "#]],
    );
}

#[test]
fn a_labelled_line_takes_the_place_of_an_earlier_one() {
    check(
        "storm: at 10ms cut a-b\nat 15ms ask ann write x 1\nstorm: at 40ms cut a-b for 10ms",
        &expect![[r#"
           0.015000  call     ann          write x 1
           0.015000  shows    a            x 1
           0.015000  send     a -> b       copy x 1
           0.015000  return   ann          write x 1 = ok
           0.025000  arrive   a -> b       copy x 1
           0.025000  shows    b            x 1
           0.040000  act      cut a-b
           0.050000  undone   cut a-b
    "#]],
    );
}
