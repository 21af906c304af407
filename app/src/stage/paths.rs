//! Paths of messages in the space-time diagram: from sending to receiving, cut at the lanes that are seen, and merged
//! where there are many. Pure.

use session::order::Ordered;
use session::wire::{Scene, Staged, Us};

use super::geom::{Pt, pt};
use super::palette::Look;
use super::spacetime::{Band, Diagram, Path};
use super::{clocks, scene};

/// More paths than this are merged.
const MANY: usize = 400;
/// Widths of the bins in which paths are merged: the first that leaves no more than [`CLEAR`], or the last.
const BINS: [f64; 3] = [8.0, 16.0, 32.0];
/// So many merged paths can be told apart, and painted.
const CLEAR: usize = 900;

/// The messages that lie between the edges of the lanes that are seen; of very many, those alike as one.
pub fn paths(staged: &Staged, scene: &Scene, d: &Diagram) -> Vec<Path> {
    let all = scene.flights.iter().filter(|f| f.sent <= scene.frontier).map(|f| {
        let (from, to) = (pt(d.x(f.from, f.sent), d.y[usize::from(f.from)]), d.y[usize::from(f.to)]);
        let end = scene::end(f);
        let (look, reply) = scene::look(staged, f);
        let ends = end.at.min(scene.frontier);
        let known = end.at <= scene.frontier;
        let whole = end.at.saturating_sub(f.sent).max(1) as f64;
        let share = if known { end.share } else { end.share * (ends - f.sent.min(ends)) as f64 / whole };
        // On its way it is by both clocks, more and more by the receiver's.
        let (a, b) = (d.x(f.from, ends), d.x(f.to, ends));
        let x = a + (b - a) * share;
        let mut y = from.y + (to - from.y) * if end.at == Us::MAX { 0.0 } else { share };
        if end.lost
            && known
            && let Some(line) = d.bands.iter().find_map(|b| wall(b, x, from.y, to))
        {
            y = line;
        }
        let arrow = known && !end.lost;
        // What takes no time proves nothing: both ends are at one place.
        let own = d.own.as_ref().filter(|_| arrow && ends > f.sent);
        let clocks = own.map(|own| [(f.from, f.sent), (f.to, ends)].map(|(n, t)| shows(own, n, t)));
        let back = clocks.filter(|[sent, came]| came < sent);
        Path { flight: f.name, from, to: pt(x, y), look, reply, lost: end.lost && known, arrow, count: 1, back }
    });
    let mut all: Vec<Path> = all.chain(crowd(staged, scene, d)).filter_map(|p| seen(d, p)).collect();
    if all.len() > MANY {
        // What took no time is told by the operations' bars.
        all.retain(|p| p.lost || (p.to.x - p.from.x).abs() > 0.01);
    }
    if all.len() > MANY { fewer(all) } else { all }
}

/// What a node's own clock shows, in whole milliseconds.
fn shows(clocks: &[session::wire::ClockBend], node: u16, t: Us) -> i64 {
    (clocks::own(clocks, node, t) / 1_000.0).floor() as i64
}

/// So few that they can be told apart, where bins of some width leave so few.
fn fewer(mut all: Vec<Path>) -> Vec<Path> {
    for bin in BINS {
        all = merged(all, bin);
        if all.len() <= CLEAR {
            break;
        }
    }
    all
}

/// What is left of a path between the edges of the lanes that are seen.
fn seen(d: &Diagram, mut p: Path) -> Option<Path> {
    let (low, high) = (p.from.y.min(p.to.y), p.from.y.max(p.to.y));
    if low >= d.edges.0 && high <= d.edges.1 {
        return Some(p);
    }
    if high < d.edges.0 || low > d.edges.1 {
        return None;
    }
    let (from, to) = (p.from, p.to);
    let at = |y: f64| pt(from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y), y);
    let bound = |q: Pt| at(q.y.clamp(d.edges.0, d.edges.1));
    (p.arrow, p.lost) = (p.arrow && d.sees(to.y), p.lost && d.sees(to.y));
    (p.from, p.to) = (bound(from), bound(to));
    Some(p)
}

/// Where a window is crowded, messages that no flight stands for, as bands: those that went the same way in a few pixels.
fn crowd(staged: &Staged, scene: &Scene, d: &Diagram) -> Vec<Path> {
    if !scene.crowded {
        return Vec::new();
    }
    let mut way: std::collections::BTreeMap<(u16, u16), (Us, Us)> = std::collections::BTreeMap::new();
    for f in scene.flights.iter().filter(|f| f.arrives != Us::MAX) {
        let (sum, n) = way.entry((f.from, f.to)).or_default();
        (*sum, *n) = (*sum + (f.arrives - f.sent), *n + 1);
    }
    let outside = |t: Us| t <= scene.frontier && (t < scene.near.0 || t > scene.near.1);
    let begins = |s: &session::wire::Stream| scene.window.0 + Us::from(s.slice) * scene.slice;
    let far = scene.streams.iter().filter(|s| outside(begins(s)) && s.sent > 0);
    let band = |s: &session::wire::Stream| {
        let took = way.get(&(s.from, s.to)).map_or(0, |(sum, n)| sum / n);
        let (t, kind) = (begins(s) + scene.slice / 2, staged.kinds.get(usize::from(s.kind)));
        let (look, reply) = kind.map_or((Look::default(), false), |k| (Look::named(&k.look), k.reply));
        let (a, b) = (d.y[usize::from(s.from)], d.y[usize::from(s.to)]);
        let path = |count: u32, lost: bool| {
            let share = if lost { 0.5 } else { 1.0 };
            let x = d.x(s.to, t + (took as f64 * share) as Us);
            let (from, to) = (pt(d.x(s.from, t), a), pt(x, a + (b - a) * share));
            Path { flight: 0, from, to, look, reply, lost, arrow: false, count: count as usize, back: None }
        };
        [(s.sent - s.lost, false), (s.lost, true)]
            .into_iter()
            .filter(|c| c.0 > 0)
            .map(move |(n, lost)| path(n, lost))
            .collect::<Vec<_>>()
    };
    far.flat_map(band).collect()
}

/// The line of a partition between two lanes.
fn wall(b: &Band, x: f64, from: f64, to: f64) -> Option<f64> {
    let between = |l: &f64| (from.min(to)..from.max(to)).contains(l);
    (b.x.0 - 0.5..=b.x.1 + 0.5).contains(&x).then(|| b.lines.iter().copied().find(between)).flatten()
}

/// Paths of a pair of lanes that begin in the same few pixels become one, with their number.
fn merged(all: Vec<Path>, wide: f64) -> Vec<Path> {
    let bin = |p: &Path| ((p.from.x / wide) as i64, p.from.y as i64, p.to.y as i64, p.look, p.lost);
    let mut sorted = all;
    sorted.order_by(|a, b| bin(a).cmp(&bin(b)).then(a.from.x.total_cmp(&b.from.x)));
    let mut out: Vec<Path> = Vec::new();
    for p in sorted {
        match out.last_mut().filter(|q| bin(q) == bin(&p)) {
            Some(q) => {
                let n = q.count as f64;
                let more = p.count as f64;
                let mean = |q: f64, p: f64| (q * n + p * more) / (n + more);
                (q.from.x, q.to.x) = (mean(q.from.x, p.from.x), mean(q.to.x, p.to.x));
                q.count += p.count;
                q.flight = 0;
                q.arrow = false;
            }
            None => out.push(p),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn very_many_paths_are_merged_until_they_can_be_told_apart() {
        let one = |n: usize| {
            let (x, y) = ((n / 12) as f64 * 4.0, (n % 12) as f64 * 24.0);
            let (from, to) = (pt(x, y), pt(x + 250.0, y + 24.0));
            Path {
                flight: 1,
                from,
                to,
                look: Look::default(),
                reply: false,
                lost: false,
                arrow: true,
                count: 1,
                back: None,
            }
        };
        let few = fewer((0..12 * 550).map(one).collect());
        assert!(few.len() <= CLEAR && few.len() > CLEAR / 2, "{} paths", few.len());
        assert_eq!(few.iter().map(|p| p.count).sum::<usize>(), 12 * 550);
        // Each stands where the middle of those is that it stands for.
        assert!(few.iter().all(|p| (p.to.x - p.from.x - 250.0).abs() < 0.1));
    }
}
