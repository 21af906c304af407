//! What led to a row, and what followed from it; and where two runs part.
//!
//! "Happened before" is Lamport's (*Time, Clocks, and the Ordering of Events in a Distributed System*, CACM 1978): the
//! order of events at one node, and sending before arriving.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, What};
use crate::history::outcome_code;
use crate::id::{NodeId, RowId};
use crate::luck::mix;
use crate::order::gathered;
use crate::time::Time;
use crate::world::World;

/// Rows that happened before one, or after it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cone {
    /// Their numbers.
    pub rows: Vec<u32>,
}

/// Where two runs part for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// When.
    pub at: Time,
    /// The row of the one run that the other does not have there.
    pub one: Option<u32>,
    /// The row of the other.
    pub other: Option<u32>,
    /// The act that only one of them has, and whether it is the first: what made them part.
    pub act: Option<(bool, u32)>,
}

impl World {
    /// The node at which a row happened; none for acts, and for messages between nodes.
    pub fn place(&self, row: &Row) -> Option<NodeId> {
        match row.what {
            What::Up(n)
            | What::Down(n)
            | What::Paused(n)
            | What::Resumed(n)
            | What::Adjusted(n)
            | What::Withheld(n)
            | What::Fired(n)
            | What::Shows(n, _) => Some(n),
            What::Called(op) | What::Returned(op) => Some(self.history.op(op).client),
            What::Sent(m) => Some(self.trace.message(m).from),
            What::Arrived(m) => Some(self.trace.message(m).to),
            What::Act(_) | What::Undone(_) | What::Lost(..) | What::Held(_) | What::Moved(_) | What::Stopped(_) => None,
        }
    }
    /// The chain of direct causes: the row itself, what caused it, and so on back to what has no cause in the run.
    pub fn chain(&self, row: RowId) -> Vec<RowId> {
        let mut chain = vec![row];
        let mut at = row;
        while let Some(cause) = self.trace.get(at).map(|r| r.cause).filter(|cause| *cause != at) {
            chain.push(cause);
            at = cause;
        }
        chain
    }
    /// Rows that this one caused directly.
    pub fn caused(&self, row: RowId) -> Vec<RowId> {
        let later = self.trace.numbered(row.0 as usize + 1..self.trace.len());
        later.filter(|(_, r)| r.cause == row).map(|(at, _)| RowId(at)).collect()
    }
    /// Everything that happened before this row, and the row itself.
    pub fn past(&self, row: RowId) -> Cone {
        let first = self.trace.first();
        let mut wanted = vec![false; row.0 as usize + 1 - first.min(row.0 as usize)];
        let mut nodes = vec![false; self.names.len()];
        if let Some(last) = wanted.last_mut() {
            *last = true;
        }
        let mut rows = Vec::new();
        for (at, r) in self.trace.numbered(first..row.0 as usize + 1).rev() {
            let node = self.place(&r);
            if !wanted[at as usize - first] && !node.is_some_and(|n| nodes[n.index()]) {
                continue;
            }
            rows.push(at);
            if let Some(n) = node {
                nodes[n.index()] = true;
            }
            if let Some(cause) = (r.cause.0 as usize).checked_sub(first) {
                wanted[cause] = true;
            }
        }
        rows.reverse();
        Cone { rows }
    }
    /// Everything that this row happened before, and the row itself.
    pub fn future(&self, row: RowId) -> Cone {
        let first = row.0 as usize;
        let mut reached = vec![false; self.trace.len().saturating_sub(first)];
        let mut nodes = vec![false; self.names.len()];
        let mut rows = Vec::new();
        for (at, r) in self.trace.numbered(first..self.trace.len()) {
            let node = self.place(&r);
            let caused = (r.cause.0 as usize).checked_sub(first).is_some_and(|cause| reached[cause]);
            if at as usize != first && !caused && !node.is_some_and(|n| nodes[n.index()]) {
                continue;
            }
            reached[at as usize - first] = true;
            rows.push(at);
            if let Some(n) = node {
                nodes[n.index()] = true;
            }
        }
        Cone { rows }
    }
}

/// Where two runs part for the first time, acts themselves not counted; nothing where they are one.
pub fn divergence(one: &World, other: &World) -> Option<Divergence> {
    let story = |world: &World| -> Vec<(u32, Row)> {
        let all = world.trace.numbered(0..world.trace.len());
        all.filter(|(_, r)| !matches!(r.what, What::Act(_) | What::Undone(_))).collect()
    };
    let (a, b) = (story(one), story(other));
    let same = |(x, y): (&(u32, Row), &(u32, Row))| x.1.at == y.1.at && what(one, &x.1) == what(other, &y.1);
    let shared = a.iter().zip(&b).take_while(|pair| same(*pair)).count();
    let (x, y) = (a.get(shared), b.get(shared));
    let at = [x, y].into_iter().flatten().map(|(_, r)| r.at).min()?;
    let (first, second) = (only(one, other, at), only(other, one, at));
    let led = |world: &World, row: Option<&(u32, Row)>, new: &[u32]| led_to(world, row?.0, new);
    let last = |world: &World, new: &[u32]| new.last().map(|n| (world.trace.acts[*n as usize].at, *n));
    let act = if let Some(n) = led(one, x, &first) {
        Some((true, n))
    } else if let Some(n) = led(other, y, &second) {
        Some((false, n))
    } else {
        match (last(one, &first), last(other, &second)) {
            (Some((t, n)), Some((u, _))) if t >= u => Some((true, n)),
            (Some((_, n)), None) => Some((true, n)),
            (_, Some((_, n))) => Some((false, n)),
            (None, None) => None,
        }
    };
    Some(Divergence { at, one: x.map(|r| r.0), other: y.map(|r| r.0), act })
}

/// Acts up to an instant that the other run does not have, or not as often. What a node did to itself is nobody's act:
/// something led to it.
fn only(world: &World, than: &World, at: Time) -> Vec<u32> {
    let mut there: BTreeMap<(Time, &str), usize> = BTreeMap::new();
    for act in &than.trace.acts {
        *there.entry((act.at, &act.text)).or_default() += 1;
    }
    let by_itself = |(n, r): &(u32, Row)| r.cause.0 != *n;
    let rows = world.trace.numbered(0..world.trace.row_after(at)).filter(by_itself);
    let own: BTreeSet<u32> = gathered(rows.filter_map(|(_, r)| if let What::Act(n) = r.what { Some(n) } else { None }));
    let mut new = Vec::new();
    for (n, act) in world.trace.acts.iter().enumerate().take_while(|(_, act)| act.at <= at) {
        match there.get_mut(&(act.at, act.text.as_str())) {
            Some(left) if *left > 0 => *left -= 1,
            _ if own.contains(&(n as u32)) => {}
            _ => new.push(n as u32),
        }
    }
    new
}

/// Which of these acts led to a row: one of its causes, or else the last that lies on the way of its message.
fn led_to(world: &World, row: u32, acts: &[u32]) -> Option<u32> {
    let chain = world.chain(RowId(row));
    let caused = chain.iter().find_map(|r| match world.trace.get(*r)?.what {
        What::Act(n) | What::Undone(n) if acts.contains(&n) => Some(n),
        _ => None,
    });
    let row = world.trace.row(RowId(row));
    let (What::Sent(m) | What::Arrived(m) | What::Lost(m, _) | What::Held(m) | What::Moved(m)) = row.what else {
        return caused;
    };
    let message = world.trace.message(m);
    let lies = |n: &&u32| world.trace.acts[**n as usize].links.contains(&(message.from, message.to));
    caused.or_else(|| acts.iter().rev().find(lies).copied())
}

/// What happened in a row, by names instead of numbers, which other runs do not share, and what was said.
pub(super) fn what(world: &World, row: &Row) -> (u8, u64) {
    let message = |m| {
        let message = world.trace.message(m);
        mix(message.name.0 ^ message.note.value.map_or(0, |v| mix(v as u64)))
    };
    let op = |op| mix(world.history.op(op).name.0 ^ world.history.op(op).value.map_or(0, |v| mix(v as u64)));
    let node = |n: NodeId| u64::from(n.0);
    match row.what {
        What::Act(n) | What::Undone(n) => (0, u64::from(n)),
        What::Up(n) => (1, node(n)),
        What::Down(n) => (2, node(n)),
        What::Paused(n) => (3, node(n)),
        What::Resumed(n) => (4, node(n)),
        What::Adjusted(n) => (5, node(n)),
        What::Called(o) => (6, op(o)),
        What::Returned(o) => (7, op(o) ^ outcome_code(world.history.op(o).outcome)),
        What::Sent(m) => (8, message(m)),
        What::Arrived(m) => (9, message(m)),
        What::Lost(m, why) => (10 + why as u8, message(m)),
        What::Held(m) => (20, message(m)),
        What::Moved(m) => (21, message(m)),
        What::Fired(n) => (22, node(n)),
        What::Shows(n, view) => (23, mix(node(n)) ^ super::view_digest(&world.trace.views[view as usize])),
        What::Stopped(limit) => (24, limit as u64),
        What::Withheld(n) => (25, node(n)),
    }
}
