//! Recipes by the hundred, each from its number alone: worlds of every protocol, and every verb at random instants.

use std::rc::Rc;

use sim_core::act::{Line, parse_line};
use sim_core::field::{Field, Kind, LINK_FIELDS};
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
const LOADS: [&str; 7] = [
    "none",
    "closed 5ms..100ms",
    "closed 0s..20ms",
    "poisson 20/s",
    "ramp 0/s..60/s over 300ms",
    "every 40ms",
    "burst 3 every 100ms",
];
/// Percentages of a mix, which add up to 100.
const SHARES: [&[u32]; 3] = [&[40, 60], &[50, 50], &[30, 30, 40]];

/// A group of servers.
pub struct Servers {
    pub name: &'static str,
    pub protocol: ProtocolInfo,
    pub nodes: Vec<String>,
}

/// What a recipe is generated from and for.
pub struct Plot {
    /// Groups of servers; the clients stand beside the first.
    pub groups: Vec<Servers>,
    pub servers: Vec<String>,
    pub clients: Vec<String>,
    pub length_ms: u64,
}

impl Plot {
    /// One group of servers.
    pub fn new(dice: &mut Dice, protocol: ProtocolInfo) -> Self {
        let servers: Vec<String> =
            (0..2 + dice.below(6)).map(|i| ["a", "b", "c", "d", "e", "f", "g"][i as usize].to_string()).collect();
        let clients = (0..=dice.below(4)).map(|i| ["ann", "bo", "cy", "di"][i as usize].to_string()).collect();
        let groups = vec![Servers { name: "replicas", protocol, nodes: servers.clone() }];
        Self { groups, servers, clients, length_ms: 200 + dice.below(1_300) }
    }

    /// The same beside a second group, which the first may call.
    pub fn and(mut self, dice: &mut Dice, protocol: ProtocolInfo) -> Self {
        let nodes: Vec<String> = (0..=dice.below(3)).map(|i| ["x", "y", "z"][i as usize].to_string()).collect();
        self.servers.extend(nodes.clone());
        self.groups.push(Servers { name: "others", protocol, nodes });
        self
    }

    /// Whether messages may be doubled, or take no time. Where nodes answer each other without end, there are as many as
    /// the limits allow at once; that is worth few recipes.
    fn wild(&self, dice: &mut Dice) -> bool {
        dice.percent(4) || self.groups.iter().all(|g| !g.protocol.verbs.is_empty())
    }

    /// An operation that one of the groups knows, with the node to ask where the clients do not stand beside it.
    fn operation(&self, dice: &mut Dice) -> Option<String> {
        let first = usize::from(self.groups[0].protocol.verbs.is_empty() || dice.percent(20));
        let group = self.groups.get(first).or(self.groups.first())?;
        let verbs = group.protocol.verbs;
        let verb = verbs.get(dice.below(verbs.len() as u64) as usize)?;
        let mut text = verb.name.to_string();
        if verb.key {
            text = format!("{text} {}", dice.one(&["balance", "balance", "x", "x", "y"]));
        }
        if verb.value {
            text = format!("{text} {}", dice.one(&["next", "next", "900", "3"]));
        }
        let elsewhere = group.name != self.groups[0].name || dice.percent(15);
        Some(if elsewhere { format!("{text} at {}", dice.name(&group.nodes)) } else { text })
    }

    fn mix(&self, dice: &mut Dice) -> String {
        let shares = SHARES[dice.below(SHARES.len() as u64) as usize];
        let part = |share: &u32| Some(format!("{share}% {}", self.operation(dice)?));
        let parts: Option<Vec<String>> = shares.iter().map(part).collect();
        parts.map_or("none".to_string(), |parts| parts.join(", "))
    }

    /// A value that this field of such nodes can have; now and then the largest or the smallest.
    pub fn value(&self, dice: &mut Dice, kind: Kind, of: &ProtocolInfo) -> String {
        match kind {
            Kind::Whole(low, high) | Kind::Bound(low, high) if dice.percent(6) => {
                if dice.percent(50) { low } else { high }.to_string()
            }
            Kind::Whole(low, high) => {
                let from = low.max(0).min(high);
                (from + dice.below((high.min(from + 4) - from + 1) as u64) as i64).to_string()
            }
            Kind::Bound(low, _) => dice.one(&["none", low.max(0).to_string().as_str(), "2"]).to_string(),
            Kind::Word(words) => dice.one(words).to_string(),
            Kind::Flag => dice.one(&["true", "false"]).to_string(),
            Kind::Span => dice.one(&["0s", "50ms", "100ms", "1s"]).to_string(),
            Kind::Share => dice.one(&["0%", "5%", "30%", "100%"]).to_string(),
            Kind::Latency => dice.one(&LATENCIES).to_string(),
            Kind::Load => dice.one(&LOADS).to_string(),
            Kind::Mix => self.mix(dice),
            Kind::Nodes => dice.one(&self.knowing(of).iter().map(String::as_str).collect::<Vec<_>>()).to_string(),
        }
    }

    /// Nodes and groups that know every operation of such nodes, or of the servers of such clients; or nobody.
    fn knowing(&self, of: &ProtocolInfo) -> Vec<String> {
        let verbs = if of.client { self.groups[0].protocol.verbs } else { of.verbs };
        let knows = |g: &&Servers| verbs.iter().all(|verb| g.protocol.verbs.contains(verb));
        let names = |g: &Servers| [vec![g.name.to_string()], g.nodes.clone()].concat();
        self.groups.iter().filter(knows).flat_map(names).chain(["none".to_string()]).collect()
    }

    fn settings(&self, dice: &mut Dice, of: &ProtocolInfo) -> Vec<(String, String)> {
        let pair = |f: &'static Field| (f.name.to_string(), self.value(dice, f.kind, of));
        of.settings().map(pair).collect()
    }

    pub fn scenario(&self, dice: &mut Dice) -> Scenario {
        let pair = |k: &str, v: &str| (k.to_string(), v.to_string());
        let mut groups: Vec<Group> = Vec::new();
        for of in &self.groups {
            let nodes = of.nodes.iter().map(|name| Node { name: name.clone(), beside: None }).collect();
            let mut settings = self.settings(dice, &of.protocol);
            // Most disks are as quick as the wind.
            settings.retain(|(name, _)| name != "disk" || dice.percent(40));
            let (name, protocol) = (of.name.into(), of.protocol.name.into());
            groups.push(Group { name, protocol, nodes, settings, script: Vec::new() });
        }
        let of_clients = client();
        let mut settings = self.settings(dice, &of_clients);
        // Who refuses everything, or stops after two operations, has little to show.
        let own = ["timeout", "load", "mix", "refuse", "limit"];
        settings.retain(|(name, _)| !own.contains(&name.as_str()) && dice.percent(30));
        settings.push(pair("timeout", dice.one(&["0s", "80ms", "300ms", "2s"])));
        settings.push(pair("load", dice.one(&LOADS)));
        settings.push(pair("mix", &self.mix(dice)));
        let beside = |(i, name): (usize, &String)| Node {
            name: name.clone(),
            beside: Some(self.groups[0].nodes[i % self.groups[0].nodes.len()].clone()),
        };
        let people = Group {
            name: "people".into(),
            protocol: of_clients.name.into(),
            nodes: self.clients.iter().enumerate().map(beside).collect(),
            settings,
            script: (self.operation(dice).into_iter())
                .map(|op| parse_line(&format!("every 90ms from 10ms ask ann {op}")).unwrap())
                .collect(),
        };
        groups.insert(1, people);
        let latencies = if self.wild(dice) { &LATENCIES } else { &LATENCIES[1..] };
        Scenario {
            seed: Seed(1),
            length: Duration::ms(self.length_ms),
            groups,
            links: vec![
                pair("latency", dice.one(latencies)),
                pair("loss", dice.one(&["0%", "0%", "5%", "40%"])),
                pair("duplication", if self.wild(dice) { dice.one(&["0%", "0%", "10%", "100%"]) } else { "0%" }),
                pair("order", dice.one(&["free", "free", "fifo"])),
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
        let of = &self.groups[dice.below(self.groups.len() as u64) as usize].protocol;
        let kinds: Vec<&str> = of.kinds.iter().map(|k| k.name).chain(of.verbs.iter().map(|v| v.name)).collect();
        let mut text = "next".to_string();
        if dice.percent(60) && !kinds.is_empty() {
            text = format!("{text} {}", dice.one(&kinds));
        }
        if dice.percent(40) {
            text = format!("{text} from {}", dice.name(all));
        }
        if dice.percent(40) { format!("{text} to {}", dice.name(all)) } else { text }
    }

    /// `set`, of links or of a group.
    fn set(&self, dice: &mut Dice, all: &[String]) -> String {
        if dice.percent(50) {
            let wild = self.wild(dice);
            let fields: Vec<&Field> = LINK_FIELDS.iter().filter(|f| wild || f.name != "duplication").collect();
            let field = dice.one(&fields);
            let owner = match dice.below(3) {
                0 => "links".to_string(),
                1 => dice.name(all),
                _ => Self::link(dice, all),
            };
            return format!("set {owner}.{} {}", field.name, self.value(dice, field.kind, &client()));
        }
        let of = dice.below(self.groups.len() as u64 + 1) as usize;
        let (group, info) = self.groups.get(of).map_or(("people", client()), |g| (g.name, g.protocol.clone()));
        let fields: Vec<&Field> = info.settings().filter(|f| f.name != "init").collect();
        let field = dice.one(&fields);
        format!("set {group}.{} {}", field.name, self.value(dice, field.kind, &info))
    }

    /// An act without its time, and whether `for` may follow.
    pub fn act(&self, dice: &mut Dice) -> (String, bool) {
        let all: Vec<String> = self.servers.iter().chain(&self.clients).cloned().collect();
        let ms = |dice: &mut Dice| format!("{}ms", dice.below(300));
        let works = self.groups.iter().filter(|g| g.protocol.works).flat_map(|g| g.nodes.clone()).collect::<Vec<_>>();
        let text = match dice.below(22) {
            0 => return (format!("cut {}", Self::link(dice, &all)), true),
            1 => return (format!("cut {} {}", Self::link(dice, &all), Self::link(dice, &self.servers)), true),
            2 => return (format!("isolate {}", dice.name(&all)), true),
            3 => dice.one(&["heal", "heal storm", "heal one"]).to_string(),
            4 => return (format!("hold {}", Self::link(dice, &all)), true),
            5 => format!("release {}", Self::link(dice, &all)),
            6 => return (format!("crash {}", dice.name(&all)), true),
            7 => format!("restart {}", dice.name(&all)),
            8 => return (format!("slow {} by {}", dice.name(&all), ms(dice)), true),
            9 => return (format!("slow {} by {}", Self::link(dice, &all), dice.one(&["10x", "0.5x", "40ms"])), true),
            10 => format!("drop {}", self.selector(dice, &all)),
            11 => format!("duplicate {}", self.selector(dice, &all)),
            12 => format!("delay {} by {}", self.selector(dice, &all), ms(dice)),
            13 | 14 => return (self.set(dice, &all), true),
            15 | 16 => format!("pause {} for {}", dice.name(&all), ms(dice)),
            17 => {
                let by = dice.one(&["-300ms", "2s", "0s", "-1000000000s", "7us"]);
                return (format!("skew {} by {by}", dice.name(&all)), true);
            }
            18 => {
                let ppm = dice.one(&["200ppm", "-137ppm", "0ppm", "500000ppm", "-500000ppm"]);
                return (format!("drift {} {ppm}", dice.name(&all)), true);
            }
            19 => format!("step {} clock by {}", dice.name(&all), dice.one(&["-20s", "50ms", "1000000000s"])),
            20 if !works.is_empty() => {
                return (format!("slow {} by {}", dice.name(&works), dice.one(&["10x", "0.001x", "300x"])), true);
            }
            _ => match self.operation(dice) {
                Some(op) => format!("ask {} {op}", dice.name(&self.clients)),
                None => "heal".to_string(),
            },
        };
        (text, false)
    }

    /// A line at a whole millisecond, so that many meet; the first and the last instant among them.
    pub fn line(&self, dice: &mut Dice) -> Line {
        let (act, lasting) = self.act(dice);
        let at = match dice.below(20) {
            0 => 0,
            1 => self.length_ms,
            _ => dice.below(self.length_ms + 50),
        };
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

/// The protocol of this name.
pub fn protocol(name: &str) -> ProtocolInfo {
    protocols::all().into_iter().find(|p| p.name == name).expect("in the registry")
}

/// Clients, as the registry has them.
pub fn client() -> ProtocolInfo {
    protocols::all().into_iter().find(|p| p.client).expect("clients are in the registry")
}

/// Every protocol that serves, the broken ones among them.
pub fn servers() -> Vec<ProtocolInfo> {
    protocols::all().into_iter().filter(|p| !p.client).collect()
}

/// Recipe number `n`, and the dice and the plot that it came from.
pub fn recipe(n: u64) -> (Recipe, Dice, Plot) {
    let mut dice = Dice::new(n);
    let all = servers();
    let mut plot = Plot::new(&mut dice, all[n as usize % all.len()].clone());
    if dice.percent(40) {
        let other = all[dice.below(all.len() as u64) as usize].clone();
        plot = plot.and(&mut dice, other);
    }
    let scenario = Rc::new(plot.scenario(&mut dice));
    let mut lines: Vec<Line> = (0..dice.below(14)).map(|_| plot.line(&mut dice)).collect();
    if dice.percent(20) && !lines.is_empty() {
        lines.push(lines[dice.below(lines.len() as u64) as usize].clone()); // the same once more
    }
    (Recipe { scenario, seed: Seed(n), lines }, dice, plot)
}
