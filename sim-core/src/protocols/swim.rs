//! Failure detection by random pings: in each period a node looks at one other, whoever that is.
//!
//! ```text
//!   every period:   a --ping--> x          x: one other node, uniformly at random
//!                   a <--ack--- x          none within the timeout: a suspects x, until it hears from x again
//! ```
//!
//! The basic failure detector of SWIM (Das, Gupta & Motivala, *SWIM: Scalable Weakly-consistent Infection-style Process
//! Group Membership Protocol*, DSN 2002, section 3.1), whose load does not grow with the group: a failed member among n
//! is pinged by somebody in a period with probability 1 - (1 - 1/(n-1))^(n-1). Left out: pings by way of others, and the
//! rumours by which everybody learns what one has found.

use std::collections::BTreeSet;

use super::detector::{GAUGES, RECORDS, SUSPECT, TRUST, suspicions};
use crate::field::{Field, Kind, Value};
use crate::id::NodeId;
use crate::luck::{Name, Purpose, below};
use crate::protocol::{About, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo};
use crate::time::Duration;

/// Settings of SWIM.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    period: Duration,
    timeout: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Span(span)) => self.period = span,
            (1, Value::Span(span)) => self.timeout = span,
            (field, value) => unreachable!("swim field {field} cannot be {value:?}"),
        }
    }
}

/// What nodes tell each other: which period of the one that asks it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Are you there?
    Ping(u64),
    /// Yes.
    Ack(u64),
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        u8::from(matches!(self, Self::Ack(_)))
    }
    fn note(&self) -> Note {
        Note::default()
    }
}

/// What its timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// A period begins.
    Period,
    /// The ping of this period has waited long enough.
    Silent(NodeId, u64),
}

/// One member.
#[derive(Clone)]
pub struct Swim {
    /// The root of its choices.
    name: Name,
    /// The ping that waits for its ack.
    waits: Option<u64>,
    suspected: BTreeSet<NodeId>,
    /// Whether the next period is scheduled.
    ticking: bool,
}

impl Swim {
    /// Schedules the next period, where there is any and it is not scheduled yet.
    fn tick(&mut self, ctx: &mut Ctx<'_, Self>) {
        let period = ctx.config().period;
        if period > Duration::ZERO && !self.ticking {
            self.ticking = true;
            ctx.tick("period", Timer::Period, period);
        }
    }

    fn ping(&mut self, ctx: &mut Ctx<'_, Self>) {
        *ctx.disk() += 1;
        let (round, me) = (*ctx.read(), ctx.me());
        let bits = ctx.luck(Purpose::Choice, self.name.then(round));
        let others = ctx.group().iter().copied().filter(|node| *node != me);
        let Some(to) = others.clone().nth(below(bits, others.count() as u64) as usize) else { return };
        self.waits = Some(round);
        ctx.send(to, Message::Ping(round));
        let timeout = ctx.config().timeout;
        ctx.set_timer(Timer::Silent(to, round), timeout);
    }

    fn believe(&mut self, node: NodeId, alive: bool, ctx: &mut Ctx<'_, Self>) {
        let news = if alive { self.suspected.remove(&node) } else { self.suspected.insert(node) };
        if news {
            ctx.record(if alive { TRUST } else { SUSPECT }, About::Node(node), 1);
            ctx.gauge(0, self.suspected.len());
            ctx.changed();
        }
    }
}

impl Protocol for Swim {
    type Config = Settings;
    type Message = Message;
    type Timer = Timer;
    /// Periods so far: a node that starts again goes on with new luck.
    type Disk = u64;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "swim",
            doc: "A failure detector whose load does not grow with the group: every `period` each node pings one other, chosen uniformly at random, and suspects it without an answer (SWIM: Das, Gupta & Motivala 2002, section 3.1).",
            fields: &[
                Field {
                    name: "period",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "How often a node pings another; 0s is never.",
                },
                Field {
                    name: "timeout",
                    kind: Kind::Span,
                    default: "300ms",
                    doc: "How long it waits for the answer; shorter than a period.",
                },
            ],
            kinds: &[
                MessageKind { name: "ping", look: Look::Heartbeat, reply: false },
                MessageKind { name: "ack", look: Look::Heartbeat, reply: true },
            ],
            gauges: GAUGES,
            records: RECORDS,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let name = ctx.own_name("swim");
        let mut node = Self { name, waits: None, suspected: BTreeSet::new(), ticking: false };
        node.tick(ctx);
        node
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.tick(ctx);
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        self.believe(from, true, ctx);
        match message {
            Message::Ping(round) => ctx.send(from, Message::Ack(round)),
            Message::Ack(round) if self.waits == Some(round) => self.waits = None,
            Message::Ack(_) => {}
        }
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Period => {
                self.ping(ctx);
                self.ticking = false;
                self.tick(ctx);
            }
            Timer::Silent(node, round) => {
                if self.waits == Some(round) {
                    self.believe(node, false, ctx);
                }
            }
        }
    }

    fn show(&self, _config: &Settings, _disk: &u64, _keys: &[String]) -> View {
        suspicions(self.suspected.len())
    }
}
