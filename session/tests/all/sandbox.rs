//! The sandbox: a scenario edited piece by piece, by a form that the registry makes.

use session::carried;
use session::sandbox::{BLANK, Sandbox, Setting};
use session::wire::{Command, Update, What};
use sim_core::registry::Registry;

use crate::host::Host;

fn value(sandbox: &Sandbox, path: &str) -> Setting {
    let found = sandbox.form().into_iter().flat_map(|s| s.settings).find(|s| s.path == path);
    found.unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn a_setting_is_changed_and_read_again() {
    let mut sandbox = Sandbox::open(BLANK);
    assert_eq!(sandbox.problems, []);
    assert_eq!(value(&sandbox, "replicas.mode").choices, ["any", "quorum", "reachable"]);
    assert!(sandbox.set("replicas.mode", "quorum") && sandbox.good.contains("mode = \"quorum\""));
    assert!(sandbox.set("links.loss", "5%") && sandbox.set("seed", "77"));
    assert_eq!(value(&Sandbox::open(&sandbox.good), "links.loss").value, "5%");
    assert!(sandbox.set("links.loss", "0%") && !sandbox.good.contains("loss"), "a default is not said");
}

#[test]
fn a_bad_value_is_said_with_its_place_and_the_last_world_stays() {
    let mut sandbox = Sandbox::open(BLANK);
    let good = sandbox.good.clone();
    for (path, bad) in [("links.latency", "soon"), ("people.timeout", "-1"), ("seed", "x"), ("length", "long")] {
        assert!(!sandbox.set(path, bad), "{path}");
        assert!(!sandbox.problems.is_empty() && sandbox.good == good, "{path}");
        assert!(!sandbox.problems[0].message.is_empty());
        sandbox = Sandbox::open(&good);
    }
    sandbox.set("links.latency", "soon");
    assert_eq!(value(&sandbox, "links.latency").value, "soon", "what was typed stays");
    assert!(sandbox.problems[0].line > 0);
    assert!(!sandbox.set("links.latency", "50ms..150ms"), "the world that is played already");
    assert!(sandbox.problems.is_empty());
}

#[test]
fn nodes_come_and_go_with_what_stands_beside_them() {
    let mut sandbox = Sandbox::open(BLANK);
    assert!(sandbox.set("replicas.nodes", "5"));
    assert!(sandbox.good.contains(r#"nodes = ["a", "b", "c", "d", "e"]"#), "{}", sandbox.good);
    assert!(sandbox.set("people.nodes", "4"));
    assert!(sandbox.good.contains(r#"c1 = "c""#), "{}", sandbox.good);
    assert!(sandbox.set("replicas.nodes", "1"), "{:?}", sandbox.problems);
    assert!(!sandbox.good.contains("bo"), "{}", sandbox.good);
}

#[test]
fn every_protocol_of_servers_can_be_chosen() {
    let registry = Registry::engine();
    for protocol in registry.protocols.iter().filter(|p| !p.client) {
        let mut sandbox = Sandbox::open(BLANK);
        sandbox.set("replicas.protocol", protocol.name);
        assert_eq!(sandbox.problems, [], "{}:\n{}", protocol.name, sandbox.text);
    }
}

#[test]
fn a_scenario_of_ones_own_is_played_and_its_link_carries_it() {
    let mut sandbox = Sandbox::open(BLANK);
    sandbox.set("replicas.nodes", "4");
    let open =
        |text: &str| Command::Open { slug: "sandbox".into(), lesson: String::new(), scenario: text.into(), runs: None };
    let mut host = Host::default();
    let Some(Update::Opened(opened)) = host.say(open(&sandbox.good)).pop() else { panic!("not opened") };
    assert!(opened.diagnostics.is_empty() && opened.tools.contains(&"crash".to_string()), "{opened:?}");
    let (staged, _) = host.stage(What::Quiet { seed: None });
    assert!(!staged.locked && staged.nodes.len() == 6);
    host.act(1_000_000, "crash a").unwrap();
    host.look(2_000_000);
    let Some(Update::Link { link }) = host.say(Command::Share { at: 2_000_000, step: String::new() }).pop() else {
        panic!("no link")
    };
    assert!(link.len() < 2_000, "{} characters", link.len());
    let carried = carried(&link).unwrap();
    assert_eq!(carried, sandbox.good);
    let mut other = Host::default();
    other.say(open(&carried));
    let updates = other.say(Command::Restore { link: link.clone() });
    assert!(
        matches!(updates.as_slice(), [Update::Staged(staged), Update::Scene(_)] if staged.at == 2_000_000),
        "{updates:?}"
    );
    assert!(other.look(2_000_000).acts.iter().any(|act| act.line == "at 1s crash a"));
    assert_eq!(session::carried(&link[..link.len() / 2]), None);
}

#[test]
fn a_kept_run_brings_its_acts() {
    let kept = format!("{BLANK}\n[test]\nuntil = \"2s\"\nacts = [\"cut: at 1.5s cut a-b\"]\n");
    assert_eq!(Sandbox::open(&kept).acts, [(1_500_000, "cut a-b".to_string())]);
}
