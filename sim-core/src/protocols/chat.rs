//! Offices that write to each other and stamp everything that happens, with every kind of clock side by side.
//!
//! ```text
//!   client --note--> a                      a stamps it
//!   client --tell--> a --message--> b       stamped at a, and again when it arrives; b is drawn
//!   client --question--> a --question--> b  the next office; after `think` it answers
//!                        a <--answer--- b
//! ```
//!
//! The stamps are those of [`crate::parts::clock::logical`]: Lamport 1978, Fidge 1988 and Mattern 1989, Kulkarni and others
//! 2014; beside them the wall clock, and the largest wall clock heard of. Three readers of the record choose one kind each:
//! a display that puts messages in order, a detector of what was written without knowledge of each other, and a search by
//! time. `merge`, `tick` and `counter` take a rule away.

use crate::field::{Field, Kind, Value};
use crate::id::{NodeId, OpId};
use crate::luck::{Purpose, below};
use crate::parts::clock::logical::{Hybrid, Lamport, Vector};
use crate::protocol::{About, Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, RecordInfo, Verb};
use crate::time::Duration;

/// The kinds of stamps, as readers choose them.
pub const STAMPS: &[&str] = &["wall", "max-wall", "lamport", "vector", "hybrid"];
const MAX_WALL: usize = 1;
const LAMPORT: usize = 2;
const VECTOR: usize = 3;
const HYBRID: usize = 4;

/// Settings of offices.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What the display, the detector and the search go by: places in [`STAMPS`].
    readers: [usize; 3],
    merge: bool,
    tick: bool,
    counter: bool,
    think: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0..=2, Value::Word(n)) => self.readers[field] = n,
            (3, Value::Flag(merge)) => self.merge = merge,
            (4, Value::Flag(tick)) => self.tick = tick,
            (5, Value::Flag(counter)) => self.counter = counter,
            (6, Value::Span(span)) => self.think = span,
            (field, value) => unreachable!("chat field {field} cannot be {value:?}"),
        }
    }
}

/// Longer vectors are not spelled out for people.
const SPELLED: usize = 8;

/// All stamps of one event. Readings are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamps {
    wall: i64,
    max_wall: i64,
    lamport: Lamport,
    vector: Vector,
    hybrid: Hybrid,
}

impl Stamps {
    /// Of an office to which nothing has happened.
    fn none(nodes: usize) -> Self {
        let (lamport, vector, hybrid) = (Lamport::default(), Vector::new(nodes), Hybrid::START);
        Self { wall: i64::MIN, max_wall: i64::MIN, lamport, vector, hybrid }
    }

    /// One of them, in a word.
    fn spelled(&self, kind: usize) -> String {
        match kind {
            MAX_WALL => self.max_wall.to_string(),
            LAMPORT => self.lamport.0.to_string(),
            VECTOR if self.vector.0.len() > SPELLED => format!("{} entries", self.vector.0.len()),
            VECTOR => self.vector.0.iter().map(u64::to_string).collect::<Vec<_>>().join("·"),
            HYBRID => format!("{}.{}", self.hybrid.time, self.hybrid.count),
            _ => self.wall.to_string(),
        }
    }

    /// One of them as a number, where it is one.
    fn number(&self, kind: usize) -> Option<i64> {
        match kind {
            MAX_WALL => Some(self.max_wall),
            LAMPORT => Some(self.lamport.0 as i64),
            VECTOR => None,
            HYBRID => Some(self.hybrid.time),
            _ => Some(self.wall),
        }
    }
}

/// What offices send each other.
#[derive(Clone, Debug)]
pub struct Message {
    what: What,
    /// For which operation of a client.
    op: OpId,
    stamps: Stamps,
    /// The display's stamp, for the drawing.
    shown: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Tell,
    Question,
    Answer,
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        self.what as u8
    }
    fn note(&self) -> Note {
        Note { key: None, value: self.shown }
    }
}

/// An office has thought about a question.
#[derive(Clone, Copy, Debug)]
pub struct Thought {
    to: NodeId,
    op: OpId,
}

/// Records: an event, and then its stamps.
const EVENT: u8 = 0;
const RECORD_OF: [u8; 4] = [1, 2, 3, 4];
const RECORD_COUNT: u8 = 5;
const RECORD_VECTOR: u8 = 6;
/// What an event may be, as its record says.
const WRITTEN: i64 = 0;
const ASKED: i64 = 1;
const HEARD: i64 = 2;
const ANSWERED: i64 = 3;

/// One office.
#[derive(Clone)]
pub struct Chat {
    last: Stamps,
}

impl Chat {
    /// Something happens here: it gets its stamps.
    fn stamp(&mut self, event: i64, op: OpId, heard: Option<&Stamps>, ctx: &mut Ctx<'_, Self>) {
        let me = ctx.group().iter().position(|n| *n == ctx.me()).unwrap_or_default();
        let (merge, tick, counter) = (ctx.config().merge, ctx.config().tick, ctx.config().counter);
        let now = ctx.wall().0.div_euclid(1_000);
        let before = self.last.vector.clone();
        let stamps = &mut self.last;
        stamps.wall = now;
        stamps.max_wall = stamps.max_wall.max(now);
        if let Some(heard) = heard.filter(|_| merge) {
            stamps.max_wall = stamps.max_wall.max(heard.max_wall);
            if tick {
                stamps.lamport.receive(heard.lamport);
            } else {
                stamps.lamport.tick();
                stamps.lamport = stamps.lamport.max(heard.lamport);
            }
            stamps.vector.receive(me, &heard.vector);
            stamps.hybrid.receive(now, heard.hybrid);
        } else {
            stamps.lamport.tick();
            stamps.vector.tick(me);
            stamps.hybrid.tick(now);
        }
        if !counter {
            stamps.hybrid.count = 0;
        }
        let about = About::Op(op);
        let values = [stamps.wall, stamps.max_wall, stamps.lamport.0 as i64, stamps.hybrid.time];
        ctx.record(EVENT, about, event);
        for (kind, value) in RECORD_OF.into_iter().zip(values) {
            ctx.record(kind, about, value);
        }
        ctx.record(RECORD_COUNT, about, i64::from(stamps.hybrid.count));
        let entries = before.0.into_iter().zip(&stamps.vector.0).enumerate();
        for (at, (_, count)) in entries.filter(|(_, (before, now))| before != *now) {
            let node = ctx.group()[at];
            ctx.record(RECORD_VECTOR, About::Node(node), *count as i64);
        }
        ctx.changed();
    }

    /// Sends what has just been stamped.
    fn send(&self, what: What, op: OpId, to: NodeId, ctx: &mut Ctx<'_, Self>) {
        let shown = self.last.number(ctx.config().readers[0]);
        ctx.send(to, Message { what, op, stamps: self.last.clone(), shown });
    }

    /// The office so many places further on, this one left out.
    fn other(steps: u64, ctx: &Ctx<'_, Self>) -> Option<NodeId> {
        let group = ctx.group();
        let me = group.iter().position(|n| *n == ctx.me())?;
        let others = (group.len() as u64).checked_sub(1).filter(|n| *n > 0)?;
        group.get((me + 1 + (steps % others) as usize) % group.len()).copied()
    }
}

const fn flag(name: &'static str, doc: &'static str) -> Field {
    Field { name, kind: Kind::Flag, default: "true", doc }
}

const fn reader(name: &'static str, doc: &'static str) -> Field {
    Field { name, kind: Kind::Word(STAMPS), default: "wall", doc }
}

const FIELDS: &[Field] = &[
    reader("display", "The stamp by which messages are put in order."),
    reader("detector", "The stamp by which it is found out whether two were written without knowledge of each other."),
    reader("search", "The stamp by which everything before a time is found."),
    flag("merge", "An arrival raises the office's own clocks to what the message brings."),
    flag("tick", "An arrival's Lamport number is above what the message brings, and not the same."),
    flag("counter", "A hybrid clock counts events of one millisecond."),
    Field { name: "think", kind: Kind::Span, default: "5ms", doc: "How long an office thinks about a question." },
];

impl Protocol for Chat {
    type Config = Settings;
    type Message = Message;
    type Timer = Thought;
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "chat",
            doc: "Offices that write to each other and stamp each event by wall clock, by the largest wall clock heard of, and by Lamport, vector and hybrid logical clock; three readers of the record choose one kind each. Operations: `note` (tells nobody), `tell` (an office that is drawn), `question` (the next office, which answers).",
            fields: FIELDS,
            verbs: &[
                Verb { name: "note", key: false, value: false, reads: false },
                Verb { name: "tell", key: false, value: false, reads: false },
                Verb { name: "question", key: false, value: false, reads: false },
            ],
            kinds: &[
                MessageKind { name: "message", look: Look::Write, reply: false },
                MessageKind { name: "question", look: Look::Read, reply: false },
                MessageKind { name: "answer", look: Look::Read, reply: true },
            ],
            records: &[
                RecordInfo {
                    name: "stamped",
                    doc: "Something happened: 0 written, 1 asked, 2 heard, 3 answered; its stamps follow.",
                },
                RecordInfo { name: "wall", doc: "The wall clock, in milliseconds." },
                RecordInfo { name: "max-wall", doc: "The largest wall clock heard of, in milliseconds." },
                RecordInfo { name: "lamport", doc: "The Lamport number." },
                RecordInfo { name: "hybrid", doc: "The hybrid clock's time, in milliseconds." },
                RecordInfo { name: "hybrid-count", doc: "The hybrid clock's counter." },
                RecordInfo { name: "vector", doc: "An entry of the vector that has changed, of this office." },
            ],
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        Self { last: Stamps::none(ctx.group().len()) }
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let (what, steps) = match ask.verb {
            0 => (None, 0),
            1 => (Some(What::Tell), below(ctx.luck(Purpose::Choice, ask.name), 1 << 32)),
            _ => (Some(What::Question), 0),
        };
        let event = if what == Some(What::Question) { ASKED } else { WRITTEN };
        self.stamp(event, ask.op, None, ctx);
        if let (Some(what), Some(to)) = (what, Self::other(steps, ctx)) {
            self.send(what, ask.op, to, ctx);
        }
        ctx.answer(ask, Answer::Ok(None));
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        self.stamp(HEARD, message.op, Some(&message.stamps), ctx);
        if message.what == What::Question {
            let think = ctx.config().think;
            ctx.set_timer(Thought { to: from, op: message.op }, think);
        }
    }

    fn on_timer(&mut self, timer: Thought, ctx: &mut Ctx<'_, Self>) {
        self.stamp(ANSWERED, timer.op, None, ctx);
        self.send(What::Answer, timer.op, timer.to, ctx);
    }

    fn show(&self, config: &Settings, _disk: &(), _keys: &[String]) -> View {
        if self.last.lamport == Lamport::default() {
            return View::default(); // nothing has happened here
        }
        let kind = config.readers[0];
        let facts = STAMPS.iter().enumerate().map(|(at, name)| ((*name).to_string(), self.last.spelled(at)));
        View { value: self.last.spelled(kind), caption: STAMPS[kind].into(), facts: facts.collect(), ..View::default() }
    }
}
