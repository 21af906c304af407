//! `rounds`: two clients post, then each looks for the other's post; and how many began almost together.

use super::{ArgValue, Call, Evidence, Finding, Measure};
use crate::history::{Op, Outcome};
use crate::id::NodeId;
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "rounds",
        doc: "Rounds in which two clients each write a key and then read the one that the other writes, and both writes were called within this span.",
        phrase: "Rounds with both posts within {within}",
        short: "Rounds",
        args: &[Arg {
            name: "within",
            kind: ArgKind::Span,
            required: true,
            doc: "How far apart the two writes are at most.",
        }],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

/// A client has written one key and, as its next operation, read another.
#[derive(Clone, Copy)]
pub(super) struct Claim<'e> {
    pub(super) post: &'e Op,
    pub(super) look: &'e Op,
}

/// Claims that cross: each looks for what the other posts. The earlier post comes first.
pub(super) fn rounds<'e>(evidence: &Evidence<'e>) -> Vec<[Claim<'e>; 2]> {
    let mut last: Vec<(NodeId, &Op)> = Vec::new();
    let mut claims: Vec<Claim<'_>> = Vec::new();
    for (_, op) in evidence.past() {
        let at = last.iter().position(|(client, _)| *client == op.client);
        let before = at.map(|at| last.swap_remove(at).1);
        last.push((op.client, op));
        if let Some(post) = before.filter(|b| b.value.is_some() && op.value.is_none() && b.key != op.key) {
            claims.push(Claim { post, look: op });
        }
    }
    let mut rounds = Vec::new();
    for (n, one) in claims.iter().enumerate() {
        let crosses = |other: &&Claim<'_>| {
            other.post.client != one.post.client && other.post.key == one.look.key && other.look.key == one.post.key
        };
        for other in claims[n + 1..].iter().filter(crosses) {
            let early = (other.post.called, other.post.client) < (one.post.called, one.post.client);
            rounds.push(if early { [*other, *one] } else { [*one, *other] });
        }
    }
    rounds
}

impl Claim<'_> {
    /// Whether it found nothing there: what its key holds before anybody writes it.
    pub(super) fn found_nothing(&self, evidence: &Evidence<'_>) -> bool {
        let initial = self.look.key.map(|key| evidence.world.history.initial(key));
        matches!(evidence.outcome(self.look), Outcome::Ok(value) if value == initial)
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let Some(ArgValue::Span(within)) = call.arg("within") else { unreachable!("`within` is required") };
    let rounds = rounds(evidence);
    let close = rounds.iter().filter(|[one, other]| other.post.called.since(one.post.called) <= *within).count();
    Finding::quantity(Quantity::count(close), rounds.len())
}
