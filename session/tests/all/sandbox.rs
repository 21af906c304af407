//! The sandbox: a scenario edited piece by piece, by a form that the registry makes.

use session::sandbox::{BLANK, Sandbox, Setting};
use sim_core::registry::Registry;

fn value(sandbox: &Sandbox, path: &str) -> Setting {
    let found = sandbox.form().into_iter().flat_map(|s| s.settings).find(|s| s.path == path);
    found.unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn a_setting_is_changed_and_read_again() {
    let mut sandbox = Sandbox::open(BLANK);
    assert_eq!(sandbox.problems, []);
    assert_eq!(value(&sandbox, "replicas.mode").choices, ["any", "quorum"]);
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
