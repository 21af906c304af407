//! Failure detection by heartbeats: everybody says that it lives, and suspects whom it does not hear.
//!
//! ```text
//!   every period:   a --heartbeat--> b, c, …         b judges a by the silence since the last one: longer than a
//!   a is silent:    b suspects a                     timeout, or too surprising (phi of a threshold or more)
//!   a is heard:     b trusts a again
//! ```
//!
//! Chandra & Toueg, *Unreliable Failure Detectors for Reliable Distributed Systems*, JACM 1996 (suspicion and its two
//! mistakes); Hayashibara, Défago, Yared & Katayama, *The φ Accrual Failure Detector*, SRDS 2004, as Akka (intervals taken
//! as normal) and Cassandra (as exponential) have it. Silence is measured by the monotonic clock of the node that listens,
//! and a suspicion begins at the first microseconds at which the rule says so: no period of its own delays it.

use std::collections::BTreeMap;

use crate::field::{Field, Kind, Value};
use crate::id::NodeId;
use crate::parts::phi::{Detector as Accrual, Model, Timeout};
use crate::protocol::{About, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Dial, GaugeInfo, Look, MessageKind, ProtocolInfo, RecordInfo};
use crate::time::{Duration, Time};

/// Settings of detectors.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    period: Duration,
    rule: usize,
    timeout: Duration,
    threshold: f64,
    deviation: Duration,
    pause: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Span(span)) => self.period = span,
            (1, Value::Word(n)) => self.rule = n,
            (2, Value::Span(span)) => self.timeout = span,
            (3, Value::Whole(n)) => self.threshold = n as f64,
            (4, Value::Span(span)) => self.deviation = span,
            (5, Value::Span(span)) => self.pause = span,
            (field, value) => unreachable!("detector field {field} cannot be {value:?}"),
        }
    }
}

/// I live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat;

impl Wire for Heartbeat {
    fn kind(&self) -> u8 {
        0
    }
    fn note(&self) -> Note {
        Note::default()
    }
}

/// What its timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// Time to say that this node lives.
    Beat,
    /// Unless it was heard since, this node counts as dead now.
    Silent {
        /// Who.
        node: NodeId,
        /// How often it was heard when the timer was set.
        heard: u64,
    },
}

/// What a node's records are, here and with SWIM.
pub(super) const RECORDS: &[RecordInfo] = &[
    RecordInfo { name: "suspect", doc: "A node begins to suspect another." },
    RecordInfo { name: "trust", doc: "It does so no more." },
];
pub(super) const SUSPECT: u8 = 0;
pub(super) const TRUST: u8 = 1;
/// What a node gauges, here and with SWIM.
pub(super) const GAUGES: &[GaugeInfo] =
    &[GaugeInfo { name: "suspects", doc: "How many nodes a node suspects.", dial: Dial::Number }];

/// A judgement on one node's silence.
#[derive(Clone)]
enum Rule {
    Timeout(Timeout),
    Accrual(Accrual),
}

/// Intervals that are remembered, as in Akka and Cassandra.
const KEEP: usize = 1_000;

impl Rule {
    /// Nothing has been heard yet.
    fn new(config: &Settings, now: Time) -> Self {
        let model = match config.rule {
            0 => return Self::Timeout(Timeout::new(config.timeout, now)),
            1 => Model::Normal { min_deviation: config.deviation, pause: config.pause },
            _ => Model::Exponential,
        };
        // Before there is an interval, the period stands for it; Cassandra learns from shorter ones than twice that.
        let estimate = if config.rule == 1 { config.period } else { config.period + config.period };
        Self::Accrual(Accrual::new(model, config.threshold, estimate, KEEP))
    }
    fn heartbeat(&mut self, now: Time) {
        match self {
            Self::Timeout(rule) => rule.heartbeat(now),
            Self::Accrual(rule) => rule.heartbeat(now),
        }
    }
    fn alive(&self, now: Time) -> bool {
        match self {
            Self::Timeout(rule) => rule.available(now),
            Self::Accrual(rule) => rule.available(now),
        }
    }
    /// How long from `now` on until the node counts as dead, should it stay silent; nothing where it never will.
    fn patience(&self, now: Time) -> Option<Duration> {
        // Silence only makes it worse, so that the first instant can be looked for by halving.
        let reach = (0..42).map(|power| Duration(1 << power)).find(|span| !self.alive(now + *span))?;
        let (mut low, mut high) = (0, reach.0);
        while low < high {
            let middle = low.midpoint(high);
            if self.alive(now + Duration(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(Duration(low))
    }
}

/// One node that is listened to.
#[derive(Clone)]
struct Watched {
    rule: Rule,
    heard: u64,
    last: Option<Time>,
    suspected: bool,
}

/// One node.
#[derive(Clone)]
pub struct Detector {
    watched: BTreeMap<NodeId, Watched>,
    /// Whether the next heartbeat is scheduled.
    beating: bool,
}

impl Detector {
    /// The instant, as this node's monotonic clock has it.
    fn now(ctx: &Ctx<'_, Self>) -> Time {
        Time(ctx.mono().0.max(0).unsigned_abs())
    }

    /// Schedules the next heartbeat, where there is any and it is not scheduled yet.
    fn tick(&mut self, ctx: &mut Ctx<'_, Self>) {
        let period = ctx.config().period;
        if period > Duration::ZERO && !self.beating {
            self.beating = true;
            ctx.tick("heartbeat", Timer::Beat, period);
        }
    }

    /// Judges a node now, and again when its silence would have become too long.
    fn judge(&mut self, node: NodeId, ctx: &mut Ctx<'_, Self>) {
        let now = Self::now(ctx);
        let Some(watched) = self.watched.get_mut(&node) else { return };
        let alive = watched.rule.alive(now);
        if alive && let Some(patience) = watched.rule.patience(now) {
            ctx.set_timer(Timer::Silent { node, heard: watched.heard }, patience);
        }
        if alive == watched.suspected {
            watched.suspected = !alive;
            ctx.record(if alive { TRUST } else { SUSPECT }, About::Node(node), 1);
            ctx.gauge(0, self.watched.values().filter(|w| w.suspected).count());
            ctx.changed();
        }
    }

    fn judge_all(&mut self, ctx: &mut Ctx<'_, Self>) {
        for node in self.watched.keys().copied().collect::<Vec<_>>() {
            self.judge(node, ctx);
        }
    }
}

impl Protocol for Detector {
    type Config = Settings;
    type Message = Heartbeat;
    type Timer = Timer;
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "detector",
            doc: "A failure detector: every `period` each node sends a heartbeat to all others of its group, and suspects those whose silence is too long, by a timeout or by phi (Chandra & Toueg 1996; Hayashibara et al. 2004).",
            fields: &[
                Field {
                    name: "period",
                    kind: Kind::Span,
                    default: "100ms",
                    doc: "How often nodes send heartbeats; 0s is once, at their start.",
                },
                Field {
                    name: "rule",
                    kind: Kind::Word(&["timeout", "phi", "phi-exponential"]),
                    default: "timeout",
                    doc: "By what silence is judged: a timeout, or phi with intervals taken as normal (Akka) or as exponential (Cassandra).",
                },
                Field {
                    name: "timeout",
                    kind: Kind::Span,
                    default: "300ms",
                    doc: "The longest silence of a node that lives (timeout).",
                },
                Field {
                    name: "threshold",
                    kind: Kind::Whole(1, 100),
                    default: "8",
                    doc: "The phi of a node that is suspected (phi).",
                },
                Field {
                    name: "min_deviation",
                    kind: Kind::Span,
                    default: "100ms",
                    doc: "The standard deviation of intervals is taken as at least this (phi).",
                },
                Field {
                    name: "acceptable_pause",
                    kind: Kind::Span,
                    default: "0s",
                    doc: "So much more silence is nothing unusual (phi).",
                },
            ],
            kinds: &[MessageKind { name: "heartbeat", look: Look::Heartbeat, reply: false }],
            gauges: GAUGES,
            records: RECORDS,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let (me, now) = (ctx.me(), Self::now(ctx));
        let watch = |rule| Watched { rule, heard: 0, last: None, suspected: false };
        let others = ctx.group().iter().filter(|node| **node != me);
        let watched = others.map(|node| (*node, watch(Rule::new(ctx.config(), now)))).collect();
        let mut node = Self { watched, beating: false };
        ctx.broadcast(&Heartbeat);
        node.tick(ctx);
        node.judge_all(ctx);
        node
    }

    /// By another rule everybody is judged anew, by the last heartbeat alone.
    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.tick(ctx);
        let now = Self::now(ctx);
        for watched in self.watched.values_mut() {
            watched.rule = Rule::new(ctx.config(), now);
            watched.heard += 1; // timers of the old rule are out of date
            if let Some(last) = watched.last {
                watched.rule.heartbeat(last);
            }
        }
        self.judge_all(ctx);
    }

    fn on_message(&mut self, from: NodeId, Heartbeat: Heartbeat, ctx: &mut Ctx<'_, Self>) {
        let now = Self::now(ctx);
        if let Some(watched) = self.watched.get_mut(&from) {
            watched.rule.heartbeat(now);
            watched.heard += 1;
            watched.last = Some(now);
        }
        self.judge(from, ctx);
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Beat => {
                ctx.broadcast(&Heartbeat);
                self.beating = false;
                self.tick(ctx);
            }
            Timer::Silent { node, heard } => {
                if self.watched.get(&node).is_some_and(|w| w.heard == heard) {
                    self.judge(node, ctx);
                }
            }
        }
    }

    fn show(&self, _config: &Settings, _disk: &(), _keys: &[String]) -> View {
        suspicions(self.watched.values().filter(|w| w.suspected).count())
    }
}

/// What people see of a node that suspects so many.
pub(super) fn suspicions(count: usize) -> View {
    View {
        value: count.to_string(),
        caption: if count == 0 { "all well" } else { "suspected" }.to_string(),
        facts: vec![("suspects".to_string(), count.to_string())],
        ..View::default()
    }
}
