//! Consistency models of what clients were told, for the measures that name one.

use super::evidence::clock;
use super::rows::bare;
use super::{ArgValue, Call, Evidence, Fact, Witness};
use crate::history::{Op, Outcome};
use crate::id::OpId;
use crate::lattice::{self, Fate, History, Model, Verdict};
use crate::order::Ordered;
use crate::registry::{Arg, ArgKind, FieldKind, WitnessField};
use crate::time::Time;

/// The models of reads and writes that a goal may name, as files of histories spell them.
const NAMES: &[&str] =
    &["linearizable", "sequential", "cm", "pram", "ryw_local", "mr_local", "mr_mw_local", "mr_wfr_local"];

pub(super) const ARGS: &[Arg] = &[
    Arg { name: "model", kind: ArgKind::Word(NAMES), required: true, doc: "The model; `cm` is causal memory." },
    Arg {
        name: "key",
        kind: ArgKind::Key,
        required: false,
        doc: "Only this key, or the keys of this family; without it, every key.",
    },
    Arg {
        name: "last",
        kind: ArgKind::Whole,
        required: false,
        doc: "Only the last so many answers, with the writes that they returned, each key's last write before them, and writes without an answer.",
    },
];

pub(super) const FIELDS: &[WitnessField] = &[
    WitnessField { name: "at", kind: FieldKind::At, doc: "When the last of the contradicting operations returned." },
    WitnessField { name: "before", kind: FieldKind::Event, doc: "The last but one returned." },
    WitnessField { name: "told", kind: FieldKind::At, doc: "When that was." },
    WitnessField { name: "asked", kind: FieldKind::Event, doc: "The last of them was called." },
    WitnessField { name: "last", kind: FieldKind::Event, doc: "The last of them returned." },
    WitnessField { name: "after", kind: FieldKind::Span, doc: "From that return to the last one's call." },
];

/// How a history stands to a model.
pub(super) struct Judged<'a> {
    evidence: &'a Evidence<'a>,
    history: History,
    ids: Vec<OpId>,
    model: Model,
    /// Answers that were looked at.
    pub(super) over: usize,
    pub(super) verdict: Verdict,
    /// Whether it is about the last answers alone.
    pub(super) window: bool,
}

/// Judges what clients were told; the error says why no model of reads and writes speaks of it.
pub(super) fn judge<'a>(evidence: &'a Evidence<'a>, call: &Call) -> Result<Judged<'a>, String> {
    let Some(model) = call.word("model").and_then(Model::named) else { unreachable!("`model` is one of its words") };
    let keys = call.word("key").map(|name| evidence.world.history.under(name).collect::<Vec<_>>());
    let (mut history, mut ids) = lattice::traced(evidence, keys.as_deref())?;
    let last = if let Some(ArgValue::Whole(last)) = call.arg("last") { usize::try_from(*last).ok() } else { None };
    if let Some(last) = last {
        let keep = keep(evidence, &ids, last);
        history = history.only(&keep);
        ids = ids.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(id, _)| id).collect();
    }
    let answered = |id: &&OpId| matches!(evidence.outcome(evidence.world.history.op(**id)), Outcome::Ok(_));
    let over = ids.iter().filter(answered).count();
    let verdict = lattice::decide(&history, model).unwrap_or(Verdict::Undecided);
    Ok(Judged { evidence, history, ids, model, over, verdict, window: last.is_some() })
}

/// Which operations the last answers are judged by. With each read the write that it returned is among them, so that
/// what contradicts itself here does so in the whole as well.
fn keep(evidence: &Evidence<'_>, ids: &[OpId], last: usize) -> Vec<bool> {
    let op = |id: OpId| evidence.world.history.op(id);
    let mut ended: Vec<(Time, OpId)> = ids
        .iter()
        .filter(|id| matches!(evidence.outcome(op(**id)), Outcome::Ok(_)))
        .map(|id| (op(*id).returned, *id))
        .collect();
    ended.order();
    let first = ended.len().saturating_sub(last);
    let (before, window) = ended.split_at(first);
    let read = |write: &Op| {
        let returned = |id: OpId| matches!(op(id).outcome, Outcome::Ok(value) if value == write.value);
        window.iter().any(|(_, id)| op(*id).key == write.key && op(*id).value.is_none() && returned(*id))
    };
    let newest = |id: OpId| {
        let same = |(_, other): &&(Time, OpId)| op(*other).value.is_some() && op(*other).key == op(id).key;
        before.iter().rev().find(same).is_some_and(|(_, other)| *other == id)
    };
    let wanted = |id: &OpId| {
        let (of, write) = (op(*id), op(*id).value.is_some());
        let open = !matches!(evidence.outcome(of), Outcome::Ok(_));
        open || window.iter().any(|(_, other)| other == id) || (write && (read(of) || newest(*id)))
    };
    ids.iter().map(wanted).collect()
}

impl Judged<'_> {
    /// Why the model is broken, where it is.
    pub(super) fn witness(&self) -> Option<Witness> {
        let found = lattice::witness(&self.history, self.model)?;
        let places = self.history.places();
        let known = |op: &usize| self.history.unit(places[*op]).fate == Fate::Committed;
        let op = |at: &usize| self.evidence.world.history.op(self.ids[*at]);
        let mut ops: Vec<usize> = found.ops.iter().copied().filter(known).collect();
        ops.order_by_key(|at| (op(at).returned, self.ids[*at]));
        let last = op(ops.last()?);
        let before = ops.iter().rev().nth(1).map_or(last, op);
        let mut rows: Vec<u32> = ops.iter().map(|at| op(at).return_row.0).collect();
        rows.order();
        let told = |at: &usize| {
            let (of, keys) = (op(at), &self.evidence.world.history.keys);
            let value = if let (None, Outcome::Ok(Some(value))) = (of.value, of.outcome) {
                format!(" and was told {value}")
            } else {
                String::new()
            };
            let who = self.evidence.label(of.client);
            (
                of.return_row.0,
                format!(
                    "{who} asked for {} at {}{value}, at {}.",
                    of.label(keys),
                    clock(of.called),
                    clock(of.returned)
                ),
            )
        };
        Some(Witness {
            sentence: found.text,
            fields: vec![
                ("at", Fact::At(last.returned)),
                ("before", Fact::Event(before.return_row.0)),
                ("told", Fact::At(before.returned)),
                ("asked", Fact::Event(last.call_row.0)),
                ("last", Fact::Event(last.return_row.0)),
                ("after", Fact::Span(last.called.since(before.returned))),
            ],
            rows,
            marks: ops.iter().map(|at| (self.ids[*at], "contradicts")).collect(),
            because: ops.iter().rev().take(5).map(told).collect(),
            ..bare(last.returned)
        })
    }
}
