//! A lock that expires, workers that take turns by it, and the storage that they write to.
//!
//! ```text
//!   worker --acquire--> lock      free, expired or its own already? else silence
//!   worker <--granted-- lock      token n, one more for each hand-over; the lease counts from the asking
//!   client --save--> worker       noted, and answered; the lease is checked, then `work`, then
//!                    worker --write n--> storage      with `fence` storage, refused below the highest n accepted
//! ```
//!
//! Gray & Cheriton, *Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache Consistency*, SOSP 1989: a
//! lease is counted by the holder from before it asked, on its own clock. The token is the sequencer of Burrows (*The Chubby
//! Lock Service for Loosely-Coupled Distributed Systems*, OSDI 2006, section 2.4), the fencing token of Kleppmann (*How to do
//! distributed locking*, 2016). The lock is one node; who holds it is in its memory, and lost at a crash.

mod lock;
mod store;
mod worker;

use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::id::NodeId;
use crate::protocol::{Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Dial, GaugeInfo, Look, MessageKind, ProtocolInfo, RecordInfo, Role, Verb};
use crate::time::Duration;

use lock::Lock;
use worker::Worker;

/// By which clock workers count their lease.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Counts {
    #[default]
    Wall,
    Mono,
}

/// Settings of a lock, its workers and their storage.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    lock: Vec<NodeId>,
    storage: Vec<NodeId>,
    lease: Duration,
    durable: bool,
    work: Duration,
    timer: Counts,
    margin: Duration,
    recheck: bool,
    /// Whether the storage looks at tokens.
    fence: bool,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Nodes(_, nodes)) => self.lock = nodes,
            (1, Value::Nodes(_, nodes)) => self.storage = nodes,
            (2, Value::Span(span)) => self.lease = span,
            (3, Value::Word(n)) => self.durable = n == 0,
            (4, Value::Span(span)) => self.work = span,
            (5, Value::Word(n)) => self.timer = [Counts::Wall, Counts::Mono][n],
            (6, Value::Span(span)) => self.margin = span,
            (7, Value::Flag(recheck)) => self.recheck = recheck,
            (8, Value::Word(n)) => self.fence = n == 1,
            (field, value) => unreachable!("lease field {field} cannot be {value:?}"),
        }
    }
}

/// What they tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A worker wants the lease, or wants it longer.
    Acquire {
        /// When it asked, by its own clock.
        asked: Reading,
    },
    /// It has it.
    Granted {
        /// One more than that of the holder before.
        token: u64,
        /// When the worker asked, as it said.
        asked: Reading,
        /// For how long from then.
        lease: Duration,
    },
    /// A worker writes for a client.
    Write {
        /// What it was asked.
        ask: Ask,
        /// The token of the lease that it checked.
        token: u64,
    },
    /// The write is in the storage.
    Stored,
    /// It is not: the storage has seen a higher token.
    Refused,
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        match self {
            Self::Acquire { .. } => 0,
            Self::Granted { .. } => 1,
            Self::Write { .. } => 2,
            Self::Stored => 3,
            Self::Refused => 4,
        }
    }
    /// The token.
    fn note(&self) -> Note {
        match self {
            Self::Granted { token, .. } | Self::Write { token, .. } => Note { key: None, value: Some(*token as i64) },
            Self::Acquire { .. } | Self::Stored | Self::Refused => Note::default(),
        }
    }
}

/// What survives a crash.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk {
    /// The lock's: the last token that it gave out.
    token: u64,
    /// The storage's: the highest token that it accepted a write with, and what was written last.
    highest: u64,
    written: i64,
}

/// What a worker's timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// The work on a save is done; what is left is to send it.
    Worked {
        /// What was asked.
        ask: Ask,
        /// The token of the lease that was checked.
        token: u64,
    },
    /// The lease may be over, by this worker's clock.
    Expires,
    /// No answer from the lock to this question, counted: it may be asked again.
    Unanswered(u32),
}

/// Records.
const GRANT: u8 = 0;
const CHECK: u8 = 1;
const ACCEPT: u8 = 2;
const REJECT: u8 = 3;
/// The one gauge: whether a worker believes that it holds the lease.
const BELIEVES: u8 = 0;

/// What a node is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Lock,
    Storage,
    Worker,
}

/// The lock, the storage, or a worker: which, is set by name.
#[derive(Clone, Default)]
pub struct Lease {
    lock: Lock,
    worker: Worker,
    /// For show, which is told nothing of settings by name.
    part: Option<Part>,
}

impl Lease {
    fn part(ctx: &Ctx<'_, Self>) -> Part {
        let (me, config) = (ctx.me(), ctx.config());
        if config.lock.contains(&me) {
            Part::Lock
        } else if config.storage.contains(&me) {
            Part::Storage
        } else {
            Part::Worker
        }
    }

    /// The worker does something; what people see of it may have changed.
    fn work(&mut self, ctx: &mut Ctx<'_, Self>, handler: impl FnOnce(&mut Worker, &mut Ctx<'_, Self>)) {
        let before = self.worker.seen();
        handler(&mut self.worker, ctx);
        if self.worker.seen() != before {
            ctx.changed();
        }
    }
}

impl Protocol for Lease {
    type Config = Settings;
    type Message = Message;
    type Timer = Timer;
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "lease",
            doc: "A lock service that grants leases with fencing tokens, workers that check their lease before they write, and a storage that may check the token (Gray & Cheriton 1989; Burrows 2006). The node named by `lock` and the one named by `storage` are that; the others are workers. Operation of a worker, which notes it and writes it when its lease allows: `save KEY VALUE`.",
            fields: &[
                Field { name: "lock", kind: Kind::Nodes, default: "none", doc: "The node that grants leases." },
                Field { name: "storage", kind: Kind::Nodes, default: "none", doc: "The node that workers write to." },
                Field { name: "lease", kind: Kind::Span, default: "10s", doc: "How long a lease lasts." },
                Field {
                    name: "token",
                    kind: Kind::Word(&["durable", "memory"]),
                    default: "durable",
                    doc: "Whether the lock keeps the number of its last grant on its disk, or forgets it in a crash.",
                },
                Field {
                    name: "work",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "A worker's work on a save, between the check of its lease and the sending of the write.",
                },
                Field {
                    name: "timer",
                    kind: Kind::Word(&["wall", "mono"]),
                    default: "wall",
                    doc: "The clock by which a worker counts its lease.",
                },
                Field {
                    name: "margin",
                    kind: Kind::Span,
                    default: "0s",
                    doc: "So much before its end a worker takes its lease for over.",
                },
                Field {
                    name: "recheck",
                    kind: Kind::Flag,
                    default: "false",
                    doc: "A worker checks its lease once more right before it sends a write.",
                },
                Field {
                    name: "fence",
                    kind: Kind::Word(&["none", "storage"]),
                    default: "none",
                    doc: "Whether the storage refuses a write whose token is lower than one that it has accepted.",
                },
            ],
            verbs: &[Verb { name: "save", key: true, value: true, reads: false }],
            kinds: &[
                MessageKind { name: "acquire", look: Look::Vote, reply: false },
                MessageKind { name: "granted", look: Look::Vote, reply: true },
                MessageKind { name: "write", look: Look::Write, reply: false },
                MessageKind { name: "stored", look: Look::Write, reply: true },
                MessageKind { name: "refused", look: Look::Error, reply: true },
            ],
            works: true,
            gauges: &[GaugeInfo {
                name: "believes",
                doc: "1 while a worker believes that it holds the lease.",
                dial: Dial::Number,
            }],
            records: &[
                RecordInfo { name: "grant", doc: "The lock gives the lease to another worker, with this token." },
                RecordInfo { name: "check", doc: "A worker finds its lease, of this token, valid, and begins a save." },
                RecordInfo { name: "accept", doc: "The storage accepts a write with this token." },
                RecordInfo { name: "reject", doc: "The storage refuses a write with this token." },
            ],
            role: Role::Server,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        Self { part: Some(Self::part(ctx)), ..Self::default() }
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.part = Some(Self::part(ctx));
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        if Self::part(ctx) != Part::Worker {
            return ctx.answer(ask, Answer::Failed);
        }
        self.work(ctx, |worker, ctx| worker.save(ask, ctx));
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Acquire { asked } => self.lock.acquire(from, asked, ctx),
            Message::Granted { token, asked, lease } => {
                self.work(ctx, |worker, ctx| worker.granted(token, asked.plus(lease), ctx));
            }
            Message::Write { ask, token } => store::write(from, ask, token, ctx),
            Message::Stored => self.work(ctx, |worker, _| worker.heard(true)),
            Message::Refused => self.work(ctx, |worker, _| worker.heard(false)),
        }
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Worked { ask, token } => self.work(ctx, |worker, ctx| worker.send(ask, token, ctx)),
            Timer::Expires => self.work(ctx, Worker::expires),
            Timer::Unanswered(question) => self.worker.unanswered(question),
        }
    }

    fn show(&self, _config: &Settings, disk: &Disk, _keys: &[String]) -> View {
        match self.part {
            Some(Part::Lock) => self.lock.show(),
            Some(Part::Storage) => store::show(disk),
            _ => self.worker.show(),
        }
    }
}
