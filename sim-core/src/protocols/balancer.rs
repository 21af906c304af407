//! A balancer: passes every request on to one of several nodes, and the answer back.
//!
//! ```text
//!                            +--call--> a
//!   caller --call--> balancer|          b      which: `random`, `round-robin`, or `least`: of `choices` nodes drawn at
//!          <-answer-         +          c      random, the one with the fewest requests that this balancer waits for
//! ```
//!
//! With two choices the longest queue is exponentially shorter than with one (Azar et al., *Balanced Allocations*, STOC
//! 1994; Vvedenskaya, Dobrushin & Karpelevich, *Problems of Information Transmission* 32, 1996; Mitzenmacher, *The Power
//! of Two Choices in Randomized Load Balancing*, IEEE TPDS 12, 2001). With as many choices as nodes it is join the
//! shortest queue. Choices are drawn one by one, as in these papers, so that one node may be drawn twice. The balancer
//! counts its own requests only: two balancers do not see each other's.

use std::collections::BTreeMap;

use crate::field::{Field, Kind, Value};
use crate::id::{CallId, NodeId};
use crate::luck::{Purpose, below};
use crate::protocol::{Answer, Ask, Config, Ctx, Protocol, Reply, TimerId, View};
use crate::protocols::client::Never;
use crate::registry::{ProtocolInfo, Role, Verb};
use crate::time::Duration;

/// How a node is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Policy {
    #[default]
    Random,
    RoundRobin,
    Least,
}

/// Settings of a balancer.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    to: Vec<NodeId>,
    policy: Policy,
    choices: usize,
    timeout: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Nodes(_, nodes)) => self.to = nodes,
            (1, Value::Word(word)) => self.policy = [Policy::Random, Policy::RoundRobin, Policy::Least][word],
            (2, Value::Whole(n)) => self.choices = n as usize,
            (3, Value::Span(span)) => self.timeout = span,
            (field, value) => unreachable!("balancer field {field} cannot be {value:?}"),
        }
    }
}

/// A request has waited long enough.
#[derive(Clone, Copy, Debug)]
pub struct GiveUp(CallId);

/// A request that was passed on.
#[derive(Clone, Copy, Debug)]
struct Passed {
    ask: Ask,
    to: NodeId,
    timer: Option<TimerId>,
}

/// One balancer.
#[derive(Clone, Default)]
pub struct Balancer {
    /// Requests that it waits for.
    open: BTreeMap<CallId, Passed>,
    /// How many of these each node has.
    load: BTreeMap<NodeId, usize>,
    /// Whose turn it is.
    turn: usize,
}

impl Balancer {
    /// The node that gets this request, if there is any other node.
    fn choose(&mut self, ask: Ask, ctx: &Ctx<'_, Self>) -> Option<NodeId> {
        let mut nodes: Vec<NodeId> = ctx.config().to.iter().copied().filter(|node| *node != ctx.me()).collect();
        let count = nodes.len();
        let draw = |n: usize, of: usize| below(ctx.luck(Purpose::Choice, ask.name.then(n as u64)), of as u64) as usize;
        match ctx.config().policy {
            Policy::Random => return nodes.get(draw(0, count)).copied(),
            Policy::RoundRobin => {
                self.turn = self.turn.wrapping_add(1);
                return nodes.get((self.turn - 1) % count.max(1)).copied();
            }
            Policy::Least if ctx.config().choices < count => {
                nodes = (1..=ctx.config().choices).map(|n| nodes[draw(n, count)]).collect();
            }
            Policy::Least => {}
        }
        let load = |node: &NodeId| self.load.get(node).copied().unwrap_or_default();
        let least = nodes.iter().map(load).min()?;
        nodes.retain(|node| load(node) == least);
        nodes.get(draw(0, nodes.len())).copied()
    }

    /// Takes a request off the list of those that are waited for.
    fn close(&mut self, call: CallId) -> Option<Passed> {
        let passed = self.open.remove(&call)?;
        if let Some(load) = self.load.get_mut(&passed.to) {
            *load -= 1;
        }
        Some(passed)
    }
}

impl Protocol for Balancer {
    type Config = Settings;
    type Message = Never;
    type Timer = GiveUp;
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "balancer",
            doc: "Passes every request on to one of several nodes, chosen at random, in turn, or as the least loaded of a few drawn at random (Mitzenmacher 2001), and the answer back. Operation: `call`.",
            fields: &[
                Field { name: "to", kind: Kind::Nodes, default: "none", doc: "The nodes among which it chooses." },
                Field {
                    name: "policy",
                    kind: Kind::Word(&["random", "round-robin", "least"]),
                    default: "random",
                    doc: "How it chooses: at random, in turn, or the node with the fewest of its own requests among `choices` drawn at random.",
                },
                Field {
                    name: "choices",
                    kind: Kind::Whole(1, 300),
                    default: "2",
                    doc: "How often `least` draws a node; with as many choices as there are nodes it looks at all of them: join the shortest queue.",
                },
                Field {
                    name: "timeout",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "How long it waits for an answer before its caller is told of an error; 0s is for ever.",
                },
            ],
            verbs: &[Verb { name: "call", key: false, value: false, reads: false }],
            role: Role::Balancer,
            ..ProtocolInfo::default()
        }
    }

    fn boot(_ctx: &mut Ctx<'_, Self>) -> Self {
        Self::default()
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let Some(to) = self.choose(ask, ctx) else { return ctx.answer(ask, Answer::Failed) };
        let call = ctx.forward(ask.call, to);
        let timeout = ctx.config().timeout;
        let timer = (timeout > Duration::ZERO).then(|| ctx.set_timer(GiveUp(call), timeout));
        self.open.insert(call, Passed { ask, to, timer });
        *self.load.entry(to).or_default() += 1;
    }

    fn on_timer(&mut self, GiveUp(call): GiveUp, ctx: &mut Ctx<'_, Self>) {
        if let Some(passed) = self.close(call) {
            ctx.close(call);
            ctx.answer(passed.ask, Answer::Failed);
        }
    }

    fn on_answer(&mut self, reply: Reply, ctx: &mut Ctx<'_, Self>) {
        let Some(passed) = self.close(reply.call) else { return };
        if let Some(timer) = passed.timer {
            ctx.cancel(timer);
        }
        let answer = if let Answer::Ok(_) = reply.answer { reply.answer } else { Answer::Failed };
        ctx.answer(passed.ask, answer);
    }

    fn show(&self, _settings: &Settings, _disk: &(), _keys: &[String]) -> View {
        View::default()
    }
}
