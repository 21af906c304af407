//! `left_apart`: keys whose copies differ although everything about them has been quiet.

use std::collections::BTreeMap;

use super::evidence::{clock, span};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history::Op;
use crate::id::{Key, NodeId, RowId};
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::{Duration, Time};
use crate::trace::What;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When it had been quiet for so long." },
    WitnessField { name: "since", kind: FieldKind::At, doc: "When the last write was asked for." },
    WitnessField { name: "one", kind: FieldKind::Node, doc: "A server." },
    WitnessField { name: "other", kind: FieldKind::Node, doc: "One with another copy." },
    WitnessField { name: "shows", kind: FieldKind::Value, doc: "What the first one has." },
    WitnessField { name: "differs", kind: FieldKind::Value, doc: "What the other one has." },
    WitnessField { name: "last", kind: FieldKind::Event, doc: "The first one's copy became what it is." },
    WitnessField { name: "late", kind: FieldKind::Event, doc: "The other one's copy became what it is." },
    WitnessField { name: "took", kind: FieldKind::At, doc: "When that was." },
    WitnessField { name: "write", kind: FieldKind::Event, doc: "The last write was acknowledged." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "left_apart",
        doc: "How often a key was left with copies that differ: for so long nobody had asked to write it, no write and no message about it was under way between servers any more, and two servers of its group had different values. Eventual consistency forbids just that (Vogels, *Eventually Consistent*, CACM 2009).",
        phrase: "Copies that differ after {quiet} of quiet[, {key}]",
        short: "Apart",
        args: &[
            Arg { name: "quiet", kind: ArgKind::Span, required: true, doc: "How long nothing must have happened." },
            Arg {
                name: "key",
                kind: ArgKind::Key,
                required: false,
                doc: "Only this key, or the keys of this family; without it, every key that was written.",
            },
        ],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

/// What a run shows of a key.
#[derive(Default)]
struct Kept<'e> {
    /// When each write was asked for, in order.
    writes: Vec<Time>,
    /// From when to when a write waited for its answer, or a message between servers was under way.
    busy: Vec<(Time, Time)>,
    /// Each time that a server's copy changed: the row, whose, and to what.
    shown: Vec<(RowId, NodeId, &'e str)>,
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let wait = call.span("quiet").unwrap_or_default();
    let (mut apart, mut over) = (Vec::new(), 0);
    for (key, kept) in kept(evidence, call.word("key")) {
        let quiet = quiet(&kept, wait, evidence.until);
        over += quiet.len();
        apart.extend(quiet.into_iter().filter_map(|times| differ(evidence, key, &kept, times)));
    }
    apart.order_by_key(|witness| witness.at);
    Finding::events(apart, over)
}

/// Every key that was written, of this name or family, with what the run shows of it.
fn kept<'e>(evidence: &Evidence<'e>, name: Option<&str>) -> BTreeMap<Key, Kept<'e>> {
    let (history, trace) = (&evidence.world.history, &evidence.world.trace);
    let chosen = name.map(|name| history.under(name).collect::<Vec<Key>>());
    let mut all: BTreeMap<Key, Kept<'e>> = BTreeMap::new();
    for (_, op) in evidence.past().filter(|(_, op)| op.value.is_some()) {
        if let Some(key) = op.key.filter(|key| chosen.as_ref().is_none_or(|chosen| chosen.contains(key))) {
            let kept = all.entry(key).or_default();
            kept.writes.push(op.called);
            kept.busy.push((op.called, evidence.returned(op)));
        }
    }
    let mut last: BTreeMap<(NodeId, Key), &str> = BTreeMap::new();
    for (row, of) in trace.numbered(0..trace.row_after(evidence.until)) {
        match of.what {
            What::Sent(id) => {
                let message = trace.message(id);
                let about = message.note.key.filter(|_| message.call.is_none());
                let end = message.end.map_or(Time::NEVER, |(end, _)| end);
                if let Some(kept) = about.and_then(|key| all.get_mut(&key)) {
                    kept.busy.push((message.sent, end));
                }
            }
            What::Shows(node, view) => {
                for (key, kept) in &mut all {
                    let name = &history.keys[usize::from(key.0)];
                    let facts = &trace.views[view as usize].facts;
                    let Some((_, value)) = facts.iter().find(|(fact, _)| fact == name) else { continue };
                    if evidence.world.keepers(*key).contains(&node) && last.get(&(node, *key)) != Some(&&**value) {
                        last.insert((node, *key), value);
                        kept.shown.push((RowId(row), node, value));
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// The last write before each time that was quiet for so long, and the first instant at which nothing was under way then.
fn quiet(kept: &Kept<'_>, wait: Duration, until: Time) -> Vec<(Time, Time)> {
    let (mut found, mut busy) = (Vec::new(), kept.busy.clone());
    busy.order();
    for (n, write) in kept.writes.iter().enumerate() {
        let next = kept.writes.get(n + 1).copied().unwrap_or(Time::NEVER);
        // What begins later, when it was quiet already, changes nothing.
        let at = busy.iter().fold(*write + wait, |at, (begin, end)| if *begin <= at { at.max(*end) } else { at });
        if at <= until && at < next {
            found.push((*write, at));
        }
    }
    found
}

/// Two servers whose copies differ at the end of a quiet time; one that has shown none has what keys begin with.
fn differ(evidence: &Evidence<'_>, key: Key, kept: &Kept<'_>, (since, at): (Time, Time)) -> Option<Witness> {
    let history = &evidence.world.history;
    let when = |row: RowId| evidence.world.trace.row(row).at;
    let initial = (history.initial(key).to_string(), RowId(0));
    let shown = |node: &NodeId| {
        let last = kept.shown.iter().rev().find(|(row, of, _)| of == node && when(*row) <= at);
        (*node, last.map_or_else(|| initial.clone(), |(row, _, value)| ((*value).to_string(), *row)))
    };
    let copies: Vec<(NodeId, (String, RowId))> = evidence.world.keepers(key).iter().map(shown).collect();
    let (one, first) = copies.first()?;
    let (other, second) = copies.iter().find(|(_, copy)| copy.0 != first.0)?;
    let name = &history.keys[usize::from(key.0)];
    let (a, b) = (evidence.label(*one), evidence.label(*other));
    let node = |node: &NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let value = |copy: &str| Fact::Value(copy.parse().unwrap_or_default());
    let writes = evidence.past().map(|(_, op)| op).filter(|op| op.key == Some(key) && op.value.is_some());
    let last: Option<&Op> = writes.filter(|op| op.called <= at).last();
    let mut witness = Witness {
        sentence: format!(
            "At {} {name} has been quiet for {}, and nothing about it is under way: {a} shows {}, {b} shows {}.",
            clock(at),
            span(at.since(since)),
            first.0,
            second.0
        ),
        fields: vec![
            ("at", Fact::At(at)),
            ("since", Fact::At(since)),
            ("one", node(one)),
            ("other", node(other)),
            ("shows", value(&first.0)),
            ("differs", value(&second.0)),
            ("took", Fact::At(when(second.1))),
        ],
        ..rows::bare(at)
    };
    rows::events(
        &mut witness,
        &[("last", Some(first.1)), ("late", Some(second.1)), ("write", last.map(|op| evidence.return_row(op)))],
    );
    let became = |who: &str, copy: &(String, RowId)| {
        (Some(copy.1), format!("{who} took {} at {}, as the last one to arrive.", copy.0, clock(when(copy.1))))
    };
    rows::because(&mut witness, vec![became(b, second), became(a, first)]);
    Some(witness)
}
