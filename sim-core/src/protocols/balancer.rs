//! A balancer: passes every request on to one of several nodes, and the answer back.
//!
//! ```text
//!                            +--call--> a
//!   caller --call--> balancer|          b      which: `random`, `round-robin`, or `least`: of `choices` nodes drawn at
//!          <-answer-         +          c      random, the one with the fewest requests that this balancer waits for
//!                                 |
//!                                 +-- no answer, or an error: another node, while `attempts` last; and a node that fails
//!                                     so often in a row is left out for a while (`eject`)
//! ```
//!
//! With two choices the longest queue is exponentially shorter than with one (Azar et al., *Balanced Allocations*, STOC
//! 1994; Vvedenskaya, Dobrushin & Karpelevich, *Problems of Information Transmission* 32, 1996; Mitzenmacher, *The Power
//! of Two Choices in Randomized Load Balancing*, IEEE TPDS 12, 2001). With as many choices as nodes it is join the
//! shortest queue. Choices are drawn one by one, as in these papers, so that one node may be drawn twice. The balancer
//! counts its own requests only: two balancers do not see each other's. Nodes are left out and return as in Envoy's
//! outlier detection (`parts::breaker::envoy`); where none is left, requests are refused.

use std::collections::BTreeMap;

use crate::field::{Field, Kind, Value};
use crate::id::{CallId, NodeId};
use crate::luck::{Purpose, below};
use crate::parts::breaker::envoy::{self, Outliers};
use crate::protocol::{Answer, Ask, Config, Ctx, Protocol, Reply, TimerId, View};
use crate::protocols::client::Never;
use crate::registry::{Dial, GaugeInfo, ProtocolInfo, Role, Verb};
use crate::time::{Duration, Time};

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
    /// Nodes that a request is passed on to, one after the other.
    attempts: usize,
    eject: Ejection,
}

/// When a node is left out, and for how long.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ejection {
    /// After so many failures in a row; never, where there is no number.
    failures: Option<u32>,
    base: Duration,
    /// Whether the n-th ejection in a row is n times as long as the first, as in Envoy; else all last as long.
    grows: bool,
    interval: Duration,
    cap: f64,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Nodes(_, nodes)) => self.to = nodes,
            (1, Value::Word(word)) => self.policy = [Policy::Random, Policy::RoundRobin, Policy::Least][word],
            (2, Value::Whole(n)) => self.choices = n as usize,
            (3, Value::Span(span)) => self.timeout = span,
            (4, Value::Whole(n)) => self.attempts = n as usize,
            (5, Value::Bound(bound)) => self.eject.failures = bound.map(|n| n as u32),
            (6, Value::Span(span)) => self.eject.base = span,
            (7, Value::Word(word)) => self.eject.grows = word == 0,
            (8, Value::Span(span)) => self.eject.interval = span,
            (9, Value::Share(share)) => self.eject.cap = share,
            (field, value) => unreachable!("balancer field {field} cannot be {value:?}"),
        }
    }
}

/// A request has waited long enough.
#[derive(Clone, Copy, Debug)]
pub struct GiveUp(CallId);

/// A request that was passed on.
#[derive(Clone, Debug)]
struct Passed {
    ask: Ask,
    to: NodeId,
    timer: Option<TimerId>,
    /// Nodes that have failed it.
    tried: Vec<NodeId>,
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
    /// Who is left out, and what that was made for.
    outliers: Option<Outliers>,
    made_for: Option<(Ejection, usize)>,
    /// How many are, as its gauge showed last.
    out: usize,
}

impl Balancer {
    /// The node that gets this request, if there is any other node that has not failed it and is not left out.
    fn choose(&mut self, ask: Ask, tried: &[NodeId], ctx: &Ctx<'_, Self>) -> Option<NodeId> {
        let out = self.outliers.as_mut().map(|outliers| outliers.ejected(now(ctx))).unwrap_or_default();
        let all = ctx.config().to.iter().copied().enumerate();
        let fit = all.filter(|(at, node)| *node != ctx.me() && !tried.contains(node) && !out.contains(at));
        let mut nodes: Vec<NodeId> = fit.map(|(_, node)| node).collect();
        let count = nodes.len();
        let again = tried.len() as u64;
        let name = if again == 0 { ask.name } else { ask.name.then_word("elsewhere").then(again) };
        let draw = |n: usize, of: usize| below(ctx.luck(Purpose::Choice, name.then(n as u64)), of as u64) as usize;
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

    /// Passes a request on, for the first time or elsewhere; `false` where nobody is left.
    fn pass(&mut self, ask: Ask, tried: Vec<NodeId>, ctx: &mut Ctx<'_, Self>) -> bool {
        let Some(to) = self.choose(ask, &tried, ctx) else { return false };
        let call = ctx.forward(ask.call, to);
        let timeout = ctx.config().timeout;
        let timer = (timeout > Duration::ZERO).then(|| ctx.set_timer(GiveUp(call), timeout));
        self.open.insert(call, Passed { ask, to, timer, tried });
        *self.load.entry(to).or_default() += 1;
        true
    }

    /// A node has failed a request: another one gets it, or its caller is told.
    fn failed(&mut self, passed: Passed, ctx: &mut Ctx<'_, Self>) {
        let Passed { ask, to, mut tried, .. } = passed;
        self.record(to, 503, ctx);
        tried.push(to);
        if tried.len() >= ctx.config().attempts || !self.pass(ask, tried, ctx) {
            ctx.answer(ask, Answer::Failed);
        }
    }

    /// How a node did, for whoever decides who is left out.
    fn record(&mut self, node: NodeId, status: u16, ctx: &mut Ctx<'_, Self>) {
        let at = ctx.config().to.iter().position(|one| *one == node);
        if let (Some(outliers), Some(at)) = (&mut self.outliers, at) {
            outliers.record(now(ctx), at, status);
            self.look(ctx);
        }
    }

    /// Shows how many are left out, if that has changed.
    fn look(&mut self, ctx: &mut Ctx<'_, Self>) {
        let out = self.outliers.as_mut().map_or(0, |outliers| outliers.ejected(now(ctx)).len());
        if out != self.out {
            self.out = out;
            ctx.gauge(0, out);
            ctx.changed();
        }
    }

    /// The rule as the settings have it; with other settings it begins anew.
    fn fit(&mut self, ctx: &mut Ctx<'_, Self>) {
        let Settings { to, eject, .. } = ctx.config();
        let is = (*eject, to.len());
        if self.made_for.replace(is) == Some(is) {
            return;
        }
        let (Ejection { failures, base, grows, interval, cap }, hosts) = is;
        let usual = envoy::Settings::default();
        let settings = envoy::Settings {
            consecutive_5xx: failures,
            success_rate: None,
            base,
            max: if grows { usual.max } else { base },
            interval,
            max_percent: (cap * 100.0 + 0.5) as u32,
            ..usual
        };
        self.outliers = failures.map(|_| Outliers::new(settings, hosts, now(ctx)));
        self.look(ctx);
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
                Field {
                    name: "attempts",
                    kind: Kind::Whole(1, 100),
                    default: "1",
                    doc: "How many nodes may be asked for one request, each of them once; 1 never tries another.",
                },
                Field {
                    name: "eject",
                    kind: Kind::Bound(1, 1_000),
                    default: "none",
                    doc: "A node that fails so often in a row is left out for a while; none never is.",
                },
                Field {
                    name: "eject-base",
                    kind: Kind::Span,
                    default: "30s",
                    doc: "How long at least the first time.",
                },
                Field {
                    name: "eject-growth",
                    kind: Kind::Word(&["times-n", "none"]),
                    default: "times-n",
                    doc: "Whether the n-th time in a row lasts n times as long, up to 300 s, or as long as the first.",
                },
                Field {
                    name: "eject-interval",
                    kind: Kind::Span,
                    default: "10s",
                    doc: "Nodes return at multiples of this only.",
                },
                Field {
                    name: "eject-cap",
                    kind: Kind::Share,
                    default: "10%",
                    doc: "At most this share of the nodes is left out.",
                },
            ],
            verbs: &[Verb { name: "call", key: false, value: false, reads: false }],
            gauges: &[GaugeInfo { name: "out", doc: "Nodes that are left out.", dial: Dial::Number }],
            routes: true,
            role: Role::Balancer,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let mut balancer = Self::default();
        balancer.fit(ctx);
        balancer
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.fit(ctx);
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        self.look(ctx);
        if !self.pass(ask, Vec::new(), ctx) {
            ctx.answer(ask, Answer::Failed);
        }
    }

    fn on_timer(&mut self, GiveUp(call): GiveUp, ctx: &mut Ctx<'_, Self>) {
        if let Some(passed) = self.close(call) {
            ctx.close(call);
            self.failed(passed, ctx);
        }
    }

    fn on_answer(&mut self, reply: Reply, ctx: &mut Ctx<'_, Self>) {
        let Some(passed) = self.close(reply.call) else { return };
        if let Some(timer) = passed.timer {
            ctx.cancel(timer);
        }
        let Answer::Ok(_) = reply.answer else { return self.failed(passed, ctx) };
        self.record(passed.to, 200, ctx);
        ctx.answer(passed.ask, reply.answer);
    }

    fn show(&self, _settings: &Settings, _disk: &(), _keys: &[String]) -> View {
        if self.out == 0 {
            return View::default();
        }
        let out = self.out.to_string();
        View { caption: format!("{out} left out"), facts: vec![("left out".into(), out)], ..View::default() }
    }
}

/// Spans are measured by the node's own monotonic clock.
fn now<P: Protocol>(ctx: &Ctx<'_, P>) -> Time {
    Time(ctx.mono().0.unsigned_abs())
}
