//! How a node calls another: one timeout an attempt, retries with backoff, a budget for them, and a circuit breaker.
//!
//! ```text
//!   start --> breaker --closed--> attempt 1 --ok--------------------------------> done: answered
//!                |                    |
//!               open            failed, refused, or no answer within `timeout`
//!                |                    v
//!                +--------> attempts and budget left? --no--> done: failed, or unknown if any attempt was silent
//!                                     |
//!                                    yes --> back off --> breaker --> attempt 2 …
//! ```
//!
//! Brooker, *Timeouts, retries, and backoff with jitter*, Amazon Builders' Library 2019; Nygard, *Release It!* (2007).
//! It belongs to no protocol: clients hold one for their operations, services one for the calls that they make in turn.
//! An attempt that was given up is forgotten: its answer, should it still come, changes nothing.

mod guard;
mod policy;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::history::Outcome;
use crate::id::{CallId, NodeId, OpId};
use crate::luck::{Name, Purpose};
use crate::parts::breaker::{Pass, State, Verdict};
use crate::parts::budget::{Bucket, RetryBreaker};
use crate::protocol::{Answer, Ctx, Protocol, Reply};
use crate::registry::{Dial, GaugeInfo};
use crate::time::{Duration, Time};

use guard::Guard;
use policy::{Budget, Rule};
pub use policy::{FIELDS, Policy, join};

/// A protocol whose nodes call others by a policy. Its timers carry [`Alarm`]s.
pub trait Calls: Protocol<Timer: From<Alarm>> {
    /// Where [`GAUGE`] stands among the gauges of its nodes.
    const GAUGE: u8;
    /// The policy in its settings: for this route, or for whatever has none of its own.
    fn policy(config: &Self::Config, route: Option<Route>) -> &Policy;
}

/// What is asked for, as far as a caller tells requests apart: its owner's own number for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route(pub u32);

/// What a node's breaker is doing.
pub const GAUGE: GaugeInfo = GaugeInfo {
    name: "breaker",
    doc: "What its circuit breaker is doing: 0 closed, 1 open, 2 half-open. With one for each route: open where any is.",
    dial: Dial::Breaker("breaker"),
};

/// What the owner's timers are to bring back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// An attempt has waited long enough.
    GiveUp(CallId),
    /// A request has backed off long enough.
    Again(u32),
}

/// What is called for, and whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A client's operation, at the operation's own server.
    Op(OpId),
    /// The same as this call asks, in its service, at another node.
    Forward(CallId, NodeId),
}

/// A request is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which one.
    pub target: Target,
    /// Answered; failed where every attempt was refused or failed for certain; else unknown.
    pub outcome: Outcome,
}

/// One request: one or more attempts.
#[derive(Clone)]
struct Request {
    target: Target,
    route: Option<Route>,
    name: Name,
    /// Counts from 1.
    attempt: u32,
    /// The wait before the last retry.
    wait: Duration,
    /// Whether every attempt so far has failed for certain.
    definite: bool,
    /// The breaker's permission for the attempt under way, and when that began.
    pass: Option<(Pass, Time)>,
}

/// What bounds retries besides their number.
#[derive(Clone)]
enum Allowance {
    Bucket(Bucket),
    Failures(RetryBreaker),
}

/// The calls of one node.
#[derive(Clone, Default)]
pub struct Caller {
    /// Requests with an attempt under way.
    open: BTreeMap<CallId, Request>,
    /// Requests that back off.
    resting: BTreeMap<u32, Request>,
    rests: u32,
    /// Draws from the generator that every node seeds alike.
    draws: u64,
    allowance: Option<Allowance>,
    /// The breaker of each route; of no route, where all share one.
    guards: BTreeMap<Option<Route>, Guard>,
    /// What the two were made for.
    made_for: Option<(Budget, guard::Settings)>,
    /// What people see of the breaker.
    state: State,
}

impl Caller {
    /// Begins a request; `name` is what its luck hangs on. It may be over at once, if the breaker is open.
    pub fn start<P: Calls>(
        &mut self,
        target: Target,
        route: Option<Route>,
        name: Name,
        ctx: &mut Ctx<'_, P>,
    ) -> Option<Done> {
        self.fit(ctx);
        if let Some(Allowance::Bucket(bucket)) = &mut self.allowance {
            bucket.request();
        }
        self.attempt(Request { target, route, name, attempt: 1, wait: Duration::ZERO, definite: true, pass: None }, ctx)
    }

    /// A call is answered. An answer to an attempt that was given up is no news.
    pub fn on_answer<P: Calls>(&mut self, reply: Reply, ctx: &mut Ctx<'_, P>) -> Option<Done> {
        let request = self.open.remove(&reply.call)?;
        let ok = matches!(reply.answer, Answer::Ok(_));
        self.judge(&request, ok, ctx);
        let Answer::Ok(value) = reply.answer else { return self.failed(request, ctx) };
        if let Some(Allowance::Bucket(bucket)) = &mut self.allowance {
            bucket.success();
        }
        Some(Done { target: request.target, outcome: Outcome::Ok(value) })
    }

    /// A timer of this caller fires.
    pub fn on_alarm<P: Calls>(&mut self, alarm: Alarm, ctx: &mut Ctx<'_, P>) -> Option<Done> {
        match alarm {
            Alarm::GiveUp(call) => {
                let mut request = self.open.remove(&call)?;
                ctx.close(call);
                request.definite = false;
                self.judge(&request, false, ctx);
                self.failed(request, ctx)
            }
            Alarm::Again(number) => {
                let request = self.resting.remove(&number)?;
                self.attempt(request, ctx)
            }
        }
    }

    /// What the breaker is doing, if the policy has one, in a word for people.
    pub fn breaker(&self, policy: &Policy) -> Option<&'static str> {
        let word = ["closed", "open", "half-open"][self.state as usize];
        (policy.breaker.kind != guard::Kind::None).then_some(word)
    }

    /// Sends an attempt; where the breaker does not let it through, it has failed for certain.
    fn attempt<P: Calls>(&mut self, mut request: Request, ctx: &mut Ctx<'_, P>) -> Option<Done> {
        self.fit(ctx);
        loop {
            let now = now(ctx);
            let pass = self.guard(request.route, ctx).map(|guard| guard.breaker().permit(now));
            self.look(ctx);
            if pass != Some(None) {
                request.pass = pass.flatten().map(|pass| (pass, now));
                let call = match request.target {
                    Target::Op(op) => ctx.call(op, None),
                    Target::Forward(call, to) => ctx.forward(call, to),
                };
                let timeout = P::policy(ctx.config(), request.route).timeout;
                self.open.insert(call, request);
                if timeout > Duration::ZERO {
                    ctx.set_timer(Alarm::GiveUp(call).into(), timeout);
                }
                return None;
            }
            ctx.withhold();
            match self.next(request, ctx) {
                Next::Now(again) => request = again,
                Next::Later => return None,
                Next::Never(done) => return Some(done),
            }
        }
    }

    /// An attempt has failed.
    fn failed<P: Calls>(&mut self, request: Request, ctx: &mut Ctx<'_, P>) -> Option<Done> {
        match self.next(request, ctx) {
            Next::Now(request) => self.attempt(request, ctx),
            Next::Later => None,
            Next::Never(done) => Some(done),
        }
    }

    /// What comes after an attempt that has failed.
    fn next<P: Calls>(&mut self, mut request: Request, ctx: &mut Ctx<'_, P>) -> Next {
        let policy = *P::policy(ctx.config(), request.route);
        if request.attempt >= policy.attempts || !self.affordable() {
            let outcome = if request.definite { Outcome::Failed } else { Outcome::Unknown };
            return Next::Never(Done { target: request.target, outcome });
        }
        // The n-th number of a generator that every process seeds alike, or luck of one's own.
        let name = if policy.shared_seed {
            self.draws += 1;
            Name::root("backoff").then(self.draws)
        } else {
            // A client's operation and the call that it makes share a name, and whoever is called may call in turn.
            ctx.own_name("backoff").then(request.name.0).then(u64::from(request.attempt))
        };
        request.wait = policy.backoff.wait(request.attempt - 1, request.wait, ctx.luck(Purpose::Backoff, name));
        request.attempt += 1;
        if request.wait == Duration::ZERO {
            return Next::Now(request);
        }
        self.rests += 1;
        ctx.set_timer(Alarm::Again(self.rests).into(), request.wait);
        self.resting.insert(self.rests, request);
        Next::Later
    }

    /// Takes a retry from the budget.
    fn affordable(&mut self) -> bool {
        match &mut self.allowance {
            None => true,
            Some(Allowance::Bucket(bucket)) => bucket.retry(),
            Some(Allowance::Failures(share)) => share.retry(),
        }
    }

    /// An attempt is over: whoever counts them is told.
    fn judge<P: Calls>(&mut self, request: &Request, ok: bool, ctx: &mut Ctx<'_, P>) {
        if let Some(Allowance::Failures(share)) = &mut self.allowance {
            share.record(ok);
        }
        let Some((pass, since)) = request.pass else { return };
        let now = now(ctx);
        if let Some(guard) = self.guard(request.route, ctx) {
            let verdict = if ok { Verdict::Success } else { Verdict::Failure };
            guard.breaker().record(now, pass, verdict, now.since(since));
            self.look(ctx);
        }
    }

    /// Budget and breaker as the settings have them; other settings, and they begin anew.
    fn fit<P: Calls>(&mut self, ctx: &mut Ctx<'_, P>) {
        let policy = P::policy(ctx.config(), None);
        let is = (policy.budget, policy.breaker);
        if self.made_for == Some(is) {
            return;
        }
        let was = self.made_for.replace(is);
        if was.is_none_or(|was| was.0 != is.0) {
            let Budget { rule, ratio, size } = is.0;
            self.allowance = match rule {
                Rule::None => None,
                Rule::Bucket(earn) => Some(Allowance::Bucket(Bucket::new(earn, ratio, size))),
                Rule::Failures => Some(Allowance::Failures(RetryBreaker::new(size as usize, ratio))),
            };
        }
        if was.is_none_or(|was| was.1 != is.1) {
            self.guards.clear();
            // A permission of the breaker before says nothing to this one.
            self.open.values_mut().for_each(|request| request.pass = None);
            self.look(ctx);
        }
    }

    /// The breaker that judges this route, if the policy has one: closed, with nothing counted, where it is new.
    fn guard<P: Calls>(&mut self, route: Option<Route>, ctx: &Ctx<'_, P>) -> Option<&mut Guard> {
        let settings = &P::policy(ctx.config(), None).breaker;
        let route = route.filter(|_| settings.by_route);
        match self.guards.entry(route) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(new) => {
                let name = ctx.own_name("breaker");
                let name = route.map_or(name, |route| name.then(u64::from(route.0)));
                let luck = Name(ctx.luck(Purpose::Backoff, name));
                Some(new.insert(Guard::new(settings, luck, now(ctx))?))
            }
        }
    }

    /// Shows what the breaker is doing, if that has changed.
    fn look<P: Calls>(&mut self, ctx: &mut Ctx<'_, P>) {
        if self.guards.is_empty() && self.state == State::Closed {
            return;
        }
        let now = now(ctx);
        let states: Vec<State> = self.guards.values_mut().map(|guard| guard.breaker().state(now)).collect();
        let any = |state| states.contains(&state).then_some(state);
        let state = any(State::Open).or(any(State::HalfOpen)).unwrap_or_default();
        if state != self.state {
            self.state = state;
            ctx.gauge(P::GAUGE, state as usize);
            ctx.changed();
        }
    }
}

/// What comes after an attempt that has failed.
enum Next {
    /// Another one, at once.
    Now(Request),
    /// Another one, after a wait.
    Later,
    /// No other one.
    Never(Done),
}

/// Spans are measured by the node's own monotonic clock.
fn now<P: Protocol>(ctx: &Ctx<'_, P>) -> Time {
    Time(ctx.mono().0.unsigned_abs())
}
