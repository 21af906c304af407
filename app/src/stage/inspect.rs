//! What the inspector says of a node, a link, a message or a fault, and the acts that it offers. Pure.

use session::wire::{Scene, Staged, Us};

use super::gesture::{Target, cut_one, heal, isolate, selector};
use super::{net, scene, words};

/// The inspector's content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspect {
    /// What it is about.
    pub title: String,
    /// Facts.
    pub facts: Vec<(String, String)>,
    /// Buttons: what they say, their icon, and their act line.
    pub acts: Vec<(&'static str, &'static str, String)>,
    /// Fields.
    pub fields: Vec<Field>,
}

/// A field whose value completes an act line.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its label.
    pub label: &'static str,
    /// The line before the value.
    pub before: String,
    /// The unit, which also stands behind the value in the line.
    pub unit: &'static str,
    /// What it starts with.
    pub start: u32,
    /// Largest value.
    pub most: u32,
    /// What follows the unit.
    pub after: &'static str,
}

impl Field {
    /// The act line for a value.
    pub fn line(&self, value: &str) -> Option<String> {
        let n: i64 = value.trim().parse().ok()?;
        (n >= 0 && n <= i64::from(self.most)).then(|| [&*self.before, &n.to_string(), self.unit, self.after].concat())
    }
}

/// What the inspector shows of a target at an instant, with the acts that these tools allow.
pub fn inspect(staged: &Staged, scene: &Scene, tools: &[String], target: Target, t: Us) -> Inspect {
    let look = Look { staged, scene, tools, t };
    match target {
        Target::Node(n) if staged.nodes[usize::from(n)].client => look.client(n),
        Target::Node(n) => look.server(n),
        Target::Link(l) => look.link(l),
        Target::Flight(f) => look.flight(f),
        Target::Fault(f) => look.fault(f),
    }
}

struct Look<'a> {
    staged: &'a Staged,
    scene: &'a Scene,
    tools: &'a [String],
    t: Us,
}

impl Look<'_> {
    fn can(&self, tool: &str) -> bool {
        self.tools.iter().any(|t| t == tool)
    }

    fn label(&self, n: u16) -> &str {
        &self.staged.nodes[usize::from(n)].label
    }

    fn server(&self, n: u16) -> Inspect {
        let info = &self.staged.nodes[usize::from(n)];
        let mut out =
            Inspect { title: [&*info.label, ", ", words::one_of(&info.group)].concat(), ..Inspect::default() };
        let down = net::down(self.scene, n, self.t);
        out.facts.push((words::STATE.into(), if down { words::DOWN.into() } else { words::UP.into() }));
        if let Some(s) = scene::state(self.scene, n, self.t) {
            out.facts.extend(s.facts.iter().cloned());
            if !s.caption.is_empty() {
                out.facts.push((words::ROLE.into(), s.caption.clone()));
            }
        }
        let last = self.scene.flights.iter().filter(|f| f.to == n && f.arrives <= self.t && !scene::end(f).lost);
        if let Some(f) = last.max_by_key(|f| f.arrives) {
            let ago = words::ago(self.label(f.from), self.t - f.arrives);
            out.facts.push((words::LAST_HEARD.into(), ago));
        }
        let links = net::links(self.staged, self.scene, self.t);
        if self.can("cut") {
            out.acts.push((words::ISOLATE, "cut", isolate(self.staged, &[n])));
            let cut = net::around(self.staged, n).into_iter().find(|(_, l)| links[*l].cut.is_some());
            if let Some((_, l)) = cut {
                out.acts.push((words::HEAL, "heal", heal(self.scene, Some(l as u16), self.t)));
            }
        }
        if self.can("crash") {
            let (say, verb) = if down { (words::RESTART, "restart ") } else { (words::CRASH, "crash ") };
            out.acts.push((say, "crash", [verb, &*info.name].concat()));
        }
        let mut field = |tool: &str, label, before: [&str; 3], unit, (start, most), after| {
            if self.can(tool) {
                out.fields.push(Field { label, before: before.concat(), unit, start, most, after });
            }
        };
        field("slow", words::SLOW_BY, ["slow ", &info.name, " by "], "ms", (300, 60_000), "");
        field("skew", words::CLOCK_AHEAD, ["skew ", &info.name, " by "], "ms", (300, 600_000), "");
        field("pause", words::PAUSE_FOR, ["pause ", &info.name, " for "], "ms", (800, 60_000), "");
        field("drop", words::LOSE, ["set ", &info.name, ".loss "], "%", (10, 100), "");
        out
    }

    fn client(&self, n: u16) -> Inspect {
        let info = &self.staged.nodes[usize::from(n)];
        let mut out = Inspect { title: [&*info.label, ", ", words::CLIENT].concat(), ..Inspect::default() };
        if let Some(s) = info.beside {
            out.facts.push((words::BESIDE.into(), self.label(s).into()));
        }
        let mine = self.scene.ops.iter().filter(|o| o.client == n && o.called <= self.t);
        if let Some(last) = mine.max_by_key(|o| o.called) {
            let now = scene::OpNow { op: last, open: (self.t < last.returned).then_some(0.0), left: 1.0 };
            out.facts.push((words::LAST.into(), now.said(self.t)));
            out.facts.push((words::CALLED.into(), words::instant(last.called)));
        }
        if self.can("ask") {
            for o in &self.scene.ops {
                let ask = ["ask ", &*info.name, " ", &asked(&o.label)].concat();
                if !out.acts.iter().any(|a| a.2 == ask) {
                    let say = if o.look == "write" { words::ASK_WRITE } else { words::ASK_READ };
                    out.acts.push((say, "play", ask));
                }
            }
        }
        out
    }

    fn link(&self, l: u16) -> Inspect {
        let info = &self.staged.links[usize::from(l)];
        let now = &net::links(self.staged, self.scene, self.t)[usize::from(l)];
        let mut out = Inspect { title: words::link(self.label(info.a), self.label(info.b)), ..Inspect::default() };
        let on = |f: &&session::wire::Flight| {
            let way = (f.from, f.to) == (info.a, info.b) || (f.to, f.from) == (info.a, info.b);
            way && f.sent <= self.t && self.t < scene::end(f).at
        };
        out.facts.push((words::LATENCY.into(), info.latency.clone()));
        let in_flight = self.scene.flights.iter().filter(on).count();
        out.facts.push((words::IN_FLIGHT.into(), in_flight.to_string()));
        out.facts.extend(now.slow.iter().map(|s| (words::SLOWED.into(), s.clone())));
        out.facts.extend(now.loss.iter().map(|s| (words::LOSS.into(), s.clone())));
        if now.cut.is_some() {
            out.facts.push((words::STATE.into(), words::CUT.into()));
        }
        if self.can("cut") {
            if now.cut.is_some() {
                out.acts.push((words::HEAL, "heal", heal(self.scene, Some(l), self.t)));
            } else {
                out.acts.push((words::CUT_IT, "cut", cut_one(self.staged, l, false)));
                out.acts.push((words::CUT_ONE_WAY, "cut", cut_one(self.staged, l, true)));
            }
        }
        if self.can("slow") || self.can("delay") {
            let (say, verb) = if now.held { (words::RELEASE, "release ") } else { (words::HOLD, "hold ") };
            out.acts.push((say, "lock", [verb, &*info.name].concat()));
        }
        if self.can("slow") {
            let before = ["slow ", &*info.name, " by "].concat();
            out.fields.push(Field { label: words::SLOW_BY, before, unit: "ms", start: 1000, most: 60_000, after: "" });
        }
        if self.can("drop") {
            let before = ["set ", &*info.name, ".loss "].concat();
            out.fields.push(Field { label: words::LOSE, before, unit: "%", start: 20, most: 100, after: "" });
        }
        out
    }

    fn flight(&self, name: u64) -> Inspect {
        let Some(f) = self.scene.flights.iter().find(|f| f.name == name) else {
            return Inspect { title: words::GONE.into(), ..Inspect::default() };
        };
        let kind = self.staged.kinds.get(usize::from(f.kind)).map_or("", |k| k.label.as_str());
        let mut out = Inspect { title: [kind, " ", &*f.label].concat().trim().into(), ..Inspect::default() };
        out.facts.push((words::FROM_TO.into(), words::from_to(self.label(f.from), self.label(f.to))));
        out.facts.push((words::SENT.into(), words::instant(f.sent)));
        let under_way = self.t < scene::end(f).at;
        out.facts.push((words::STATE.into(), words::fate(f, self.t)));
        let which = selector(name);
        if under_way && self.can("drop") {
            out.acts.push((words::DROP, "drop", ["drop ", &*which].concat()));
        }
        if under_way && (self.can("duplicate") || self.can("drop")) {
            out.acts.push((words::DUPLICATE, "dup", ["duplicate ", &*which].concat()));
        }
        if under_way && (self.can("delay") || self.can("slow")) {
            let before = ["delay ", &*which, " by "].concat();
            out.fields.push(Field { label: words::DELAY_BY, before, unit: "ms", start: 300, most: 60_000, after: "" });
        }
        out
    }

    fn fault(&self, i: usize) -> Inspect {
        let Some(f) = self.scene.faults.get(i) else {
            return Inspect { title: words::GONE.into(), ..Inspect::default() };
        };
        let title = if f.side.is_empty() { words::CUT_LINKS } else { words::PARTITION };
        let mut out = Inspect { title: title.into(), ..Inspect::default() };
        let names: Vec<&str> =
            f.links.iter().filter_map(|l| self.staged.links.get(usize::from(*l))).map(|l| l.name.as_str()).collect();
        out.facts.push((words::LINKS.into(), names.join(", ")));
        if !f.side.is_empty() {
            out.facts.push((words::CUT_OFF.into(), net::names(self.staged, &f.side)));
        }
        out.facts.push((words::SINCE.into(), words::instant(f.from)));
        if self.can("cut") && net::live(f, self.t) {
            let line = if f.label.is_empty() { "heal".into() } else { ["heal ", &*f.label].concat() };
            out.acts.push((words::HEAL, "heal", line));
        }
        out
    }
}

/// An operation as it is asked for again: a written value becomes the next one.
fn asked(label: &str) -> String {
    let words: Vec<&str> = label.split(' ').map(|w| if w.parse::<i64>().is_ok() { "next" } else { w }).collect();
    words.join(" ")
}

#[cfg(test)]
#[path = "inspect_tests.rs"]
mod tests;
