//! Nodes: booting, crashing, standing still; their clocks and disks.

use std::collections::VecDeque;

use super::World;
use super::queue::{Event, Rank};
use super::timers::Timer;
use super::undo::Undo;
use crate::clock::Clock;
use crate::id::{NodeId, RowId, TokenId};
use crate::limits::{self, Limit};
use crate::luck::{Name, Purpose, text_hash};
use crate::protocol::{Order, Parcel};
use crate::time::{Duration, Time};
use crate::trace::{Applied, Point, What};

/// What the world knows of a node.
#[derive(Clone)]
pub(super) struct NodeState {
    pub group: usize,
    pub local: usize,
    pub up: bool,
    pub boots: u32,
    /// Crashes that keep it down.
    pub crashes: u32,
    pub beside: Option<NodeId>,
    pub hash: u64,
    /// Pauses that lie on it.
    pub paused: u32,
    /// What came while it stood still, in order.
    pub waiting: VecDeque<Waiting>,
    /// How many times as long its work takes, in thousandths.
    pub factor: u32,
    pub clock: Clock,
    /// When everything written so far is safe.
    pub synced: Time,
    /// Writes to its disk so far.
    writes: u64,
    /// The first call that it may have made since it booted.
    pub first_call: u32,
    /// What its requests carry.
    pub token: Option<TokenId>,
}

/// What waits for a node that stands still.
#[derive(Clone, Copy)]
pub(super) enum Waiting {
    /// A message that has arrived.
    Message { from: NodeId, parcel: Parcel, initiative: u32, row: RowId },
    /// A timer that was due.
    Timer(Timer),
    /// An act line that asks.
    Order { order: Order, initiative: u32, row: RowId },
    /// A setting was changed.
    Settings,
}

impl NodeState {
    pub(super) fn new(group: usize, local: usize, hash: u64) -> Self {
        Self {
            group,
            local,
            up: false,
            boots: 0,
            crashes: 0,
            beside: None,
            hash,
            paused: 0,
            waiting: VecDeque::new(),
            factor: 1_000,
            clock: Clock::default(),
            synced: Time::ZERO,
            writes: 0,
            first_call: 0,
            token: None,
        }
    }
}

impl World {
    pub(super) fn boot(&mut self, node: NodeId, cause: Option<RowId>) {
        let state = &mut self.nodes[node.index()];
        state.up = true;
        state.boots += 1;
        state.first_call = self.history.calls.len() as u32;
        state.token = None;
        let name = Name::root("boot").then(state.hash).then(u64::from(state.boots));
        let row = self.trace.push(self.now, cause, What::Up(node));
        let initiative = self.initiatives.begin(name);
        self.run(node, initiative, Some(row), None, |nodes, local, env, out| nodes.boot(local, env, out));
        self.initiatives.release(initiative);
    }

    pub(super) fn crash(&mut self, node: NodeId, row: RowId) -> Undo {
        let state = &mut self.nodes[node.index()];
        state.crashes += 1;
        if state.up {
            state.up = false;
            state.synced = self.now;
            state.paused = 0;
            let (group, local) = (state.group, state.local);
            let waiting = std::mem::take(&mut state.waiting);
            self.groups[group].nodes.crash(local);
            self.trace.push(self.now, Some(row), What::Down(node));
            for gauge in 0..self.groups[group].info.gauges.len() {
                self.trace.gauge(Point { at: self.now, node, gauge: gauge as u8, value: 0 });
            }
            self.end_pauses(node);
            self.close_all(node);
            for one in waiting {
                self.waited(node, one, row); // nobody is there any more: slots are freed, and nothing else happens
            }
        }
        Undo::Crash(node)
    }

    /// A node crashes by itself and starts again after `span`: the same as an act would do, and told as one.
    pub(super) fn crash_itself(&mut self, node: NodeId, span: Duration, cause: Option<RowId>) {
        if self.trace.acts.len() >= limits::APPLIED {
            return self.stop(Limit::Acts);
        }
        let number = self.trace.acts.len() as u32;
        let text = format!("crash {}", self.names[node.index()]);
        self.trace.stamp(text_hash(&text));
        let (at, until) = (self.now, Time::NEVER);
        self.trace.acts.push(Applied { at, label: None, text, until, links: Vec::new(), own: false });
        let row = self.trace.push(self.now, cause, What::Act(number));
        let undo = self.crash(node, row);
        self.undo.push(Some(undo));
        // After what the lines of the plan undo at that instant, which are numbered from zero.
        self.queue.push(self.now + span, Rank::undo(u32::MAX - number), Event::Undo(number));
    }

    /// A node stands still.
    pub(super) fn pause(&mut self, node: NodeId, row: RowId) {
        self.nodes[node.index()].paused += 1;
        if self.nodes[node.index()].paused == 1 {
            self.trace.push(self.now, Some(row), What::Paused(node));
        }
    }

    /// A pause is over. What has waited is handled now, in the order in which it came.
    pub(super) fn resume(&mut self, node: NodeId, row: RowId) {
        self.nodes[node.index()].paused -= 1;
        if self.nodes[node.index()].paused > 0 {
            return;
        }
        let row = self.trace.push(self.now, Some(row), What::Resumed(node));
        while let Some(one) = self.nodes[node.index()].waiting.pop_front() {
            self.waited(node, one, row);
            if self.ended.is_some() {
                return;
            }
        }
    }

    fn waited(&mut self, node: NodeId, one: Waiting, resumed: RowId) {
        match one {
            Waiting::Message { from, parcel, initiative, row } => self.handle((from, node), parcel, initiative, row),
            Waiting::Timer(timer) => self.fired(&timer, None),
            Waiting::Order { order, initiative, row } => self.order(node, order, initiative, row),
            Waiting::Settings => self.reconfigured(node, Some(resumed)),
        }
    }

    /// An act line asks a client.
    pub(super) fn order(&mut self, node: NodeId, order: Order, initiative: u32, row: RowId) {
        if self.nodes[node.index()].paused > 0 {
            return self.nodes[node.index()].waiting.push_back(Waiting::Order { order, initiative, row });
        }
        self.run(node, initiative, Some(row), None, |nodes, local, env, out| nodes.order(local, order, env, out));
        self.initiatives.release(initiative);
    }

    /// A group's setting was changed.
    pub(super) fn reconfigured(&mut self, node: NodeId, cause: Option<RowId>) {
        let state = &mut self.nodes[node.index()];
        if !state.up {
            return;
        }
        if state.paused > 0 {
            return state.waiting.push_back(Waiting::Settings);
        }
        let name = self.roots.unique(Name::root("config").then(state.hash));
        let initiative = self.initiatives.begin(name);
        self.run(node, initiative, cause, None, |nodes, local, env, out| nodes.reconfigured(local, env, out));
        self.initiatives.release(initiative);
    }

    /// A node has written to its disk.
    pub(super) fn sync(&mut self, node: NodeId) {
        let state = &mut self.nodes[node.index()];
        state.writes += 1;
        let name = Name::root("disk").then(state.hash).then(state.writes);
        let span = self.groups[state.group].disk.draw(self.seed, Purpose::DiskBranch, Purpose::Disk, name);
        // One head: a write is safe when those before it are.
        state.synced = state.synced.max(self.now) + span;
        let (at, boots) = (state.synced, state.boots);
        self.queue.push(at, Rank::node(name), Event::Synced { node, boots });
    }

    pub(super) fn synced(&mut self, node: NodeId, boots: u32) {
        let state = &self.nodes[node.index()];
        if state.up && state.boots == boots {
            let (group, local) = (state.group, state.local);
            self.groups[group].nodes.synced(local);
        }
    }

    /// A node sets its own wall clock.
    pub(super) fn adjust(&mut self, node: NodeId, by: i64, cause: Option<RowId>) {
        self.trace.stamp(by as u64);
        self.trace.push(self.now, cause, What::Adjusted(node));
        self.nodes[node.index()].clock.step(self.now, by);
        self.clock_changed(node);
    }

    /// Remembers what a clock is from now on, for whoever looks back.
    pub(super) fn clock_changed(&mut self, node: NodeId) {
        self.clocks.push((self.now, node, self.nodes[node.index()].clock));
    }
}
