//! What the diagram says beside events: what a server holds from then on, and what clocks show where a message arrives
//! before it was sent.

use session::wire::{Scene, Staged, Us};
use yew::prelude::*;

use super::geom::{Pt, n1, pt};
use super::spacetime::Diagram;

/// With more changes than this in a window, and on lanes closer than this, values stand in the gutter alone.
const CHANGES: usize = 40;
const LOW: f64 = 20.0;

/// What servers hold, beside the events that changed it. By its own clock a lane says so by where its events stand.
pub fn values(staged: &Staged, scene: &Scene, d: &Diagram, row: f64) -> Vec<(Us, String, Pt)> {
    // A site without a value says what stands under it: a stamp, that its cache is cold.
    let said = |s: &session::wire::NodeState| if s.value.is_empty() { s.caption.clone() } else { s.value.clone() };
    let before = |i: usize| scene.states[..i].iter().rev().find(|s| s.node == scene.states[i].node);
    let changed = |i: &usize| {
        let s = &scene.states[*i];
        let here = s.at > 0 && s.at >= scene.window.0 && s.at <= scene.frontier && !said(s).is_empty();
        here && !staged.nodes[usize::from(s.node)].client && before(*i).is_none_or(|b| said(b) != said(s))
    };
    let changes: Vec<usize> = (0..scene.states.len()).filter(changed).collect();
    if row < LOW || d.own.is_some() || scene.crowded || changes.len() > CHANGES {
        return Vec::new();
    }
    let mut free = vec![f64::MIN; staged.nodes.len()];
    let mut out = Vec::new();
    for s in changes.into_iter().map(|i| &scene.states[i]) {
        let (x, y) = (d.x(s.node, s.at) + 5.0, d.y[usize::from(s.node)]);
        if x > free[usize::from(s.node)] && d.sees(y) {
            free[usize::from(s.node)] = x + said(s).chars().count() as f64 * 7.3 + 3.0;
            out.push((s.at, said(s), pt(x, y - 4.0)));
        }
    }
    out
}

/// What has been held so far, pale where it lies ahead of the playhead.
pub fn texts(d: &Diagram, at: Us, reach: Us, faded: bool) -> Vec<Html> {
    let one = |(since, said, p): &(Us, String, Pt)| {
        let pale = if faded { Some("faded") } else { (*since > at).then_some("later") };
        html! { <text class={classes!("ax", "halo-s", pale)} x={n1(p.x)} y={n1(p.y)}>{ said }</text> }
    };
    d.values.iter().filter(|v| v.0 <= reach).map(one).collect()
}

/// At both ends of a message that arrives before it was sent, what the clock there shows: where these have room.
pub fn clocks(d: &Diagram) -> Vec<Html> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    let mut all = Vec::new();
    for (p, times) in d.paths.iter().filter_map(|p| Some((p, p.back?))) {
        // Sent on the right, received on the left: the outer sides are free.
        for (at, ms, out, anchor) in [(p.from, times[0], 1.0, "start"), (p.to, times[1], -1.0, "end")] {
            let said = ms.to_string();
            let (x, wide) = (at.x + out * 5.0, said.len() as f64 * 7.5);
            let (low, high) = (x.min(x + out * wide), x.max(x + out * wide));
            let free = d.sees(at.y) && taken.iter().all(|(y, a, b)| (y - at.y).abs() > 1.0 || high < *a || low > *b);
            if free {
                taken.push((at.y, low, high));
                all.push(html! { <text class="vl warn halo-s" x={n1(x)} y={n1(at.y - 8.0)} text-anchor={anchor}>{ said }</text> });
            }
        }
    }
    all
}
