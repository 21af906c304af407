//! A replicated register: every node holds every key.
//!
//! ```text
//!  mode any      client --write--> a    a answers at once          mode quorum   client --write--> a
//!                                  a --copy--> b, c                 a --query--> b, c    wait for R versions
//!                client --read---> c    c answers what it has       a --store--> b, c    wait for W copies
//!                every second: a --sync--> b, c (anti-entropy)      reads store what they return (write-back)
//! ```
//!
//! `any` answers locally and copies asynchronously, as in Brewer's "A" (Gilbert & Lynch 2002). `quorum` is the register
//! of Attiya, Bar-Noy & Dolev (*Sharing Memory Robustly in Message-Passing Systems*, JACM 1995, section 5) with weighted
//! sizes R and W as in Gifford (*Weighted Voting for Replicated Data*, SOSP 1979): versions are (counter, node), the
//! node that was asked coordinates and counts itself, and a read writes back before it answers unless `write_back` is
//! off. Nothing is sent again: what a cut swallows stays unanswered, and the client gives up.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use crate::field::{Field, Kind, Value};
use crate::id::{Key, NodeId, OpId};
use crate::protocol::{Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, Verb};
use crate::time::Duration;

/// A version: a counter, then the node that made it. The larger one is newer.
pub type Version = (u64, NodeId);

/// A value and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Orders copies.
    pub version: Version,
    /// What is stored.
    pub value: i64,
}

/// Which of two copies a node keeps.
pub trait Keep: 'static {
    /// The protocol's name and what it is.
    const NAME_AND_DOC: (&'static str, &'static str);
    /// Whether the copy that arrives replaces the one that is there.
    fn replaces(arriving: &Copy, held: &Copy) -> bool;
}

/// The newer one, whatever the order of arrival.
pub struct Newest;

impl Keep for Newest {
    const NAME_AND_DOC: (&'static str, &'static str) = (
        "register",
        "A replicated register. In mode `any` each node answers from its own copy and pushes writes to the others; in mode `quorum` the node that is asked collects R versions, then stores at W nodes (Attiya, Bar-Noy & Dolev 1995; Gifford 1979). Operations: `write KEY VALUE`, `read KEY`.",
    );
    fn replaces(arriving: &Copy, held: &Copy) -> bool {
        arriving.version > held.version
    }
}

/// The register that keeps the newest copy.
pub type Register = RegisterNode<Newest>;

/// Settings of the register.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    quorum: bool,
    r: usize,
    w: usize,
    write_back: bool,
    anti_entropy: Duration,
    init: i64,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(mode)) => self.quorum = mode == 1,
            (1, Value::Whole(r)) => self.r = r as usize,
            (2, Value::Whole(w)) => self.w = w as usize,
            (3, Value::Flag(on)) => self.write_back = on,
            (4, Value::Span(span)) => self.anti_entropy = span,
            (5, Value::Whole(v)) => self.init = v,
            (field, value) => unreachable!("register field {field} cannot be {value:?}"),
        }
    }
}

/// What replicas tell each other.
#[derive(Clone, Debug)]
pub enum Message {
    /// `any`: a write, pushed.
    Copy(Key, Copy),
    /// `any`: anti-entropy, everything that a node holds, a message a key.
    Sync(Key, Copy),
    /// `quorum`, phase 1: which version do you hold?
    Query(OpId, Key),
    /// The answer; nothing where the key was never written.
    Version(OpId, Key, Option<Copy>),
    /// `quorum`, phase 2: hold this.
    Store(OpId, Key, Copy),
    /// Held.
    Stored(OpId, Key),
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        match self {
            Self::Copy(..) => 0,
            Self::Sync(..) => 1,
            Self::Query(..) => 2,
            Self::Version(..) => 3,
            Self::Store(..) => 4,
            Self::Stored(..) => 5,
        }
    }
    fn note(&self) -> Note {
        match self {
            Self::Copy(key, copy) | Self::Sync(key, copy) | Self::Store(_, key, copy) => {
                Note { key: Some(*key), value: Some(copy.value) }
            }
            Self::Version(_, key, copy) => Note { key: Some(*key), value: copy.map(|c| c.value) },
            Self::Query(_, key) | Self::Stored(_, key) => Note { key: Some(*key), value: None },
        }
    }
}

/// Anti-entropy is due.
#[derive(Clone, Copy, Debug)]
pub struct Tick;

/// One replica. Its copies are on its disk; the operations that it coordinates are lost at a crash.
pub struct RegisterNode<K> {
    pending: BTreeMap<OpId, Pending>,
    keep: PhantomData<K>,
}

/// An operation that this node coordinates.
struct Pending {
    ask: Ask,
    key: Key,
    phase: Phase,
    got: usize,
}

enum Phase {
    /// Collecting versions; the newest so far.
    Query(Option<Copy>),
    /// Storing this.
    Store(Option<Copy>),
}

/// What a node holds, synced.
pub type Disk = BTreeMap<Key, Copy>;

impl<K: Keep> RegisterNode<K> {
    fn hold(key: Key, copy: Copy, ctx: &mut Ctx<'_, Self>) {
        let held = ctx.disk().get(&key).copied();
        if held.is_none_or(|held| K::replaces(&copy, &held)) {
            ctx.disk().insert(key, copy);
            ctx.changed();
        }
    }

    /// `any`: answer from what is here.
    fn answer_locally(ask: Ask, key: Key, ctx: &mut Ctx<'_, Self>) {
        let held = ctx.disk().get(&key).copied();
        let Some(value) = ask.value else {
            let init = ctx.config().init;
            return ctx.answer(ask, Answer::Ok(Some(held.map_or(init, |c| c.value))));
        };
        let copy = Copy { version: (held.map_or(0, |c| c.version.0) + 1, ctx.me()), value };
        Self::hold(key, copy, ctx);
        ctx.broadcast(&Message::Copy(key, copy));
        ctx.answer(ask, Answer::Ok(None));
    }

    /// `quorum`: one more version; with R of them, phase 2.
    fn version(&mut self, op: OpId, copy: Option<Copy>, ctx: &mut Ctx<'_, Self>) {
        let Some(pending) = self.pending.get_mut(&op) else { return };
        let Phase::Query(newest) = &mut pending.phase else { return };
        if newest.is_none_or(|n| copy.is_some_and(|c| c.version > n.version)) {
            *newest = copy.or(*newest);
        }
        pending.got += 1;
        if pending.got < ctx.config().r {
            return;
        }
        let (ask, key, newest) = (pending.ask, pending.key, *newest);
        let store = match ask.value {
            Some(value) => Some(Copy { version: (newest.map_or(0, |c| c.version.0) + 1, ctx.me()), value }),
            None => newest.filter(|_| ctx.config().write_back),
        };
        let Some(copy) = store else {
            self.pending.remove(&op);
            let init = ctx.config().init;
            return ctx.answer(ask, Answer::Ok(Some(newest.map_or(init, |c| c.value))));
        };
        (pending.phase, pending.got) = (Phase::Store(newest), 0);
        Self::hold(key, copy, ctx);
        ctx.broadcast(&Message::Store(op, key, copy));
        self.stored(op, ctx);
    }

    /// `quorum`: one more copy; with W of them, the answer.
    fn stored(&mut self, op: OpId, ctx: &mut Ctx<'_, Self>) {
        let Some(pending) = self.pending.get_mut(&op) else { return };
        let Phase::Store(read) = pending.phase else { return };
        pending.got += 1;
        if pending.got < ctx.config().w {
            return;
        }
        let ask = pending.ask;
        self.pending.remove(&op);
        let value = if ask.value.is_some() { None } else { read.map(|c| c.value) };
        ctx.answer(ask, Answer::Ok(value));
    }

    fn tick(ctx: &mut Ctx<'_, Self>) {
        let (any, after) = (!ctx.config().quorum, ctx.config().anti_entropy);
        if any && after > Duration::ZERO {
            ctx.tick("anti-entropy", Tick, after);
        }
    }
}

impl<K: Keep> Protocol for RegisterNode<K> {
    type Config = Settings;
    type Message = Message;
    type Timer = Tick;
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        let (name, doc) = K::NAME_AND_DOC;
        ProtocolInfo {
            name,
            doc,
            fields: &[
                Field { name: "mode", kind: Kind::Word(&["any", "quorum"]), default: "any", doc: "Answer from the own copy, or ask others first." },
                Field { name: "R", kind: Kind::Whole(1, 9), default: "1", doc: "Versions to collect before going on (quorum)." },
                Field { name: "W", kind: Kind::Whole(1, 9), default: "1", doc: "Copies to have before answering (quorum)." },
                Field { name: "write_back", kind: Kind::Flag, default: "true", doc: "A read stores at W nodes what it is about to return (quorum)." },
                Field { name: "anti_entropy", kind: Kind::Span, default: "1s", doc: "How often nodes compare their copies; 0s is never (any)." },
                Field { name: "init", kind: Kind::Whole(i64::MIN / 2, i64::MAX / 2), default: "0", doc: "What every key holds before the first write." },
            ],
            verbs: &[
                Verb { name: "write", key: true, value: true, reads: false },
                Verb { name: "read", key: true, value: false, reads: true },
            ],
            kinds: &[
                MessageKind { name: "copy", look: Look::Replicate, reply: false },
                MessageKind { name: "sync", look: Look::Gossip, reply: false },
                MessageKind { name: "query", look: Look::Read, reply: false },
                MessageKind { name: "version", look: Look::Read, reply: true },
                MessageKind { name: "store", look: Look::Replicate, reply: false },
                MessageKind { name: "stored", look: Look::Replicate, reply: true },
            ],
            client: false,
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        Self::tick(ctx);
        Self { pending: BTreeMap::new(), keep: PhantomData }
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let Some(key) = ask.key else { return ctx.answer(ask, Answer::Failed) };
        if !ctx.config().quorum {
            return Self::answer_locally(ask, key, ctx);
        }
        self.pending.insert(ask.op, Pending { ask, key, phase: Phase::Query(None), got: 0 });
        ctx.broadcast(&Message::Query(ask.op, key));
        let own = ctx.disk().get(&key).copied();
        self.version(ask.op, own, ctx);
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Copy(key, copy) | Message::Sync(key, copy) => Self::hold(key, copy, ctx),
            Message::Query(op, key) => {
                let copy = ctx.disk().get(&key).copied();
                ctx.send(from, Message::Version(op, key, copy));
            }
            Message::Version(op, _, copy) => self.version(op, copy, ctx),
            Message::Store(op, key, copy) => {
                Self::hold(key, copy, ctx);
                ctx.send(from, Message::Stored(op, key));
            }
            Message::Stored(op, _) => self.stored(op, ctx),
        }
    }

    fn on_timer(&mut self, Tick: Tick, ctx: &mut Ctx<'_, Self>) {
        if !ctx.config().quorum {
            let held: Vec<(Key, Copy)> = ctx.disk().iter().map(|(k, c)| (*k, *c)).collect();
            for (key, copy) in held {
                ctx.broadcast(&Message::Sync(key, copy));
            }
        }
        Self::tick(ctx);
    }

    fn show(&self, config: &Settings, disk: &Disk, keys: &[String]) -> View {
        let held = |(key, copy): (&Key, &Copy)| (keys[usize::from(key.0)].clone(), copy.value.to_string());
        let value = disk.values().next().map_or(config.init, |c| c.value).to_string();
        View { value, caption: String::new(), facts: disk.iter().map(held).collect() }
    }
}
