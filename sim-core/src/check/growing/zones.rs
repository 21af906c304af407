//! Zones that are kept (see [`crate::check`]'s `zones` for what they are): an answer changes one, and only that one is
//! held against the others.
//!
//! Forward zones do not overlap as long as all is well, so they stand in one order. An end comes with the first answer
//! and stays; a start only moves on. So a forward zone only grows at its end, and looks at those backward zones that end
//! in what it has gained; over the whole history it meets each of them once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included, Unbounded};

use super::{Answer, Entry, Kind, Step};
use crate::check::Conflict;
use crate::time::Time;

/// An instant, with one before every other for the initial value.
type Instant = Option<Time>;

/// A value's write and reads: its earliest end and latest start, each with its operation.
#[derive(Clone, Copy, Default)]
struct Cluster {
    write: Option<usize>,
    /// Whether anything of it was answered; before that it need not have happened.
    ended: bool,
    end: (Instant, Option<usize>),
    start: (Instant, Option<usize>),
    /// Whether it stands among the zones.
    stands: bool,
}

impl Cluster {
    fn forward(&self) -> bool {
        self.end.0 < self.start.0
    }
    fn ops(&self) -> impl Iterator<Item = usize> {
        let (end, start) = (self.end.1, self.start.1);
        [end.or(start), start.or(end)].into_iter().flatten()
    }
}

/// See above.
pub(super) struct Zones {
    initial: i64,
    clusters: BTreeMap<i64, Cluster>,
    /// Values that were read and not written.
    orphans: BTreeSet<i64>,
    /// Low end of each forward zone, with its high end and its value.
    forward: BTreeMap<Instant, (Instant, i64)>,
    /// High end and value of each backward zone, with its low end.
    backward: BTreeMap<(Instant, i64), Instant>,
    broken: Option<Conflict>,
    pub(super) work: usize,
}

impl Zones {
    pub(super) fn new(initial: i64) -> Self {
        // The initial value was there before everything, by an operation that nobody saw.
        let start = Cluster { ended: true, ..Cluster::default() };
        Self {
            initial,
            clusters: BTreeMap::from([(initial, start)]),
            orphans: BTreeSet::new(),
            forward: BTreeMap::new(),
            backward: BTreeMap::new(),
            broken: None,
            work: 0,
        }
    }

    pub(super) fn verdict(&self) -> Answer {
        if let Some(conflict) = &self.broken {
            return Answer::Broken(conflict.clone());
        }
        self.orphans.first().map_or(Answer::Holds, |value| {
            let ops = self.clusters[value].ops().take(1).collect();
            Answer::Broken(Conflict { kind: Kind::FromNowhere, values: (*value, *value), ops })
        })
    }

    /// Takes a step. False where a value was written twice: zones know nothing of that.
    pub(super) fn step(&mut self, entries: &[Entry], step: Step) -> bool {
        match step {
            Step::Called(op) if entries[op].write => return self.called(entries, op),
            Step::Answered(op) => self.answered(entries, op),
            Step::Failed(op) if entries[op].write => self.failed(entries, op),
            // A read says nothing before its answer.
            Step::Called(_) | Step::Failed(_) => {}
        }
        true
    }

    fn called(&mut self, entries: &[Entry], op: usize) -> bool {
        let (Some(value), called) = (entries[op].value, entries[op].called) else { return true };
        let cluster = self.clusters.entry(value).or_default();
        if value == self.initial || cluster.write.is_some() {
            return false;
        }
        cluster.write = Some(op);
        // Read before it was written; at one and the same instant that is possible.
        if self.orphans.remove(&value) {
            let (end, read) = cluster.end;
            if end < Some(called) {
                let ops = read.into_iter().chain([op]).collect();
                self.blame(Conflict { kind: Kind::BeforeWrite, values: (value, value), ops });
            }
        }
        self.started(value, called, op);
        self.place(value);
        true
    }

    fn answered(&mut self, entries: &[Entry], op: usize) {
        let entry = entries[op];
        let Some(value) = entry.value else { return };
        let cluster = self.clusters.entry(value).or_default();
        if !cluster.ended {
            cluster.ended = true;
            cluster.end = (Some(entry.returned), Some(op));
        }
        if cluster.write.is_none() && value != self.initial {
            self.orphans.insert(value);
        }
        self.started(value, entry.called, op);
        self.place(value);
    }

    /// A write that never was: what read it, read from nowhere.
    fn failed(&mut self, entries: &[Entry], op: usize) {
        let Some(value) = entries[op].value else { return };
        let Some(cluster) = self.clusters.get_mut(&value) else { return };
        cluster.write = None;
        if cluster.ended {
            self.orphans.insert(value);
            let ops = cluster.end.1.into_iter().collect();
            if let Some(broken) = self.broken.as_mut().filter(|conflict| conflict.ops.contains(&op)) {
                *broken = Conflict { kind: Kind::FromNowhere, values: (value, value), ops };
            }
        } else {
            self.clusters.remove(&value);
        }
    }

    fn started(&mut self, value: i64, called: Time, op: usize) {
        let cluster = self.clusters.entry(value).or_default();
        let (start, by) = cluster.start;
        if start < Some(called) || by.is_none() {
            let before = *cluster;
            cluster.start = (Some(called), Some(op));
            let after = *cluster;
            self.move_zone(value, &before, &after);
        }
    }

    /// Puts a zone into its place for the first time.
    fn place(&mut self, value: i64) {
        let cluster = self.clusters[&value];
        let known = cluster.write.is_some() || value == self.initial;
        if !cluster.stands && cluster.ended && known && cluster.start.1.is_some() {
            if let Some(cluster) = self.clusters.get_mut(&value) {
                cluster.stands = true;
            }
            self.enter(value, &cluster, cluster.end.0);
        }
    }

    fn move_zone(&mut self, value: i64, before: &Cluster, after: &Cluster) {
        if !before.stands {
            return;
        }
        if before.forward() {
            self.enter(value, after, before.start.0);
        } else {
            self.backward.remove(&(before.start.0.max(before.end.0), value));
            self.enter(value, after, after.end.0);
        }
    }

    /// Writes a zone down and holds it against the others; up to `known` that was done before.
    fn enter(&mut self, value: i64, zone: &Cluster, known: Instant) {
        self.work += 1;
        let (end, start) = (zone.end.0, zone.start.0);
        if !zone.forward() {
            self.backward.insert((end, value), start);
            let around = self.forward.range((Unbounded, Excluded(start))).next_back();
            let around = around.filter(|(_, (high, _))| end < *high).map(|(_, (_, other))| *other);
            if let Some(other) = around {
                self.conflict(Kind::Within, other, value);
            }
            return;
        }
        let before = self.forward.range((Unbounded, Included(end))).next_back();
        let before = before.filter(|(low, (high, other))| *other != value && (*high > end || **low == end));
        let before = before.map(|(_, (_, other))| *other);
        let after = self.forward.range((Excluded(end), Unbounded)).next();
        let after = after.filter(|(low, _)| **low < start).map(|(_, (_, other))| *other);
        if let Some(other) = before {
            self.conflict(Kind::Crossed, other, value);
        } else {
            self.forward.insert(end, (start, value));
        }
        if let Some(other) = after {
            self.conflict(Kind::Crossed, value, other);
        }
        let gained = (Included((known, i64::MIN)), Excluded((start, i64::MIN)));
        let mut looked = 0;
        let inside = self.backward.range(gained).inspect(|_| looked += 1).find(|(_, low)| **low > end);
        let inside = inside.map(|((_, other), _)| *other);
        self.work += looked;
        if let Some(other) = inside {
            self.conflict(Kind::Within, value, other);
        }
    }

    fn conflict(&mut self, kind: Kind, a: i64, b: i64) {
        let ops = self.clusters[&a].ops().chain(self.clusters[&b].ops()).collect();
        self.blame(Conflict { kind, values: (a, b), ops });
    }

    /// The first conflict stays: no later operation can undo it.
    fn blame(&mut self, conflict: Conflict) {
        self.broken.get_or_insert(conflict);
    }
}
