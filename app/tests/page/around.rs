//! Stages beside the lessons: home's small run, the sandbox, the page in another site's page.

use app::embed::Embed;
use app::model::{Action, Files, Host, Model, Page};
use app::route::Route;
use app::stage::StageEvent;
use app::update::update;
use session::wire::*;

use crate::fixture::*;
use app::html::of as html;

fn alone(slug: &str) -> Update {
    Update::Opened(Opened { slug: slug.into(), tools: vec!["cut".into(), "crash".into()], ..Opened::default() })
}

#[test]
fn home_plays_a_small_run_that_can_be_cut() {
    let mut model = at("", "", "");
    assert!(matches!(model.page, Page::Home { .. }));
    let asked = engine(&mut model, alone("home"));
    assert!(asked.contains("Stage(Quiet { seed: None })"), "{asked}");
    engine(&mut model, Update::Staged(Staged::default()));
    assert!(html(&model).contains("Drag a line across the links"));
    let asked = stage(&mut model, StageEvent::Do { at: 1, line: "cut a-c".into() });
    assert!(asked.contains("Do {") && !asked.contains("Save"), "{asked}");
    let asked = stage(&mut model, StageEvent::End);
    assert!(asked.contains("Stage(Quiet"), "it begins again: {asked}");
    act(&mut model, Action::Seen(false));
    assert!(matches!(model.lesson().unwrap().host, Host::Hero { seen: false }));
    act(&mut model, Action::Navigate(Route::act("cap")));
    assert!(!model.book.acts.contains_key("home"), "what is done at home is no progress");
}

#[test]
fn the_sandbox_changes_its_world_and_keeps_the_last_good_one() {
    let mut model = at("sandbox", "", "");
    let asked = engine(&mut model, alone("sandbox"));
    assert!(asked.contains("Stage(Quiet"), "{asked}");
    let shown = html(&model);
    assert!(shown.contains("read quorum") || shown.contains("replicas-R"), "{shown}");
    let asked = act(&mut model, Action::Set("replicas.nodes".into(), "5".into()));
    assert!(asked.contains("open sandbox"), "{asked}");
    let asked = act(&mut model, Action::Set("links.latency".into(), "soon".into()));
    assert_eq!(asked, "", "nothing is played that cannot be read");
    assert!(html(&model).contains("scenario.toml:") && html(&model).contains("last scenario without mistakes"));
    let saved = act(&mut model, Action::SaveScenario);
    assert!(saved.contains("Download(\"scenario.toml\"") && !saved.contains("soon"), "{saved}");
    assert!(model.book.acts.get("sandbox").is_none_or(|progress| progress.run.is_none()));
}

#[test]
fn the_sandbox_begins_with_an_act_a_file_or_a_link() {
    let mut model = at("sandbox", "", "?from=cap");
    let world = session::sandbox::BLANK.replace("seed = 1", "seed = 42");
    let files = Files { scenario: world.clone(), ..Files::default() };
    let asked = act(&mut model, Action::Files("sandbox".into(), Ok(files)));
    assert!(asked.contains("open sandbox"), "{asked}");
    let seed = |model: &Model| model.lesson().unwrap().files.scenario.contains("seed = 42");
    assert!(seed(&model));
    act(&mut model, Action::FileOpened("x.toml".into(), "title = ".into()));
    assert!(seed(&model) && html(&model).contains("role=\"alert\""), "what cannot be read takes nothing away");
    let kept = format!("{world}\n[test]\nacts = [\"at 1s crash a\"]\n");
    act(&mut model, Action::FileOpened("kept.toml".into(), kept));
    engine(&mut model, alone("sandbox"));
    let asked = engine(&mut model, Update::Staged(Staged::default()));
    assert!(asked.contains("Do { at: 1000000, line: \"crash a\" }"), "{asked}");
}

#[test]
fn an_embedded_stage_keeps_nothing_and_shows_nothing_else() {
    let route = Route::parse("cap", "?embed", "");
    let mut model = Model { route, embed: Embed::read("?embed&tools=cut&t=1.5"), ..Model::default() };
    let mut asked: Vec<_> = update(&mut model, Action::Index(Ok(INDEX.to_owned())));
    asked.extend(update(&mut model, files(LESSON)));
    let told = Update::Opened(Opened { tools: vec!["cut".into(), "slow".into()], ..answer() });
    engine(&mut model, told);
    engine(&mut model, Update::Staged(Staged::default()));
    assert_eq!(model.lesson().unwrap().go, Some((1, 1_500_000)));
    let shown = html(&model);
    assert!(
        shown.contains("Open in Faultline") && !shown.contains("class=\"top\"") && !shown.contains("class=\"story\"")
    );
    assert!(shown.contains("data-tool=\"cut\"") && !shown.contains("data-tool=\"slow\""), "{shown}");
    assert!(model.book.acts.is_empty() || !model.writable);
    assert!(!format!("{asked:?}").contains("Save"), "{asked:?}");
}
