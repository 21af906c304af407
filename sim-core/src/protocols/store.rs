//! A replicated store of keys and values: how writes are ordered, delivered and acknowledged, and what a read may return,
//! are settings, and each choice keeps another consistency model.
//!
//! ```text
//!  order multi    client --write--> b     b puts it in its place, applies it, answers
//!                                   b --copy--> a, c
//!  order leader   client --write--> b --submit--> a     the leader a puts it in its place
//!                                   a --copy--> b, c    ack own: b answers once it has applied its copy
//!                                   a --ordered--> b    ack local: b answers now
//!  reads own      client --read---> b     from what b has applied
//!  reads leader   client --read---> b --read--> a
//! ```
//!
//! A copy that comes too early is laid aside: `fifo` keeps the order of each sender (PRAM: Lipton & Sandberg 1988), `deps`
//! keeps every write behind those that it depends on (Ahamad and others, *Causal Memory*, Distributed Computing 1995;
//! Lloyd and others, *Don't Settle for Eventual*, SOSP 2011). On what it depends, the session says: a client carries the
//! writes that it has made and seen, and a replica that lacks what a guarantee names lets it wait (Terry and others,
//! *Session Guarantees for Weakly Consistent Replicated Data*, PDIS 1994). Of two writes of a key the one with the larger
//! stamp of Lamport's clock stays, or the last to arrive.
//!
//! Nothing is sent again: a copy that was lost arrives only when its receiver starts anew, and asks the others for what it
//! lacks. A write is acknowledged before the disk is safe. An operation that is asked for twice is done once.

mod words;

use std::collections::BTreeMap;

use crate::field::{Field, Kind};
use crate::id::{CallId, Key, NodeId, OpId};
use crate::parts::versions::{WriteId, Writes};
use crate::protocol::{Answer, Ask, Ctx, Protocol, Reply, Token, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, Verb};

use words::{Conflict, Delivery, How, MODELS, PRICES, SESSIONS, Write};
pub use words::{Disk, Message, Settings};

/// One replica.
#[derive(Clone, Default)]
pub struct Store {
    /// Requests that wait until it has applied more.
    behind: Vec<Ask>,
    /// Writes that the leader was given, and whether the leader is to say that it has them.
    submitted: BTreeMap<OpId, (Ask, bool)>,
    /// Reads that the leader was asked for.
    passed: BTreeMap<CallId, Ask>,
    /// Copies that came too early.
    aside: Vec<Write>,
}

impl Store {
    /// Does what was asked, or lets it wait.
    fn serve(&mut self, ask: Ask, key: Key, ctx: &mut Ctx<'_, Self>) {
        let how = ctx.config().how(key);
        let leader = ctx.config().leader(ctx.group());
        let token = ctx.token(ask.token).cloned().unwrap_or_default();
        if let Some(id) = ctx.read().of.get(&ask.op).copied() {
            return Self::made(ask, id, ctx); // it was asked before, and this replica knows of it
        }
        match ask.value {
            None if how.reads_leader && leader != ctx.me() => {
                let call = ctx.forward(ask.call, leader);
                self.passed.insert(call, ask);
            }
            None if !ctx.read().applied.include(&how.session.before_read(&token)) => self.behind.push(ask),
            None => {
                let value = ctx.read().held.get(&key).map_or(0, |held| held.1);
                let seen = Token { seen: ctx.read().applied.clone(), ..Token::default() };
                Self::answer(ask, Some(value), seen, how, ctx);
            }
            Some(value) if !how.multi && leader != ctx.me() => {
                let (deps, reply) = (how.session.before_write(&token), !how.ack_own);
                self.submitted.insert(ask.op, (ask, reply));
                ctx.send(leader, Message::Submit { op: ask.op, key, value, deps, reply });
            }
            Some(_) if !ctx.read().applied.include(&how.session.before_write(&token)) => self.behind.push(ask),
            Some(value) => {
                let id = self.place((ask.op, key, value), how.session.before_write(&token), ctx);
                Self::made(ask, id, ctx);
            }
        }
    }

    /// Puts a write in its place, applies it and tells the others, once for each operation.
    fn place(&mut self, (op, key, value): (OpId, Key, i64), deps: Writes, ctx: &mut Ctx<'_, Self>) -> WriteId {
        if let Some(id) = ctx.read().of.get(&op) {
            return *id;
        }
        let me = ctx.me();
        let disk = ctx.disk();
        disk.made += 1;
        disk.clock += 1;
        let id = (me, disk.made);
        let write = Write { id, op, key, value, stamp: (disk.clock, me), deps };
        ctx.broadcast(&Message::Copy(Box::new(write.clone())));
        self.apply(write, ctx);
        ctx.changed();
        id
    }

    /// Applies a write; its writer may wait for that.
    fn apply(&mut self, write: Write, ctx: &mut Ctx<'_, Self>) {
        let how = ctx.config().how(write.key);
        let disk = ctx.disk();
        disk.clock = disk.clock.max(write.stamp.0);
        disk.applied.insert(write.id);
        disk.of.insert(write.op, write.id);
        let held = disk.held.get(&write.key);
        if how.conflict == Conflict::Arrival || held.is_none_or(|held| held.0 < write.stamp) {
            disk.held.insert(write.key, (write.stamp, write.value));
        }
        let (op, id) = (write.op, write.id);
        disk.log.push(write);
        if let Some((ask, false)) = self.submitted.get(&op).copied() {
            self.submitted.remove(&op);
            Self::made(ask, id, ctx);
        }
    }

    /// A copy has come, maybe too early, or once more.
    fn receive(&mut self, write: Write, ctx: &mut Ctx<'_, Self>) {
        if !ctx.read().applied.has(write.id) && !self.aside.iter().any(|aside| aside.id == write.id) {
            self.aside.push(write);
            self.catch_up(ctx);
        }
    }

    /// Applies what was laid aside and may be applied now, and serves who waits for it.
    fn catch_up(&mut self, ctx: &mut Ctx<'_, Self>) {
        while let Some(at) = self.aside.iter().position(|write| Self::in_time(write, ctx)) {
            let write = self.aside.remove(at);
            self.apply(write, ctx);
        }
        ctx.changed();
        for ask in std::mem::take(&mut self.behind) {
            self.on_ask(ask, ctx);
        }
    }

    /// Whether everything that comes before a write has been applied.
    fn in_time(write: &Write, ctx: &Ctx<'_, Self>) -> bool {
        let applied = &ctx.read().applied;
        match ctx.config().how(write.key).delivery {
            Delivery::None => true,
            Delivery::Fifo => write.id.1 == 1 || applied.has((write.id.0, write.id.1 - 1)),
            Delivery::Deps => applied.include(&write.deps),
        }
    }

    /// A write is acknowledged.
    fn made(ask: Ask, id: WriteId, ctx: &mut Ctx<'_, Self>) {
        let Some(key) = ask.key else { return };
        let mut token = Token::default();
        token.made.insert(id);
        let how = ctx.config().how(key);
        Self::answer(ask, None, token, how, ctx);
    }

    fn answer(ask: Ask, value: Option<i64>, token: Token, how: How, ctx: &mut Ctx<'_, Self>) {
        if how.session.any() {
            ctx.answer_with(ask, Answer::Ok(value), token);
        } else {
            ctx.answer(ask, Answer::Ok(value));
        }
    }
}

impl Protocol for Store {
    type Config = Settings;
    type Message = Message;
    type Timer = ();
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "store",
            doc: "A replicated store of keys and values. Who puts writes in order, in which order copies are applied, whom reads ask, when a write is acknowledged and what a client's session is promised are settings; each choice keeps another consistency model. Every key holds 0 before the first write. Operations: `write KEY VALUE`, `read KEY`.",
            fields: &[
                Field {
                    name: "order",
                    kind: Kind::Word(&["leader", "multi"]),
                    default: "leader",
                    doc: "Who puts writes in their place: one leader, or whoever is asked.",
                },
                Field {
                    name: "delivery",
                    kind: Kind::Word(&["none", "fifo", "deps"]),
                    default: "fifo",
                    doc: "When a copy is applied: as it comes, after its sender's earlier writes, or after the writes that it depends on, which its session names (MW: those that the session had made; WFR: those that it had seen).",
                },
                Field {
                    name: "reads",
                    kind: Kind::Word(&["own", "leader"]),
                    default: "own",
                    doc: "Whom a read asks: the replica's own copy, or the leader's. Clients roam by their own setting `servers`.",
                },
                Field {
                    name: "ack",
                    kind: Kind::Word(&["local", "own"]),
                    default: "local",
                    doc: "When a write is acknowledged: once it is in its place, or once the replica that was asked has applied it (leader).",
                },
                Field {
                    name: "session",
                    kind: Kind::Word(SESSIONS),
                    default: "none",
                    doc: "What a client's session is promised: read your writes, monotonic reads, monotonic writes, writes follow reads. A replica that is behind lets it wait.",
                },
                Field {
                    name: "conflict",
                    kind: Kind::Word(&["lww", "arrival"]),
                    default: "lww",
                    doc: "Which of two writes of a key stays: the one with the larger Lamport stamp, or the last to arrive.",
                },
                Field {
                    name: "model",
                    kind: Kind::Word(MODELS),
                    default: "none",
                    doc: "What clients are promised: a ready-made choice of order, delivery, reads, ack and session that takes their place. `eventual`, `MR` and `RYW` are multi order with the tokens that the promise needs; for `causal`, copies also wait for what they depend on; `sequential` is the leader's order with all tokens, `linearizable` has reads at the leader, `serializable` neither. `none`: as those settings say.",
                },
                Field {
                    name: "leader",
                    kind: Kind::Nodes,
                    default: "none",
                    doc: "The node that leads; `none`: the first of the group.",
                },
            ],
            per_key: &["order", "delivery", "reads", "ack", "session", "conflict", "model"],
            prices: &[("model", PRICES)],
            verbs: &[
                Verb { name: "write", key: true, value: true, reads: false },
                Verb { name: "read", key: true, value: false, reads: true },
            ],
            kinds: &[
                MessageKind { name: "submit", look: Look::Write, reply: false },
                MessageKind { name: "ordered", look: Look::Write, reply: true },
                MessageKind { name: "copy", look: Look::Replicate, reply: false },
                MessageKind { name: "sync", look: Look::Gossip, reply: false },
            ],
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        if ctx.read().started {
            let applied = ctx.read().applied.clone();
            ctx.broadcast(&Message::Sync(applied));
        }
        ctx.disk().started = true;
        Self::default()
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.catch_up(ctx);
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        match ask.key {
            Some(key) => self.serve(ask, key, ctx),
            None => ctx.answer(ask, Answer::Failed),
        }
    }

    fn on_answer(&mut self, reply: Reply, ctx: &mut Ctx<'_, Self>) {
        let Some(ask) = self.passed.remove(&reply.call) else { return };
        match ctx.token(reply.token).cloned() {
            Some(token) => ctx.answer_with(ask, reply.answer, token),
            None => ctx.answer(ask, reply.answer),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Submit { op, key, value, deps, reply } => {
                let id = self.place((op, key, value), deps, ctx);
                if reply {
                    ctx.send(from, Message::Ordered(op, key, id));
                }
            }
            Message::Ordered(op, _, id) => {
                if let Some((ask, true)) = self.submitted.get(&op).copied() {
                    self.submitted.remove(&op);
                    Self::made(ask, id, ctx);
                }
            }
            Message::Copy(write) => self.receive(*write, ctx),
            Message::Sync(theirs) => {
                let lacks: Vec<Write> = ctx.read().log.iter().filter(|write| !theirs.has(write.id)).cloned().collect();
                for write in lacks {
                    ctx.send(from, Message::Copy(Box::new(write)));
                }
            }
        }
    }

    fn on_timer(&mut self, (): (), _ctx: &mut Ctx<'_, Self>) {}

    fn show(&self, _settings: &Settings, disk: &Disk, keys: &[String]) -> View {
        let name = |key: Key| keys[usize::from(key.0)].clone();
        let last = disk.log.last();
        let value = last.map_or(0, |write| disk.held[&write.key].1).to_string();
        let many = disk.held.len() > 1;
        let caption = match (self.aside.len(), last.filter(|_| many)) {
            (0, None) => String::new(),
            (0, Some(write)) => name(write.key),
            (aside, _) => format!("{aside} laid aside"),
        };
        let facts = disk.held.iter().map(|(key, held)| (name(*key), held.1.to_string())).collect();
        View { value, caption, facts, ..View::default() }
    }
}
