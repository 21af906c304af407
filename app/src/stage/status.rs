//! What lies on a node at an instant beside its value: what it is, pauses, slowness, its clock, its gauges. Pure.

use session::wire::{Scene, Staged, Us};

use super::{judged, scene, words};

/// What a node is at an instant.
pub fn role<'a>(staged: &'a Staged, scene: &'a Scene, node: u16, t: Us) -> &'a str {
    let now = scene::state(scene, node, t).map(|s| s.role.as_str()).filter(|r| !r.is_empty());
    now.unwrap_or(&staged.nodes[usize::from(node)].role)
}

/// Whether a node stands still.
pub fn paused(scene: &Scene, node: u16, t: Us) -> bool {
    spell(scene, node, "pause", t).is_some()
}

/// By how much a node is slower: `10x`.
pub fn slowed(scene: &Scene, node: u16, t: Us) -> Option<&str> {
    spell(scene, node, "slow", t)
}

fn spell<'a>(scene: &'a Scene, node: u16, kind: &str, t: Us) -> Option<&'a str> {
    let on = |s: &&session::wire::Spell| s.node == node && s.kind == kind && s.from <= t && t < s.to;
    scene.spells.iter().rev().find(on).map(|s| s.note.as_str())
}

/// By how much a node's wall clock is ahead, in microseconds; none where it is true.
pub fn clock(scene: &Scene, node: u16, t: Us) -> Option<i64> {
    let bend = scene.clocks.iter().rev().find(|b| b.node == node && b.at <= t)?;
    let gained = (i128::from(t - bend.at) * i128::from(bend.drift_ppm) / 1_000_000) as i64;
    Some(bend.offset_us + gained).filter(|off| *off != 0)
}

/// The gauges of a node that are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dials {
    /// How many slots are taken, of how many.
    pub slots: Option<(i32, i32)>,
    /// How many of the taken ones only wait, all for the same.
    pub held: i32,
    /// How many wait.
    pub queue: Option<i32>,
    /// A circuit breaker: 0 closed, 1 open, 2 half-open.
    pub breaker: Option<i32>,
}

/// What one gauge shows.
fn reading(scene: &Scene, node: u16, gauge: u8, t: Us) -> Option<i32> {
    let end = scene.gauges.partition_point(|p| (p.node, p.gauge, p.at) <= (node, gauge, t));
    scene.gauges[..end].last().filter(|p| (p.node, p.gauge) == (node, gauge)).map(|p| p.value)
}

/// For whom the slots of a node wait: each node that it may ask, and how many wait for it.
pub fn held_by<'a>(staged: &'a Staged, scene: &Scene, node: u16, t: Us) -> Vec<(&'a str, i32)> {
    let all = staged.nodes[usize::from(node)].gauges.iter().enumerate().filter(|(_, g)| g.kind == "held");
    all.map(|(i, g)| (g.name.as_str(), reading(scene, node, i as u8, t).unwrap_or(0))).collect()
}

/// What the gauges of a node show.
pub fn dials(staged: &Staged, scene: &Scene, node: u16, t: Us) -> Dials {
    let mut dials = Dials::default();
    let declared = &staged.nodes[usize::from(node)].gauges;
    if declared.is_empty() {
        return dials;
    }
    let value = |g: u8| reading(scene, node, g, t);
    for (i, gauge) in declared.iter().enumerate() {
        let now = value(i as u8);
        match gauge.kind.as_str() {
            "slots" => dials.slots = gauge.capacity.and_then(value).map(|of| (now.unwrap_or(0), of)),
            "part" => dials.held = now.unwrap_or(0),
            "queue" => dials.queue = Some(now.unwrap_or(0)),
            "breaker" => dials.breaker = now,
            _ => {}
        }
    }
    dials
}

/// The word beside a breaker's sign.
pub fn breaker(state: i32) -> &'static str {
    words::BREAKER[state.clamp(0, 2) as usize]
}

/// All of it in words, for the node's name.
pub fn said(staged: &Staged, scene: &Scene, node: u16, t: Us) -> String {
    let dials = dials(staged, scene, node, t);
    let mut all = Vec::new();
    if paused(scene, node, t) {
        all.push(words::PAUSED.to_string());
    }
    all.extend(slowed(scene, node, t).map(words::slow));
    all.extend(clock(scene, node, t).map(words::clock_said));
    all.extend(dials.slots.map(|(busy, of)| words::busy(busy, of)));
    let held = held_by(staged, scene, node, t);
    all.extend(held.iter().filter(|(_, n)| *n > 0).map(|(name, n)| words::wait_for(*n, name)));
    all.extend((held.is_empty() && dials.held > 0).then(|| words::held(dials.held)));
    all.extend(dials.queue.filter(|n| *n > 0).map(words::waiting_jobs));
    all.extend(dials.breaker.map(|b| [words::BREAKER_IS, breaker(b)].concat()));
    all.extend(judged::row(scene, node, t).map(words::in_a_row));
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use session::wire::{ClockBend, GaugeInfo, GaugePoint, NodeState, Spell};

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn a_clock_goes_on_at_its_rate_between_bends() {
        let mut scene = fixture::scene(0, 3_000_000);
        let bend = |at, offset_us, drift_ppm| ClockBend { node: 1, at, offset_us, drift_ppm };
        scene.clocks = vec![bend(1_000_000, -300_000, 0), bend(2_000_000, -300_000, 200)];
        let at = |t| clock(&scene, 1, t);
        assert_eq!([at(999_999), at(1_500_000), at(4_000_000)], [None, Some(-300_000), Some(-299_600)]);
        assert_eq!(clock(&scene, 0, 4_000_000), None);
    }

    #[test]
    fn gauges_stand_until_their_next_point() {
        let (mut staged, mut scene) = (fixture::staged(), fixture::scene(0, 3_000_000));
        let gauge = |name: &str, kind: &str, capacity| GaugeInfo { name: name.into(), kind: kind.into(), capacity };
        staged.nodes[1].gauges =
            vec![gauge("busy", "slots", Some(2)), gauge("waiting", "queue", None), gauge("workers", "room", None)];
        staged.nodes[1].gauges.push(gauge("held", "part", Some(0)));
        let point = |gauge, at, value| GaugePoint { node: 1, gauge, at, value };
        scene.gauges = vec![point(0, 0, 1), point(0, 500, 4), point(1, 500, 9), point(2, 0, 4), point(3, 500, 3)];
        assert_eq!(dials(&staged, &scene, 1, 499), Dials { slots: Some((1, 4)), queue: Some(0), ..Dials::default() });
        let full = Dials { slots: Some((4, 4)), held: 3, queue: Some(9), breaker: None };
        assert_eq!(dials(&staged, &scene, 1, 500), full);
        assert_eq!(dials(&staged, &scene, 0, 500), Dials::default());
        assert_eq!(said(&staged, &scene, 1, 500), "4 of 4 busy, 3 of them held by one other node, 9 waiting");
        // Where it is known for whom the slots wait, that is said instead.
        staged.nodes[1].gauges.extend([gauge("Catalog", "held", Some(0)), gauge("Cards", "held", Some(0))]);
        scene.gauges.extend([point(4, 500, 0), point(5, 500, 3)]);
        assert_eq!(held_by(&staged, &scene, 1, 500), [("Catalog", 0), ("Cards", 3)]);
        assert_eq!(said(&staged, &scene, 1, 500), "4 of 4 busy, 3 wait for Cards, 9 waiting");
    }

    #[test]
    fn what_a_node_shows_says_what_it_is_now() {
        let (mut staged, mut scene) = (fixture::staged(), fixture::scene(0, 3_000_000));
        staged.nodes[0].role = "server".into();
        scene.states.push(NodeState { node: 0, at: 2_500_000, role: "leader".into(), ..NodeState::default() });
        assert_eq!([role(&staged, &scene, 0, 2_499_999), role(&staged, &scene, 0, 2_500_000)], ["server", "leader"]);
    }

    #[test]
    fn spells_last_as_long_as_they_say() {
        let mut scene = fixture::scene(0, 3_000_000);
        let spell = |kind: &str, note: &str| Spell { node: 2, kind: kind.into(), from: 10, to: 20, note: note.into() };
        scene.spells = vec![spell("pause", ""), spell("slow", "10x")];
        assert_eq!((paused(&scene, 2, 9), paused(&scene, 2, 10), paused(&scene, 2, 20)), (false, true, false));
        assert_eq!((slowed(&scene, 2, 15), slowed(&scene, 1, 15)), (Some("10x"), None));
    }
}
