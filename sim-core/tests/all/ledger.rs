//! Charges: what each key and each table is good for when a request comes twice and the process dies.

use expect_test::expect;
use sim_core::measure::Fact;
use sim_core::time::Duration;
use sim_core::world::World;

use crate::groups::{Servers, finding, measured, rows};

fn pay(settings: &str, acts: &str) -> World {
    let servers = Servers::new("ledger", &["pay", "desk"], settings).with("ana", "desk");
    servers.long(Duration::secs(2)).play(1, acts)
}

/// One purchase whose request arrives at 20 ms and once more, 300 ms later.
const TWICE: &str =
    "at 10ms ask ana charge ana 25 at pay\nat 11ms duplicate next charge\nat 12ms delay next charge by 300ms\n";

fn counted(settings: &str, acts: &str) -> [String; 3] {
    let world = pay(settings, acts);
    ["double_charges", "uncharged", "success"].map(|measure| measured(&world, measure, &[]))
}

#[track_caller]
fn check(settings: &str, acts: &str, double: &str, uncharged: &str) {
    let found = counted(settings, acts);
    assert_eq!([found[0].as_str(), found[1].as_str()], [double, uncharged], "{settings}");
}

#[test]
fn without_a_key_a_second_copy_is_a_second_charge() {
    let world = pay("", TWICE);
    expect![[r#"
        0.021000  arrive   ana -> pay   charge ana 25
        0.031000  timer    pay
        0.031000  shows    pay          charges 1, total 25, keys 0
        0.031000  send     pay -> ana   charge ana
        0.041000  arrive   pay -> ana   charge ana
        0.041000  return   ana          charge ana 25 = ok
        0.320000  arrive   ana -> pay   charge ana 25
        0.330000  timer    pay
        0.330000  shows    pay          charges 2, total 50, keys 0
        0.330000  send     pay -> ana   charge ana
        0.340000  arrive   pay -> ana   charge ana
    "#]]
    .assert_eq(&rows(&world, 13_000, 400_000));
    let twice = finding(&world, "double_charges", &[]);
    expect!["At 0.330 s pay did “charge ana 25” of ana again; it had done so at 0.031 s."]
        .assert_eq(&twice.witnesses[0].sentence);
}

#[test]
fn a_key_that_names_the_intention_is_enough_while_it_is_remembered() {
    check("key = op", TWICE, "0", "0");
    check("key = attempt", TWICE, "0", "0"); // two copies of one request have one name
    check("key = op; ttl = 200ms", TWICE, "1", "0");
}

/// The answer is lost, and the client asks again: the same purchase by another request.
#[test]
fn a_retry_is_a_second_charge_unless_its_key_is_that_of_the_purchase() {
    let retry = "at 0s set people.timeout 200ms\nat 0s set people.attempts 3\n\
                 at 5ms drop next charge from pay to ana\nat 10ms ask ana charge ana 25 at pay";
    check("key = none", retry, "1", "0");
    check("key = attempt; store = atomic", retry, "1", "0");
    check("key = op; store = atomic", retry, "0", "0");
    assert_eq!(counted("key = op; store = atomic", retry)[2], "100 %");
}

#[test]
fn a_table_in_memory_dies_in_a_crash_and_one_on_the_disk_does_not() {
    let crash = format!("{TWICE}at 100ms crash pay for 50ms");
    check("key = op", &crash, "1", "0");
    check("key = op; store = atomic", &crash, "0", "0");
    check("key = op; store = after", &crash, "0", "0");
    // The effect is there at 30 ms, its key not before 50 ms.
    let gap = format!("{TWICE}at 40ms crash pay for 50ms");
    check("key = op; store = after", &gap, "1", "0");
    check("key = op; store = atomic", &gap, "0", "0");
}

#[test]
fn two_copies_at_one_time_wait_for_each_other_except_where_the_key_comes_later() {
    let together = "at 10ms ask ana charge ana 25 at pay\nat 11ms duplicate next charge";
    check("key = op", together, "0", "0");
    check("key = op; store = atomic; disk = 5ms", together, "0", "0");
    check("key = op; store = after", together, "1", "0");
}

#[test]
fn twins_are_lost_where_the_content_is_the_key() {
    let twins = "at 10ms ask ana charge ana 25 at pay\nat 1s ask ana charge ana 25 at pay";
    check("key = content; store = atomic", twins, "0", "1");
    check("key = op; store = atomic", twins, "0", "0");
}

/// The disk takes 20 ms: a crash before that leaves no charge and no key, and nothing was promised.
#[test]
fn what_is_not_safe_is_no_charge() {
    let acts = "at 10ms ask ana charge ana 25 at pay\nat 40ms crash pay for 50ms";
    let world = pay("key = op; store = atomic; disk = 20ms", acts);
    assert_eq!((world.trace.records.len(), measured(&world, "success", &[]).as_str()), (0, "0 %"));
    let later = pay(
        "key = op; store = atomic; disk = 20ms",
        "at 10ms ask ana charge ana 25 at pay\nat 51ms crash pay for 50ms",
    );
    assert_eq!((later.trace.records.len(), measured(&later, "success", &[]).as_str()), (1, "100 %"));
}

#[test]
fn a_process_may_die_between_the_charge_and_the_answer() {
    let world = pay("key = op; store = atomic; crash = 100%", "at 10ms ask ana charge ana 25 at pay");
    expect![[r#"
        0.030000  timer    pay
        0.030000  shows    pay          charges 1, total 25, keys 1
        0.030000  act      crash pay
        0.030000  down     pay
        0.180000  undone   crash pay
        0.180000  up       pay
        0.180000  shows    pay          charges 1, total 25, keys 1
        1.010000  timer    ana
        1.010000  return   ana          charge ana 25 = unknown
    "#]]
    .assert_eq(&rows(&world, 21_000, 1_100_000));
    assert_eq!(world.trace.records.len(), 1);
}

/// The chain of a double charge: the charge, what became of its answer, the request that came again, the second charge.
#[test]
fn a_double_charge_tells_what_became_of_the_first_answer() {
    let lost = pay(
        "",
        "at 10ms ask ana charge ana 25 at pay\nat 25ms drop next charge from pay to ana\nat 0s set people.attempts 2",
    );
    let copied = pay("", TWICE);
    let died = pay(
        "restart = 50ms; crash = 100%",
        "at 10ms ask ana charge ana 25 at pay\nat 0s set people.attempts 3\nat 0s set people.timeout 200ms",
    );
    for world in [lost, copied, died] {
        let twice = finding(&world, "double_charges", &[]);
        let witness = twice.witnesses.first().expect("it is charged again");
        let row = |name: &str| match witness.fields.iter().find(|(field, _)| *field == name) {
            Some((_, Fact::Event(row))) => *row,
            other => panic!("{name}: {other:?}"),
        };
        let [charge, answer, retry, again] = ["charge", "answer", "retry", "again"].map(row);
        assert!(charge <= answer && charge < again && retry < again, "{charge} {answer} {retry} {again}");
        assert!(witness.fields.iter().any(|(name, _)| *name == "retried") && witness.because.len() == 3);
    }
}
