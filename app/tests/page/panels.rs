//! Panels as HTML, through Yew's server renderer, natively.

use app::html::of as html;
use app::model::Action;
use app::progress::Mark;
use expect_test::expect;
use session::wire::*;

use crate::fixture::*;

/// The words alone, one line for each run of text.
fn words(html: &str, from: &str, to: &str) -> String {
    let start = html.find(from).unwrap_or_else(|| panic!("{from} is not in {html}"));
    let part = &html[start..];
    let part = &part[..part.find(to).unwrap_or(part.len())];
    let texts = part.split('<').filter_map(|piece| Some(piece.split_once('>')?.1.trim()));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_view_has_a_style_attribute() {
    for hash in ["#story", "#predict", "#break", "#why", "#explain", "#repair", "#quiz"] {
        let (mut model, _) = opened(hash);
        engine(&mut model, Update::Scene(met()));
        let html = html(&model);
        assert!(!html.contains(" style="), "{hash}");
    }
    assert!(!html(&at("", "", "")).contains(" style="));
}

#[test]
fn the_goal_card_shows_live_lines() {
    let (mut model, _) = opened("#break");
    engine(&mut model, Update::Scene(met()));
    stage(&mut model, app::stage::StageEvent::Witness);
    let html = html(&model);
    expect![[r#"
        2.900 s
        At 2.900 s Cy read 70.
        Break it
        1 of 1
        Reads older than an acknowledged write
        1 read
        at least 1"#]]
    .assert_eq(&words(&html, "Broken on purpose", "<section aria-label=\"Hints\""));
    assert!(!html.contains("you cut a-c"), "the cause waits for Why");
    assert!(html.contains("Reads older than an acknowledged write, 1 read, met"), "named with value and state");
}

#[test]
fn explain_is_not_in_the_page_before_why() {
    let (mut model, _) = opened("#explain");
    assert!(!html(&model).contains("Nobody lied"));
    model.progress().marks[3] = Mark::Skipped;
    assert!(html(&model).contains("Nobody lied"));
}

#[test]
fn explain_quotes_the_learners_own_figures() {
    let (mut model, _) = opened("#explain");
    model.progress().marks[3] = Mark::Done;
    assert!(html(&model).contains("70"), "as written");
    engine(&mut model, Update::Scene(met()));
    assert!(html(&model).contains("71"), "as measured");
}

#[test]
fn expected_and_did_stand_side_by_side() {
    let (mut model, _) = opened("#break");
    act(&mut model, Action::Pick("error".into()));
    act(&mut model, Action::Sure(true));
    act(&mut model, Action::Lock(true));
    let truth = Truth { key: Some("old".into()), sentence: "9 of 9 reads were old.".into(), ..Truth::default() };
    engine(&mut model, Update::Truth(truth));
    let html = html(&model);
    let card = words(&html, "You expected", "</section>");
    assert!(card.contains("refused") && card.contains("Some answers are old") && card.contains("9 of 9"), "{card}");
}

#[test]
fn reasons_follow_the_answer() {
    let (mut model, _) = opened("#quiz");
    assert!(!html(&model).contains("It holds a majority."));
    act(&mut model, Action::Quiz(0, 1));
    let html = html(&model);
    assert!(html.contains("It holds a majority.") && html.contains("your pick"));
}

#[test]
fn the_sealed_strip_has_shapes_and_names() {
    let (mut model, _) = opened("#repair");
    engine(&mut model, Update::Staged(Staged::default()));
    act(&mut model, Action::Seal);
    let mut dots = vec![Dot { status: Status::Met, ..Dot::default() }; 20];
    dots[3] = Dot { status: Status::Broken, why: "Cy read 70".into(), at: 1 };
    act(&mut model, Action::Sealed(Box::new(Update::Seeds(Seeds { dots, done: true, score: None }))));
    let html = html(&model);
    assert!(html.contains("Held on 19 of 20, not on 4."));
    assert!(html.contains("Open seed 4: Cy read 70"));
    assert_eq!(html.matches(": held\"").count(), 2 * 19);
}

#[test]
fn home_lists_lessons_and_plans() {
    let model = at("", "", "");
    let html = html(&model);
    assert!(html.contains("Start: CAP"));
    assert!(html.contains("href=\"cap\""));
    assert!(!html.contains("href=\"raft\""), "what is planned is no link");
    assert_eq!(catalogue().planned[0].title, "Raft");
}

#[test]
fn mistakes_stand_in_place_of_the_lesson() {
    let mut model = at("cap", "", "");
    act(&mut model, files(&LESSON.replace("title =", "tilte =")));
    let html = html(&model);
    assert!(html.contains("lesson.md:2:"), "{html}");
    assert!(html.contains("tilte"));
}
