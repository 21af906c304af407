//! `lost`: how many messages a link lost.

use super::{ArgValue, Call, Evidence, Finding, Measure};
use crate::quantity::{Quantity, Unit};
use crate::registry::{Arg, ArgKind, MeasureInfo, Yields};
use crate::trace::End;

/// The measure.
pub(super) const MEASURE: Measure = Measure { info, find };

fn info() -> MeasureInfo {
    MeasureInfo {
        name: "lost",
        doc: "How many messages on this link did not arrive, for whatever reason: the link's luck, a cut, a hand, a receiver that was down. `a-b` counts both directions, `a->b` one. Guards use it: where nothing is lost, nobody needs a retry.",
        phrase: "Messages lost on {link}[, during the {during}]",
        short: "Lost",
        args: &[
            Arg { name: "link", kind: ArgKind::Link, required: true, doc: "The link: a-b, or a->b for one direction." },
            Arg {
                name: "during",
                kind: ArgKind::Window,
                required: false,
                doc: "Only messages lost while this act lay on the world.",
            },
        ],
        yields: Yields::Quantity(Unit::Count),
        monotone: true,
        fields: &[],
    }
}

fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let nothing = Finding::quantity(Quantity::count(0), 0);
    let (Some(ArgValue::Link(link)), Some((from, to))) = (call.arg("link"), evidence.range(call)) else {
        return nothing;
    };
    let (Some(a), Some(b)) = (evidence.world.node(&link.a), evidence.world.node(&link.b)) else { return nothing };
    let (mut sent, mut lost) = (0, 0);
    for message in evidence.world.trace.messages().take_while(|m| m.sent <= evidence.until) {
        let way = (message.from, message.to);
        if way == (a, b) || (way == (b, a) && !link.one_way) {
            sent += 1;
            let gone =
                |(at, end): (_, End)| matches!(end, End::Lost(_)) && at <= evidence.until && from <= at && at < to;
            lost += usize::from(message.end.is_some_and(gone));
        }
    }
    Finding::quantity(Quantity::count(lost), sent)
}
