//! The files beside the lessons.

use expect_test::expect;
use lessons::catalogue::{read_catalogue, read_glossary};

use crate::fixture::{cap, lines};

const TRACKS: &str = "[copies]\ntitle = \"Copies\"\norder = 4\n\n[failures]\ntitle = \"When things fail\"\norder = 2\n";
const PLANNED: &str = "[replication]\ntitle = \"Replication\"\ntrack = \"copies\"\nminutes = 14\n";
const GLOSSARY: &str = "# Glossary\n\n## Partition\nMessages are lost.\n\n## Read quorum\nHow many *nodes* answer.\n";

#[test]
fn tracks_are_in_their_order_and_terms_have_slugs() {
    let (catalogue, found) = read_catalogue(TRACKS, PLANNED, vec!["cap".into()]);
    assert!(found.is_empty());
    let tracks: Vec<&str> = catalogue.tracks.iter().map(|track| track.slug.as_str()).collect();
    assert_eq!((tracks, catalogue.planned[0].minutes), (vec!["failures", "copies"], 14));
    let (terms, found) = read_glossary(GLOSSARY);
    assert!(found.is_empty() && terms[1].slug == "read-quorum" && terms[1].title == "Read quorum");
    assert!(catalogue.check(&cap().lesson, &terms).is_empty());
}

#[test]
fn mistakes_are_told_with_their_file() {
    let (_, found) = read_catalogue(
        &TRACKS.replace("order = 2", "oder = 2"),
        &PLANNED.replace("\"copies\"", "\"copy\""),
        Vec::new(),
    );
    expect![[r#"
        tracks.toml:5:2: [failures] has no `order`; write order = 1
        tracks.toml:7:1: `oder` is not a key of [failures]; did you mean `order`?
        planned.toml:3:10: `copy` is not a track; there are `copies` and `failures`
    "#]]
    .assert_eq(&lines(&found));
    let (_, found) = read_glossary(&GLOSSARY.replace("Read quorum", "Partition").replace("lost", "<i>lost</i>"));
    expect![[r#"
        glossary.md:4:14: raw HTML is not read; write Markdown
        glossary.md:6:1: there are two terms `partition`
    "#]]
    .assert_eq(&lines(&found));
}

#[test]
fn what_a_lesson_names_is_there() {
    let (catalogue, _) = read_catalogue(TRACKS, PLANNED, vec!["cap".into()]);
    let (terms, _) = read_glossary(GLOSSARY);
    let lesson = cap()
        .with("(term:partition)", "(term:partion)")
        .with("(lesson:replication)", "(lesson:replicas/b#story)")
        .with("(from: replication)", "(from: replicating)")
        .with("track = \"copies\"", "track = \"copys\"")
        .with("needs = [\"replication\"]", "needs = [\"raplication\"]");
    expect![[r#"
        lesson.md:7:10: `copys` is not a track; did you mean `copies`?
        lesson.md:8:11: `raplication` is not a lesson; did you mean `replication`?
        lesson.md:73:20: `partion` is not a term of glossary.md; did you mean `partition`?
        lesson.md:73:75: `replicas` is not a lesson; did you mean `replication`?
        lesson.md:112:58: `replicating` is not a lesson; did you mean `replication`?
    "#]]
    .assert_eq(&lines(&catalogue.check(&lesson.lesson, &terms)));
}
