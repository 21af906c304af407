//! The author's command line: what it prints, where it points, and how it ends.

use std::fs;

use crate::gates::shelf::{command, shelf};

const SCENARIO: &str = "lessons/content/15-cap/scenario.toml";

#[test]
fn every_command_says_what_it_does() {
    let here = shelf("help");
    for words in [
        &["--help"][..],
        &["check", "--help"],
        &["run", "-h"],
        &["history", "-h"],
        &["index", "--help"],
        &["docs", "--help"],
    ] {
        let told = command(&here, words);
        assert!(told.code == 0 && told.out.contains("faultline"), "{words:?}: {told:?}");
    }
    assert_eq!(command(&here, &[]).code, 2);
}

#[test]
fn a_word_that_is_not_known_has_a_neighbour() {
    let here = shelf("words");
    let said = |words: &[&str]| {
        let told = command(&here, words);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{words:?}");
        told.err
    };
    assert_eq!(said(&["chekc"]), "faultline: `chekc` is not a command; did you mean `check`?\n");
    assert_eq!(said(&["check", "--tabel"]), "faultline: `--tabel` is not an option here; did you mean `--table`?\n");
    assert_eq!(said(&["check", "cpa"]), "faultline: `cpa` is not a lesson; did you mean `cap`?\n");
    assert_eq!(said(&["run"]), "faultline: one scenario is played, not 0; write faultline run SCENARIO\n");
    assert_eq!(said(&["run", SCENARIO, "--seed"]), "faultline: --seed needs a whole number after it\n");
    assert_eq!(said(&["run", SCENARIO, "--seed", "x"]), "faultline: --seed is a whole number, not `x`\n");
    assert!(said(&["run", "nowhere.toml"]).starts_with("faultline: "));
    assert_eq!(said(&["check", "--content", "nowhere"]), "faultline: nowhere is not a folder\n");
}

#[test]
fn check_tells_every_gate_and_every_threshold() {
    let here = shelf("table");
    let told = command(&here, &["check", "cap", "--accept", "--table"]);
    assert_eq!(told.code, 0, "{}", told.out);
    for gate in ["lint", "G11", "S4", "P2", "G1", "G2", "G3", "G5", "G6", "G7", "G8", "Q1", "M", "C", "G10"] {
        let line = format!("  fit    {gate:<4}  ");
        assert_eq!(told.out.lines().filter(|told| told.starts_with(&line)).count(), 1, "{gate} in\n{}", told.out);
    }
    assert!(told.out.contains("\n  threshold  ") && told.out.contains("  chosen"), "{}", told.out);
    assert!(told.out.ends_with("cap: fit\n"), "{}", told.out);
}

#[test]
fn accepting_changes_fingerprints_and_nothing_else() {
    let here = shelf("accept");
    let path = here.join("lessons/content/15-cap/runs.toml");
    let bare = |text: &str| {
        let lines = text.split_inclusive('\n');
        lines.filter(|line| !line.starts_with("fingerprint")).collect::<String>()
    };
    let before = bare(&fs::read_to_string(&path).unwrap());
    fs::write(&path, &before).unwrap();
    let told = command(&here, &["check"]);
    assert!(told.code == 1 && told.out.contains("the run `cut` has no fingerprint"), "{}", told.out);
    assert!(command(&here, &["check", "--accept"]).out.starts_with("accepted: `healthy`, "));
    let after = fs::read_to_string(&path).unwrap();
    assert_eq!(bare(&after), before);
    assert_eq!(after.matches("[[run]]").count(), after.matches("\nfingerprint = \"").count());
    assert!(!command(&here, &["check", "--accept"]).out.starts_with("accepted: "));
}

#[test]
fn one_broken_lesson_keeps_no_other_from_being_checked() {
    let here = shelf("broken");
    let content = here.join("lessons/content");
    let cap = content.join("15-cap");
    for folder in ["03-torn", "04-empty"] {
        fs::create_dir(content.join(folder)).unwrap();
    }
    let torn = content.join("03-torn");
    for name in ["lesson.md", "runs.toml"] {
        fs::copy(cap.join(name), torn.join(name)).unwrap();
    }
    let scenario = fs::read_to_string(cap.join("scenario.toml")).unwrap().replace("seed = 1501", "sead = 1501");
    let line = scenario.lines().position(|line| line.starts_with("sead")).unwrap() + 1;
    fs::write(torn.join("scenario.toml"), scenario).unwrap();
    let told = command(&here, &["check"]);
    assert_eq!(told.code, 2);
    assert!(told.out.contains(&format!("lessons/content/03-torn/scenario.toml:{line}:1: ")), "{}", told.out);
    for end in ["torn: unfit", "empty: unfit", "cap: "] {
        assert!(told.out.contains(&format!("\n{end}")), "{end} in\n{}", told.out);
    }
    assert_eq!(command(&here, &["check", "torn"]).code, 1);
}

#[test]
fn a_run_ends_with_its_fingerprint() {
    let here = shelf("run");
    let played = |words: &[&str]| {
        let told = command(&here, &[&["run", SCENARIO, "--seed", "7", "--until", "20s"], words].concat());
        assert_eq!(told.code, 0, "{}", told.err);
        told.out
    };
    let out = played(&[]);
    let last = out.lines().last().unwrap();
    let digits = last.strip_prefix("fingerprint ").unwrap();
    assert!(digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit()), "{last}");
    assert!(out.starts_with("success()"), "{out}");
    assert_eq!(played(&[]), out);
    let traced = played(&["--trace"]);
    assert!(traced.ends_with(&out) && traced.contains("call     ann"), "{traced}");

    fs::write(here.join("acts.txt"), "# a storm\nat 2s isolate c   # the island\n\n").unwrap();
    let stormy = played(&["--acts", "acts.txt"]);
    assert_ne!(stormy.lines().last(), Some(last));
}

#[test]
fn a_mistake_in_a_file_of_acts_or_a_scenario_has_its_place() {
    let here = shelf("acts");
    let acts = "at 2s isolate c\n  at 3s crahs b\nat 4s crash d\n";
    fs::write(here.join("acts.txt"), acts).unwrap();
    let told = command(&here, &["run", SCENARIO, "--acts", "acts.txt"]);
    let lines: Vec<&str> = told.err.lines().collect();
    assert_eq!((told.code, lines.len()), (2, 2), "{}", told.err);
    assert!(lines[0].starts_with("acts.txt:2:9: ") && lines[0].contains("did you mean `crash`?"), "{}", lines[0]);
    assert!(lines[1].starts_with("acts.txt:3:1: unknown node `d`"), "{}", lines[1]);

    fs::write(here.join("alone.toml"), "title = \"x\"\nseed = 1\nlength = \"5 parsecs\"\npace = \"1s/s\"\n").unwrap();
    let told = command(&here, &["run", "alone.toml"]);
    assert!(told.code == 2 && told.err.contains("scenario.toml:3:"), "{}", told.err);
}

#[test]
fn the_index_names_lessons_acts_and_plans() {
    let here = shelf("index");
    let told = command(&here, &["index"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let expected = [
        "{\n  \"version\": 1,\n  \"tracks\": [\n",
        "      \"slug\": \"cap\",\n      \"folder\": \"15-cap\",\n      \"title\": \"CAP: who gets to answer?\",\n",
        "      \"breaks\": \"make an honest replica lie\",\n",
        "          \"folder\": \"15-cap\",\n",
        "          \"runs\": true\n",
        "  \"planned\": [\n",
    ];
    for text in expected {
        assert!(told.out.contains(text), "{text} in\n{}", told.out);
    }
    assert!(told.out.ends_with("]\n}\n"));
}

#[test]
fn the_reference_has_every_protocol_and_measure() {
    let out = command(&shelf("docs"), &["docs"]).out;
    let registry = sim_core::registry::Registry::engine();
    let names = registry.protocols.iter().map(|p| p.name).chain(registry.measures.iter().map(|m| m.name));
    for name in names {
        assert!(out.contains(&format!("\n### `{name}`\n")), "{name}");
    }
    assert!(out.contains("| `age` | a span |") && out.contains("| `during` | the label of an act |"), "{out}");
}
