//! The author's page: what is written is read a moment later, and the last good version stays.

use app::model::{Action, Files, Host, Model, Timer, Words};
use session::wire::*;

use crate::fixture::*;
use app::html::of as html;

fn written() -> Model {
    let file = |name: &str| {
        let path = format!("{}/../lessons/content/15-cap/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let mut model = at("author", "", "");
    let files = Files {
        lesson: file("lesson.md"),
        scenario: file("scenario.toml"),
        runs: Some(file("runs.toml")),
        packed: None,
    };
    let asked = act(&mut model, Action::Files("author".into(), Ok(files)));
    assert!(asked.contains("open author"), "{asked}");
    engine(&mut model, Update::Opened(Opened { slug: "author".into(), ..answer() }));
    model
}

fn text(model: &Model, n: usize) -> String {
    match &model.lesson().unwrap().host {
        Host::Author(draft) => draft.texts[n].clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_mistake_leaves_the_last_good_version_and_says_its_age() {
    let mut model = written();
    assert!(html(&model).contains("The files have no mistakes"), "{}", html(&model));
    let broken = text(&model, 1).replace("protocol = \"register\"", "protocol = \"registre\"");
    let asked = act(&mut model, Action::Edit(1, broken));
    assert_eq!(asked, "After(150, Edited(1))");
    assert_eq!(act(&mut model, Action::Timer(Timer::Edited(0))), "", "an older wait is over");
    let asked = act(&mut model, Action::Timer(Timer::Edited(1)));
    assert_eq!(asked, "After(1000, Older)", "nothing is asked of the engine");
    for _ in 0..12 {
        act(&mut model, Action::Timer(Timer::Older));
    }
    let shown = html(&model);
    assert!(shown.contains("Showing the last version without mistakes, 12 s old."), "{shown}");
    assert!(shown.contains("scenario.toml:9:13") && shown.contains("did you mean `register`?"), "{shown}");
    assert!(shown.contains("<span class=\"squig\">registre</span>"), "{shown}");
    assert!(matches!(&model.lesson().unwrap().words, Words::Here(text, _) if !text.steps.is_empty()));
    let asked = act(&mut model, Action::Key("F8".into()));
    assert!(asked.contains("Select { file: 1, line: 9,"), "{asked}");
    let mended = text(&model, 1).replace("registre", "register");
    act(&mut model, Action::Edit(1, mended));
    let asked = act(&mut model, Action::Timer(Timer::Edited(2)));
    assert!(asked.contains("open author"), "{asked}");
    assert!(!html(&model).contains("Showing the last version"));
}

#[test]
fn the_method_is_asked_and_files_stay_on_the_device() {
    let mut model = written();
    let lesson = text(&model, 0);
    let hint = lesson.lines().find(|line| line.starts_with("hint:")).unwrap();
    act(&mut model, Action::FileOpened("my-lesson.md".into(), lesson.replacen(&format!("{hint}\n"), "", 1)));
    act(&mut model, Action::Timer(Timer::Edited(1)));
    let shown = html(&model);
    assert!(shown.contains("has 2 hints; exactly 3") && shown.contains("nothing is uploaded"), "{shown}");
    let saved = act(&mut model, Action::SaveFile(0));
    assert!(saved.starts_with("Download(\"lesson.md\""), "{saved}");
    // Whoever looks at another page finds the draft again.
    act(&mut model, Action::Navigate(app::route::Route::Home));
    assert!(!model.book.acts.contains_key("author"));
    act(&mut model, Action::Navigate(app::route::Route::Author { from: None }));
    assert!(html(&model).contains("has 2 hints"));
}
