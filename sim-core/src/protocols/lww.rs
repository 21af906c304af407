//! A register of several replicas that keeps the write with the largest stamp: last writer wins.
//!
//! ```text
//!   client --write--> a    a stamps it and keeps it, unless what it holds has a larger stamp
//!                     a --copy--> b    b keeps it, unless what it holds has a larger stamp
//!                     a --ok--> client, after `wait`: whether it was kept or not
//! ```
//!
//! Thomas's write rule (Johnson & Thomas, *The Maintenance of Duplicate Databases*, RFC 677, 1975), as in Cassandra; what
//! its clocks do to it is in Kleppmann, *Designing Data-Intensive Applications*, 2017, chapter 8. With `context` the stamp
//! is above whatever the client has seen as well (Lamport, *Time, Clocks, and the Ordering of Events*, CACM 1978), which
//! its answers carry back. Left out: anti-entropy, deletions, several values kept side by side.

use std::collections::BTreeMap;

use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::id::{Key, NodeId};
use crate::protocol::{About, Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, Token, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, RecordInfo, Role, Verb};
use crate::time::Duration;

/// What a write's stamp is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stamp {
    /// The wall clock, in milliseconds.
    #[default]
    Millis,
    /// The wall clock, in microseconds.
    Micros,
    /// The same, and above what this replica holds.
    Local,
    /// The same, and above what the client has seen.
    Context,
}

/// Settings of the register.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    stamp: Stamp,
    wait: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(n)) => self.stamp = [Stamp::Millis, Stamp::Micros, Stamp::Local, Stamp::Context][n],
            (1, Value::Span(span)) => self.wait = span,
            (field, value) => unreachable!("lww field {field} cannot be {value:?}"),
        }
    }
}

/// A value and its stamp: microseconds on some clock, and whose, which decides between equal ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    stamp: (i64, NodeId),
    value: i64,
}

/// What replicas tell each other: hold this, unless you hold what is newer.
#[derive(Clone, Copy, Debug)]
pub struct Message(Key, Copy);

impl Wire for Message {
    fn kind(&self) -> u8 {
        0
    }
    fn note(&self) -> Note {
        Note { key: Some(self.0), value: Some(self.1.value) }
    }
}

/// A write that is answered now, with its stamp.
#[derive(Clone, Copy, Debug)]
pub struct Timer(Ask, i64);

/// One replica; what it holds is on its disk.
#[derive(Clone)]
pub struct Lww;

impl Lww {
    /// Keeps the larger stamp.
    fn hold(key: Key, copy: Copy, ctx: &mut Ctx<'_, Self>) {
        if ctx.read().get(&key).is_none_or(|held| copy.stamp > held.stamp) {
            ctx.disk().insert(key, copy);
            ctx.changed();
        }
    }

    /// Answers, and lets the session carry the stamp.
    fn answer(ask: Ask, value: Option<i64>, stamp: i64, ctx: &mut Ctx<'_, Self>) {
        ctx.answer_with(ask, Answer::Ok(value), Token { stamp: Some(stamp), ..Token::default() });
    }

    /// The stamp of a write.
    fn stamp(ask: &Ask, held: Option<Copy>, ctx: &Ctx<'_, Self>) -> i64 {
        let wall = ctx.wall().0;
        let above = |seen: Option<i64>| seen.map_or(i64::MIN, |stamp| stamp + 1);
        let local = above(held.map(|copy| copy.stamp.0));
        match ctx.config().stamp {
            Stamp::Millis => wall.div_euclid(1_000) * 1_000,
            Stamp::Micros => wall,
            Stamp::Local => wall.max(local),
            Stamp::Context => wall.max(local).max(above(ctx.token(ask.token).and_then(|token| token.stamp))),
        }
    }
}

impl Protocol for Lww {
    type Config = Settings;
    type Message = Message;
    type Timer = Timer;
    type Disk = BTreeMap<Key, Copy>;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "lww",
            doc: "A replicated register in which the largest stamp wins. The replica that is asked stamps the write, sends copies and answers, also where an older write has a larger stamp and is kept (RFC 677; Kleppmann 2017, chapter 8). Operations: `write KEY VALUE`, `read KEY`.",
            fields: &[
                Field {
                    name: "stamp",
                    kind: Kind::Word(&["ms", "us", "local", "context"]),
                    default: "ms",
                    doc: "A write's stamp: the replica's wall clock in ms or us; in us and above what the replica holds (local), or above what the client has seen as well (context).",
                },
                Field {
                    name: "wait",
                    kind: Kind::Span,
                    default: "0s",
                    doc: "How long a replica waits before it acknowledges a write.",
                },
            ],
            verbs: &[
                Verb { name: "write", key: true, value: true, reads: false },
                Verb { name: "read", key: true, value: false, reads: true },
            ],
            kinds: &[MessageKind { name: "copy", look: Look::Replicate, reply: false }],
            records: &[RecordInfo { name: "stamp", doc: "An operation gets its stamp, in microseconds." }],
            role: Role::Database,
            ..ProtocolInfo::default()
        }
    }

    fn boot(_ctx: &mut Ctx<'_, Self>) -> Self {
        Self
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let Some(key) = ask.key else { return ctx.answer(ask, Answer::Failed) };
        let held = ctx.read().get(&key).copied();
        let Some(value) = ask.value else {
            return match held {
                Some(copy) => Self::answer(ask, Some(copy.value), copy.stamp.0, ctx),
                None => ctx.answer(ask, Answer::Ok(Some(0))),
            };
        };
        let stamp = Self::stamp(&ask, held, ctx);
        ctx.record(0, About::Op(ask.op), stamp);
        let copy = Copy { stamp: (stamp, ctx.me()), value };
        Self::hold(key, copy, ctx);
        ctx.broadcast(&Message(key, copy));
        if ctx.config().wait > Duration::ZERO {
            ctx.set_timer(Timer(ask, stamp), ctx.config().wait);
        } else {
            Self::answer(ask, None, stamp, ctx);
        }
    }

    fn on_message(&mut self, _from: NodeId, Message(key, copy): Message, ctx: &mut Ctx<'_, Self>) {
        Self::hold(key, copy, ctx);
    }

    fn on_timer(&mut self, Timer(ask, stamp): Timer, ctx: &mut Ctx<'_, Self>) {
        Self::answer(ask, None, stamp, ctx);
    }

    fn show(&self, _config: &Settings, disk: &Self::Disk, keys: &[String]) -> View {
        let Some(first) = disk.values().next() else { return View::default() };
        let facts = disk.iter().flat_map(|(key, copy)| {
            let name = &keys[usize::from(key.0)];
            [(name.clone(), copy.value.to_string()), (format!("{name} since"), Reading(copy.stamp.0).to_string())]
        });
        View {
            value: first.value.to_string(),
            caption: format!("of {}", Reading(first.stamp.0)),
            facts: facts.collect(),
            ..View::default()
        }
    }
}
