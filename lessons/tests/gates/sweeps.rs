//! Sweeps: their points are recorded, held against what is measured, and quoted by the text.

use std::fs;

use crate::gates::shelf::{Texts, command, shelf};

const SWEEP: &str = "
[[sweep]]
name = \"where\"
run = \"three-against-two\"
over = { \"replicas.R\" = [\"2\", \"3\"], \"replicas.W\" = [\"3\", \"5\"] }
seeds = 2
measure = \"success(clients = majority, during = cut)\"
";

#[test]
fn accept_records_the_points_of_a_sweep() {
    let here = shelf("sweep");
    let path = here.join("lessons/content/15-cap/runs.toml");
    let shipped = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{shipped}{SWEEP}")).unwrap();
    let told = command(&here, &["check", "15-cap", "--accept"]).out;
    assert!(told.contains("accepted: `where`"), "{told}");
    assert!(told.contains("curves are as measured: `where` has 4 points"), "{told}");
    let recorded = fs::read_to_string(&path).unwrap();
    let points = recorded.lines().find(|line| line.starts_with("points")).unwrap();
    // R = 2 and 3, W = 3 and 5: the last path changes fastest, and three nodes cannot make five copies.
    assert_eq!(points.split([',', '[', ']']).map(str::trim).collect::<Vec<_>>()[1..5], ["1.0", "0.0", "1.0", "0.0"]);
}

#[test]
fn a_point_that_is_measured_otherwise_is_found() {
    let runs = |points: &str| {
        Texts::cap().with(
            "runs.toml",
            "[[claim]]\nname = \"majority-served\"",
            &format!("{SWEEP}points = {points}\n\n[[claim]]\nname = \"majority-served\""),
        )
    };
    let wrong = runs("[1.0, 0.0, 0.25, 0.0]");
    wrong.says("runs.toml", "name = \"where\"", "point 3 of the sweep `where` is 1 now, not 0.25");
    runs("[1.0]").says("runs.toml", "name = \"where\"", "the sweep `where` has 1 points recorded, not 4");
    let quoted = runs("[1.0, 0.0, 1.0, 0.0]").with(
        "lesson.md",
        "## What this leaves out\n",
        "## What this leaves out\n\nAt best [90 %](measure:where.most).\n",
    );
    quoted.says("lesson.md", "At best", "`where.most` is 100 %, not 90 %");
}
