//! A shopping cart with a copy at every node, each of which answers at once.
//!
//! ```text
//!  client --add kettle--> c    c answers, and tells a and b: --change-->
//!  every second: a --sync--> b, c (anti-entropy): who knows less takes what the other has;
//!                where each knows something that the other does not, a rule makes one copy of the two
//! ```
//!
//! While messages come through, a change travels as what was done, and no rule is needed. The rules are those of the
//! textbooks: the last writer's copy, the larger side's, union, intersection, and two of Shapiro and others
//! (*Conflict-free Replicated Data Types*, SSS 2011): the two-phase set and the observed-remove set, whose
//! removes cancel the adds that they have seen. Dynamo's cart was a union (*Dynamo*, SOSP 2007, section 4.4).

mod state;

use std::collections::BTreeMap;

use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::id::{Key, NodeId, OpId};
use crate::order::Ordered;
use crate::protocol::{About, Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Dial, GaugeInfo, Look, MessageKind, ProtocolInfo, RecordInfo, Verb};
use crate::time::Duration;

pub use state::{Rule, State, WORDS};

/// Settings of the cart.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    rule: Rule,
    anti_entropy: Duration,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(rule)) => self.rule = Rule::of(rule),
            (1, Value::Span(span)) => self.anti_entropy = span,
            (field, value) => unreachable!("cart field {field} cannot be {value:?}"),
        }
    }
}

/// What nodes tell each other.
#[derive(Clone, Debug)]
pub enum Message {
    /// The n-th change made at a node.
    Change(u32, Change),
    /// Everything that a node holds, and whether it hears from more than half of the nodes.
    Sync(Box<State>, bool),
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Change {
    item: Key,
    /// An add, by its operation; else a remove.
    add: Option<OpId>,
    /// The adds that a remove has seen.
    seen: Vec<OpId>,
    stamp: Reading,
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        u8::from(matches!(self, Self::Sync(..)))
    }
    fn note(&self) -> Note {
        match self {
            Self::Change(_, change) => Note { key: Some(change.item), value: None },
            Self::Sync(..) => Note::default(),
        }
    }
}

/// The verbs, in the order of the declaration.
const ADD: u8 = 0;

/// One node. Its copy is on its disk.
#[derive(Clone)]
pub struct Cart {
    /// Comparisons so far, and at which of them each other node was heard last.
    ticks: u64,
    heard: BTreeMap<NodeId, u64>,
}

impl Cart {
    /// Applies a change, the n-th of a node; one that does not follow on what is known waits for the next comparison.
    fn apply(by: NodeId, n: u32, change: &Change, ctx: &mut Ctx<'_, Self>) {
        if ctx.read().known.get(&by).copied().unwrap_or(0) + 1 != n {
            return;
        }
        let state = ctx.disk();
        state.known.insert(by, n);
        state.stamp = state.stamp.max(Some((change.stamp, by)));
        match change.add {
            Some(add) => state.add(change.item, add),
            None => state.remove(change.item, &change.seen),
        }
        Self::changed(ctx);
    }

    fn changed(ctx: &mut Ctx<'_, Self>) {
        let entries = ctx.read().entries(ctx.config().rule);
        ctx.gauge(0, entries as i64);
        ctx.changed();
    }

    /// Whether this node has heard from enough others lately to be with more than half of all.
    fn strong(&self, ctx: &Ctx<'_, Self>) -> bool {
        let lately = self.heard.values().filter(|at| **at + 2 > self.ticks).count();
        2 * (lately + 1) > ctx.group().len()
    }
}

impl Protocol for Cart {
    type Config = Settings;
    type Message = Message;
    type Timer = ();
    type Disk = State;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "cart",
            doc: "A replicated set of items. Each node answers at once and tells the others what was done; copies that were cut off from each other are made one by a rule (Shapiro and others 2011; DeCandia and others 2007). Operations: `add ITEM`, `remove ITEM`.",
            fields: &[
                Field {
                    name: "merge",
                    kind: Kind::Word(WORDS),
                    default: "lww",
                    doc: "What two copies become: the later one, the larger side's, what either holds, what both hold, what either holds without anything ever taken out, or every add that no remove has seen.",
                },
                Field {
                    name: "anti_entropy",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "How often nodes compare their copies; 0s is never.",
                },
            ],
            verbs: &[
                Verb { name: "add", key: true, value: false, reads: false },
                Verb { name: "remove", key: true, value: false, reads: false },
            ],
            kinds: &[
                MessageKind { name: "change", look: Look::Replicate, reply: false },
                MessageKind { name: "sync", look: Look::Gossip, reply: false },
            ],
            gauges: &[GaugeInfo { name: "entries", doc: "What the rule keeps beside the items.", dial: Dial::Number }],
            records: &[RecordInfo {
                name: "cancel",
                doc: "An add is cancelled by the remove whose number is the value.",
            }],
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        if ctx.config().anti_entropy > Duration::ZERO {
            ctx.tick("anti-entropy", (), ctx.config().anti_entropy);
        }
        Self { ticks: 0, heard: BTreeMap::new() }
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let Some(item) = ask.key else { return ctx.answer(ask, Answer::Failed) };
        let held: Vec<OpId> = ctx.read().items.get(&item).into_iter().flatten().copied().collect();
        let adds = ask.verb == ADD;
        // What is there already, or not there, and a request that has come twice, change nothing.
        let idle = if adds { held.contains(&ask.op) || ctx.read().dead.contains(&ask.op) } else { held.is_empty() };
        if !idle {
            let change = Change {
                item,
                add: adds.then_some(ask.op),
                seen: if adds { Vec::new() } else { held.clone() },
                stamp: ctx.wall(),
            };
            let me = ctx.me();
            let n = ctx.read().known.get(&me).copied().unwrap_or(0) + 1;
            if !adds {
                for add in &held {
                    ctx.record(0, About::Op(*add), i64::from(ask.op.0));
                }
            }
            Self::apply(me, n, &change, ctx);
            ctx.broadcast(&Message::Change(n, change));
        }
        ctx.answer(ask, Answer::Ok(None));
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Change(n, change) => Self::apply(from, n, &change, ctx),
            Message::Sync(theirs, their_strong) => {
                let strong = self.strong(ctx);
                self.heard.insert(from, self.ticks);
                let rule = ctx.config().rule;
                if !theirs.ahead_of(ctx.read()) {
                    return;
                }
                if ctx.read().ahead_of(&theirs) {
                    ctx.disk().merge(&theirs, rule, strong, their_strong);
                } else {
                    *ctx.disk() = *theirs;
                }
                Self::changed(ctx);
            }
        }
    }

    fn on_timer(&mut self, (): (), ctx: &mut Ctx<'_, Self>) {
        let strong = self.strong(ctx);
        let state = Box::new(ctx.read().clone());
        ctx.broadcast(&Message::Sync(state, strong));
        self.ticks += 1;
        if ctx.config().anti_entropy > Duration::ZERO {
            ctx.tick("anti-entropy", (), ctx.config().anti_entropy);
        }
    }

    fn show(&self, _config: &Settings, disk: &State, keys: &[String]) -> View {
        let mut items: Vec<String> = disk.items.keys().map(|item| keys[usize::from(item.0)].clone()).collect();
        items.order();
        let facts = items.into_iter().map(|item| (item, "in the cart".to_string())).collect();
        View { value: disk.items.len().to_string(), facts, ..View::default() }
    }
}
