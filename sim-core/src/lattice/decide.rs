//! One question, one answer: does the history satisfy the model?

use super::causal;
use super::frame::{Frame, Frames};
use super::guarantees::{self, Guarantee, Promise};
use super::history::{Fate, History};
use super::isolation;
use super::memory;
use super::model::{Kind, Model};
use super::order::{BUDGET, Solved, solve};
use super::problem::{Part, Point, Problem};
use super::total::{self, Total};
use crate::check;
use crate::time::Time;

/// More pairs of arrows than this are not looked at.
const MOST_PAIRS: usize = 4_000_000;

/// Whether a history satisfies a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It does not.
    Broken,
    /// The search gave up: it would have cost too much.
    Undecided,
}

/// The verdict; none where the model does not speak of such a history: one of transactions and one of registers, or
/// "linearizable" without times.
pub fn decide(history: &History, model: Model) -> Option<Verdict> {
    judge(history, model, BUDGET).map(|(verdict, _)| verdict)
}

/// The same with a bound of one's own for the searches, in words of memory that they look at.
pub fn decide_within(history: &History, model: Model, budget: u64) -> Option<Verdict> {
    judge(history, model, budget).map(|(verdict, _)| verdict)
}

/// A legal order of all that happened, as operations in reading order of the history: where the model asks for one, and
/// the history satisfies it.
pub fn legal_order(history: &History, model: Model) -> Option<Vec<usize>> {
    judge(history, model, BUDGET).and_then(|(_, order)| order)
}

/// The verdict, and an order where there is one.
pub(super) fn judge(history: &History, model: Model, budget: u64) -> Option<(Verdict, Option<Vec<usize>>)> {
    if !speaks_of(history, model) {
        return None;
    }
    let mut gave_up = false;
    let mut found = None;
    let (holds, all) = Frames::new(history).any(|frame| match total_of(model) {
        None => quick(frame, model),
        Some(total) => {
            let solved = total::problem(frame, total, MOST_PAIRS).map(|problem| (solve(&problem, budget), problem));
            match solved {
                Some((Solved::Order(order), problem)) => {
                    found = Some(operations(frame, &problem, &order));
                    true
                }
                Some((Solved::None, _)) => false,
                Some((Solved::GaveUp, _)) | None => {
                    let zones = (total == Total::Timed).then(|| zones(frame)).flatten();
                    gave_up |= zones.is_none();
                    zones == Some(true)
                }
            }
        }
    });
    let verdict = match (holds, all && !gave_up) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::Broken,
        (false, false) => Verdict::Undecided,
    };
    let one_by_one = matches!(model, Model::Linearizable | Model::Sequential | Model::Serializable);
    Some((verdict, found.filter(|_| one_by_one)))
}

/// Whether a model says anything of such a history.
pub(super) fn speaks_of(history: &History, model: Model) -> bool {
    model.info().kind == history.kind && (model != Model::Linearizable || timed(history))
}

fn timed(history: &History) -> bool {
    history.sessions.iter().flat_map(|session| &session.units).all(|unit| unit.span.is_some())
}

const fn total_of(model: Model) -> Option<Total> {
    match model {
        Model::Linearizable => Some(Total::Timed),
        Model::Sequential | Model::Serializable => Some(Total::Serial),
        Model::Prefix => Some(Total::Prefix),
        Model::SnapshotIsolation => Some(Total::Snapshots),
        _ => None,
    }
}

/// What a guarantee model promises.
const fn promise(model: Model) -> Option<Promise> {
    const RYW: &[Guarantee] = &[Guarantee::ReadYourWrites];
    const MR: &[Guarantee] = &[Guarantee::MonotonicReads];
    const MW: &[Guarantee] = &[Guarantee::MonotonicWrites];
    const WFR: &[Guarantee] = &[Guarantee::WritesFollowReads];
    const MR_MW: &[Guarantee] = &[Guarantee::MonotonicReads, Guarantee::MonotonicWrites];
    const MR_WFR: &[Guarantee] = &[Guarantee::MonotonicReads, Guarantee::WritesFollowReads];
    let (all, local) = match model {
        Model::RywLocal => (RYW, true),
        Model::MrLocal => (MR, true),
        Model::MwLocal => (MW, true),
        Model::WfrLocal => (WFR, true),
        Model::MrMwLocal => (MR_MW, true),
        Model::MrWfrLocal => (MR_WFR, true),
        Model::Ryw => (RYW, false),
        Model::Mr => (MR, false),
        Model::Mw => (MW, false),
        Model::Wfr => (WFR, false),
        _ => return None,
    };
    Some(Promise { all, local })
}

/// The models that take polynomial time.
fn quick(frame: &Frame<'_>, model: Model) -> bool {
    match model {
        Model::CausalMemory => memory::holds(frame, true),
        Model::Pram => memory::holds(frame, false),
        Model::Causal => causal::each_read(frame),
        _ => problems(frame, model).iter().all(|problem| problem.layout().is_some()),
    }
}

/// A model's questions to a frame; the model holds where each has an answer. For explanations of a few operations.
pub(super) fn problems(frame: &Frame<'_>, model: Model) -> Vec<Problem> {
    if let Some(total) = total_of(model) {
        return vec![total::problem(frame, total, usize::MAX).unwrap_or_default()];
    }
    if let Some(promise) = promise(model) {
        return guarantees::problems(frame, promise);
    }
    match model {
        Model::CausalConvergence | Model::CausalTransactions => vec![causal::convergent(frame)],
        Model::ReadAtomic => vec![isolation::read_atomic(frame)],
        Model::ReadCommitted => vec![isolation::read_committed(frame)],
        Model::CausalMemory => memory::problems(frame, true),
        Model::Pram => memory::problems(frame, false),
        Model::Causal => causal::problems(frame),
        _ => vec![Problem::causes(frame)],
    }
}

/// By zones, key by key, where that is exact: values are unique, and the clock says whatever session order says.
fn zones(frame: &Frame<'_>) -> Option<bool> {
    let history = frame.history;
    let initial = history.initial?;
    let span = |unit: usize| frame.unit(unit).span.unwrap_or((Time::ZERO, Time::NEVER));
    let ordered = |(unit, before): (usize, usize)| span(before).1 < span(unit).0;
    if !frame.units.iter().enumerate().all(|(unit, item)| item.before.is_none_or(|before| ordered((unit, before)))) {
        return None;
    }
    let mut holds = true;
    for key in 0..history.keys.len() {
        let mut events = Vec::new();
        for unit in 0..frame.units.len() {
            let (called, answered) = span(unit);
            let returned = if frame.unit(unit).fate == Fate::Unknown { Time::NEVER } else { answered };
            for op in frame.unit(unit).ops.iter().filter(|op| op.key.0 == key) {
                events.push(check::Event { write: op.write, value: op.value, called, returned });
            }
        }
        match check::linearizable(initial, &events) {
            check::Answer::Holds => {}
            check::Answer::Broken(_) => holds = false,
            check::Answer::Undecided => return None,
        }
    }
    Some(holds)
}

/// The operations of the points, in reading order of the history.
fn operations(frame: &Frame<'_>, problem: &Problem, order: &[usize]) -> Vec<usize> {
    let places = frame.history.places();
    let mut operations = Vec::new();
    for point in order {
        let Point { unit, part } = problem.points[*point];
        let first = places.binary_search(&frame.units[unit].place).expect("a unit has operations");
        if part != Part::Snapshot {
            operations.extend(first..first + frame.unit(unit).ops.len());
        }
    }
    operations
}

/// The models of a kind of history.
pub fn models(kind: Kind) -> impl Iterator<Item = Model> {
    Model::ALL.into_iter().filter(move |model| model.info().kind == kind)
}
