//! Where a partition's line settles: a curve through the middles of the cut links, computed from the links alone, so
//! that a shared link shows the same line and messages are seen to die on it.

use session::order::Ordered;
use session::wire::Staged;

use super::geom::{Pt, hit, jag, off, pt};
use super::layout::Geom;

/// The settled line of a cut, in pieces, before its jags are drawn.
pub fn settle(staged: &Staged, geom: &Geom, links: &[u16], side: &[u16]) -> Vec<Vec<Pt>> {
    let links: Vec<u16> = links.iter().copied().filter(|l| usize::from(*l) < staged.links.len()).collect();
    let map = Map { staged, geom, links: &links };
    if links.is_empty() || geom.places.is_empty() {
        return Vec::new();
    }
    let (order, closed) = map.order(side);
    let mids: Vec<Pt> = order.iter().map(|l| map.middle(*l)).collect();
    if closed {
        let mut ring = mids;
        ring.push(ring[0]);
        return vec![ring];
    }
    let mut pieces: Vec<Vec<(u16, Pt)>> = Vec::new();
    for (l, m) in order.iter().copied().zip(mids) {
        match pieces.last_mut() {
            Some(piece) if !map.blocked(piece[piece.len() - 1].1, m) => piece.push((l, m)),
            _ => pieces.push(vec![(l, m)]),
        }
    }
    let whole = pieces.len() == 1;
    pieces.iter().map(|p| map.extended(p, whole)).collect()
}

/// The crack as drawn: jags between the points that it must pass.
pub fn jagged(line: &[Pt], seed: u32) -> Vec<Pt> {
    let mut out: Vec<Pt> = Vec::new();
    for (k, w) in line.windows(2).enumerate() {
        let part = jag(w, seed + k as u32, 26.0, 8.0);
        out.extend(&part[usize::from(k > 0)..]);
    }
    out
}

struct Map<'a> {
    staged: &'a Staged,
    geom: &'a Geom,
    links: &'a [u16],
}

impl Map<'_> {
    fn ends(&self, l: u16) -> (Pt, Pt) {
        let link = &self.staged.links[usize::from(l)];
        (self.geom.places[usize::from(link.a)].at, self.geom.places[usize::from(link.b)].at)
    }

    fn middle(&self, l: u16) -> Pt {
        let link = &self.staged.links[usize::from(l)];
        self.geom.middle(link.a, link.b)
    }

    /// The cut links in the order in which the line passes them, and whether it closes around its side.
    fn order(&self, side: &[u16]) -> (Vec<u16>, bool) {
        let mut by: Vec<(f64, u16)> = Vec::new();
        let n = side.len() as f64;
        if side.is_empty() {
            let all: Vec<Pt> = self.links.iter().map(|l| self.middle(*l)).collect();
            let (mut p, mut q) = (all[0], all[all.len() - 1]);
            for a in &all {
                for b in &all {
                    if a.far(*b) > p.far(q) {
                        (p, q) = (*a, *b);
                    }
                }
            }
            let d = p.dir(q);
            by.extend(self.links.iter().zip(&all).map(|(l, m)| (m.x * d.x + m.y * d.y, *l)));
        } else {
            let at = |k: &u16| self.geom.places[usize::from(*k)].at;
            let c = side.iter().map(at).fold(pt(0.0, 0.0), |s, p| pt(s.x + p.x / n, s.y + p.y / n));
            by.extend(self.links.iter().map(|l| {
                let m = self.middle(*l);
                ((m.y - c.y).atan2(m.x - c.x), *l)
            }));
        }
        by.order_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if side.is_empty() || by.len() < 2 {
            return (by.into_iter().map(|b| b.1).collect(), false);
        }
        let gap = |k: usize| {
            let next = if k + 1 < by.len() { by[k + 1].0 } else { by[0].0 + std::f64::consts::TAU };
            next - by[k].0
        };
        let widest = (0..by.len()).fold(0, |w, k| if gap(k) > gap(w) { k } else { w });
        let closed = by.len() > 2 && gap(widest) < 2.4;
        by.rotate_left((widest + 1) % self.links.len());
        (by.into_iter().map(|b| b.1).collect(), closed)
    }

    /// Whether a stroke would cross a link that is not cut, or a node.
    fn blocked(&self, a: Pt, b: Pt) -> bool {
        self.crossed(a, b) > 0
    }

    fn crossed(&self, a: Pt, b: Pt) -> usize {
        let whole = (0..self.staged.links.len() as u16).filter(|l| !self.links.contains(l));
        whole.filter(|l| hit(self.ends(*l).0, self.ends(*l).1, &[a, b]).is_some()).count()
    }

    /// Lengthened at both ends: to the edge of the canvas where nothing else is in the way, else a short way.
    fn extended(&self, piece: &[(u16, Pt)], whole: bool) -> Vec<Pt> {
        let mut line: Vec<Pt> = piece.iter().map(|p| p.1).collect();
        let (first, last) = (piece[0], piece[piece.len() - 1]);
        let (a, b) = self.ends(first.0);
        let across = a.dir(b).turned();
        let away = |l: u16, from: Option<Pt>, at: Pt| {
            let (a, b) = self.ends(l);
            let d = a.dir(b).turned();
            let back = from.map_or(pt(0.0, 0.0), |f| f.dir(at));
            if d.x * back.x + d.y * back.y < 0.0 { pt(-d.x, -d.y) } else { d }
        };
        let one = line.len() == 1;
        let head = if one { pt(-across.x, -across.y) } else { away(first.0, Some(line[1]), first.1) };
        let tail = if one { across } else { away(last.0, Some(line[line.len() - 2]), last.1) };
        line.insert(0, self.end(first.1, head, whole));
        line.push(self.end(last.1, tail, whole));
        line
    }

    fn end(&self, from: Pt, dir: Pt, whole: bool) -> Pt {
        let base = dir.y.atan2(dir.x);
        let mut best: Option<(f64, Pt)> = None;
        for k in -16..=16 {
            let turn = f64::from(k) * 0.085;
            let d = pt((base + turn).cos(), (base + turn).sin());
            let to = self.to_edge(from, d);
            if !whole || self.crossed(from.step(d, 2.0), to) > 0 {
                continue;
            }
            let room = self.geom.places.iter().map(|p| off(p.at, from, to) - p.hw).fold(f64::MAX, f64::min);
            if room < 14.0 {
                continue;
            }
            let cost = turn.abs() * 90.0 + (46.0 - room).max(0.0) * 3.0 + from.far(to) * 0.12;
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, to));
            }
        }
        best.map_or_else(|| from.step(dir, 34.0), |(_, to)| to)
    }

    /// Where a ray leaves the canvas.
    fn to_edge(&self, from: Pt, d: Pt) -> Pt {
        let along = |p: f64, d: f64, size: f64| {
            if d > 1e-6 {
                (size + 8.0 - p) / d
            } else if d < -1e-6 {
                (-8.0 - p) / d
            } else {
                f64::MAX
            }
        };
        from.step(d, along(from.x, d.x, self.geom.w).min(along(from.y, d.y, self.geom.h)).clamp(0.0, 4000.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::fixture;
    use crate::stage::layout::place;

    #[test]
    fn the_line_passes_the_middle_of_every_cut_link_and_no_other_link() {
        let staged = fixture::staged();
        for (w, h) in [(768.0, 440.0), (644.0, 300.0), (390.0, 286.0)] {
            let geom = place(&staged, w, h);
            for (links, side) in [(vec![1, 2], vec![2, 5]), (vec![0, 1], vec![0, 3]), (vec![0, 2], vec![1, 4])] {
                let pieces = settle(&staged, &geom, &links, &side);
                assert_eq!(pieces.len(), 1, "{links:?} in {w}");
                let drawn = jagged(&pieces[0], 3);
                for (l, link) in staged.links.iter().enumerate() {
                    let (a, b) = (geom.places[usize::from(link.a)].at, geom.places[usize::from(link.b)].at);
                    let crossed = hit(a, b, &pieces[0]).is_some();
                    assert_eq!(crossed, links.contains(&(l as u16)), "{} in {w}", link.name);
                    let m = geom.middle(link.a, link.b);
                    assert!(!crossed || drawn.iter().any(|p| p.far(m) < 0.01), "{} in {w}", link.name);
                }
            }
        }
    }

    #[test]
    fn a_cut_that_separates_nothing_stays_short() {
        let staged = fixture::cluster(5);
        let geom = place(&staged, 768.0, 440.0);
        let pieces = settle(&staged, &geom, &[1], &[]);
        assert!(super::super::geom::length(&pieces[0]) < 90.0, "{pieces:?}");
    }
}
