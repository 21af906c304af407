//! What measures look at: a run up to an instant, read-only, and the words of a call resolved in it.

use std::rc::Rc;

use super::{ArgValue, Call, Instant};
use crate::check::Watch;
use crate::history::{Op, Outcome};
use crate::id::{Key, NodeId, OpId, RowId};
use crate::time::{Duration, Time};
use crate::trace::Applied;
use crate::world::World;

/// A run, as far as it was known at an instant.
#[derive(Clone)]
pub struct Evidence<'a> {
    /// The run.
    pub world: &'a World,
    /// Operations that began before this instant are not looked at (`within`).
    pub from: Time,
    /// Nothing after this instant is looked at.
    pub until: Time,
    /// What people read for nodes, in their order.
    pub labels: &'a [String],
    /// What the checkers know of this run; whoever asks again and again hands it on.
    pub watch: Rc<Watch>,
}

impl<'a> Evidence<'a> {
    /// The whole run so far, with nodes called as in act lines.
    pub fn of(world: &'a World) -> Self {
        Self { world, from: Time::ZERO, until: world.now, labels: &world.names, watch: Rc::default() }
    }
    /// What people read for a node.
    pub fn label(&self, node: NodeId) -> &'a str {
        &self.labels[node.index()]
    }
    /// Operations that were called by then, and not before the instant from which on they are looked at.
    pub fn ops(&self) -> impl Iterator<Item = (OpId, &'a Op)> + use<'a> {
        let from = self.from;
        self.past().filter(move |(_, op)| op.called >= from)
    }
    /// Operations that were called by then, however long ago: what an answer is judged by. A value that was written
    /// before the window did not come from nowhere.
    pub fn past(&self) -> impl Iterator<Item = (OpId, &'a Op)> + use<'a> {
        let until = self.until;
        let ops = self.world.history.ops.iter().take_while(move |op| op.called <= until);
        ops.enumerate().map(|(i, op)| (OpId(i as u32), op))
    }
    /// When an operation returned or was given up, as far as it was known then; else [`Time::NEVER`].
    pub fn returned(&self, op: &Op) -> Time {
        if op.done_by(self.until) { op.returned } else { Time::NEVER }
    }
    /// The row of its return, as far as it was known then; else that of its call.
    pub fn return_row(&self, op: &Op) -> RowId {
        if op.done_by(self.until) { op.return_row } else { op.call_row }
    }
    /// An operation's outcome as it was known then.
    pub fn outcome(&self, op: &Op) -> Outcome {
        op.outcome_at(self.until)
    }
    /// Operations that a call speaks of: by `clients`, begun in the window of `during`, or from `wait` after `after` on
    /// for the span of `for`. Nothing where a window has not begun.
    pub fn chosen(&self, call: &Call) -> Vec<(OpId, &'a Op)> {
        let Some((from, to)) = self.range(call) else { return Vec::new() };
        let clients = call.word("clients").map(|word| self.clients(word, call.word("during")));
        let reads = call.word("of").map(|of| of == "reads");
        let keys = call.word("key").map(|name| self.world.history.under(name).collect::<Vec<Key>>());
        self.ops()
            .filter(|(_, op)| (from..to).contains(&op.called))
            .filter(|(_, op)| clients.as_ref().is_none_or(|c| c.contains(&op.client)))
            .filter(|(_, op)| reads.is_none_or(|reads| op.verb.reads == reads))
            .filter(|(_, op)| keys.as_ref().is_none_or(|keys| op.key.is_some_and(|k| keys.contains(&k))))
            .collect()
    }
    /// The instants between which a call looks: `from` included, `to` not.
    pub fn range(&self, call: &Call) -> Option<(Time, Time)> {
        let mut range = (Time::ZERO, Time::NEVER);
        if let Some(label) = call.word("during") {
            range = self.window(label)?;
        }
        if let Some(ArgValue::Instant(after)) = call.arg("after") {
            range.0 = range.0.max(self.instant(after)? + call.span("wait").unwrap_or_default());
        }
        if let Some(span) = call.span("for") {
            range.1 = range.1.min(range.0 + span);
        }
        Some(range)
    }
    /// What there is of that by now, if any time has passed in it.
    pub fn looked_at(&self, call: &Call) -> Option<(Time, Time)> {
        let (from, to) = self.range(call)?;
        let (from, to) = (from.max(self.from), to.min(self.until));
        (from < to).then_some((from, to))
    }
    /// The act of this label, once it was applied.
    pub fn act(&self, label: &str) -> Option<&'a Applied> {
        self.world.trace.acts.iter().find(|a| a.label.as_deref() == Some(label) && a.at <= self.until)
    }
    /// From when to when the act of this label lay on the world; it may last still.
    pub fn window(&self, label: &str) -> Option<(Time, Time)> {
        self.act(label).map(|a| (a.at, if a.until <= self.until { a.until } else { Time::NEVER }))
    }
    /// A moment, once it has come.
    pub fn instant(&self, instant: &Instant) -> Option<Time> {
        match instant {
            Instant::At(t) => Some(*t),
            Instant::Start(label) => self.window(label).map(|w| w.0),
            Instant::End(label) => self.window(label).map(|w| w.1),
        }
        .filter(|t| *t <= self.until)
    }
    /// Clients of this name: one, a group, or those beside the `majority` or `minority` side of the cut of this label
    /// (of the first cut, where there is no label); before there is one, there are no sides, and nobody is on them.
    pub fn clients(&self, word: &str, label: Option<&str>) -> Vec<NodeId> {
        let world = self.world;
        let all = world.all_nodes().filter(|n| world.is_client(*n));
        if let "majority" | "minority" = word {
            if self.cut(label).is_none() {
                return Vec::new();
            }
            let majority = self.majority(label);
            let beside = |n: &NodeId| world.beside(*n).is_some_and(|s| majority.contains(&s));
            return all.filter(|n| beside(n) == (word == "majority")).collect();
        }
        match (world.node(word), world.members(word)) {
            (Some(node), _) => vec![node],
            (None, Some(members)) => members.to_vec(),
            (None, None) => Vec::new(),
        }
    }
    /// The servers on the side with more than half of them while this cut lies on the world; none where no side has.
    pub fn majority(&self, label: Option<&str>) -> Vec<NodeId> {
        let servers: Vec<NodeId> = self.world.all_nodes().filter(|n| !self.world.is_client(*n)).collect();
        let sides = self.sides(label, &servers);
        sides.into_iter().find(|side| 2 * side.len() > servers.len()).unwrap_or_default()
    }
    fn cut(&self, label: Option<&str>) -> Option<&'a Applied> {
        let is_cut =
            |a: &&Applied| a.at <= self.until && (a.text.starts_with("cut ") || a.text.starts_with("isolate "));
        label.map_or_else(|| self.world.trace.acts.iter().find(is_cut), |label| self.act(label))
    }
    /// Connected sides of these nodes while the cut of this label (or the first cut) lies on the world.
    pub fn sides(&self, label: Option<&str>, nodes: &[NodeId]) -> Vec<Vec<NodeId>> {
        let links = self.cut(label).map(|a| a.links.as_slice()).unwrap_or_default();
        let mut sides: Vec<Vec<NodeId>> = Vec::new();
        for node in nodes {
            let hears = |side: &Vec<NodeId>| {
                side.iter().any(|other| !links.contains(&(*node, *other)) && !links.contains(&(*other, *node)))
            };
            let (near, far): (Vec<_>, Vec<_>) = sides.into_iter().partition(hears);
            sides = far;
            sides.push(near.into_iter().flatten().chain([*node]).collect());
        }
        sides
    }
}

/// `2.900 s`, as people read instants.
pub fn clock(t: Time) -> String {
    if t == Time::NEVER {
        return "never".into();
    }
    format!("{}.{:03} s", t.0 / 1_000_000, t.0 % 1_000_000 / 1_000)
}

/// `800 ms` or `1.9 s`, as people read spans.
pub(super) fn span(d: Duration) -> String {
    crate::quantity::Quantity::time(d).to_string()
}
