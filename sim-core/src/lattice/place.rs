//! Where a history stands in the lattice: the strongest models that it satisfies, the weakest that it breaks, and why.

use super::decide::{Verdict, judge, models, speaks_of};
use super::explain::explain;
use super::history::History;
use super::model::Model;
use super::order::BUDGET;
use super::shrink::shrink;
use crate::order::Ordered;

/// Where a history stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Every model that speaks of such a history, in the order of [`Model::ALL`].
    pub verdicts: Vec<(Model, Verdict)>,
    /// What it satisfies, without what follows from that.
    pub strongest: Vec<Model>,
    /// What it breaks, without what follows from that.
    pub weakest_broken: Vec<Model>,
    /// For each model that it breaks, why.
    pub witnesses: Vec<Witness>,
    /// A legal order, for each model that is satisfied and asks for one of everything; see [`super::legal_order`].
    pub orders: Vec<(Model, Vec<usize>)>,
}

/// Operations that break a model by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The model.
    pub model: Model,
    /// In reading order of the history. With each read the writes of its value are among them.
    pub ops: Vec<usize>,
    /// Whether no smaller part of them is broken, where a part keeps with each read the writes of its value. Not so
    /// only where some smaller part could not be decided.
    pub minimal: bool,
    /// Why, in one paragraph.
    pub text: String,
}

/// Why a history breaks a model, where it does.
pub fn witness(history: &History, model: Model) -> Option<Witness> {
    let (verdict, _) = judge(history, model, BUDGET)?;
    (verdict == Verdict::Broken).then(|| {
        let part = shrink(history, model, vec![true; history.places().len()]);
        let ops = (0..part.keep.len()).filter(|op| part.keep[*op]).collect();
        Witness { model, ops, minimal: part.minimal, text: explain(history, &part.keep, model) }
    })
}

/// Places a history.
pub fn place(history: &History) -> Placement {
    let mut verdicts: Vec<(Model, Verdict)> = Vec::new();
    let mut parts: Vec<(Model, Vec<bool>)> = Vec::new();
    let mut placement = Placement {
        verdicts: Vec::new(),
        strongest: Vec::new(),
        weakest_broken: Vec::new(),
        witnesses: Vec::new(),
        orders: Vec::new(),
    };
    let mut weak_first: Vec<Model> = models(history.kind).collect();
    weak_first.order_by_key(|model| Model::ALL.iter().filter(|weaker| model.implies(**weaker)).count());
    for model in weak_first {
        // What breaks a weaker model breaks this one, and is fewer operations to search in.
        let broken = parts.iter().filter(|(weaker, _)| model.implies(*weaker));
        let start = broken.min_by_key(|(_, keep)| keep.iter().filter(|keep| **keep).count());
        let known = start.is_some().then_some((Verdict::Broken, None)).filter(|_| speaks_of(history, model));
        let Some((verdict, order)) = known.or_else(|| judge(history, model, BUDGET)) else { continue };
        verdicts.push((model, verdict));
        placement.orders.extend(order.map(|order| (model, order)));
        if verdict != Verdict::Broken {
            continue;
        }
        let start = start.map_or_else(|| vec![true; history.places().len()], |(_, keep)| keep.clone());
        let part = shrink(history, model, start);
        let ops = (0..part.keep.len()).filter(|op| part.keep[*op]).collect();
        let text = explain(history, &part.keep, model);
        placement.witnesses.push(Witness { model, ops, minimal: part.minimal, text });
        parts.push((model, part.keep));
    }
    verdicts.order();
    placement.witnesses.order_by_key(|witness| witness.model);
    placement.orders.order();
    let of = |wanted: Verdict| {
        let own = |model: &Model| model.same_as() == *model;
        let some = verdicts.iter().filter(move |(_, verdict)| *verdict == wanted);
        some.map(|(model, _)| *model).filter(own).collect::<Vec<Model>>()
    };
    let (held, broken) = (of(Verdict::Holds), of(Verdict::Broken));
    let strongest = |model: &&Model| !held.iter().any(|other| other != *model && other.implies(**model));
    let weakest = |model: &&Model| !broken.iter().any(|other| other != *model && model.implies(*other));
    placement.strongest = held.iter().filter(strongest).copied().collect();
    placement.weakest_broken = broken.iter().filter(weakest).copied().collect();
    placement.verdicts = verdicts;
    placement
}
