//! `stamp_inversions`: operations whose stamp does not follow that of an operation that was over before they began.

use super::evidence::{clock, span};
use super::stamps::{Stamped, after_highest};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::id::NodeId;
use crate::order::Ordered;
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Duration;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const fn field(name: &'static str, kind: FieldKind, doc: &'static str) -> WitnessField {
    WitnessField { name, kind, doc }
}

const FIELDS: &[WitnessField] = &[
    field("at", FieldKind::At, "When the later operation got its stamp."),
    field("began", FieldKind::At, "When it began."),
    field("confirmed", FieldKind::At, "When the earlier one had been confirmed."),
    field("gap", FieldKind::Span, "From the confirmation to the beginning."),
    field("stamp", FieldKind::At, "The later operation's stamp."),
    field("larger", FieldKind::At, "The earlier operation's stamp."),
    field("short", FieldKind::Span, "How much longer the confirmation should have waited, at least."),
    field("site", FieldKind::Node, "Who stamped the later operation."),
    field("other", FieldKind::Node, "Who had stamped the earlier one."),
    field("behind", FieldKind::Span, "By how much its clock was behind that of the other."),
    field("first", FieldKind::Event, "The earlier operation gets its stamp."),
    field("ack", FieldKind::Event, "It is confirmed."),
    field("call", FieldKind::Event, "The later operation begins."),
    field("stamped", FieldKind::Event, "It gets its stamp."),
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "stamp_inversions",
        doc: "How many operations got a stamp that is not larger than that of an operation which had been confirmed before they began: without any, stamps are externally consistent (Gifford 1981; Corbett et al., *Spanner*, OSDI 2012, section 1).",
        phrase: "Transactions stamped before one that was over when they began",
        short: "Inverted",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let pairs = after_highest(evidence);
    let inverted = |(one, before): &(Stamped<'_>, Option<Stamped<'_>>)| {
        let before = before.filter(|before| one.stamp.value <= before.stamp.value)?;
        Some(witness(evidence, one, &before))
    };
    let mut witnesses: Vec<Witness> = pairs.iter().filter_map(inverted).collect();
    witnesses.order_by_key(|w| w.at);
    Finding::events(witnesses, pairs.len())
}

fn witness(evidence: &Evidence<'_>, later: &Stamped<'_>, earlier: &Stamped<'_>) -> Witness {
    let name = |node: NodeId| Fact::Node(evidence.world.names[node.index()].clone());
    let (site, other) = (evidence.label(later.stamp.node), evidence.label(earlier.stamp.node));
    let gap = later.op.called.since(earlier.op.returned);
    let behind = Duration(later.behind(earlier, evidence).max(0).unsigned_abs());
    let short = Duration((earlier.stamp.value - later.stamp.value + 1).unsigned_abs());
    let mut witness = rows::bare(later.stamp.at);
    witness.sentence = format!(
        "At {} {site} stamped a transaction {}; {} before it began, one stamped {} had been confirmed by {other}.",
        clock(later.stamp.at),
        clock(later.reading()),
        span(gap),
        clock(earlier.reading())
    );
    witness.fields = vec![
        ("at", Fact::At(later.stamp.at)),
        ("began", Fact::At(later.op.called)),
        ("confirmed", Fact::At(earlier.op.returned)),
        ("gap", Fact::Span(gap)),
        ("stamp", Fact::At(later.reading())),
        ("larger", Fact::At(earlier.reading())),
        ("short", Fact::Span(short)),
        ("site", name(later.stamp.node)),
        ("other", name(earlier.stamp.node)),
        ("behind", Fact::Span(behind)),
    ];
    let events = [
        ("first", earlier.stamp.row),
        ("ack", Some(earlier.op.return_row)),
        ("call", Some(later.op.call_row)),
        ("stamped", later.stamp.row),
    ];
    rows::events(&mut witness, &events);
    let chain = vec![
        (later.stamp.row, format!("{site}'s clock was {} behind that of {other}.", span(behind))),
        (Some(later.op.call_row), format!("It began {} after the confirmation.", span(gap))),
        (Some(earlier.op.return_row), format!("{other} had confirmed at {}.", clock(earlier.op.returned))),
        (earlier.stamp.row, format!("{other} had stamped that one {}.", clock(earlier.reading()))),
    ];
    rows::because(&mut witness, chain);
    witness.marks = vec![(earlier.id, "larger"), (later.id, "smaller")];
    witness
}
