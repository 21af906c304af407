//! The network at an instant: which links are cut, slow, lossy or held, which nodes are down, and what still connects.

use session::order::Ordered;
use session::wire::{FaultSpan, Scene, Staged, Us};

use super::words;

/// A link at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkNow {
    /// Cut: both ways (0), only from its first end to its second (1), only back (-1).
    pub cut: Option<i8>,
    /// `+1s`.
    pub slow: Option<String>,
    /// `2 %`.
    pub loss: Option<String>,
    /// Messages wait on it.
    pub held: bool,
}

impl LinkNow {
    /// What lies on it, in words; a cut is seen.
    pub fn said(&self) -> String {
        let parts = [
            self.slow.as_deref().map(words::slow),
            self.loss.as_deref().map(words::loses),
            self.held.then(|| words::HELD.into()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Whether a fault lasts at an instant.
pub fn live(f: &FaultSpan, t: Us) -> bool {
    f.from <= t && t < f.to
}

/// Every link at an instant.
pub fn links(staged: &Staged, scene: &Scene, t: Us) -> Vec<LinkNow> {
    let mut all = vec![LinkNow::default(); staged.links.len()];
    for f in scene.faults.iter().filter(|f| live(f, t)) {
        for l in &f.links {
            let Some(link) = all.get_mut(usize::from(*l)) else { continue };
            match f.kind.as_str() {
                "cut" => {
                    let both = link.cut.is_some_and(|way| way != f.one_way);
                    link.cut = Some(if both { 0 } else { f.one_way });
                }
                "slow" => link.slow = Some(f.note.clone()),
                "loss" => link.loss = Some(f.note.clone()).filter(|share| share != words::NO_LOSS),
                _ => link.held = true,
            }
        }
    }
    all
}

/// Whether a node is down at an instant.
pub fn down(scene: &Scene, node: u16, t: Us) -> bool {
    scene.downs.iter().any(|(n, from, to)| *n == node && *from <= t && t < *to)
}

/// What stays connected when these links carry nothing, smallest part first; one part means nothing is separated.
pub fn sides(staged: &Staged, gone: &[bool]) -> Vec<Vec<u16>> {
    let n = staged.nodes.len();
    let mut side: Vec<usize> = (0..n).collect();
    let mut more = true;
    while more {
        more = false;
        for (l, link) in staged.links.iter().enumerate().filter(|(l, _)| !gone.get(*l).copied().unwrap_or(false)) {
            debug_assert!(l < staged.links.len());
            let (a, b) = (usize::from(link.a), usize::from(link.b));
            let least = side[a].min(side[b]);
            more |= side[a] != side[b];
            (side[a], side[b]) = (least, least);
        }
    }
    let mut parts: Vec<Vec<u16>> = Vec::new();
    for s in 0..n {
        let part: Vec<u16> = (0..n).filter(|i| side[*i] == s).map(|i| i as u16).collect();
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts.order_by_key(Vec::len);
    parts
}

/// Names as people read them: `C, Cy`.
pub fn names(staged: &Staged, nodes: &[u16]) -> String {
    nodes.iter().map(|n| staged.nodes[usize::from(*n)].label.as_str()).collect::<Vec<_>>().join(", ")
}

/// A node's links, as the node at the other end and the link.
pub fn around(staged: &Staged, node: u16) -> Vec<(u16, usize)> {
    let other = |a, b| if a == node { Some(b) } else { (b == node).then_some(a) };
    staged.links.iter().enumerate().filter_map(|(i, l)| Some((other(l.a, l.b)?, i))).collect()
}

/// The clients beside a server.
pub fn beside(staged: &Staged, node: u16) -> impl Iterator<Item = u16> + '_ {
    (0..staged.nodes.len() as u16).filter(move |c| staged.nodes[usize::from(*c)].beside == Some(node))
}
