//! Acts, applied. Everything that a line can name was checked before it was planned (`check`).

use super::World;
use super::deliver::Outgoing;
use super::queue::Event;
use crate::act::{Act, LinkName, Selector, SlowBy, SlowWhat, When};
use crate::field::{LINK_FIELDS, Value};
use crate::id::{MessageId, NodeId, RowId};
use crate::luck::{Name, text_hash};
use crate::net::Settings;
use crate::protocol::Order;
use crate::time::{Duration, Time};
use crate::trace::{Applied, Loss, Message, What};

/// What takes an act back.
pub(super) enum Undo {
    /// Cuts on these directed links.
    Cut(Vec<(NodeId, NodeId)>),
    /// Holds.
    Hold(Vec<(NodeId, NodeId)>),
    /// Slowness of links.
    Slow(Vec<(NodeId, NodeId)>),
    /// Slowness of a node.
    Handling(NodeId),
    /// A crash.
    Crash(NodeId),
    /// A group's setting, as it was spelled.
    Setting { group: usize, field: usize, spelled: String },
    /// Own settings of links.
    Own(Vec<(NodeId, NodeId, Settings)>),
    /// Settings of all links.
    All(Settings),
}

/// A selector that waits for its message.
pub(super) struct Watch {
    selector: Selector,
    hand: Hand,
    row: RowId,
}

/// What a hand does to a message.
#[derive(Clone, Copy)]
enum Hand {
    Drop,
    Duplicate,
    Delay(Duration),
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
                self.queue.push(next, Name(u64::from(index)), Event::Act(index));
            }
        }
        if script.is_some_and(|g| self.groups[g].script_ended) {
            return;
        }
        let text = line.act.to_string();
        let name = Name::root("act").then(text_hash(&text)).then(u64::from(occurrence));
        let number = self.trace.acts.len() as u32;
        let links = self.links_of(&line.act);
        self.trace.acts.push(Applied { at: self.now, label: line.label.clone(), text, until: Time::NEVER, links, own });
        let row = self.trace.push(self.now, None, What::Act(number));
        let undo = self.apply(&line.act, name, row, number);
        self.undo.push(undo);
        if let Some(span) = line.lasting {
            self.queue.push(self.now + span, Name(u64::from(index)), Event::Undo(number));
        }
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
                let outside: Vec<NodeId> = self.all_nodes().filter(|n| !inside.contains(n)).collect();
                inside.iter().flat_map(|a| outside.iter().flat_map(|b| [(*a, *b), (*b, *a)])).collect()
            }
            Act::Hold(link) | Act::Release(link) | Act::Slow { what: SlowWhat::Link(link), .. } => self.directions(link),
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

    fn apply(&mut self, act: &Act, name: Name, row: RowId, number: u32) -> Option<Undo> {
        let links = self.trace.acts[number as usize].links.clone();
        match act {
            Act::Cut(_) | Act::Isolate(_) => {
                for (a, b) in &links {
                    self.net.link_mut(*a, *b).cuts += 1;
                }
                for id in self.under_way(&links) {
                    self.cross_later(id);
                }
                return Some(Undo::Cut(links));
            }
            Act::Heal(label) => self.heal(label.as_deref()),
            Act::Hold(_) => {
                for (a, b) in &links {
                    self.net.link_mut(*a, *b).held += 1;
                }
                for id in self.under_way(&links) {
                    self.hold(id, row);
                }
                return Some(Undo::Hold(links));
            }
            Act::Release(_) => self.release(&links, row),
            Act::Crash(node) => return self.crash(self.must(node), row),
            Act::Restart(node) => {
                let node = self.must(node);
                if !self.nodes[node.index()].up {
                    self.boot(node, Some(row));
                }
            }
            Act::Slow { what: SlowWhat::Link(_), by } => {
                self.slow(&links, *by, number);
                return Some(Undo::Slow(links));
            }
            Act::Slow { what: SlowWhat::Node(node), by } => {
                let node = self.must(node);
                if let SlowBy::Span(span) = by {
                    self.net.handling[node.index()] = *span;
                }
                return Some(Undo::Handling(node));
            }
            Act::Drop(which) => self.hand(which, Hand::Drop, row),
            Act::Duplicate(which) => self.hand(which, Hand::Duplicate, row),
            Act::Delay { which, by } => self.hand(which, Hand::Delay(*by), row),
            Act::Set { path, value } => return self.set(path, value),
            Act::Ask { client, op } => {
                let (client, order) = (self.must(client), Order { op: op.clone(), name });
                self.run(client, name, Some(row), None, |nodes, local, env, out| nodes.order(local, order, env, out));
            }
            Act::Pause { .. } | Act::Skew { .. } | Act::Drift { .. } | Act::Step { .. } => {
                unreachable!("refused by World::check")
            }
        }
        None
    }

    /// The span of an act is over.
    pub(super) fn undo(&mut self, number: u32) {
        let Some(undo) = self.undo[number as usize].take() else { return };
        let row = self.trace.push(self.now, None, What::Undone(number));
        self.trace.acts[number as usize].until = self.now;
        match undo {
            Undo::Cut(links) => self.uncut(&links),
            Undo::Hold(links) => self.release(&links, row),
            Undo::Slow(links) => self.slow(&links, SlowBy::Span(Duration::ZERO), number),
            Undo::Handling(node) => self.net.handling[node.index()] = Duration::ZERO,
            Undo::Crash(node) => {
                if !self.nodes[node.index()].up {
                    self.boot(node, Some(row));
                }
            }
            Undo::Setting { group, field, spelled } => self.configure(group, field, &spelled),
            Undo::Own(settings) => {
                for (a, b, own) in settings {
                    self.net.link_mut(a, b).own = own;
                }
            }
            Undo::All(settings) => self.net.all = settings,
        }
    }

    /// Undoes every cut, or the one with this label.
    fn heal(&mut self, label: Option<&str>) {
        for number in 0..self.undo.len() {
            let ours = label.is_none() || self.trace.acts[number].label.as_deref() == label;
            if ours && let Some(Undo::Cut(links)) = self.undo[number].take_if(|u| matches!(u, Undo::Cut(_))) {
                self.trace.acts[number].until = self.now;
                self.uncut(&links);
            }
        }
    }

    fn uncut(&mut self, links: &[(NodeId, NodeId)]) {
        for (a, b) in links {
            self.net.link_mut(*a, *b).cuts -= 1;
        }
    }

    /// Messages under way on these links.
    fn under_way(&self, links: &[(NodeId, NodeId)]) -> Vec<MessageId> {
        let on = |id: &&MessageId| {
            let m = self.trace.message(**id);
            links.contains(&(m.from, m.to))
        };
        self.flights.keys().filter(on).copied().collect()
    }

    fn hold(&mut self, id: MessageId, row: RowId) {
        let left = self.trace.message(id).arrives.since(self.now);
        if let Some(flight) = self.flights.get_mut(&id)
            && flight.held.is_none()
        {
            flight.held = Some(left);
            self.trace.messages[id.0 as usize].arrives = Time::NEVER;
            self.trace.push(self.now, Some(row), What::Held(id));
        }
    }

    fn release(&mut self, links: &[(NodeId, NodeId)], row: RowId) {
        for (a, b) in links {
            let link = self.net.link_mut(*a, *b);
            link.held = 0;
        }
        for id in self.under_way(links) {
            let held = self.flights.get_mut(&id).and_then(|f| f.held.take());
            if let Some(left) = held {
                self.move_to(id, self.now + left, row);
            }
        }
    }

    /// A message's arrival moves.
    fn move_to(&mut self, id: MessageId, arrives: Time, row: RowId) {
        self.trace.messages[id.0 as usize].arrives = arrives;
        self.trace.push(self.now, Some(row), What::Moved(id));
        self.schedule(id);
    }

    fn crash(&mut self, node: NodeId, row: RowId) -> Option<Undo> {
        let state = &mut self.nodes[node.index()];
        if !state.up {
            return None;
        }
        state.up = false;
        let (group, local) = (state.group, state.local);
        self.groups[group].nodes.crash(local);
        self.trace.push(self.now, Some(row), What::Down(node));
        Some(Undo::Crash(node))
    }

    /// A link is slower by so much from now on, instead of by what it was.
    fn slow(&mut self, links: &[(NodeId, NodeId)], by: SlowBy, number: u32) {
        for (i, undo) in self.undo.iter().enumerate() {
            if let Some(Undo::Slow(earlier)) = undo
                && i != number as usize
                && earlier.iter().any(|l| links.contains(l))
            {
                self.trace.acts[i].until = self.trace.acts[i].until.min(self.now);
            }
        }
        for (a, b) in links {
            let link = self.net.link_mut(*a, *b);
            (link.extra, link.factor) = match by {
                SlowBy::Span(span) => (span, 1_000),
                SlowBy::Factor(factor) => (Duration::ZERO, factor),
            };
        }
    }

    /// A hand reaches for a message: one under way with the earliest arrival, or the next one that fits.
    fn hand(&mut self, which: &Selector, hand: Hand, row: RowId) {
        let fits = |id: &&MessageId| self.fits(which, self.trace.message(**id));
        let soonest = |id: &MessageId| {
            let m = self.trace.message(*id);
            (m.arrives, m.name)
        };
        let found = self.flights.keys().filter(fits).copied().min_by_key(soonest);
        match found {
            Some(id) => self.touch(id, hand, row),
            None => self.watches.push(Watch { selector: which.clone(), hand, row }),
        }
    }

    fn fits(&self, which: &Selector, m: &Message) -> bool {
        let is = |node: NodeId, name: &Option<String>| name.as_ref().is_none_or(|n| self.names[node.index()] == *n);
        match which {
            Selector::Named(short) => m.name.short() == *short,
            Selector::Next { kind, from, to } => {
                kind.as_ref().is_none_or(|k| self.kinds[usize::from(m.kind)].name == k)
                    && is(m.from, from)
                    && is(m.to, to)
            }
        }
    }

    /// A message was sent: a selector may have waited for it.
    pub(super) fn watched(&mut self, id: MessageId) {
        let m = *self.trace.message(id);
        if let Some(at) = (0..self.watches.len()).find(|i| self.fits(&self.watches[*i].selector, &m)) {
            let watch = self.watches.remove(at);
            self.touch(id, watch.hand, watch.row);
        }
    }

    fn touch(&mut self, id: MessageId, hand: Hand, row: RowId) {
        match hand {
            Hand::Drop => self.lose(id, Loss::Dropped, Some(row)),
            Hand::Delay(by) => {
                let m = self.trace.message(id);
                if m.arrives == Time::NEVER {
                    if let Some(left) = self.flights.get_mut(&id).and_then(|f| f.held.as_mut()) {
                        *left = *left + by;
                    }
                } else {
                    self.move_to(id, m.arrives + by, row);
                }
            }
            Hand::Duplicate => {
                let m = *self.trace.message(id);
                let name = self.counts.unique(m.name.then_word("copy"));
                let after = self.net.latency(self.seed, m.from, m.to, name);
                let (parcel, initiative) = (self.flights[&id].parcel, self.flights[&id].initiative);
                let parcel = self.copy_parcel(m.to, parcel);
                let (from, to, kind, note, op) = (m.from, m.to, m.kind, m.note, m.op);
                let copy = Outgoing { from, to, kind, note, parcel, initiative, op, cause: Some(row) };
                self.launch(&copy, name, after, false, true);
            }
        }
    }

    /// `set PATH VALUE`.
    fn set(&mut self, path: &str, value: &str) -> Option<Undo> {
        let (owner, key) = path.rsplit_once('.')?;
        let link_field = LINK_FIELDS.iter().position(|f| f.name == key);
        let parsed = |field: usize| LINK_FIELDS[field].parse(value).expect("values are checked before they are planned");
        if let Some(group) = self.groups.iter().position(|g| g.name == owner) {
            return self.set_group(group, key, value);
        }
        if owner == "links" {
            let before = self.net.all.clone();
            self.net.all.set(link_field?, parsed(link_field?));
            return Some(Undo::All(before));
        }
        let links = match super::check::link_name(owner) {
            Some(link) => self.directions(&link),
            None => {
                let node = self.must(owner);
                let Some(_) = link_field else {
                    return self.set_group(self.nodes[node.index()].group, key, value);
                };
                let others = self.all_nodes().filter(|n| *n != node && !self.net.link(*n, node).beside);
                others.flat_map(|n| [(n, node), (node, n)]).collect()
            }
        };
        let mut before = Vec::new();
        for (a, b) in links {
            let link = self.net.link_mut(a, b);
            before.push((a, b, link.own.clone()));
            link.own.set(link_field?, parsed(link_field?));
        }
        Some(Undo::Own(before))
    }

    fn set_group(&mut self, group: usize, key: &str, value: &str) -> Option<Undo> {
        let field = self.groups[group].info.fields.iter().position(|f| f.name == key)?;
        let spelled = self.groups[group].spelled[field].clone();
        self.configure(group, field, value);
        Some(Undo::Setting { group, field, spelled })
    }

    /// Sets a group's field, tells its nodes, and ends its script where the field says when clients ask.
    pub(super) fn configure(&mut self, group: usize, field: usize, spelled: &str) {
        let declared = self.groups[group].info.fields[field];
        let value = declared.parse(spelled).expect("values are checked before they are planned");
        if declared.name == "init"
            && let Value::Whole(v) = value
        {
            self.history.initial = v;
            self.largest = self.largest.max(v);
        }
        let loads = matches!(value, Value::Load(_)) && self.groups[group].spelled[field] != spelled;
        let target = &mut self.groups[group];
        target.spelled[field] = spelled.trim().to_string();
        target.script_ended |= loads;
        target.nodes.set(field, value);
        for node in self.groups[group].members.clone() {
            if self.nodes[node.index()].up {
                let initiative = Name::root("config").then(self.nodes[node.index()].hash);
                self.run(node, initiative, None, Some(What::Fired(node)), |nodes, local, env, out| {
                    nodes.reconfigured(local, env, out);
                });
            }
        }
    }
}
