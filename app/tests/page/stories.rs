//! Stories: what happens, and what the page asks for.

use app::model::{Action, Mode, Page, Words};
use app::progress::{Mark, Reached};
use app::stage::StageEvent;
use expect_test::expect;
use lessons::model::StepKind;
use session::wire::*;

use crate::fixture::*;

#[test]
fn a_lesson_opens_with_the_healthy_run() {
    let mut model = at("cap", "", "");
    let asked = act(&mut model, files(LESSON));
    expect![[r#"tell 0: open cap"#]].assert_eq(&asked);
    let Page::Lesson(lesson) = &model.page else { panic!("no lesson") };
    assert!(lesson.text().is_some(), "prose shows before the engine is up");
    let asked = engine(&mut model, Update::Opened(answer()));
    expect![[r#"tell 1: Stage(Recorded { name: "calm", seed: None })"#]].assert_eq(&asked);
    assert_eq!(model.book.acts["cap"].reached, Reached::Seen);
}

#[test]
fn break_by_hand_then_why() {
    let (mut model, _) = opened("#break");
    engine(&mut model, Update::Staged(Staged::default()));
    let asked = stage(&mut model, StageEvent::Do { at: 2_000_000, line: "cut a-c b-c".into() });
    expect![[r#"
        tell 2: Do { at: 2000000, line: "cut a-c b-c" }
        tell 2: Share { at: 2000000, step: "break" }
        After(240000, Idle(1))"#]]
    .assert_eq(&asked);
    let asked = engine(&mut model, Update::Link { link: "KEPT".into() });
    expect![[r#"Save"#]].assert_eq(&asked);
    engine(&mut model, Update::Scene(met()));
    assert_eq!(model.book.acts["cap"].reached, Reached::Seen, "the playhead is not there yet");
    let asked = stage(&mut model, StageEvent::Witness);
    expect![[r#"
        tell 2: Truth
        tell 2: Share { at: 2900000, step: "break" }
        Save"#]]
    .assert_eq(&asked);
    let progress = &model.book.acts["cap"];
    assert_eq!((progress.reached, progress.marks[2]), (Reached::Broken, Mark::Done));
    assert_eq!(model.spoken.1, "At 2.900 s Cy read 70.");
    let asked = act(&mut model, Action::Continue);
    assert!(!asked.contains("Stage("), "the learner's run stays on the stage:\n{asked}");
    assert_eq!(model.lesson().unwrap().go, Some((1, 2_900_000)), "at its witness");
}

#[test]
fn what_was_done_comes_back_after_a_reload() {
    let (mut model, _) = opened("#break");
    model.book.acts.get_mut("cap").unwrap().run = Some("KEPT".into());
    let mut again = at("cap", "#break", "");
    again.book = model.book;
    act(&mut again, files(LESSON));
    let asked = engine(&mut again, Update::Opened(answer()));
    expect![[r#"tell 1: Restore { link: "KEPT" }"#]].assert_eq(&asked);
}

#[test]
fn answers_of_an_older_stage_are_dropped() {
    let (mut model, _) = opened("#break");
    let old = model.engine.epoch;
    stage(&mut model, StageEvent::Undo);
    let late = Envelope { epoch: old, body: Update::Scene(met()) };
    act(&mut model, Action::Engine(Box::new(late)));
    assert_eq!(model.lesson().unwrap().scene.frontier, 0);
}

#[test]
fn a_guess_is_locked_in_and_fixed_once_the_run_starts() {
    let (mut model, _) = opened("#predict");
    act(&mut model, Action::Pick("old".into()));
    act(&mut model, Action::Sure(true));
    act(&mut model, Action::Lock(true));
    act(&mut model, Action::Pick("error".into()));
    assert_eq!(model.progress().guess.answer, "old");
    act(&mut model, Action::Lock(false));
    act(&mut model, Action::Pick("error".into()));
    act(&mut model, Action::Lock(true));
    act(&mut model, Action::Continue);
    engine(&mut model, Update::Staged(Staged::default()));
    stage(&mut model, StageEvent::Look { at: 0, window: (0, 1), until: 100_000 });
    act(&mut model, Action::Lock(false));
    assert!(model.progress().guess.locked && model.progress().guess.fixed);
}

#[test]
fn skip_is_one_action_and_can_be_taken_back() {
    let (mut model, _) = opened("#break");
    let asked = act(&mut model, Action::Skip);
    assert!(
        asked.contains(r#"Stage(Recorded { name: "cut", seed: None })"#),
        "Why shows the shipped witness:\n{asked}"
    );
    assert_eq!((model.lesson().unwrap().step, model.progress().marks[2]), (StepKind::Why, Mark::Skipped));
    let button = model.toast.clone().unwrap().button.unwrap();
    act(&mut model, button.1);
    assert_eq!((model.lesson().unwrap().step, model.progress().marks[2]), (StepKind::Break, Mark::Open));
}

#[test]
fn show_me_counts_as_shown_and_gives_the_stage_back() {
    let (mut model, _) = opened("#break");
    let asked = act(&mut model, Action::Mode(Mode::Show));
    assert!(asked.contains(r#"Recorded { name: "cut""#), "{asked}");
    engine(&mut model, Update::Staged(Staged { say: vec![(2_000_000, "Cut.".into())], ..Staged::default() }));
    assert_eq!(model.lesson().unwrap().beats(), vec![(2_000_000, "Cut.".to_owned())]);
    engine(&mut model, Update::Scene(met()));
    stage(&mut model, StageEvent::Witness);
    assert!(model.lesson().unwrap().shown);
    assert_eq!((model.progress().reached, model.progress().marks[2]), (Reached::Seen, Mark::Shown));
    let asked = act(&mut model, Action::NowYou);
    assert!(asked.contains("Stage(Quiet"), "{asked}");
}

#[test]
fn knobs_then_a_sealed_run_that_holds() {
    let (mut model, first) = opened("#repair");
    let defaults = r#"settings: [("mode", "any"), ("R", "1")]"#;
    assert!(first.contains(&format!("Stage(Repair {{ world: None, {defaults} }})")), "{first}");
    let asked = act(&mut model, Action::Knob("R".into(), "2".into()));
    assert!(asked.starts_with(r#"tell 2: Knobs { at: 0, settings: [("mode", "any"), ("R", "2")] }"#), "{asked}");
    let asked = act(&mut model, Action::Seal);
    expect![[r#"seal: open, Seal { settings: [("mode", "any"), ("R", "2")], challenge: false }"#]].assert_eq(&asked);
    let dot = |status| Dot { status, why: "old".into(), at: 1 };
    let mut dots = vec![dot(Status::Met); 20];
    dots[3] = dot(Status::Broken);
    let seeds = |dots: &[Dot]| Update::Seeds(Seeds { dots: dots.to_vec(), done: true, score: None });
    act(&mut model, Action::Sealed(Box::new(seeds(&dots))));
    assert_eq!(model.spoken.1, "Held on 19 of 20, not on 4.");
    assert_eq!(model.progress().reached, Reached::Seen);
    let asked = act(&mut model, Action::OpenSeed(4));
    assert!(asked.contains("Stage(Seed { n: 4, challenge: false"), "{asked}");
    act(&mut model, Action::MyRun);
    act(&mut model, Action::Seal);
    dots[3] = dot(Status::Met);
    let asked = act(&mut model, Action::Sealed(Box::new(seeds(&dots))));
    expect![[r#"
        Unseal
        Save"#]]
    .assert_eq(&asked);
    assert_eq!((model.progress().reached, model.progress().marks[5]), (Reached::Repaired, Mark::Done));
}

#[test]
fn three_sealed_runs_that_do_not_hold_offer_a_hint() {
    let (mut model, _) = opened("#repair");
    for n in 0..3 {
        assert!(!model.lesson().unwrap().hint_offered, "after {n}");
        act(&mut model, Action::Seal);
        let dots = vec![Dot { status: Status::Broken, ..Dot::default() }; 20];
        act(&mut model, Action::Sealed(Box::new(Update::Seeds(Seeds { dots, done: true, score: None }))));
    }
    assert!(model.lesson().unwrap().hint_offered);
}

#[test]
fn hints_open_one_at_a_time() {
    let (mut model, _) = opened("#break");
    act(&mut model, Action::Hint("stale-read".into()));
    act(&mut model, Action::Hint("stale-read".into()));
    assert_eq!(model.progress().hints["stale-read"], 1, "the next one waits for an act or 15 s");
    stage(&mut model, StageEvent::Do { at: 0, line: "cut a-c".into() });
    act(&mut model, Action::Hint("stale-read".into()));
    assert_eq!(model.progress().hints["stale-read"], 2);
}

#[test]
fn a_dead_engine_is_started_again_with_run_and_acts() {
    let (mut model, _) = opened("#break");
    engine(&mut model, Update::Staged(Staged::default()));
    let flag = |own, line: &str| ActFlag { at: 2_000_000, line: line.into(), own, ..ActFlag::default() };
    let acts = vec![flag(false, "at 1s ask ann write balance 45"), flag(true, "at 2s cut a-c b-c")];
    engine(&mut model, Update::Scene(Scene { acts, ..Scene::default() }));
    stage(&mut model, StageEvent::At(2_500_000));
    let asked = act(&mut model, Action::Died("panic".into()));
    expect![[r#"
        StopEngine
        tell 1: open cap"#]]
    .assert_eq(&asked);
    assert!(model.notice.is_some());
    let asked = engine(&mut model, Update::Opened(answer()));
    expect![[r#"
        tell 2: Stage(Quiet { seed: None })
        tell 3: Do { at: 2000000, line: "cut a-c b-c" }"#]]
    .assert_eq(&asked);
    model.notice = None;
    act(&mut model, Action::Died("panic".into()));
    assert_eq!(model.notice, None, "said once");
    act(&mut model, Action::Died("panic".into()));
    let asked = act(&mut model, Action::Died("panic".into()));
    expect![[r#"StopEngine"#]].assert_eq(&asked);
    assert!(model.engine.given_up.is_some());
}

#[test]
fn a_broken_link_says_so_and_the_lesson_begins_at_its_start() {
    let mut model = at("cap", "", "?run=XXXX");
    act(&mut model, files(LESSON));
    let asked = engine(&mut model, Update::Opened(answer()));
    expect![[r#"tell 1: Restore { link: "XXXX" }"#]].assert_eq(&asked);
    let asked = engine(&mut model, Update::Unreadable { why: "it ends in the middle".into() });
    assert!(asked.contains(r#"Recorded { name: "calm""#), "the lesson's own run takes its place:\n{asked}");
    assert!(model.lesson().unwrap().trouble.as_ref().unwrap().ends_with("could not be read: it ends in the middle."));
    act(&mut model, Action::FromStart);
    assert_eq!((model.lesson().unwrap().step, &model.lesson().unwrap().trouble), (StepKind::Story, &None));
}

#[test]
fn a_broken_lesson_shows_its_mistakes() {
    let mut model = at("cap", "", "");
    act(&mut model, files(&LESSON.replace("title =", "tilte =")));
    let Words::Here(_, problems) = &model.lesson().unwrap().words else { panic!("no words") };
    assert_eq!((problems[0].file.as_str(), problems[0].line), ("lesson.md", 2), "{problems:?}");
}

#[test]
fn reset_asks_once_and_can_be_taken_back() {
    let (mut model, _) = opened("#break");
    model.progress().reach(Reached::Broken);
    act(&mut model, Action::Reset);
    assert_eq!(model.progress().reached, Reached::Broken);
    act(&mut model, Action::Reset);
    assert_eq!(model.progress().reached, Reached::Seen);
    let undo = model.toast.clone().unwrap().button.unwrap().1;
    act(&mut model, undo);
    assert_eq!(model.progress().reached, Reached::Broken);
}

#[test]
fn unknown_addresses_and_a_missing_index_are_pages() {
    assert!(matches!(at("nothing", "", "").page, Page::NotFound(_)));
    let mut model = at("", "", "");
    assert!(matches!(model.page, Page::Home { .. }));
    act(&mut model, Action::Index(Err("no connection".into())));
    assert!(matches!(model.page, Page::Failed(_)));
}
