//! Which arrangement is taken, at which radius, and which groups stand as one glyph.

use std::ops::RangeInclusive;

use session::wire::{Layout, Staged};

use super::arrange::{Crowd, Room, grid, rings, ways};
use super::claim::{self, fits, strip};
use super::{Geom, Place};
use crate::stage::geom::{Pt, Rect};
use crate::stage::named;

/// Pools of so many slots are drawn slot by slot.
const POOLS: RangeInclusive<u16> = 7..=60;

/// At most so many nodes stand by themselves, unless somebody opens a group.
const MOST: usize = 16;

/// The largest radius at which all keep their distance; else the largest group folds, and so on.
pub fn place(staged: &Staged, w: f64, h: f64, open: &[String]) -> Geom {
    let mut folded: Vec<(&str, bool)> = Vec::new();
    loop {
        let with = with(staged, &folded);
        let nodes: Vec<u16> = (0..with.len() as u16).filter(|n| with[usize::from(*n)] == *n).collect();
        let crowd = Crowd { staged, nodes: &nodes, with: &with };
        // At first everything must fit as it should; what cannot fold any more stands as close as it must.
        let next = next(staged, &folded, open);
        let opened = !open.is_empty() && nodes.len() > MOST;
        let loose = next.is_none() || opened;
        if let Some(geom) = best(&crowd, w, h, loose) {
            return geom;
        }
        match next {
            Some(group) => folded.push(group),
            // It does not fit, opened: it stays as it was.
            None if !open.is_empty() => return place(staged, w, h, &[]),
            None => return at_radius(&crowd, w, h, 21.0, &grid(&crowd, room(w, h, 21.0))),
        }
    }
}

/// The largest group that can still fold.
fn next<'a>(staged: &'a Staged, folded: &[(&str, bool)], open: &[String]) -> Option<(&'a str, bool)> {
    let mut groups: Vec<((&str, bool), usize)> = Vec::new();
    for n in &staged.nodes {
        let group = (&*n.group, n.client);
        match groups.iter_mut().find(|g| g.0 == group) {
            Some(known) => known.1 += 1,
            None => groups.push((group, 1)),
        }
    }
    let can = |g: &&((&str, bool), usize)| g.1 > 2 && !folded.contains(&g.0) && !open.iter().any(|o| o == g.0.0);
    groups.iter().filter(can).rev().max_by_key(|g| g.1).map(|g| g.0)
}

/// Whom each node stands with.
fn with(staged: &Staged, folded: &[(&str, bool)]) -> Vec<u16> {
    let first =
        |n: &session::wire::NodeInfo| staged.nodes.iter().position(|m| (&m.group, m.client) == (&n.group, n.client));
    let one = |(i, n): (usize, &session::wire::NodeInfo)| {
        if folded.contains(&(&*n.group, n.client)) { first(n).unwrap_or(i) as u16 } else { i as u16 }
    };
    staged.nodes.iter().enumerate().map(one).collect()
}

/// Where centres may be: clear of the title above and of the strip below.
fn room(w: f64, h: f64, r: f64) -> Room {
    let small = r < 25.0;
    let side = if small { 36.0 } else { 72.0 };
    let top = if w < 560.0 { 12.0 } else { 36.0 } + r;
    let bottom = strip(w) + r + if small { 24.0 } else { 12.0 };
    Room { area: Rect { x: side, y: top, w: (w - 2.0 * side).max(1.0), h: (h - top - bottom).max(1.0) }, r }
}

fn best(crowd: &Crowd, w: f64, h: f64, loose: bool) -> Option<Geom> {
    let sizes = [(640.0, 300.0, 30.0), (440.0, 250.0, 25.0), (0.0, 0.0, 21.0)];
    let free = matches!(crowd.staged.layout, Layout::Free(_));
    let sizes: Vec<f64> = sizes.into_iter().filter(|(fw, fh, _)| w >= *fw && h >= *fh).map(|s| s.2).collect();
    let tries = |apart: f64, clear: bool| {
        sizes.iter().find_map(|r| {
            let ways = ways(crowd, room(w, h, *r)).into_iter().map(|at| at_radius(crowd, w, h, *r, &at));
            let fit = |g: &Geom| {
                apart_enough(g, apart, free)
                    && fits(crowd.staged, g)
                    && (!clear || free || grazed(crowd.staged, g) == 0)
            };
            ways.into_iter().find(fit)
        })
    };
    if crowd.nodes.len() <= MOST
        // An author who places nodes has said how close they stand.
        && let Some(geom) = tries(if free { 2.4 } else { 3.0 }, true).or_else(|| tries(2.4, true))
    {
        return Some(geom);
    }
    if !loose {
        return None;
    }
    // Links that pass under nodes are drawn only while something lies on them.
    let r = sizes[sizes.len() - 1];
    let others = || {
        let room = room(w, h, r);
        let ways = rings(crowd, room).into_iter().chain([grid(crowd, room)]);
        ways.map(|at| at_radius(crowd, w, h, r, &at)).find(|g| apart_enough(g, 2.4, free))
    };
    tries(2.4, false).or_else(others)
}

/// Whether nodes keep so many radii between centres, and 8 px between outlines, and stay in the canvas.
fn apart_enough(geom: &Geom, radii: f64, free: bool) -> bool {
    let inside = |p: &Place| {
        let r = p.rect();
        r.x >= 0.0 && r.y >= 0.0 && r.x + r.w <= geom.w && r.y + r.h <= geom.h
    };
    apart(geom, radii, free) && geom.shown().all(inside)
}

/// Boxes of clients are flat: where it is crowded, an author may put two of them closer
/// above each other than circles.
fn apart(geom: &Geom, radii: f64, free: bool) -> bool {
    let free = free && geom.r < 25.0;
    let flat = |p: &Place| p.client && p.folded == 0;
    let stacked = |a: &Place, b: &Place| free && flat(a) && flat(b) && (a.at.y - b.at.y).abs() >= a.hh + b.hh + 8.0;
    let far = |a: &Place, b: &Place| a.at.far(b.at) >= radii * geom.r - 0.01 || stacked(a, b);
    geom.shown().enumerate().all(|(i, a)| geom.shown().take(i).all(|b| far(a, b)))
}

/// Links that pass too near a foreign node.
fn grazed(staged: &Staged, geom: &Geom) -> usize {
    staged.links.iter().filter(|l| geom.grazes(l.a, l.b)).count()
}

fn at_radius(crowd: &Crowd, w: f64, h: f64, r: f64, at: &[Pt]) -> Geom {
    let place = |(i, n): (usize, &session::wire::NodeInfo)| {
        let stands = crowd.with[i];
        let first = usize::from(stands) == i;
        let folded = crowd.with.iter().filter(|s| **s == stands).count() as u16;
        let (hw, hh) = match n.role.as_str() {
            _ if n.client && folded < 2 => (named::client(&n.label, r), if r < 25.0 { 16.0 } else { r * 0.6 }),
            "queue" if folded < 2 => (r * 1.25, r * 0.6),
            _ => (r, r),
        };
        let asks = n.gauges.iter().filter(|g| g.kind == "held").count();
        let pool = if folded < 2 && asks > 0 && POOLS.contains(&n.pool) { n.pool } else { 0 };
        let row = match n.gauges.iter().any(|g| g.kind == "slots" || g.kind == "queue") {
            _ if pool > 0 => claim::pool(pool, asks),
            true if folded < 2 => claim::ROW,
            _ => 0.0,
        };
        let alone = Place { hw, hh, ..Place::default() };
        // What works at requests shows no value of its own.
        let under = !n.client && folded < 2 && named::size(&alone, &n.role, &n.label, !n.works).is_none();
        let called = if under { named::width(&n.label, 12.0) / 2.0 } else { n.group.chars().count() as f64 * 3.65 };
        Place {
            at: at[usize::from(stands)],
            hw,
            hh,
            client: n.client,
            row,
            pool,
            hidden: !first,
            folded: if first && folded > 1 { folded } else { 0 },
            under,
            called: called + 6.0,
            ..Place::default()
        }
    };
    let places = crowd.staged.nodes.iter().enumerate().map(place).collect();
    Geom { w, h, r, places, with: crowd.with.to_vec(), ..Geom::default() }
}
