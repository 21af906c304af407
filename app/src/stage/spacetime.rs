//! The space-time diagram as numbers: lanes, ruler, flags, message paths, operation bars, partitions and tracks, laid
//! out for one window of a run. Pure; `x` counts from the left edge of the window's content.

use session::wire::{ClockBend, Outcome, Scene, Staged, Us};

use super::axis::{self, Flag, Scale, Tick, flags, ticks};
use super::beliefs::{self, Row};
use super::clocks::{self, Skew};
use super::geom::{Pt, pt};
use super::judged::{self, Strip};
use super::palette::Look;
use super::ribbons::{self, Ribbons};
use super::tracks::{self, Track};
use super::{held, net, paths, scene, words};

/// Sizes of the diagram, by the room that there is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dims {
    /// Width of the whole diagram.
    pub w: f64,
    /// Gutter with lane names.
    pub left: f64,
    /// Gutter with values.
    pub right: f64,
    /// Distance of two lanes.
    pub row: f64,
    /// Height of a metric track; 0 hides them.
    pub track: f64,
    /// The first lane that is seen, where there are more than [`LANES`].
    pub first: usize,
}

/// So many lanes are seen at once.
pub const LANES: usize = 14;
/// And so many where most of them are a crowd of clients; half of that on a phone.
const CROWDED: usize = 8;

/// How many lanes of a stage are seen at once, in a diagram that is so wide.
pub fn seen(staged: &Staged, w: f64) -> usize {
    let (all, clients) = (staged.lanes.len(), staged.nodes.iter().filter(|n| n.client).count());
    if all > LANES && clients * 2 > all { if w < 560.0 { CROWDED / 2 } else { CROWDED } } else { all.min(LANES) }
}

/// Height of the flags' row.
pub const FLAGS: f64 = 20.0;
/// Height of the ruler.
pub const RULER: f64 = 24.0;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The engine's name for it, or 0 for a merged one.
    pub flight: u64,
    /// Sent.
    pub from: Pt,
    /// Received, or lost.
    pub to: Pt,
    /// Its look.
    pub look: Look,
    /// A reply is thinner.
    pub reply: bool,
    /// It ends in a cross.
    pub lost: bool,
    /// It ends in an arrow: it arrived as far as is known.
    pub arrow: bool,
    /// How many it stands for.
    pub count: usize,
    /// By the clocks of its ends it arrives before it was sent: what both show then, in milliseconds.
    pub back: Option<[i64; 2]>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Client and call, by which others refer to it.
    pub op: (u16, Us),
    /// Left end; where it took no time, 3 px before its instant.
    pub x: f64,
    /// Width.
    pub w: f64,
    /// Its lane.
    pub y: f64,
    /// Its look.
    pub look: Look,
    /// When it returns.
    pub until: Us,
    /// Not returned yet.
    pub open: bool,
    /// Refused, given up, or marked by a check.
    pub bad: bool,
    /// Refused or given up.
    pub failed: bool,
    /// Value, and where the text stands; none where it has no room.
    pub short: Option<(String, Pt)>,
}

/// A partition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// From and to.
    pub x: (f64, f64),
    /// The shaded lanes of the smaller side; none where it is not contiguous.
    pub shade: Option<(f64, f64)>,
    /// Heights of its lines.
    pub lines: Vec<f64>,
}

/// The diagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// Instants to pixels.
    pub scale: Scale,
    /// Width of the content.
    pub w: f64,
    /// Whole height.
    pub h: f64,
    /// Bottom of the lanes.
    pub bottom: f64,
    /// Height of each lane, by node.
    pub y: Vec<f64>,
    /// Ruler.
    pub ticks: Vec<Tick>,
    /// Acts.
    pub flags: Vec<Flag>,
    /// Partitions.
    pub bands: Vec<Band>,
    /// Messages.
    pub paths: Vec<Path>,
    /// Operations.
    pub bars: Vec<Bar>,
    /// What a server holds from an instant on, where that has room: where the words begin.
    pub values: Vec<(Us, String, Pt)>,
    /// Crashes: lane, from, to, and whether the end is known.
    pub downs: Vec<(f64, f64, f64, bool)>,
    /// Pauses and slowness of nodes: lane, from, to, and what it is.
    pub spells: Vec<(f64, f64, f64, String)>,
    /// Lanes whose clocks are not true.
    pub skews: Vec<Skew>,
    /// Upper and lower edge of the lanes that are seen.
    pub edges: (f64, f64),
    /// The nodes' clocks, where each lane is drawn by its own.
    pub own: Option<Vec<ClockBend>>,
    /// Metrics.
    pub tracks: Vec<Track>,
    /// What circuit breakers are told.
    pub strips: Vec<Strip>,
    /// Circuit breakers.
    pub ribbons: Option<Ribbons>,
    /// Whose turn it is, as each node sees it.
    pub beliefs: Vec<Row>,
}

impl Diagram {
    /// Where an instant is on a node's lane: by true time, or by the node's own clock.
    pub fn x(&self, node: u16, t: Us) -> f64 {
        let own = self.own.as_ref();
        own.map_or_else(|| self.scale.x(t), |own| (clocks::own(own, node, t) - self.scale.origin as f64) * self.scale.k)
    }
    /// Whether a lane is seen.
    pub fn sees(&self, y: f64) -> bool {
        y >= self.edges.0 && y <= self.edges.1
    }
}

/// Lays a window out. `span` is the virtual time that fills the width between the gutters. With `own`, each lane is drawn
/// by its node's own clock, and nothing after that instant is known.
pub fn lay(staged: &Staged, scene: &Scene, dims: Dims, span: Us, own: Option<Us>) -> Diagram {
    let until;
    let scene = match own {
        Some(at) if scene.frontier > at => {
            until = Scene { frontier: at, ..scene.clone() };
            &until
        }
        _ => scene,
    };
    let plot = (dims.w - dims.left - dims.right).max(40.0);
    let scale = Scale { origin: scene.window.0, k: plot / span.max(1) as f64 };
    // What the first lane says has room under the ruler, and all is as high as it was before it was measured: close lanes
    // stand a little lower in the same room.
    let (tight, near) = (dims.row <= 22.0, dims.row.min(26.0));
    let top = FLAGS + RULER + near * if tight { 0.7 } else { 0.9 };
    let y0 = if tight { FLAGS + RULER + 16.0 } else { top };
    let seen = seen(staged, dims.w);
    let first = dims.first.min(staged.lanes.len() - seen);
    let lane = |n: u16| staged.lanes.iter().position(|l| *l == n).unwrap_or(0) as f64 - first as f64;
    let y: Vec<f64> = (0..staged.nodes.len() as u16).map(|n| y0 + lane(n) * dims.row).collect();
    let bottom = top + (seen as f64 - 1.0) * dims.row + near * 0.6 + 8.0;
    let tracks = if dims.track > 0.0 { staged.charts.len() as f64 * dims.track + 6.0 } else { 4.0 };
    let (mut strips, mut ribbons, mut beliefs) = (0.0, 0.0, 0.0);
    if dims.track > 0.0 {
        (strips, ribbons, beliefs) = (judged::height(staged), ribbons::height(staged), beliefs::height(staged, scene));
    }
    let last = scene.window.1.min(staged.length.max(scene.frontier));
    let edges = (y0 - dims.row / 2.0, y0 + (seen as f64 - 0.5) * dims.row);
    let mut d = Diagram {
        scale,
        w: scale.x(last),
        h: bottom + beliefs + strips + ribbons + tracks,
        bottom,
        y,
        edges,
        ..Diagram::default()
    };
    d.own = own.map(|_| scene.clocks.clone());
    d.ticks = ticks(scale, last, plot, span);
    d.flags = flags(scene, scale);
    // A partition has no clock of its own.
    d.bands = if own.is_some() { Vec::new() } else { bands(staged, scene, &d, dims.row) };
    d.paths = paths::paths(staged, scene, &d);
    d.bars = bars(staged, scene, &d, dims.row);
    d.values = held::values(staged, scene, &d, dims.row);
    let until = |n: u16, t: Us| d.x(n, t.min(scene.frontier));
    let begun = |from: Us| from <= scene.frontier;
    let downs = scene.downs.iter().filter(|down| begun(down.1) && d.sees(d.y[usize::from(down.0)]));
    let downs =
        downs.map(|(n, a, b)| (d.y[usize::from(*n)], until(*n, *a), until(*n, *b), *b <= scene.frontier)).collect();
    let spells =
        scene.spells.iter().filter(|s| s.kind != "isolate" && begun(s.from) && d.sees(d.y[usize::from(s.node)]));
    let spells = spells
        .map(|s| (d.y[usize::from(s.node)], until(s.node, s.from), until(s.node, s.to), words::spell(&s.kind, &s.note)))
        .collect();
    (d.downs, d.spells) = (downs, spells);
    if own.is_none() {
        let big = axis::big(span, plot);
        d.skews = clocks::skews(scene, &d.y, scale, big, last.min(scene.frontier));
        d.skews.retain(|s| s.y >= edges.0 && s.y <= edges.1);
    }
    if dims.track > 0.0 {
        d.beliefs = beliefs::rows(staged, scene, d.scale, bottom);
        let mut top = bottom + beliefs;
        d.strips = judged::strips(staged, scene, d.scale, top);
        top += strips;
        d.ribbons = (ribbons > 0.0).then(|| ribbons::ribbons(staged, scene, d.scale, top));
        d.tracks = tracks::tracks(staged, scene, d.scale, top + ribbons, (d.w, dims.track));
    }
    d
}

/// The lanes of a cut's smaller side, clients beside it included, as ranks in the order of lanes.
fn side_ranks(staged: &Staged, side: &[u16]) -> Vec<usize> {
    let ours = |n: u16| side.contains(&n) || staged.nodes[usize::from(n)].beside.is_some_and(|b| side.contains(&b));
    staged.lanes.iter().enumerate().filter(|(_, n)| ours(**n)).map(|(i, _)| i).collect()
}

fn bands(staged: &Staged, scene: &Scene, d: &Diagram, row: f64) -> Vec<Band> {
    let cuts = scene.faults.iter().filter(|f| f.kind == "cut" && f.from <= scene.frontier && f.to >= scene.window.0);
    let top = staged.lanes.first().map_or(0.0, |n| d.y[usize::from(*n)]);
    cuts.map(|f| {
        let x = (d.scale.x(f.from), d.scale.x(f.to.min(scene.frontier)));
        let ranks = side_ranks(staged, &f.side);
        let (first, last) = (ranks.first().copied().unwrap_or(0), ranks.last().copied().unwrap_or(0));
        if ranks.is_empty() || last - first + 1 != ranks.len() || f.one_way != 0 {
            let between = |l: &u16| {
                staged.links.get(usize::from(*l)).map(|l| f64::midpoint(d.y[usize::from(l.a)], d.y[usize::from(l.b)]))
            };
            return Band { x, shade: None, lines: f.links.iter().filter_map(between).collect() };
        }
        let (a, b) = (top + first as f64 * row - row / 2.0, top + last as f64 * row + row / 2.0);
        let mut lines = Vec::new();
        if first > 0 {
            lines.push(a);
        }
        if last + 1 < staged.lanes.len() {
            lines.push(b);
        }
        Band { x, shade: Some((a, b)), lines }
    })
    .collect()
}

/// In a piece of the run that is so wide, a lane says of the same failure once what it is.
const AGAIN: f64 = 320.0;

fn bars(staged: &Staged, scene: &Scene, d: &Diagram, row: f64) -> Vec<Bar> {
    let last = staged.lanes.last().copied();
    let shown = scene.ops.iter().filter(|o| o.called <= scene.frontier && d.sees(d.y[usize::from(o.client)]));
    let bar = |o: &session::wire::OpBar| {
        let y = d.y[usize::from(o.client)];
        let (a, b) = (d.x(o.client, o.called), d.x(o.client, o.returned.min(scene.frontier)));
        let failed = matches!(o.outcome, Outcome::Failed | Outcome::Unknown);
        let (mid, below) = (f64::midpoint(a, b), Some(o.client) == last);
        Bar {
            op: (o.client, o.called),
            x: if b - a < 6.0 { mid - 3.0 } else { a },
            w: (b - a).max(6.0),
            y,
            look: Look::named(&o.look),
            until: o.returned,
            open: o.returned > scene.frontier,
            bad: failed || !o.mark.is_empty(),
            failed,
            short: Some((
                scene::outcome(o),
                pt(mid, if below { y + if row > 22.0 { 17.0 } else { 15.0 } } else { y - 8.0 }),
            )),
        }
    };
    let mut all: Vec<Bar> = shown.map(bar).collect();
    let dense = scene.ops.len() > super::content::DENSE;
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    let mut again: Vec<(u64, i64, String)> = Vec::new();
    // What a check has marked has room before what is as it should be, and the last of it first: there the run stops.
    let (marked, plain): (Vec<usize>, Vec<usize>) = (0..all.len()).partition(|i| all[*i].bad);
    for i in marked.into_iter().rev().chain(plain) {
        let Bar { op, open, bad, failed, short, .. } = &mut all[i];
        let piece = (op.1 as f64 * d.scale.k / AGAIN) as i64;
        *short = short.take().filter(|(said, at)| {
            let half = said.chars().count() as f64 * 3.0 + 2.0;
            let (low, high) = (at.x - half, at.x + half);
            let says = !said.is_empty() && !*open && (*bad || row >= 22.0 && !dense && said != words::DONE);
            let known = *failed && again.contains(&(at.y.to_bits(), piece, said.clone()));
            let room =
                says && !known && taken.iter().all(|(y, a, b)| (*y - at.y).abs() > 0.5 || high <= *a || low >= *b);
            if room {
                taken.push((at.y, low, high));
                again.push((at.y.to_bits(), piece, said.clone()));
            }
            room
        });
    }
    all
}

/// What the right gutter shows for a node at an instant.
pub fn gutter(scene: &Scene, node: u16, t: Us) -> (String, bool) {
    if net::down(scene, node, t) {
        return (words::DOWN.into(), true);
    }
    (scene::state(scene, node, t).map(|s| s.value.clone()).unwrap_or_default(), false)
}

#[cfg(test)]
#[path = "spacetime_tests.rs"]
mod tests;
