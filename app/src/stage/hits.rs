//! Everything that a finger covers, nearest kind first. Pure.

use session::wire::{Scene, Staged, Us};

use super::dock::Line;
use super::geom::{Pt, off};
use super::gesture::Target;
use super::layout::{Geom, Place};
use super::{net, scene};

/// Half a finger, in pixels.
const FINGER: f64 = 22.0;

/// The targets within half a finger of a point. What lies under a node's body, and the link of a message that is hit,
/// are not among them: they can be touched elsewhere.
pub fn hits(staged: &Staged, scene: &Scene, geom: &Geom, lines: &[Line], p: Pt, t: f64) -> Vec<Target> {
    let body = |place: &Place| if place.client { place.rect().holds(p) } else { place.at.far(p) <= place.hw };
    let within = |place: &Place| {
        !place.hidden && (body(place) || !place.client && place.at.far(p) <= FINGER.max(place.hw + 3.0))
    };
    let nodes = geom.places.iter().enumerate().filter(|(_, place)| within(place));
    let mut all: Vec<Target> = nodes.map(|(n, _)| Target::Node(n as u16)).collect();
    let on_body = geom.places.iter().any(body);
    let mut ways = Vec::new();
    for f in &scene.flights {
        let spot = scene::spot(geom, f, staged.pace, t).filter(|s| s.lost.is_none() && s.at.far(p) <= FINGER + 2.0);
        if spot.is_some() {
            all.push(Target::Flight(f.name));
            ways.push((f.from.min(f.to), f.from.max(f.to)));
        }
    }
    if on_body {
        return all;
    }
    let near = |line: &[Pt]| line.windows(2).any(|w| off(p, w[0], w[1]) <= FINGER);
    let live =
        |l: &&Line| scene.faults.get(l.0).is_some_and(|f| net::live(f, t as Us)) && l.1.iter().any(|piece| near(piece));
    all.extend(lines.iter().filter(live).map(|l| Target::Fault(l.0)));
    let link = |(_, l): &(usize, &session::wire::LinkInfo)| {
        let ends = (geom.places[usize::from(l.a)].at, geom.places[usize::from(l.b)].at);
        near(&[ends.0, ends.1]) && !ways.contains(&(l.a.min(l.b), l.a.max(l.b)))
    };
    all.extend(staged.links.iter().enumerate().filter(link).map(|(i, _)| Target::Link(i as u16)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::geom::pt;
    use crate::stage::{fixture, layout};

    #[test]
    fn a_finger_covers_what_overlaps() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_150_000, 2_200_000));
        let g = layout::place(&staged, 390.0, 286.0);
        let at = |p: Pt, t: f64| hits(&staged, &scene, &g, &[], p, t);
        assert_eq!(at(g.places[2].at, 0.0), [Target::Node(2)]);
        assert_eq!(at(g.middle(0, 1), 0.0), [Target::Link(0)]);
        let f = &scene.flights[4];
        let spot = scene::spot(&g, f, staged.pace, 2_130_000.0).unwrap().at;
        assert_eq!(at(spot, 2_130_000.0)[0], Target::Flight(f.name));
        assert!(!at(spot, 2_130_000.0).contains(&Target::Link(0)), "a message's own link can be touched beside it");
        let c = g.places[2].at;
        let corner = c.toward(pt(c.x, c.y - 100.0), 0.0);
        assert_eq!(at(corner, 0.0).len(), 1);
    }
}
