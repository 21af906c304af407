//! Taking a run along: the link, its note, the files.

use app::model::{Action, Open};
use app::stage::StageEvent;
use session::wire::*;

use crate::fixture::*;
use app::html::of as html;

fn sharing(link: &str) -> (app::model::Model, String) {
    let (mut model, _) = opened("#break");
    model.site = "https://example.org/faultline/".into();
    engine(&mut model, Update::Staged(Staged::default()));
    stage(&mut model, StageEvent::At(2_900_000));
    stage(&mut model, StageEvent::Share(2_900_000));
    let done = engine(&mut model, Update::Link { link: link.into() });
    (model, done)
}

#[test]
fn share_copies_the_link_and_opens_what_else_can_be_taken() {
    let (mut model, done) = sharing("AbC");
    assert!(done.starts_with("Copy(\"https://example.org/faultline/cap?run=AbC#break\")"), "{done}");
    assert_eq!(model.open, Open::Share);
    act(&mut model, Action::Copied(true));
    let shown = html(&model);
    assert!(shown.contains("The link is on the clipboard.") && shown.contains("2.900 s"), "{shown}");
    act(&mut model, Action::Note("look at C & B".into()));
    assert!(html(&model).contains("run=AbC&amp;note=look%20at%20C%20%26%20B#break"));
    let asked = act(&mut model, Action::Export(Export::Test));
    assert!(
        asked.contains("Export { what: Test, at: 2900000, address: \"https://example.org/faultline/cap\" }"),
        "{asked}"
    );
    let saved = engine(&mut model, Update::Exported { name: "x.toml".into(), text: "y".into() });
    assert!(saved.contains("Download(\"x.toml\", \"y\")"), "{saved}");
    act(&mut model, Action::Key("Escape".into()));
    assert_eq!(model.open, Open::Nothing);
}

#[test]
fn a_long_link_is_not_copied_unasked_and_says_why() {
    let (model, done) = sharing(&"x".repeat(2_100));
    assert!(!done.contains("Copy("), "{done}");
    assert!(html(&model).contains("longer than 2,000"));
}

#[test]
fn a_note_is_text() {
    let (mut model, _) = opened("#break");
    model.note = Some("<b>bold</b>".into());
    assert!(html(&model).contains("&lt;b>bold") || html(&model).contains("&lt;b&gt;bold"));
    act(&mut model, Action::CloseNote);
    assert!(!html(&model).contains("bold"));
}

#[test]
fn a_bug_report_names_what_was_played_and_nothing_else() {
    let (mut model, _) = opened("#break");
    engine(&mut model, Update::Ready { version: "1".into() });
    engine(&mut model, Update::Staged(Staged { seed: 7, ..Staged::default() }));
    model.progress().reason[0] = "my own words".into();
    act(&mut model, Action::Report);
    let report = engine(&mut model, Update::Link { link: "RECIPE".into() });
    for part in ["Faultline ", "theme: ", "content: ", "act: cap#break", "at: 0.000 s", "seed 7", "run: RECIPE"] {
        assert!(report.contains(part), "{part} in {report}");
    }
    assert!(!report.contains("my own words"));
}
