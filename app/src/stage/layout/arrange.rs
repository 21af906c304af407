//! Ways to arrange nodes: ring, star, layered, free, and a grid for many. Each gives a centre for every node.

use session::order::Ordered;
use session::wire::{Layout, Staged};

use crate::stage::geom::{Pt, Rect, pt};

/// What is arranged: nodes, of which some stand for a group.
pub struct Crowd<'a> {
    /// The stage.
    pub staged: &'a Staged,
    /// Nodes that are drawn, in order.
    pub nodes: &'a [u16],
    /// Whom each node of the stage stands with: itself, or the first of its folded group.
    pub with: &'a [u16],
}

impl Crowd<'_> {
    fn client(&self, n: u16) -> bool {
        self.staged.nodes[usize::from(n)].client
    }
    /// The server that a client stands beside, as it is drawn. A folded group of clients stands beside the middle one's.
    fn home(&self, n: u16) -> Option<u16> {
        self.staged.nodes[usize::from(n)].beside.map(|s| self.with[usize::from(s)])
    }
    fn servers(&self) -> Vec<u16> {
        self.nodes.iter().copied().filter(|n| !self.client(*n)).collect()
    }
}

/// A room with the radius of the nodes in it.
#[derive(Clone, Copy)]
pub struct Room {
    /// Where centres may be.
    pub area: Rect,
    /// Radius of a server.
    pub r: f64,
}

impl Room {
    fn centre(&self) -> Pt {
        pt(self.area.x + self.area.w / 2.0, self.area.y + self.area.h / 2.0)
    }
}

/// Every way to arrange this crowd as its author wishes, the plainest first.
pub fn ways(crowd: &Crowd, room: Room) -> Vec<Vec<Pt>> {
    match &crowd.staged.layout {
        Layout::Free(at) => vec![free(at, room)],
        _ if crowd.nodes.len() == 2 => vec![pair(crowd, room)],
        Layout::Ring => rings(crowd, room),
        Layout::Star => [0.0, 0.5].map(|turn| beside(crowd, round(crowd, room, true, turn), room)).into(),
        Layout::Layered => {
            [(0.0, 0.0), (0.0, 0.22), (1.0, 0.0), (1.0, 0.22)].map(|(bow, zig)| layered(crowd, room, bow, zig)).into()
        }
    }
}

/// The first server at the top; turned by half a step; and, where no client needs its side, at full width.
pub fn rings(crowd: &Crowd, room: Room) -> Vec<Vec<Pt>> {
    [0.0, 0.5].map(|turn| beside(crowd, round(crowd, room, false, turn), room)).into()
}

fn free(at: &[(u16, u16)], room: Room) -> Vec<Pt> {
    let Rect { x, y, w, h } = room.area;
    at.iter().map(|(u, v)| pt(x + w * f64::from(*u) / 1000.0, y + h * f64::from(*v) / 1000.0)).collect()
}

/// Two, of which one may be a crowd: who asks on the left, who answers on the right.
fn pair(crowd: &Crowd, room: Room) -> Vec<Pt> {
    let (middle, half) = (room.centre(), (room.area.w * 0.42).min(330.0));
    let right = usize::from(!crowd.client(crowd.nodes[1]));
    let mut at = vec![middle; crowd.staged.nodes.len()];
    for (k, node) in crowd.nodes.iter().enumerate() {
        at[usize::from(*node)].x += if k == right { half } else { -half };
    }
    at
}

/// Rows that fill the room: for very many.
pub fn grid(crowd: &Crowd, room: Room) -> Vec<Pt> {
    let Rect { x, y, w, h } = room.area;
    let n = crowd.nodes.len().max(1);
    let gap = |rows: usize| {
        let columns = n.div_ceil(rows);
        let (across, down) = ((columns.max(2) - 1) as f64, (rows.max(2) - 1) as f64);
        (w / across).min(if rows == 1 { f64::MAX } else { h / down })
    };
    let rows = (1..=n).max_by(|a, b| gap(*a).total_cmp(&gap(*b))).unwrap_or(1);
    let columns = n.div_ceil(rows);
    let share = |k: usize, of: usize| if of < 2 { 0.5 } else { k as f64 / (of - 1) as f64 };
    let mut at = vec![room.centre(); crowd.staged.nodes.len()];
    for (k, node) in crowd.nodes.iter().enumerate() {
        at[usize::from(*node)] = pt(x + w * share(k % columns, columns), y + h * share(k / columns, rows));
    }
    at
}

/// Servers clockwise on an ellipse that fills the room between the columns of clients; the hub in its middle.
fn round(crowd: &Crowd, room: Room, hub: bool, turn: f64) -> Vec<Pt> {
    let all = crowd.servers();
    let servers = &all[usize::from(hub && all.len() > 1)..];
    let clients = all.len() < crowd.nodes.len();
    let n = servers.len().max(1) as f64;
    let angle = |k: usize| std::f64::consts::TAU * (k as f64 + turn) / n - std::f64::consts::FRAC_PI_2;
    let unit: Vec<Pt> = (0..servers.len()).map(|k| pt(angle(k).cos(), angle(k).sin())).collect();
    let low = unit.iter().map(|p| p.y).fold(f64::MAX, f64::min);
    let high = unit.iter().map(|p| p.y).fold(f64::MIN, f64::max);
    let widest = unit.iter().map(|p| p.x.abs()).fold(0.01, f64::max);
    let Rect { y, w, h, .. } = room.area;
    let aside = if clients { if room.r < 25.0 { 3.4 } else { 4.2 } } else { 0.0 };
    // Not much flatter than round, unless there are so many that they need the length.
    let most = if servers.len() > 8 { h * 1.6 } else { h * 0.78 };
    let rx = (w / 2.0 - aside * room.r).min(most) / widest;
    let centre = room.centre();
    let mut at = vec![centre; crowd.staged.nodes.len()];
    for (k, node) in servers.iter().enumerate() {
        let v = if high - low < 0.01 { 0.5 } else { (unit[k].y - low) / (high - low) };
        at[usize::from(*node)] = pt(centre.x + rx * unit[k].x, y + h * v);
    }
    at
}

/// Clients in columns at the outside edges, each at the height of its server.
fn beside(crowd: &Crowd, mut at: Vec<Pt>, room: Room) -> Vec<Pt> {
    let middle = room.centre();
    let Rect { x, y, w, h } = room.area;
    let clients: Vec<u16> = crowd.nodes.iter().copied().filter(|n| crowd.client(*n)).collect();
    let home = |n: u16, at: &[Pt]| crowd.home(n).map_or(pt(middle.x, y), |s| at[usize::from(s)]);
    let mut columns: [Vec<u16>; 2] = [Vec::new(), Vec::new()];
    let central = |n: u16, at: &[Pt]| (home(n, at).x - middle.x).abs() <= 1.0;
    for n in clients.iter().filter(|n| !central(**n, &at)) {
        columns[usize::from(home(*n, &at).x > middle.x)].push(*n);
    }
    for n in clients.iter().filter(|n| central(**n, &at)) {
        let right = columns[1].len() < columns[0].len();
        columns[usize::from(right)].push(*n);
    }
    for (right, column) in columns.iter_mut().enumerate() {
        column.order_by(|a, b| home(*a, &at).y.total_cmp(&home(*b, &at).y).then(a.cmp(b)));
        let gap = (3.0 * room.r).min(h / (column.len().max(2) - 1) as f64);
        let mut ys: Vec<f64> = column.iter().map(|n| home(*n, &at).y).collect();
        for k in 1..ys.len() {
            ys[k] = ys[k].max(ys[k - 1] + gap);
        }
        let mut floor = y + h;
        for v in ys.iter_mut().rev() {
            *v = v.min(floor);
            floor = *v - gap;
        }
        for (n, v) in column.iter().zip(ys) {
            at[usize::from(*n)] = pt(if right == 1 { x + w } else { x }, v);
        }
    }
    at
}

/// Clients first, then each group in its own column. `bow` bends columns, `zig` puts every other one lower, both so that
/// links do not pass under nodes.
fn layered(crowd: &Crowd, room: Room, bow: f64, zig: f64) -> Vec<Pt> {
    let group =
        |n: u16| (!crowd.client(n), if crowd.client(n) { "" } else { &*crowd.staged.nodes[usize::from(n)].group });
    let mut tiers: Vec<((bool, &str), Vec<u16>)> = Vec::new();
    for n in crowd.nodes {
        match tiers.iter_mut().find(|t| t.0 == group(*n)) {
            Some(tier) => tier.1.push(*n),
            None => tiers.push((group(*n), vec![*n])),
        }
    }
    tiers.order_by_key(|t| t.0.0);
    let Rect { x, y, w, h } = room.area;
    let across = tiers.len().max(2) - 1;
    let mut at = vec![room.centre(); crowd.staged.nodes.len()];
    for (column, (_, tier)) in tiers.iter().enumerate() {
        for (row, n) in tier.iter().enumerate() {
            let mid = 0.5 + zig * if column % 2 == 1 { 1.0 } else { -1.0 };
            let v = if tier.len() == 1 { mid } else { row as f64 / (tier.len() - 1) as f64 };
            let inward = if 2 * column >= across { -1.0 } else { 1.0 };
            let bend = bow * inward * 2.4 * room.r * (std::f64::consts::PI * v).sin();
            let bend = if tier.len() > 2 { bend } else { 0.0 };
            at[usize::from(*n)] = pt(x + w * column as f64 / across as f64 + bend, y + h * v);
        }
    }
    at
}
