//! Where small boxes go: beside what they are about, over nothing that matters. And what a pointer hits. Pure.

use session::wire::{Scene, Staged, Us};

use super::geom::{Pt, Rect, off, pt};
use super::gesture::Target;
use super::layout::{Geom, Place};
use super::paint::width;
use super::scene;
use super::tags::obstacles;

/// The place with the least overlap for a box of this size, near `by` where there is one, else in a corner.
pub fn dock(geom: &Geom, (w, h): (f64, f64), by: Option<Pt>, line: &[Pt], labels: &[Rect]) -> Pt {
    let mut taken = obstacles(geom);
    taken.extend(labels);
    let room = |v: f64, most: f64| v.clamp(8.0, (most - 8.0).max(8.0));
    let mut best: Option<(f64, Pt)> = None;
    let mut offer = |x: f64, y: f64, cost: f64| {
        let at = pt(room(x, geom.w - w), room(y, geom.h - h));
        let area = Rect { x: at.x, y: at.y, w, h };
        let wide = area.grown(8.0);
        let mut cost = cost + ((at.x - x).abs() + (at.y - y).abs()) * 20.0;
        cost += taken.iter().map(|t| t.common(&wide)).sum::<f64>();
        cost += line.windows(2).filter(|l| wide.holds(l[0].toward(l[1], 0.5))).count() as f64 * 120.0;
        cost += by.map_or(0.0, |b| {
            pt(at.x + w / 2.0, at.y + h / 2.0).far(b) * 0.6 + if area.grown(6.0).holds(b) { 4000.0 } else { 0.0 }
        });
        if best.is_none_or(|(c, _)| cost < c - 0.5) {
            best = Some((cost, at));
        }
    };
    if let Some(b) = by {
        for (dx, dy) in [
            (50.0, -h / 2.0),
            (-w - 50.0, -h / 2.0),
            (26.0, -h / 2.0),
            (-w - 26.0, -h / 2.0),
            (18.0, 18.0),
            (-w - 18.0, 18.0),
            (18.0, -h - 18.0),
            (-w - 18.0, -h - 18.0),
        ] {
            offer(b.x + dx, b.y + dy, 0.0);
        }
    }
    let (right, low) = (geom.w - w - 12.0, geom.h - h - 10.0);
    for (k, (x, y)) in [(right, 12.0), (right, low), (12.0, 34.0), (12.0, low), (right / 2.0, low), (right / 2.0, 12.0)]
        .into_iter()
        .enumerate()
    {
        offer(x, y, k as f64 * 40.0);
    }
    for i in 0..=8 {
        for j in 0..=4 {
            offer(12.0 + (right - 12.0) * f64::from(i) / 8.0, 12.0 + (low - 12.0) * f64::from(j) / 4.0, 300.0);
        }
    }
    best.map_or(pt(8.0, 8.0), |b| b.1)
}

/// The middle of a partition's label: at the upper end of its line, clear of nodes, of the labels of other links and of
/// the line itself.
pub fn label(geom: &Geom, line: &[Pt], others: &[Pt], words: &str) -> Pt {
    let half = width(words) / 2.0 + 4.0;
    let mut taken = obstacles(geom);
    taken.extend(others.iter().map(|p| Rect::around(*p, 44.0, 12.0)));
    let mut best = (f64::MAX, pt(geom.w / 2.0, 20.0));
    for p in line {
        for side in [1.0, -1.0] {
            for dy in [0.0, 22.0, -22.0, 44.0] {
                let at = pt(
                    (p.x + side * (half + 14.0)).clamp(half, (geom.w - half).max(half)),
                    (p.y + dy).clamp(18.0, geom.h - 12.0),
                );
                let area = Rect::around(pt(at.x, at.y - 4.0), half, 9.0);
                let crossed = line
                    .windows(2)
                    .filter(|l| (0..5).any(|k| area.grown(3.0).holds(l[0].toward(l[1], f64::from(k) / 4.0))));
                let cost = taken.iter().map(|t| t.common(&area.grown(4.0))).sum::<f64>()
                    + crossed.count() as f64 * 900.0
                    + at.y * 0.5
                    + dy.abs();
                if cost < best.0 {
                    best = (cost, at);
                }
            }
        }
    }
    best.1
}

/// A fault line that can be hit.
pub type Line = (usize, Vec<Vec<Pt>>);

/// What a pointer at `p` hits: a node, a message, a fault line, a link, in this order.
pub fn hit(staged: &Staged, scene: &Scene, geom: &Geom, lines: &[Line], p: Pt, coarse: bool, t: f64) -> Option<Target> {
    let on = |place: &Place| {
        if place.client { place.rect().holds(p) } else { place.at.far(p) <= place.hw + 3.0 }
    };
    if let Some(n) = geom.places.iter().position(on) {
        return Some(Target::Node(n as u16));
    }
    let near = |f: &session::wire::Flight| {
        let far = scene::spot(geom, f, staged.pace, t).filter(|s| s.lost.is_none())?.at.far(p);
        (far <= if coarse { 24.0 } else { 13.0 }).then_some((far, f.name))
    };
    let message = scene.flights.iter().filter_map(near).min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, name)) = message {
        return Some(Target::Flight(name));
    }
    let reach = if coarse { 22.0 } else { 9.0 };
    let far = |line: &[Pt]| line.windows(2).map(|w| off(p, w[0], w[1])).fold(f64::MAX, f64::min);
    let live = |l: &&Line| super::net::live(&scene.faults[l.0], t as Us) && l.1.iter().any(|piece| far(piece) <= reach);
    if let Some(line) = lines.iter().find(live) {
        return Some(Target::Fault(line.0));
    }
    let links = staged
        .links
        .iter()
        .enumerate()
        .filter(|(i, _)| geom.plain[*i])
        .map(|(i, l)| (off(p, geom.places[usize::from(l.a)].at, geom.places[usize::from(l.b)].at), i));
    links.min_by(|a, b| a.0.total_cmp(&b.0)).filter(|l| l.0 <= reach).map(|l| Target::Link(l.1 as u16))
}

/// Where a target is, for boxes that belong to it.
pub fn anchor(staged: &Staged, scene: &Scene, geom: &Geom, lines: &[Line], target: Target, t: f64) -> Option<Pt> {
    match target {
        Target::Node(n) => geom.places.get(usize::from(n)).map(|p| p.at),
        Target::Link(l) => staged.links.get(usize::from(l)).map(|l| geom.middle(l.a, l.b)),
        Target::Flight(f) => {
            let f = scene.flights.iter().find(|x| x.name == f)?;
            Some(scene::spot(geom, f, staged.pace, t).map_or(geom.middle(f.from, f.to), |s| s.at))
        }
        Target::Fault(i) => lines.iter().find(|l| l.0 == i).and_then(|l| l.1.first()).map(|p| p[p.len() / 2]),
    }
}

/// The next target in a direction, for the arrow keys: nearest, with a price for straying from the direction.
pub fn toward(from: Pt, dir: Pt, all: &[(Target, Pt)]) -> Option<Target> {
    let cost = |p: Pt| {
        let (x, y) = (p.x - from.x, p.y - from.y);
        let along = x * dir.x + y * dir.y;
        let aside = (x * dir.y - y * dir.x).abs();
        (along > 4.0 && aside < along * 2.5).then_some(along + 2.0 * aside)
    };
    let costs = all.iter().filter_map(|(t, p)| Some((cost(*p)?, *t)));
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|c| c.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::{fixture, layout};

    #[test]
    fn pointers_hit_what_is_on_top() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_150_000, 2_200_000));
        let g = layout::place(&staged, 768.0, 440.0);
        let lines = vec![(0, vec![vec![pt(294.0, 221.0), pt(384.0, 376.0)]])];
        let at = |p: Pt| hit(&staged, &scene, &g, &lines, p, false, 2_130_000.0);
        assert_eq!(at(g.places[2].at), Some(Target::Node(2)));
        assert_eq!(at(g.middle(0, 1).step(pt(1.0, 0.0), 6.0)), Some(Target::Link(0)));
        let f = &scene.flights[4];
        let s = scene::spot(&g, f, staged.pace, 2_130_000.0).unwrap();
        assert_eq!(at(s.at), Some(Target::Flight(f.name)));
        assert_eq!(at(pt(339.0, 300.0)), Some(Target::Fault(0)));
        assert_eq!(at(pt(384.0, 200.0)), None);
    }

    #[test]
    fn boxes_keep_off_the_nodes() {
        for (w, h) in [(768.0, 440.0), (644.0, 300.0), (390.0, 286.0)] {
            let g = layout::place(&fixture::staged(), w, h);
            let at = dock(&g, (150.0, 46.0), Some(pt(w / 2.0, h / 2.0)), &[], &[]);
            let area = Rect { x: at.x, y: at.y, w: 150.0, h: 46.0 };
            assert!(g.places.iter().all(|p| p.rect().common(&area) < 1.0), "{w}");
        }
    }

    #[test]
    fn arrows_lead_to_neighbours() {
        let g = layout::place(&fixture::staged(), 768.0, 440.0);
        let all: Vec<_> = g.places.iter().enumerate().map(|(i, p)| (Target::Node(i as u16), p.at)).collect();
        let go = |n: usize, x, y| toward(g.places[n].at, pt(x, y), &all);
        assert_eq!(go(2, 1.0, 0.0), Some(Target::Node(1)));
        assert_eq!(go(2, 0.0, -1.0), Some(Target::Node(3)));
        assert_eq!(go(1, 1.0, 0.0), Some(Target::Node(4)));
        assert_eq!(go(0, 0.0, -1.0), None);
    }
}
