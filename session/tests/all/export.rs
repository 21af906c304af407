//! The run as files, taken along and played again elsewhere.

use session::wire::{Command, Export, Update, What};

use crate::host::{Host, owned};

const S: u64 = 1_000_000;

fn export(host: &mut Host, what: Export, at: u64) -> (String, String) {
    let address = "https://example.org/faultline/cap".to_string();
    match host.say(Command::Export { what, at, address }).pop() {
        Some(Update::Exported { name, text }) => (name, text),
        other => panic!("{other:?}"),
    }
}

fn broken() -> Host {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(2 * S, "cut a-c b-c").unwrap();
    host.look(3 * S);
    host
}

fn run(name: &str, text: &str) -> lessons::cli::Told {
    let here = std::env::temp_dir().join(format!("faultline-export-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&here).unwrap();
    std::fs::write(here.join(name), text).unwrap();
    let told = lessons::cli::faultline(&["run".to_string(), name.to_string()], &here);
    std::fs::remove_dir_all(&here).unwrap();
    told
}

#[test]
fn a_regression_test_holds_and_tells_when_it_no_longer_does() {
    let mut host = broken();
    let (name, text) = export(&mut host, Export::Test, 2_900_000);
    assert_eq!(name, "cap-2900ms-test.toml");
    let told = run(&name, &text);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}\n{text}", told.out);
    assert!(text.contains("\"met: stale_reads(balance) >= 1\""), "{text}");
    let told = run(&name, &text.replace("latency = \"50ms..150ms\"", "latency = \"40ms..150ms\""));
    assert!(told.code == 1 && told.out.contains(" differs\n  was: "), "{told:?}");
}

#[test]
fn what_overlays_knobs_and_draws_did_is_in_the_test() {
    let (mut host, _) = Host::open();
    let settings = owned(&[("mode", "quorum"), ("R", "2"), ("W", "2")]);
    host.stage(What::Repair { world: None, settings });
    host.look(12 * S);
    let (name, text) = export(&mut host, Export::Test, 12 * S);
    assert_eq!(run(&name, &text).code, 0, "{text}");
    host.seal(&[("mode", "any"), ("R", "1"), ("W", "1")], false);
    let (staged, _) =
        host.stage(What::Seed { n: 3, challenge: false, settings: owned(&[("mode", "any"), ("R", "1"), ("W", "1")]) });
    let (name, text) = export(&mut host, Export::Test, staged.at);
    assert!(text.contains("\"broken: linearizable(balance)\""), "{text}");
    assert_eq!(run(&name, &text).code, 0, "{text}");
}

#[test]
fn a_report_says_what_when_and_why() {
    let mut host = broken();
    let (name, text) = export(&mut host, Export::Report, 2_900_000);
    assert_eq!(name, "cap-2900ms-report.md");
    for part in [
        "# Incident report: Three replicas of one balance",
        "At 2.900 s Cy was answered 70 by C",
        "<https://example.org/faultline/cap?run=",
        "| 2.000 s | cut a-c b-c |",
        "## Why\n\n1. at ",
        "because at 2.000 s",
        "## Repair\n\nNothing was changed",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let (_, before) = export(&mut host, Export::Report, S);
    assert!(before.contains("no goal was met") && !before.contains("cut a-c"), "{before}");
}

#[test]
fn the_trace_is_text_and_json() {
    let mut host = broken();
    let (name, text) = export(&mut host, Export::Trace, 2_900_000);
    assert!(
        name == "cap-2900ms.txt"
            && text.contains("# acts: cut: at 2s cut a-c b-c\n")
            && text.contains("lost     A -> C"),
        "{text}"
    );
    let (name, json) = export(&mut host, Export::Json, 2_900_000);
    assert_eq!(name, "cap-2900ms.json");
    let rows = text.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(json.matches("{\"row\": ").count(), rows);
    assert!(json.starts_with("{\n  \"title\": \"Three replicas of one balance\",\n") && json.ends_with("}\n  ]\n}\n"));
}
