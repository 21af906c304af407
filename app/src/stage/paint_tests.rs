//! The canvas as text.

use expect_test::expect;

use session::wire::Us;

use super::*;
use crate::stage::{fixture, layout};

fn text(t: f64, reduced: bool) -> String {
    let (staged, scene) = (fixture::staged(), fixture::scene(t as Us, 3_000_000));
    let geom = layout::place(&staged, 768.0, 440.0);
    let labelled = crate::stage::tags::labelled(&scene, &geom, staged.pace, 6);
    let taken = crate::stage::tags::obstacles(&geom);
    let show = Show {
        labelled,
        taken,
        reduced,
        rate: 130_000.0,
        partitions: vec![(pt(90.0, 20.0), 2_000_000, Us::MAX)],
        ..Show::default()
    };
    let said = |m: &Mark| match m {
        Mark::Line { points, tone, width, .. } => {
            format!("line {tone:?} {width} to {:.0},{:.0}", points[points.len() - 1].x, points[points.len() - 1].y)
        }
        Mark::Shape { at, corners, fill, alpha, .. } => {
            format!("shape of {} at {:.0},{:.0} {fill:?} {alpha:.2}", corners.len(), at.x, at.y)
        }
        Mark::Text { at, words, tone, alpha, .. } => {
            format!("text {words:?} at {:.0},{:.0} {tone:?} {alpha:.2}", at.x, at.y)
        }
    };
    marks(&staged, &scene, &geom, &show, t).iter().map(said).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_copy_dies_at_the_cut_while_the_other_flies() {
    expect![[r#"
        line Stroke(Look(2)) 3 to 512,250
        shape of 4 at 529,275 Some(Fill(Look(2))) 1.00
        shape of 4 at 291,200 Some(Fill(Look(2))) 0.51
        shape of 0 at 291,200 None 0.93
        line Fault 2.4 to 296,205
        line Fault 2.4 to 286,205
        shape of 0 at 384,66 None 0.10
        text "balance 70 → 45" at 384,26 Accent 1.00
        text "write balance 45" at 72,108 Text(Look(0)) 1.00
        text "done" at 72,123 Ink2 1.00
        text "partition · 0.1 s" at 90,20 Fault 1.00
        text "balance 45" at 529,261 Text(Look(2)) 1.00
        text "balance 45" at 291,224 Fault 0.93"#]]
    .assert_eq(&text(2_170_000.0, false));
}

#[test]
fn a_stale_answer_is_shown_in_red() {
    expect![[r#"
        text "read balance: 70" at 72,286 Fault 1.00
        text "stale" at 72,301 Fault 1.00
        text "partition · 0.9 s" at 90,20 Fault 1.00"#]]
    .assert_eq(&text(2_950_000.0, false));
}

#[test]
fn with_reduced_motion_a_message_waits_at_its_sender() {
    let early = text(2_105_000.0, true);
    let glyph = |s: &str| s.lines().find(|l| l.starts_with("shape of 4")).map(ToString::to_string);
    assert_eq!(glyph(&early), glyph(&text(2_160_000.0, true)));
    assert!(glyph(&early).is_some());
}

#[test]
fn a_pool_is_drawn_slot_by_slot_in_the_colour_of_whom_it_waits_for() {
    let (mut staged, mut scene) = (fixture::staged(), fixture::scene(0, 3_000_000));
    let gauge =
        |name: &str, kind: &str, capacity| session::wire::GaugeInfo { name: name.into(), kind: kind.into(), capacity };
    staged.nodes[0].gauges = vec![
        gauge("busy", "slots", Some(2)),
        gauge("waiting", "queue", None),
        gauge("workers", "room", None),
        gauge("Catalog", "held", Some(0)),
        gauge("Cards", "held", Some(0)),
    ];
    staged.nodes[0].pool = 12;
    let point = |gauge, value| session::wire::GaugePoint { node: 0, gauge, at: 0, value };
    scene.gauges = vec![point(0, 9), point(1, 7), point(2, 12), point(3, 2), point(4, 5)];
    let geom = layout::place(&staged, 1008.0, 487.0);
    assert_eq!(geom.places[0].pool, 12, "there is room for it");
    let all = marks(&staged, &scene, &geom, &Show::default(), 0.0);
    let filled = |tone: Option<Tone>| {
        all.iter()
            .filter(|m| matches!(m, Mark::Shape { corners, fill, .. } if corners.len() == 4 && *fill == tone))
            .count()
    };
    let hue = |look: &str| Some(Tone::Fill(Look::named(look)));
    // Two and five that wait, with their squares in the legend; two that work, and three that are free.
    assert_eq!([filled(hue("read")), filled(hue("vote")), filled(Some(Tone::Ink2)), filled(None)], [3, 6, 2, 3]);
    let words: Vec<&str> =
        all.iter().filter_map(|m| if let Mark::Text { words, .. } = m { Some(words.as_str()) } else { None }).collect();
    for line in ["2 wait for Catalog", "5 wait for Cards", "7 wait for a worker"] {
        assert!(words.contains(&line), "{words:?}");
    }
    assert_eq!(layout::place(&staged, 390.0, 284.0).places[0].pool, 0, "a phone has none, and shows a row");
}
