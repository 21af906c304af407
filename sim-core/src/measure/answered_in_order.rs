//! `answered_in_order`: consistency times availability, as one number.

use super::success::KEYED;
use super::{Call, Evidence, Finding, Measure, Verdict};
use crate::history::Outcome;
use crate::id::NodeId;
use crate::quantity::{Quantity, Unit};
use crate::registry::{MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "answered_in_order",
        doc: "The share of requests that were answered, averaged over the nodes that were asked; 0 % where no one order of all operations explains the answers (`linearizable`). It is 100 % only where everybody is answered and nobody is told anything that no order explains.",
        phrase: "Answered, and in one order[, {clients}][, during the {during}]",
        short: "Both",
        args: KEYED,
        yields: Yields::Quantity(Unit::Share),
        monotone: false,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let chosen = evidence.chosen(call);
    let ended = chosen.iter().map(|(_, op)| (op.server, evidence.outcome(op))).filter(|(_, o)| *o != Outcome::Open);
    let mut servers: Vec<(NodeId, usize, usize)> = Vec::new();
    for (server, outcome) in ended {
        let at = servers.iter().position(|(other, ..)| *other == server).unwrap_or_else(|| {
            servers.push((server, 0, 0));
            servers.len() - 1
        });
        servers[at].1 += usize::from(matches!(outcome, Outcome::Ok(_)));
        servers[at].2 += 1;
    }
    let key: Vec<_> = call.args.iter().filter(|(name, _)| name == "key").cloned().collect();
    let order = super::find(evidence, &Call { measure: super::linearizable::NAME.into(), args: key });
    let over = servers.iter().map(|(.., ended)| ended).sum();
    let verdict = match order.verdict {
        Verdict::Undecided(why) => Verdict::Undecided(why),
        _ if over == 0 => Verdict::Empty,
        Verdict::Broken => Verdict::Quantity(Quantity { value: 0.0, unit: Unit::Share }),
        _ => {
            let shares = servers.iter().map(|(_, answered, ended)| *answered as f64 / *ended as f64);
            Verdict::Quantity(Quantity { value: shares.sum::<f64>() / servers.len() as f64, unit: Unit::Share })
        }
    };
    Finding { verdict, witnesses: order.witnesses, over }
}
