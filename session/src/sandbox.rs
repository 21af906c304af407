//! A scenario that is edited piece by piece: its settings as a form, made from what the registry says of them.
//!
//! The state is the text of a `scenario.toml`. An edit changes the world that the text was read as and writes it anew;
//! what is wrong with it is said by the one reader, and the last text without mistakes stays.

use lessons::model::{Layout, WorldFile};
use lessons::source::File;
use lessons::{Files, read_act, write};
use sim_core::act::{Act, Line};
use sim_core::field::{Field, Kind, LINK_FIELDS};
use sim_core::luck::Seed;
use sim_core::registry::{ProtocolInfo, Registry};
use sim_core::scenario::Node;

use crate::opened::problem;
use crate::wire::Problem;

/// A cluster to begin with.
pub const BLANK: &str = r#"title = "A cluster of your own"
seed = 1
length = "60s"
pace = "400ms/s"
charts = ["success()"]

[group.replicas]
protocol = "register"
nodes = ["a", "b", "c"]

[group.people]
protocol = "client"
nodes = { ann = "a", bo = "b" }
load = "every 600ms"
mix = "50% write x next, 50% read x"

[links]
latency = "50ms..150ms"
"#;
/// The fault tools, all of them.
const TOOLS: [&str; 8] = ["cut", "crash", "slow", "skew", "drop", "delay", "duplicate", "pause"];
/// More nodes of one group are a matter of the text.
const NODES: usize = 12;

/// A scenario that is edited.
#[derive(Clone, Debug, Default)]
pub struct Sandbox {
    draft: WorldFile,
    /// As it stands, mistakes included.
    pub text: String,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The last text without mistakes, which is played.
    pub good: String,
    /// What a file with `[test]` did, to be done again: instant and line.
    pub acts: Vec<(u64, String)>,
}

/// A setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// What an edit names: `replicas.R`.
    pub path: String,
    /// What people read: `R`.
    pub name: String,
    /// As spelled now.
    pub value: String,
    /// What it is while nothing is said; empty where it must be said.
    pub default: String,
    /// What it may be, in words.
    pub range: String,
    /// Every value that it can take, where there are few.
    pub choices: Vec<String>,
    /// What it does.
    pub doc: String,
}

/// Settings that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// `replicas`; empty for the world itself.
    pub name: String,
    /// What its protocol is.
    pub doc: String,
    /// In order.
    pub settings: Vec<Setting>,
}

impl Sandbox {
    /// Reads a scenario.
    pub fn open(text: &str) -> Self {
        let (draft, problems) = read(text);
        let mut sandbox = Self { draft, problems, ..Self::default() };
        if let Some(test) = sandbox.draft.test.take() {
            let acts = test.acts.iter();
            sandbox.acts = acts.map(|line| (sim_core::run::starts(line).0, untimed(line))).collect();
        }
        text.clone_into(&mut sandbox.text);
        if sandbox.problems.is_empty() {
            sandbox.draft.tools = TOOLS.map(String::from).to_vec();
            sandbox.rewrite();
        }
        sandbox
    }

    /// Everything that can be said of it, from the registry.
    pub fn form(&self) -> Vec<Section> {
        let registry = Registry::engine();
        let world = &self.draft.scenario;
        let own = |path: &str, value: String, range: &str, doc: &str| Setting {
            path: path.into(),
            name: path.into(),
            value,
            range: range.into(),
            doc: doc.into(),
            ..Setting::default()
        };
        let mut layout = own("layout", layout(&self.draft.layout).into(), "", "How the nodes are drawn.");
        layout.choices = ["ring", "star", "layered", "free"].map(String::from).to_vec();
        if layout.value != "free" {
            layout.choices.pop();
        }
        let mut sections = vec![Section {
            settings: vec![
                own(
                    "seed",
                    world.seed.0.to_string(),
                    "a whole number",
                    "Another seed is another run of the same world.",
                ),
                own("length", world.length.to_string(), "a time: 60s", "When the run ends."),
                own(
                    "pace",
                    self.draft.pace.to_string(),
                    "a time: 400ms",
                    "Virtual time for a second of watching at 1x.",
                ),
                layout,
            ],
            ..Section::default()
        }];
        for group in &world.groups {
            let Some(info) = registry.protocol(&group.protocol) else { continue };
            let path = |key: &str| format!("{}.{key}", group.name);
            let alike = registry.protocols.iter().filter(|p| p.client == info.client);
            let mut settings = vec![
                Setting {
                    path: path("protocol"),
                    name: "protocol".into(),
                    value: group.protocol.clone(),
                    choices: alike.map(|p| p.name.to_string()).collect(),
                    ..Setting::default()
                },
                Setting {
                    path: path("nodes"),
                    name: "nodes".into(),
                    value: group.nodes.len().to_string(),
                    choices: (1..=NODES.max(group.nodes.len())).map(|n| n.to_string()).collect(),
                    ..Setting::default()
                },
            ];
            settings.extend(info.settings().map(|field| setting(&group.name, field, &group.settings)));
            sections.push(Section { name: group.name.clone(), doc: info.doc.into(), settings });
        }
        let links = LINK_FIELDS.iter().map(|field| setting("links", field, &world.links)).collect();
        sections.push(Section { name: "links".into(), doc: String::new(), settings: links });
        sections
    }

    /// Says something of it: `replicas.R`, `3`. Returns whether there is another world to play.
    pub fn set(&mut self, path: &str, value: &str) -> bool {
        let value = value.trim();
        if let Err(message) = self.change(path, value) {
            self.problems = vec![Problem { file: path.into(), message, ..Problem::default() }];
            return false;
        }
        self.rewrite()
    }

    fn change(&mut self, path: &str, value: &str) -> Result<(), String> {
        let span = |text: &str| sim_core::act::parse_span(text);
        let world = &mut self.draft.scenario;
        match path {
            "seed" => world.seed = Seed(value.parse().map_err(|_| format!("a seed is a whole number, not `{value}`"))?),
            "length" => world.length = span(value)?,
            "pace" => self.draft.pace = span(value.trim_end_matches("/s"))?,
            "layout" => {
                self.draft.layout = match value {
                    "star" => Layout::Star,
                    "layered" => Layout::Layered,
                    "ring" => Layout::Ring,
                    _ => return Ok(()),
                }
            }
            _ => {
                let (owner, key) = path.split_once('.').unwrap_or((path, ""));
                if owner == "links" {
                    put(&mut world.links, key, value, LINK_FIELDS.iter());
                    return Ok(());
                }
                let at = world.groups.iter().position(|g| g.name == owner);
                let at = at.ok_or_else(|| format!("there is no group `{owner}`"))?;
                match key {
                    "protocol" => self.protocol(at, value),
                    "nodes" => self.nodes(at, value.parse().unwrap_or(1)),
                    _ => {
                        let registry = Registry::engine();
                        let group = &mut world.groups[at];
                        let fields = registry.protocol(&group.protocol).into_iter().flat_map(ProtocolInfo::settings);
                        put(&mut group.settings, key, value, fields);
                        if key == "load" || key == "mix" {
                            // A script of its own would be asked beside it.
                            group.script.clear();
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes the text anew and has it read.
    fn rewrite(&mut self) -> bool {
        self.text = write::scenario(&self.draft, &self.draft.scenario);
        let (file, problems) = read(&self.text);
        self.problems = problems;
        if !self.problems.is_empty() {
            return false;
        }
        self.draft.charts = file.charts;
        let new = self.good != self.text;
        self.good.clone_from(&self.text);
        new
    }

    /// Another protocol: settings that it does not have go, and clients ask what it can answer.
    fn protocol(&mut self, at: usize, name: &str) {
        let registry = Registry::engine();
        let Some(info) = registry.protocol(name) else { return };
        let groups = &mut self.draft.scenario.groups;
        groups[at].protocol = name.into();
        groups[at].settings.retain(|(key, _)| info.settings().any(|field| field.name == key));
        self.draft.charts.retain(|chart| chart.call.args.is_empty());
        if info.client {
            return;
        }
        let servers: Vec<String> = groups[at].nodes.iter().map(|n| n.name.clone()).collect();
        let ask = |verb: &sim_core::registry::Verb| {
            let (key, value) = (if verb.key { " x" } else { "" }, if verb.value { " next" } else { "" });
            format!("{}{key}{value}", verb.name)
        };
        let share = 100 / info.verbs.len().max(1);
        let parts: Vec<String> = info
            .verbs
            .iter()
            .enumerate()
            .map(|(n, verb)| {
                let share = if n == 0 { 100 - share * (info.verbs.len() - 1) } else { share };
                format!("{share}% {}", ask(verb))
            })
            .collect();
        for group in groups.iter_mut() {
            let fields: Vec<&Field> =
                registry.protocol(&group.protocol).into_iter().flat_map(ProtocolInfo::settings).collect();
            let reaches = group.nodes.iter().any(|n| n.beside.as_ref().is_some_and(|b| servers.contains(b)));
            if reaches && fields.iter().any(|f| f.kind == Kind::Mix) {
                group.script.clear();
                put(&mut group.settings, "mix", &parts.join(", "), fields.iter().copied());
                let load = if parts.is_empty() { "none" } else { "every 600ms" };
                put(&mut group.settings, "load", load, fields.iter().copied());
            }
        }
    }

    /// So many nodes of a group. What stood beside one that goes, goes too; new clients stand beside one server after another.
    fn nodes(&mut self, at: usize, count: usize) {
        let world = &mut self.draft.scenario;
        let client = world.groups[at].nodes.iter().any(|n| n.beside.is_some());
        let mut taken: Vec<String> = world.groups.iter().flat_map(|g| &g.nodes).map(|n| n.name.clone()).collect();
        let servers: Vec<String> =
            world.groups.iter().flat_map(|g| &g.nodes).filter(|n| n.beside.is_none()).map(|n| n.name.clone()).collect();
        let group = &mut world.groups[at];
        let count = count.max(1);
        let mut gone: Vec<String> = group.nodes.drain(count.min(group.nodes.len())..).map(|n| n.name).collect();
        while group.nodes.len() < count {
            let name = free(&taken, if client { "c" } else { "" });
            let beside = client.then(|| servers.get(group.nodes.len() % servers.len().max(1)).cloned()).flatten();
            taken.push(name.clone());
            group.nodes.push(Node { name, beside });
        }
        for group in &mut world.groups {
            let beside = |n: &Node| n.beside.as_ref().is_some_and(|b| gone.contains(b));
            let lost: Vec<String> = group.nodes.iter().filter(|n| beside(n)).map(|n| n.name.clone()).collect();
            group.nodes.retain(|n| !beside(n));
            gone.extend(lost);
        }
        world.groups.retain(|g| !g.nodes.is_empty());
        let names = |line: &Line| {
            let text = line.to_string();
            text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| gone.iter().any(|name| name == word))
        };
        world.acts.retain(|line| !names(line));
        for group in &mut world.groups {
            group.script.retain(|line| !matches!(&line.act, Act::Ask { .. }) || !names(line));
        }
        world.own_links.retain(|(link, _)| !gone.contains(&link.a) && !gone.contains(&link.b));
    }
}

/// `a` to `z`, then `n27`; clients are `c1`, `c2`.
fn free(taken: &[String], prefix: &str) -> String {
    let letters = (b'a'..=b'z').filter(|_| prefix.is_empty()).map(|c| char::from(c).to_string());
    let numbers = (1..).map(|n| format!("{}{n}", if prefix.is_empty() { "n" } else { prefix }));
    letters.chain(numbers).find(|name| !taken.contains(name)).unwrap_or_default()
}

/// Says a setting; as it is by itself, it is not said.
fn put<'f>(settings: &mut Vec<(String, String)>, key: &str, value: &str, mut fields: impl Iterator<Item = &'f Field>) {
    settings.retain(|(name, _)| name != key);
    if !value.is_empty() && fields.find(|field| field.name == key).is_none_or(|field| field.default != value) {
        settings.push((key.into(), value.into()));
    }
}

fn setting(owner: &str, field: &Field, said: &[(String, String)]) -> Setting {
    let value = said.iter().find(|(key, _)| key == field.name).map_or(field.default, |(_, value)| value.as_str());
    let (range, choices): (String, Vec<String>) = match field.kind {
        Kind::Whole(low, high) if high - low < 64 => (String::new(), (low..=high).map(|n| n.to_string()).collect()),
        Kind::Whole(low, high) => (format!("{low} to {high}"), Vec::new()),
        Kind::Bound(low, high) => (format!("{low} to {high}, or none"), Vec::new()),
        Kind::Word(words) => (String::new(), words.iter().map(ToString::to_string).collect()),
        Kind::Flag => (String::new(), vec!["true".into(), "false".into()]),
        Kind::Span => ("a time: 250ms".into(), Vec::new()),
        Kind::Share => ("0% to 100%".into(), Vec::new()),
        Kind::Latency => ("a time, or a range: 50ms..150ms".into(), Vec::new()),
        Kind::Load => ("none, every 500ms, poisson 10/s, closed 5ms..100ms".into(), Vec::new()),
        Kind::Mix => ("parts: 40% write x next, 60% read x".into(), Vec::new()),
        Kind::Nodes => ("a node, a group, or none".into(), Vec::new()),
    };
    Setting {
        path: format!("{owner}.{}", field.name),
        name: field.name.into(),
        value: value.into(),
        default: field.default.into(),
        range,
        choices,
        doc: field.doc.into(),
    }
}

const fn layout(layout: &Layout) -> &'static str {
    match layout {
        Layout::Ring => "ring",
        Layout::Star => "star",
        Layout::Layered => "layered",
        Layout::Free(_) => "free",
    }
}

/// A scenario that stands alone, and what is wrong with it.
fn read(text: &str) -> (WorldFile, Vec<Problem>) {
    let files = Files { lesson: "", scenario: text, runs: None };
    let (act, mut mistakes) = read_act(&files, &Registry::engine());
    mistakes.retain(|mistake| mistake.span.file == File::Scenario);
    (act.world, mistakes.iter().map(|mistake| problem(mistake, &files)).collect())
}

/// A line without its time.
fn untimed(line: &Line) -> String {
    let text = line.to_string();
    let text = text.split_once(": ").filter(|_| line.label.is_some()).map_or(text.as_str(), |(_, rest)| rest);
    let mut words = text.splitn(3, ' ');
    if words.next() == Some("at") { words.nth(1).unwrap_or_default().to_owned() } else { text.to_owned() }
}
