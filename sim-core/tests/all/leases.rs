//! Leases: who believes in one, whose write the storage accepts, and what of that a crash, a nap, a clock or a late message
//! changes.

use expect_test::expect;
use sim_core::time::Duration;
use sim_core::world::World;

use crate::groups::{Servers, finding, measured, rows};

/// Two workers, asked for a save every half second; the first takes the lease at 120 ms, renews it every four seconds and
/// something, and works for 100 ms on each save: from 0.1 s, 0.6 s … on.
fn office(settings: &str, acts: &str) -> World {
    let nodes = ["lock", "store", "w1", "w2"];
    let settings = format!("lock = lock; storage = store; work = 100ms; {settings}");
    let servers = Servers::new("lease", &nodes, &settings).with("ann", "w1").with("bo", "w2");
    let asked = "every 500ms from 100ms ask ann save file next\nevery 500ms from 350ms ask bo save file next\n";
    servers.long(Duration::secs(40)).play(1, &format!("{asked}{acts}"))
}

/// In the middle of the first worker's save of 8.1 s.
const NAP: &str = "nap: at 8150ms pause w1 for 15s";

fn counted(world: &World) -> [String; 2] {
    ["stale_writes", "rejected"].map(|measure| measured(world, measure, &[]))
}

#[track_caller]
fn check(settings: &str, acts: &str, stale: &str, rejected: &str) {
    assert_eq!(counted(&office(settings, acts)), [stale, rejected], "{settings} | {acts}");
}

#[test]
fn a_worker_takes_the_lease_checks_it_and_writes_under_its_token() {
    expect![[r#"
        0.100000  act      ask ann save file next
        0.100000  call     ann          save file 1
        0.100000  send     ann -> w1    save file 1
        0.100000  arrive   ann -> w1    save file 1
        0.100000  send     w1 -> ann    save file
        0.100000  send     w1 -> lock   acquire
        0.100000  arrive   w1 -> ann    save file
        0.100000  return   ann          save file 1 = ok
        0.110000  arrive   w1 -> lock   acquire
        0.110000  send     lock -> w1   granted 1
        0.110000  shows    lock         token 1, until, by its clock 10.11s
        0.120000  arrive   lock -> w1   granted 1
        0.120000  shows    w1           token 1, until, by its clock 10.1s
        0.220000  timer    w1
        0.220000  send     w1 -> store  write 1
        0.220000  shows    w1           token 1, until, by its clock 10.1s
        0.230000  arrive   w1 -> store  write 1
        0.230000  send     store -> w1  stored
        0.230000  shows    store        written 1, highest token 1
        0.240000  arrive   store -> w1  stored
        0.240000  shows    w1           token 1, until, by its clock 10.1s, last write stored
    "#]]
    .assert_eq(&rows(&office("", ""), 100_000, 300_000));
}

#[test]
fn a_nap_between_check_and_write_brings_an_old_holder_s_write_after_a_new_one_s() {
    let world = office("timer = mono", NAP);
    let stale = finding(&world, "stale_writes", &[]);
    expect!["At 23.160 s store accepted a write of w1 under token 1, 7.8 s after token 2 had gone to w2, who had written since."]
        .assert_eq(&stale.witnesses[0].sentence);
    let told: Vec<&str> = stale.witnesses[0].because.iter().map(|(_, words)| words.as_str()).collect();
    expect!["store accepted the write at 23.160 s. It had accepted one of w2 at 15.480 s. The lock had gone to w2 at 15.360 s. w1 had checked its lease at 8.100 s."]
        .assert_eq(&told.join(" "));
    assert_eq!(measured(&world, "caught", &[("during", "nap")]), "1");
    // In the pause between two saves, nothing is caught, and the lease is looked at before the next one.
    let between = office("timer = mono", "nap: at 8300ms pause w1 for 15s");
    assert_eq!(measured(&between, "caught", &[("during", "nap")]), "0");
    assert_eq!(counted(&between), ["0", "0"]);
}

#[test]
fn only_the_storage_stops_what_is_late_after_the_last_check() {
    let late = "late: at 8s delay next write from w1 to store by 15s\nat 8500ms crash w1";
    for worker in
        ["recheck = true; timer = mono", "margin = 3s; timer = mono", "recheck = true; margin = 5s; timer = mono"]
    {
        check(worker, late, "1", "0");
        check(&format!("{worker}; fence = storage"), late, "0", "1");
    }
    check("recheck = true; timer = mono", NAP, "0", "0");
    assert_eq!(measured(&office("", late), "caught", &[("during", "late")]), "1");
    // The first of two lines of one label, and none of another.
    assert_eq!(measured(&office("", NAP), "caught", &[("during", "late")]), "0");
}

/// Cut off from the lock at 5 s, the first worker has a lease until 10.1 s by its own clock, or 14.6 s if it renewed.
#[test]
fn a_worker_believes_as_long_as_its_own_clock_lets_it() {
    let cut = "at 5s cut lock-w1";
    let both =
        |settings: &str, acts: &str| measured(&office(settings, &format!("{cut}\n{acts}")), "double_belief", &[]);
    assert_eq!(both("timer = mono", ""), "0 ms", "it counts from before it asked");
    assert_eq!(both("timer = mono", "at 0s drift w1 -200000ppm"), "2.23 s");
    assert_eq!(both("timer = mono; margin = 3s", "at 0s drift w1 -200000ppm"), "0 ms");
    let back = "at 9s step w1 clock by -20s";
    assert_eq!(both("timer = mono", back), "0 ms");
    assert_eq!(both("timer = wall", back), "19.23 s", "from when the other one has it");
    // A lease that was over looks good again; a clock set forward ends it at once.
    assert_eq!(both("timer = wall", "at 16s step w1 clock by -5s"), "3.5 s");
    check("timer = wall; fence = storage", &format!("{cut}\n{back}"), "0", "38");
    assert_eq!(both("timer = wall", "at 6s step w1 clock by 20s"), "0 ms");
}

#[test]
fn tokens_go_on_after_a_crash_of_the_lock_if_they_are_on_its_disk() {
    let crash = "at 20s crash lock for 100ms";
    let grants = |settings: &str| -> Vec<i64> {
        let world = office(settings, crash);
        world.trace.records.iter().filter(|r| r.kind == 0).map(|r| r.value).collect()
    };
    assert_eq!(grants("timer = mono"), [1, 2], "a renewal is no new grant, and who asks first after the crash has it");
    assert_eq!(grants("timer = mono; token = memory"), [1, 1]);
    let night = format!("{NAP}\n{crash}");
    // The lock has forgotten who has it, and gives it to the first worker, when that wakes up, while the second believes.
    check("timer = mono; fence = storage", &night, "0", "14");
    let accepted = |settings: &str| measured(&office(settings, &night), "accepted", &[]);
    assert_eq!(accepted("timer = mono; fence = storage"), "66");
    assert_eq!(
        accepted("timer = mono; fence = storage; token = memory"),
        "45",
        "refused until the count has caught up"
    );
}

#[test]
fn the_longest_gap_is_what_is_left_of_the_lease_and_lasts_where_nobody_writes_any_more() {
    let gap = |acts: &str| measured(&office("timer = mono", acts), "longest_gap", &[]);
    assert_eq!(gap(""), "500 ms");
    assert_eq!(gap("at 8500ms crash w1"), "7.27 s");
    assert_eq!(gap("at 8500ms crash w1\nat 8500ms crash w2"), "31.79 s");
}
