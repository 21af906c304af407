//! `both_entered`: two clients posted, looked, and both saw nothing.

use super::evidence::clock;
use super::rounds::rounds;
use super::rows::bare;
use super::{Call, Evidence, Fact, Finding, Measure, Witness};
use crate::quantity::Unit;
use crate::registry::{FieldKind, MeasureInfo, WitnessField, Yields};

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "both_entered",
        doc: "Rounds in which two clients each wrote a key, then read the one that the other writes, and both found nothing there: the entry protocol of Dekker (Dijkstra, *Cooperating Sequential Processes*, 1965) let both in.",
        phrase: "Rounds in which both saw nothing",
        short: "Both in",
        args: &[],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[
            WitnessField { name: "at", kind: FieldKind::At, doc: "When the second was told that there is nothing." },
            WitnessField { name: "saw", kind: FieldKind::At, doc: "When the first was told so." },
            WitnessField { name: "first", kind: FieldKind::Node, doc: "Who posted first." },
            WitnessField { name: "second", kind: FieldKind::Node, doc: "Who posted second." },
            WitnessField { name: "post", kind: FieldKind::Event, doc: "The earlier post was acknowledged." },
            WitnessField { name: "look", kind: FieldKind::Event, doc: "Its writer saw nothing." },
            WitnessField { name: "other-post", kind: FieldKind::Event, doc: "The later post was acknowledged." },
            WitnessField { name: "other-look", kind: FieldKind::Event, doc: "Its writer saw nothing." },
            WitnessField { name: "apart", kind: FieldKind::Span, doc: "From the earlier post to the later one." },
        ],
    }
}

fn find(evidence: &Evidence<'_>, _call: &Call) -> Finding {
    let rounds = rounds(evidence);
    let both = rounds.iter().filter(|round| round.iter().all(|claim| claim.found_nothing(evidence)));
    let mut witnesses: Vec<Witness> = both
        .map(|[one, other]| {
            let at = one.look.returned.max(other.look.returned);
            let keys = &evidence.world.history.keys;
            let told = |claim: &super::rounds::Claim<'_>| {
                let who = evidence.label(claim.post.client);
                let (post, look) = (claim.post.label(keys), claim.look.label(keys));
                (
                    claim.look.return_row.0,
                    format!(
                        "{who} asked for {post} at {}, then for {look}, and found nothing at {}.",
                        clock(claim.post.called),
                        clock(claim.look.returned)
                    ),
                )
            };
            let (a, b) = (evidence.label(one.post.client), evidence.label(other.post.client));
            let mut rows: Vec<u32> =
                [one, other].iter().flat_map(|c| [c.post.return_row.0, c.look.return_row.0]).collect();
            crate::order::Ordered::order(&mut rows[..]);
            Witness {
                sentence: format!("At {} both {a} and {b} had posted, looked, and seen nothing.", clock(at)),
                fields: vec![
                    ("at", Fact::At(at)),
                    ("saw", Fact::At(one.look.returned.min(other.look.returned))),
                    ("first", Fact::Node(evidence.world.names[one.post.client.index()].clone())),
                    ("second", Fact::Node(evidence.world.names[other.post.client.index()].clone())),
                    ("post", Fact::Event(one.post.return_row.0)),
                    ("look", Fact::Event(one.look.return_row.0)),
                    ("other-post", Fact::Event(other.post.return_row.0)),
                    ("other-look", Fact::Event(other.look.return_row.0)),
                    ("apart", Fact::Span(other.post.called.since(one.post.called))),
                ],
                rows,
                because: vec![told(other), told(one)],
                ..bare(at)
            }
        })
        .collect();
    crate::order::Ordered::order_by_key(&mut witnesses[..], |witness| witness.at);
    Finding::events(witnesses, rounds.len())
}
