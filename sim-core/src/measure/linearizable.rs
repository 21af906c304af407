//! `linearizable`: whether one order of all operations, within their intervals, explains every answer.

use super::evidence::clock;
use super::{Call, Evidence, Fact, Finding, Measure, Verdict, Witness};
use crate::check::explain::{Names, explain, told};
use crate::check::watch::{Break, Standing};
use crate::history::Op;
use crate::id::{Key, NodeId, OpId};
use crate::order::Ordered;
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

/// What authors call it.
pub(super) const NAME: &str = "linearizable";

fn info() -> MeasureInfo {
    MeasureInfo {
        name: NAME,
        doc: "Whether the history of a key is linearizable (Herlihy & Wing, TOPLAS 1990): one order of all operations, each at an instant between its call and its return, explains every answer. A write without an answer may take effect at any later time, or never. Exact: by zones where written values are unique (Gibbons & Korach, SIAM J. Comput. 1997), else by search; undecided where the search runs out of steps.",
        phrase: "One order of all operations explains every answer",
        short: "In order",
        args: &[Arg { name: "key", kind: ArgKind::Key, required: false, doc: "The key; without it, every key." }],
        yields: Yields::Verdict,
        monotone: true,
        fields: &[
            WitnessField { name: "at", kind: FieldKind::At, doc: "When no order explained the answers any more." },
            WitnessField {
                name: "first",
                kind: FieldKind::Event,
                doc: "One of the operations that contradict each other.",
            },
            WitnessField { name: "second", kind: FieldKind::Event, doc: "Another one." },
        ],
    }
}

const WHY: &str = "the search for an order ran out of steps; shorten the run to decide it";

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let history = &evidence.world.history;
    let keys: Vec<Key> = match call.word("key") {
        Some(name) => history.under(name).collect(),
        None => (0..history.keys.len()).map(|k| Key(k as u16)).collect(),
    };
    let done = |op: &Op| op.key.is_some_and(|k| keys.contains(&k)) && op.done_by(evidence.until);
    let over = evidence.past().filter(|(_, op)| done(op)).count();
    // The windows of `within` make no difference, since an answer is judged by everything before it.
    let orders = evidence.watch.orders(history, evidence.until);
    let mut verdict = Verdict::Holds;
    for key in keys {
        match orders.standing(key, evidence.until) {
            Standing::Holds => {}
            Standing::Undecided => verdict = Verdict::Undecided(WHY.into()),
            Standing::Broken(found) => {
                return Finding { verdict: Verdict::Broken, witnesses: vec![witness(evidence, found)], over };
            }
        }
    }
    Finding { verdict, witnesses: Vec::new(), over }
}

/// The proof in words. It was complete at the instant of the break, and is told as it was then.
fn witness(evidence: &Evidence<'_>, found: &Break) -> Witness {
    let Break { at, spec, witness } = found;
    let evidence = &Evidence { until: *at, ..evidence.clone() };
    let names =
        Names { client: &|client| evidence.label(NodeId(client as u16)).to_string(), when: &|instant| clock(instant) };
    let row = |place: usize| evidence.return_row(evidence.world.history.op(OpId(witness.ops[place] as u32))).0;
    let mut rows: Vec<u32> = (0..witness.ops.len()).map(row).collect();
    rows.order();
    rows.dedup();
    let mut fields = vec![("at", Fact::At(*at))];
    fields.extend(rows.first().map(|row| ("first", Fact::Event(*row))));
    fields.extend(rows.last().map(|row| ("second", Fact::Event(*row))));
    // Back from the answer that is impossible.
    let others = (0..witness.ops.len()).rev().filter(|place| *place != witness.impossible);
    let told = |place: usize| (row(place), format!("{}.", told(spec, &witness.told[place], &names)));
    let because = std::iter::once(witness.impossible).chain(others).map(told).collect();
    Witness { at: *at, sentence: explain(spec, witness, &names), fields, rows, marks: Vec::new(), because }
}
