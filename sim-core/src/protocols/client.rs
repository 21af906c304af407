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

use crate::act::Operation;
use crate::field::{Field, Kind, Value};
use crate::history::Outcome;
use crate::id::OpId;
use crate::load::{Load, Mix};
use crate::luck::{Name, Purpose};
use crate::protocol::{Answer, Config, Ctx, Message, Note, Order, Protocol, View};
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
#[derive(Default)]
pub struct Client {
    /// Operations without an answer yet, and whether the load waits for them.
    open: BTreeMap<OpId, bool>,
    /// Operations begun by the load.
    begun: u64,
    /// How often the load was changed.
    load: u32,
}

impl Client {
    /// Operation n of the load is due after its own luck.
    fn schedule(&mut self, ctx: &mut Ctx<'_, Self>) {
        let name = ctx.own_name("op").then(self.begun);
        let after = match ctx.config().load {
            Load::None => return,
            ref load => load.gap(ctx.luck(Purpose::Think, name)),
        };
        ctx.set_timer(Timer::Next { load: self.load }, after);
    }

    fn begin(&mut self, op: Operation, name: Name, of_load: bool, ctx: &mut Ctx<'_, Self>) {
        let Some(server) = ctx.beside() else { return };
        let (timeout, refuse) = (ctx.config().timeout, ctx.config().refuse);
        let id = ctx.invoke(op, server, timeout, name);
        self.open.insert(id, of_load);
        if refuse {
            return self.end(id, Outcome::Failed, ctx);
        }
        ctx.set_timer(Timer::GiveUp(id), timeout);
    }

    fn end(&mut self, op: OpId, outcome: Outcome, ctx: &mut Ctx<'_, Self>) {
        let Some(of_load) = self.open.remove(&op) else { return };
        ctx.complete(op, outcome);
        if of_load && matches!(ctx.config().load, Load::Closed { .. }) {
            self.schedule(ctx);
        }
    }
}

impl Protocol for Client {
    type Config = Settings;
    type Message = Never;
    type Timer = Timer;
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "client",
            doc: "Clients. Each stands beside a server and asks it, by act lines (`ask ann write balance 45`) or by a load; without an answer within `timeout` it gives up, and cannot tell whether the operation happened.",
            fields: &[
                Field { name: "timeout", kind: Kind::Span, default: "1s", doc: "How long a client waits for an answer." },
                Field { name: "load", kind: Kind::Load, default: "none", doc: "When clients ask by themselves; setting it ends the group's script." },
                Field { name: "mix", kind: Kind::Mix, default: "none", doc: "What clients ask by themselves." },
                Field { name: "refuse", kind: Kind::Flag, default: "false", doc: "Every operation fails at once, unasked: a stand-in for a service that turns everybody away, by which goals are checked." },
            ],
            verbs: &[],
            kinds: &[],
            client: true,
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let mut client = Self::default();
        client.schedule(ctx);
        client
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.load += 1;
        self.schedule(ctx);
    }

    fn on_order(&mut self, order: Order, ctx: &mut Ctx<'_, Self>) {
        self.begin(order.op, order.name, false, ctx);
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::GiveUp(op) => self.end(op, Outcome::Unknown, ctx),
            Timer::Next { load } if load == self.load => {
                let name = ctx.own_name("op").then(self.begun);
                self.begun += 1;
                if !matches!(ctx.config().load, Load::Closed { .. }) {
                    self.schedule(ctx);
                }
                let op = ctx.config().mix.pick(ctx.luck(Purpose::Mix, name)).cloned();
                if let Some(op) = op {
                    self.begin(op, name, true, ctx);
                }
            }
            Timer::Next { .. } => {}
        }
    }

    fn on_answer(&mut self, op: OpId, answer: Answer, ctx: &mut Ctx<'_, Self>) {
        let outcome = match answer {
            Answer::Ok(value) => Outcome::Ok(value),
            Answer::Failed => Outcome::Failed,
        };
        self.end(op, outcome, ctx);
    }

    fn show(&self, _config: &Settings, (): &(), _keys: &[String]) -> View {
        View::default()
    }
}
