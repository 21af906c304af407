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
pub fn settings(text: &str) -> Vec<(String, String)> {
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

/// Servers `a`, `b` (and `c`), with `ann` beside `a` and `bo` beside `b`; one-way latency 10 ms, anti-entropy off.
pub fn small(servers: &[&str], register: &str, links: &str) -> Rc<Scenario> {
    let server = |name: &&str| Node { name: (*name).into(), beside: None };
    let client = |(name, beside): (&str, &str)| Node { name: name.into(), beside: Some(beside.into()) };
    let group = |name: &str, protocol: &str, nodes: Vec<Node>, text: &str| Group {
        name: name.into(),
        protocol: protocol.into(),
        nodes,
        settings: settings(text),
        script: Vec::new(),
    };
    Rc::new(Scenario {
        seed: Seed(7),
        length: Duration::secs(1),
        groups: vec![
            group(
                "replicas",
                "register",
                servers.iter().map(server).collect(),
                &format!("anti_entropy = 0s; {register}"),
            ),
            group("people", "client", [("ann", "a"), ("bo", "b")].map(client).into(), "timeout = 200ms"),
        ],
        links: settings(&format!("latency = 10ms; {links}")),
        own_links: Vec::new(),
        acts: Vec::new(),
    })
}

/// What happened in a small world of `a` and `b`, without its first instant, in which everybody boots.
pub fn told(acts: &str) -> String {
    told_of(&small(&["a", "b"], "", ""), acts)
}

/// What happened after the first instant, without names of messages, which say nothing to a reader, and without the way
/// between a client and the server beside it, which takes no time.
pub fn told_of(scenario: &Rc<Scenario>, acts: &str) -> String {
    let text = play(scenario, 7, acts).text();
    let beside = ["ann -> a ", "a -> ann ", "bo -> b ", "b -> bo "];
    let local = |l: &&str| {
        let what = &l[13..];
        what.starts_with("act      ask")
            || ["send     ", "arrive   "]
                .iter()
                .any(|verb| what.strip_prefix(verb).is_some_and(|m| beside.iter().any(|b| m.starts_with(b))))
    };
    let rest = text.lines().filter(|l| !l.starts_with("   0.000000  ") && !local(l));
    let plain = |l: &str| l.split("  ~").next().unwrap_or(l).trim().to_string();
    rest.map(|l| plain(l) + "\n").collect()
}
