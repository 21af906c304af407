//! `linearizable`: whether one order of all operations, within their intervals, explains every answer.

use super::evidence::clock;
use super::{Call, Evidence, Fact, Finding, Measure, Verdict, Witness};
use crate::check::{self, Answer, Conflict};
use crate::history::{Op, Outcome};
use crate::id::{Key, OpId};
use crate::registry::{Arg, ArgKind, FieldKind, MeasureInfo, WitnessField, Yields};
use crate::time::Time;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "linearizable",
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
        Some(name) => history.named(name).collect(),
        None => (0..history.keys.len()).map(|k| Key(k as u16)).collect(),
    };
    let done = |op: &Op| op.key.is_some_and(|k| keys.contains(&k)) && op.done_by(evidence.until);
    let over = evidence.past().filter(|(_, op)| done(op)).count();
    let mut verdict = Verdict::Holds;
    for key in keys {
        match judge(evidence, key, evidence.until) {
            Answer::Holds => {}
            answer => match first_break(evidence, key, &answer) {
                Some(witness) => return Finding { verdict: Verdict::Broken, witnesses: vec![witness], over },
                None => verdict = Verdict::Undecided(WHY.into()),
            },
        }
    }
    Finding { verdict, witnesses: Vec::new(), over }
}

/// The key's register history up to an instant.
fn history(evidence: &Evidence<'_>, key: Key, until: Time) -> Vec<(OpId, check::Event)> {
    let event = |op: &Op| {
        let outcome = op.outcome_at(until);
        let (write, value) = match (op.value, outcome) {
            (Some(_), Outcome::Failed) => return None,
            (Some(v), _) => (true, v),
            (None, Outcome::Ok(Some(v))) => (false, v),
            (None, _) => return None,
        };
        let returned = if matches!(outcome, Outcome::Ok(_)) { op.returned } else { Time::NEVER };
        Some(check::Event { write, value, called: op.called, returned })
    };
    let ops = evidence.past().take_while(|(_, op)| op.called <= until).filter(|(_, op)| op.key == Some(key));
    ops.filter_map(|(id, op)| Some((id, event(op)?))).collect()
}

fn judge(evidence: &Evidence<'_>, key: Key, until: Time) -> Answer {
    let events: Vec<check::Event> = history(evidence, key, until).into_iter().map(|(_, e)| e).collect();
    check::linearizable(evidence.world.history.initial(key), &events)
}

/// The shortest prefix that is broken: being linearizable is lost once and for all, so it is found by halving. Where the
/// whole could not be decided, a prefix may be: the first one that no order explains is enough. The windows of `within`
/// make no difference, since an answer is judged by everything before it.
fn first_break(evidence: &Evidence<'_>, key: Key, whole: &Answer) -> Option<Witness> {
    let ended = evidence.past().filter(|(_, op)| op.key == Some(key) && op.done_by(evidence.until));
    let mut returns: Vec<Time> = ended.map(|(_, op)| op.returned).collect();
    returns.sort_unstable();
    returns.dedup();
    let fine = |answer: &Answer| match whole {
        Answer::Broken(_) => !matches!(answer, Answer::Broken(_)),
        _ => *answer == Answer::Holds,
    };
    let first = returns.partition_point(|t| fine(&judge(evidence, key, *t)));
    let at = returns.get(first).copied().unwrap_or(evidence.until);
    let Answer::Broken(conflict) = judge(evidence, key, at) else { return None };
    let evidence = &Evidence { until: at, ..*evidence };
    let events = history(evidence, key, at);
    let ops: Vec<OpId> = conflict.ops.iter().map(|i| events[*i].0).collect();
    let row = |id: &OpId| evidence.return_row(evidence.world.history.op(*id)).0;
    let mut rows: Vec<u32> = ops.iter().map(row).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut fields = vec![("at", Fact::At(at))];
    fields.extend(rows.first().map(|r| ("first", Fact::Event(*r))));
    fields.extend(rows.last().map(|r| ("second", Fact::Event(*r))));
    let sentence = sentence(evidence, &conflict, &ops);
    let because = ops.iter().map(|id| (row(id), describe(evidence, *id))).collect();
    Some(Witness { at, sentence, fields, rows, marks: Vec::new(), because })
}

/// `Ann's write of 45, from 2.100 s to 2.100 s`.
fn describe(evidence: &Evidence<'_>, id: OpId) -> String {
    let op = evidence.world.history.op(id);
    let client = evidence.label(op.client);
    let span = if op.done_by(evidence.until) && matches!(op.outcome, Outcome::Ok(_)) {
        format!("from {} to {}", clock(op.called), clock(op.returned))
    } else {
        format!("from {} on, without an answer", clock(op.called))
    };
    match (op.value, evidence.outcome(op)) {
        (Some(v), _) => format!("{client} wrote {v}, {span}."),
        (None, Outcome::Ok(Some(v))) => format!("{client} read {v}, {span}."),
        (None, _) => format!("{client} read, {span}."),
    }
}

fn sentence(evidence: &Evidence<'_>, conflict: &Conflict, ops: &[OpId]) -> String {
    let told = |i: usize| {
        let op = evidence.world.history.op(ops[i]);
        let done = if op.value.is_some() { "wrote" } else { "read" };
        format!("{} {done}", evidence.label(op.client))
    };
    let (a, b) = (conflict.values.0, conflict.values.1);
    let when = |i: usize| {
        let op = evidence.world.history.op(ops[i]);
        clock(if op.done_by(evidence.until) { op.returned } else { op.called })
    };
    match conflict.kind {
        check::Kind::FromNowhere => format!("{} {a} at {}, which nobody had written.", told(0), when(0)),
        check::Kind::BeforeWrite => format!("{} {a} at {}, before its write began.", told(0), when(0)),
        check::Kind::Within => format!(
            "{} {b} at {}, after {a} and before {a} was read again at {}: no order of these operations explains it.",
            told(2),
            when(2),
            when(1)
        ),
        check::Kind::Crossed => format!(
            "{a} was there by {} and again at {}, {b} by {} and again at {}: neither can have come first.",
            when(0),
            when(1),
            when(2),
            when(3)
        ),
        check::Kind::NoOrder => {
            format!("No order of the operations up to {} explains every answer.", when(ops.len() - 1))
        }
    }
}
