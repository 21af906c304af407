//! Two acts as data.

use expect_test::expect_file;

use crate::dump;
use crate::fixture::{cap, retries};

#[test]
fn the_first_act_of_cap_is_read() {
    let act = cap().act();
    expect_file!["../fixtures/cap-a/golden/lesson.txt"].assert_eq(&dump::act(&act));
    expect_file!["../fixtures/cap-a/golden/world.txt"].assert_eq(&dump::world(&act.world));
    expect_file!["../fixtures/cap-a/golden/runs.txt"].assert_eq(&dump::runs(&act.runs));
}

#[test]
fn the_second_act_of_retries_is_read() {
    let act = retries().act();
    expect_file!["../fixtures/retries-b/golden/lesson.txt"].assert_eq(&dump::act(&act));
    expect_file!["../fixtures/retries-b/golden/world.txt"].assert_eq(&dump::world(&act.world));
    expect_file!["../fixtures/retries-b/golden/runs.txt"].assert_eq(&dump::runs(&act.runs));
}

#[test]
fn a_draft_has_no_runs() {
    let mut draft = cap();
    draft.runs = None;
    let act = draft.act();
    assert!(!act.runs.present && act.text.steps.len() == 8);
}

#[test]
fn the_words_alone_are_the_same_words() {
    let act = cap().act();
    let (text, found) = lessons::read_text(&cap().lesson);
    assert!(found.is_empty());
    assert_eq!(text.steps.len(), act.text.steps.len());
    for (alone, bound) in text.steps.iter().zip(&act.text.steps) {
        assert_eq!((alone.kind, &alone.title, &alone.prose), (bound.kind, &bound.title, &bound.prose));
    }
}
