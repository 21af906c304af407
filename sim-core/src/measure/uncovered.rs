//! `uncovered`: how often the truth was outside of the interval that a station published.

use super::clock_error::WHERE;
use super::evidence::clock;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::id::NodeId;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::{Duration, Time};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When the interval was published." },
    WitnessField { name: "station", kind: FieldKind::Node, doc: "Who published it." },
    WitnessField { name: "error", kind: FieldKind::Span, doc: "How far the station was from what it believed." },
    WitnessField { name: "claim", kind: FieldKind::Span, doc: "How far it claimed to be at most." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "uncovered",
        doc: "The share of published intervals that did not contain the true offset of the clock from the true time. A station publishes one with each answer, and 16 in a poll.",
        phrase: "Claims of {node} that miss the true time[, during the {during}][, from {wait} after the {after}]",
        short: "Missed",
        args: WHERE,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let published = published(evidence, call);
    let missed: Vec<&Interval> = published.iter().filter(|i| i.error() > i.half_width).collect();
    let mut finding = Finding::share(missed.len(), published.len());
    finding.witnesses = missed.into_iter().map(|interval| witness(evidence, interval)).collect();
    finding
}

fn witness(evidence: &Evidence<'_>, interval: &Interval) -> Witness {
    let Interval { at, node, half_width, .. } = *interval;
    let (name, error) = (evidence.label(node).to_string(), Duration(interval.error()));
    let told =
        format!("At {} {name} was {error} off what it believed, and claimed ± {}.", clock(at), Duration(half_width));
    Witness {
        at,
        sentence: told,
        fields: vec![
            ("at", Fact::At(at)),
            ("station", Fact::Node(name)),
            ("error", Fact::Span(error)),
            ("claim", Fact::Span(Duration(half_width))),
        ],
        rows: Vec::new(),
        marks: Vec::new(),
        because: Vec::new(),
    }
}

/// An interval that was published, in microseconds.
pub(super) struct Interval {
    at: Time,
    node: NodeId,
    /// What the station believed that it must add to its clock.
    offset: i64,
    pub half_width: u64,
    /// What it must in fact.
    truth: i64,
}

impl Interval {
    fn error(&self) -> u64 {
        self.offset.abs_diff(self.truth)
    }
}

/// Intervals that these nodes published in the window of a call.
pub(super) fn published(evidence: &Evidence<'_>, call: &Call) -> Vec<Interval> {
    let world = evidence.world;
    let nodes = call.word("node").and_then(|name| world.called(name)).unwrap_or_default();
    let Some((from, to)) = evidence.range(call) else { return Vec::new() };
    let within = |at: Time| at >= from && at < to && at <= evidence.until;
    let mut believed: Vec<Option<i32>> = vec![None; world.names.len()];
    let mut intervals = Vec::new();
    for point in world.trace.gauges.iter().filter(|p| within(p.at) && nodes.contains(&p.node)) {
        let gauge = world.protocol_of(point.node).gauges.get(usize::from(point.gauge)).map(|g| g.name);
        let offset = &mut believed[point.node.index()];
        match (gauge, *offset) {
            (Some("offset"), _) => *offset = Some(point.value),
            // A node that crashes gauges nothing any more, which is 0.
            (Some("half-width"), Some(offset)) if point.value > 0 => {
                let truth = -world.clock(point.node, point.at).error(point.at);
                let half_width = u64::from(point.value.unsigned_abs());
                let (at, node) = (point.at, point.node);
                intervals.push(Interval { at, node, offset: i64::from(offset), half_width, truth });
            }
            _ => {}
        }
    }
    intervals
}
