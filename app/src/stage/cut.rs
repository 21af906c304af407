//! Drawing a partition: what a pointer's path cuts, which sides that makes, how it would run on to the edge, and the
//! act line that it stands for.

use session::wire::Staged;

use super::geom::{Pt, Rect, hit, jag, length, pt, resample};
use super::layout::Geom;
use super::net;
use super::words;

/// A path that is being drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// As the pointer moved.
    pub raw: Vec<Pt>,
    /// With Alt: only messages from the left of the path to its right are lost.
    pub one_way: bool,
}

/// What a path means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cut {
    /// The crack as drawn.
    pub line: Vec<Pt>,
    /// Its straight extension to the edge, where releasing includes it.
    pub tail: Option<(Pt, Pt)>,
    /// Crossed links: which, where, and for one way whether messages from its first end are lost.
    pub links: Vec<(u16, Pt, bool)>,
    /// The parts that remain, smallest first.
    pub sides: Vec<Vec<u16>>,
    /// How many links the extension adds.
    pub more: usize,
    /// The path closes around these nodes.
    pub inside: Vec<u16>,
}

impl Draft {
    /// Whether the pointer has moved far enough to be a drag.
    pub fn moved(&self, slop: f64) -> bool {
        self.raw.first().is_some_and(|a| self.raw.iter().any(|p| p.far(*a) >= slop))
    }

    /// What the path means now.
    pub fn read(&self, staged: &Staged, geom: &Geom, cut: &[bool]) -> Cut {
        let path = resample(&self.raw, 13.0);
        let Some((first, last)) = path.first().copied().zip(path.last().copied()) else { return Cut::default() };
        let closed = path.len() > 6 && first.far(last) < 34.0 && length(&path) > 140.0;
        let mut line = jag(&path, 3, 26.0, 8.0);
        if closed {
            line.push(first);
            let inside = enclosed(geom, &line);
            let links = crossed(staged, geom, &line);
            let sides = net::sides(staged, &with(staged, cut, &links));
            return Cut { line, links, sides, inside, ..Cut::default() };
        }
        let all = Rect { x: 0.0, y: 0.0, w: geom.w, h: geom.h };
        if length(&path) > 30.0 && near_edge(first, all) {
            let back = path.iter().copied().find(|p| p.far(first) > 26.0).unwrap_or(last);
            line.insert(0, to_edge(first, back.dir(first), all));
        }
        let links = crossed(staged, geom, &line);
        let sides = net::sides(staged, &with(staged, cut, &links));
        let back = path.iter().rev().copied().find(|p| p.far(last) > 40.0).unwrap_or(first);
        let edge = to_edge(last, back.dir(last), all);
        let mut longer = line.clone();
        longer.push(edge);
        let further = crossed(staged, geom, &longer);
        let parts = net::sides(staged, &with(staged, cut, &further));
        // Who has cut somebody off already means that, and nothing beyond; a stroke no longer than the mark of a single cut
        // means its link.
        let apart = sides.len() > net::sides(staged, &with(staged, cut, &[])).len();
        let splits = !apart && !links.is_empty() && parts.len() > sides.len() && further.len() > links.len();
        if length(&path) > 30.0 && (splits || near_edge(last, all)) {
            let more = further.len() - links.len();
            return Cut { line, tail: Some((last, edge)), links: further, sides: parts, more, inside: Vec::new() };
        }
        Cut { line, links, sides, ..Cut::default() }
    }

    /// The act line, if the path cuts anything that is not cut yet.
    pub fn line(&self, staged: &Staged, cut: &Cut, was: &[bool]) -> Option<String> {
        let fresh: Vec<_> = cut.links.iter().filter(|l| !was.get(usize::from(l.0)).copied().unwrap_or(false)).collect();
        if fresh.is_empty() {
            return None;
        }
        if let Some(isolate) = self.isolates(staged, cut) {
            return Some(isolate);
        }
        let word = |(l, _, from_first): &&(u16, Pt, bool)| {
            let link = &staged.links[usize::from(*l)];
            if !self.one_way {
                return link.name.clone();
            }
            let (from, to) = if *from_first { (link.a, link.b) } else { (link.b, link.a) };
            [&*staged.nodes[usize::from(from)].name, "->", &*staged.nodes[usize::from(to)].name].concat()
        };
        Some("cut ".to_string() + &fresh.iter().map(word).collect::<Vec<_>>().join(" "))
    }

    /// A closed loop around servers and exactly the clients beside them is `isolate`.
    fn isolates(&self, staged: &Staged, cut: &Cut) -> Option<String> {
        if self.one_way || cut.inside.is_empty() {
            return None;
        }
        let inside = |n: &u16| cut.inside.contains(n);
        let servers: Vec<u16> = cut.inside.iter().copied().filter(|n| !staged.nodes[usize::from(*n)].client).collect();
        let ours = |n: &u16| staged.nodes[usize::from(*n)].beside.is_some_and(|s| servers.contains(&s));
        let exact = cut.inside.iter().filter(|n| staged.nodes[usize::from(**n)].client).all(ours)
            && servers.iter().all(|s| net::beside(staged, *s).all(|c| inside(&c)));
        let names: Vec<_> = servers.iter().map(|s| staged.nodes[usize::from(*s)].name.as_str()).collect();
        (exact && !servers.is_empty()).then(|| "isolate ".to_string() + &names.join(" "))
    }
}

impl Cut {
    /// What releasing would do, in one or two lines.
    pub fn tip(&self, staged: &Staged) -> (String, String) {
        let near = self.links.len() - self.more;
        let apart = self.sides.len() > 1;
        let who = if apart { net::names(staged, &self.sides[0]) } else { String::new() };
        let second = match (self.more > 0, apart) {
            (true, true) => words::to_edge(self.links.len(), &who),
            (true, false) => words::to_edge_only(self.links.len()),
            (false, true) => words::isolates(&who),
            (false, false) if self.links.is_empty() => words::CROSS_A_LINK.into(),
            (false, false) => words::STILL_CONNECTED.into(),
        };
        (words::cuts(near), second)
    }
}

/// The links that a line crosses, from centre to centre, so that a node under the line belongs to its centre's side.
fn crossed(staged: &Staged, geom: &Geom, line: &[Pt]) -> Vec<(u16, Pt, bool)> {
    let one = |(i, l): (usize, &session::wire::LinkInfo)| {
        let (a, b) = (geom.places[usize::from(l.a)].at, geom.places[usize::from(l.b)].at);
        let at = a.toward(b, hit(a, b, line)?);
        let along = line.windows(2).find(|w| hit(a, b, w).is_some()).map_or(pt(0.0, 1.0), |w| w[0].dir(w[1]));
        let d = a.dir(b);
        Some((i as u16, at, along.x * d.y - along.y * d.x > 0.0))
    };
    staged.links.iter().enumerate().filter_map(one).collect()
}

fn with(staged: &Staged, cut: &[bool], links: &[(u16, Pt, bool)]) -> Vec<bool> {
    let mut all = cut.to_vec();
    all.resize(staged.links.len(), false);
    for (l, ..) in links {
        if let Some(gone) = all.get_mut(usize::from(*l)) {
            *gone = true;
        }
    }
    all
}

/// The nodes whose centre a closed line goes around.
fn enclosed(geom: &Geom, ring: &[Pt]) -> Vec<u16> {
    let inside = |p: Pt| {
        let far = pt(p.x + 10_000.0, p.y + 1.7);
        ring.windows(2).filter(|w| hit(p, far, w).is_some()).count() % 2 == 1
    };
    (0..geom.places.len() as u16).filter(|n| inside(geom.places[usize::from(*n)].at)).collect()
}

fn near_edge(p: Pt, all: Rect) -> bool {
    p.x < 40.0 || p.y < 40.0 || p.x > all.w - 40.0 || p.y > all.h - 40.0
}

fn to_edge(p: Pt, d: Pt, all: Rect) -> Pt {
    let along = |p: f64, d: f64, size: f64| {
        let to = if d > 0.0 { size + 8.0 - p } else { -8.0 - p };
        if d.abs() < 1e-6 { f64::MAX } else { to / d }
    };
    p.step(d, along(p.x, d.x, all.w).min(along(p.y, d.y, all.h)).clamp(0.0, 4000.0))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::stage::{fixture, layout};

    fn draw(points: &[(f64, f64)], one_way: bool) -> String {
        let staged = fixture::staged();
        let geom = layout::place(&staged, 768.0, 440.0);
        let raw = points
            .windows(2)
            .flat_map(|w| (0..24).map(|k| pt(w[0].0, w[0].1).toward(pt(w[1].0, w[1].1), f64::from(k) / 23.0)))
            .collect();
        let draft = Draft { raw, one_way };
        let cut = draft.read(&staged, &geom, &[]);
        let (first, second) = cut.tip(&staged);
        let line = draft.line(&staged, &cut, &[]);
        format!("{first} | {second} | {}", line.as_deref().unwrap_or("nothing"))
    }

    #[test]
    fn a_path_becomes_an_act_line() {
        let places = layout::place(&fixture::staged(), 768.0, 440.0).places;
        let c = places[2].at;
        let across = [(0.0, 180.0), (290.0, 250.0), (384.0, 330.0), (384.0, 438.0)];
        let short = [(0.0, 180.0), (290.0, 200.0), (330.0, 240.0), (384.0, 330.0)];
        let ring = [
            (c.x - 60.0, c.y - 60.0),
            (c.x + 60.0, c.y - 60.0),
            (c.x + 60.0, c.y + 55.0),
            (c.x - 60.0, c.y + 55.0),
            (c.x - 60.0, c.y - 55.0),
        ];
        let with_cy =
            [(8.0, 300.0), (c.x + 60.0, c.y - 60.0), (c.x + 60.0, c.y + 55.0), (8.0, c.y + 55.0), (8.0, 304.0)];
        let got = [
            draw(&across, false),
            draw(&short, false),
            draw(&across, true),
            draw(&ring, false),
            draw(&with_cy, false),
            draw(&[(700.0, 40.0), (560.0, 130.0)], false),
        ];
        expect![[r"
            Cuts 2 links | Isolates C, Cy | cut a-c b-c
            Cuts 1 link | To the edge: 2, isolating C, Cy | cut a-c b-c
            Cuts 2 links | Isolates C, Cy | cut a->c b->c
            Cuts 3 links | Isolates C | cut a-c b-c c-cy
            Cuts 2 links | Isolates C, Cy | isolate c
            Cuts 0 links | Draw across a link | nothing"]]
        .assert_eq(&got.join("\n"));
    }
}
