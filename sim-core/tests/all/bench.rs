//! A bench: scenarios in a few lines, acts as text, verdicts and traces as text.

use std::rc::Rc;

use sim_core::act::{Line, parse_line};
use sim_core::luck::Seed;
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;
use sim_core::world::World;

/// Act lines, one a line of text.
pub fn lines(text: &str) -> Vec<Line> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| parse_line(l).expect(l)).collect()
}

/// `key = value` pairs, comma separated.
fn settings(text: &str) -> Vec<(String, String)> {
    let pair = |p: &str| p.split_once('=').map(|(k, v)| (k.trim().to_string(), v.trim().to_string()));
    text.split(';').filter_map(pair).collect()
}

/// Three replicas with a client beside each, a uniform latency, and a script.
pub fn three(protocol: &str, register: &str, people: &str, links: &str, script: &str) -> Rc<Scenario> {
    let node = |name: &str, beside: Option<&str>| Node { name: name.into(), beside: beside.map(Into::into) };
    let replicas = Group {
        name: "replicas".into(),
        protocol: protocol.into(),
        nodes: ["a", "b", "c"].map(|n| node(n, None)).into(),
        settings: settings(register),
        script: Vec::new(),
    };
    let people = Group {
        name: "people".into(),
        protocol: "client".into(),
        nodes: [("ann", "a"), ("bo", "b"), ("cy", "c")].map(|(c, s)| node(c, Some(s))).into(),
        settings: settings(people),
        script: lines(script),
    };
    Rc::new(Scenario {
        seed: Seed(1501),
        length: Duration::secs(20),
        groups: vec![replicas, people],
        links: settings(links),
        own_links: Vec::new(),
        acts: Vec::new(),
    })
}

/// The quiet world of the CAP lesson, act a.
pub fn quiet() -> Rc<Scenario> {
    let script = "every 1.6s from 0.5s ask ann write balance next
                  every 1.6s from 1.3s ask cy read balance";
    three("register", "mode = any; init = 100", "timeout = 2s", "latency = 50ms..150ms", script)
}

/// The busy world of its Repair, without the cut.
pub fn busy(protocol: &str, register: &str) -> Rc<Scenario> {
    let people = "timeout = 2s; load = closed 5ms..100ms; mix = 40% write balance next, 60% read balance";
    let links = "latency = mix 80% 5ms..15ms, 20% 150ms..400ms";
    let mut world = (*three(protocol, register, people, links, "")).clone();
    world.length = Duration::secs(35);
    Rc::new(world)
}

/// The scenario played to its end under a seed with these acts.
pub fn play(scenario: &Rc<Scenario>, seed: u64, acts: &str) -> World {
    let recipe = Recipe { scenario: Rc::clone(scenario), seed: Seed(seed), lines: lines(acts) };
    recipe.play(None).expect("the acts are possible")
}
