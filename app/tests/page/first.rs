//! The page that the build of the site writes: the words of a first visit.

use std::path::{Path, PathBuf};

use app::html::first;
use lessons::packed;

/// A site with the shipped index and one of its acts.
fn site(name: &str) -> PathBuf {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons/content");
    let site = std::env::temp_dir().join(format!("faultline-first-{name}-{}", std::process::id()));
    let folder = site.join("lessons/15-cap");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::copy(content.join("index.json"), site.join("lessons/index.json")).expect("the index is there");
    let text = |file: &str| std::fs::read_to_string(content.join("15-cap").join(file)).expect("the act is there");
    let (lesson, scenario, runs) = (text("lesson.md"), text("scenario.toml"), text("runs.toml"));
    let files = lessons::Files { lesson: &lesson, scenario: &scenario, runs: Some(&runs) };
    let (act, mistakes) = lessons::read_act(&files, &sim_core::registry::Registry::engine());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    std::fs::write(folder.join(packed::FILE), packed::pack(&files, &act)).expect("it can be written");
    site
}

#[test]
fn a_built_page_has_the_words_of_its_first_step() {
    let site = site("words");
    let act = first(&site, "cap").expect("it is there");
    assert_eq!(act.title, "The balance that went back up | Faultline");
    let told = "A bank keeps Ann&#x27;s balance on three nodes.";
    assert!(act.html.contains(told) || act.html.contains(&told.replace("&#x27;", "'")), "{}", act.html);
    assert!(act.html.contains("The simulator is loading") && !act.html.contains(" style="), "{}", act.html);
    let home = first(&site, "").expect("it is there");
    assert!(home.html.contains("CAP: who gets to answer?") && home.html.contains("href=\"cap\""), "{}", home.html);
    std::fs::remove_dir_all(site).expect("it can be removed");
}

#[test]
fn what_is_missing_is_named() {
    let site = site("missing");
    let error = first(&site, "cap/b-quorums").unwrap_err();
    assert!(error.contains("b-quorums/act.bin: "), "{error}");
    assert_eq!(first(&site, "no-such").unwrap_err(), "the site has no page at /no-such");
    std::fs::remove_file(site.join("lessons/index.json")).expect("it is there");
    assert!(first(&site, "").unwrap_err().contains("index.json: "));
    std::fs::remove_dir_all(site).expect("it can be removed");
}
