//! Where nodes stand: a pure function of what is staged, the size of the canvas, and which groups were opened.
//!
//! Each way to arrange them (`arrange`) is tried at each radius; the first that keeps nodes apart and links clear is taken.
//! Where none does, the largest group folds into one glyph (`fold`). Then words and badges claim their room (`claim`).

mod arrange;
mod claim;
mod fold;
#[cfg(test)]
mod tests;

use session::wire::Staged;

use super::geom::{Pt, Rect, off};

pub use claim::{BADGE, claims, taken};

/// A node's place on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
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
    /// Height of the room for its gauges, between the node and its caption.
    pub row: f64,
    /// Its slots are drawn one by one, so many, with whom they wait for.
    pub pool: u16,
    /// The left upper corner of the box for its clock; none where there is no room.
    pub badge: Option<Pt>,
    /// It is inside a folded group, at another node's place.
    pub hidden: bool,
    /// How many nodes stand here folded; 0 for a node of its own.
    pub folded: u16,
    /// Its name has no room in its outline and stands where captions do.
    pub under: bool,
    /// About half the width of what a folded group is called, or of the name of a node that stands under it.
    pub called: f64,
}

impl Place {
    /// Where a line from the centre in a direction leaves the outline.
    pub fn edge(&self, dir: Pt, gap: f64) -> Pt {
        let boxy = (self.hw - self.hh).abs() > 0.5;
        let far = if boxy { (self.hw / dir.x.abs()).min(self.hh / dir.y.abs()) } else { self.hw };
        self.at.step(dir, far + gap)
    }

    /// How far from the centre the room for its gauges is: above where words are above.
    pub fn row_y(&self) -> f64 {
        if self.up { self.at.y - self.hh - 13.0 } else { self.at.y + self.hh + 13.0 }
    }

    /// Base lines of the two lines of what a client does.
    pub fn lines(&self) -> [f64; 2] {
        let row = (self.row - 1.0).max(0.0);
        // Clear of the outline that a witness draws around a client.
        let base = if self.up { self.at.y - self.hh - 30.0 - row } else { self.at.y + self.hh + 24.0 + row };
        [base, base + 15.0]
    }

    /// What it covers.
    pub fn rect(&self) -> Rect {
        Rect::around(self.at, self.hw + 4.0, self.hh + 4.0)
    }
}

/// How much can be said beside nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Say {
    /// Nothing: it stands in the inspector.
    #[default]
    Nothing,
    /// What clients do, in brief.
    Brief,
    /// Captions, and what clients do in two lines.
    All,
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
    /// How much is said beside nodes.
    pub say: Say,
    /// A place for each node of the stage.
    pub places: Vec<Place>,
    /// Whom each node stands with: itself, or the first of its folded group.
    pub with: Vec<u16>,
    /// For each link, whether it is drawn although nothing lies on it: not where it is inside a folded group, is another's
    /// twin, or would pass under a node.
    pub plain: Vec<bool>,
}

impl Geom {
    /// Captions and operation text have no room and move to the inspector.
    pub fn small(&self) -> bool {
        self.say < Say::All
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

    /// Whether two nodes stand folded at one place.
    pub fn together(&self, a: u16, b: u16) -> bool {
        self.with[usize::from(a)] == self.with[usize::from(b)]
    }

    /// Places that are drawn.
    pub fn shown(&self) -> impl Iterator<Item = &Place> + Clone {
        self.places.iter().filter(|p| !p.hidden)
    }

    /// Whether a link passes within 8 px of a node that is not its end.
    pub fn grazes(&self, a: u16, b: u16) -> bool {
        let (from, to) = (self.places[usize::from(a)].at, self.places[usize::from(b)].at);
        let others = self.shown().filter(|p| p.at != from && p.at != to);
        from != to && others.into_iter().any(|p| passes(p, from, to))
    }
}

/// Whether a line from centre to centre comes within 8 px of a node.
fn passes(p: &Place, from: Pt, to: Pt) -> bool {
    if (p.hw - p.hh).abs() < 0.5 {
        return off(p.at, from, to) < p.hw + 8.0;
    }
    let room = Rect::around(p.at, p.hw + 8.0, p.hh + 8.0);
    let steps = (from.far(to) / 4.0).ceil() as u32;
    (0..=steps).any(|k| room.holds(from.toward(to, f64::from(k) / f64::from(steps.max(1)))))
}

/// Places every node. Groups in `open` are not folded where they fit unfolded at all.
pub fn opened(staged: &Staged, w: f64, h: f64, open: &[String]) -> Geom {
    let mut geom = fold::place(staged, w, h, open);
    geom.plain = plain(staged, &geom);
    claim::claim(staged, &mut geom);
    geom
}

/// The same with no group opened.
pub fn place(staged: &Staged, w: f64, h: f64) -> Geom {
    opened(staged, w, h, &[])
}

fn plain(staged: &Staged, geom: &Geom) -> Vec<bool> {
    let at = |n: u16| geom.places[usize::from(n)].at;
    let free = matches!(staged.layout, session::wire::Layout::Free(_));
    let mut drawn: Vec<(Pt, Pt)> = Vec::new();
    let one = |l: &session::wire::LinkInfo| {
        let ends = (at(l.a), at(l.b));
        let twin = drawn.iter().any(|d| *d == ends || *d == (ends.1, ends.0));
        let plain = ends.0 != ends.1 && !twin && (free || !geom.grazes(l.a, l.b));
        if plain {
            drawn.push(ends);
        }
        plain
    };
    staged.links.iter().map(one).collect()
}
