//! Recipes by the hundred, each from its number alone: worlds of every protocol, and every verb at random instants.

use std::rc::Rc;

use sim_core::act::{Line, parse_line};
use sim_core::field::Kind;
use sim_core::luck::{Name, Purpose, Seed, below, luck};
use sim_core::protocols;
use sim_core::registry::ProtocolInfo;
use sim_core::run::Recipe;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::Duration;

/// Throws that depend on a number and on how many there were before, and on nothing else.
pub struct Dice {
    seed: u64,
    thrown: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { seed, thrown: 0 }
    }
    /// A whole number in `0..n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.thrown += 1;
        below(luck(Seed(self.seed), Purpose::Draw, Name::root("test").then(self.thrown)), n)
    }
    pub fn percent(&mut self, p: u64) -> bool {
        self.below(100) < p
    }
    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len() as u64) as usize]
    }
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
    fn name(&mut self, of: &[String]) -> String {
        of[self.below(of.len() as u64) as usize].clone()
    }
}

const LATENCIES: [&str; 7] = [
    "0s",
    "10ms",
    "5ms..50ms",
    "exp 20ms",
    "pareto 1ms 1.1",
    "lognormal 10ms 1",
    "mix 80% 5ms..15ms, 20% 150ms..400ms",
];
const LOADS: [&str; 5] = ["none", "closed 5ms..100ms", "closed 0s..20ms", "poisson 20/s", "every 40ms"];
/// Percentages of a mix, which add up to 100.
const SHARES: [&[u32]; 3] = [&[40, 60], &[50, 50], &[30, 30, 40]];

/// What a recipe is generated from and for.
pub struct Plot {
    pub protocol: ProtocolInfo,
    pub servers: Vec<String>,
    pub clients: Vec<String>,
    pub length_ms: u64,
}

impl Plot {
    pub fn new(dice: &mut Dice, protocol: ProtocolInfo) -> Self {
        let servers =
            (0..2 + dice.below(6)).map(|i| ["a", "b", "c", "d", "e", "f", "g"][i as usize].to_string()).collect();
        let clients = (0..=dice.below(4)).map(|i| ["ann", "bo", "cy", "di"][i as usize].to_string()).collect();
        Self { protocol, servers, clients, length_ms: 200 + dice.below(1_300) }
    }

    /// An operation of the protocol, if it has any.
    fn operation(&self, dice: &mut Dice) -> Option<String> {
        let verbs = self.protocol.verbs;
        let verb = verbs.get(dice.below(verbs.len() as u64) as usize)?;
        let mut text = verb.name.to_string();
        if verb.key {
            text = format!("{text} {}", dice.one(&["balance", "balance", "x", "x", "y"]));
        }
        Some(if verb.value { format!("{text} {}", dice.one(&["next", "next", "900", "3"])) } else { text })
    }

    fn mix(&self, dice: &mut Dice) -> String {
        let shares = SHARES[dice.below(SHARES.len() as u64) as usize];
        let part = |share: &u32| Some(format!("{share}% {}", self.operation(dice)?));
        let parts: Option<Vec<String>> = shares.iter().map(part).collect();
        parts.map_or("none".to_string(), |parts| parts.join(", "))
    }

    /// A value that this field can have.
    fn value(&self, dice: &mut Dice, kind: Kind) -> String {
        match kind {
            Kind::Whole(low, high) => {
                (low.max(0) + dice.below((high.min(4) - low.max(0) + 1) as u64) as i64).to_string()
            }
            Kind::Word(words) => dice.one(words).to_string(),
            Kind::Flag => dice.one(&["true", "false"]).to_string(),
            Kind::Span => dice.one(&["0s", "50ms", "100ms", "1s"]).to_string(),
            Kind::Share => dice.one(&["0%", "5%", "30%", "100%"]).to_string(),
            Kind::Latency => dice.one(&LATENCIES).to_string(),
            Kind::Load => dice.one(&LOADS).to_string(),
            Kind::Mix => self.mix(dice),
            Kind::Nodes => dice.one(&["a", "replicas", "none"]).to_string(),
        }
    }

    pub fn scenario(&self, dice: &mut Dice) -> Scenario {
        let field = |dice: &mut Dice, f: &sim_core::field::Field| (f.name.to_string(), self.value(dice, f.kind));
        let settings = self.protocol.fields.iter().map(|f| field(dice, f)).collect();
        let node = |name: &String| Node { name: name.clone(), beside: None };
        let nodes = self.servers.iter().map(node).collect();
        let replicas =
            Group { name: "replicas".into(), protocol: self.protocol.name.into(), nodes, settings, script: Vec::new() };
        let beside = |(i, name): (usize, &String)| Node {
            name: name.clone(),
            beside: Some(self.servers[i % self.servers.len()].clone()),
        };
        let pair = |k: &str, v: &str| (k.to_string(), v.to_string());
        let people = Group {
            name: "people".into(),
            protocol: "client".into(),
            nodes: self.clients.iter().enumerate().map(beside).collect(),
            settings: vec![
                pair("timeout", dice.one(&["0s", "80ms", "300ms", "2s"])),
                pair("load", dice.one(&LOADS)),
                pair("mix", &self.mix(dice)),
            ],
            script: (self.operation(dice).into_iter())
                .map(|op| parse_line(&format!("every 90ms from 10ms ask ann {op}")).unwrap())
                .collect(),
        };
        Scenario {
            seed: Seed(1),
            length: Duration::ms(self.length_ms),
            groups: vec![replicas, people],
            links: vec![
                pair("latency", dice.one(&LATENCIES)),
                pair("loss", dice.one(&["0%", "0%", "5%", "40%"])),
                pair("duplication", dice.one(&["0%", "0%", "10%", "100%"])),
            ],
            own_links: Vec::new(),
            acts: vec![parse_line("storm: at 150ms isolate a for 80ms").unwrap()],
        }
    }

    fn link(dice: &mut Dice, all: &[String]) -> String {
        let a = dice.name(all);
        let others: Vec<String> = all.iter().filter(|n| **n != a).cloned().collect();
        format!("{a}{}{}", dice.one(&["-", "-", "->"]), dice.name(&others))
    }

    fn selector(&self, dice: &mut Dice, all: &[String]) -> String {
        let kinds: Vec<&str> =
            self.protocol.kinds.iter().map(|k| k.name).chain(self.protocol.verbs.iter().map(|v| v.name)).collect();
        let mut text = "next".to_string();
        if dice.percent(60) {
            text = format!("{text} {}", dice.one(&kinds));
        }
        if dice.percent(40) {
            text = format!("{text} from {}", dice.name(all));
        }
        if dice.percent(40) { format!("{text} to {}", dice.name(all)) } else { text }
    }

    /// An act without its time, and whether `for` may follow.
    pub fn act(&self, dice: &mut Dice) -> (String, bool) {
        let all: Vec<String> = self.servers.iter().chain(&self.clients).cloned().collect();
        let ms = |dice: &mut Dice| format!("{}ms", dice.below(300));
        match dice.below(16) {
            0 => (format!("cut {}", Self::link(dice, &all)), true),
            1 => (format!("cut {} {}", Self::link(dice, &all), Self::link(dice, &self.servers)), true),
            2 => (format!("isolate {}", dice.name(&all)), true),
            3 => (dice.one(&["heal", "heal storm", "heal one"]).to_string(), false),
            4 => (format!("hold {}", Self::link(dice, &all)), true),
            5 => (format!("release {}", Self::link(dice, &all)), false),
            6 => (format!("crash {}", dice.name(&all)), true),
            7 => (format!("restart {}", dice.name(&all)), false),
            8 => (format!("slow {} by {}", dice.name(&all), ms(dice)), true),
            9 => (format!("slow {} by {}", Self::link(dice, &all), dice.one(&["10x", "0.5x", "40ms"])), true),
            10 => (format!("drop {}", self.selector(dice, &all)), false),
            11 => (format!("duplicate {}", self.selector(dice, &all)), false),
            12 => (format!("delay {} by {}", self.selector(dice, &all), ms(dice)), false),
            13 => {
                let (key, kind) = [("latency", Kind::Latency), ("loss", Kind::Share), ("duplication", Kind::Share)]
                    [dice.below(3) as usize];
                let owner = match dice.below(3) {
                    0 => "links".to_string(),
                    1 => dice.name(&all),
                    _ => Self::link(dice, &all),
                };
                (format!("set {owner}.{key} {}", self.value(dice, kind)), true)
            }
            14 => {
                let fields: Vec<_> = self.protocol.fields.iter().filter(|f| f.name != "init").collect();
                let client = protocols::all().into_iter().find(|p| p.client).expect("clients are in the registry");
                let ours = dice.percent(60) && !fields.is_empty();
                let field = if ours {
                    *dice.one(&fields)
                } else {
                    client.fields[dice.below(client.fields.len() as u64) as usize]
                };
                let group = if ours { "replicas" } else { "people" };
                (format!("set {group}.{} {}", field.name, self.value(dice, field.kind)), true)
            }
            _ => {
                let Some(op) = self.operation(dice) else { return ("heal".to_string(), false) };
                let at = if dice.percent(30) { format!(" at {}", dice.name(&self.servers)) } else { String::new() };
                (format!("ask {} {op}{at}", dice.name(&self.clients)), false)
            }
        }
    }

    /// A line at a whole millisecond, so that many meet; or with luck some hundred in a row.
    pub fn line(&self, dice: &mut Dice) -> Line {
        let (act, lasting) = self.act(dice);
        let at = dice.below(self.length_ms + 50);
        let when = match dice.below(10) {
            0 => format!("every {}ms from {at}ms", 1 + dice.below(200)),
            1 => format!("every {}ms from {at}ms until {}ms", 1 + dice.below(50), at + dice.below(300)),
            _ => format!("at {at}ms"),
        };
        let label = if dice.percent(20) { dice.one(&["one: ", "two: ", "storm: "]) } else { "" };
        let span = if lasting && dice.percent(50) { format!(" for {}ms", dice.below(400)) } else { String::new() };
        let text = format!("{label}{when} {act}{span}");
        parse_line(&text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }
}

/// Every protocol that serves, the broken ones among them.
pub fn servers() -> Vec<ProtocolInfo> {
    protocols::all().into_iter().filter(|p| !p.client).collect()
}

/// Recipe number `n`, and the dice and the plot that it came from.
pub fn recipe(n: u64) -> (Recipe, Dice, Plot) {
    let mut dice = Dice::new(n);
    let all = servers();
    let plot = Plot::new(&mut dice, all[n as usize % all.len()].clone());
    let scenario = Rc::new(plot.scenario(&mut dice));
    let lines = (0..dice.below(12)).map(|_| plot.line(&mut dice)).collect();
    (Recipe { scenario, seed: Seed(n), lines }, dice, plot)
}
