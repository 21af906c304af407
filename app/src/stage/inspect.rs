//! What the inspector says of a node, a link, a message or a fault, and the acts that it offers. Pure.

use session::wire::{Scene, Staged, Us};

use super::amount::{self, Unit};
use super::field::Field;
use super::gesture::{Target, Tool};
use super::{lines, net, scene, words};

/// The inspector's content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspect {
    /// What it is about.
    pub title: String,
    /// Facts.
    pub facts: Vec<(String, String)>,
    /// Buttons.
    pub acts: Vec<Button>,
    /// Fields.
    pub fields: Vec<Field>,
    /// A link's ways, of which one can be chosen: both, from its first end, back.
    pub ways: Vec<String>,
}

impl Inspect {
    /// Whether an act here can be undone after a span.
    pub fn lasts(&self) -> bool {
        let acts = self.acts.iter().flat_map(|a| &a.lines).chain(self.fields.iter().map(|f| &f.before));
        acts.into_iter().any(|line| lines::lasting(line.clone(), Some("1s")) != *line)
    }

    fn act(&mut self, say: impl Into<String>, icon: &'static str, line: impl Into<String>) {
        self.acts.push(Button { say: say.into(), icon, lines: vec![line.into()] });
    }

    fn field(&mut self, tool: Tool, label: impl Into<String>, before: String, units: &'static [Unit], start: &str) {
        self.fields.push(Field { label: label.into(), before, units, start: start.into(), tool });
    }
}

/// A button.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What it says.
    pub say: String,
    /// Its icon.
    pub icon: &'static str,
    /// Its act lines, in order.
    pub lines: Vec<String>,
}

/// What the inspector shows of a target at an instant, with the acts that these tools allow; `way` is a link's: both (0),
/// from its first end (1), back (2).
pub fn inspect(staged: &Staged, scene: &Scene, tools: &[String], (target, way): (Target, u8), t: Us) -> Inspect {
    let look = Look { staged, scene, tools, t, way };
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
    way: u8,
}

impl Look<'_> {
    /// Whether one of these verbs is offered.
    fn any(&self, verbs: &[&str]) -> bool {
        self.tools.iter().any(|t| verbs.contains(&t.as_str()))
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
        if self.any(&["cut", "isolate"]) {
            out.act(words::ISOLATE, "cut", lines::isolate(self.staged, &[n]));
            let cut = net::around(self.staged, n).into_iter().find(|(_, l)| links[*l].cut.is_some());
            if let Some((_, l)) = cut {
                out.act(words::HEAL, "heal", lines::heal(self.scene, Some(l as u16), self.t));
            }
        }
        if self.any(&["crash"]) {
            let (say, verb) = if down { (words::RESTART, "restart ") } else { (words::CRASH, "crash ") };
            out.act(say, "crash", [verb, &*info.name].concat());
        }
        let before = |verb: &str, by: &str| [verb, &*info.name, by].concat();
        if self.any(&["slow"]) {
            const BY: &[Unit] = &[Unit::Factor, Unit::Span];
            let (units, start) = if info.works { (BY, "10x") } else { (&BY[1..], "300ms") };
            out.field(Tool::Slow, words::SLOW_BY, before("slow ", " by "), units, start);
        }
        if self.any(&["pause"]) {
            out.field(Tool::Select, words::PAUSE_FOR, before("pause ", " for "), &[Unit::Span], "800ms");
        }
        if self.any(&["skew", "drift"]) {
            // Where messages take a millisecond, a clock is off by a few, and not by more than the slider reaches.
            let start = amount::spell((Unit::Offset, Unit::Offset.rung(self.staged.pace, 13).unwrap_or(300_000)));
            out.field(Tool::Skew, words::CLOCK_AHEAD, before("skew ", " by "), &[Unit::Offset], &start);
            out.field(Tool::Skew, words::DRIFT_BY, before("drift ", " "), &[Unit::Rate], "200ppm");
        }
        if self.any(&["step"]) {
            out.field(Tool::Skew, words::STEP_BY, before("step ", " clock by "), &[Unit::Offset], "-20s");
        }
        if self.any(&["drop"]) {
            out.field(Tool::Drop, words::LOSE, before("set ", ".loss "), &[Unit::Share], "10%");
        }
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
        if self.any(&["ask"]) {
            for ask in &info.asks {
                let line = ["ask ", &*info.name, " ", &**ask].concat();
                match (ask.strip_suffix(" next"), line.strip_suffix("next")) {
                    (Some(what), Some(before)) => {
                        out.field(Tool::Select, words::ask_for(what), before.into(), &[], "next");
                    }
                    _ => out.act(words::ask_for(ask), "play", line),
                }
            }
        }
        out
    }

    fn link(&self, l: u16) -> Inspect {
        let info = &self.staged.links[usize::from(l)];
        let now = &net::links(self.staged, self.scene, self.t)[usize::from(l)];
        let ways = [
            words::BOTH_WAYS.into(),
            words::from_to(self.label(info.a), self.label(info.b)),
            words::from_to(self.label(info.b), self.label(info.a)),
        ];
        let title = words::link(self.label(info.a), self.label(info.b));
        let mut out = Inspect { title, ways: ways.to_vec(), ..Inspect::default() };
        let name = lines::link(self.staged, l, self.way);
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
        if self.any(&["cut"]) {
            if now.cut.is_some() {
                out.act(words::HEAL, "heal", lines::heal(self.scene, Some(l), self.t));
            } else {
                out.act(words::CUT_IT, "cut", ["cut ", &*name].concat());
            }
        }
        if self.any(&["hold", "slow", "delay"]) {
            let (say, verb) = if now.held { (words::RELEASE, "release ") } else { (words::HOLD, "hold ") };
            out.act(say, "lock", [verb, &*name].concat());
        }
        if self.any(&["slow"]) {
            let before = ["slow ", &*name, " by "].concat();
            out.field(Tool::Slow, words::SLOW_BY, before, &[Unit::Span, Unit::Factor], "1s");
            let before = ["set ", &*name, ".latency "].concat();
            out.field(Tool::Select, words::LATENCY_IS, before, &[Unit::Span], "100ms");
        }
        if self.any(&["drop"]) {
            let before = ["set ", &*name, ".loss "].concat();
            out.field(Tool::Drop, words::LOSE, before, &[Unit::Share], "20%");
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
        let which = lines::selector(name);
        if under_way && self.any(&["drop"]) {
            out.act(words::DROP, "drop", ["drop ", &*which].concat());
        }
        if under_way && self.any(&["duplicate", "drop"]) {
            out.act(words::DUPLICATE, "dup", ["duplicate ", &*which].concat());
        }
        if under_way && self.any(&["delay", "slow"]) {
            let before = ["delay ", &*which, " by "].concat();
            out.field(Tool::Slow, words::DELAY_BY, before, &[Unit::Span], "300ms");
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
        if self.any(&["cut", "isolate"]) && net::live(f, self.t) {
            out.act(words::HEAL, "heal", lines::heal_this(f));
            // Later, by about four seconds of watching; healing by name leaves other cuts alone.
            let later = (self.t + 4 * self.staged.pace).div_ceil(100_000) * 100_000;
            let start = amount::spell((Unit::Instant, later as i64));
            out.field(Tool::Select, words::HEAL_AT, lines::heal_this(f), &[Unit::Instant], &start);
            if f.one_way == 0 && !f.label.is_empty() && !f.side.is_empty() {
                let who = net::names(self.staged, &f.side);
                for inward in [true, false] {
                    let lines = lines::one_way(self.staged, f, inward);
                    out.acts.push(Button { say: words::one_way(&who, inward), icon: "cut", lines });
                }
            }
        }
        out
    }
}

#[cfg(test)]
#[path = "inspect_tests.rs"]
mod tests;
