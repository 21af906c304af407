//! Act lines that gestures make: everything that a hand does goes through one of these. Pure.

use session::wire::{FaultSpan, Scene, Staged, Us};

use super::net;

/// A node as act lines name it.
pub fn node(staged: &Staged, n: u16) -> &str {
    staged.nodes.get(usize::from(n)).map_or("", |n| n.name.as_str())
}

/// `~4f2a91c0`: a message as act lines name it.
pub fn selector(name: u64) -> String {
    let mut out = String::from("~");
    for k in (0..8).rev() {
        out.push(char::from_digit((name >> (32 + 4 * k)) as u32 & 15, 16).unwrap_or('0'));
    }
    out
}

/// `isolate c d`.
pub fn isolate(staged: &Staged, nodes: &[u16]) -> String {
    let names: Vec<&str> = nodes.iter().map(|n| node(staged, *n)).collect();
    ["isolate ", &*names.join(" ")].concat()
}

/// `a->c`: a link's one direction, from its first end or back.
fn direction(staged: &Staged, link: u16, forward: bool) -> String {
    let l = &staged.links[usize::from(link)];
    let (from, to) = if forward { (l.a, l.b) } else { (l.b, l.a) };
    [node(staged, from), "->", node(staged, to)].concat()
}

/// A link as act lines name it: both ways (0), from its first end (1), or back (2).
pub fn link(staged: &Staged, link: u16, way: u8) -> String {
    if way == 0 { staged.links[usize::from(link)].name.clone() } else { direction(staged, link, way == 1) }
}

/// `cut a-c`, or `cut a->c`.
pub fn cut_one(staged: &Staged, link: u16, one_way: bool) -> String {
    ["cut ", &*self::link(staged, link, u8::from(one_way))].concat()
}

/// Heals the newest cut, or the newest on a link.
pub fn heal(scene: &Scene, link: Option<u16>, t: Us) -> String {
    let ours = |f: &&FaultSpan| f.kind == "cut" && net::live(f, t) && link.is_none_or(|l| f.links.contains(&l));
    scene.faults.iter().filter(ours).max_by_key(|f| f.from).map_or_else(|| "heal".into(), heal_this)
}

/// Heals a cut by its label, or every cut.
pub fn heal_this(fault: &FaultSpan) -> String {
    if fault.label.is_empty() { "heal".into() } else { ["heal ", &*fault.label].concat() }
}

/// A cut as it would be in one direction only: healed, and cut again towards its smaller side, or away from it.
pub fn one_way(staged: &Staged, fault: &FaultSpan, inward: bool) -> Vec<String> {
    let inside = |n: u16| fault.side.contains(&n);
    let word = |l: &u16| {
        let second_inside = staged.links.get(usize::from(*l)).is_some_and(|l| inside(l.b));
        direction(staged, *l, second_inside == inward)
    };
    let words: Vec<String> = fault.links.iter().map(word).collect();
    vec![heal_this(fault), ["cut ", &*words.join(" ")].concat()]
}

/// Links together: `cut a-c b-c`.
pub fn cut_all(staged: &Staged, links: &[u16]) -> String {
    let names = links.iter().filter_map(|l| staged.links.get(usize::from(*l))).map(|l| l.name.as_str());
    ["cut ", &*names.collect::<Vec<_>>().join(" ")].concat()
}

/// The same line with `for 15s`, where its act can be undone.
pub fn lasting(line: String, span: Option<&str>) -> String {
    let verb = line.split(' ').next().unwrap_or_default();
    match span.filter(|_| matches!(verb, "cut" | "isolate" | "hold" | "crash" | "slow" | "skew" | "drift" | "set")) {
        Some(span) => [&*line, " for ", span].concat(),
        None => line,
    }
}
