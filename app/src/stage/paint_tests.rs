//! The canvas as text.

use expect_test::expect;

use session::wire::Us;

use super::*;
use crate::stage::{fixture, layout};

fn text(t: f64, reduced: bool) -> String {
    let (staged, scene) = (fixture::staged(), fixture::scene(t as Us, 3_000_000));
    let geom = layout::place(&staged, 768.0, 440.0);
    let labelled = scene::labelled(&scene, staged.pace, 6);
    let show = Show {
        labelled,
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
        line Stroke(Look(2)) 3 to 512,271
        shape of 4 at 528,296 Some(Fill(Look(2))) 1.00
        shape of 4 at 292,212 Some(Fill(Look(2))) 0.51
        shape of 0 at 292,212 None 0.93
        line Fault 2.4 to 297,217
        line Fault 2.4 to 287,217
        shape of 0 at 384,64 None 0.10
        text "balance 70 → 45" at 384,13 Accent 1.00
        text "write balance 45" at 74,106 Text(Look(0)) 1.00
        text "done" at 74,121 Ink2 1.00
        text "partition · 0.1 s" at 90,20 Fault 1.00
        text "balance 45" at 528,282 Text(Look(2)) 1.00
        text "balance 45" at 292,198 Fault 0.93"#]]
    .assert_eq(&text(2_170_000.0, false));
}

#[test]
fn a_stale_answer_is_shown_in_red() {
    expect![[r#"
        text "read balance: 70" at 74,316 Fault 1.00
        text "stale" at 74,331 Fault 1.00
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
