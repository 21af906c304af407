//! Who may write where: captions above or below, what clients do, clocks. What finds no room is not drawn.

use session::wire::Staged;

use super::{Geom, Place, Say};
use crate::stage::geom::{Pt, Rect, pt};

/// The size of the box that says how far a clock is off: `+340 ms` with a dial.
pub const BADGE: (f64, f64) = (78.0, 20.0);

/// About half of 18 characters, which is as long as a caption is.
const HALF: f64 = 58.0;

/// About half of what is said under a pool of slots.
const POOL: f64 = 92.0;

/// Height of a row of gauges.
pub const ROW: f64 = 14.0;

/// Height of a pool: ten slots a row, and a line for each node that they wait for, and for the queue.
pub fn pool(slots: u16, nodes: usize) -> f64 {
    8.0 * f64::from(slots.div_ceil(10)) + 15.0 * (nodes + 1) as f64 + 8.0
}

/// About half of what a client does, in brief.
const BRIEF: f64 = 48.0;

/// Height of the strip at the foot of the canvas, which belongs to the hint, to beats and to the witness's sentence: on
/// a narrow canvas these need four lines, on a wide one two.
pub const fn strip(w: f64) -> f64 {
    if w < 480.0 {
        80.0
    } else if w < 800.0 {
        64.0
    } else {
        52.0
    }
}

/// Room that is nobody's: the title of the run, and the strip.
pub fn taken(geom: &Geom) -> Vec<Rect> {
    let foot = Rect { x: 0.0, y: geom.h - strip(geom.w), w: geom.w, h: strip(geom.w) };
    let title = Rect { x: 0.0, y: 0.0, w: if geom.w < 560.0 { 0.0 } else { 300.0 }, h: 30.0 };
    vec![foot, title]
}

/// What is said beside a node, above or below it.
pub fn words(geom: &Geom, p: &Place, up: bool, say: Say) -> Option<Rect> {
    let row = p.row;
    let lines = match (p.client, say) {
        // Whom a folded group is made of is always said, and a name that has no room in its outline.
        _ if p.folded > 0 || p.under => 21.0,
        (true, Say::All) => 38.0,
        (true, Say::Brief) => 19.0,
        (false, Say::All) => 21.0,
        _ => 0.0,
    };
    let high = lines + row;
    let half = match say {
        _ if p.folded > 0 => p.called,
        _ if p.under => p.called.max(if say == Say::All { HALF } else { p.hw }),
        _ if lines == 0.0 => p.hw.max(30.0),
        Say::Brief | Say::Nothing => BRIEF,
        Say::All => HALF,
    };
    let half = if p.pool > 0 { half.max(POOL) } else { half };
    let x = (p.at.x - half).clamp(2.0, (geom.w - 2.0 * half - 2.0).max(2.0));
    // Brief words keep as far off as the servers beside a client are high.
    let off = match (p.client && p.folded == 0, say) {
        (true, Say::Brief) => p.hw + 3.0,
        (true, _) => p.hh + 9.0,
        _ => p.hh + 5.0,
    };
    let y = if up { p.at.y - off - high } else { p.at.y + off };
    (high > 0.0).then_some(Rect { x, y, w: 2.0 * half, h: high })
}

/// Everything that words and badges cover, besides nodes.
pub fn claims(geom: &Geom) -> Vec<Rect> {
    let beside = geom.shown().filter_map(|p| words(geom, p, p.up, geom.say));
    let badges = geom.shown().filter_map(|p| p.badge.map(badge));
    beside.chain(badges).collect()
}

fn badge(at: Pt) -> Rect {
    Rect { x: at.x, y: at.y, w: BADGE.0, h: BADGE.1 }
}

/// Finds room for as much as can be said.
pub fn claim(staged: &Staged, geom: &mut Geom) {
    let most = if geom.r < 25.0 { Say::Brief } else { Say::All };
    let found = |geom: &Geom| {
        let says = [Say::All, Say::Brief, Say::Nothing].into_iter().filter(|say| *say <= most);
        says.into_iter().find_map(|say| Some((say, sides(staged, geom, say)?)))
    };
    let mut all = found(geom);
    if geom.shown().any(|p| p.pool > 0) && all.as_ref().is_none_or(|(say, _)| *say < Say::All) {
        geom.places.iter_mut().filter(|p| p.pool > 0).for_each(|p| (p.row, p.pool) = (ROW, 0));
        all = found(geom);
    }
    let (say, ups) = all.unwrap_or_else(|| {
        // Not even the gauges have room.
        geom.places.iter_mut().for_each(|p| p.row = 0.0);
        found(geom).unwrap_or_default()
    });
    geom.say = say;
    geom.places.iter_mut().zip(ups).for_each(|(p, up)| p.up = up);
    badges(geom);
}

/// Whether every folded group can say what it is made of, and every long name has room.
pub fn fits(staged: &Staged, geom: &Geom) -> bool {
    // Gauges give way before nodes fold: a fault of one node is to be seen on that node.
    let bare = || {
        let mut geom = geom.clone();
        geom.places.iter_mut().for_each(|p| (p.row, p.pool) = (0.0, 0));
        sides(staged, &geom, Say::Nothing).is_some()
    };
    geom.shown().all(|p| p.folded == 0 && !p.under) || sides(staged, geom, Say::Nothing).is_some() || bare()
}

/// For each node whether its words stand above; none where some have no room on either side.
fn sides(staged: &Staged, geom: &Geom, say: Say) -> Option<Vec<bool>> {
    let mut taken = taken(geom);
    taken.extend(geom.shown().map(|p| p.rect().grown(-2.0)));
    let mut ups = vec![false; geom.places.len()];
    for (i, p) in geom.places.iter().enumerate().filter(|(_, p)| !p.hidden) {
        // Words of a server in the upper half stand above it, where fewer links are.
        let first = !p.client && p.at.y < geom.h * 0.42 && staged.nodes.len() > 1;
        let free = |up: bool| {
            let Some(room) = words(geom, p, up, say) else { return true };
            let inside = room.y >= 2.0 && room.y + room.h <= geom.h - 2.0;
            // The node's own outline is not in its way.
            let others = taken.iter().all(|t| t.common(&room) <= 0.0 || *t == p.rect().grown(-2.0));
            inside && others
        };
        ups[i] = if free(first) {
            first
        } else if free(!first) {
            !first
        } else {
            return None;
        };
        taken.extend(words(geom, p, ups[i], say));
    }
    Some(ups)
}

/// A clock's box stands at the upper right, or where there is room.
fn badges(geom: &mut Geom) {
    let mut all = taken(geom);
    all.extend(geom.shown().map(Place::rect));
    all.extend(claims(geom));
    for i in 0..geom.places.len() {
        let p = geom.places[i];
        if p.hidden || p.folded > 0 {
            continue;
        }
        let (x, y) = (p.hw * 0.5, p.hh * 0.86 + 10.0);
        let tries = [(x, -y), (-x - BADGE.0, -y), (x, y - BADGE.1), (-x - BADGE.0, y - BADGE.1)];
        let spot = tries.into_iter().map(|(dx, dy)| pt(p.at.x + dx, p.at.y + dy)).find(|at| {
            let room = badge(*at);
            let inside = room.x >= 2.0 && room.y >= 2.0 && room.x + room.w <= geom.w - 2.0;
            // It hangs on its own node, and on nothing else.
            inside && all.iter().all(|t| t.common(&room) <= 0.0 || *t == p.rect())
        });
        geom.places[i].badge = spot;
        all.extend(spot.map(badge));
    }
}
