//! Charts of a run with load: an outage seen in rates, percentiles, queues and attempts.

use std::fmt::Write as _;

use expect_test::expect;
use session::wire::{Scene, Staged, Track, What};

use crate::host::{Host, retries};

const S: u64 = 1_000_000;
const CHARTS: &str = r#"["goodput(for = 2s)", "success()", "p50()", "p99()", "attempts(db, per = op)",
    "queue_length(db)", "utilisation(db)", "failed()"]"#;

fn played() -> (Staged, Scene) {
    let (mut host, opened) = Host::with(retries(CHARTS));
    let mistakes: Vec<&String> = opened.diagnostics.iter().map(|d| &d.message).collect();
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let (staged, _) = host.stage(What::Quiet { seed: None });
    host.look(10 * S);
    host.act(10 * S, "set db.error-rate 100% for 10s").unwrap();
    (staged, host.look(30 * S))
}

fn at(track: &Track, line: usize, t: u64) -> f64 {
    track.lines[line].iter().rev().find(|p| p.0 <= t).map_or(f64::NAN, |p| p.1)
}

#[test]
fn an_outage_is_seen_in_every_chart() {
    let (staged, scene) = played();
    let mut text = String::new();
    for (info, track) in staged.charts.iter().zip(&scene.charts) {
        let names: Vec<&str> =
            if info.lines.is_empty() { vec![&info.label] } else { info.lines.iter().map(String::as_str).collect() };
        writeln!(text, "{} [{}] over {} ms: {}", info.label, info.unit, info.over / 1000, info.words).unwrap();
        for (n, name) in names.iter().enumerate() {
            let values: Vec<String> =
                [5, 10, 15, 20, 25, 30].iter().map(|t| format!("{:.3}", at(track, n, t * S))).collect();
            writeln!(text, "  {name:<9} {}", values.join("  ")).unwrap();
        }
        if !track.bins.is_empty() {
            writeln!(text, "  {} s: {:?}, timeout {:?}", track.most, track.bins, track.timeout).unwrap();
        }
    }
    expect![[r#"
        Goodput [/s] over 2000 ms: Requests answered per second
          Goodput   8.500  10.000  0.000  0.000  10.000  9.000
        Answered [%] over 5000 ms: Requests answered
          Answered  100.000  100.000  0.000  NaN  100.000  100.000
        p50, p99 [s] over 5000 ms: p50 of answers, p99 of answers
          p50       0.035  0.035  NaN  NaN  1.610  0.035
          p99       0.112  0.110  NaN  NaN  3.138  0.106
          9 s: [160, 7, 11, 5, 11, 5, 7, 14, 5, 12, 4, 7, 7, 6, 4, 16, 4, 9], timeout Some(60.0)
        Calls [] over 5000 ms: Calls to db per op
          Calls     1.000  1.000  4.345  0.000  1.000  0.980
        Queue [] over 5000 ms: Requests waiting at db
          Queue     0.000  0.000  0.000  0.000  0.000  0.000
        Busy [%] over 5000 ms: Workers busy at db
          Busy      0.169  0.156  0.785  0.802  0.441  0.153
        Refused [] over 5000 ms: Requests refused
          Refused   0.000  0.000  9.000  0.000  0.000  0.000
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_value_is_that_of_its_window_and_not_of_the_whole_run() {
    let (_, scene) = played();
    let goodput = &scene.charts[0];
    assert!(at(goodput, 0, 9 * S) > 5.0, "ten requests a second are answered");
    assert!(at(goodput, 0, 18 * S) < 1.0, "nothing is answered while everything fails");
    assert!(at(goodput, 0, 29 * S) > 5.0, "and all of it again afterwards");
}

#[test]
fn a_picture_of_an_instant_has_its_value_and_no_more_points_than_it_may() {
    let (mut host, _) = Host::with(retries(CHARTS));
    host.stage(What::Quiet { seed: None });
    host.look(40 * S);
    let late = host.look(40 * S);
    let early = host.look(7_123_457);
    for (one, other) in early.charts.iter().zip(&late.charts) {
        for (a, b) in one.lines.iter().zip(&other.lines) {
            assert!(a.iter().any(|p| p.0 == 7_123_457), "the playhead has a point");
            assert!(a.len() <= 201 && b.len() <= 201, "{} {}", a.len(), b.len());
            assert!(a.windows(2).all(|w| w[0].0 < w[1].0), "in order");
            let common = |p: &&(u64, f64)| p.0.is_multiple_of(200_000);
            let same = |(x, y): (&(u64, f64), &(u64, f64))| x.0 == y.0 && x.1.to_bits() == y.1.to_bits();
            assert!(a.iter().filter(common).zip(b.iter().filter(common)).all(same), "the past stays as it was");
        }
    }
    let answered = |scene: &Scene| scene.charts[2].bins.iter().sum::<u32>();
    assert!(answered(&early) < answered(&late), "a histogram is of what was answered up to the playhead");
}
