//! Clocks as protocols see them: skew, drift and steps, timers that a node's own crystal runs, questions of the time that
//! a lopsided road answers wrongly, and disks that are behind.

use expect_test::expect;
use sim_core::time::{Duration, Time};
use sim_core::trace::What;
use sim_core::world::World;

use crate::bench::{small, told_of};
use crate::groups::{Servers, finding, gauged, measured, rows};

fn clocks(settings: &str) -> Servers {
    Servers::new("ntp", &["station", "time"], &format!("server = time; {settings}")).long(Duration::secs(200))
}

/// The lesson's Predict: uplink 90 ms, downlink 10 ms, both clocks perfect; the correction is all error.
#[test]
fn a_lopsided_road_makes_a_perfect_clock_wrong_by_half_the_difference() {
    let world = clocks("adjust = step; filter = last")
        .play(1, "at 10s set station->time.latency 95ms\nat 10s set time->station.latency 5ms");
    expect![[r#"
        64.000000  timer    station
        64.000000  send     station -> time request 64000
        64.021000  timer    station
        64.095000  arrive   station -> time request 64000
        64.096000  timer    time
        64.096000  send     time -> station reply 64096
        64.101000  arrive   time -> station reply 64096
        64.101000  adjusted station
        64.101000  shows    station      T1 64s, T2 64.095s, T3 64.096s, T4 64.101s, offset 45ms, delay 100ms, believes 45ms, within 50ms
    "#]]
    .assert_eq(&rows(&world, 63_999_999, 64_200_000));
    assert_eq!(measured(&world, "clock_error", &[("node", "station")]), "45 ms");
    assert_eq!(measured(&world, "clock_error", &[("node", "time")]), "0 ms");
}

/// A clock that was set by an honest answer and is wrong since is told with both ways; a longer round trip does not count,
/// nor does an answer to a question that nobody waits for any more.
#[test]
fn a_misled_clock_is_told_with_the_two_ways() {
    let world = clocks("adjust = step; filter = last")
        .play(1, "at 10s set station->time.latency 95ms\nat 10s set time->station.latency 5ms");
    let args = |off, delay| [("node", "station"), ("off", off), ("delay", delay)];
    let found = finding(&world, "misled", &args("40ms", "100ms"));
    expect!["At 64.101 s station set its clock, and is 45 ms off: the question took 95 ms, the answer 5 ms."]
        .assert_eq(&found.witnesses[0].sentence);
    assert_eq!((found.witnesses.len(), found.over), (1, 1), "the answers after that leave the clock as it is");
    assert_eq!(measured(&world, "misled", &args("46ms", "100ms")), "0");
    assert_eq!(measured(&world, "misled", &args("40ms", "99ms")), "0");
    // 10 ms each way at 0 s, and three times 95 ms and 5 ms.
    assert_eq!(measured(&world, "asymmetry", &[("node", "station")]), "67.5 ms");
    let late = clocks("poll = 20s; adjust = step; filter = last").play(1, "at 15s delay next reply by 25s");
    assert_eq!(measured(&late, "asymmetry", &[("node", "station")]), "0 ms");
    assert_eq!(finding(&late, "asymmetry", &[("node", "station")]).over, 9, "ten were asked, one answer was late");
}

/// Act a's twin worlds: the same four stamps from a server that is ahead and from a road that is lopsided.
#[test]
fn two_worlds_with_the_same_stamps_cannot_be_told_apart() {
    let settings = clocks("poll = 0s; filter = last");
    let lopsided = "at 0s set station->time.latency 90ms\nat 0s set time->station.latency 10ms";
    let ahead = "at 0s set links.latency 50ms\nat 0s skew time by 40ms";
    let told = |acts| settings.play(1, acts);
    let shown = |world: &World| world.trace.views.last().cloned().unwrap();
    assert_eq!(shown(&told(lopsided)), shown(&told(ahead)));
    assert_eq!((shown(&told(ahead)).value.as_str(), shown(&told(ahead)).caption.as_str()), ("+40ms", "± 50ms"));
    // A server that is ahead makes its station wrong as well, but that interval is about the true time.
    assert_eq!(measured(&told(lopsided), "uncovered", &[("node", "station")]), "0 %");
}

/// A skew, a drift and a step of the station's own clock are found and corrected; what was asked before is not spoiled.
#[test]
fn a_station_finds_its_own_skew_drift_and_step() {
    let acts = "at 0s skew station by -300ms\nat 0s drift station 50ppm\nat 105s step station clock by -20s";
    let world = clocks("poll = 20s; adjust = step; drift = 0; filter = last").play(1, acts);
    let adjusted: Vec<Time> =
        world.trace.rows().filter(|r| matches!(r.what, What::Adjusted(_))).map(|r| r.at).collect();
    assert_eq!(adjusted[..2], [Time(21_000), Time(20_020_001)], "by its own clock, which is fast");
    assert_eq!(measured(&world, "clock_error", &[("node", "station")]), "20 s");
    let station = world.node("station").unwrap();
    let error = |second| world.clock(station, Time::secs(second)).error(Time::secs(second));
    // Five seconds after an answer it is 250 us fast; the step is seen at once, and mended at 120 s.
    assert_eq!([error(25), error(104), error(125)].map(|us| (us + 5) / 10), [25, 20, 25]);
    let published = gauged(&world, "station", "offset");
    let seen = published.iter().filter(|offset| **offset == 20_000_000).count();
    assert_eq!((seen, published.iter().max()), (13, Some(&20_000_000)), "of its own drift it knows nothing");
}

#[test]
fn an_interval_ages_until_the_next_answer() {
    let world = clocks("drift = 50; poll = 16s; claim = quarter-delay").long(Duration::secs(18)).play(1, "");
    let widths = gauged(&world, "station", "half-width");
    // δ/4 of 20 ms, 50 µs more a second, and 5 ms again with each answer.
    assert_eq!((widths[0], widths[1], widths[16], widths[17]), (5_000, 5_050, 5_800, 5_000));
    assert_eq!(measured(&world, "half_width", &[("node", "station")]), "5.4 ms");
    let fixed = clocks("poll = 16s; claim = fixed; width = 2ms").play(1, "at 0s skew station by 3ms");
    assert_eq!(measured(&fixed, "uncovered", &[("node", "station")]), "0 %");
    let far = "at 20s set station->time.latency 16ms";
    let missed = finding(
        &clocks("poll = 16s; claim = fixed; width = 2ms; filter = last").play(1, far),
        "uncovered",
        &[("node", "station")],
    );
    expect!["At 32.027 s station was 3ms off what it believed, and claimed ± 2ms."]
        .assert_eq(&missed.witnesses[0].sentence);
    assert_eq!(measured(&fixed, "messages", &[("node", "station")]), "13");
}

#[test]
fn late_and_second_answers_are_left_aside() {
    let acts = "at 0s duplicate next reply\nat 20s delay next reply by 70s";
    let world = clocks("poll = 64s; filter = last").play(1, acts);
    let shown = world.trace.rows().filter(|r| matches!(r.what, What::Shows(..)) && r.at > Time::ZERO).count();
    assert_eq!(shown, 3, "polls at 0, 64, 128 and 192 s; the second one's answer comes after the third question");
}

/// A timer of one second, by clocks that are a tenth fast, a tenth slow, and one that becomes fast half way.
#[test]
fn timers_run_by_the_clock_of_their_own_node() {
    let nodes = Servers::new("gossip", &["fast", "slow", "changed", "true"], "period = 1s");
    let acts = "at 0s drift fast 100000ppm\nat 0s drift slow -100000ppm\nat 500ms drift changed 250000ppm";
    let world = nodes.play(1, &format!("{acts}\nat 0s set all.fanout 3"));
    let sent = |from: &str| {
        let from = world.node(from).unwrap();
        world.trace.messages().find(|m| m.from == from).map(|m| m.sent.0)
    };
    // Its first second ends after 1/1.1 s, and the slow one's after 1/0.9 s; half a second at 1.25 takes 0.4 s.
    assert_eq!([sent("fast"), sent("slow"), sent("true")], [Some(909_091), Some(1_111_112), Some(1_000_000)]);
    // It hears of the rumour when its first second is over, at 0.9 s; the next one takes 0.8 s.
    assert_eq!(sent("changed"), Some(1_700_000));
    let earlier = nodes.play(1, "at 500ms drift fast 250000ppm");
    let fired = earlier.trace.rows().find(|r| matches!(r.what, What::Fired(_))).unwrap();
    assert_eq!(fired.at, Time(900_000), "a timer that runs is retimed");
}

#[test]
fn an_unsynced_write_is_lost_at_a_crash_and_a_synced_one_is_not() {
    // It answers before its disk holds anything, which is what is wrong with it.
    let mut world = (*small(&["a", "b"], "disk = 20ms", "")).clone();
    world.groups[0].protocol = "register-unsynced".into();
    let world = std::rc::Rc::new(world);
    expect![[r#"
        0.010000  call     ann          write x 1
        0.010000  shows    a            x 1
        0.010000  send     a -> b       copy x 1
        0.010000  return   ann          write x 1 = ok
        0.015000  act      cut a-b
        0.015000  lost     a -> b       copy x 1
        0.029000  act      crash a
        0.029000  down     a
        0.039000  undone   crash a
        0.039000  up       a
        0.039000  shows    a
        0.050000  call     ann          read x
        0.050000  return   ann          read x = ok 0
    "#]]
    .assert_eq(&unindented(&told_of(
        &world,
        "at 10ms ask ann write x 1\nat 15ms cut a-b\nat 29ms crash a for 10ms\nat 50ms ask ann read x",
    )));
    let synced = told_of(&world, "at 10ms ask ann write x 1\nat 31ms crash a for 10ms\nat 50ms ask ann read x");
    assert!(synced.contains("read x = ok 1"), "{synced}");
}

fn unindented(text: &str) -> String {
    text.lines().map(|line| line.trim_start().to_string() + "\n").collect()
}
