//! `relapses`: how often a server went down by itself.

use super::at_node::{OVER_TIME, servers};
use super::evidence::{clock, span};
use super::healthy::rows_of_acts;
use super::withheld::{breaker, opening};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::history;
use crate::id::{NodeId, RowId};
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::{Duration, Time};
use crate::trace::{Row, What};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

/// How long before a crash its cause is looked for.
const BEFORE: Duration = Duration::secs(1);
/// The state of a breaker that lets probes through.
const HALF_OPEN: i32 = 2;

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("server", FieldKind::Node, "Which server it was."),
    field("started", FieldKind::At, "When it had started last."),
    field("lasted", FieldKind::Span, "How long it had been up."),
    field("answered", FieldKind::Value, "How many requests it had answered since."),
    field("came", FieldKind::Value, "How many had come within the second before the crash."),
    field("woken", FieldKind::Value, "Callers whose breaker became half-open within that second."),
    field("spread", FieldKind::Span, "How far apart the first and the last of them did."),
    field("opened", FieldKind::At, "When the breaker of the first of them had opened."),
    field("down", FieldKind::Event, "The server crashes."),
    field("up", FieldKind::Event, "It had started."),
    field("request", FieldKind::Event, "The last request that reached it is sent."),
    field("probe", FieldKind::Event, "The first of these callers asks again."),
    field("failed", FieldKind::Event, "The failure that had opened that caller's breaker."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "relapses",
        doc: "How often a server, or one of a group, crashed by itself: no act of anybody's brought it down.",
        phrase: "Crashes of {node} by itself[, during the {during}][, from {wait} after the {after}]",
        short: "Relapses",
        args: OVER_TIME,
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let servers = servers(evidence, call);
    let Some((from, to)) = evidence.range(call) else { return Finding::events(Vec::new(), 0) };
    let range = from.max(evidence.from)..to;
    let rows = rows_of_acts(evidence);
    let fell = |(at, row): &&(u32, Row)| {
        matches!(row.what, What::Down(node) if servers.contains(&node))
            && range.contains(&row.at)
            && by_itself(evidence, *at)
    };
    let relapses: Vec<Witness> = rows.iter().filter(fell).map(|fall| witness(evidence, &rows, *fall)).collect();
    Finding::events(relapses, servers.len())
}

/// A crash by an act of the plan begins with that act; the act of a node that crashes by itself has a cause.
fn by_itself(evidence: &Evidence<'_>, down: u32) -> bool {
    let trace = &evidence.world.trace;
    let act = trace.row(RowId(down)).cause;
    trace.row(act).cause != act
}

fn witness(evidence: &Evidence<'_>, rows: &[(u32, Row)], (down, row): (u32, Row)) -> Witness {
    let What::Down(server) = row.what else { unreachable!("it fell") };
    let (world, at) = (evidence.world, row.at);
    let label = evidence.label(server);
    let up = rows.iter().rev().find(|(id, row)| *id < down && row.what == What::Up(server));
    let started = up.map_or(Time::ZERO, |(_, row)| row.at);
    let since = started.max(Time(at.0.saturating_sub(BEFORE.0)));
    let calls = world.history.calls.iter().take_while(|c| c.sent <= at).filter(|c| c.to == server && c.arrived <= at);
    let answered =
        calls.clone().filter(|c| c.end == history::CallEnd::Ok && c.begun >= started && c.ended <= at).count();
    let came: Vec<&history::Call> = calls.filter(|c| c.arrived >= since).collect();
    let woken = woken(evidence, since, at);
    let mut witness = rows::bare(at);
    witness.sentence = format!(
        "At {} {label} crashed by itself, {} after it had started; {} callers had begun to ask again within the second before.",
        clock(at),
        span(at.since(started)),
        woken.len()
    );
    witness.fields = vec![
        ("server", Fact::Node(world.names[server.index()].clone())),
        ("started", Fact::At(started)),
        ("lasted", Fact::Span(at.since(started))),
        ("answered", Fact::Value(answered as i64)),
        ("came", Fact::Value(came.len() as i64)),
        ("woken", Fact::Value(woken.len() as i64)),
    ];
    let last = came.iter().max_by_key(|c| c.arrived).and_then(|c| rows::request(evidence, c));
    let mut events = vec![("down", Some(RowId(down))), ("up", up.map(|(id, _)| RowId(*id))), ("request", last)];
    let mut chain = vec![(Some(RowId(down)), format!("Too many waited at {label}: {} requests had come.", came.len()))];
    if let (Some((first, caller)), Some((latest, _))) = (woken.first(), woken.last()) {
        let name = evidence.label(*caller);
        witness.fields.push(("spread", Fact::Span(latest.since(*first))));
        let probe = came.iter().find(|c| c.from == *caller && c.sent >= *first);
        let probe = probe.and_then(|c| rows::request(evidence, c));
        events.push(("probe", probe));
        chain.push((probe, format!("{name} asked again, as {} callers did.", woken.len())));
        if let Some((opened, failed)) = opening(evidence, *caller, *first) {
            witness.fields.push(("opened", Fact::At(opened)));
            events.push(("failed", failed));
            chain.push((failed, format!("Its breaker had opened at {}.", clock(opened))));
        }
    }
    rows::events(&mut witness, &events);
    rows::because(&mut witness, chain);
    witness
}

/// Whose breakers became half-open between these instants, and when, in order.
fn woken(evidence: &Evidence<'_>, from: Time, to: Time) -> Vec<(Time, NodeId)> {
    let points = &evidence.world.trace.gauges;
    let first = points.partition_point(|p| p.at < from);
    let of = points.range(first..points.len()).take_while(|p| p.at <= to).filter(|p| p.value == HALF_OPEN);
    let mut woken: Vec<(Time, NodeId)> =
        of.filter(|p| breaker(evidence, p.node) == Some(p.gauge)).map(|p| (p.at, p.node)).collect();
    woken.order();
    woken
}
