//! Whose turn it is, as each node sees it, as bars under the lanes: red where two take it for their own. Pure.

use session::wire::{Scene, Staged, Turn, Us};

use super::axis::Scale;
use super::geom::{Pt, n1, pt};
use super::{named, net, words};

/// The bars of a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// `W1 believes`, `Lock says`.
    pub name: String,
    /// What it takes for true now.
    pub now: String,
    /// Another one takes it for its own too, now.
    pub both: bool,
    /// Top.
    pub y: f64,
    /// Its bars as path data: all of them, and where another one too takes the turn for its own.
    pub bars: [String; 2],
    /// To whom turns were given, again and again where a bar is long, at the left end of the base line.
    pub given: Vec<(String, Pt)>,
}

/// A row's height with the gap below it.
const ROW: f64 = 20.0;
const BAR: f64 = 12.0;
/// On a long bar the name of its holder stands again after so much: a window shows a part of it.
const EACH: f64 = 240.0;

/// A stretch in which a node takes the turn for that of one node.
struct Span {
    from: Us,
    /// `u64::MAX` where nothing is known of its end.
    to: Us,
    whose: u16,
}

impl Span {
    fn has(&self, t: Us) -> bool {
        self.from <= t && t < self.to
    }
}

/// What a node takes for true over time.
struct Held {
    node: u16,
    /// It gives turns, and does not take them.
    gives: bool,
    spans: Vec<Span>,
}

impl Held {
    fn at(&self, t: Us) -> Option<u16> {
        self.spans.iter().find(|span| span.has(t)).map(|span| span.whose)
    }
    /// Whether both take turns.
    fn rival(&self, other: &Self) -> bool {
        self.node != other.node && !self.gives && !other.gives
    }
    fn name(&self, staged: &Staged) -> String {
        let label = &staged.nodes[usize::from(self.node)].label;
        if self.gives { words::gives(label) } else { words::believes(label) }
    }
}

/// Nodes that take part, who give turns first, else in the order of lanes.
fn held(staged: &Staged, scene: &Scene) -> Vec<Held> {
    let mut all = Vec::new();
    for gives in [true, false] {
        for node in &staged.lanes {
            let first = scene.states.iter().find(|s| s.node == *node).and_then(|s| s.turn);
            if first.is_some_and(|turn| matches!(turn, Turn::Given(_)) == gives) {
                all.push(Held { node: *node, gives, spans: spans(scene, *node) });
            }
        }
    }
    all
}

fn spans(scene: &Scene, node: u16) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (i, state) in scene.states.iter().enumerate().filter(|(_, s)| s.node == node) {
        let mut to = scene.states[i + 1..].iter().find(|s| s.node == node).map_or(Us::MAX, |next| next.at);
        let whose = match state.turn {
            Some(Turn::Mine(true)) => node,
            Some(Turn::Given(Some((whose, until)))) => {
                to = to.min(until);
                whose
            }
            _ => continue,
        };
        // Who is down says nothing.
        for down in scene.downs.iter().filter(|d| d.0 == node && d.2 > state.at) {
            to = to.min(down.1.max(state.at));
        }
        match spans.last_mut() {
            _ if state.at >= to => {}
            Some(last) if last.to == state.at && last.whose == whose => last.to = to,
            _ => spans.push(Span { from: state.at, to, whose }),
        }
    }
    spans
}

/// Height of the bars with their margin; nothing where turns are none of this world's.
pub fn height(staged: &Staged, scene: &Scene) -> f64 {
    let part = |n: &&u16| scene.states.iter().any(|s| s.node == **n && s.turn.is_some());
    let rows = staged.lanes.iter().filter(part).count();
    if rows == 0 { 0.0 } else { rows as f64 * ROW + 8.0 }
}

/// How wide the gutter is in which the names of the rows stand; nothing where there are none.
pub fn gutter(staged: &Staged, scene: &Scene) -> f64 {
    held(staged, scene).iter().map(|h| 21.0 + named::width(&h.name(staged), 12.0)).fold(0.0, f64::max)
}

/// The bars of a window, from `top` down.
pub fn rows(staged: &Staged, scene: &Scene, scale: Scale, top: f64) -> Vec<Row> {
    let all = held(staged, scene);
    let mut rows = Vec::new();
    for h in &all {
        let y = top + 6.0 + rows.len() as f64 * ROW;
        let mut row = Row { name: h.name(staged), y, ..Row::default() };
        let bar = |from: Us, to: Us| {
            let (a, b) = (scale.x(from), scale.x(to.min(scene.frontier)));
            ["M", &n1(a), " ", &n1(y), "H", &n1(b), "v", &n1(BAR), "H", &n1(a), "Z"].concat()
        };
        for span in &h.spans {
            row.bars[0] += &bar(span.from, span.to);
            for other in all.iter().filter(|o| h.rival(o)).flat_map(|o| &o.spans) {
                let (from, to) = (span.from.max(other.from), span.to.min(other.to));
                if from < to {
                    row.bars[1] += &bar(from, to);
                }
            }
            if h.gives {
                let name = &staged.nodes[usize::from(span.whose)].label;
                let mut x = scale.x(span.from.max(scene.window.0)) + 6.0;
                while x + named::width(name, 12.0) + 6.0 <= scale.x(span.to.min(scene.frontier)) {
                    row.given.push((name.clone(), pt(x, y + BAR - 2.0)));
                    x += EACH;
                }
            }
        }
        let now = h.at(scene.at).filter(|_| !net::down(scene, h.node, scene.at));
        row.both = now.is_some() && all.iter().any(|o| h.rival(o) && o.at(scene.at).is_some());
        row.now = match now {
            Some(whose) if h.gives => staged.nodes[usize::from(whose)].label.clone(),
            Some(_) => words::ITS_TURN.into(),
            None => words::NOBODY.into(),
        };
        rows.push(row);
    }
    rows
}

/// What changes after `from` up to `to`, in words: who begins and who ceases to take the turn for its own.
pub fn changes(staged: &Staged, scene: &Scene, from: Us, to: Us) -> Vec<(Us, String)> {
    let within = |t: Us| t > from && t <= to;
    let all = held(staged, scene);
    let label = |n: u16| staged.nodes[usize::from(n)].label.as_str();
    let mut said = Vec::new();
    for h in &all {
        for span in &h.spans {
            if within(span.from) {
                let other = all.iter().find(|o| h.rival(o) && o.at(span.from).is_some());
                let whose = if h.gives { label(span.whose) } else { "" };
                said.push((span.from, words::turn_begins(label(h.node), whose, other.map(|o| label(o.node)))));
            }
            if within(span.to) {
                said.push((span.to, words::turn_ends(label(h.node), h.gives)));
            }
        }
    }
    said
}

#[cfg(test)]
#[path = "beliefs_tests.rs"]
mod tests;
