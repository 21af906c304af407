//! Failure detectors: how soon a crash is known, and who is wrongly suspected.

use expect_test::expect;
use sim_core::parts::phi::phi_normal;
use sim_core::time::{Duration, Time};
use sim_core::trace::What;
use sim_core::world::World;

use crate::groups::{Servers, finding, gauged, measured, rows};

fn three(settings: &str) -> Servers {
    Servers::new("detector", &["a", "b", "c"], settings)
}

/// The instant at which the first suspicion begins, in microseconds.
fn suspected(world: &World) -> u64 {
    world.trace.records.iter().next().map_or(0, |record| record.at.0)
}

#[test]
fn a_crash_is_known_once_the_silence_is_longer_than_the_timeout() {
    let world = three("").long(Duration::ms(1_500)).play(1, "at 1.05s crash c");
    // The last heartbeat left at 1 s and arrived 10 ms later; longer than 300 ms is 300.001 ms.
    expect![[r#"
        1.310001  timer    b
        1.310001  shows    b            suspects 1
        1.310001  timer    a
        1.310001  shows    a            suspects 1
    "#]]
    .assert_eq(&rows(&world, 1_310_001, 1_310_001));
    for by in ["anybody", "everybody"] {
        assert_eq!(measured(&world, "detection_time", &[("node", "c"), ("by", by)]), "260 ms");
    }
    assert_eq!(measured(&world, "false_suspicions", &[]), "0");
    assert_eq!(measured(&world, "detection_time", &[("node", "a"), ("by", "anybody")]), "Empty");
    let early = three("").long(Duration::ms(1_200)).play(1, "at 1.05s crash c");
    assert_eq!(measured(&early, "detection_time", &[("node", "c"), ("by", "everybody")]), "150 ms", "and it goes on");
}

#[test]
fn a_cut_makes_suspects_of_the_living_and_a_heartbeat_ends_it() {
    let world = three("").long(Duration::secs(3)).play(1, "at 1.05s cut a-c b-c for 1s");
    let wrong = finding(&world, "false_suspicions", &[("node", "c")]);
    assert_eq!(wrong.witnesses.len(), 2);
    let told = "began to suspect c, which was up.";
    assert!(wrong.witnesses[0].sentence.ends_with(told), "{}", wrong.witnesses[0].sentence);
    assert_eq!(measured(&world, "false_suspicions", &[]), "4", "and c suspects both others");
    assert_eq!(gauged(&world, "c", "suspects"), [1, 2, 1, 0]);
    let ends = world.trace.records.iter().last().unwrap();
    assert_eq!(ends.at, Time(2_110_000), "the first heartbeat that comes through");
}

/// A clock that is a half fast finds 300 ms in 200 ms; with another timeout it trusts again at once.
#[test]
fn silence_is_measured_by_the_clock_of_the_one_that_listens() {
    let world =
        three("period = 250ms").long(Duration::secs(2)).play(1, "at 0s drift a 500000ppm\nat 1.3s set all.timeout 1s");
    assert!(world.trace.records.iter().all(|r| r.node == world.node("a").unwrap()));
    assert_eq!(suspected(&world), 210_001, "the others' first heartbeats came at 10 ms");
    assert_eq!(gauged(&world, "a", "suspects").last(), Some(&0));
}

/// Intervals of exactly a period: the silence at which phi is 8 follows from the formula alone.
#[test]
fn phi_suspects_when_its_formula_says() {
    let settings = "period = 1s; rule = phi; min_deviation = 200ms; acceptable_pause = 500ms";
    let world = three(settings).long(Duration::secs(60)).play(1, "at 30.5s crash c");
    // Akka begins with two made-up intervals, 0.75 s and 1.25 s; then there are 30 of 1 s.
    let mean = 1_000_000.0;
    let deviation = (2.0 * 250_000.0 * 250_000.0 / 32.0_f64).sqrt().max(200_000.0);
    let phi = |silence: u64| phi_normal(silence as f64, mean + 500_000.0, deviation);
    let silence = (0..10_000_000).find(|us| phi(*us) >= 8.0).unwrap();
    assert_eq!(suspected(&world), 30_010_000 + silence);
    let exponential = three("period = 1s; rule = phi-exponential; threshold = 3").long(Duration::secs(60));
    let world = exponential.play(1, "at 30.5s crash c");
    // Cassandra's first interval is 2 s: the mean of 31 is 32/31 s, and phi of 3 is 3 ln 10 of it.
    let silence = (3.0 * std::f64::consts::LN_10 * 32.0 / 31.0 * 1e6) as u64;
    assert!(suspected(&world).abs_diff(30_010_000 + silence) <= 1, "{}", suspected(&world));
}

#[test]
fn swim_pings_one_other_and_suspects_it_without_an_answer() {
    let world = Servers::new("swim", &["a", "b"], "").long(Duration::secs(4)).play(1, "at 1.5s crash b for 1s");
    expect![[r#"
        2.000000  timer    a
        2.000000  send     a -> b       ping
        2.010000  lost     a -> b       ping
        2.300000  timer    a
        2.300000  shows    a            suspects 1
        2.500000  undone   crash b
        2.500000  up       b
        2.500000  shows    b            suspects 0
        3.000000  timer    a
        3.000000  send     a -> b       ping
        3.010000  arrive   a -> b       ping
        3.010000  send     b -> a       ack
        3.020000  arrive   b -> a       ack
        3.020000  shows    a            suspects 0
    "#]]
    .assert_eq(&rows(&world, 1_900_000, 3_400_000));
    assert_eq!(measured(&world, "detection_time", &[("node", "b"), ("by", "everybody")]), "800 ms");
    assert!(world.trace.rows().all(|r| !matches!(r.what, What::Stopped(_))));
}
