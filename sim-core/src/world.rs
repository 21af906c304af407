//! The world: one queue, ordered by (time, rank), and everything that it touches.
//!
//! Acts at `t` come before every event at `t`; names break ties, so that the order of insertion is never seen; nothing
//! rests inside an instant. Reading order: [`World::advance`], then `send` (messages), `way` and `arrive`, then `apply`
//! (acts). A world can be cloned between two instants: its logs share their pieces, so that is what a checkpoint is.

mod apply;
mod arrive;
mod build;
mod calls;
mod check;
mod hand;
mod initiative;
mod keyed;
mod node;
mod pending;
mod queue;
mod send;
mod timers;
mod undo;
mod way;

use std::collections::BTreeMap;

use crate::act::Line;
use crate::clock::Clock;
use crate::history::History;
use crate::id::{Key, NodeId, RowId};
use crate::latency::Latency;
use crate::limits::{self, Limit};
use crate::log::Log;
use crate::luck::Seed;
use crate::net::Net;
use crate::protocol::{Asked, Effect, Env, Nodes, Token};
use crate::registry::{MessageKind, ProtocolInfo};
use crate::time::Time;
use crate::trace::{Trace, What, Words};

pub use check::Refusal;
use initiative::{Initiatives, Roots};
use node::NodeState;
pub use pending::Pending;
use queue::{Event, Queue};
use send::Flights;
use timers::Timers;

/// A world in the middle of a run.
#[derive(Clone)]
pub struct World {
    /// The seed of every draw.
    pub seed: Seed,
    /// Everything before or at this instant has happened.
    pub now: Time,
    /// When the run ends.
    pub length: Time,
    /// What happened.
    pub trace: Trace,
    /// What clients did and were told.
    pub history: History,
    /// Kinds of message.
    pub kinds: Vec<MessageKind>,
    /// Names of nodes.
    pub names: Vec<String>,
    /// How the run ended, once it has.
    pub ended: Option<Ended>,
    /// A hash of each kind's name.
    kind_hashes: Vec<u64>,
    net: Net,
    nodes: Vec<NodeState>,
    groups: Vec<Group>,
    queue: Queue,
    flights: Flights,
    timers: Timers,
    initiatives: Initiatives,
    roots: Roots,
    /// Operations that lines and mixes speak of.
    asked: Vec<Asked>,
    /// What sessions were given to carry.
    tokens: Log<Token>,
    /// What these are to a group of servers: the verb's number, and the key.
    resolved: BTreeMap<(u32, u16), (u8, Option<Key>)>,
    /// Readings of clocks that were changed: since when, and whose.
    clocks: Vec<(Time, NodeId, Clock)>,
    plan: Vec<Planned>,
    watches: Vec<hand::Watch>,
    undo: Vec<Option<undo::Undo>>,
    levels: BTreeMap<undo::Slot, Vec<(u32, undo::Level)>>,
    largest: i64,
    events: u64,
    instant: (Time, u32),
    /// Effects of the handler that runs, kept for its room.
    effects: Vec<Effect>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// At its declared length.
    Length,
    /// Nothing is scheduled any more.
    Quiet,
    /// At a limit.
    Limit(Limit),
}

struct Group {
    name: String,
    info: ProtocolInfo,
    nodes: Box<dyn Nodes>,
    members: Vec<NodeId>,
    kind_base: u16,
    script_ended: bool,
    spelled: Vec<String>,
    /// The same for keys that have a field for themselves.
    own: BTreeMap<(Key, usize), String>,
    /// What its keys hold before anybody writes them.
    init: i64,
    /// How long its nodes' disks take.
    disk: Latency,
}

impl Clone for Group {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            info: self.info.clone(),
            nodes: self.nodes.snapshot(),
            members: self.members.clone(),
            kind_base: self.kind_base,
            script_ended: self.script_ended,
            spelled: self.spelled.clone(),
            own: self.own.clone(),
            init: self.init,
            disk: self.disk.clone(),
        }
    }
}

/// A line of the scenario or of the recipe.
#[derive(Clone)]
struct Planned {
    line: Line,
    own: bool,
    script: Option<usize>,
    fired: u32,
    /// A fork has left it behind.
    left: bool,
}

impl World {
    /// Goes on up to and including `to`, or until `at_most` events were handled. Returns whether it got there.
    pub fn advance(&mut self, to: Time, at_most: u64) -> bool {
        let stop = self.events.saturating_add(at_most);
        let to = to.min(self.length);
        while self.ended.is_none() {
            let Some(at) = self.queue.next_at() else {
                self.ended = Some(Ended::Quiet);
                break;
            };
            if at > to {
                break;
            }
            // An instant is never left half done, whatever `at_most` says.
            if at > self.now && self.events >= stop {
                return false;
            }
            self.step();
        }
        if self.ended.is_none() || self.ended == Some(Ended::Quiet) {
            self.now = self.now.max(to);
        }
        if self.ended.is_none() && self.now >= self.length {
            self.ended = Some(Ended::Length);
        }
        debug_assert!(self.ended.is_none() || self.is_tidy(), "a slot was lost or given out twice");
        true
    }

    /// Handles one event.
    fn step(&mut self) {
        let Some(entry) = self.queue.pop() else { return };
        let at = entry.at;
        self.now = at;
        self.events += 1;
        self.instant = if self.instant.0 == at { (at, self.instant.1 + 1) } else { (at, 1) };
        if self.events > limits::EVENTS {
            return self.stop(Limit::Events);
        }
        if self.instant.1 > limits::EVENTS_PER_INSTANT {
            return self.stop(Limit::Instant);
        }
        match entry.event {
            Event::Deliver(slot) => self.arrive(slot, entry.rank),
            Event::Fire(slot) => self.fire(slot, entry.rank),
            Event::Cross(slot) => self.cross(slot, entry.rank),
            Event::Act(plan) | Event::First(plan) => self.act(plan),
            Event::Undo(act) => self.undo(act),
            Event::Boot(node) => {
                // An act at 0 s comes first: it may have started the node, or keep it down.
                let state = &self.nodes[node.index()];
                if !state.up && state.crashes == 0 {
                    self.boot(node, None);
                }
            }
            Event::Synced { node, boots } => self.synced(node, boots),
        }
    }

    fn stop(&mut self, limit: Limit) {
        if self.ended.is_some() {
            return;
        }
        self.trace.push(self.now, None, What::Stopped(limit));
        self.ended = Some(Ended::Limit(limit));
    }

    /// Runs a handler and does what it wants done, in the name of an initiative. Where `row` is not there yet, `lazy` is
    /// pushed once there is an effect.
    #[inline]
    fn run(
        &mut self,
        node: NodeId,
        initiative: u32,
        row: Option<RowId>,
        lazy: Option<What>,
        handler: impl FnOnce(&mut dyn Nodes, usize, &Env<'_>, &mut Vec<Effect>),
    ) {
        let mut out = std::mem::take(&mut self.effects);
        let state = &self.nodes[node.index()];
        let group = &mut self.groups[state.group];
        let env = Env {
            me: node,
            peers: &group.members,
            beside: state.beside,
            seed: self.seed,
            node_name: &self.names[node.index()],
            next_op: self.history.ops.len() as u32,
            next_call: self.history.calls.len() as u32,
            now: self.now,
            clock: &state.clock,
            disk_lags: group.disk != Latency::Fixed(crate::time::Duration::ZERO),
            tokens: &self.tokens,
            asked: &self.asked,
        };
        handler(&mut *group.nodes, state.local, &env, &mut out);
        if !out.is_empty() {
            let row = row.or_else(|| lazy.map(|what| self.trace.push(self.now, None, what)));
            for effect in out.drain(..) {
                self.effect(node, initiative, row, effect);
                if self.ended.is_some() {
                    break; // at a limit: nothing happens after that
                }
            }
        }
        self.effects = out;
    }

    /// Keeps only about the last so many rows of the trace; its fingerprint is the same.
    #[must_use]
    pub fn keeping(mut self, rows: usize) -> Self {
        self.trace.keep(rows);
        self
    }
    /// The node of this name.
    pub fn node(&self, name: &str) -> Option<NodeId> {
        self.names.iter().position(|n| n == name).map(|i| NodeId(i as u16))
    }
    /// Whether the node is a client.
    pub fn is_client(&self, node: NodeId) -> bool {
        self.groups[self.nodes[node.index()].group].info.client
    }
    /// The server that a client stands beside.
    pub fn beside(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.index()].beside
    }
    /// The name of the node's group.
    pub fn group_of(&self, node: NodeId) -> &str {
        &self.groups[self.nodes[node.index()].group].name
    }
    /// What authors can say to the node's protocol.
    pub fn protocol_of(&self, node: NodeId) -> &ProtocolInfo {
        &self.groups[self.nodes[node.index()].group].info
    }
    /// Nodes of the group of this name.
    pub fn members(&self, group: &str) -> Option<&[NodeId]> {
        self.groups.iter().find(|g| g.name == group).map(|g| g.members.as_slice())
    }
    /// Nodes that a name means: one, or all of a group.
    pub fn called(&self, name: &str) -> Option<Vec<NodeId>> {
        self.node(name).map(|n| vec![n]).or_else(|| self.members(name).map(<[NodeId]>::to_vec))
    }
    /// All nodes, in order.
    pub fn all_nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.names.len()).map(|i| NodeId(i as u16))
    }
    /// Events handled so far.
    pub fn events(&self) -> u64 {
        self.events
    }
    /// The instant of the next event, if one is scheduled.
    pub fn next_at(&self) -> Option<Time> {
        self.queue.next_at()
    }
    /// The clocks of a node as they were at an instant of the past, or are now.
    pub fn clock(&self, node: NodeId, t: Time) -> Clock {
        let of = self.clocks.iter().rev().find(|(since, n, _)| *n == node && *since <= t);
        of.map_or_else(Clock::default, |(_, _, clock)| *clock)
    }
    /// From when on a node's clocks were as they were, wherever that changed, in order.
    pub fn clock_changes(&self, node: NodeId) -> impl DoubleEndedIterator<Item = (Time, Clock)> {
        self.clocks.iter().filter(move |(_, of, _)| *of == node).map(|(since, _, clock)| (*since, *clock))
    }
    /// How a setting is spelled now: `replicas.R`.
    pub fn spelled(&self, group: &str, field: &str) -> Option<&str> {
        let group = self.groups.iter().find(|g| g.name == group)?;
        let at = group.info.settings().position(|f| f.name == field)?;
        Some(&group.spelled[at])
    }
    /// What rows are told with.
    pub fn words(&self) -> Words<'_> {
        Words { nodes: &self.names, kinds: &self.kinds, history: &self.history }
    }
    /// The golden text of the run so far.
    pub fn text(&self) -> String {
        self.trace.text(&self.words())
    }
}
