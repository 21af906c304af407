//! What takes acts back: `for`, `heal`, `release`, `restart`.
//!
//! Faults that add up are counted: a link carries messages again when the last cut on it is gone. Values lie one over
//! another: a `set … for 5s` that ends shows what lies under it, and leaves alone what was laid over it for good.

use super::World;
use super::apply::Doing;
use crate::act::SlowBy;
use crate::field::Value;
use crate::id::{Key, NodeId, RowId};
use crate::time::Duration;
use crate::trace::What;

/// What takes an act back.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Undo {
    /// The cuts on the act's links.
    Cut,
    /// Its holds, as far as no `release` has ended them.
    Hold(Vec<(NodeId, NodeId)>),
    /// A crash.
    Crash(NodeId),
    /// A pause.
    Pause(NodeId),
    /// Values, as far as nothing was laid over them for good.
    Levels(Vec<Slot>),
}

/// What has a value that acts can change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A group's field.
    Setting { group: usize, field: usize },
    /// A group's field for one key.
    KeySetting { group: usize, key: Key, field: usize },
    /// A link's own field.
    Own { from: NodeId, to: NodeId, field: usize },
    /// A field of all links.
    All { field: usize },
    /// How slow a link is.
    Slow { from: NodeId, to: NodeId },
    /// How slow a node's handling of messages is.
    Handling(NodeId),
    /// How slow a node's work is.
    Work(NodeId),
    /// A wall clock's offset.
    Skew(NodeId),
    /// The rate of a node's clocks.
    Drift(NodeId),
}

/// One value.
#[derive(Clone)]
pub(super) enum Level {
    /// As spelled, and whether the group's script has ended.
    Setting { spelled: String, script_ended: bool },
    /// A link's field; nothing where it is that of all links.
    Link(Option<Value>),
    /// Slowness.
    Slow(SlowBy),
    /// An offset, in signed microseconds.
    Skew(i64),
    /// Parts per million.
    Drift(i32),
}

/// The number of what was there before any act.
const GROUND: u32 = u32::MAX;

impl World {
    /// The span of an act is over.
    pub(super) fn undo(&mut self, number: u32) {
        let Some(undo) = self.undo[number as usize].take() else { return };
        let row = self.trace.push(self.now, None, What::Undone(number));
        self.trace.acts[number as usize].until = self.now;
        match undo {
            Undo::Cut => self.uncut(number),
            Undo::Hold(links) => {
                for (a, b) in &links {
                    self.net.link_mut(*a, *b).held -= 1;
                }
                self.go_on(&links, row);
            }
            Undo::Crash(node) => {
                let state = &mut self.nodes[node.index()];
                state.crashes -= 1;
                if state.crashes == 0 && !state.up {
                    self.boot(node, Some(row));
                }
            }
            Undo::Pause(node) => self.resume(node, row),
            Undo::Levels(slots) => {
                for slot in slots {
                    self.lift(slot, number, row);
                }
            }
        }
    }

    /// Undoes every cut, or the one with this label.
    pub(super) fn heal(&mut self, label: Option<&str>) {
        for number in 0..self.undo.len() {
            let ours = label.is_none() || self.trace.acts[number].label.as_deref() == label;
            if ours && self.undo[number] == Some(Undo::Cut) {
                self.end(number as u32);
                self.uncut(number as u32);
            }
        }
    }

    /// An act lies no longer on the world.
    fn end(&mut self, number: u32) {
        self.undo[number as usize] = None;
        self.trace.acts[number as usize].until = self.now;
    }

    fn uncut(&mut self, number: u32) {
        for (a, b) in &self.trace.acts[number as usize].links {
            self.net.link_mut(*a, *b).cuts -= 1;
        }
    }

    /// Ends every hold on these links.
    pub(super) fn release_all(&mut self, links: &[(NodeId, NodeId)], row: RowId) {
        for (a, b) in links {
            self.net.link_mut(*a, *b).held = 0;
        }
        for number in 0..self.undo.len() {
            if let Some(Undo::Hold(on)) = &mut self.undo[number] {
                on.retain(|l| !links.contains(l));
                if on.is_empty() {
                    self.end(number as u32);
                }
            }
        }
        self.go_on(links, row);
    }

    /// A node's pauses are over without its going on: it has crashed.
    pub(super) fn end_pauses(&mut self, node: NodeId) {
        for number in 0..self.undo.len() {
            if self.undo[number] == Some(Undo::Pause(node)) {
                self.end(number as u32);
            }
        }
    }

    /// A node boots, and every crash that kept it down is over.
    pub(super) fn restart(&mut self, node: NodeId, row: RowId) {
        self.nodes[node.index()].crashes = 0;
        for number in 0..self.undo.len() {
            if self.undo[number] == Some(Undo::Crash(node)) {
                self.end(number as u32);
            }
        }
        if !self.nodes[node.index()].up {
            self.boot(node, Some(row));
        }
    }

    /// Lays a value over what is there, until it is lifted or for good.
    pub(super) fn lay(&mut self, slot: Slot, level: Level, doing: Doing) {
        let ground = self.level(slot);
        let levels = self.levels.entry(slot).or_insert_with(|| vec![(GROUND, ground)]);
        let covered = if doing.lasting { Vec::new() } else { std::mem::take(levels) };
        levels.push((doing.number, level.clone()));
        for (number, _) in covered.into_iter().filter(|(number, _)| *number != GROUND) {
            if let Some(Undo::Levels(slots)) = &mut self.undo[number as usize] {
                slots.retain(|s| *s != slot);
                if slots.is_empty() {
                    self.end(number);
                }
            }
        }
        self.put(slot, level, doing.row);
    }

    /// Takes an act's value away; if it lay on top, what lies under it counts again.
    fn lift(&mut self, slot: Slot, number: u32, row: RowId) {
        let Some(levels) = self.levels.get_mut(&slot) else { return };
        let Some(at) = levels.iter().position(|(n, _)| *n == number) else { return };
        levels.remove(at);
        if at == levels.len()
            && let Some((_, level)) = levels.last().cloned()
        {
            self.put(slot, level, row);
        }
    }

    /// What counts now, before any act has touched it.
    fn level(&self, slot: Slot) -> Level {
        match slot {
            Slot::Setting { group, field } => {
                let group = &self.groups[group];
                Level::Setting { spelled: group.spelled[field].clone(), script_ended: group.script_ended }
            }
            Slot::KeySetting { group, key, field } => {
                let group = &self.groups[group];
                let spelled = group.own.get(&(key, field)).unwrap_or(&group.spelled[field]).clone();
                Level::Setting { spelled, script_ended: group.script_ended }
            }
            Slot::Own { from, to, field } => Level::Link(self.net.link(from, to).own.get(field)),
            Slot::All { field } => Level::Link(self.net.all.get(field)),
            Slot::Slow { .. } | Slot::Handling(_) => Level::Slow(SlowBy::Span(Duration::ZERO)),
            Slot::Work(_) => Level::Slow(SlowBy::Factor(1_000)),
            Slot::Skew(node) => Level::Skew(self.nodes[node.index()].clock.skew()),
            Slot::Drift(node) => Level::Drift(self.nodes[node.index()].clock.rate()),
        }
    }

    fn put(&mut self, slot: Slot, level: Level, row: RowId) {
        match (slot, level) {
            (Slot::Setting { group, field }, Level::Setting { spelled, script_ended }) => {
                self.groups[group].script_ended = script_ended;
                self.configure(group, field, &spelled, Some(row));
            }
            (Slot::KeySetting { group, key, field }, Level::Setting { spelled, .. }) => {
                self.configure_key(group, key, field, &spelled, Some(row));
            }
            (Slot::Own { from, to, field }, Level::Link(value)) => self.net.link_mut(from, to).own.put(field, value),
            (Slot::All { field }, Level::Link(value)) => self.net.all.put(field, value),
            (Slot::Slow { from, to }, Level::Slow(by)) => {
                let link = self.net.link_mut(from, to);
                (link.extra, link.factor) = match by {
                    SlowBy::Span(span) => (span, 1_000),
                    SlowBy::Factor(factor) => (Duration::ZERO, factor),
                };
            }
            (Slot::Work(node), Level::Slow(SlowBy::Factor(factor))) => self.nodes[node.index()].factor = factor,
            (Slot::Skew(node), Level::Skew(by)) => {
                self.nodes[node.index()].clock.set_skew(by);
                self.clock_changed(node);
            }
            (Slot::Drift(node), Level::Drift(ppm)) => {
                let now = self.now;
                self.nodes[node.index()].clock.set_rate(now, ppm);
                self.clock_changed(node);
                self.retime(node);
            }
            (Slot::Handling(node), Level::Slow(SlowBy::Span(span))) => self.net.handling[node.index()] = span,
            _ => unreachable!("a level fits its slot"),
        }
    }
}
