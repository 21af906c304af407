//! Clients: they ask the server that they stand beside, wait, and give up after a timeout.
//!
//! ```text
//!   act line, or load  ->  client  --ask-->  server
//!                            |    <-answer--
//!                            +-- timeout: unknown (it may have happened, or may still happen)
//! ```
//!
//! Operation n of a client is an initiative of its own: its luck does not depend on what happened before it.

use std::collections::BTreeMap;

use crate::field::{Field, Kind, Value};
use crate::history::Outcome;
use crate::id::OpId;
use crate::load::{Load, Mix};
use crate::luck::{Name, Purpose};
use crate::protocol::{Answer, Config, Ctx, Message, Note, OpRef, Order, Protocol, Reply, View};
use crate::registry::ProtocolInfo;
use crate::time::Duration;

/// Settings of clients.
#[derive(Clone, Debug)]
pub struct Settings {
    timeout: Duration,
    load: Load,
    mix: Mix,
    refuse: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { timeout: Duration::secs(1), load: Load::None, mix: Mix::default(), refuse: false }
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Span(span)) => self.timeout = span,
            (1, Value::Load(load)) => self.load = load,
            (2, Value::Mix(mix)) => self.mix = mix,
            (3, Value::Flag(refuse)) => self.refuse = refuse,
            (field, value) => unreachable!("client field {field} cannot be {value:?}"),
        }
    }
}

/// What a client's timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// The next operation of the load is due, unless the load was changed since.
    Next {
        /// Which load.
        load: u32,
    },
    /// An operation has waited long enough.
    GiveUp(OpId),
}

/// Clients send no messages of their own among each other.
#[derive(Clone, Copy, Debug)]
pub enum Never {}

impl Message for Never {
    fn kind(&self) -> u8 {
        match *self {}
    }
    fn note(&self) -> Note {
        match *self {}
    }
}

/// One client.
#[derive(Clone, Default)]
pub struct Client {
    /// Operations without an answer yet, and whether they are of the load.
    open: BTreeMap<OpId, bool>,
    /// Whether the next operation of the load is scheduled.
    due: bool,
    /// How often the load was changed.
    load: u32,
    /// The load and the mix as they were then.
    was: (Load, Mix),
}

impl Client {
    /// Operation n of the load is due after its own luck.
    fn schedule(&mut self, ctx: &mut Ctx<'_, Self>) {
        let name = ctx.own_name("op").then(*ctx.disk());
        let after = match ctx.config().load {
            Load::None => return,
            ref load => load.gap(ctx.luck(Purpose::Think, name)),
        };
        self.due = true;
        ctx.set_timer(Timer::Next { load: self.load }, after);
    }

    fn begin(&mut self, op: OpRef, name: Name, of_load: bool, ctx: &mut Ctx<'_, Self>) {
        let server = ctx.beside();
        if ctx.config().refuse {
            let id = ctx.begin(op, server, Duration::ZERO, name);
            self.open.insert(id, of_load);
            return self.end(id, Outcome::Failed, ctx);
        }
        let timeout = ctx.config().timeout;
        let id = ctx.begin(op, server, timeout, name);
        ctx.call(id, None);
        self.open.insert(id, of_load);
        ctx.set_timer(Timer::GiveUp(id), timeout);
    }

    fn end(&mut self, op: OpId, outcome: Outcome, ctx: &mut Ctx<'_, Self>) {
        let Some(of_load) = self.open.remove(&op) else { return };
        ctx.complete(op, outcome);
        if of_load && matches!(ctx.config().load, Load::Closed { .. }) && !self.due && !self.waits() {
            self.schedule(ctx);
        }
    }

    /// Whether the load waits for an answer.
    fn waits(&self) -> bool {
        self.open.values().any(|of_load| *of_load)
    }
}

impl Protocol for Client {
    type Config = Settings;
    type Message = Never;
    type Timer = Timer;
    /// Operations that its load has begun: a client that starts again goes on with new luck.
    type Disk = u64;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "client",
            doc: "Clients. Each stands beside a server and asks it, by act lines (`ask ann write balance 45`) or by a load; without an answer within `timeout` it gives up, and cannot tell whether the operation happened.",
            fields: &[
                Field {
                    name: "timeout",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "How long a client waits for an answer.",
                },
                Field {
                    name: "load",
                    kind: Kind::Load,
                    default: "none",
                    doc: "When clients ask by themselves; setting it ends the group's script.",
                },
                Field { name: "mix", kind: Kind::Mix, default: "none", doc: "What clients ask by themselves." },
                Field {
                    name: "refuse",
                    kind: Kind::Flag,
                    default: "false",
                    doc: "Every operation fails at once, unasked: a stand-in for a service that turns everybody away, by which goals are checked.",
                },
            ],
            verbs: &[],
            kinds: &[],
            client: true,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let was = (ctx.config().load.clone(), ctx.config().mix.clone());
        let mut client = Self { was, ..Self::default() };
        client.schedule(ctx);
        client
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        let is = (ctx.config().load.clone(), ctx.config().mix.clone());
        if is == self.was {
            return; // another timeout is no other load
        }
        let closed = matches!(is.0, Load::Closed { .. });
        self.was = is;
        self.load += 1;
        self.due = false;
        if !(closed && self.waits()) {
            self.schedule(ctx);
        }
    }

    fn on_order(&mut self, order: Order, ctx: &mut Ctx<'_, Self>) {
        self.begin(order.op, order.name, false, ctx);
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::GiveUp(op) => self.end(op, Outcome::Unknown, ctx),
            Timer::Next { load } if load == self.load => {
                let name = ctx.own_name("op").then(*ctx.disk());
                *ctx.disk() += 1;
                self.due = false;
                if !matches!(ctx.config().load, Load::Closed { .. }) {
                    self.schedule(ctx);
                }
                let op = ctx.config().mix.pick(ctx.luck(Purpose::Mix, name));
                if let Some(op) = op {
                    self.begin(op, name, true, ctx);
                }
            }
            Timer::Next { .. } => {}
        }
    }

    fn on_answer(&mut self, reply: Reply, ctx: &mut Ctx<'_, Self>) {
        let outcome = match reply.answer {
            Answer::Ok(value) => Outcome::Ok(value),
            Answer::Failed | Answer::Refused => Outcome::Failed,
        };
        self.end(reply.op, outcome, ctx);
    }

    fn show(&self, _config: &Settings, _disk: &u64, _keys: &[String]) -> View {
        View::default()
    }
}
