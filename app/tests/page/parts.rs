//! A goal in parts: each stays met, says where it was met, and all together break it.

use app::progress::{Lit, Mark};
use app::stage::StageEvent;
use session::wire::*;

use crate::fixture::*;
use app::html::of as html;

const PARTS: &str = "part: stale_reads(balance) >= 1\npart: failed() >= 1\nhint: Look";

/// The act with a goal of two parts, its engine answered.
fn in_parts() -> app::model::Model {
    let mut model = at("cap", "#break", "");
    act(&mut model, files(&LESSON.replace("stale_reads(balance) >= 1\nhint: Look", PARTS)));
    let mut answer = answer();
    let line = |words: &str| LineInfo { kind: "part".into(), words: words.into(), ..LineInfo::default() };
    answer.goals[0].lines = vec![line("Old answers"), line("Refusals")];
    engine(&mut model, Update::Opened(answer));
    model
}

/// A scene in which these parts were met, on these branches.
fn lit(held: [Option<(u32, &str)>; 2]) -> Scene {
    let mut scene = met();
    let line = |held: Option<(u32, &str)>| LineState {
        status: if held.is_some() { Status::Met } else { Status::Open },
        held: held.map(|(branch, label)| Held { branch, label: label.into(), at: 2_900_000 }),
        ..LineState::default()
    };
    scene.goals[0] = GoalState { name: "stale-read".into(), met: false, lines: held.map(line).to_vec() };
    scene
}

#[test]
fn break_is_done_once_every_part_was_met_on_some_branch() {
    let mut model = in_parts();
    engine(&mut model, Update::Scene(lit([Some((0, "main")), None])));
    stage(&mut model, StageEvent::At(2_900_000));
    assert_eq!(model.progress().marks[2], Mark::Open, "one of two");
    let page = html(&model);
    assert!(page.contains("1 of 2") && page.contains("met on main") && page.contains("Old answers, met, met on main"));
    let mut there = lit([Some((0, "main")), Some((1, "fork 1"))]);
    there.branch = 1;
    engine(&mut model, Update::Scene(there));
    assert_eq!(model.progress().marks[2], Mark::Done);
    assert!(html(&model).contains("met on fork 1"));
}

#[test]
fn a_part_that_was_met_in_an_earlier_visit_stays_met() {
    let mut model = in_parts();
    let before = Lit { branch: "fork 3".into(), at: 1_400_000 };
    model.progress().parts.insert("failed() >= 1".into(), before);
    engine(&mut model, Update::Scene(lit([None, None])));
    let page = html(&model);
    assert!(page.contains("1 of 2") && page.contains("met on fork 3") && page.contains("1.400 s"), "{page}");
    engine(&mut model, Update::Scene(lit([Some((0, "main")), None])));
    stage(&mut model, StageEvent::At(2_900_000));
    assert_eq!(model.progress().marks[2], Mark::Done, "the other one was met before");
}
