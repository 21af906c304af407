//! The topology at an instant: what each node shows, where each message is, what each client waits for. Pure.

use session::order::Ordered;
use session::wire::{Fate, Flight, NodeState, OpBar, Outcome, Scene, Staged, Us};

use super::geom::Pt;
use super::layout::Geom;
use super::palette::Look;
use super::{AFTER_CHANGE, AFTER_LOSS, AFTER_OP, net, status, words};

/// A node at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeNow {
    /// The value inside the glyph.
    pub value: String,
    /// The line under it.
    pub caption: String,
    /// It has crashed.
    pub down: bool,
    /// A value that changed a moment ago: `balance 70 → 45`, and how much of its time is left.
    pub fresh: Option<(String, f64)>,
}

/// The state that a node shows.
pub fn state(scene: &Scene, node: u16, t: Us) -> Option<&NodeState> {
    scene.states.iter().rev().find(|s| s.node == node && s.at <= t)
}

/// A node at an instant.
pub fn node(staged: &Staged, scene: &Scene, node: u16, t: Us) -> NodeNow {
    let down = net::down(scene, node, t);
    let none = NodeState::default();
    let now = state(scene, node, t).unwrap_or(&none);
    let before = scene.states.iter().rev().find(|s| s.node == node && s.at < now.at);
    let shown = AFTER_CHANGE * staged.pace as f64;
    let left = 1.0 - (t - now.at) as f64 / shown;
    let fresh = before.filter(|b| b.value != now.value && left > 0.0).map(|b| {
        let name = now.facts.iter().find(|(_, v)| *v == now.value).map_or("", |(n, _)| n.as_str());
        (words::changed(name, &b.value, &now.value), left)
    });
    let caption = if down {
        words::CRASHED.into()
    } else if status::paused(scene, node, t) {
        words::PAUSED.into()
    } else if let Some(by) = status::slowed(scene, node, t) {
        words::slow(by)
    } else {
        now.caption.clone()
    };
    NodeNow { value: now.value.clone(), caption, down, fresh }
}

/// A node as it is read out: `Node C, replica, balance 100, linked to A and B`.
pub fn name(staged: &Staged, scene: &Scene, n: u16, t: Us) -> String {
    let info = &staged.nodes[usize::from(n)];
    let now = state(scene, n, t);
    let facts = now.map_or(&[][..], |s| &s.facts);
    let others: Vec<&str> = net::around(staged, n)
        .iter()
        .filter(|(o, _)| !staged.nodes[usize::from(*o)].client)
        .map(|(o, _)| staged.nodes[usize::from(*o)].label.as_str())
        .collect();
    if info.client {
        let doing = op(staged, scene, n, t).map(|o| o.said(t)).unwrap_or_default();
        return words::client_name(&info.label, &words::and(&others), &doing);
    }
    let value = match now.filter(|s| !s.value.is_empty()) {
        Some(s) => {
            let fact = facts.iter().find(|(_, v)| *v == s.value).map_or(words::VALUE, |(n, _)| n.as_str());
            [fact, " ", &s.value].concat()
        }
        None => String::new(),
    };
    let lies = status::said(staged, scene, n, t);
    let value = [&*value, &*lies].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
    words::node_name(&info.label, role_word(staged, scene, n, t), &value, net::down(scene, n, t), &words::and(&others))
}

/// What a node is called: the word for what it is where that is more than a server, else one of its group.
fn role_word<'a>(staged: &'a Staged, scene: &'a Scene, n: u16, t: Us) -> &'a str {
    match status::role(staged, scene, n, t) {
        "" | "server" => &staged.nodes[usize::from(n)].group,
        role => role,
    }
}

/// What becomes of a message on its way: the share of the path at which it ends, when, and whether it is lost there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Share of the path.
    pub share: f64,
    /// The instant.
    pub at: Us,
    /// It does not arrive.
    pub lost: bool,
}

/// How a message's path ends, as far as is known.
pub fn end(f: &Flight) -> End {
    let whole = f.arrives.saturating_sub(f.sent);
    let at = |at: Us| {
        let share =
            if f.arrives == Us::MAX || whole == 0 { 0.5 } else { at.saturating_sub(f.sent) as f64 / whole as f64 };
        End { share: share.clamp(0.0, 1.0), at, lost: true }
    };
    match f.fate {
        Fate::Arrives | Fate::Held => End { share: 1.0, at: f.arrives, lost: false },
        Fate::Cut(t) | Fate::Lost(t) | Fate::Dropped(t) => at(t),
        Fate::Down(t) | Fate::Refused(t) => End { share: 1.0, at: t, lost: true },
    }
}

/// Where a message is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its centre.
    pub at: Pt,
    /// The direction of its flight.
    pub dir: Pt,
    /// How far it has come, in pixels.
    pub gone: f64,
    /// It was lost, and this share of the time in which that is shown has passed.
    pub lost: Option<f64>,
    /// It waits at its sender.
    pub held: bool,
}

/// Where a message is at an instant; none while it is not to be seen.
pub fn spot(geom: &Geom, f: &Flight, pace: Us, t: f64) -> Option<Spot> {
    let (sent, end) = (f.sent as f64, end(f));
    if t < sent || f.arrives == f.sent && !end.lost || geom.together(f.from, f.to) {
        return None;
    }
    let (a, b) = geom.span(f.from, f.to, 0.0);
    let (long, dir) = (a.far(b), a.dir(b));
    let held = f.arrives == Us::MAX && !end.lost;
    let passed = if held || end.at == f.sent { 0.0 } else { (t - sent) / (end.at as f64 - sent) };
    let lost = (end.lost && passed >= 1.0).then(|| (t - end.at as f64) / (AFTER_LOSS * pace as f64));
    if lost.is_some_and(|l| l >= 1.0) || passed >= 1.0 && !end.lost {
        return None;
    }
    let gone = if held { long.min(16.0) } else { long * end.share * passed.min(1.0) };
    Some(Spot { at: a.step(dir, gone), dir, gone, lost, held })
}

/// A client's operation at an instant.
#[derive(Clone, Copy, Debug)]
pub struct OpNow<'a> {
    /// The operation.
    pub op: &'a OpBar,
    /// Share of its timeout that passed, while it is open.
    pub open: Option<f64>,
    /// How much of the time in which its result is shown is left.
    pub left: f64,
}

/// What a client does at an instant, or has just done.
pub fn op<'a>(staged: &Staged, scene: &'a Scene, client: u16, t: Us) -> Option<OpNow<'a>> {
    let shown = AFTER_OP * staged.pace as f64;
    // Operations are in the order of their calls: the last one is near the end.
    let begun = scene.ops.partition_point(|o| o.called <= t);
    let op = scene.ops[..begun].iter().rev().find(|o| o.client == client)?;
    if t < op.returned {
        let budget = op.deadline.saturating_sub(op.called).max(1);
        let passed = (t - op.called) as f64 / budget as f64;
        return Some(OpNow { op, open: Some(passed.min(1.0)), left: 1.0 });
    }
    let left = 1.0 - (t - op.returned) as f64 / shown;
    (left > 0.0).then_some(OpNow { op, open: None, left })
}

impl OpNow<'_> {
    /// Whether it broke a check or failed.
    pub fn bad(&self) -> bool {
        self.open.is_none() && (!self.op.mark.is_empty() || self.op.outcome == Outcome::Failed)
    }

    /// Its two lines.
    pub fn lines(&self, t: Us) -> (String, String) {
        if self.open.is_some() {
            return (self.op.label.clone(), words::waiting(t - self.op.called));
        }
        let o = self.op;
        match o.outcome {
            Outcome::Open | Outcome::Ok if o.label.ends_with(&o.short) || o.short.is_empty() => {
                (o.label.clone(), if o.mark.is_empty() { words::DONE.into() } else { o.mark.clone() })
            }
            Outcome::Open | Outcome::Ok if o.short == words::DONE => (o.label.clone(), outcome(o)),
            Outcome::Open | Outcome::Ok => ([&*o.label, ": ", &o.short].concat(), o.mark.clone()),
            Outcome::Failed => {
                (o.label.clone(), if o.short.is_empty() { words::REFUSED.into() } else { o.short.clone() })
            }
            Outcome::Unknown => (o.label.clone(), words::NO_ANSWER.into()),
        }
    }

    /// What it says where there is no room.
    pub fn brief(&self) -> String {
        if self.open.is_some() || self.op.short.is_empty() {
            // `write balance 45` is `write 45` here: what it is about is the same for all.
            let words: Vec<&str> = self.op.label.split(' ').collect();
            return if let [verb, _, value] = words[..] { [verb, " ", value].concat() } else { self.op.label.clone() };
        }
        outcome(self.op)
    }

    /// Both lines in one.
    pub fn said(&self, t: Us) -> String {
        let (a, b) = self.lines(t);
        if b.is_empty() { a } else { [&*a, ", ", &b].concat() }
    }

    /// The look of its kind.
    pub fn look(&self) -> Look {
        Look::named(&self.op.look)
    }
}

/// What came of an operation, and what a check says of it: that it was done goes without saying then.
pub fn outcome(o: &OpBar) -> String {
    match (&*o.short, &*o.mark) {
        (short, "") => short.to_string(),
        ("" | words::DONE | words::REFUSED | words::NO_ANSWER, mark) => mark.to_string(),
        (short, mark) => [short, ": ", mark].concat(),
    }
}

/// The look of a message, and whether it is drawn hollow.
pub fn look(staged: &Staged, f: &Flight) -> (Look, bool) {
    staged.kinds.get(usize::from(f.kind)).map_or((Look::named(""), false), |k| (Look::named(&k.look), k.reply))
}

/// What is said beside a message.
pub fn said(f: &Flight) -> String {
    match (f.label.is_empty(), f.copy) {
        (_, false) => f.label.clone(),
        (true, true) => words::TWICE.into(),
        (false, true) => [&*f.label, " ", words::TWICE].concat(),
    }
}

/// Every instant at which the topology looks different, in order.
pub fn turns(staged: &Staged, scene: &Scene, messages: bool) -> Vec<Us> {
    let after = |t: Us, seconds: f64| t.saturating_add((seconds * staged.pace as f64) as Us);
    let mut all = Vec::new();
    all.extend(scene.states.iter().flat_map(|s| [s.at, after(s.at, AFTER_CHANGE)]));
    all.extend(scene.downs.iter().flat_map(|d| [d.1, d.2]));
    all.extend(scene.spells.iter().flat_map(|s| [s.from, s.to]));
    all.extend(scene.clocks.iter().map(|b| b.at));
    all.extend(scene.faults.iter().flat_map(|f| [f.from, f.to]));
    // Thousands of operations are on the canvas, which is drawn anew in each frame, and in the table.
    if scene.ops.len() <= 200 {
        all.extend(scene.ops.iter().flat_map(|o| [o.called, o.returned, after(o.returned, AFTER_OP)]));
    }
    all.extend(scene.acts.iter().map(|a| a.at));
    if messages {
        all.extend(scene.flights.iter().flat_map(|f| [f.sent, end(f).at]));
    }
    all.retain(|t| *t != Us::MAX);
    all.order();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::stage::{fixture, layout};

    #[test]
    fn nodes_are_named_with_what_they_show() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 2_900_000));
        let said: Vec<String> = (0..6).map(|n| name(&staged, &scene, n, 2_900_000)).collect();
        expect![[r"
            Node A, replica, balance 45, linked to B and C
            Node B, replica, balance 45, linked to A and C
            Node C, replica, balance 70, linked to A and B
            Client Ann, beside A
            Client Bo, beside B
            Client Cy, beside C, read balance: 70, stale"]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn a_message_moves_linearly_and_dies_in_the_middle_of_a_cut_link() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 2_900_000));
        let geom = layout::place(&staged, 768.0, 440.0);
        let cut = scene.flights.iter().find(|f| matches!(f.fate, Fate::Cut(_))).unwrap();
        let Fate::Cut(at) = cut.fate else { unreachable!() };
        let here = |t: f64| spot(&geom, cut, staged.pace, t);
        let (sent, at) = (cut.sent as f64, at as f64);
        let half = here(f64::midpoint(sent, at)).unwrap().gone;
        let dead = here(at).unwrap();
        assert!((half * 2.0 - dead.gone).abs() < 0.5);
        assert!(dead.at.far(geom.middle(cut.from, cut.to)) < 2.0 && dead.lost.is_some());
        assert_eq!(here(at + 70_000.0), None);
        assert_eq!(here(sent - 1.0), None);
    }

    #[test]
    fn a_result_stays_for_a_while() {
        let (staged, scene) = (fixture::staged(), fixture::scene(2_900_000, 3_500_000));
        let now = op(&staged, &scene, 5, 2_950_000).unwrap();
        assert_eq!((now.lines(2_950_000), now.bad()), (("read balance: 70".into(), "stale".into()), true));
        assert!(op(&staged, &scene, 5, 3_020_000).is_none());
        let change = node(&staged, &scene, 0, 2_130_000).fresh.unwrap();
        assert_eq!((change.0.as_str(), change.1 > 0.5), ("balance 70 → 45", true));
    }
}
