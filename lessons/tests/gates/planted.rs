//! What makes an act unfit is found, and its file and line are named.

use std::path::Path;

use crate::gates::shelf::{Texts, command};

#[test]
fn what_ships_is_fit() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let told = command(project, &["check"]);
    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
}

/// Each of these alone makes the act unfit; they are told at once, each at its place.
#[test]
fn a_witness_a_wrong_design_a_hint_a_figure_a_claim_a_fingerprint_or_a_margin() {
    let wrong = "\"at 0s set replicas.R 3\", \"at 0s set replicas.W 3\"]\nfails_on";
    let texts = Texts::cap()
        .with("runs.toml", "cut: at 2s cut a-c b-c", "cut: at 2s cut a-b")
        .with("runs.toml", wrong, &wrong.replace('3', "2"))
        .without_line("lesson.md", "hint: Keep A's copies")
        .with("lesson.md", "[100 %](measure:majority-served)", "[99 %](measure:majority-served)")
        .with("lesson.md", "[2 s](measure:refusal-wait)", "[3 s](measure:refusal-wait)")
        .with("runs.toml", "isolate c for 15s\"]\n", "isolate c for 14s\"]\n")
        .with("lesson.md", "clients = minority, during = cut) >= 5", "clients = minority, during = cut) >= 7");
    let problems = texts.problems();
    let said = |file, passage, message| Texts::said(&problems, file, texts.line(file, passage), message);
    said(
        "runs.toml",
        "name = \"cut\"",
        "the witness `cut` does not meet `stale-read`: stale_reads(balance) >= 1 comes out as 0",
    );
    said("runs.toml", "name = \"everybody\"", "the wrong design `everybody` never fails `success(clients = majority");
    said("lesson.md", "```goal stale-read", "H1: `stale-read` has 2 hints");
    said("lesson.md", "[99 %]", "`majority-served` is 100 % over 20 seeds, not 99 %");
    said("lesson.md", "[3 s]", "`refusal-wait` is 2 s over 1 seed, not 3 s");
    said("lesson.md", "guard: operations(clients = minority", "a margin of 0.0 %; at least 10 %");
    // The fingerprint is the run's last line.
    let line = texts.line("runs.toml", "name = \"island\"") + 3;
    Texts::said(&problems, "runs.toml", line, "look at the run, then accept it: faultline check --accept");
}

#[test]
fn a_figure_of_the_witness() {
    let texts = Texts::cap().with("lesson.md", "[800 ms](measure:stale-read.age)", "[801 ms](measure:stale-read.age)");
    texts.says("lesson.md", "[801 ms]", "`stale-read.age` is 800 ms in the run `cut`, not 801 ms");
}

#[test]
fn witnesses_that_all_do_the_same() {
    let texts = Texts::cap().with("runs.toml", "\"at 2s slow a-c by 1s\"", "\"at 2.05s cut a-c b-c\"");
    texts.says("lesson.md", "## Break", "all witnesses of `stale-read` do the same thing");
}

/// The old answers are met by both witnesses; refusals, the other part, by none.
#[test]
fn a_part_that_no_witness_meets() {
    let goal = "```goal stale-read\nstale_reads(balance) >= 1\n";
    let parts = "```goal stale-read\npart: stale_reads(balance) >= 1\npart: failed() >= 1\n";
    let texts = Texts::cap().with("lesson.md", goal, parts);
    let problems = texts.problems();
    Texts::said(
        &problems,
        "lesson.md",
        texts.line("lesson.md", "## Break"),
        "0 recorded witnesses meet `failed() >= 1`",
    );
    assert!(!problems.iter().any(|problem| problem.contains("witnesses meet `stale_reads")), "{problems:?}");
}

#[test]
fn a_solution_that_does_not_solve() {
    let solution = "\"at 0s set replicas.R 2\", \"at 0s set replicas.W 2\"]\nsay";
    let texts = Texts::cap().with("runs.toml", solution, &solution.replace("W 2", "W 1"));
    texts.says("runs.toml", "name = \"two-of-three\"", "the solution `two-of-three` misses `linearizable(balance)`");
}

#[test]
fn a_break_that_happens_by_itself() {
    let acts = "\nacts = [\"at 2s slow a-c by 1s\"]\n\n[group.replicas]\n";
    let texts = Texts::cap().with("scenario.toml", "\n[group.replicas]\n", acts);
    texts.says("lesson.md", "```goal stale-read", "`stale-read` is met at 2.900 s with nothing done");
}

#[test]
fn a_repair_that_nobody_needs_to_make() {
    let texts = Texts::cap().with("scenario.toml", "mode = \"any\"\nR = 1\nW = 1", "mode = \"quorum\"\nR = 2\nW = 2");
    texts.says("lesson.md", "## Repair", "`cp` holds in the visible run with every knob at its default");
}

#[test]
fn a_goal_that_refusing_everybody_meets() {
    let texts = Texts::cap()
        .with(
            "lesson.md",
            "served: success(clients = majority, during = cut) >= 95%",
            "guard: success(clients = majority, during = cut) <= 95%\nserved: operations(clients = majority, during = cut) >= 10",
        )
        .with(
            "lesson.md",
            "recovers: success(after = cut.end, wait = 2s) >= 95%",
            "recovers: operations(after = cut.end, wait = 2s) >= 10",
        );
    texts.says("lesson.md", "## Repair", "every request refused passes the visible run and all 20 sealed seeds");
}

#[test]
fn guards_that_guard_nothing() {
    let recovers = "recovers: success(after = cut.end, wait = 2s) >= 95%";
    let texts = Texts::cap().with("lesson.md", recovers, "recovers: held(cut) >= 16s");
    texts.says("lesson.md", "guard: held(cut)", "they guard nothing");
}
