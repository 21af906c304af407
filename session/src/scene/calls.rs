//! What is seen of calls: for whom the slots of a node wait, and what its breaker is told.

use sim_core::history::{Call, CallEnd};
use sim_core::id::Key;
use sim_core::order::Ordered;
use sim_core::world::World;

use super::nodes::Points;
use crate::wire::{Judged, NodeInfo, Scene, Us};

/// How many of its slots each node waits with for another.
pub(super) fn held(world: &World, nodes: &[NodeInfo], window: (Us, Us)) -> Points {
    let mut steps = Points::new();
    // A call in the service of another one is what a slot waits for.
    let begun = world.history.calls.iter().take_while(|c| c.sent.0 <= window.1);
    for call in begun.filter(|c| c.parent.is_some() && c.ended.0 > window.0) {
        let (from, to) = (&nodes[call.from.index()], &nodes[call.to.index()]);
        let Some(gauge) = from.gauges.iter().position(|g| g.kind == "held" && g.name == to.label) else { continue };
        let mut step = |at: Us, by: i32| {
            let at = at.max(window.0);
            steps.entry((call.from.0, gauge as u8, at)).or_insert((at, 0)).1 += by;
        };
        step(call.sent.0, 1);
        if call.ended.0 <= window.1 {
            step(call.ended.0, -1);
        }
    }
    let mut now = (0, 0, 0);
    for ((node, gauge, _), (_, value)) in &mut steps {
        now = if (now.0, now.1) == (*node, *gauge) { (*node, *gauge, now.2 + *value) } else { (*node, *gauge, *value) };
        *value = now.2;
    }
    steps
}

/// The calls of nodes with a breaker that end in the window.
pub(super) fn judged(world: &World, nodes: &[NodeInfo], window: (Us, Us)) -> Vec<Judged> {
    let judge = |n: &NodeInfo| n.gauges.iter().any(|g| g.kind == "breaker");
    let many = nodes.iter().filter(|n| judge(n)).count();
    if many == 0 || many > Scene::JUDGES {
        return Vec::new();
    }
    let ours = world.history.calls.iter().take_while(|c| c.sent.0 <= window.1);
    let ours = ours.filter(|c| judge(&nodes[c.from.index()]) && c.ended.0 <= window.1);
    let mut ended: Vec<&Call> = ours.collect();
    ended.order_by_key(|c| c.ended);
    let mut rows: Vec<(u16, Option<Key>, u32)> = Vec::new();
    let mut all = Vec::new();
    for call in ended {
        let by_route = world.spelled(world.group_of(call.from), "breaker-scope") == Some("route");
        let route = world.history.op(call.op).key.filter(|_| by_route);
        let ok = call.end == CallEnd::Ok;
        let known = rows.iter().position(|r| (r.0, r.1) == (call.from.0, route));
        let known = known.unwrap_or_else(|| {
            rows.push((call.from.0, route, 0));
            rows.len() - 1
        });
        let row = if ok { 0 } else { rows[known].2 + 1 };
        rows[known].2 = row;
        all.push(Judged { node: call.from.0, at: call.ended.0, ok, row });
    }
    all.retain(|j| j.at >= window.0);
    all
}
