//! `starved`: requests that never got a worker, because the workers waited for another node.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{clock, span};
use super::success::CHOOSING;
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history::{self, CallEnd};
use crate::id::{NodeId, OpId};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("came", FieldKind::At, "When the last of these requests reached the server."),
    field("gaveup", FieldKind::At, "When its caller stopped waiting."),
    field("waited", FieldKind::Span, "How long it had waited for a worker."),
    field("client", FieldKind::Node, "Who asked."),
    field("server", FieldKind::Node, "Whose workers were not free."),
    field("holder", FieldKind::Node, "For whom the workers waited."),
    field("held", FieldKind::Value, "How many of them."),
    field("oldest", FieldKind::Span, "How long the one that waited longest had waited by then."),
    field("request", FieldKind::Event, "The request is sent."),
    field("alarm", FieldKind::Event, "Its caller's timer fires."),
    field("holding", FieldKind::Event, "The worker that waited longest had asked."),
];

const ARGS: &[Arg] = &[
    Arg { name: "node", kind: ArgKind::Node, required: true, doc: "The server whose workers are not free." },
    Arg { name: "by", kind: ArgKind::Node, required: true, doc: "For whom most of them wait." },
    CHOOSING[0],
    CHOOSING[1],
    CHOOSING[2],
    CHOOSING[3],
    CHOOSING[4],
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "starved",
        doc: "Operations given up while their request was still waiting for a worker of this server, at an instant at which most of the calls that its workers waited for were to another node (Nygard, Release It!, 2nd ed. 2018: blocked threads).",
        phrase: "Requests that got no worker of {node} while {by} held them[, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Starved",
        args: ARGS,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let named = |name: &str| call.word(name).and_then(|name| evidence.world.called(name)).unwrap_or_default();
    let (servers, holders) = (named("node"), named("by"));
    let chosen: BTreeSet<OpId> = evidence.chosen(call).into_iter().map(|(id, _)| id).collect();
    let sent = || evidence.world.history.calls.iter().take_while(|c| c.sent <= evidence.until);
    let unserved = |c: &&history::Call| {
        let gone = c.end == CallEnd::GivenUp && c.ended <= evidence.until;
        gone && c.parent.is_none() && c.arrived < c.ended && c.begun > c.ended
    };
    let mut waiting: Vec<&history::Call> =
        sent().filter(|c| servers.contains(&c.to) && chosen.contains(&c.op)).collect();
    waiting.retain(unserved);
    // Calls that the workers wait for, as steps up and down in time: to those who are asked about, and to others.
    let mut steps: BTreeMap<Time, (i64, i64)> = BTreeMap::new();
    for own in sent().filter(|c| !waiting.is_empty() && servers.contains(&c.from)) {
        let mut step = |at: Time, by: i64| {
            let of = steps.entry(at).or_default();
            if holders.contains(&own.to) { of.0 += by } else { of.1 += by }
        };
        step(own.sent, 1);
        step(own.ended, -1);
    }
    let (mut steps, mut level) = (steps.into_iter().peekable(), (0, 0));
    waiting.retain(|c| {
        while let Some((_, by)) = steps.next_if(|(at, _)| *at <= c.ended) {
            level = (level.0 + by.0, level.1 + by.1);
        }
        level.0 > level.1
    });
    let mut finding = Finding::quantity(Quantity::count(waiting.len()), chosen.len());
    finding.witnesses.extend(waiting.last().map(|last| witness(evidence, last, &holders)));
    finding
}

/// The last of them, and who held the workers then.
fn witness(evidence: &Evidence<'_>, last: &history::Call, holders: &[NodeId]) -> Witness {
    let name = |node: NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let all = evidence.world.history.calls.iter().take_while(|c| c.sent <= last.ended);
    let held: Vec<&history::Call> =
        all.filter(|c| c.from == last.to && holders.contains(&c.to) && c.ended > last.ended).collect();
    let mut witness = rows::bare(last.ended);
    let waited = last.ended.since(last.arrived);
    let (client, server) = (evidence.label(last.from), evidence.label(last.to));
    let events = [("request", rows::request(evidence, last)), ("alarm", rows::ended(evidence, last))];
    witness.fields = vec![
        ("came", Fact::At(last.arrived)),
        ("gaveup", Fact::At(last.ended)),
        ("waited", Fact::Span(waited)),
        ("client", name(last.from)),
        ("server", name(last.to)),
    ];
    rows::events(&mut witness, &events);
    let mut chain = vec![(events[1].1, format!("{client} stopped waiting at {}.", clock(last.ended)))];
    witness.sentence = format!(
        "At {} {client} gave up a request that had waited {} for a worker of {server}.",
        clock(last.ended),
        span(waited)
    );
    // Calls are in the order of their sending: the first has waited longest.
    if let Some(first) = held.first() {
        let (oldest, holder) = (last.ended.since(first.sent), evidence.label(first.to));
        let facts =
            [("holder", name(first.to)), ("held", Fact::Value(held.len() as i64)), ("oldest", Fact::Span(oldest))];
        witness.fields.extend(facts);
        let holding = rows::request(evidence, first);
        rows::events(&mut witness, &[("holding", holding)]);
        witness.sentence = format!(
            "At {} {client} gave up a request that had waited {} for a worker of {server}; {} of the workers waited for {holder}, one of them for {}.",
            clock(last.ended),
            span(waited),
            held.len(),
            span(oldest)
        );
        chain.push((holding, format!("{server} had asked {holder} at {} and waited still.", clock(first.sent))));
    }
    chain.push((events[0].1, format!("{client} had sent its request at {}.", clock(last.sent))));
    rows::because(&mut witness, chain);
    witness.marks = vec![(last.op, "starved")];
    witness
}
