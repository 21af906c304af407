//! A store of several sites that never talk to each other, and whose stamps follow real time because confirmations wait.
//!
//! ```text
//!   client --commit--> site    stamp = now, or the far end of now()'s interval
//!                              | work; then wait until the interval of now() has passed the stamp
//!   client <---ok----- site
//! ```
//!
//! Corbett et al., *Spanner*, OSDI 2012, sections 3 and 4.1.2; the interval, its `after` and the wait are those of
//! `parts::clock::bounded`. Other waits than Spanner's 2ε are there to be tried. Left out: reads, locks, replication of
//! what is committed, and how a site comes by its bound.

use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::latency::Latency;
use crate::luck::Purpose;
use crate::parts::clock::bounded::{Interval, commit_wait};
use crate::protocol::{About, Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Dial, GaugeInfo, ProtocolInfo, RecordInfo, Role, Verb};
use crate::time::Duration;

/// Settings of the store.
#[derive(Clone, Debug)]
pub struct Settings {
    latest: bool,
    /// Halves of ε.
    wait: i64,
    claim: Duration,
    current: bool,
    fresh: Duration,
    drift: u64,
    work: Latency,
}

impl Default for Settings {
    fn default() -> Self {
        let (claim, fresh) = (Duration::ms(7), Duration::ms(1));
        let work = Latency::Fixed(Duration::ZERO);
        Self { latest: false, wait: 0, claim, current: false, fresh, drift: 200, work }
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(n)) => self.latest = n == 1,
            (1, Value::Word(n)) => self.wait = n as i64,
            (2, Value::Span(span)) => self.claim = span,
            (3, Value::Word(n)) => self.current = n == 1,
            (4, Value::Span(span)) => self.fresh = span,
            (5, Value::Whole(ppm)) => self.drift = ppm as u64,
            (6, Value::Latency(work)) => self.work = work,
            (field, value) => unreachable!("commit-wait field {field} cannot be {value:?}"),
        }
    }
}

/// Sites send no messages to each other.
#[derive(Clone, Copy, Debug)]
pub enum Never {}

impl Wire for Never {
    fn kind(&self) -> u8 {
        match *self {}
    }
    fn note(&self) -> Note {
        match *self {}
    }
}

/// A commit whose work is done, or whose wait may be over: it may be confirmed once the interval is after `past`.
#[derive(Clone, Copy, Debug)]
pub struct Timer {
    ask: Ask,
    past: Option<i64>,
}

/// Gauges: those of stations that claim an interval.
const OFFSET: u8 = 0;
const HALF_WIDTH: u8 = 1;

/// A site.
#[derive(Clone, Default)]
pub struct CommitWait {
    /// The last stamp that it gave, and its bound then.
    last: Option<(i64, Duration)>,
}

impl CommitWait {
    /// How far off this site's clock claims to be at most. A current claim grows from `fresh` since the clock was set; a
    /// clock that is slow by the most that it may be has seen less of that time than there was.
    fn epsilon(ctx: &Ctx<'_, Self>) -> Duration {
        let of = ctx.config();
        let Some(age) = ctx.since_set().filter(|_| of.current) else { return of.claim };
        let grown = (u128::from(age.0) * u128::from(of.drift)).div_ceil(u128::from(1_000_000 - of.drift));
        of.claim.min(of.fresh + Duration(grown as u64))
    }
}

impl Protocol for CommitWait {
    type Config = Settings;
    type Message = Never;
    type Timer = Timer;
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "commit-wait",
            doc: "A store of several sites that order their transactions by stamps of their clocks, and may hold a confirmation back until the stamp is certainly past (Corbett et al., Spanner, OSDI 2012). Operation: `commit`.",
            fields: &[
                Field {
                    name: "stamp",
                    kind: Kind::Word(&["now", "latest"]),
                    default: "now",
                    doc: "A transaction's stamp: the site's clock, or the far end of its interval.",
                },
                Field {
                    name: "wait",
                    kind: Kind::Word(&["0", "0.5", "1", "1.5", "2", "2.5", "3"]),
                    default: "0",
                    doc: "How many times the claimed bound must pass on the site's clock from the stamping to the confirmation; 2 is until the interval has passed its far end.",
                },
                Field {
                    name: "claim",
                    kind: Kind::Span,
                    default: "7ms",
                    doc: "How far off a site claims its clock to be at most.",
                },
                Field {
                    name: "interval",
                    kind: Kind::Word(&["fixed", "current"]),
                    default: "fixed",
                    doc: "Whether it claims that always (fixed), or less where its clock was set a short time ago (current).",
                },
                Field {
                    name: "fresh",
                    kind: Kind::Span,
                    default: "1ms",
                    doc: "The claim at the moment the clock is set (current).",
                },
                Field {
                    name: "drift",
                    kind: Kind::Whole(0, 500_000),
                    default: "200",
                    doc: "Parts per million of the time since then by which it grows (current).",
                },
                Field { name: "work", kind: Kind::Latency, default: "0s", doc: "The work that a commit takes." },
            ],
            verbs: &[Verb { name: "commit", key: false, value: false, reads: false }],
            works: true,
            gauges: &[
                GaugeInfo {
                    name: "offset",
                    doc: "What a site believes it must add to its wall clock: nothing.",
                    dial: Dial::Number,
                },
                GaugeInfo {
                    name: "half-width",
                    doc: "How far off it claimed its clock to be at its last stamp, in microseconds.",
                    dial: Dial::Time,
                },
            ],
            records: &[RecordInfo { name: "stamp", doc: "An operation gets its stamp, in microseconds." }],
            role: Role::Database,
            ..ProtocolInfo::default()
        }
    }

    fn boot(_ctx: &mut Ctx<'_, Self>) -> Self {
        Self::default()
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let (reading, epsilon) = (ctx.wall().0, Self::epsilon(ctx));
        let now = Interval::now(reading, epsilon);
        let stamp = if ctx.config().latest { now.stamp() } else { reading };
        ctx.record(0, About::Op(ask.op), stamp);
        ctx.gauge(OFFSET, 0);
        ctx.gauge(HALF_WIDTH, epsilon.0);
        self.last = Some((stamp, epsilon));
        // With the wait of 2 this is the interval's far end, whatever the stamp.
        let halves = ctx.config().wait;
        let past = (halves > 0).then(|| reading + (halves - 2) * epsilon.0 as i64 / 2);
        let span = ctx.config().work.sample(ctx.luck(Purpose::WorkBranch, ask.name), ctx.luck(Purpose::Work, ask.name));
        ctx.begin_work(ask.call);
        ctx.work(Timer { ask, past }, span);
        ctx.changed();
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        // The clock may have been set meanwhile: what is left is found anew.
        let left = timer.past.map_or(Duration::ZERO, |past| commit_wait(ctx.wall().0, Self::epsilon(ctx), past));
        if left > Duration::ZERO {
            ctx.set_timer(timer, left);
        } else {
            ctx.answer(timer.ask, Answer::Ok(None));
        }
    }

    fn show(&self, _config: &Settings, _disk: &(), _keys: &[String]) -> View {
        let Some((stamp, epsilon)) = self.last else { return View::default() };
        let tenths = (epsilon.0 + 50) / 100;
        View {
            caption: format!("{}ms ±{}.{}ms", stamp.div_euclid(1_000), tenths / 10, tenths % 10),
            facts: vec![
                ("last stamp".to_string(), Reading(stamp).to_string()),
                ("claims ±".to_string(), epsilon.to_string()),
            ],
            ..View::default()
        }
    }
}
