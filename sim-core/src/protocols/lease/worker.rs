//! A worker: it takes the lease, checks it, works, and writes.

use super::{BELIEVES, CHECK, Counts, Lease, Message, Timer};
use crate::clock::Reading;
use crate::id::NodeId;
use crate::protocol::{About, Answer, Ask, Ctx, TimerId, Turn, View};
use crate::time::Duration;

/// How long a worker waits for the lock before it asks again.
const PATIENCE: Duration = Duration::secs(1);
/// It asks for more time when less than so many tenths of the lease are left.
const RENEW_TENTHS: i64 = 6;

/// A worker's memory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Worker {
    /// The token and the end of the last lease that it got, by its own clock. What is over stays here: a clock that is set
    /// back makes it look valid again.
    lease: Option<(u64, Reading)>,
    /// The newest version that nobody has begun to write.
    noted: Option<Ask>,
    /// Whether a save is being worked on; there is one at a time.
    busy: bool,
    /// What became of its last write, if it has heard of it.
    stored: Option<bool>,
    /// How often it asked the lock, and whether it waits for the answer.
    questions: u32,
    waits: bool,
    /// What it believes, as it last looked, and when it looks again.
    believes: bool,
    watch: Option<TimerId>,
}

impl Worker {
    /// The clock by which leases are counted.
    fn clock(ctx: &Ctx<'_, Lease>) -> Reading {
        match ctx.config().timer {
            Counts::Wall => ctx.wall(),
            Counts::Mono => ctx.mono(),
        }
    }

    /// The first of these nodes that speaks this protocol with it.
    fn ours(nodes: &[NodeId], ctx: &Ctx<'_, Lease>) -> Option<NodeId> {
        nodes.iter().copied().find(|node| ctx.group().contains(node))
    }

    /// Until when it takes its lease for valid, in microseconds from now by its own clock.
    fn left(self, ctx: &Ctx<'_, Lease>) -> Option<i64> {
        let margin = i64::try_from(ctx.config().margin.0).unwrap_or(i64::MAX);
        self.lease.map(|(_, until)| until.since(Self::clock(ctx)).saturating_sub(margin))
    }

    /// Looks at the clock: the token, if the lease is valid.
    fn check(&mut self, ctx: &mut Ctx<'_, Lease>) -> Option<u64> {
        let valid = self.left(ctx).is_some_and(|left| left > 0);
        if self.believes != valid {
            self.believes = valid;
            ctx.gauge(BELIEVES, i32::from(valid));
        }
        self.lease.filter(|_| valid).map(|(token, _)| token)
    }

    /// A client hands in a new version: it is noted, and written as soon as the lease allows. An older one that still waits
    /// is not needed any more.
    pub(super) fn save(&mut self, ask: Ask, ctx: &mut Ctx<'_, Lease>) {
        self.noted = Some(ask);
        ctx.answer(ask, Answer::Ok(None));
        self.begin(ctx);
        let lease = i64::try_from(ctx.config().lease.0).unwrap_or(i64::MAX);
        let short = |(_, until): (u64, Reading)| until.since(Self::clock(ctx)) < lease / 10 * RENEW_TENTHS;
        if !self.waits && (!self.believes || self.lease.is_some_and(short)) {
            self.acquire(ctx);
        }
    }

    /// Begins to work on what is noted, if the lease is valid: this is the check that everybody speaks of.
    fn begin(&mut self, ctx: &mut Ctx<'_, Lease>) {
        let Some(token) = self.check(ctx).filter(|_| !self.busy) else { return };
        let Some(ask) = self.noted.take() else { return };
        self.busy = true;
        ctx.record(CHECK, About::Op(ask.op), token as i64);
        let work = ctx.config().work;
        ctx.work(Timer::Worked { ask, token }, work);
    }

    fn acquire(&mut self, ctx: &mut Ctx<'_, Lease>) {
        let Some(lock) = Self::ours(&ctx.config().lock, ctx) else { return };
        (self.waits, self.questions) = (true, self.questions + 1);
        let asked = Self::clock(ctx);
        ctx.send(lock, Message::Acquire { asked });
        ctx.set_timer(Timer::Unanswered(self.questions), PATIENCE);
    }

    pub(super) fn unanswered(&mut self, question: u32) {
        self.waits &= question != self.questions;
    }

    /// The lock has granted a lease that ends then, by this worker's clock.
    pub(super) fn granted(&mut self, token: u64, until: Reading, ctx: &mut Ctx<'_, Lease>) {
        self.waits = false;
        self.lease = Some((token, until));
        self.check(ctx);
        self.watch(ctx);
        self.begin(ctx);
    }

    /// Looks again when the lease should be over.
    fn watch(&mut self, ctx: &mut Ctx<'_, Lease>) {
        if let Some(earlier) = self.watch.take() {
            ctx.cancel(earlier);
        }
        let left = self.left(ctx).and_then(|left| u64::try_from(left).ok());
        self.watch = left.map(|left| ctx.set_timer(Timer::Expires, Duration(left)));
    }

    /// The lease is over, unless it was renewed or the clock was set back.
    pub(super) fn expires(&mut self, ctx: &mut Ctx<'_, Lease>) {
        if self.check(ctx).is_some() {
            self.watch(ctx);
        }
    }

    /// The work is done: what was checked then is written now.
    pub(super) fn send(&mut self, ask: Ask, token: u64, ctx: &mut Ctx<'_, Lease>) {
        (self.busy, self.stored) = (false, None);
        let given_up = ctx.config().recheck && self.check(ctx).is_none();
        if let Some(storage) = Self::ours(&ctx.config().storage, ctx).filter(|_| !given_up) {
            ctx.send(storage, Message::Write { ask, token });
        }
        self.begin(ctx);
    }

    /// The storage has answered.
    pub(super) fn heard(&mut self, stored: bool) {
        self.stored = Some(stored);
    }

    /// What people see of it.
    pub(super) fn seen(self) -> impl PartialEq {
        (self.lease, self.busy, self.believes, self.stored)
    }

    pub(super) fn show(self) -> View {
        let caption = match (self.busy, self.believes) {
            (true, _) => "writes",
            (false, true) => "holds the lease",
            (false, false) => "no lease",
        };
        let mut facts = Vec::new();
        if let Some((token, until)) = self.lease {
            facts.push(("token".to_string(), token.to_string()));
            facts.push(("until, by its clock".to_string(), until.to_string()));
        }
        let answer = |stored| if stored { "stored" } else { "refused" };
        facts.extend(self.stored.map(|stored| ("last write".to_string(), answer(stored).to_string())));
        let value = self.lease.map(|(token, _)| format!("#{token}")).unwrap_or_default();
        View { value, caption: caption.into(), facts, turn: Some(Turn::Mine(self.believes)), ..View::default() }
    }
}
