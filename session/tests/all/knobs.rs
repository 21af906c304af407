//! Knobs that an author offers as tools of Break: turned while the run goes on.

use session::wire::{Command, Update, What};

use crate::host::{Host, owned, shipped};

const S: u64 = 1_000_000;

#[test]
fn a_knob_among_the_tools_is_turned_in_break() {
    let mut host = Host::opened(shipped("cap/c-latency", "15-cap/c-latency"));
    host.stage(What::Quiet { seed: None });
    host.look(S);
    let updates = host.say(Command::Knobs { at: S, settings: owned(&[("mode", "any")]) });
    let [Update::Scene(scene)] = updates.as_slice() else { panic!("{updates:?}") };
    assert_eq!((scene.branches.len(), scene.at), (1, S), "a live knob acts now, on this branch");
    assert!(host.look(8 * S).goals[0].met, "half of the reads are stale");
}

#[test]
fn a_knob_of_repair_is_none_of_break() {
    let mut host = Host::opened(shipped("cap/c-latency", "15-cap/c-latency"));
    host.stage(What::Quiet { seed: None });
    host.look(S);
    let updates = host.say(Command::Knobs { at: S, settings: owned(&[("R-sure", "1")]) });
    assert!(
        matches!(updates.as_slice(), [Update::Refused { why, .. }] if why == "this run has no knobs"),
        "{updates:?}"
    );
}

#[test]
fn a_design_knob_of_break_is_an_act_at_the_start_of_a_new_fork() {
    let mut host = Host::opened(shipped("retries/c-backoff", "06-retries/c-backoff"));
    host.stage(What::Quiet { seed: None });
    assert_eq!(host.look(S).settings, owned(&[("backoff", "none"), ("base", "100ms")]));
    let turned = owned(&[("backoff", "exp"), ("base", "100ms")]);
    let updates = host.say(Command::Knobs { at: S, settings: turned.clone() });
    let [Update::Scene(scene)] = updates.as_slice() else { panic!("{updates:?}") };
    assert_eq!((scene.branches.len(), scene.branch, scene.at), (2, 1, 0));
    assert_eq!(scene.branches[1].lines, ["at 0s set turnstiles.backoff exp"]);
    assert_eq!((&scene.settings, scene.undo.0), (&turned, true));
    assert!(host.look(8 * S).goals[0].met, "everybody comes back together, again and again");
    host.say(Command::Undo);
    assert_eq!(host.look(S).settings, owned(&[("backoff", "none"), ("base", "100ms")]));
}

/// Before it is turned, the knob of a link stands where the link is: at what all links have, or at what it has of its own.
#[test]
fn a_knob_of_a_link_begins_where_the_link_is() {
    let stands = |slug, folder| {
        let mut host = Host::opened(shipped(slug, folder));
        host.stage(What::Quiet { seed: None });
        host.look(S).settings
    };
    assert_eq!(stands("clocks", "11-clocks"), owned(&[("up", "30ms"), ("down", "30ms")]));
    assert_eq!(stands("retries", "06-retries").first(), owned(&[("latency", "5ms")]).first());
}

#[test]
fn a_knob_begins_where_its_world_does() {
    let starts = |slug: &str, folder: &str, knob: &str| {
        let (_, opened) = Host::with(shipped(slug, folder));
        let info = opened.knobs.into_iter().find(|info| info.name == knob).expect("the act has the knob");
        assert!(info.starts.iter().all(|start| info.values.contains(start)), "{info:?}");
        info.starts.join(", ")
    };
    // Repair begins with what the team shipped, and so does the challenge over it.
    assert_eq!(starts("retries/c-backoff", "06-retries/c-backoff", "backoff"), "none, exp, exp");
    // Not in the scenario: what the protocol takes where nobody says anything.
    assert_eq!(starts("retries/d-metastable", "06-retries/d-metastable", "ratio"), "10%, 10%, 10%");
    // Of a link, and of one tier among three.
    assert_eq!(starts("retries", "06-retries", "latency"), "5ms, 5ms, 5ms");
    assert_eq!(starts("retries/b-tiers", "06-retries/b-tiers", "tiers.api.attempts"), "3, 3, 3");
    // Of a route of requests, among many more values than a slider has steps.
    assert_eq!(starts("breakers", "07-breakers", "timeout"), "30s, 30s, 30s");
    assert_eq!(starts("breakers", "07-breakers", "workers").split(", ").next(), Some("50"));
    // What is not on its scale is left alone.
    assert_eq!(starts("breakers", "07-breakers", "bulkhead"), "none, none, none");
    // A choice of act lines that nobody has made yet: the first.
    assert!(starts("cap", "15-cap", "where").starts_with("4 | 1"));
}

#[test]
fn where_a_world_begins_stands_in_its_place_on_the_scale() {
    let minimum = |start: &str| {
        let mut open = shipped("breakers/b-window", "07-breakers/b-window");
        if let Command::Open { scenario, .. } = &mut open {
            *scenario = scenario.replace("breaker-minimum = 20", start);
        }
        let (_, opened) = Host::with(open);
        opened.knobs.into_iter().find(|info| info.name == "minimum").expect("the act has the knob")
    };
    let info = minimum("breaker-minimum = 20");
    assert_eq!((&*info.starts[1], &*info.values[..6].join(" ")), ("20", "1 5 10 15 20 25"));
    assert_eq!(info.values.last().map(|last| &**last), Some("200"));
    // Between two steps.
    let info = minimum("breaker-minimum = 22");
    assert_eq!((&*info.starts[1], &*info.values[..6].join(" ")), ("22", "1 5 10 15 20 22"));
}

#[test]
fn what_is_typed_between_two_steps_of_a_scale_stands() {
    let mut host = Host::opened(shipped("retries", "06-retries"));
    host.stage(What::Quiet { seed: None });
    host.look(S);
    host.say(Command::Knobs { at: S, settings: owned(&[("latency", "61ms")]) });
    assert_eq!(host.look(S).settings, owned(&[("latency", "61ms")]));
    let updates = host.say(Command::Knobs { at: S, settings: owned(&[("latency", "2s")]) });
    assert!(matches!(updates.as_slice(), [Update::Refused { .. }]), "beyond its end: {updates:?}");
}

#[test]
fn a_cell_of_a_table_says_its_row() {
    let labels = |slug: &str, folder: &str| {
        let (_, opened) = Host::with(shipped(slug, folder));
        opened.knobs.into_iter().map(|info| info.label).collect::<Vec<_>>().join(", ")
    };
    assert!(labels("retries/b-tiers", "06-retries/b-tiers").contains("Web: attempts, Web: timeout, Api: attempts"));
    assert!(labels("cap/c-latency", "15-cap/c-latency").contains("balance: write back, likes: mode"));
}
