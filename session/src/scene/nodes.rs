//! What lies on nodes beside their views: spells, clocks, gauges.

use std::collections::BTreeMap;

use sim_core::act::{Act, SlowBy, SlowWhat, parse_line};
use sim_core::clock::Clock;
use sim_core::id::NodeId;
use sim_core::time::{Duration, Time};
use sim_core::trace::Applied;
use sim_core::world::World;

use super::{NEVER, calls};
use crate::wire::{ClockBend, GaugePoint, NodeInfo, Spell, Turn, Us};

/// A window with more points of gauges than this shows the last one of each 50 ms of watching.
const POINTS: usize = 4_000;

/// An applied act, as it was written.
pub(super) fn act(applied: &Applied) -> Option<Act> {
    parse_line(&["at 0s ", &applied.text].concat()).ok().map(|line| line.act)
}

/// Pauses, slowness and isolation.
pub(super) fn spells(world: &World) -> Vec<Spell> {
    let mut spells = Vec::new();
    for applied in world.trace.acts.iter().filter(|a| a.at < a.until) {
        let (kind, nodes, note) = match act(applied) {
            Some(Act::Pause { node, .. }) => ("pause", vec![node], String::new()),
            Some(Act::Slow { what: SlowWhat::Node(node), by }) => ("slow", vec![node], slowness(by)),
            Some(Act::Isolate(nodes)) => ("isolate", nodes, String::new()),
            _ => continue,
        };
        let to = if applied.until == Time::NEVER { NEVER } else { applied.until.0 };
        for node in nodes.iter().filter_map(|n| world.node(n)) {
            let (kind, note) = (kind.into(), note.clone());
            spells.push(Spell { node: node.0, kind, from: applied.at.0, to, note });
        }
    }
    spells
}

/// `10x`, `+50ms`.
pub(super) fn slowness(by: SlowBy) -> String {
    match by {
        SlowBy::Factor(thousandths) => format!("{}x", f64::from(thousandths) / 1_000.0),
        SlowBy::Span(span) => format!("+{span}"),
    }
}

/// Clocks that are not true.
pub(super) fn clocks(world: &World, window: (Us, Us)) -> Vec<ClockBend> {
    let mut bends: Vec<ClockBend> = Vec::new();
    for node in world.all_nodes() {
        let first = (Time(window.0), world.clock(node, Time(window.0)));
        let later = world.clock_changes(node).filter(|(t, _)| t.0 > window.0 && t.0 <= window.1);
        let mut was = (0, 0);
        for (t, clock) in std::iter::once(first).chain(later) {
            let is = (clock.error(t), clock.rate());
            let last = bends.last_mut().filter(|b| b.node == node.0 && b.at == t.0);
            match last {
                Some(last) => (last.offset_us, last.drift_ppm) = is,
                // A clock that was true up to here, and still is, has nothing to say.
                None if is == (0, 0) && was == (0, 0) => {}
                None => bends.push(ClockBend { node: node.0, at: t.0, offset_us: is.0, drift_ppm: is.1 }),
            }
            was = is;
        }
    }
    bends
}

/// Whose turn it is, in true time: a turn lasts until a reading of the giver's clock, which may bend on the way there.
pub(super) fn turn(world: &World, giver: NodeId, at: Time, turn: sim_core::protocol::Turn) -> Turn {
    let given = match turn {
        sim_core::protocol::Turn::Mine(mine) => return Turn::Mine(mine),
        sim_core::protocol::Turn::Given(given) => given,
    };
    Turn::Given(given.map(|(node, until)| {
        let end = |t: Time, clock: &Clock| {
            clock.after(t, Duration(u64::try_from(until.since(clock.mono(t))).unwrap_or_default()))
        };
        let first = end(at, &world.clock(giver, at));
        let bends = world.clock_changes(giver).filter(|(t, _)| *t > at);
        let over = bends.fold(first, |over, (t, clock)| if t < over { end(t, &clock) } else { over });
        (node.0, over.0)
    }))
}
/// Points of gauges: node, gauge and slice (or instant); when, and how much.
pub(super) type Points = BTreeMap<(u16, u8, Us), (Us, i32)>;

/// Gauges of all nodes.
pub(super) fn gauges(world: &World, nodes: &[NodeInfo], window: (Us, Us), pace: Us) -> Vec<GaugePoint> {
    let held = calls::held(world, nodes, window);
    let log = &world.trace.gauges;
    let first = log.partition_point(|p| p.at.0 <= window.0);
    let last = log.partition_point(|p| p.at.0 <= window.1);
    let slice = if last - first + held.len() > POINTS { (pace / 20).max(1) } else { 1 };
    // What it showed at the window's start comes first, then the last point of each slice.
    let mut points = Points::new();
    for p in log.range(0..first) {
        points.insert((p.node.0, p.gauge, 0), (window.0, p.value));
    }
    for p in log.range(first..last) {
        let slot = 1 + (p.at.0 - window.0) / slice;
        points.insert((p.node.0, p.gauge, slot), (p.at.0, p.value));
    }
    for ((node, gauge, _), (at, value)) in held {
        let slot = if at == window.0 { 0 } else { 1 + (at - window.0) / slice };
        points.insert((node, gauge, slot), (at, value));
    }
    let one = |((node, gauge, _), (at, value))| GaugePoint { node, gauge, at, value };
    let mut points: Vec<GaugePoint> = points.into_iter().map(one).collect();
    points.dedup_by(|b, a| (a.node, a.gauge, a.value) == (b.node, b.gauge, b.value));
    points
}
