//! Faults on links, of the whole run.

use sim_core::act::{Act, SlowBy, SlowWhat};
use sim_core::id::NodeId;
use sim_core::run::Recipe;
use sim_core::time::{Duration, Time};
use sim_core::trace::Applied;
use sim_core::world::World;

use super::NEVER;
use super::nodes::{act, slowness};
use crate::wire::{FaultSpan, LinkInfo, Us};

/// Cuts, holds, slowness and loss, in order; what the world began with comes first.
pub(super) fn faults(world: &World, recipe: &Recipe, links: &[LinkInfo]) -> Vec<FaultSpan> {
    let mut all = given(world, recipe, links);
    all.extend(world.trace.acts.iter().filter_map(|applied| span(world, links, applied)));
    all
}

/// Links, as indices, and which ways: 0 both, 1 from the first end to the second, -1 back.
fn on(links: &[LinkInfo], has: impl Fn(NodeId, NodeId) -> bool) -> (Vec<u16>, i8) {
    let (mut indices, mut forward, mut back) = (Vec::new(), false, false);
    for (i, link) in links.iter().enumerate() {
        let (there, again) = (has(NodeId(link.a), NodeId(link.b)), has(NodeId(link.b), NodeId(link.a)));
        if there || again {
            indices.push(i as u16);
        }
        forward |= there;
        back |= again;
    }
    (indices, i8::from(forward) - i8::from(back))
}

fn span(world: &World, links: &[LinkInfo], applied: &Applied) -> Option<FaultSpan> {
    let act = act(applied)?;
    let mut lossy = None;
    let (kind, note) = match &act {
        Act::Isolate(_) | Act::Cut(_) => ("cut", String::new()),
        Act::Hold(_) => ("hold", String::new()),
        // As fast as ever: nothing lies on the link.
        Act::Slow { by: SlowBy::Span(Duration::ZERO) | SlowBy::Factor(1_000), .. } => return None,
        Act::Slow { what: SlowWhat::Link(_), by } => ("slow", slowness(*by)),
        Act::Set { path, value } => {
            let owner = path.strip_suffix(".loss")?;
            lossy = Some(owner);
            ("loss", percent(value))
        }
        _ => return None,
    };
    let (links, one_way) = match lossy {
        Some(owner) => on(links, |a, b| concerns(world, owner, a, b)),
        None => on(links, |a, b| applied.links.contains(&(a, b))),
    };
    if links.is_empty() {
        return None;
    }
    Some(FaultSpan {
        kind: kind.into(),
        links,
        one_way,
        from: applied.at.0,
        to: until(applied.until),
        label: applied.label.clone().unwrap_or_default(),
        side: if kind == "cut" { smaller_side(world, applied) } else { Vec::new() },
        note,
    })
}

fn until(t: Time) -> Us {
    if t == Time::NEVER { NEVER } else { t.0 }
}

/// `2 %`.
fn percent(value: &str) -> String {
    value.trim().trim_end_matches('%').trim().to_string() + " %"
}

/// Whether `set OWNER.loss` reaches messages from `a` to `b`.
fn concerns(world: &World, owner: &str, a: NodeId, b: NodeId) -> bool {
    let beside = world.beside(a) == Some(b) || world.beside(b) == Some(a);
    if owner == "links" {
        return true;
    }
    if let Some(node) = world.node(owner) {
        return (a == node || b == node) && !beside;
    }
    let ends = |x: &str, y: &str| world.node(x) == Some(a) && world.node(y) == Some(b);
    match owner.split_once("->") {
        Some((from, to)) => ends(from, to),
        None => owner.split_once('-').is_some_and(|(x, y)| ends(x, y) || ends(y, x)),
    }
}

/// What links lose from the start on, as the scenario has it.
fn given(world: &World, recipe: &Recipe, links: &[LinkInfo]) -> Vec<FaultSpan> {
    let lost = |settings: &[(String, String)]| settings.iter().find(|(key, _)| key == "loss").map(|(_, v)| percent(v));
    let mut all = Vec::new();
    let mut add = |(links, one_way): (Vec<u16>, i8), note: Option<String>| {
        if let (Some(note), false) = (note, links.is_empty()) {
            all.push(FaultSpan { kind: "loss".into(), links, one_way, to: NEVER, note, ..FaultSpan::default() });
        }
    };
    add(on(links, |_, _| true), lost(&recipe.scenario.links));
    for (name, settings) in &recipe.scenario.own_links {
        let (x, y) = (world.node(&name.a), world.node(&name.b));
        let ends = |a, b| (Some(a), Some(b)) == (x, y) || !name.one_way && (Some(b), Some(a)) == (x, y);
        add(on(links, ends), lost(settings));
    }
    all
}

/// The smaller of the sides that a cut separates; none if it separates nothing.
fn smaller_side(world: &World, act: &Applied) -> Vec<u16> {
    let linked = |a: NodeId, b: NodeId| {
        let beside = world.beside(a) == Some(b) || world.beside(b) == Some(a);
        let servers = !world.is_client(a) && !world.is_client(b);
        (beside || servers) && !act.links.contains(&(a, b)) && !act.links.contains(&(b, a))
    };
    let mut sides: Vec<Vec<NodeId>> = Vec::new();
    for node in world.all_nodes() {
        let (near, far): (Vec<_>, Vec<_>) =
            sides.into_iter().partition(|side: &Vec<NodeId>| side.iter().any(|n| linked(*n, node)));
        sides = far;
        sides.push(near.into_iter().flatten().chain([node]).collect());
    }
    if sides.len() < 2 {
        return Vec::new();
    }
    sides.into_iter().min_by_key(Vec::len).map(|s| s.into_iter().map(|n| n.0).collect()).unwrap_or_default()
}
