//! What a breaker is told: each call that ended as a tick or a cross, and above it how many in a row have failed. Pure.

use session::wire::{Judged, Scene, Staged, Us};

use super::axis::Scale;
use super::geom::{Pt, path, pt};
use super::{board, words};

/// The calls of one node under the lanes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// Whose.
    pub name: String,
    /// How many in a row have failed at the playhead.
    pub now: String,
    /// Whether that is more than none.
    pub bad: bool,
    /// Top and height.
    pub y: (f64, f64),
    /// Calls that were answered, and calls that failed, as path data.
    pub marks: [String; 2],
    /// Counts that have room.
    pub counts: Vec<(Pt, u32)>,
}

/// A strip's height with the gap below it.
const HIGH: f64 = 34.0;

/// How many calls in a row of a node have failed at an instant; none where nobody judges them, or none has ended.
pub fn row(scene: &Scene, node: u16, t: Us) -> Option<u32> {
    scene.judged.iter().rev().find(|j| j.node == node && j.at <= t).map(|j| j.row)
}

/// Nodes whose calls are shown: those with a breaker, where there are few of them.
fn judges(staged: &Staged) -> Vec<u16> {
    let judge = |n: &u16| staged.nodes[usize::from(*n)].gauges.iter().any(|g| g.kind == "breaker");
    let all: Vec<u16> = (0..staged.nodes.len() as u16).filter(judge).collect();
    if all.len() > Scene::JUDGES { Vec::new() } else { all }
}

/// Height of all strips.
pub fn height(staged: &Staged) -> f64 {
    judges(staged).len() as f64 * HIGH
}

/// The strips of a window, from `top` down.
pub fn strips(staged: &Staged, scene: &Scene, scale: Scale, top: f64) -> Vec<Strip> {
    let all = judges(staged);
    let alone = all.len() == 1;
    let one = |(i, node): (usize, &u16)| {
        let name = if alone { words::IN_A_ROW.to_string() } else { staged.nodes[usize::from(*node)].label.clone() };
        let now = row(scene, *node, scene.at).unwrap_or(0);
        let y = top + 6.0 + i as f64 * HIGH;
        let mut strip = Strip { name, now: now.to_string(), bad: now > 0, y: (y, HIGH - 10.0), ..Strip::default() };
        let calls: Vec<&Judged> = scene.judged.iter().filter(|j| j.node == *node && j.at <= scene.frontier).collect();
        let x = |k: usize| calls.get(k).map_or(f64::MAX, |j| scale.x(j.at));
        let mut free = f64::MIN;
        for (k, call) in calls.iter().enumerate() {
            let (at, half) = (pt(x(k), y + 19.0), call.row.to_string().len() as f64 * 3.7 + 1.0);
            let near = at.x - if k > 0 { x(k - 1) } else { f64::MIN };
            let crowded = near.min(x(k + 1) - at.x) < 8.0;
            strip.marks[usize::from(!call.ok)] += &if crowded {
                path(&[pt(at.x, at.y - 4.0), pt(at.x, at.y + 4.0)])
            } else if call.ok {
                path(&[pt(at.x - 3.5, at.y), pt(at.x - 1.0, at.y + 3.0), pt(at.x + 4.0, at.y - 3.5)])
            } else {
                board::cross(at, 3.5)
            };
            // In a crowd, that a call did not fail is no news.
            if at.x - half > free && !(crowded && call.ok) {
                free = at.x + half;
                strip.counts.push((pt(at.x, y + 10.0), call.row));
            }
        }
        strip
    };
    all.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use session::wire::GaugeInfo;

    use super::*;
    use crate::stage::fixture;

    #[test]
    fn calls_are_ticks_and_crosses_under_the_count_of_failures() {
        let mut staged = fixture::staged();
        assert!(height(&staged) < 1.0, "nobody judges");
        staged.nodes[3].gauges = vec![GaugeInfo { name: "breaker".into(), kind: "breaker".into(), capacity: None }];
        let mut scene = fixture::scene(300, 400);
        (scene.at, scene.frontier) = (260, 400);
        let call = |at, row| Judged { node: 3, at, ok: row == 0, row };
        scene.judged = vec![call(100, 0), call(150, 1), call(200, 2), call(203, 0), call(500, 1)];
        let strip = &strips(&staged, &scene, Scale { origin: 0, k: 1.0 }, 50.0)[0];
        // Two calls that end almost together are lines, and the second has no room for its count.
        assert_eq!(strip.marks[0], "M96.5 75L99 78L104 71.5M203 71L203 79");
        assert_eq!(strip.marks[1].matches('M').count(), 3, "a cross and a line");
        let counts: Vec<(i32, u32)> = strip.counts.iter().map(|(at, n)| (at.x as i32, *n)).collect();
        assert_eq!(counts, [(100, 0), (150, 1), (200, 2)]);
        assert_eq!((strip.name.as_str(), strip.now.as_str(), strip.bad), ("In a row", "0", false));
        assert_eq!([row(&scene, 3, 99), row(&scene, 3, 201), row(&scene, 2, 201)], [None, Some(2), None]);
        for n in 0..5 {
            staged.nodes[n].gauges = staged.nodes[3].gauges.clone();
        }
        assert!(height(&staged) < 1.0, "fifty strips would say nothing");
    }
}
