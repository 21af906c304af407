//! Acts, applied. Everything that a line can name was checked before it was planned (`check`); what takes an act back
//! is in `undo`, what a hand does to one message in `hand`.

use super::World;
use super::hand::Hand;
use super::queue::{Event, Rank};
use super::undo::{Level, Slot, Undo};
use crate::act::{Act, LinkName, SlowBy, SlowWhat, When};
use crate::field::{Field, LINK_FIELDS, Value};
use crate::id::{NodeId, RowId};
use crate::limits::{self, Limit};
use crate::luck::{Name, text_hash};
use crate::order::Ordered;
use crate::protocol::Order;
use crate::time::{Duration, Time};
use crate::trace::{Applied, What};

/// An act in the middle of being applied.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    /// Index into [`crate::trace::Trace::acts`].
    pub number: u32,
    /// Its row.
    pub row: RowId,
    /// Whether it is taken back after its span.
    pub lasting: bool,
    /// Which occurrence of its line it is, from 1.
    pub occurrence: u32,
}

impl World {
    /// A line of the plan is due.
    pub(super) fn act(&mut self, index: u32) {
        let planned = &mut self.plan[index as usize];
        let occurrence = planned.fired;
        planned.fired += 1;
        let (line, own, script) = (planned.line.clone(), planned.own, planned.script);
        if let When::Every { period, from, until } = line.when {
            let next = from + Duration(period.0.saturating_mul(u64::from(occurrence) + 1));
            if until.is_none_or(|u| next < u) {
                self.queue.push(next, Rank::act(index), Event::Act(index));
            }
        }
        if script.is_some_and(|g| self.groups[g].script_ended) {
            return;
        }
        if self.trace.acts.len() >= limits::APPLIED {
            return self.stop(Limit::Acts);
        }
        let text = line.act.to_string();
        // Two lines of one text are two initiatives: what becomes of the first leaves the luck of the second alone.
        let name = self.roots.unique(Name::root("act").then(text_hash(&text)).then(u64::from(occurrence)));
        let number = self.trace.acts.len() as u32;
        let links = self.links_of(&line.act);
        self.reaches(links.len());
        self.trace.stamp(text_hash(&text));
        self.trace.stamp(line.label.as_deref().map_or(0, text_hash));
        self.trace.acts.push(Applied { at: self.now, label: line.label.clone(), text, until: Time::NEVER, links, own });
        let row = self.trace.push(self.now, None, What::Act(number));
        self.undo.push(None);
        let doing = Doing { number, row, lasting: line.lasting.is_some(), occurrence: occurrence + 1 };
        let undo = self.apply(&line.act, name, doing);
        self.undo[number as usize] = undo;
        // A pause says itself how long it is.
        let lasting = if let Act::Pause { span, .. } = line.act { Some(span) } else { line.lasting };
        if let Some(span) = lasting {
            self.queue.push(self.now + span, Rank::undo(index), Event::Undo(number));
        }
    }

    /// An act, or its end, reaches so many things: as much work as so many events.
    pub(super) fn reaches(&mut self, things: usize) {
        self.events += things as u64;
    }

    /// The directed links on which an act lies.
    fn links_of(&self, act: &Act) -> Vec<(NodeId, NodeId)> {
        match act {
            Act::Cut(links) => links.iter().flat_map(|l| self.directions(l)).collect(),
            Act::Isolate(names) => {
                let mut inside: Vec<NodeId> = names.iter().map(|n| self.must(n)).collect();
                let clients = self.all_nodes().filter(|n| self.beside(*n).is_some_and(|b| inside.contains(&b)));
                let clients: Vec<NodeId> = clients.collect();
                inside.extend(clients);
                inside.order();
                inside.dedup();
                let outside: Vec<NodeId> = self.all_nodes().filter(|n| !inside.contains(n)).collect();
                inside.iter().flat_map(|a| outside.iter().flat_map(|b| [(*a, *b), (*b, *a)])).collect()
            }
            Act::Hold(link) | Act::Release(link) | Act::Slow { what: SlowWhat::Link(link), .. } => {
                self.directions(link)
            }
            _ => Vec::new(),
        }
    }

    fn directions(&self, link: &LinkName) -> Vec<(NodeId, NodeId)> {
        let (a, b) = (self.must(&link.a), self.must(&link.b));
        if link.one_way { vec![(a, b)] } else { vec![(a, b), (b, a)] }
    }

    fn must(&self, name: &str) -> NodeId {
        self.node(name).expect("names are checked before a line is planned")
    }

    fn apply(&mut self, act: &Act, name: Name, doing: Doing) -> Option<Undo> {
        let links = || self.trace.acts[doing.number as usize].links.clone();
        match act {
            Act::Cut(_) | Act::Isolate(_) => {
                let links = links();
                for (a, b) in &links {
                    self.net.link_mut(*a, *b).cuts += 1;
                }
                let slots = self.under_way(&links);
                self.reaches(slots.len());
                for slot in slots {
                    self.cross_later(slot);
                }
                return Some(Undo::Cut);
            }
            Act::Heal(label) => self.heal(label.as_deref()),
            Act::Hold(_) => {
                let links = links();
                for (a, b) in &links {
                    self.net.link_mut(*a, *b).held += 1;
                }
                let slots = self.under_way(&links);
                self.reaches(slots.len());
                for slot in slots {
                    self.hold(slot, doing.row);
                }
                return Some(Undo::Hold(links));
            }
            Act::Release(_) => self.release_all(&links(), doing.row),
            Act::Crash(node) => return Some(self.crash(self.must(node), doing.row)),
            Act::Restart(node) => self.restart(self.must(node), doing.row),
            Act::Slow { what: SlowWhat::Link(_), by } => {
                let slots = links().into_iter().map(|(from, to)| Slot::Slow { from, to }).collect();
                return self.slow(slots, *by, doing);
            }
            Act::Slow { what: SlowWhat::Node(node), by } => {
                let node = self.must(node);
                let slot = if matches!(by, SlowBy::Span(_)) { Slot::Handling(node) } else { Slot::Work(node) };
                return self.slow(vec![slot], *by, doing);
            }
            Act::Drop(which) => self.hand(which, Hand::Drop, doing.row),
            Act::Duplicate(which) => self.hand(which, Hand::Duplicate, doing.row),
            Act::Delay { which, by } => self.hand(which, Hand::Delay(*by), doing.row),
            Act::Set { path, value } => return self.set(path, value, doing),
            Act::Ask { client, op } => {
                let order = Order { op: self.bind(&op.numbered(doing.occurrence)), name };
                let initiative = self.initiatives.begin(name);
                self.order(self.must(client), order, initiative, doing.row);
            }
            Act::Pause { node, .. } => {
                let node = self.must(node);
                if !self.nodes[node.index()].up {
                    self.trace.acts[doing.number as usize].until = self.now; // nobody is there to stand still
                    return None;
                }
                self.pause(node, doing.row);
                return Some(Undo::Pause(node));
            }
            Act::Skew { node, by } => {
                let slot = Slot::Skew(self.must(node));
                self.lay(slot, Level::Skew(*by), doing);
                return Some(Undo::Levels(vec![slot]));
            }
            Act::Drift { node, ppm } => {
                let slot = Slot::Drift(self.must(node));
                self.lay(slot, Level::Drift(*ppm), doing);
                return Some(Undo::Levels(vec![slot]));
            }
            Act::Step { node, by } => {
                let node = self.must(node);
                self.nodes[node.index()].clock.step(self.now, *by);
                self.clock_changed(node);
            }
        }
        None
    }

    /// A link or a node is slower by so much from now on, instead of by what it was.
    fn slow(&mut self, slots: Vec<Slot>, by: SlowBy, doing: Doing) -> Option<Undo> {
        for slot in &slots {
            self.lay(*slot, Level::Slow(by), doing);
        }
        if !doing.lasting && matches!(by, SlowBy::Span(Duration::ZERO) | SlowBy::Factor(1_000)) {
            self.trace.acts[doing.number as usize].until = self.now; // as fast as ever: nothing lies on the link
            return None;
        }
        Some(Undo::Levels(slots))
    }

    /// `set PATH VALUE`.
    fn set(&mut self, path: &str, value: &str, doing: Doing) -> Option<Undo> {
        let (owner, key) = path.rsplit_once('.')?;
        if let Some((group, name)) = self.keyed(owner) {
            return self.set_key(group, name, key, value, doing);
        }
        let link_field = LINK_FIELDS.iter().position(|f| f.name == key);
        let slots: Vec<Slot> = if let Some(group) = self.groups.iter().position(|g| g.name == owner) {
            return self.set_group(group, key, value, doing);
        } else if owner == "links" {
            vec![Slot::All { field: link_field? }]
        } else {
            let links = if let Some(link) = super::check::link_name(owner) {
                self.directions(&link)
            } else {
                let node = self.must(owner);
                if link_field.is_none() {
                    return self.set_group(self.nodes[node.index()].group, key, value, doing);
                }
                // A server's clients stand beside it, whatever the network does; a client has no other link.
                let others = self.all_nodes().filter(|n| *n != node && self.beside(*n) != Some(node));
                others.flat_map(|n| [(n, node), (node, n)]).collect()
            };
            let field = link_field?;
            links.into_iter().map(|(from, to)| Slot::Own { from, to, field }).collect()
        };
        let value = LINK_FIELDS[link_field?].parse(value).expect("values are checked before they are planned");
        for slot in &slots {
            self.lay(*slot, Level::Link(Some(value.clone())), doing);
        }
        Some(Undo::Levels(slots))
    }

    fn set_group(&mut self, group: usize, key: &str, value: &str, doing: Doing) -> Option<Undo> {
        let before = &self.groups[group];
        let (field, declared) = before.info.settings().enumerate().find(|(_, f)| f.name == key)?;
        let spelled = value.trim().to_string();
        // A group's script ends where its field says when clients ask.
        let loads = declared.kind == crate::field::Kind::Load && before.spelled[field] != spelled;
        let script_ended = before.script_ended || loads;
        let slot = Slot::Setting { group, field };
        self.lay(slot, Level::Setting { spelled, script_ended }, doing);
        Some(Undo::Levels(vec![slot]))
    }

    /// Reads a value and binds what it names to this world.
    pub(super) fn read_value(&mut self, declared: &Field, spelled: &str) -> Value {
        let mut value = declared.parse(spelled).expect("values are checked before they are planned");
        match &mut value {
            Value::Mix(mix) => mix.bind(|op| self.bind(op)),
            Value::Nodes(name, nodes) => *nodes = self.called(name).unwrap_or_default(),
            _ => {}
        }
        value
    }

    /// Sets a group's field and tells its nodes.
    pub(super) fn configure(&mut self, group: usize, field: usize, spelled: &str, cause: Option<RowId>) {
        let declared = self.groups[group].info.settings().nth(field).expect("the field is the group's");
        let value = self.read_value(declared, spelled);
        let target = &mut self.groups[group];
        if declared.name == "init"
            && let Value::Whole(v) = value
        {
            target.init = v;
            self.largest = self.largest.max(v);
        }
        target.spelled[field] = spelled.trim().to_string();
        if let (true, Value::Latency(disk)) = (field == target.info.fields.len(), &value) {
            target.disk = disk.clone();
            return;
        }
        target.nodes.set(field, value);
        for node in self.groups[group].members.clone() {
            self.reconfigured(node, cause);
        }
    }
}
