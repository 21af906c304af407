//! Timers: set by handlers, measured by the node's own clock, processor or disk.

use super::World;
use super::queue::{Event, Rank};
use crate::id::{NodeId, RowId};
use crate::luck::Name;
use crate::protocol::Pace;
use crate::time::{Duration, Time};
use crate::trace::What;

/// A timer that was set.
#[derive(Clone, Copy)]
pub(super) struct Timer {
    pub node: NodeId,
    /// The group's own number of it.
    pub token: u32,
    /// The initiative that it belongs to.
    pub initiative: u32,
    name: Name,
    /// When it fires; what the queue says otherwise is out of date.
    due: Time,
    /// What its node's monotonic clock shows then, where that is what it waits for.
    shows: Option<i64>,
}

/// Timers in numbered slots that are used again.
#[derive(Clone, Default)]
pub(super) struct Timers {
    slots: Vec<Option<Timer>>,
    free: Vec<u32>,
}

impl Timers {
    fn put(&mut self, timer: Timer) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(timer);
            return slot;
        }
        self.slots.push(Some(timer));
        (self.slots.len() - 1) as u32
    }
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }
    fn take(&mut self, slot: u32) -> Option<Timer> {
        let timer = self.slots[slot as usize].take();
        if timer.is_some() {
            self.free.push(slot);
        }
        timer
    }
}

impl World {
    /// A handler sets a timer.
    pub(super) fn set_timer(
        &mut self,
        node: NodeId,
        initiative: u32,
        (token, after): (u32, Duration),
        tick: Option<&'static str>,
        pace: Pace,
    ) {
        let state = &self.nodes[node.index()];
        let hash = state.hash;
        let (name, initiative) = if let Some(label) = tick {
            let name = self.roots.unique(Name::root("tick").then(hash).then_word(label));
            (name, self.initiatives.begin(name))
        } else {
            self.initiatives.hold(initiative);
            let step = u64::from(node.0) << 32 | u64::from(u32::MAX);
            let name = self.initiatives.unique(initiative, step, |of| of.then(hash).then_word("timer"));
            (name, initiative)
        };
        let state = &self.nodes[node.index()];
        let (due, shows) = match pace {
            Pace::Clock => {
                let shows = (after.0 < u64::MAX / 4).then(|| state.clock.mono(self.now).plus(after).0);
                (state.clock.after(self.now, after), shows)
            }
            Pace::Work if state.factor == 1_000 => (self.now + after, None),
            Pace::Work => {
                let span = u128::from(after.0) * u128::from(state.factor) / 1_000;
                (self.now + Duration(u64::try_from(span).unwrap_or(u64::MAX)), None)
            }
            Pace::Disk => (state.synced.max(self.now), None),
        };
        let slot = self.timers.put(Timer { node, token, initiative, name, due, shows });
        self.queue.push(due, Rank::event(name), Event::Fire(slot));
    }

    /// A timer is due.
    pub(super) fn fire(&mut self, slot: u32, rank: Rank) {
        let valid = |t: &Timer| t.due == self.now && Rank::event(t.name) == rank;
        if !self.timers.slots[slot as usize].as_ref().is_some_and(valid) {
            return; // the clock that it waits for was changed
        }
        let Some(timer) = self.timers.take(slot) else { return };
        if self.nodes[timer.node.index()].paused > 0 {
            self.nodes[timer.node.index()].waiting.push_back(super::node::Waiting::Timer(timer));
            return;
        }
        self.fired(&timer, None);
    }

    /// Runs a timer's handler. A timer of a node that is down is gone; the group is asked all the same, so that its slot
    /// is free again.
    pub(super) fn fired(&mut self, timer: &Timer, row: Option<RowId>) {
        let (node, token) = (timer.node, timer.token);
        self.run(node, timer.initiative, row, Some(What::Fired(node)), |nodes, local, env, out| {
            nodes.fire(local, token, env, out);
        });
        self.initiatives.release(timer.initiative);
    }

    /// A node's clock runs at another rate: what waits for it fires earlier or later.
    pub(super) fn retime(&mut self, node: NodeId) {
        let clock = self.nodes[node.index()].clock;
        let (shown, mut moved) = (clock.mono(self.now).0, 0);
        for slot in 0..self.timers.slots.len() {
            let Some(timer) = &mut self.timers.slots[slot] else { continue };
            let Some(shows) = timer.shows.filter(|_| timer.node == node) else { continue };
            let due = clock.after(self.now, Duration(shows.saturating_sub(shown).max(0) as u64));
            if due != timer.due {
                timer.due = due;
                self.queue.push(due, Rank::event(timer.name), Event::Fire(slot as u32));
                moved += 1;
            }
        }
        self.reaches(moved);
    }
}
