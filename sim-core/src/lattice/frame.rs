//! A history made ready for the deciders: what did not happen is out, and for each read it is known which write it
//! returned. Where a value was written twice there is one frame for each way to tell them apart.

use crate::order::Ordered;
use std::ops::Range;

use super::history::{Fate, History, Key, Op, Place, Unit};
use super::model::Kind;

/// More ways than this to tell equal values apart are not tried.
const MOST_WAYS: usize = 4096;

/// A unit that happened.
pub(super) struct Item {
    /// Its first operation's place.
    pub(super) place: Place,
    /// Units of a lane come one after the other. A session is a lane; a unit of unknown fate is one for itself.
    pub(super) lane: usize,
    /// Which of its lane.
    pub(super) at: usize,
    /// The unit of its session that it comes just after.
    pub(super) before: Option<usize>,
    /// The keys that it writes.
    pub(super) writes: Vec<Key>,
    /// Its reads, in [`Frame::reads`].
    pub(super) reads: Range<usize>,
}

/// A read of something that its own unit did not write.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) unit: usize,
    pub(super) key: Key,
    /// The unit whose write it returned; none for the initial value.
    pub(super) from: Option<usize>,
    /// The operation, in reading order of the history.
    pub(super) op: usize,
}

/// Why a read is wrong under every model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Nobody wrote the value.
    Nowhere,
    /// Its writer was aborted.
    Aborted,
    /// Its writer replaced it before it committed.
    Intermediate,
    /// Its own unit had written something else to the key.
    NotOwn,
    /// Its own unit wrote it later.
    OwnLater,
}

pub(super) struct Frame<'h> {
    pub(super) history: &'h History,
    pub(super) units: Vec<Item>,
    /// The units of each lane.
    pub(super) lanes: Vec<Vec<usize>>,
    pub(super) reads: Vec<Read>,
    /// For each key the lanes in which it is written, each with its writers.
    pub(super) writers: Vec<Vec<(usize, Vec<usize>)>>,
}

impl Frame<'_> {
    /// The last of the first `below` units of a lane that writes the key.
    pub(super) fn latest(&self, key: Key, lane: usize, below: usize) -> Option<usize> {
        let of_key = &self.writers[key.0];
        let of_lane = of_key.binary_search_by_key(&lane, |(lane, _)| *lane).ok()?;
        let writers = &of_key[of_lane].1;
        writers.partition_point(|unit| self.units[*unit].at < below).checked_sub(1).map(|i| writers[i])
    }
    /// Everybody who writes the key.
    pub(super) fn writers(&self, key: Key) -> impl Iterator<Item = usize> {
        self.writers[key.0].iter().flat_map(|(_, units)| units.iter().copied())
    }
    /// The units of its session before this one, the nearest first.
    pub(super) fn earlier(&self, unit: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.units[unit].before, |unit| self.units[*unit].before)
    }
    /// The lane and the number of its units that come before this one in its session.
    pub(super) fn behind(&self, unit: usize) -> Option<(usize, usize)> {
        self.units[unit].before.map(|before| (self.units[before].lane, self.units[before].at + 1))
    }
    pub(super) fn reads_of(&self, unit: usize) -> &[Read] {
        &self.reads[self.units[unit].reads.clone()]
    }
    pub(super) fn unit(&self, unit: usize) -> &Unit {
        self.history.unit(self.units[unit].place)
    }
}

/// A read from outside its unit, before it is known which of equal writes it returned.
struct Asked {
    unit: usize,
    key: Key,
    op: usize,
    /// Units of the whole history; none stands for the initial value.
    from: Vec<Option<usize>>,
}

/// Everything that the frames of a history have in common.
pub(super) struct Frames<'h> {
    history: &'h History,
    /// Each unit with its first place and the number of its first operation.
    units: Vec<(Place, usize)>,
    asked: Vec<Asked>,
    wrong: Vec<(usize, usize, Wrong)>,
}

impl<'h> Frames<'h> {
    pub(super) fn new(history: &'h History) -> Self {
        let places = history.places();
        let single = |place: &Place| history.kind == Kind::Transactions || history.unit(*place).ops.len() == 1;
        assert!(places.iter().all(single), "in a history of registers a unit is a single operation");
        let firsts = places.iter().enumerate().filter(|(_, place)| place.op == 0);
        let units: Vec<(Place, usize)> = firsts.map(|(op, place)| (*place, op)).collect();
        let mut written: Vec<Vec<(i64, usize)>> = vec![Vec::new(); history.keys.len()];
        for (unit, (place, _)) in units.iter().enumerate() {
            for op in history.unit(*place).ops.iter().filter(|op| op.write) {
                written[op.key.0].push((op.value, unit));
            }
        }
        for of_key in &mut written {
            of_key.order();
            of_key.dedup();
        }
        let mut frames = Self { history, units, asked: Vec::new(), wrong: Vec::new() };
        for unit in 0..frames.units.len() {
            frames.ask(unit, &written);
        }
        frames
    }

    /// Looks at the reads of a unit.
    fn ask(&mut self, unit: usize, written: &[Vec<(i64, usize)>]) {
        let (place, first) = self.units[unit];
        let Unit { ops, fate, .. } = self.history.unit(place);
        if *fate == Fate::Aborted {
            return; // what it read is nobody's business
        }
        for (i, read) in ops.iter().enumerate().filter(|(_, op)| !op.write) {
            let same_key = |op: &&Op| op.write && op.key == read.key;
            if let Some(own) = ops[..i].iter().rfind(same_key) {
                if own.value != read.value {
                    self.wrong.push((unit, first + i, Wrong::NotOwn));
                }
                continue;
            }
            let of_key = &written[read.key.0];
            let start = of_key.partition_point(|(value, _)| *value < read.value);
            let same = || of_key[start..].iter().take_while(|(value, _)| *value == read.value).map(|(_, unit)| *unit);
            let mut why = Wrong::Nowhere;
            let mut from = Vec::new();
            for writer in same() {
                let other = self.history.unit(self.units[writer].0);
                if writer == unit {
                    why = Wrong::OwnLater;
                } else if other.fate == Fate::Aborted {
                    why = Wrong::Aborted;
                } else if other.ops.iter().rfind(same_key).is_none_or(|last| last.value != read.value) {
                    why = Wrong::Intermediate;
                } else {
                    from.push(Some(writer));
                }
            }
            if self.history.initial == Some(read.value) {
                from.push(None);
            }
            if from.is_empty() {
                self.wrong.push((unit, first + i, why));
            }
            self.asked.push(Asked { unit, key: read.key, op: first + i, from });
        }
    }

    /// Looks at every frame until one satisfies: whether one did, and whether all were looked at. Frames with a read
    /// that is wrong by itself satisfy nothing.
    pub(super) fn any(&self, mut satisfies: impl FnMut(&Frame<'h>) -> bool) -> (bool, bool) {
        let mut way = vec![0; self.asked.len()];
        for _ in 0..MOST_WAYS {
            let (frame, wrong) = self.frame(&way);
            if wrong.is_none() && satisfies(&frame) {
                return (true, true);
            }
            let more = |i: &usize| way[*i] + 1 < self.asked[*i].from.len();
            let Some(next) = (0..way.len()).find(more) else { return (false, true) };
            way[next] += 1;
            way[..next].fill(0);
        }
        (false, false)
    }

    /// The first frame, and a read in it that is wrong under every model.
    pub(super) fn first(&self) -> (Frame<'h>, Option<(usize, Wrong)>) {
        self.frame(&vec![0; self.asked.len()])
    }

    /// Whether there is only one frame.
    pub(super) fn alone(&self) -> bool {
        self.asked.iter().all(|asked| asked.from.len() < 2)
    }

    fn frame(&self, way: &[usize]) -> (Frame<'h>, Option<(usize, Wrong)>) {
        let happened = self.happened(way);
        let mut frame = Frame {
            history: self.history,
            units: Vec::new(),
            lanes: Vec::new(),
            reads: Vec::new(),
            writers: vec![Vec::new(); self.history.keys.len()],
        };
        let mut renamed = vec![usize::MAX; self.units.len()];
        let (mut session, mut before, mut lane) = (usize::MAX, None, 0);
        for (unit, (place, _)) in self.units.iter().enumerate().filter(|(unit, _)| happened[*unit]) {
            if place.session != session {
                (session, before, lane) = (place.session, None, frame.lanes.len());
                frame.lanes.push(Vec::new());
            }
            let Unit { ops, fate, .. } = self.history.unit(*place);
            renamed[unit] = frame.units.len();
            let mut item =
                Item { place: *place, lane, at: frame.lanes[lane].len(), before, writes: Vec::new(), reads: 0..0 };
            if *fate == Fate::Unknown {
                (item.lane, item.at) = (frame.lanes.len(), 0);
                frame.lanes.push(Vec::new());
            } else {
                before = Some(frame.units.len());
            }
            item.writes.extend(ops.iter().filter(|op| op.write).map(|op| op.key));
            item.writes.order();
            item.writes.dedup();
            frame.lanes[item.lane].push(frame.units.len());
            frame.units.push(item);
        }
        for (Asked { unit, key, op, from }, way) in self.asked.iter().zip(way) {
            if happened[*unit] && !from.is_empty() {
                let from = from[*way].map(|from| renamed[from]);
                frame.reads.push(Read { unit: renamed[*unit], key: *key, from, op: *op });
            }
        }
        frame.index();
        let wrong = self.wrong.iter().find(|(unit, ..)| happened[*unit]);
        (frame, wrong.map(|(_, op, why)| (*op, *why)))
    }

    /// Which units happened: the committed ones, and those of unknown fate that one of these read from.
    fn happened(&self, way: &[usize]) -> Vec<bool> {
        let fate = |unit: usize| self.history.unit(self.units[unit].0).fate;
        let mut happened: Vec<bool> = (0..self.units.len()).map(|unit| fate(unit) == Fate::Committed).collect();
        loop {
            let mut more = false;
            for (asked, way) in self.asked.iter().zip(way) {
                if let Some(Some(from)) = asked.from.get(*way)
                    && happened[asked.unit]
                    && !happened[*from]
                {
                    happened[*from] = true;
                    more = true;
                }
            }
            if !more {
                return happened;
            }
        }
    }
}

impl Frame<'_> {
    /// Fills in what is looked up: the reads of each unit, the writers of each key.
    fn index(&mut self) {
        let mut start = 0;
        for (unit, item) in self.units.iter_mut().enumerate() {
            let many = self.reads[start..].iter().take_while(|read| read.unit == unit).count();
            item.reads = start..start + many;
            start += many;
        }
        for (lane, units) in self.lanes.iter().enumerate() {
            for unit in units {
                for key in &self.units[*unit].writes {
                    let of_key = &mut self.writers[key.0];
                    if of_key.last().is_none_or(|(last, _)| *last != lane) {
                        of_key.push((lane, Vec::new()));
                    }
                    of_key.last_mut().expect("it was just pushed").1.push(*unit);
                }
            }
        }
    }
}
