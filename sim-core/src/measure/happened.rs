//! What measures of stamps share: the events of offices that stamp them, what truly happened before what, and how one kind
//! of stamp compares.
//!
//! "Happened before" is found in the trace alone: the order at one office, and the sending of a message before its arrival
//! (Lamport 1978). For each event, the events of each office in its past are counted; they are the first so many of that
//! office. No stamp takes part in that, so that a rule that is taken away changes no truth.

use std::collections::BTreeMap;

use super::{Call, Evidence};
use crate::id::{NodeId, OpId, RowId};
use crate::protocol::About;
use crate::protocols::chat::STAMPS;
use crate::registry::{Arg, ArgKind};
use crate::time::Time;
use crate::trace::{Record, What};

/// Which stamp: a kind, or the one that a reader goes by.
pub(super) const BY: Arg = Arg {
    name: "by",
    kind: ArgKind::Word(&["display", "detector", "search", "wall", "max-wall", "lamport", "vector", "hybrid"]),
    required: true,
    doc: "A kind of stamp, or the one by which this reader goes.",
};

/// Something that an office stamped.
pub(super) struct Event {
    pub at: Time,
    pub node: NodeId,
    /// 0 written, 1 asked, 2 heard, 3 answered.
    pub what: i64,
    pub op: Option<OpId>,
    pub row: Option<RowId>,
    /// Which event of its office, from 0.
    pub place: usize,
    /// How many events of each office happened before it.
    pub past: Vec<usize>,
    /// Its stamps: the wall clock in milliseconds, and the one that is compared.
    pub wall: i64,
    pub stamp: Vec<i64>,
}

/// All events, in order, and those of each office.
pub(super) struct Story {
    pub events: Vec<Event>,
    /// For each office, places in `events`.
    pub offices: Vec<Vec<usize>>,
    /// Whether the stamp is one of many numbers, larger only where none is smaller.
    partial: bool,
    /// For each office, whether its stamps never go back.
    steady: Vec<bool>,
}

/// The kind of stamp that a call speaks of: a place in [`STAMPS`].
pub(super) fn kind(evidence: &Evidence<'_>, call: &Call) -> Option<usize> {
    let word = call.word("by")?;
    let place = |word: &str| STAMPS.iter().position(|s| *s == word);
    place(word).or_else(|| chosen(evidence, word))
}

/// The kind of stamp by which a reader goes.
pub(super) fn chosen(evidence: &Evidence<'_>, reader: &str) -> Option<usize> {
    let world = evidence.world;
    let spelled = world.all_nodes().find_map(|n| world.spelled(world.group_of(n), reader))?;
    STAMPS.iter().position(|s| *s == spelled)
}

/// Whether a stamp of this kind is a time, in milliseconds and first.
pub(super) fn is_time(kind: usize) -> bool {
    matches!(STAMPS[kind], "wall" | "max-wall" | "hybrid")
}

/// The name of a record.
fn name(evidence: &Evidence<'_>, record: &Record) -> &'static str {
    let kind = evidence.world.protocol_of(record.node).records.get(usize::from(record.kind));
    kind.map_or("", |kind| kind.name)
}

/// What was stamped by then, with this kind of stamp.
pub(super) fn story(evidence: &Evidence<'_>, kind: usize) -> Story {
    let (world, wanted) = (evidence.world, STAMPS[kind]);
    let mut events: Vec<Event> = Vec::new();
    let mut local: Vec<Option<usize>> = vec![None; world.names.len()];
    // What each office's vector was last: records tell what has changed in it.
    let mut vectors: Vec<Vec<i64>> = Vec::new();
    let mut offices: Vec<Vec<usize>> = Vec::new();
    // By office and the row of what it did then: at most one event each.
    let mut by_row: BTreeMap<(NodeId, RowId), usize> = BTreeMap::new();
    for record in world.trace.records.iter().take_while(|r| r.at <= evidence.until) {
        match name(evidence, record) {
            "stamped" => {
                if offices.is_empty() {
                    let members = world.members(world.group_of(record.node)).unwrap_or_default();
                    offices = vec![Vec::new(); members.len()];
                    vectors = vec![vec![0; members.len()]; members.len()];
                    members.iter().enumerate().for_each(|(at, n)| local[n.index()] = Some(at));
                }
                let Some(office) = local[record.node.index()] else { continue };
                let mut past = match offices[office].last() {
                    Some(last) => up_to(&events[*last], office),
                    None => vec![0; offices.len()],
                };
                if let Some(sent) = sent(evidence, record, &by_row) {
                    let from = local[events[sent].node.index()].unwrap_or(office);
                    let theirs = up_to(&events[sent], from);
                    past.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine = (*mine).max(theirs));
                }
                by_row.extend(record.row.map(|row| ((record.node, row), events.len())));
                let place = offices[office].len();
                offices[office].push(events.len());
                let op = if let About::Op(op) = record.about { Some(op) } else { None };
                let (at, node, what, row) = (record.at, record.node, record.value, record.row);
                let stamp = if wanted == "vector" { vectors[office].clone() } else { Vec::new() };
                events.push(Event { at, node, what, op, row, place, past, wall: 0, stamp });
            }
            stamp => {
                let Some(event) = events.last_mut() else { continue };
                if stamp == "wall" {
                    event.wall = record.value;
                }
                if let (About::Node(of), "vector") = (record.about, wanted) {
                    if let (Some(of), Some(office)) = (local[of.index()], local[record.node.index()]) {
                        event.stamp[of] = record.value;
                        vectors[office][of] = record.value;
                    }
                } else if stamp == wanted || (stamp == "hybrid-count" && wanted == "hybrid") {
                    event.stamp.push(record.value);
                }
            }
        }
    }
    let partial = wanted == "vector";
    let steady = offices
        .iter()
        .map(|office| office.windows(2).all(|pair| !less(&events[pair[1]].stamp, &events[pair[0]].stamp, partial)));
    let steady = steady.collect();
    Story { events, offices, partial, steady }
}

/// How many events of each office happened before the next thing that knows of this event.
fn up_to(event: &Event, office: usize) -> Vec<usize> {
    let mut past = event.past.clone();
    past[office] = event.place + 1;
    past
}

/// The event at which the message was sent whose arrival was stamped.
fn sent(evidence: &Evidence<'_>, record: &Record, by_row: &BTreeMap<(NodeId, RowId), usize>) -> Option<usize> {
    let trace = &evidence.world.trace;
    let What::Arrived(message) = trace.get(record.row?)?.what else { return None };
    let message = trace.message(message);
    by_row.get(&(message.from, trace.get(message.row)?.cause)).copied()
}

/// A stamp as people read it.
pub(super) fn spelled(stamp: &[i64]) -> String {
    stamp.iter().map(i64::to_string).collect::<Vec<_>>().join("·")
}

/// Whether one stamp is below another.
fn less(a: &[i64], b: &[i64], partial: bool) -> bool {
    if partial { a != b && a.iter().zip(b).all(|(a, b)| a <= b) } else { a < b }
}

impl Story {
    /// Whether the stamp of one event is below that of another.
    pub(super) fn below(&self, a: usize, b: usize) -> bool {
        less(&self.events[a].stamp, &self.events[b].stamp, self.partial)
    }
    /// How many of the first `of` events of an office are so, where that is so for the first ones and then never again,
    /// as long as the office's stamps do not go back.
    fn first(&self, office: usize, of: usize, is: impl Fn(usize) -> bool) -> usize {
        let events = &self.offices[office][..of];
        if self.steady[office] {
            return events.partition_point(|event| is(*event));
        }
        events.iter().filter(|event| is(**event)).count()
    }
    /// Pairs of which one event happened before the other.
    pub(super) fn ordered(&self) -> usize {
        self.events.iter().flat_map(|e| &e.past).sum()
    }
    /// Pairs of which neither event happened before the other.
    pub(super) fn concurrent(&self) -> usize {
        let n = self.events.len();
        n * n.saturating_sub(1) / 2 - self.ordered()
    }
    /// For each event and office: how many events of its past there do not have a smaller stamp; how many have a larger
    /// one; and how many events of the office, past or not, have a smaller one.
    pub(super) fn counts(&self, event: usize, office: usize) -> [usize; 3] {
        let (past, all) = (self.events[event].past[office], self.offices[office].len());
        let smaller = self.first(office, past, |e| self.below(e, event));
        let not_larger = self.first(office, past, |e| !self.below(event, e));
        [past - smaller, past - not_larger, self.first(office, all, |e| self.below(e, event))]
    }
    /// The last event of the past of this one, in one office, whose stamp is not smaller.
    pub(super) fn culprit(&self, event: usize) -> Option<usize> {
        let past = |(office, events): (usize, &Vec<usize>)| events[..self.events[event].past[office]].to_vec();
        let all = self.offices.iter().enumerate().flat_map(past);
        all.filter(|e| !self.below(*e, event)).max()
    }
    /// Whether one event, later in the record, happened after another one.
    pub(super) fn knew(&self, event: usize, of: usize) -> bool {
        let of = &self.events[of];
        let ours = |events: &Vec<usize>| events.first().is_some_and(|e| self.events[*e].node == of.node);
        self.offices.iter().position(ours).is_some_and(|office| self.events[event].past[office] > of.place)
    }
    /// The first event with which this one makes a misjudged pair.
    pub(super) fn misjudged(&self, event: usize) -> Option<usize> {
        (0..self.events.len()).filter(|other| *other != event).find(|other| {
            let (a, b) = (event.min(*other), event.max(*other));
            self.below(b, a) || self.below(a, b) != self.knew(b, a)
        })
    }
}
