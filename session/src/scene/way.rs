//! Messages in a window: each on its way while there are few, those near the playhead while there are many, and all of
//! them as counts.

use std::collections::{BTreeMap, BTreeSet};

use sim_core::history::Op;
use sim_core::order::Ordered;
use sim_core::time::Time;
use sim_core::trace::{End, Loss, Message, What, Words};
use sim_core::world::World;

use crate::wire::{Fate, Flight, Scene, Stream, Us};
use sim_core::order::gathered;

/// A window has so many slices at most.
const SLICES: Us = 1_000;

fn end(m: &Message) -> Us {
    m.end.map_or(m.arrives.0, |(t, _)| t.0)
}

/// Messages that are under way at any time of the window, in order of sending.
pub(super) fn seen(world: &World, window: (Us, Us)) -> Vec<Message> {
    let begun = world.trace.messages().take_while(|m| m.sent.0 <= window.1);
    begun.filter(|m| end(m) >= window.0).collect()
}

/// 100 ms of watching, or more where the window is very long.
pub(super) fn slice(window: (Us, Us), pace: Us) -> Us {
    (pace / 10).max((window.1 - window.0).div_ceil(SLICES)).max(1)
}

/// How many went which way, slice by slice.
pub(super) fn streams(seen: &[Message], window: (Us, Us), slice: Us) -> Vec<Stream> {
    let mut counts: BTreeMap<(u32, u16, u16, u16), (u32, u32)> = BTreeMap::new();
    for m in seen.iter().filter(|m| m.sent.0 >= window.0) {
        let at = ((m.sent.0 - window.0) / slice) as u32;
        let (sent, lost) = counts.entry((at, m.from.0, m.to.0, m.kind)).or_default();
        *sent += 1;
        *lost += u32::from(matches!(m.end, Some((_, End::Lost(_)))));
    }
    let one = |((slice, from, to, kind), (sent, lost))| Stream { slice, from, to, kind, sent, lost };
    counts.into_iter().map(one).collect()
}

/// What is drawn one by one, and between which instants nothing of it is missing.
pub(super) fn flights(
    world: &World,
    labels: &[String],
    mut seen: Vec<Message>,
    at: Us,
    window: (Us, Us),
) -> (Vec<Flight>, (Us, Us)) {
    let mut whole = window;
    if seen.len() > Scene::FLIGHTS {
        // Play goes forward: what lies behind the playhead is four times as far away.
        let far = |m: &Message| m.sent.0.saturating_sub(at).max(at.saturating_sub(end(m)).saturating_mul(4));
        let mut by: Vec<(Us, usize)> = seen.iter().enumerate().map(|(i, m)| (far(m), i)).collect();
        by.order();
        let mut near = vec![false; seen.len()];
        by[..Scene::FLIGHTS].iter().for_each(|(_, i)| near[*i] = true);
        for (_, i) in &by[Scene::FLIGHTS..] {
            let m = &seen[*i];
            if m.sent.0 > at {
                whole.1 = whole.1.min(m.sent.0 - 1);
            } else {
                whole.0 = whole.0.max(end(m).saturating_add(1).min(at));
            }
        }
        let mut keep = near.into_iter();
        seen.retain(|_| keep.next().unwrap_or(false));
    }
    let words = Words { nodes: labels, kinds: &world.kinds, history: &world.history };
    let moved = moved(world, &seen, window);
    (seen.into_iter().map(|m| Flight { moved: moved.contains(&m.name.0), ..flight(m, &words) }).collect(), whole)
}

/// Names of messages whose arrival was moved since the first of these was sent.
fn moved(world: &World, seen: &[Message], window: (Us, Us)) -> BTreeSet<u64> {
    let Some(first) = seen.first() else { return BTreeSet::new() };
    let name = |what| if let What::Moved(m) = what { Some(world.trace.message(m).name.0) } else { None };
    let rows = world.trace.numbered(first.row.0 as usize..world.trace.row_after(Time(window.1)));
    gathered(rows.filter_map(|(_, row)| name(row.what)))
}

fn flight(m: Message, words: &Words<'_>) -> Flight {
    Flight {
        name: m.name.0,
        from: m.from.0,
        to: m.to.0,
        kind: m.kind,
        sent: m.sent.0,
        arrives: m.arrives.0,
        fate: match m.end {
            Some((t, End::Lost(why))) => match why {
                Loss::Cut => Fate::Cut(t.0),
                Loss::Luck => Fate::Lost(t.0),
                Loss::Dropped => Fate::Dropped(t.0),
                Loss::Down => Fate::Down(t.0),
                Loss::Refused => Fate::Refused(t.0),
            },
            None if m.arrives == Time::NEVER => Fate::Held,
            None | Some((_, End::Arrived)) => Fate::Arrives,
        },
        label: words.note(m.note),
        copy: m.copy,
        moved: false,
    }
}

/// Operations of a window with more of them than [`Scene::OPS`]: all that are open within a second of watching around the
/// playhead, as far as these are not more, every n-th of the others, and whatever broke a check.
pub(super) fn thinned<'a>(seen: Vec<(usize, &'a Op)>, at: Us, pace: Us, marks: &[(u32, &str)]) -> Vec<(usize, &'a Op)> {
    if seen.len() <= Scene::OPS {
        return seen;
    }
    let near = |op: &Op| op.called.0 <= at + pace && op.returned.0 >= at.saturating_sub(pace);
    let close = seen.iter().filter(|(_, op)| near(op)).count();
    // Each of the two gets half of the room.
    let half = Scene::OPS / 2;
    let (each_near, each_far) = (close.div_ceil(half).max(1), (seen.len() - close).div_ceil(half).max(1));
    let marked = |i: usize| marks.iter().any(|(op, _)| *op as usize == i);
    seen.into_iter()
        .filter(|(i, op)| i.is_multiple_of(if near(op) { each_near } else { each_far }) || marked(*i))
        .collect()
}
