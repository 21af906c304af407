//! Where nodes stand: a pure function of what is staged and the size of the canvas.

use session::order::Ordered;
use session::wire::{Layout, Staged};

use super::geom::{Pt, Rect, off, pt};

/// A node's place on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Its centre.
    pub at: Pt,
    /// Half its width.
    pub hw: f64,
    /// Half its height.
    pub hh: f64,
    /// A rounded box rather than a circle.
    pub client: bool,
    /// Its caption, or what a client does, stands above it rather than below.
    pub up: bool,
}

impl Place {
    /// Where a line from the centre in a direction leaves the outline.
    pub fn edge(&self, dir: Pt, gap: f64) -> Pt {
        let far = if self.client { (self.hw / dir.x.abs()).min(self.hh / dir.y.abs()) } else { self.hw };
        self.at.step(dir, far + gap)
    }

    /// Base lines of the two lines of what a client does.
    pub fn lines(&self) -> [f64; 2] {
        let base = if self.up { self.at.y - self.hh - 53.0 + 27.0 } else { self.at.y + self.hh + 24.0 };
        [base, base + 15.0]
    }

    /// What it covers.
    pub fn rect(&self) -> Rect {
        Rect::around(self.at, self.hw + 4.0, self.hh + 4.0)
    }
}

/// A canvas with its nodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Geom {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
    /// Radius of a server: 30, 25 or 21.
    pub r: f64,
    /// A place for each node of the stage.
    pub places: Vec<Place>,
}

impl Geom {
    /// Captions and operation text have no room and move to the inspector.
    pub fn small(&self) -> bool {
        self.r < 25.0
    }

    /// A link or a flight from edge to edge.
    pub fn span(&self, from: u16, to: u16, gap: f64) -> (Pt, Pt) {
        let (a, b) = (&self.places[usize::from(from)], &self.places[usize::from(to)]);
        (a.edge(a.at.dir(b.at), gap), b.edge(b.at.dir(a.at), gap))
    }

    /// The middle of a link, where a message dies at a cut.
    pub fn middle(&self, from: u16, to: u16) -> Pt {
        let (a, b) = self.span(from, to, 3.0);
        a.toward(b, 0.5)
    }

    /// The smallest distance between two centres.
    pub fn tightest(&self) -> f64 {
        let mut least = f64::MAX;
        for (i, a) in self.places.iter().enumerate() {
            for b in &self.places[..i] {
                least = least.min(a.at.far(b.at));
            }
        }
        least
    }

    /// Links that pass within 8 px of a node that is not their end.
    pub fn grazes(&self, staged: &Staged) -> usize {
        let near = |a: u16, b: u16| {
            (0..self.places.len() as u16).filter(move |n| *n != a && *n != b).any(|n| {
                let p = &self.places[usize::from(n)];
                off(p.at, self.places[usize::from(a)].at, self.places[usize::from(b)].at) < p.hw.min(p.hh) + 8.0
            })
        };
        staged.links.iter().filter(|l| near(l.a, l.b)).count()
    }
}

/// Places every node: the largest radius at which all keep their distance.
pub fn place(staged: &Staged, w: f64, h: f64) -> Geom {
    let fits = [(640.0, 300.0, 30.0), (440.0, 250.0, 25.0), (0.0, 0.0, 21.0)];
    let mut last = Geom::default();
    for (_, _, r) in fits.into_iter().filter(|(fw, fh, _)| w >= *fw && h >= *fh) {
        last = at_radius(staged, w, h, r);
        if last.tightest() >= 3.0 * r {
            break;
        }
    }
    last
}

fn at_radius(staged: &Staged, w: f64, h: f64, r: f64) -> Geom {
    let small = r < 25.0;
    let (side, top, bottom) =
        if small { (36.0, 36.0, 36.0) } else { (74.0, 64.0, if h < 340.0 { 64.0 } else { 80.0 }) };
    let room = Rect { x: side, y: top, w: (w - 2.0 * side).max(1.0), h: (h - top - bottom).max(1.0) };
    let half_h = if small { 16.0 } else { r * 0.6 };
    let centres = match &staged.layout {
        Layout::Free(at) => free(at, room),
        Layout::Layered => layered(staged, room),
        Layout::Ring => beside(staged, round(staged, room, r, None, 0.0), room, r),
        Layout::Star => star(staged, room, r),
    };
    let places = staged
        .nodes
        .iter()
        .enumerate()
        .map(|(i, n)| {
            let at = centres.get(i).copied().unwrap_or(pt(w / 2.0, h / 2.0));
            let hh = if n.client { half_h } else { r };
            let up = if n.client { !small && at.y + hh + 44.0 > h - 26.0 } else { at.y < h * 0.42 };
            Place { at, hw: r, hh, client: n.client, up }
        })
        .collect();
    Geom { w, h, r, places }
}

/// Servers clockwise from the top on an ellipse that fills the room between the client columns.
fn round(staged: &Staged, room: Rect, r: f64, hub: Option<usize>, turn: f64) -> Vec<Pt> {
    let servers: Vec<usize> = (0..staged.nodes.len()).filter(|i| !staged.nodes[*i].client && Some(*i) != hub).collect();
    let clients = staged.nodes.iter().any(|n| n.client);
    let n = servers.len().max(1) as f64;
    let unit: Vec<Pt> = (0..servers.len())
        .map(|i| {
            let a = std::f64::consts::TAU * (i as f64 + turn) / n - std::f64::consts::FRAC_PI_2;
            pt(a.cos(), a.sin())
        })
        .collect();
    let low = unit.iter().map(|p| p.y).fold(f64::MAX, f64::min);
    let high = unit.iter().map(|p| p.y).fold(f64::MIN, f64::max);
    let widest = unit.iter().map(|p| p.x.abs()).fold(0.01, f64::max);
    let aside = if clients { if r < 25.0 { 3.4 * r } else { 4.2 * r } } else { r };
    let rx = (room.w / 2.0 - aside).min(room.h * 0.78) / widest;
    let centre = room.x + room.w / 2.0;
    let mut at = vec![pt(centre, room.y + room.h / 2.0); staged.nodes.len()];
    for (k, i) in servers.iter().enumerate() {
        let v = if high - low < 0.01 { 0.5 } else { (unit[k].y - low) / (high - low) };
        at[*i] = pt(centre + rx * unit[k].x, room.y + room.h * v);
    }
    at
}

/// The first server in the middle; turned by half a step where that keeps links off the other nodes.
fn star(staged: &Staged, room: Rect, r: f64) -> Vec<Pt> {
    let hub = staged.nodes.iter().position(|n| !n.client);
    let turned = |turn| beside(staged, round(staged, room, r, hub, turn), room, r);
    let grazes = |at: &[Pt]| {
        let places = at.iter().map(|at| Place { at: *at, hw: r, hh: r, ..Place::default() }).collect();
        Geom { places, ..Geom::default() }.grazes(staged)
    };
    let (plain, half) = (turned(0.0), turned(0.5));
    if grazes(&half) < grazes(&plain) { half } else { plain }
}

/// Clients in columns at the outside edges, each at the height of its server.
fn beside(staged: &Staged, mut at: Vec<Pt>, room: Rect, r: f64) -> Vec<Pt> {
    let middle = room.x + room.w / 2.0;
    let mut columns: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let clients: Vec<usize> = (0..staged.nodes.len()).filter(|i| staged.nodes[*i].client).collect();
    let home = |i: usize, at: &[Pt]| staged.nodes[i].beside.map_or(pt(middle, room.y), |s| at[usize::from(s)]);
    for i in &clients {
        let x = home(*i, &at).x;
        if (x - middle).abs() > 1.0 {
            columns[usize::from(x > middle)].push(*i);
        }
    }
    for i in &clients {
        if (home(*i, &at).x - middle).abs() <= 1.0 {
            let right = columns[1].len() < columns[0].len();
            columns[usize::from(right)].push(*i);
        }
    }
    for (right, column) in columns.iter_mut().enumerate() {
        column.order_by(|a, b| home(*a, &at).y.total_cmp(&home(*b, &at).y).then(a.cmp(b)));
        let gap = (3.0 * r).min(room.h / (column.len().max(2) - 1) as f64);
        let mut ys: Vec<f64> = column.iter().map(|i| home(*i, &at).y).collect();
        for k in 1..ys.len() {
            ys[k] = ys[k].max(ys[k - 1] + gap);
        }
        let mut floor = room.y + room.h;
        for y in ys.iter_mut().rev() {
            *y = y.min(floor);
            floor = *y - gap;
        }
        for (i, y) in column.iter().zip(ys) {
            at[*i] = pt(if right == 1 { room.x + room.w } else { room.x }, y);
        }
    }
    at
}

/// Clients first, then each group in its own column.
fn layered(staged: &Staged, room: Rect) -> Vec<Pt> {
    let mut tiers: Vec<(bool, &str)> = Vec::new();
    let tier = |i: usize| (!staged.nodes[i].client, if staged.nodes[i].client { "" } else { &staged.nodes[i].group });
    for i in 0..staged.nodes.len() {
        if !tiers.contains(&tier(i)) {
            tiers.push(tier(i));
        }
    }
    tiers.order_by_key(|(server, _)| *server);
    let across = tiers.len().max(2) - 1;
    (0..staged.nodes.len())
        .map(|i| {
            let column = tiers.iter().position(|t| *t == tier(i)).unwrap_or(0);
            let mates: Vec<usize> = (0..staged.nodes.len()).filter(|j| tier(*j) == tier(i)).collect();
            let row = mates.iter().position(|j| *j == i).unwrap_or(0);
            let y = if mates.len() == 1 { 0.5 } else { row as f64 / (mates.len() - 1) as f64 };
            pt(room.x + room.w * column as f64 / across as f64, room.y + room.h * y)
        })
        .collect()
}

fn free(at: &[(u16, u16)], room: Rect) -> Vec<Pt> {
    at.iter()
        .map(|(x, y)| pt(room.x + room.w * f64::from(*x) / 1000.0, room.y + room.h * f64::from(*y) / 1000.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::fixture;

    /// The canvas at 1440x900, 1024x768 and 390x844, and a low one.
    const SIZES: [(f64, f64); 4] = [(768.0, 440.0), (644.0, 300.0), (390.0, 286.0), (644.0, 250.0)];

    #[test]
    fn nodes_keep_their_distance_and_links_pass_clear() {
        for n in [3, 5] {
            let staged = fixture::cluster(n);
            for layout in [Layout::Ring, Layout::Star, Layout::Layered] {
                let staged = Staged { layout: layout.clone(), ..staged.clone() };
                for (w, h) in SIZES {
                    if layout == Layout::Layered && h < 300.0 {
                        continue;
                    }
                    let g = place(&staged, w, h);
                    let what = format!("{n} {layout:?} in {w}x{h} at {}", g.r);
                    for (i, a) in g.places.iter().enumerate() {
                        let r = a.rect();
                        assert!(r.x >= 0.0 && r.y >= 0.0 && r.x + r.w <= w && r.y + r.h <= h, "{what}: {a:?}");
                        for b in &g.places[..i] {
                            assert!(a.rect().common(&b.rect()) < 0.1, "{what}: {a:?} {b:?}");
                        }
                    }
                    if layout == Layout::Ring {
                        assert!(g.tightest() >= 2.6 * g.r, "{what}: {}", g.tightest());
                        assert_eq!(g.grazes(&staged), 0, "{what}");
                    }
                }
            }
        }
    }

    #[test]
    fn radius_follows_the_size() {
        let staged = fixture::cluster(3);
        let radius = |(w, h)| place(&staged, w, h).r as i32;
        assert_eq!(SIZES.map(radius), [30, 30, 21, 25]);
    }

    #[test]
    fn clients_stand_outside_beside_their_server() {
        let staged = fixture::staged();
        let g = place(&staged, 768.0, 440.0);
        for (i, n) in staged.nodes.iter().enumerate().filter(|(_, n)| n.client) {
            let home = &g.places[usize::from(n.beside.unwrap())];
            let outside = (g.places[i].at.x - 384.0).abs() > (home.at.x - 384.0).abs();
            assert!(outside && (g.places[i].at.y - home.at.y).abs() < 40.0, "{}", n.name);
        }
    }

    #[test]
    fn an_edge_lies_on_the_outline() {
        let server = Place { at: pt(0.0, 0.0), hw: 30.0, hh: 30.0, client: false, up: false };
        assert_eq!(server.edge(pt(0.0, 1.0), 3.0), pt(0.0, 33.0));
        let client = Place { hh: 18.0, client: true, ..server };
        assert_eq!(client.edge(pt(0.0, 1.0), 0.0), pt(0.0, 18.0));
        assert_eq!(client.edge(pt(1.0, 0.0), 0.0), pt(30.0, 0.0));
    }
}
