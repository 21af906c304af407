//! Stamps by clocks: what last-writer-wins loses, what a client that has seen a stamp changes, and what waiting buys.

use expect_test::expect;
use sim_core::time::{Duration, Time};
use sim_core::trace::{Record, What};
use sim_core::world::World;

use crate::groups::{Servers, finding, measured};

fn pair(settings: &str) -> Servers {
    Servers::new("lww", &["a", "b"], settings).with("ana", "a")
}

/// Two keys, 60 ms apart, the first at a clock that is 100 ms ahead.
const TWO_KEYS: &str = "at 1s skew a by 100ms\nat 2s ask ana write x 7 at a\nat 2.06s ask ana write x 71 at b";

fn stamps(world: &World) -> Vec<i64> {
    world.trace.records.iter().map(|r: &Record| r.value).collect()
}

fn shown(world: &World, node: &str) -> String {
    let node = world.node(node).unwrap();
    let rows: Vec<_> = world.trace.rows().collect();
    let last = rows.iter().rev().find_map(|row| match row.what {
        What::Shows(n, view) if n == node => Some(world.trace.views[view as usize].value.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

#[test]
fn the_fast_clock_wins_and_the_last_write_is_lost_once_it_is_confirmed() {
    let world = pair("").play(1, TWO_KEYS);
    let lost = finding(&world, "lost_acks", &[("key", "x")]);
    expect!["At 2.080 s ana had been told that 71 is saved; every replica keeps 7, which is 80 ms older."]
        .assert_eq(&lost.witnesses[0].sentence);
    assert_eq!((lost.witnesses[0].at, lost.over), (Time::ms(2_080), 2));
    assert_eq!(stamps(&world), [2_100_000, 2_070_000]);
    assert_eq!([shown(&world, "a"), shown(&world, "b")], ["7", "7"]);
    assert_eq!(measured(&pair("").play(1, &TWO_KEYS.replace("100ms", "50ms")), "lost_acks", &[]), "0");
    // A hundred milliseconds later the first copy is still under way: not every replica has it, and 71 may yet be seen.
    let held = format!("at 0s hold a->b\n{TWO_KEYS}");
    assert_eq!(measured(&pair("").play(1, &held), "lost_acks", &[]), "0");
}

/// b's clock shows 2.07 s, and Ana brings the stamp of her first write, from a, which b has not heard of.
#[test]
fn what_the_writer_has_seen_travels_with_the_write() {
    let hold = format!("at 0s hold a->b\n{TWO_KEYS}");
    let of = |stamp: &str| stamps(&pair(&format!("stamp = {stamp}")).play(1, &hold));
    assert_eq!(of("context"), [2_100_000, 2_100_001]);
    assert_eq!((of("local"), of("us")), (vec![2_100_000, 2_070_000], vec![2_100_000, 2_070_000]));
    // A client that starts again has seen nothing.
    let crash = format!("{hold}\nat 2.04s crash ana for 10ms");
    assert_eq!(stamps(&pair("stamp = context").play(1, &crash)), [2_100_000, 2_070_000]);
    // What it reads it has seen as well.
    let reads =
        "at 1s skew a by 100ms\nat 2s ask bo write x 7\nat 2.05s ask ana read x at b\nat 2.06s ask ana write x 8 at a";
    let read = pair("stamp = context").with("bo", "a").play(1, &reads.replace("100ms", "-100ms"));
    assert_eq!(stamps(&read), [1_900_000, 1_960_000]);
    let seen = pair("stamp = context").with("bo", "a").play(1, reads);
    assert_eq!(stamps(&seen)[0], 2_100_000);
    assert_eq!(measured(&seen, "lost_acks", &[]), "0");
}

#[test]
fn a_wait_before_the_confirmation_and_a_load_that_ends() {
    let world = pair("wait = 50ms").play(
        1,
        "at 0s set people.mix 100% write x next\nat 0s set people.limit 5\nat 0s set people.load closed exp 20ms",
    );
    assert_eq!(measured(&world, "operations", &[]), "5");
    assert_eq!(measured(&world, "mean_latency", &[]), "50 ms");
    assert_eq!(measured(&world, "convergence", &[]), "0 ms", "copies take 10 ms, and confirmations 50 ms");
    assert_eq!(measured(&world, "handovers", &[]), "0");
}

fn sites(settings: &str) -> Servers {
    let settings = format!("work = 1ms; {settings}");
    Servers::new("commit-wait", &["a", "b"], &settings).with("fay", "a").long(Duration::secs(70))
}

/// A call of 3 ms after the confirmation, to a clock that is 14 ms behind.
const CALL: &str =
    "at 0s skew a by 7ms\nat 0s skew b by -7ms\nat 1s ask fay commit at a\nat 1.004s ask fay commit at b";

#[test]
fn without_a_wait_two_honest_clocks_put_the_later_transaction_first() {
    let world = sites("").play(1, CALL);
    let inverted = finding(&world, "stamp_inversions", &[]);
    expect![
        "At 1.014 s b stamped a transaction 1.007 s; 3 ms before it began, one stamped 1.007 s had been confirmed by a."
    ]
    .assert_eq(&inverted.witnesses[0].sentence);
    assert_eq!(measured(&sites("stamp = latest").play(1, CALL), "stamp_inversions", &[]), "1", "all add the same");
    // 10 ms more of a way, and it is in order.
    assert_eq!(measured(&sites("").play(1, &CALL.replace("1.004s", "1.005s")), "stamp_inversions", &[]), "0");
    let by = |behind| measured(&world, "handovers", &[("behind", behind)]);
    assert_eq!((by("13ms"), by("14ms")), ("1".into(), "0".into()));
    let within = |span| measured(&world, "handovers", &[("within", span)]);
    assert_eq!((within("4ms"), within("3ms")), ("1".into(), "0".into()));
}

#[test]
fn a_commit_waits_twice_its_bound_and_a_little_on_its_own_clock() {
    let took = |settings: &str, acts: &str| {
        let world = sites(&format!("stamp = latest; {settings}")).play(1, &format!("{acts}\nat 40s ask fay commit"));
        let op = &world.history.ops[0];
        (op.returned.since(op.called), world)
    };
    assert_eq!(took("wait = 2", "").0, Duration(14_001));
    assert_eq!(took("wait = 1.5; claim = 2ms", "").0, Duration(3_001));
    assert_eq!(took("wait = 0", "").0, Duration(1_000), "the work alone");
    assert_eq!(took("wait = 2; claim = 400us", "").0, Duration(1_000), "the work itself took long enough");
    // Set back by 5 ms meanwhile, it has 5 ms more to wait; by a clock that is half as fast, all takes twice as long.
    assert_eq!(took("wait = 2", "at 40.010s step a clock by -5ms").0, Duration(19_001));
    assert_eq!(took("wait = 2", "at 0s drift a -500000ppm").0, Duration(28_002));
    // Set 30 s ago, it claims 1 ms and 200 us a second; never set, all of its claim.
    let current = took("wait = 2; interval = current", "at 10s step a clock by 1ms");
    assert_eq!(current.0, Duration(2 * 7_000 + 1));
    assert_eq!(took("wait = 2; interval = current", "at 35s step a clock by 1ms").0, Duration(4_004));
    assert_eq!(took("wait = 2; interval = current", "").0, Duration(14_001));
}

/// A crystal that is slow by all that it may be: its own clock shows it less time than has passed since it was set.
#[test]
fn a_current_claim_contains_the_truth() {
    let acts = "at 0s skew a by 7ms\nat 5s drift a -200ppm\nat 5s step a clock by -8ms\nevery 30s from 35s step a clock by 6ms\nat 0s set people.mix 100% commit\nat 6s set people.load every 10ms";
    let world = sites("interval = current").play(1, acts);
    assert_eq!(measured(&world, "clock_error", &[("node", "a")]), "7 ms");
    assert_eq!(measured(&world, "uncovered", &[("node", "a")]), "0 %");
    let rash = sites("interval = current; drift = 190").play(1, acts);
    assert_ne!(measured(&rash, "uncovered", &[("node", "a")]), "0 %");
}
