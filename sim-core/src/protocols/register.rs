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
//! off. `reachable` counts more than half of those that are heard from, which two sides of a cut can do at once; it, read
//! repair and a fallback to the own copy are there to be refused (`astray`). Nothing is sent again: what a cut swallows stays unanswered, and the client gives up.
//!
//! A node that may crash must not speak of a copy that its disk could still lose (Guerraoui & Levy, *Robust Emulations of
//! Shared Memory in a Crash-Recovery Model*, ICDCS 2004): the others would hold a version that it then gives out again.

mod astray;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use crate::field::{Field, Kind};
use crate::id::{CallId, Key, NodeId};
use crate::protocol::{Answer, Ask, Ctx, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, Verb};
use crate::time::Duration;

pub use words::{Message, Settings};
use words::{Mode, WriteBack};

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
pub trait Keep: Clone + 'static {
    /// The protocol's name and what it is.
    const NAME_AND_DOC: (&'static str, &'static str);
    /// Whether a node waits until a copy is safe on its disk before it speaks of it.
    const WAITS: bool = true;
    /// Whether the copy that arrives replaces the one that is there.
    fn replaces(arriving: &Copy, held: &Copy) -> bool;
}

/// The newer one, whatever the order of arrival.
#[derive(Clone, Copy)]
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

/// What a node's timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// Anti-entropy is due.
    Tick,
    /// What was written is safe, and this comes next.
    Safe(Next),
    /// `reachable`: who has not answered yet is counted out.
    Count(CallId),
    /// The coordinator has waited long enough.
    GiveIn(CallId),
}

/// What a node does once a copy is safe on its disk.
#[derive(Clone, Copy, Debug)]
pub enum Next {
    /// `any`: copies it to the others, and answers.
    Copy(Ask, Key, Copy),
    /// `quorum`: stores it at the others, as the coordinator.
    Store(CallId, Key, Copy),
    /// `quorum`: tells the coordinator.
    Stored(NodeId, CallId, Key),
}

/// One replica. Its copies are on its disk; the operations that it coordinates are lost at a crash.
#[derive(Clone)]
pub struct RegisterNode<K> {
    pending: BTreeMap<CallId, Pending>,
    /// Whether anti-entropy is scheduled.
    ticking: bool,
    /// `reachable`: nodes that did not answer, and were not heard since.
    silent: BTreeSet<NodeId>,
    /// Reads that were answered, whose later versions mend copies.
    mending: BTreeSet<CallId>,
    keep: PhantomData<K>,
}

/// An operation that this node coordinates.
#[derive(Clone)]
struct Pending {
    ask: Ask,
    key: Key,
    phase: Phase,
    /// Who has answered in this phase: a message that arrives twice counts once.
    got: BTreeSet<NodeId>,
    /// What they held, in the first phase.
    held: Vec<(NodeId, Option<Version>)>,
}

#[derive(Clone)]
enum Phase {
    /// Collecting versions; the newest so far.
    Query(Option<Copy>),
    /// Storing this.
    Store(Option<Copy>),
}

/// What a node holds.
pub type Disk = BTreeMap<Key, Copy>;

impl<K: Keep> RegisterNode<K> {
    fn hold(key: Key, copy: Copy, ctx: &mut Ctx<'_, Self>) {
        let held = ctx.read().get(&key).copied();
        if held.is_none_or(|held| K::replaces(&copy, &held)) {
            ctx.disk().insert(key, copy);
            ctx.changed();
        }
    }

    /// Tells the nodes that hold copies, and says whether this is one of them. Another node that coordinates remembers
    /// its own writes, so that their versions grow, and counts for nobody.
    fn tell(message: &Message, ctx: &mut Ctx<'_, Self>) -> bool {
        let Some(n) = ctx.config().n else {
            ctx.broadcast(message);
            return true;
        };
        let holders: Vec<NodeId> = ctx.group().iter().copied().take(n).collect();
        let me = ctx.me();
        holders.iter().filter(|to| **to != me).for_each(|to| ctx.send(*to, message.clone()));
        holders.contains(&me)
    }

    /// Goes on once everything that was written is safe.
    fn once_safe(&mut self, next: Next, ctx: &mut Ctx<'_, Self>) {
        if K::WAITS && !ctx.synced() {
            ctx.after_sync(Timer::Safe(next));
        } else {
            self.go_on(next, ctx);
        }
    }

    fn go_on(&mut self, next: Next, ctx: &mut Ctx<'_, Self>) {
        match next {
            Next::Copy(ask, key, copy) => {
                ctx.broadcast(&Message::Copy(key, copy));
                ctx.answer(ask, Answer::Ok(None));
            }
            Next::Store(call, key, copy) => {
                if Self::tell(&Message::Store(call, key, copy), ctx) {
                    self.stored(call, ctx.me(), ctx);
                }
            }
            Next::Stored(to, call, key) => ctx.send(to, Message::Stored(call, key)),
        }
    }

    /// `any`: answer from what is here.
    fn answer_locally(&mut self, ask: Ask, key: Key, ctx: &mut Ctx<'_, Self>) {
        let held = ctx.read().get(&key).copied();
        let Some(value) = ask.value else {
            let init = ctx.config().init;
            return ctx.answer(ask, Answer::Ok(Some(held.map_or(init, |c| c.value))));
        };
        let copy = Copy { version: (held.map_or(0, |c| c.version.0) + 1, ctx.me()), value };
        Self::hold(key, copy, ctx);
        self.once_safe(Next::Copy(ask, key, copy), ctx);
    }

    /// `quorum`: one more version; with R of them, phase 2.
    fn version(&mut self, call: CallId, from: NodeId, copy: Option<Copy>, ctx: &mut Ctx<'_, Self>) {
        let Some(pending) = self.pending.get_mut(&call) else { return };
        let Phase::Query(newest) = &mut pending.phase else { return };
        if newest.is_none_or(|n| copy.is_some_and(|c| c.version > n.version)) {
            *newest = copy.or(*newest);
        }
        pending.got.insert(from);
        pending.held.push((from, copy.map(|c| c.version)));
        let how = ctx.config().how(pending.key);
        if pending.got.len() < Self::enough(how.r, how.mode, &self.silent, ctx) {
            return;
        }
        let (ask, key, newest) = (pending.ask, pending.key, *newest);
        // The own copy counts as well, as it is now: two writes through one node at one time must not share a version.
        let own = ctx.read().get(&key).map_or(0, |c| c.version.0);
        let counter = newest.map_or(0, |c| c.version.0).max(own) + 1;
        let store = match ask.value {
            Some(value) => Some(Copy { version: (counter, ctx.me()), value }),
            None => newest.filter(|_| how.write_back == WriteBack::First),
        };
        let Some(copy) = store else {
            let done = self.pending.remove(&call);
            let init = ctx.config().init;
            ctx.answer(ask, Answer::Ok(Some(newest.map_or(init, |c| c.value))));
            return self.mend(call, key, newest, done.map(|done| done.held).unwrap_or_default(), ctx);
        };
        (pending.phase, pending.got) = (Phase::Store(newest), BTreeSet::new());
        Self::hold(key, copy, ctx);
        self.once_safe(Next::Store(call, key, copy), ctx);
    }

    /// `quorum`: one more copy; with W of them, the answer.
    fn stored(&mut self, call: CallId, from: NodeId, ctx: &mut Ctx<'_, Self>) {
        let Some(pending) = self.pending.get_mut(&call) else { return };
        let Phase::Store(read) = pending.phase else { return };
        pending.got.insert(from);
        let how = ctx.config().how(pending.key);
        if pending.got.len() < Self::enough(how.w, how.mode, &self.silent, ctx) {
            return;
        }
        let ask = pending.ask;
        self.pending.remove(&call);
        let value = if ask.value.is_some() { None } else { read.map(|c| c.value) };
        ctx.answer(ask, Answer::Ok(value));
    }

    /// Schedules anti-entropy, where there is any and it is not scheduled yet.
    fn tick(&mut self, ctx: &mut Ctx<'_, Self>) {
        let (any, after) = (ctx.config().any(), ctx.config().anti_entropy);
        if any && after > Duration::ZERO && !self.ticking {
            self.ticking = true;
            ctx.tick("anti-entropy", Timer::Tick, after);
        }
    }
}

impl<K: Keep> Protocol for RegisterNode<K> {
    type Config = Settings;
    type Message = Message;
    type Timer = Timer;
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        let (name, doc) = K::NAME_AND_DOC;
        ProtocolInfo {
            name,
            doc,
            fields: &[
                Field {
                    name: "mode",
                    kind: Kind::Word(Mode::WORDS),
                    default: "any",
                    doc: "Answer from the own copy, or ask others first: as many as R and W say, or more than half of those that are heard from.",
                },
                Field {
                    name: "R",
                    kind: Kind::Whole(1, 9),
                    default: "1",
                    doc: "Versions to collect before going on (quorum).",
                },
                Field {
                    name: "W",
                    kind: Kind::Whole(1, 9),
                    default: "1",
                    doc: "Copies to have before answering (quorum).",
                },
                Field {
                    name: "write_back",
                    kind: Kind::Word(WriteBack::WORDS),
                    default: "true",
                    doc: "A read stores at W nodes what it is about to return (quorum); `later`: it answers, and then mends the older copies that it finds (read repair).",
                },
                Field {
                    name: "anti_entropy",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "How often nodes compare their copies; 0s is never (any).",
                },
                Field {
                    name: "init",
                    kind: Kind::Whole(i64::MIN / 2, i64::MAX / 2),
                    default: "0",
                    doc: "What every key holds before the first write.",
                },
                Field {
                    name: "N",
                    kind: Kind::Bound(1, 9),
                    default: "none",
                    doc: "So many nodes, the first of the group, hold copies; the others ask them (quorum). `none`: all.",
                },
                Field {
                    name: "fallback",
                    kind: Kind::Span,
                    default: "0s",
                    doc: "After so long without a quorum a node answers with what it has; 0s is never (quorum).",
                },
            ],
            per_key: &["mode", "R", "W", "write_back"],
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
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let (silent, mending) = (BTreeSet::new(), BTreeSet::new());
        let mut node = Self { pending: BTreeMap::new(), ticking: false, silent, mending, keep: PhantomData };
        node.tick(ctx);
        node
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.tick(ctx);
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let Some(key) = ask.key else { return ctx.answer(ask, Answer::Failed) };
        if ctx.config().how(key).mode == Mode::Any {
            return self.answer_locally(ask, key, ctx);
        }
        if self.pending.contains_key(&ask.call) {
            return; // the request has arrived twice, and is being worked on
        }
        let (phase, got, held) = (Phase::Query(None), BTreeSet::new(), Vec::new());
        self.pending.insert(ask.call, Pending { ask, key, phase, got, held });
        Self::wait(ask.call, key, ctx);
        if Self::tell(&Message::Query(ask.call, key), ctx) {
            let own = ctx.read().get(&key).copied();
            self.version(ask.call, ctx.me(), own, ctx);
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        self.silent.remove(&from);
        match message {
            Message::Copy(key, copy) | Message::Sync(key, copy) => Self::hold(key, copy, ctx),
            Message::Query(call, key) => {
                let copy = ctx.read().get(&key).copied();
                ctx.send(from, Message::Version(call, key, copy));
            }
            Message::Version(call, key, copy) if self.mending.contains(&call) => Self::mend_late(key, from, copy, ctx),
            Message::Version(call, _, copy) => self.version(call, from, copy, ctx),
            Message::Store(call, key, copy) => {
                Self::hold(key, copy, ctx);
                self.once_safe(Next::Stored(from, call, key), ctx);
            }
            Message::Stored(call, _) => self.stored(call, from, ctx),
        }
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Safe(next) => return self.go_on(next, ctx),
            Timer::Count(call) => return self.count_out(call, ctx),
            Timer::GiveIn(call) => return self.give_in(call, ctx),
            Timer::Tick => {}
        }
        if ctx.config().any() {
            let any = |key: &Key| ctx.config().how(*key).mode == Mode::Any;
            let held: Vec<(Key, Copy)> = ctx.read().iter().filter(|(k, _)| any(k)).map(|(k, c)| (*k, *c)).collect();
            for (key, copy) in held {
                ctx.broadcast(&Message::Sync(key, copy));
            }
        }
        self.ticking = false;
        self.tick(ctx);
    }

    fn show(&self, config: &Settings, disk: &Disk, keys: &[String]) -> View {
        let held = |(key, copy): (&Key, &Copy)| (keys[usize::from(key.0)].clone(), copy.value.to_string());
        let value = disk.values().next().map_or(config.init, |c| c.value).to_string();
        View { value, caption: String::new(), facts: disk.iter().map(held).collect(), ..View::default() }
    }
}
