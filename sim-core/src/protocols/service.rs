//! A service: requests wait in a bounded queue for one of so many workers, who need time for each.
//!
//! ```text
//!                 full: an error at once
//!                 ^
//!   caller --call--> [ waiting ] --> worker 1 .. `workers`: works for `service`,  then --call--> a node of `calls`
//!          <-answer------------------------------------------ held until then <--------answer--
//! ```
//!
//! The multi-server queue of Kendall (*Stochastic Processes Occurring in the Theory of Queues*, Annals of Mathematical
//! Statistics 1953): with a Poisson load and `service` of `exp`, M/M/c (Erlang 1917), or a loss system where `queue` is 0.
//! Work that was begun is finished, and what waits is begun, whether or not somebody still waits for it, as in most real
//! servers: they are not told. A worker that asks another node is *held* until that one answers, or its own caller gives
//! up (`caller`: attempts, backoff, breaker), which is how a slow dependency empties a pool (Nygard, *Release It!*, 2nd
//! ed. 2018).
//!
//! Requests that name a route (`call home`) share the workers, and each route has its own node to ask, its own timeout and
//! attempts, a *bulkhead* (how many workers it may hold at one time) and what is answered when all of that has failed.

mod settings;
mod warmth;

use std::collections::{BTreeMap, VecDeque};

use super::caller::{self, Alarm, Caller, Calls, Done, Policy, Route, Target};
use super::client::Never;
use crate::clock::Reading;
use crate::history::Outcome;
use crate::id::{CallId, Key, NodeId};
use crate::luck::{Purpose, below, unit};
use crate::protocol::{About, Answer, Ask, Ctx, Protocol, Reply, View};
use crate::registry::{Dial, GaugeInfo, ProtocolInfo, RecordInfo, Verb};
use crate::time::Duration;

pub use settings::Settings;

/// What a service's timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// The work for this request is done.
    Worked(Ask),
    /// The caller's own.
    Call(Alarm),
}

impl From<Alarm> for Timer {
    fn from(alarm: Alarm) -> Self {
        Self::Call(alarm)
    }
}

/// The gauges, in the order of their declaration.
const BUSY: u8 = 0;
const WAITING: u8 = 1;
const WORKERS: u8 = 2;
const HELD: u8 = 4;

/// The one record.
const FALLBACK: u8 = 0;

impl Calls for Service {
    const GAUGE: u8 = 3;
    fn policy(settings: &Settings, route: Option<Route>) -> &Policy {
        &settings.way(route.map(|route| Key(route.0 as u16))).policy
    }
}

/// One server.
#[derive(Clone, Default)]
pub struct Service {
    /// Requests without a worker, and when each came, oldest first.
    waiting: VecDeque<(Ask, Reading)>,
    /// Workers that work, or are held by a call.
    busy: usize,
    caller: Caller,
    /// Whether it has crashed before, and not done enough since to be warm; and how much.
    cold: bool,
    done: u64,
    /// Requests that hold a worker while another node is asked, and how many workers each: it may have arrived twice.
    held: BTreeMap<CallId, (Ask, usize)>,
    /// How many workers each route holds so; requests without a route are one more.
    by_route: BTreeMap<Option<Key>, usize>,
    /// What its gauges showed last.
    told: [usize; 4],
}

impl Service {
    /// Gives waiting requests to workers that are free.
    fn fill(&mut self, ctx: &mut Ctx<'_, Self>) {
        while self.busy < ctx.config().workers {
            let next = if ctx.config().lifo { self.waiting.pop_back() } else { self.waiting.pop_front() };
            let Some((ask, _)) = next else { break };
            self.busy += 1;
            ctx.begin_work(ask.call);
            let luck = |purpose| ctx.luck(purpose, ask.name);
            let span = ctx.config().service.sample(luck(Purpose::WorkBranch), luck(Purpose::Work));
            let span = if self.cold { ctx.config().warmth.stretch(span, self.done) } else { span };
            if span == Duration::ZERO {
                self.worked(ask, ctx);
            } else {
                ctx.work(Timer::Worked(ask), span);
            }
        }
    }

    /// Drops what has waited too long. Nobody works for it.
    fn expire(&mut self, ctx: &mut Ctx<'_, Self>) {
        let (now, longest) = (ctx.mono(), ctx.config().expire);
        if longest == Duration::ZERO {
            return;
        }
        while self.waiting.front().is_some_and(|(_, since)| now.since(*since) > longest.0 as i64) {
            if let Some((ask, _)) = self.waiting.pop_front() {
                ctx.answer(ask, Answer::Failed);
            }
        }
    }

    /// The work for a request is done: it is answered, or another node is asked.
    fn worked(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        self.done += 1;
        if self.cold && self.done >= ctx.config().warmth.after {
            self.cold = false;
            ctx.changed();
        }
        if unit(ctx.luck(Purpose::Error, ask.name)) < ctx.config().error_rate {
            return self.finish(ask, Answer::Failed, ctx);
        }
        let way = ctx.config().way(ask.key);
        let Some(to) = choose(ask, &way.calls, ctx) else { return self.finish(ask, Answer::Ok(None), ctx) };
        if way.bulkhead.is_some_and(|most| self.by_route.get(&ask.key).is_some_and(|held| *held >= most)) {
            return self.unserved(ask, ctx);
        }
        self.held.entry(ask.call).or_insert((ask, 0)).1 += 1;
        *self.by_route.entry(ask.key).or_default() += 1;
        let route = ask.key.map(|key| Route(u32::from(key.0)));
        let done = self.caller.start(Target::Forward(ask.call, to), route, ask.name, ctx);
        self.done(done, ctx);
    }

    /// The other node has not answered, or was not asked.
    fn unserved(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        if !ctx.config().way(ask.key).empty {
            return self.finish(ask, Answer::Failed, ctx);
        }
        ctx.record(FALLBACK, About::Op(ask.op), 1);
        self.finish(ask, Answer::Ok(None), ctx);
    }

    /// The other node was asked as often as the policy allows.
    fn done(&mut self, done: Option<Done>, ctx: &mut Ctx<'_, Self>) {
        let Some(Done { target: Target::Forward(call, _), outcome }) = done else { return };
        let Some((ask, workers)) = self.held.get_mut(&call) else { return };
        let ask = *ask;
        *workers -= 1;
        if *workers == 0 {
            self.held.remove(&call);
        }
        if let Some(held) = self.by_route.get_mut(&ask.key) {
            *held -= 1;
        }
        match outcome {
            Outcome::Ok(value) => self.finish(ask, Answer::Ok(value), ctx),
            _ => self.unserved(ask, ctx),
        }
    }

    /// A request is answered, and its worker is free.
    fn finish(&mut self, ask: Ask, answer: Answer, ctx: &mut Ctx<'_, Self>) {
        self.busy -= 1;
        ctx.answer(ask, answer);
    }

    /// Goes on with what waits, and shows what has changed.
    fn go_on(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.expire(ctx);
        self.fill(ctx);
        let warmth = ctx.config().warmth;
        if warmth.over.is_some_and(|most| self.waiting.len() > most) {
            return ctx.crash(warmth.restart);
        }
        let by_route = self.by_route.iter().filter(|(route, _)| route.is_some());
        let most = by_route.map(|(_, held)| *held).max().unwrap_or_default();
        let now = [self.busy, self.waiting.len(), ctx.config().workers, most];
        for (at, gauge) in [BUSY, WAITING, WORKERS, HELD].into_iter().enumerate() {
            if self.told[at] != now[at] {
                ctx.gauge(gauge, now[at]);
            }
        }
        self.told = now;
    }
}

/// Whom it asks for this request, if it asks anybody: one of them, each with the same chance.
fn choose(ask: Ask, calls: &[NodeId], ctx: &Ctx<'_, Service>) -> Option<NodeId> {
    let me = ctx.me();
    let others = || calls.iter().filter(|node| **node != me);
    let at = below(ctx.luck(Purpose::Choice, ask.name), others().count() as u64);
    others().nth(at as usize).copied()
}

impl Protocol for Service {
    type Config = Settings;
    type Message = Never;
    type Timer = Timer;
    /// Whether it has started before, where that makes a difference.
    type Disk = bool;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "service",
            doc: "A server whose requests need time: each waits in the queue for one of `workers`, is worked on for `service`, and is answered; with `calls`, another node is asked before that, and the worker is held until it answers. Work for a caller who has left is done all the same. Operation: `call`, or `call ROUTE`.",
            fields: &settings::FIELDS,
            verbs: &[Verb { name: "call", key: false, value: false, reads: false }],
            kinds: &[],
            client: false,
            works: true,
            gauges: &[
                GaugeInfo {
                    name: "busy",
                    doc: "Workers that work, or wait for another node.",
                    dial: Dial::Slots("workers"),
                },
                GaugeInfo { name: "waiting", doc: "Requests that wait for a worker.", dial: Dial::Queue },
                GaugeInfo { name: "workers", doc: "Workers that there are.", dial: Dial::Room },
                caller::GAUGE,
                GaugeInfo {
                    name: "held",
                    doc: "Workers that wait for another node in the service of one route: of the one that holds most.",
                    dial: Dial::Part("busy"),
                },
            ],
            records: &[RecordInfo { name: "fallback", doc: "An empty answer took the place of another node's." }],
            per_key: settings::PER_ROUTE,
            routes: true,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let again = *ctx.read();
        if !again && ctx.config().warmth.cold > 1 {
            *ctx.disk() = true;
        }
        let service = Self { told: [0, 0, ctx.config().workers, 0], cold: again, ..Self::default() };
        ctx.gauge(WORKERS, ctx.config().workers);
        service
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.go_on(ctx);
        ctx.changed();
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        self.expire(ctx);
        let full = ctx.config().queue.is_some_and(|bound| self.waiting.len() >= bound);
        if full && self.busy >= ctx.config().workers {
            ctx.answer(ask, Answer::Failed);
        } else {
            self.waiting.push_back((ask, ctx.mono()));
        }
        self.go_on(ctx);
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Worked(ask) => self.worked(ask, ctx),
            Timer::Call(alarm) => {
                let done = self.caller.on_alarm(alarm, ctx);
                self.done(done, ctx);
            }
        }
        self.go_on(ctx);
    }

    fn on_answer(&mut self, reply: Reply, ctx: &mut Ctx<'_, Self>) {
        let done = self.caller.on_answer(reply, ctx);
        self.done(done, ctx);
        self.go_on(ctx);
    }

    fn show(&self, settings: &Settings, _disk: &bool, _keys: &[String]) -> View {
        // What changes with every request is gauged, not shown: views are for what changes now and then.
        let breaker = self.caller.breaker(&settings.way(None).policy);
        let caption = breaker.filter(|word| *word != "closed").map(|word| format!("breaker {word}"));
        let caption = caption.or_else(|| self.cold.then(|| "cold".into()));
        let mut facts = vec![("workers".into(), settings.workers.to_string())];
        facts.extend(self.cold.then(|| ("work".into(), "cold".into())));
        facts.extend(breaker.map(|word| ("breaker".into(), word.into())));
        View { caption: caption.unwrap_or_default(), facts, ..View::default() }
    }
}
