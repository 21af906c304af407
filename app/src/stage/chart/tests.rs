//! Charts as text: what plotters lays out, and what is said of it.

use std::fmt::Write as _;

use expect_test::expect;
use session::wire::{ChartInfo, Track};

use super::backend::{Ink, Shape};
use super::picture::{histogram, large, track};
use super::view::{reading, sentence};
use crate::stage::axis::Scale;

fn text(shapes: &[Shape]) -> String {
    let mut out = String::new();
    for shape in shapes {
        let points = |points: &[crate::stage::geom::Pt]| {
            let one = |p: &crate::stage::geom::Pt| format!("{:.0},{:.0}", p.x, p.y);
            points.iter().map(one).collect::<Vec<_>>().join(" ")
        };
        match shape {
            Shape::Line(ink, p) => writeln!(out, "{} {}", ink.word(), points(p)),
            Shape::Fill(ink, p) => writeln!(out, "{} [{}]", ink.word(), points(p)),
            Shape::Dot(ink, p) => writeln!(out, "{} dot {}", ink.word(), points(&[*p])),
            Shape::Text(_, p, side, words) => writeln!(out, "{words:?} {side:?} {}", points(&[*p])),
        }
        .unwrap();
    }
    out
}

const S: u64 = 1_000_000;

fn answered() -> (ChartInfo, Track) {
    let info = ChartInfo {
        label: "Answered".into(),
        words: "Requests answered".into(),
        unit: "%".into(),
        over: 2 * S,
        goal: Some((95.0, "Requests answered at least 95 %".into())),
        ..ChartInfo::default()
    };
    let points = vec![(S, 100.0), (2 * S, 50.0), (3 * S, f64::NAN), (4 * S, 80.0), (5 * S, 90.0)];
    (info, Track { lines: vec![points], missed: true, ..Track::default() })
}

fn latencies() -> (ChartInfo, Track) {
    let info = ChartInfo {
        label: "p50, p99".into(),
        words: "p50 of answers, p99 of answers".into(),
        unit: "s".into(),
        over: 5 * S,
        lines: vec!["p50".into(), "p99".into()],
        ..ChartInfo::default()
    };
    let lines = vec![vec![(S, 0.035), (2 * S, 0.04)], vec![(S, 0.11), (2 * S, 0.9)]];
    let track = Track {
        lines,
        bins: vec![8, 4, 0, 1],
        most: 1.0,
        quantiles: Some((0.035, 0.9)),
        timeout: Some(1.2),
        ..Track::default()
    };
    (info, track)
}

#[test]
fn a_track_breaks_where_nothing_was_measured_and_has_its_goal() {
    let (info, of) = answered();
    let scale = Scale { origin: 0, k: 20.0 / 1e6 };
    expect![[r#"
        k-area [20,0 40,10 40,20 20,20]
        k-line 20,0 40,10
        k-area [80,4 100,2 100,20 80,20]
        k-line 80,4 100,2
        k-goal 0,1 100,1
    "#]]
    .assert_eq(&text(&track(&info, &of, scale, (100.0, 20.0), (0, 5 * S))));
}

#[test]
fn counted_events_are_bars() {
    let (mut info, _) = answered();
    info.bars = true;
    let of = Track { lines: vec![vec![(S, 1.0), (S + 10_000, 2.0), (4 * S, 3.0)]], ..Track::default() };
    let scale = Scale { origin: 0, k: 20.0 / 1e6 };
    expect![[r#"
        k-event [18,0 22,0 22,20 18,20]
        k-event [78,10 82,10 82,20 78,20]
    "#]]
    .assert_eq(&text(&track(&info, &of, scale, (100.0, 20.0), (0, 5 * S))));
    assert_eq!([0, S, 3 * S, 5 * S].map(|t| reading(&info, &of, t)), ["0", "1", "2", "3"]);
}

#[test]
fn a_large_chart_has_axes_that_start_at_zero() {
    let (info, of) = latencies();
    let shapes = large(&info, &of, (300.0, 120.0), 2 * S, S);
    expect![[r#"
        k-mesh 52,98 290,98
        k-mesh 52,52 290,52
        k-axis 52,10 52,98
        "0" End 44,102
        k-axis 48,98 52,98
        "500 ms" End 44,56
        k-axis 48,52 52,52
        k-axis 52,98 290,98
        "0 s" Middle 52,115
        k-axis 52,98 52,102
        "0.5 s" Middle 111,115
        k-axis 111,98 111,102
        "1 s" Middle 171,115
        k-axis 171,98 171,102
        "1.5 s" Middle 230,115
        k-axis 230,98 230,102
        "2 s" Middle 290,115
        k-axis 290,98 290,102
        k-line 171,95 290,94
        k-second 171,88 290,15
        k-read 171,98 171,10
    "#]]
    .assert_eq(&text(&shapes));
    assert!(shapes.iter().any(|s| matches!(s, Shape::Line(Ink::Second, _))), "p99 is dashed");
}

#[test]
fn a_histogram_has_its_percentiles_and_the_timeout() {
    expect![[r#"
        k-mesh 52,98 290,98
        k-mesh 52,46 290,46
        k-axis 52,10 52,98
        "0" End 44,102
        k-axis 48,98 52,98
        "5" End 44,50
        k-axis 48,46 52,46
        k-axis 52,98 290,98
        "0" Middle 52,115
        k-axis 52,98 52,102
        "500 ms" Middle 149,115
        k-axis 149,98 149,102
        "1000 ms" Middle 246,115
        k-axis 246,98 246,102
        k-bar [52,15 94,15 94,98 52,98]
        k-bar [100,56 142,56 142,98 100,98]
        k-bar [198,88 240,88 240,98 198,98]
        k-line 59,98 59,10
        k-second 227,98 227,10
        k-out 285,98 285,10
    "#]]
    .assert_eq(&text(&histogram(&latencies().1, (300.0, 120.0))));
}

#[test]
fn a_chart_is_a_sentence_with_now_range_and_goal() {
    let ((info, of), (times, took)) = (answered(), latencies());
    expect![[r#"
        Requests answered, over the last 2 s: 90 % now; from 50 % to 100 % so far. Goal: Requests answered at least 95 %.
        Requests answered, over the last 2 s: – now; from 50 % to 100 % so far. Goal: Requests answered at least 95 %.
        p50 of answers, p99 of answers, over the last 5 s: p50 40 ms, p99 900 ms now; from 35 ms to 900 ms so far.
        13 answers since the start, p50 35 ms, p99 900 ms; timeout 1200 ms.
        40/900 ms"#]].assert_eq(
        &[
            sentence(&info, &of, 5 * S),
            sentence(&info, &of, 3 * S),
            sentence(&times, &took, 2 * S),
            crate::stage::words::histogram("", &took),
        super::view::gutter(&times, &took, 2 * S),
        ]
        .join("\n"),
    );
}
