//! `nobody_on_call`: nights that two transactions left without a doctor, each of which had kept one.

use super::evidence::clock;
use super::transactions::{Deed, What, deeds};
use super::{Call, Evidence, Fact, Finding, Measure, Witness, rows};
use crate::id::{NodeId, RowId};
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Time;
use crate::trace::What as Row;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When the second of them was committed." },
    WitnessField { name: "night", kind: FieldKind::Value, doc: "Which night." },
    WitnessField { name: "first", kind: FieldKind::Node, doc: "Who asked for the one that was committed first." },
    WitnessField { name: "second", kind: FieldKind::Node, doc: "Who asked for the other one." },
    WitnessField { name: "left", kind: FieldKind::At, doc: "When the first one was committed." },
    WitnessField { name: "looked", kind: FieldKind::At, doc: "When the second one first read." },
    WitnessField { name: "read", kind: FieldKind::Event, doc: "The second one's first read reaches the database." },
    WitnessField { name: "write", kind: FieldKind::Event, doc: "The first one's write reaches the database." },
    WitnessField { name: "commit", kind: FieldKind::Event, doc: "The first one is committed." },
    WitnessField { name: "again", kind: FieldKind::Event, doc: "The second one is committed." },
];

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "nobody_on_call",
        doc: "Nights with no doctor on call, though each of two transactions was committed that left only because it had read that the other doctor stays: write skew (Berenson and others, SIGMOD 1995, A5B).",
        phrase: "Nights with nobody on call, both transactions committed",
        short: "Nobody",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: FIELDS,
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let deeds = deeds(evidence);
    let commits = deeds.iter().filter(|deed| matches!(deed.what, What::Committed(_)));
    let over = commits.clone().count();
    let empty = commits.filter(|deed| deed.what == What::Committed(0));
    Finding::events(empty.map(|second| witness(evidence, &deeds, second)).collect(), over)
}

fn witness(evidence: &Evidence<'_>, deeds: &[Deed], second: &Deed) -> Witness {
    let history = &evidence.world.history;
    let who = |deed: &Deed| evidence.label(history.op(deed.op).client).to_string();
    let of = |deed: &&Deed| deed.night == second.night;
    let first = deeds.iter().filter(of).find(|d| matches!(d.what, What::Committed(_)) && d.op != second.op);
    let Some(first) = first else { return rows::bare(second.record.at) };
    let looked = deeds.iter().filter(of).find(|d| d.op == second.op).unwrap_or(second);
    // A write is the step before the wish to commit.
    let before: Vec<&Deed> = deeds.iter().filter(of).filter(|d| d.op == first.op && d.what == What::Step).collect();
    let wrote = before.len().checked_sub(2).map(|n| before[n]);
    let (one, other) = (who(first), who(second));
    let mut witness = Witness {
        sentence: format!(
            "At {} {other} left, with {one} on call as read at {}; {one} had left at {}. Nobody is on call in night {}.",
            clock(second.record.at),
            clock(looked.record.at),
            clock(first.record.at),
            second.night
        ),
        fields: vec![
            ("at", Fact::At(second.record.at)),
            ("night", Fact::Value(second.night)),
            ("first", Fact::Node(name(evidence, first))),
            ("second", Fact::Node(name(evidence, second))),
            ("left", Fact::At(first.record.at)),
            ("looked", Fact::At(looked.record.at)),
        ],
        marks: vec![(first.op, "left"), (second.op, "left")],
        ..rows::bare(second.record.at)
    };
    let arrived = |deed: &Deed| reached(evidence, deed.record.node, deed.record.at).or(deed.record.row);
    rows::events(
        &mut witness,
        &[
            ("read", arrived(looked)),
            ("write", wrote.and_then(arrived)),
            ("commit", arrived(first)),
            ("again", arrived(second)),
        ],
    );
    rows::because(
        &mut witness,
        vec![
            (arrived(second), format!("{other} was committed at {}.", clock(second.record.at))),
            (
                arrived(first),
                format!("{one} was committed at {}, and had written another row.", clock(first.record.at)),
            ),
            (arrived(looked), format!("{other} had read before that, at {}.", clock(looked.record.at))),
        ],
    );
    witness
}

fn name(evidence: &Evidence<'_>, deed: &Deed) -> String {
    let client = evidence.world.history.op(deed.op).client;
    evidence.world.names[client.index()].clone()
}

/// The message that reached a node at an instant.
fn reached(evidence: &Evidence<'_>, node: NodeId, at: Time) -> Option<RowId> {
    let trace = &evidence.world.trace;
    let mut rows = trace.numbered(trace.row_at(at)..trace.row_after(at));
    rows.find(|(_, row)| matches!(row.what, Row::Arrived(m) if trace.message(m).to == node)).map(|(n, _)| RowId(n))
}
