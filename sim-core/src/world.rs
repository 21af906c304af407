//! The world: one queue, ordered by (time, rank, name), and everything that it touches.
//!
//! Acts at `t` come before every event at `t`; names break ties, so that the order of insertion is never seen; nothing
//! rests inside an instant. Reading order: [`World::advance`], then `deliver` (messages), then `apply` (acts).

mod apply;
mod build;
mod check;
mod deliver;
mod hand;
mod queue;
mod undo;
mod way;

use std::collections::BTreeMap;

use crate::act::Line;
use crate::history::History;
use crate::id::{MessageId, NodeId, RowId};
use crate::limits::{self, Limit};
use crate::luck::{Name, Seed};
use crate::net::Net;
use crate::protocol::{Effect, Env, Nodes, Parcel};
use crate::registry::{MessageKind, ProtocolInfo};
use crate::time::{Duration, Time};
use crate::trace::{Trace, What, Words};

pub use check::Refusal;
use queue::{Counts, Event, Queue};

/// A world in the middle of a run.
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
    net: Net,
    nodes: Vec<NodeState>,
    groups: Vec<Group>,
    queue: Queue,
    flights: BTreeMap<MessageId, Flight>,
    counts: Counts,
    plan: Vec<Planned>,
    watches: Vec<hand::Watch>,
    undo: Vec<Option<undo::Undo>>,
    levels: BTreeMap<undo::Slot, Vec<(u32, undo::Level)>>,
    largest: i64,
    events: u64,
    instant: (Time, u32),
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

struct NodeState {
    group: usize,
    local: usize,
    up: bool,
    boots: u32,
    /// Crashes that keep it down.
    crashes: u32,
    beside: Option<NodeId>,
    hash: u64,
}

struct Group {
    name: String,
    info: ProtocolInfo,
    nodes: Box<dyn Nodes>,
    members: Vec<NodeId>,
    kind_base: u16,
    script_ended: bool,
    spelled: Vec<String>,
    /// What its keys hold before anybody writes them.
    init: i64,
}

/// A message under way: what the trace does not keep.
struct Flight {
    parcel: Parcel,
    initiative: Name,
    /// Lost by the link's luck; it vanishes at the middle of its way.
    doomed: bool,
    /// When it is at the middle of its way, where a cut crosses it: what is past it arrives.
    middle: Time,
    /// What is left of its way while it is held.
    held: Option<Left>,
}

/// What is left of a message's way.
struct Left {
    to_end: Duration,
    /// Nothing where it is past the middle.
    to_middle: Option<Duration>,
}

/// A line of the scenario or of the recipe.
struct Planned {
    line: Line,
    own: bool,
    script: Option<usize>,
    fired: u32,
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
        true
    }

    /// Handles one event.
    fn step(&mut self) {
        let Some((at, event)) = self.queue.pop() else { return };
        self.now = at;
        self.events += 1;
        self.instant = if self.instant.0 == at { (at, self.instant.1 + 1) } else { (at, 1) };
        if self.events > limits::EVENTS {
            return self.stop(Limit::Events);
        }
        if self.instant.1 > limits::EVENTS_PER_INSTANT {
            return self.stop(Limit::Instant);
        }
        match event {
            Event::Act(plan) | Event::First(plan) => self.act(plan),
            Event::Undo(act) => self.undo(act),
            Event::Boot(node) => {
                // An act at 0 s comes first: it may have started the node, or keep it down.
                let state = &self.nodes[node.index()];
                if !state.up && state.crashes == 0 {
                    self.boot(node, None);
                }
            }
            Event::Deliver(message) => self.arrive(message),
            Event::Cross(message) => self.cross(message),
            Event::Fire { node, token, initiative } => self.fire(node, token, initiative),
        }
    }

    fn stop(&mut self, limit: Limit) {
        if self.ended.is_some() {
            return;
        }
        self.trace.push(self.now, None, What::Stopped(limit));
        self.ended = Some(Ended::Limit(limit));
    }

    fn boot(&mut self, node: NodeId, cause: Option<RowId>) {
        let state = &mut self.nodes[node.index()];
        state.up = true;
        state.boots += 1;
        let boots = state.boots;
        let row = self.trace.push(self.now, cause, What::Up(node));
        let initiative = Name::root("boot").then(state.hash).then(u64::from(boots));
        self.run(node, initiative, Some(row), None, |nodes, local, env, out| nodes.boot(local, env, out));
    }

    fn fire(&mut self, node: NodeId, token: u32, initiative: Name) {
        // A timer of a node that is down is gone; the group is asked all the same, so that its slot is free again.
        self.run(node, initiative, None, Some(What::Fired(node)), |nodes, local, env, out| {
            nodes.fire(local, token, env, out);
        });
    }

    /// Runs a handler and does what it wants done. Where `row` is not there yet, `lazy` is pushed once there is an effect.
    fn run(
        &mut self,
        node: NodeId,
        initiative: Name,
        row: Option<RowId>,
        lazy: Option<What>,
        handler: impl FnOnce(&mut dyn Nodes, usize, &Env<'_>, &mut Vec<Effect>),
    ) {
        let mut out = Vec::new();
        let state = &self.nodes[node.index()];
        let group = &mut self.groups[state.group];
        let env = Env {
            me: node,
            peers: &group.members,
            beside: state.beside,
            initiative,
            seed: self.seed,
            node_name: &self.names[node.index()],
            next_op: self.history.ops.len() as u32,
        };
        handler(&mut *group.nodes, state.local, &env, &mut out);
        if out.is_empty() {
            return;
        }
        let row = row.or_else(|| lazy.map(|what| self.trace.push(self.now, None, what)));
        for effect in out {
            self.effect(node, initiative, row, effect);
            if self.ended.is_some() {
                return; // at a limit: nothing happens after that
            }
        }
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
    /// Nodes of the group of this name.
    pub fn members(&self, group: &str) -> Option<&[NodeId]> {
        self.groups.iter().find(|g| g.name == group).map(|g| g.members.as_slice())
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
    /// How a setting is spelled now: `replicas.R`.
    pub fn spelled(&self, group: &str, field: &str) -> Option<&str> {
        let group = self.groups.iter().find(|g| g.name == group)?;
        let at = group.info.fields.iter().position(|f| f.name == field)?;
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
