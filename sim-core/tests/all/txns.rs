//! Two doctors and one database: every order of their steps, under each isolation.

use expect_test::expect;
use sim_core::time::Duration;
use sim_core::world::World;

use crate::groups::{Servers, finding, measured, rows};

fn ward(settings: &str, acts: &str) -> World {
    let servers = Servers::new("txn", &["db", "one", "two"], settings).with("ann", "one").with("bea", "two");
    servers.long(Duration::secs(20)).play(1, acts)
}

/// Seventy nights, each in an order of its own.
fn all_orders(isolation: &str) -> [String; 3] {
    let acts =
        "every 250ms from 100ms until 17.4s ask ann leave ward\nevery 250ms from 100ms until 17.4s ask bea leave ward";
    let world = ward(&format!("slot = 25ms; isolation = {isolation}"), acts);
    ["interleavings", "nobody_on_call", "success"].map(|measure| measured(&world, measure, &[]))
}

/// The figures of the model: 68, 64 and 0 of 70.
#[test]
fn all_seventy_orders_are_played_and_only_validation_keeps_somebody_on_call() {
    assert_eq!(all_orders("snapshot"), ["70", "68", "100 %"]);
    assert_eq!(all_orders("read-committed"), ["70", "64", "100 %"]);
    let [orders, nobody, success] = all_orders("serializable");
    assert_eq!((orders.as_str(), nobody.as_str()), ("70", "0"));
    assert_eq!(success, "51.4 %", "of each of 68 nights one transaction is refused");
}

#[test]
fn one_after_the_other_the_second_stays() {
    let world = ward("", "at 1s ask ann leave ward\nat 2s ask bea leave ward");
    assert_eq!(measured(&world, "nobody_on_call", &[]), "0");
    expect![[r#"
        2.000000  act      ask bea leave ward
        2.000000  call     bea          leave ward
        2.000000  send     bea -> two   leave ward
        2.000000  arrive   bea -> two   leave ward
        2.000000  send     two -> db    read ward 1
        2.010000  arrive   two -> db    read ward 1
        2.010000  send     db -> two    row ward 0
        2.020000  arrive   db -> two    row ward 0
        2.020000  send     two -> db    read ward 2
        2.030000  arrive   two -> db    read ward 2
        2.030000  send     db -> two    row ward 1
        2.040000  arrive   db -> two    row ward 1
        2.040000  send     two -> db    commit ward
        2.050000  arrive   two -> db    commit ward
        2.050000  shows    db           doctor 1 0, doctor 2 1
        2.050000  send     db -> two    done ward
        2.060000  arrive   db -> two    done ward
        2.060000  send     two -> bea   leave ward
        2.060000  shows    two          last night stays
        2.060000  arrive   two -> bea   leave ward
        2.060000  return   bea          leave ward = ok
    "#]]
    .assert_eq(&rows(&world, 1_900_000, 2_060_000));
}

/// The witness of the lesson: a commit that is late, or a write.
#[test]
fn a_late_commit_lets_the_other_one_read_the_past() {
    let acts = "at 1s ask ann leave ward\nat 2s ask bea leave ward\n";
    for late in
        ["at 1.055s delay next commit from one to db by 1.1s", "at 1.035s delay next write from one to db by 1.1s"]
    {
        let world = ward("", &format!("{acts}{late}"));
        let found = finding(&world, "nobody_on_call", &[]);
        let [witness] = found.witnesses.as_slice() else { panic!("{late}: {found:?}") };
        assert!(witness.sentence.ends_with("Nobody is on call in night 1."), "{}", witness.sentence);
        assert_eq!(found.over, 2, "both are committed");
        let kept = ward("isolation = serializable", &format!("{acts}{late}"));
        assert_eq!(measured(&kept, "nobody_on_call", &[]), "0");
    }
    let world = ward("", &format!("{acts}at 1.055s delay next commit from one to db by 1.1s"));
    expect!["At 2.170 s ann left, with bea on call as read at 1.010 s; bea had left at 2.070 s. Nobody is on call in night 1."]
        .assert_eq(&finding(&world, "nobody_on_call", &[]).witnesses[0].sentence);
}

#[test]
fn a_refused_transaction_is_tried_again_and_sees_what_was_done() {
    let acts = "at 1s ask ann leave ward\nat 1s ask bea leave ward\nat 0s set people.attempts 2";
    let world = ward("isolation = serializable", acts);
    assert_eq!(["nobody_on_call", "success"].map(|m| measured(&world, m, &[])), ["0", "100 %"]);
}

#[test]
fn what_comes_twice_is_done_once() {
    let acts = "at 1s ask ann leave ward\nat 1.001s duplicate next commit\nat 1.002s duplicate next read";
    let world = ward("", acts);
    assert_eq!(["nobody_on_call", "success"].map(|m| measured(&world, m, &[])), ["0", "100 %"]);
}

/// A client that is in a hurry asks twice for one night: two transactions write one row, and the first committer wins.
#[test]
fn of_two_that_write_one_row_the_first_is_committed() {
    let acts = "at 0s set people.timeout 15ms\nat 0s set people.attempts 2\nat 1s ask ann leave ward";
    let ended = |isolation: &str| {
        let world = ward(&format!("isolation = {isolation}"), acts);
        let of = |name: &str| {
            let is = |r: &&sim_core::trace::Record| world.protocol_of(r.node).records[usize::from(r.kind)].name == name;
            world.trace.records.iter().filter(is).count()
        };
        (of("commit"), of("abort"))
    };
    assert_eq!((ended("read-committed"), ended("snapshot"), ended("serializable")), ((2, 0), (1, 1), (1, 1)));
}
