//! Worlds of one group and people who ask it, and what is measured in them.

use std::rc::Rc;

use sim_core::act::parse_span;
use sim_core::luck::Seed;
use sim_core::measure::{ArgValue, Call, Evidence, Finding, Verdict, find};
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;
use sim_core::world::World;

use crate::bench::lines;

/// A group of servers of one protocol, called `all`, with links of 10 ms.
pub struct Servers {
    pub protocol: &'static str,
    pub names: Vec<String>,
    /// `key = value`, parted by semicolons.
    pub settings: String,
    /// Clients, and beside whom they stand.
    pub people: Vec<(&'static str, &'static str)>,
    pub length: Duration,
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |p: &str| p.split_once('=').map(|(k, v)| (k.trim().to_string(), v.trim().to_string()));
    text.split(';').filter_map(pair).collect()
}

impl Servers {
    pub fn new(protocol: &'static str, names: &[&str], settings: &str) -> Self {
        let names = names.iter().map(ToString::to_string).collect();
        Self { protocol, names, settings: settings.into(), people: Vec::new(), length: Duration::secs(10) }
    }
    pub fn with(mut self, client: &'static str, beside: &'static str) -> Self {
        self.people.push((client, beside));
        self
    }
    pub fn long(mut self, length: Duration) -> Self {
        self.length = length;
        self
    }
    /// Plays it under a seed with these acts.
    pub fn play(&self, seed: u64, acts: &str) -> World {
        let servers = Group {
            name: "all".into(),
            protocol: self.protocol.into(),
            nodes: self.names.iter().map(|name| Node { name: name.clone(), beside: None }).collect(),
            settings: pairs(&self.settings),
            script: Vec::new(),
        };
        let client = |(name, beside): &(&str, &str)| Node { name: (*name).into(), beside: Some((*beside).into()) };
        let people = Group {
            name: "people".into(),
            protocol: "client".into(),
            nodes: self.people.iter().map(client).collect(),
            ..Group::default()
        };
        let scenario = Scenario {
            length: self.length,
            groups: if people.nodes.is_empty() { vec![servers] } else { vec![servers, people] },
            links: pairs("latency = 10ms"),
            ..Scenario::default()
        };
        let recipe = Recipe { scenario: Rc::new(scenario), seed: Seed(seed), lines: lines(acts) };
        recipe.play(None).unwrap_or_else(|why| panic!("{why}"))
    }
}

/// What a measure finds in a whole run, with arguments that are words or spans.
pub fn finding(world: &World, measure: &str, words: &[(&str, &str)]) -> Finding {
    let value = |word: &str| parse_span(word).map_or_else(|_| ArgValue::Word(word.to_string()), ArgValue::Span);
    let arg = |(name, word): &(&str, &str)| ((*name).to_string(), value(word));
    find(&Evidence::of(world), &Call { measure: measure.into(), args: words.iter().map(arg).collect() })
}

/// The quantity, as people read it.
#[track_caller]
pub fn measured(world: &World, measure: &str, words: &[(&str, &str)]) -> String {
    match finding(world, measure, words).verdict {
        Verdict::Quantity(quantity) => quantity.to_string(),
        other => format!("{other:?}"),
    }
}

/// The rows from one instant to another, both in microseconds, without names of messages.
pub fn rows(world: &World, from: u64, to: u64) -> String {
    let words = world.words();
    let within = world.trace.rows().filter(|row| (from..=to).contains(&row.at.0));
    within.fold(String::new(), |text, row| {
        let told = words.row(&world.trace, &row);
        let plain = told.split("  ~").next().unwrap_or(&told).trim_end();
        text + &format!("{:.6}  {plain}\n", row.at.0 as f64 / 1e6)
    })
}

/// Where a gauge of a node stood, in order.
pub fn gauged(world: &World, node: &str, gauge: &str) -> Vec<i32> {
    let node = world.node(node).expect("it is there");
    let index = world.protocol_of(node).gauges.iter().position(|g| g.name == gauge).expect("it is declared");
    let points = world.trace.gauges.iter().filter(|p| p.node == node && usize::from(p.gauge) == index);
    points.map(|p| p.value).collect()
}
