//! Clients: they ask a server, wait, try again as their policy allows, and give up.
//!
//! ```text
//!   act line, or load  ->  client  --ask-->  server, the one beside it or one of `servers`
//!                            |    <-answer--
//!                            +-- a request that comes to nothing: its `fallback` is asked once, past the breaker
//!                            +-- every attempt without an answer: unknown (it may have happened, or may still happen)
//! ```
//!
//! What was read may be asked for again until it is there (`until`), and an answer may be followed by another operation
//! (`then`). Where servers keep session guarantees, a client carries what they gave it to the next one that it asks.
//!
//! How attempts follow each other is the caller's business (`caller`). Operation n of a client is an initiative of its
//! own: its luck does not depend on what happened before it.

use std::collections::BTreeMap;

use super::caller::{self, Alarm, Caller, Calls, Done, Policy, Route, Target};
use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::history::Outcome;
use crate::id::{CallId, NodeId, OpId};
use crate::load::{Load, Mix};
use crate::luck::{Name, Purpose, below};
use crate::protocol::{Answer, Config, Ctx, Message, Note, OpRef, Order, Protocol, Reply, Token, View};
use crate::registry::{ProtocolInfo, Role};
use crate::time::Duration;

/// Settings of clients.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    load: Load,
    mix: Mix,
    /// Whom they ask, where it is not the server beside them.
    servers: Vec<NodeId>,
    refuse: bool,
    poll: Duration,
    pause: Duration,
    /// Whom they ask where a request has come to nothing.
    fallback: Vec<NodeId>,
    /// So many operations of the load, where there is a limit.
    limit: Option<u64>,
    policy: Policy,
}

/// Settings of their own, before those of the caller.
const OWN: [Field; 8] = [
    Field {
        name: "load",
        kind: Kind::Load,
        default: "none",
        doc: "When clients ask by themselves; setting it ends the group's script.",
    },
    Field { name: "mix", kind: Kind::Mix, default: "none", doc: "What clients ask by themselves." },
    Field {
        name: "servers",
        kind: Kind::Nodes,
        default: "none",
        doc: "Each operation goes to one of these, drawn by its own luck; `none`: to the server beside the client.",
    },
    Field {
        name: "refuse",
        kind: Kind::Flag,
        default: "false",
        doc: "Every operation fails at once, unasked: a stand-in for a service that turns everybody away, by which goals are checked.",
    },
    Field {
        name: "poll",
        kind: Kind::Span,
        default: "20ms",
        doc: "How long a client waits before it asks again for a value that is not there yet (`read q until 1`).",
    },
    Field {
        name: "pause",
        kind: Kind::Span,
        default: "0s",
        doc: "How long a client waits before what follows an answer (`write x 1 then read y`).",
    },
    Field {
        name: "fallback",
        kind: Kind::Nodes,
        default: "none",
        doc: "Where a request has failed, or its breaker kept it back, this node (of a group: the first) is asked instead, once and past the breaker; `none`: nobody.",
    },
    Field {
        name: "limit",
        kind: Kind::Bound(1, 1_000_000),
        default: "none",
        doc: "So many operations of its load each client begins, and no more.",
    },
];

const FIELDS: [Field; OWN.len() + caller::FIELDS.len()] = caller::join(OWN);

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Load(load)) => self.load = load,
            (1, Value::Mix(mix)) => self.mix = mix,
            (2, Value::Nodes(_, nodes)) => self.servers = nodes,
            (3, Value::Flag(refuse)) => self.refuse = refuse,
            (4, Value::Span(poll)) => self.poll = poll,
            (5, Value::Span(pause)) => self.pause = pause,
            (6, Value::Nodes(_, nodes)) => self.fallback = nodes,
            (7, Value::Bound(limit)) => self.limit = limit.map(|n| n as u64),
            (field, value) => self.policy.set(field - OWN.len(), value),
        }
    }
}

/// What a client's timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// The next operation of the load is due, unless the load was changed since.
    Next {
        /// Which load.
        load: u32,
    },
    /// A step is due, again or for the first time.
    Step(Step),
    /// The caller's own.
    Call(Alarm),
    /// The fallback has been waited for long enough.
    Fallback(CallId),
}

/// One operation of those that follow from a line or from the load.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    op: OpRef,
    name: Name,
    /// How often it was asked before.
    again: u64,
    of_load: bool,
}

impl From<Alarm> for Timer {
    fn from(alarm: Alarm) -> Self {
        Self::Call(alarm)
    }
}

/// Clients send no messages of their own among each other.
#[derive(Clone, Copy, Debug)]
pub enum Never {}

impl Message for Never {
    fn kind(&self) -> u8 {
        match *self {}
    }
    fn note(&self) -> Note {
        match *self {}
    }
}

/// One client.
#[derive(Clone, Default)]
pub struct Client {
    /// The root of its operations.
    ops: Name,
    caller: Caller,
    /// Operations without an answer yet.
    open: BTreeMap<OpId, Step>,
    /// Steps of the load that wait for their time.
    resting: usize,
    /// What its session carries.
    token: Token,
    /// Fallbacks that are asked, for which operation, and what had become of it.
    fallbacks: BTreeMap<CallId, (OpId, Outcome)>,
    /// Whether the next operation of the load is scheduled.
    due: bool,
    /// How often the load was changed, and when it was last.
    load: u32,
    since: Reading,
    /// The load and the mix as they were then.
    was: (Load, Mix),
}

impl Calls for Client {
    const GAUGE: u8 = 0;
    fn policy(settings: &Settings, _route: Option<Route>) -> &Policy {
        &settings.policy
    }
}

impl Client {
    /// Operation n of the load is due after its own luck.
    fn schedule(&mut self, ctx: &mut Ctx<'_, Self>) {
        if Self::left(ctx) == 0 {
            return;
        }
        let name = self.ops.then(*ctx.read());
        let passed = Duration(ctx.mono().since(self.since).unsigned_abs());
        let Some(after) = ctx.config().load.gap(passed, ctx.luck(Purpose::Think, name)) else { return };
        self.due = true;
        ctx.set_timer(Timer::Next { load: self.load }, after);
    }

    /// Operations of its load that it may still begin.
    fn left(ctx: &Ctx<'_, Self>) -> u64 {
        ctx.config().limit.map_or(u64::MAX, |limit| limit.saturating_sub(*ctx.read()))
    }

    fn begin(&mut self, step: Step, ctx: &mut Ctx<'_, Self>) {
        let Step { op, again, .. } = step;
        let name = if again == 0 { step.name } else { step.name.then_word("again").then(again) };
        let servers = &ctx.config().servers;
        let server = if servers.is_empty() {
            ctx.beside()
        } else {
            let bits = ctx.luck(Purpose::Choice, name.then_word("server")); // not as the server chooses for this call
            Some(servers[below(bits, servers.len() as u64) as usize])
        };
        if ctx.config().refuse {
            let id = ctx.begin(op, server, Duration::ZERO, name);
            self.open.insert(id, step);
            return self.end(id, Outcome::Failed, ctx);
        }
        let (longest, last) = (ctx.config().policy.longest(), ctx.config().policy.timeout);
        let patience =
            if ctx.config().fallback.is_empty() { longest } else { Duration(longest.0.saturating_add(last.0)) };
        let id = ctx.begin(op, server, patience, name);
        self.open.insert(id, step);
        let done = self.caller.start(Target::Op(id), Some(Route(op.0)), name, ctx);
        self.done(done, ctx);
    }

    fn done(&mut self, done: Option<Done>, ctx: &mut Ctx<'_, Self>) {
        let Some(Done { target: Target::Op(op), outcome }) = done else { return };
        let fallback = ctx.config().fallback.first().copied();
        match (outcome, fallback) {
            (Outcome::Ok(_), _) | (_, None) => self.end(op, outcome, ctx),
            (_, fallback) => {
                let call = ctx.call(op, fallback);
                self.fallbacks.insert(call, (op, outcome));
                let timeout = ctx.config().policy.timeout;
                if timeout > Duration::ZERO {
                    ctx.set_timer(Timer::Fallback(call), timeout);
                }
            }
        }
    }

    fn end(&mut self, op: OpId, outcome: Outcome, ctx: &mut Ctx<'_, Self>) {
        let Some(step) = self.open.remove(&op) else { return };
        ctx.complete(op, outcome);
        if let Outcome::Ok(value) = outcome
            && self.goes_on(step, value, ctx)
        {
            return;
        }
        if step.of_load && matches!(ctx.config().load, Load::Closed { .. }) && !self.due && !self.waits() {
            self.schedule(ctx);
        }
    }

    /// After an answer: whether the same is asked again, or what its line says follows.
    fn goes_on(&mut self, step: Step, value: Option<i64>, ctx: &mut Ctx<'_, Self>) -> bool {
        let (next, wait) = if ctx.until(step.op).is_some_and(|until| value != Some(until)) {
            (Step { again: step.again + 1, ..step }, ctx.config().poll)
        } else if let Some(then) = ctx.then(step.op) {
            (Step { op: then, name: step.name.then_word("then"), again: 0, ..step }, ctx.config().pause)
        } else {
            return false;
        };
        if wait == Duration::ZERO {
            self.begin(next, ctx);
        } else {
            self.resting += usize::from(next.of_load);
            ctx.set_timer(Timer::Step(next), wait);
        }
        true
    }

    /// Whether the load waits for an answer, or for the time of what follows one.
    fn waits(&self) -> bool {
        self.resting > 0 || self.open.values().any(|step| step.of_load)
    }
}

impl Protocol for Client {
    type Config = Settings;
    type Message = Never;
    type Timer = Timer;
    /// Operations that its load has begun: a client that starts again goes on with new luck.
    type Disk = u64;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "client",
            doc: "Clients. Each stands beside a server and asks it, by act lines (`ask ann write balance 45`) or by a load; without an answer within `timeout` it tries again, or gives up, and cannot tell whether the operation happened.",
            fields: &FIELDS,
            verbs: &[],
            kinds: &[],
            client: true,
            role: Role::Client,
            gauges: &[caller::GAUGE],
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let was = (ctx.config().load.clone(), ctx.config().mix.clone());
        let mut client = Self { ops: ctx.own_name("op"), was, since: ctx.mono(), ..Self::default() };
        client.schedule(ctx);
        client
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        let is = (ctx.config().load.clone(), ctx.config().mix.clone());
        if is == self.was {
            return; // another timeout is no other load
        }
        let closed = matches!(is.0, Load::Closed { .. });
        self.was = is;
        self.load += 1;
        self.since = ctx.mono();
        self.due = false;
        if !(closed && self.waits()) {
            self.schedule(ctx);
        }
    }

    fn on_order(&mut self, order: Order, ctx: &mut Ctx<'_, Self>) {
        self.begin(Step { op: order.op, name: order.name, again: 0, of_load: false }, ctx);
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Call(alarm) => {
                let done = self.caller.on_alarm(alarm, ctx);
                self.done(done, ctx);
            }
            Timer::Next { load } if load == self.load => {
                self.due = false;
                let first = *ctx.disk();
                let count = ctx.config().load.at_once().min(Self::left(ctx));
                *ctx.disk() += count;
                if !matches!(ctx.config().load, Load::Closed { .. }) {
                    self.schedule(ctx);
                }
                for n in first..first + count {
                    let name = self.ops.then(n);
                    let op = ctx.config().mix.pick(n, ctx.luck(Purpose::Mix, name));
                    if let Some(op) = op {
                        self.begin(Step { op, name, again: 0, of_load: true }, ctx);
                    }
                }
            }
            Timer::Next { .. } => {}
            Timer::Step(step) => {
                self.resting -= usize::from(step.of_load);
                self.begin(step, ctx);
            }
            Timer::Fallback(call) => {
                if let Some((op, _)) = self.fallbacks.remove(&call) {
                    ctx.close(call);
                    self.end(op, Outcome::Unknown, ctx);
                }
            }
        }
    }

    fn on_answer(&mut self, reply: Reply, ctx: &mut Ctx<'_, Self>) {
        if let Some(token) = ctx.token(reply.token).filter(|_| self.open.contains_key(&reply.op)) {
            self.token.merge(token);
            ctx.carry(self.token.clone());
        }
        if let Some((op, before)) = self.fallbacks.remove(&reply.call) {
            let outcome = if let Answer::Ok(value) = reply.answer { Outcome::Ok(value) } else { before };
            return self.end(op, outcome, ctx);
        }
        let done = self.caller.on_answer(reply, ctx);
        self.done(done, ctx);
    }

    fn show(&self, settings: &Settings, _disk: &u64, _keys: &[String]) -> View {
        let Some(breaker) = self.caller.breaker(&settings.policy) else { return View::default() };
        let caption = if breaker == "closed" { String::new() } else { format!("breaker {breaker}") };
        View { caption, facts: vec![("breaker".into(), breaker.into())], ..View::default() }
    }
}
