//! Circuit breakers as thin ribbons under the lanes, one below the other: fifty of them are seen at once. Pure.

use session::wire::{Scene, Staged, Us};

use super::axis::Scale;
use super::geom::n1;
use super::{status, words};

/// All ribbons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ribbons {
    /// How many are open now, of how many.
    pub now: String,
    /// Whether one is.
    pub open: bool,
    /// Top and height.
    pub y: (f64, f64),
    /// Where they are closed, open and half-open, as path data.
    pub states: [String; 3],
}

/// A ribbon's height with the gap below it: all of them together take about this much at most.
const MOST: f64 = 104.0;

/// The nodes with a breaker, each with its gauge.
fn breakers(staged: &Staged) -> Vec<(u16, u8)> {
    let gauge = |node: &session::wire::NodeInfo| node.gauges.iter().position(|gauge| gauge.kind == "breaker");
    staged.nodes.iter().enumerate().filter_map(|(n, node)| Some((n as u16, gauge(node)? as u8))).collect()
}

fn each(many: usize) -> f64 {
    (MOST / many as f64).clamp(2.0, 9.0)
}

/// Height of the ribbons with their margin.
pub fn height(staged: &Staged) -> f64 {
    let all = breakers(staged);
    if all.is_empty() { 0.0 } else { all.len() as f64 * each(all.len()) + 12.0 }
}

/// The ribbons of a window, from `top` down.
pub fn ribbons(staged: &Staged, scene: &Scene, scale: Scale, top: f64) -> Ribbons {
    let all = breakers(staged);
    let row = each(all.len());
    // Many thin ribbons touch: gaps of less than a pixel would flicker.
    let high = if row < 4.0 { row } else { row - 0.6 };
    let mut out = Ribbons { y: (top + 4.0, all.len() as f64 * row), ..Ribbons::default() };
    let mut open = 0;
    for (i, (node, gauge)) in all.iter().enumerate() {
        let told = scene.gauges.iter().filter(|p| (p.node, p.gauge) == (*node, *gauge)).map(|p| (p.at, p.value));
        // It is closed before it was told anything.
        let points: Vec<(Us, i32)> = [(scene.window.0, 0)].into_iter().chain(told).collect();
        for (k, (from, state)) in points.iter().enumerate() {
            let to = points.get(k + 1).map_or(scene.frontier, |next| next.0).min(scene.frontier);
            if *from >= to {
                continue;
            }
            let (a, b) = (scale.x(*from), scale.x(to));
            let y = out.y.0 + i as f64 * row;
            let data = ["M", &n1(a), " ", &n1(y), "H", &n1(b), "v", &n1(high), "H", &n1(a), "Z"].concat();
            out.states[(*state).clamp(0, 2) as usize] += &data;
        }
        let now = points.iter().rev().find(|point| point.0 <= scene.at).map_or(0, |point| point.1);
        open += usize::from(now == 1);
    }
    out.open = open > 0;
    out.now = words::breakers_open(open);
    if let [(node, _)] = all[..] {
        out.now = status::breaker(status::dials(staged, scene, node, scene.at).breaker.unwrap_or(0)).into();
    }
    out
}

#[cfg(test)]
mod tests {
    use session::wire::{GaugeInfo, GaugePoint};

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn each_breaker_is_a_ribbon_of_its_states() {
        let mut staged = fixture::staged();
        let gauge = GaugeInfo { name: "breaker".into(), kind: "breaker".into(), capacity: None };
        staged.nodes[3].gauges = vec![gauge.clone()];
        staged.nodes[4].gauges = vec![gauge.clone()];
        // Of another group, in which nobody sets one.
        staged.nodes[0].gauges = vec![GaugeInfo { kind: "number".into(), ..gauge }];
        let mut scene = fixture::scene(300, 400);
        scene.frontier = 400;
        scene.at = 300;
        let scale = Scale { origin: 0, k: 1.0 };
        assert!(height(&fixture::staged()) < 1.0, "nobody has one");
        let point = |node, at, value| GaugePoint { node, gauge: 0, at, value };
        scene.gauges = vec![point(3, 100, 1), point(3, 250, 2), point(4, 0, 1)];
        assert!(height(&staged) > 20.0, "there is room for them before one has opened");
        let r = ribbons(&staged, &scene, scale, 50.0);
        assert_eq!(r.states[0], "M0 54H100v8.4H0Z");
        assert_eq!(r.states[1], "M100 54H250v8.4H100ZM0 63H400v8.4H0Z");
        assert_eq!(r.states[2], "M250 54H400v8.4H250Z");
        assert_eq!((r.now.as_str(), r.open), ("1 open", true));
        assert!((each(50) * 50.0 - 104.0).abs() < 1.0);
    }
}
