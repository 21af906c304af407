//! `in_vain`: the share of the work of a server that is for nobody.

use super::at_node::{OVER_TIME, servers};
use super::evidence::{clock, span};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("began", FieldKind::At, "When the server began to work for nobody, the last time in this window."),
    field("gaveup", FieldKind::At, "When the caller had stopped waiting."),
    field("late", FieldKind::Span, "How long before that."),
    field("waited", FieldKind::Span, "How long the request had waited for a worker."),
    field("attempt", FieldKind::Value, "Which attempt it was."),
    field("client", FieldKind::Node, "Who had asked."),
    field("server", FieldKind::Node, "Who worked."),
    field("request", FieldKind::Event, "The request is sent."),
    field("alarm", FieldKind::Event, "The caller's timer fires."),
    field("work", FieldKind::Event, "What set the work going: a worker became free."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "in_vain",
        doc: "Of the work that a server or a group began in this window, the share for callers who had stopped waiting, whenever they had asked: what keeps a metastable failure going (Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021).",
        phrase: "Work of {node} for nobody[, during the {during}][, from {wait} after the {after}]",
        short: "In vain",
        args: OVER_TIME,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let (servers, window) = (servers(evidence, call), evidence.looked_at(call));
    let Some((from, to)) = window else { return Finding::share(0, 0) };
    let (mut begun, mut vain) = (0, 0);
    let mut last: Option<&history::Call> = None;
    let sent = evidence.world.history.calls.iter().take_while(|c| c.sent <= evidence.until);
    for one in sent.filter(|c| c.begun >= from && c.begun <= to && servers.contains(&c.to)) {
        begun += 1;
        if one.orphan() {
            vain += 1;
            last = last.filter(|last| last.begun > one.begun).or(Some(one));
        }
    }
    let mut finding = Finding::share(vain, begun);
    finding.witnesses.extend(last.map(|last| witness(evidence, last)));
    finding
}

/// The last piece of work for nobody.
fn witness(evidence: &Evidence<'_>, last: &history::Call) -> Witness {
    let name = |node: crate::id::NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let (waited, late) = (last.begun.since(last.arrived), last.begun.since(last.ended));
    let mut witness = rows::bare(last.begun);
    witness.sentence = format!(
        "At {} {} began to work on a request that had waited {}; {} had stopped waiting {} before.",
        clock(last.begun),
        evidence.label(last.to),
        span(waited),
        evidence.label(last.from),
        span(late)
    );
    witness.fields = vec![
        ("began", Fact::At(last.begun)),
        ("gaveup", Fact::At(last.ended)),
        ("late", Fact::Span(late)),
        ("waited", Fact::Span(waited)),
        ("attempt", Fact::Value(last.attempt.into())),
        ("client", name(last.from)),
        ("server", name(last.to)),
    ];
    let events = [
        ("request", rows::request(evidence, last)),
        ("alarm", rows::fired(evidence, last.from, last.ended)),
        ("work", rows::fired(evidence, last.to, last.begun)),
    ];
    rows::events(&mut witness, &events);
    let (client, server) = (evidence.label(last.from), evidence.label(last.to));
    let [request, alarm, work] = events.map(|(_, row)| row);
    let chain = vec![
        (work, format!("{server} took up the request at {}.", clock(last.begun))),
        (alarm, format!("{client} had stopped waiting at {}.", clock(last.ended))),
        (request, format!("{client} had sent it at {}.", clock(last.sent))),
    ];
    rows::because(&mut witness, chain);
    witness.marks = vec![(last.op, "orphan")];
    witness
}
