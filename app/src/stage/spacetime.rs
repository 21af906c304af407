//! The space-time diagram as numbers: lanes, ruler, flags, message paths, operation bars, partitions and tracks, laid
//! out for one window of a run. Pure; `x` counts from the left edge of the window's content.

use session::order::Ordered;
use session::wire::{Outcome, Scene, Staged, Us};

use super::axis::{Flag, Scale, Tick, flags, ticks};
use super::geom::{Pt, pt};
use super::palette::Look;
use super::tracks::{self, Track};
use super::{net, scene, words};

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
}

/// Height of the flags' row.
pub const FLAGS: f64 = 20.0;
/// Height of the ruler.
pub const RULER: f64 = 24.0;
/// More paths than this are merged.
const MANY: usize = 400;
/// Width of the bins in which paths are merged.
const BIN: f64 = 8.0;

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
    /// Crashes: lane, from, to, and whether the end is known.
    pub downs: Vec<(f64, f64, f64, bool)>,
    /// Metrics.
    pub tracks: Vec<Track>,
}

/// Lays a window out. `span` is the virtual time that fills the width between the gutters.
pub fn lay(staged: &Staged, scene: &Scene, dims: Dims, span: Us) -> Diagram {
    let plot = (dims.w - dims.left - dims.right).max(40.0);
    let scale = Scale { origin: scene.window.0, k: plot / span.max(1) as f64 };
    let y0 = FLAGS + RULER + dims.row * if dims.row > 22.0 { 0.9 } else { 0.7 };
    let lane = |n: u16| staged.lanes.iter().position(|l| *l == n).unwrap_or(0) as f64;
    let y: Vec<f64> = (0..staged.nodes.len() as u16).map(|n| y0 + lane(n) * dims.row).collect();
    let bottom = y0 + (staged.lanes.len() as f64 - 0.4) * dims.row + 8.0;
    let tracks = if dims.track > 0.0 { staged.charts.len() as f64 * dims.track + 6.0 } else { 4.0 };
    let last = scene.window.1.min(staged.length.max(scene.frontier));
    let mut d = Diagram { scale, w: scale.x(last), h: bottom + tracks, bottom, y, ..Diagram::default() };
    d.ticks = ticks(scale, last, plot, span);
    d.flags = flags(scene, scale);
    d.bands = bands(staged, scene, &d, dims.row);
    d.paths = paths(staged, scene, &d);
    d.bars = bars(staged, scene, &d, dims.row);
    let until = |t: Us| scale.x(t.min(scene.frontier));
    d.downs = scene
        .downs
        .iter()
        .map(|(n, a, b)| (d.y[usize::from(*n)], until(*a), until(*b), *b <= scene.frontier))
        .collect();
    if dims.track > 0.0 {
        d.tracks = tracks::tracks(staged, scene, d.scale, bottom, (d.w, dims.track));
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

fn paths(staged: &Staged, scene: &Scene, d: &Diagram) -> Vec<Path> {
    let all = scene.flights.iter().filter(|f| f.sent <= scene.frontier).map(|f| {
        let (from, to) = (pt(d.scale.x(f.sent), d.y[usize::from(f.from)]), d.y[usize::from(f.to)]);
        let end = scene::end(f);
        let (look, reply) = scene::look(staged, f);
        let ends = end.at.min(scene.frontier);
        let known = end.at <= scene.frontier;
        let whole = end.at.saturating_sub(f.sent).max(1) as f64;
        let share = if known { end.share } else { end.share * (ends - f.sent.min(ends)) as f64 / whole };
        let x = d.scale.x(ends);
        let mut y = from.y + (to - from.y) * if end.at == Us::MAX { 0.0 } else { share };
        if end.lost
            && known
            && let Some(line) = d.bands.iter().find_map(|b| wall(b, x, from.y, to))
        {
            y = line;
        }
        let arrow = known && !end.lost;
        Path { flight: f.name, from, to: pt(x, y), look, reply, lost: end.lost && known, arrow, count: 1 }
    });
    let mut all: Vec<Path> = all.collect();
    if all.len() > MANY {
        // What took no time is told by the operations' bars.
        all.retain(|p| p.lost || p.to.x - p.from.x > 0.01);
    }
    if all.len() > MANY { merged(all) } else { all }
}

/// The line of a partition between two lanes.
fn wall(b: &Band, x: f64, from: f64, to: f64) -> Option<f64> {
    let between = |l: &f64| (from.min(to)..from.max(to)).contains(l);
    (b.x.0 - 0.5..=b.x.1 + 0.5).contains(&x).then(|| b.lines.iter().copied().find(between)).flatten()
}

/// Paths of a pair of lanes that begin in the same few pixels become one, with their number.
fn merged(all: Vec<Path>) -> Vec<Path> {
    let bin = |p: &Path| ((p.from.x / BIN) as i64, p.from.y as i64, p.to.y as i64, p.look, p.lost);
    let mut sorted = all;
    sorted.order_by(|a, b| bin(a).cmp(&bin(b)).then(a.from.x.total_cmp(&b.from.x)));
    let mut out: Vec<Path> = Vec::new();
    for p in sorted {
        match out.last_mut().filter(|q| bin(q) == bin(&p)) {
            Some(q) => {
                let n = q.count as f64;
                q.to.x = (q.to.x * n + p.to.x) / (n + 1.0);
                q.count += 1;
                q.flight = 0;
                q.arrow = false;
            }
            None => out.push(p),
        }
    }
    out
}

fn bars(staged: &Staged, scene: &Scene, d: &Diagram, row: f64) -> Vec<Bar> {
    let mut free: Vec<f64> = vec![f64::MIN; staged.nodes.len()];
    let last = staged.lanes.last().copied();
    let dense = scene.ops.len() > super::content::DENSE;
    let shown = scene.ops.iter().filter(|o| o.called <= scene.frontier);
    shown
        .map(|o| {
            let y = d.y[usize::from(o.client)];
            let (a, b) = (d.scale.x(o.called), d.scale.x(o.returned.min(scene.frontier)));
            let failed = matches!(o.outcome, Outcome::Failed | Outcome::Unknown);
            let bad = failed || !o.mark.is_empty();
            let said = if o.mark.is_empty() { o.short.clone() } else { [&*o.short, " ", &o.mark].concat() };
            let (half, mid) = (said.chars().count() as f64 * 3.5 + 3.0, f64::midpoint(a, b));
            let below = Some(o.client) == last;
            let plain = said.is_empty() || said == words::DONE;
            let room = mid - half > free[usize::from(o.client)] && (bad || row >= 22.0 && !dense && !plain);
            let open = o.returned > scene.frontier;
            if room && !open {
                free[usize::from(o.client)] = mid + half;
            }
            let short = (room && !open).then(|| (said, pt(mid, if below { y + 17.0 } else { y - 8.0 })));
            let at_once = b - a < 6.0;
            let x = if at_once { f64::midpoint(a, b) - 3.0 } else { a };
            Bar {
                op: (o.client, o.called),
                x,
                w: (b - a).max(6.0),
                y,
                look: Look::named(&o.look),
                open,
                bad,
                failed,
                short,
            }
        })
        .collect()
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
