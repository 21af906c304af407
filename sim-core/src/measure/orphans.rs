//! `orphans`: how often a server began to work for nobody.

use super::at_node::servers;
use super::at_node::{CALLS, calls};
use super::attempts::per_op;
use super::evidence::{clock, span};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history;
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("began", FieldKind::At, "When the server began to work for nobody, the last time so far."),
    field("gaveup", FieldKind::At, "When the caller had stopped waiting."),
    field("late", FieldKind::Span, "How long before that."),
    field("waited", FieldKind::Span, "How long the request had waited for a worker."),
    field("attempt", FieldKind::Value, "Which attempt it was."),
    field("vain", FieldKind::Value, "Of the last 100 pieces of work begun, how many were for nobody."),
    field("client", FieldKind::Node, "Who had asked."),
    field("server", FieldKind::Node, "Who worked."),
    field("request", FieldKind::Event, "The request is sent."),
    field("alarm", FieldKind::Event, "The caller's timer fires."),
    field("work", FieldKind::Event, "What set the work going: a worker became free."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "orphans",
        doc: "Calls for these operations on which a server or a group began to work when the caller had stopped waiting: the work that keeps a metastable failure going (Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021). With `per = op`, the mean over the operations.",
        phrase: "Work begun by {node} for nobody[ per {per}][, {clients}][, during the {during}][, from {wait} after the {after}]",
        short: "Orphans",
        args: CALLS,
        yields: Yields::Quantity(Unit::Count),
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let mut finding = per_op(call, &calls(evidence, call, |c| c.begun <= evidence.until && c.orphan()));
    finding.witnesses.extend(witness(evidence, call));
    finding
}

/// The last piece of work for nobody.
fn witness(evidence: &Evidence<'_>, call: &Call) -> Option<Witness> {
    let servers = servers(evidence, call);
    let begun = |c: &&history::Call| c.begun <= evidence.until && servers.contains(&c.to);
    let all = &evidence.world.history.calls;
    let last = all.iter().filter(begun).filter(|c| c.orphan()).max_by_key(|c| c.begun)?;
    let mut recent: Vec<_> = all.iter().filter(begun).map(|c| (c.begun, c.orphan())).collect();
    recent.order();
    let vain = recent.iter().rev().take(100).filter(|(_, orphan)| *orphan).count();
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
        ("vain", Fact::Value(vain as i64)),
        ("client", name(last.from)),
        ("server", name(last.to)),
    ];
    let events = [
        ("request", rows::request(evidence, last)),
        ("alarm", rows::fired(evidence, last.from, last.ended)),
        ("work", rows::fired(evidence, last.to, last.begun)),
    ];
    rows::events(&mut witness, &events);
    witness.marks = vec![(last.op, "orphan")];
    Some(witness)
}
