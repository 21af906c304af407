//! Clocks set by message: stations ask a time server what time it is, believe some of its answers, and say how far off
//! they may be.
//!
//! ```text
//!   station T1 --request--> T2 server      every `poll`, by the station's monotonic clock
//!                              | work of `turnaround`
//!   station T4 <---reply--- T3 server      offset = ((T2 - T1) + (T3 - T4)) / 2, delay = (T4 - T1) - (T3 - T2)
//! ```
//!
//! Mills, Martin, Burbank & Kasch, *RFC 5905* (NTP version 4), 2010: the four stamps and the filter of eight samples, and
//! the origin stamp by which an answer that nobody waits for is told (section 8). The interval is that of Lundelius &
//! Lynch (*An Upper and Lower Bound for Clock Synchronization*, 1984), which ages with the drift. Left out: several
//! servers and their votes, the discipline of the clock's rate, slewing.

use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::id::NodeId;
use crate::parts::clock::ntp::{Claim, Exchange, Filter, Samples};
use crate::protocol::{Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Dial, GaugeInfo, Look, MessageKind, ProtocolInfo, Role};
use crate::time::Duration;

/// Settings of clocks and their server.
#[derive(Clone, Debug)]
pub struct Settings {
    server: Vec<NodeId>,
    poll: Duration,
    filter: Filter,
    claim: usize,
    width: Duration,
    drift: u32,
    adjust: bool,
    turnaround: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            server: Vec::new(),
            poll: Duration::ZERO,
            filter: Filter::MinDelay,
            claim: 0,
            width: Duration::ZERO,
            drift: 0,
            adjust: false,
            turnaround: Duration::ZERO,
        }
    }
}

impl Settings {
    fn claim(&self) -> Claim {
        match self.claim {
            0 => Claim::HalfDelay,
            1 => Claim::QuarterDelay,
            _ => Claim::Fixed(self.width),
        }
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Nodes(_, nodes)) => self.server = nodes,
            (1, Value::Span(span)) => self.poll = span,
            (2, Value::Word(n)) => self.filter = Filter::ALL[n],
            (3, Value::Word(n)) => self.claim = n,
            (4, Value::Span(span)) => self.width = span,
            (5, Value::Whole(ppm)) => self.drift = ppm as u32,
            (6, Value::Word(n)) => self.adjust = n == 1,
            (7, Value::Span(span)) => self.turnaround = span,
            (field, value) => unreachable!("ntp field {field} cannot be {value:?}"),
        }
    }
}

/// What stations and their server tell each other: readings of their own wall clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// What time is it?
    Request {
        /// T1.
        sent: Reading,
    },
    /// It was that.
    Reply {
        /// T1, by which the station knows its own question.
        sent: Reading,
        /// T2.
        received: Reading,
        /// T3.
        replied: Reading,
    },
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        u8::from(matches!(self, Self::Reply { .. }))
    }
    /// The sender's wall clock at the sending, in milliseconds.
    fn note(&self) -> Note {
        let (Self::Request { sent: stamp } | Self::Reply { replied: stamp, .. }) = self;
        Note { key: None, value: Some(stamp.0.div_euclid(1_000)) }
    }
}

/// What its timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// Time to ask.
    Poll,
    /// Time to say how far off the clock may be by now.
    Publish,
    /// The server has its answer ready.
    Reply {
        /// For whom.
        to: NodeId,
        /// T1.
        sent: Reading,
        /// T2.
        received: Reading,
    },
}

/// A question that was answered, by wall clocks, and what was believed then.
#[derive(Clone, Copy, Debug)]
struct Answered {
    stamps: Exchange,
    /// What was to be added to the wall clock, in microseconds.
    offset: i64,
    half_width: i64,
}

/// Intervals that a station publishes in a poll, beside the one with each answer.
const PUBLISHED: u64 = 16;
/// Gauges.
const OFFSET: u8 = 0;
const HALF_WIDTH: u8 = 1;

/// A station, or the server.
#[derive(Clone)]
pub struct Ntp {
    /// With the station's own stamps by its monotonic clock, so that a correction spoils no sample.
    samples: Samples,
    /// When it asked, by the wall clock and by the monotonic one.
    asked: Option<(Reading, Reading)>,
    last: Option<Answered>,
    /// Whether the next question and the next interval are scheduled.
    polling: bool,
    publishing: bool,
}

impl Ntp {
    /// Whom to ask; nobody where this node is the server itself.
    fn server(ctx: &Ctx<'_, Self>) -> Option<NodeId> {
        let servers = &ctx.config().server;
        let other = !servers.contains(&ctx.me());
        servers.iter().copied().find(|s| other && ctx.group().contains(s))
    }

    fn ask(&mut self, ctx: &mut Ctx<'_, Self>) {
        let Some(server) = Self::server(ctx) else { return };
        let sent = ctx.wall();
        self.asked = Some((sent, ctx.mono()));
        ctx.send(server, Message::Request { sent });
    }

    /// Schedules the next question, where there is anybody to ask and it is not scheduled yet.
    fn tick(&mut self, ctx: &mut Ctx<'_, Self>) {
        let poll = ctx.config().poll;
        if poll > Duration::ZERO && !self.polling && Self::server(ctx).is_some() {
            self.polling = true;
            ctx.tick("poll", Timer::Poll, poll);
        }
    }

    /// What must be added to the wall clock now, and how far off that may be.
    fn estimate(&self, ctx: &Ctx<'_, Self>) -> Option<(i64, i64)> {
        let (wall, mono) = (ctx.wall(), ctx.mono());
        self.samples.estimate(mono.0).map(|e| (e.offset - wall.since(mono), e.half_width))
    }

    /// Lets everybody see the interval in which the truth is claimed to lie.
    fn publish(&mut self, offset: i64, half_width: i64, ctx: &mut Ctx<'_, Self>) {
        let limit = i64::from(i32::MAX);
        ctx.gauge(OFFSET, offset.clamp(-limit, limit));
        ctx.gauge(HALF_WIDTH, half_width);
        let every = Duration(ctx.config().poll.0 / PUBLISHED);
        if !self.publishing && every > Duration::ZERO {
            self.publishing = true;
            ctx.tick("publish", Timer::Publish, every);
        }
    }

    fn answered(&mut self, received: Reading, replied: Reading, ctx: &mut Ctx<'_, Self>) {
        let Some((wall, mono)) = self.asked.take() else { return };
        let (returned, now) = (ctx.wall(), ctx.mono());
        let told = |sent: Reading, returned: Reading| Exchange {
            sent: sent.0,
            received: received.0,
            replied: replied.0,
            returned: returned.0,
        };
        self.samples.add(told(mono, now));
        let Some((offset, half_width)) = self.estimate(ctx) else { return };
        self.last = Some(Answered { stamps: told(wall, returned), offset, half_width });
        let by = if ctx.config().adjust { offset } else { 0 };
        if by != 0 {
            ctx.adjust(by);
        }
        self.publish(offset - by, half_width, ctx);
        ctx.changed();
    }
}

impl Protocol for Ntp {
    type Config = Settings;
    type Message = Message;
    type Timer = Timer;
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "ntp",
            doc: "Clocks that are compared by message: every `poll` a station asks the server for the time, filters the answers, claims an interval, and sets its clock or not (RFC 5905). A node that is named by `server` only answers, from its own clock.",
            fields: &[
                Field {
                    name: "server",
                    kind: Kind::Nodes,
                    default: "none",
                    doc: "The node of this group that is asked.",
                },
                Field {
                    name: "poll",
                    kind: Kind::Span,
                    default: "64s",
                    doc: "How often a station asks, by its monotonic clock, from its start on; 0s is once.",
                },
                Field {
                    name: "filter",
                    kind: Kind::Word(Filter::WORDS),
                    default: "min-delay",
                    doc: "Which of the last eight answers a station believes.",
                },
                Field {
                    name: "claim",
                    kind: Kind::Word(&["half-delay", "quarter-delay", "fixed"]),
                    default: "half-delay",
                    doc: "How far off a station claims to be at most when it has its answer.",
                },
                Field { name: "width", kind: Kind::Span, default: "10ms", doc: "The claim (fixed)." },
                Field {
                    name: "drift",
                    kind: Kind::Whole(0, 500_000),
                    default: "50",
                    doc: "Parts per million of an answer's age by which the claim grows (not fixed).",
                },
                Field {
                    name: "adjust",
                    kind: Kind::Word(&["none", "step"]),
                    default: "none",
                    doc: "Whether a station steps its wall clock by what it believes.",
                },
                Field { name: "turnaround", kind: Kind::Span, default: "1ms", doc: "The server's work on an answer." },
            ],
            kinds: &[
                MessageKind { name: "request", look: Look::Read, reply: false },
                MessageKind { name: "reply", look: Look::Read, reply: true },
            ],
            works: true,
            gauges: &[
                GaugeInfo {
                    name: "offset",
                    doc: "What a station believes it must add to its wall clock, in microseconds.",
                    dial: Dial::Time,
                },
                GaugeInfo {
                    name: "half-width",
                    doc: "How far off it claims that to be at most, in microseconds.",
                    dial: Dial::Time,
                },
            ],
            role: Role::Clock,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let config = ctx.config();
        let samples = Samples::new(config.filter, config.claim(), config.drift);
        let mut node = Self { samples, asked: None, last: None, polling: false, publishing: false };
        node.ask(ctx);
        node.tick(ctx);
        node
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        let config = ctx.config();
        self.samples.set(config.filter, config.claim(), config.drift);
        self.tick(ctx);
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Request { sent } => {
                let (received, turnaround) = (ctx.wall(), ctx.config().turnaround);
                ctx.work(Timer::Reply { to: from, sent, received }, turnaround);
            }
            // A late answer, or one that arrives twice, is not to the question that waits.
            Message::Reply { sent, received, replied } if self.asked.is_some_and(|(wall, _)| wall == sent) => {
                self.answered(received, replied, ctx);
            }
            Message::Reply { .. } => {}
        }
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Poll => {
                self.polling = false;
                self.ask(ctx);
                self.tick(ctx);
            }
            Timer::Publish => {
                self.publishing = false;
                if let Some((offset, half_width)) = self.estimate(ctx) {
                    self.publish(offset, half_width, ctx);
                }
            }
            Timer::Reply { to, sent, received } => {
                let replied = ctx.wall();
                ctx.send(to, Message::Reply { sent, received, replied });
            }
        }
    }

    fn show(&self, _config: &Settings, _disk: &(), _keys: &[String]) -> View {
        let Some(Answered { stamps, offset, half_width }) = self.last else { return View::default() };
        let ms = |us: i64| (us + 500).div_euclid(1_000);
        let facts = [
            ("T1", stamps.sent),
            ("T2", stamps.received),
            ("T3", stamps.replied),
            ("T4", stamps.returned),
            ("offset", stamps.offset()),
            ("delay", stamps.delay()),
            ("believes", offset),
            ("within", half_width),
        ];
        View {
            value: format!("{:+}ms", ms(offset)),
            caption: format!("± {}ms", ms(half_width)),
            facts: facts.map(|(name, us)| (name.to_string(), Reading(us).to_string())).into(),
            ..View::default()
        }
    }
}
