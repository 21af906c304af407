//! A ledger of charges, and what it remembers so as not to charge twice.
//!
//! ```text
//!   client --charge--> ledger    work of `apply`, then the effect is written
//!                         |      disk: the effect is safe. Here `crash` strikes: charged, never answered
//!   client <----ok------ ledger
//!   client --charge--> ledger    again: a second charge, unless the key is known
//! ```
//!
//! Helland, *Idempotence Is Not a Medical Condition*, ACM Queue 2012. A key names the intention (`op`); weaker ones name
//! the attempt, or what it asks for. The table of keys is in memory, or on the disk, written with the effect (`atomic`)
//! or 20 ms after it (`after`). A copy of a charge that is being worked on waits for the first one, except where the key
//! is written later: that is the gap. Stored keys are dated by the wall clock, which a crash does not reset.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Reading;
use crate::field::{Field, Kind, Value};
use crate::id::{CallId, Key, OpId};
use crate::latency::Latency;
use crate::luck::{Name, Purpose, unit};
use crate::protocol::{About, Answer, Ask, Config, Ctx, Protocol, View};
use crate::protocols::client::Never;
use crate::registry::{ProtocolInfo, RecordInfo, Role, Verb};
use crate::time::Duration;

/// What names a charge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum KeyOf {
    #[default]
    None,
    Attempt,
    Op,
    Content,
}

/// Where the table of keys is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Store {
    #[default]
    Memory,
    After,
    Atomic,
}

/// Settings of a ledger.
#[derive(Clone, Debug)]
pub struct Settings {
    apply: Latency,
    key: KeyOf,
    store: Store,
    ttl: Duration,
    crash: f64,
    restart: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let (key, store) = (KeyOf::default(), Store::default());
        let apply = Latency::Fixed(Duration::ZERO);
        Self { apply, key, store, ttl: Duration::ZERO, crash: 0.0, restart: Duration::ZERO }
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Latency(latency)) => self.apply = latency,
            (1, Value::Word(n)) => self.key = [KeyOf::None, KeyOf::Attempt, KeyOf::Op, KeyOf::Content][n],
            (2, Value::Word(n)) => self.store = [Store::Memory, Store::After, Store::Atomic][n],
            (3, Value::Span(span)) => self.ttl = span,
            (4, Value::Share(share)) => self.crash = share,
            (5, Value::Span(span)) => self.restart = span,
            (field, value) => unreachable!("ledger field {field} cannot be {value:?}"),
        }
    }
}

/// An idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Idempotency {
    /// One request: a retry is another.
    Attempt(CallId),
    /// The intention.
    Op(OpId),
    /// Who and how much: two equal purchases are one.
    Content(Option<Key>, i64),
}

/// When each key was stored.
type Table = BTreeMap<Idempotency, Reading>;

/// What survives a crash.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// The sum of all charges.
    total: i64,
    /// How often each request was charged.
    charges: BTreeMap<CallId, u64>,
    keys: Table,
}

/// What its timers are for.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// The work on a charge is done.
    Apply(Ask),
    /// The charge is safe.
    Applied(Ask),
    /// The key is written, later than its effect.
    Remember(Idempotency),
}

/// The delay between an effect and its key where they are not written together.
const GAP: Duration = Duration::ms(20);
/// The one record: an operation is charged.
const CHARGE: u8 = 0;

/// One ledger.
#[derive(Clone, Default)]
pub struct Ledger {
    /// The table in memory.
    keys: Table,
    /// Charges that are being worked on, or are not safe yet.
    under_way: BTreeSet<Idempotency>,
}

impl Ledger {
    fn key(ask: &Ask, ctx: &Ctx<'_, Self>) -> Option<Idempotency> {
        match ctx.config().key {
            KeyOf::None => None,
            KeyOf::Attempt => Some(Idempotency::Attempt(ask.call)),
            KeyOf::Op => Some(Idempotency::Op(ask.op)),
            KeyOf::Content => Some(Idempotency::Content(ask.key, ask.value.unwrap_or_default())),
        }
    }

    /// Whether this key was stored, and not too long ago.
    fn knows(&self, key: Idempotency, ctx: &Ctx<'_, Self>) -> bool {
        let memory = ctx.config().store == Store::Memory;
        let table = if memory { &self.keys } else { &ctx.read().keys };
        let ttl = i64::try_from(ctx.config().ttl.0).unwrap_or(i64::MAX);
        table.get(&key).is_some_and(|stored| ctx.wall().since(*stored) <= ttl)
    }

    /// Luck of this charge of this request.
    fn luck_of(ask: &Ask, charges: u64) -> Name {
        if charges == 0 { ask.name } else { ask.name.then(charges) }
    }

    /// The effect is written, and with it the key where that is atomic.
    fn apply(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let key = Self::key(&ask, ctx).filter(|_| ctx.config().store == Store::Atomic);
        let now = ctx.wall();
        let disk = ctx.disk();
        disk.total = disk.total.saturating_add(ask.value.unwrap_or_default());
        *disk.charges.entry(ask.call).or_default() += 1;
        disk.keys.extend(key.map(|key| (key, now)));
        if ctx.synced() {
            return self.applied(ask, ctx);
        }
        ctx.after_sync(Timer::Applied(ask));
    }

    /// The effect is safe: it counts, whatever becomes of the answer.
    fn applied(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        ctx.record(CHARGE, About::Op(ask.op), ask.value.unwrap_or_default());
        ctx.changed();
        let charges = ctx.read().charges.get(&ask.call).map_or(0, |n| n - 1);
        let dies = unit(ctx.luck(Purpose::Error, Self::luck_of(&ask, charges))) < ctx.config().crash;
        if dies {
            let restart = ctx.config().restart;
            return ctx.crash(restart);
        }
        if let Some(key) = Self::key(&ask, ctx) {
            self.under_way.remove(&key);
            match ctx.config().store {
                Store::Memory => _ = self.keys.insert(key, ctx.wall()),
                Store::After => _ = ctx.set_timer(Timer::Remember(key), GAP),
                Store::Atomic => {}
            }
        }
        ctx.answer(ask, Answer::Ok(None));
    }
}

impl Protocol for Ledger {
    type Config = Settings;
    type Message = Never;
    type Timer = Timer;
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "ledger",
            doc: "A service that charges, and may remember by idempotency keys what it has charged (Helland 2012). Operation: `charge USER AMOUNT`.",
            fields: &[
                Field { name: "apply", kind: Kind::Latency, default: "10ms", doc: "The work that a charge takes." },
                Field {
                    name: "key",
                    kind: Kind::Word(&["none", "attempt", "op", "content"]),
                    default: "none",
                    doc: "What names a charge: nothing, each request, the client's operation, or user and amount.",
                },
                Field {
                    name: "store",
                    kind: Kind::Word(&["memory", "after", "atomic"]),
                    default: "memory",
                    doc: "Where keys are kept: in memory, on the disk 20 ms after the effect, or on the disk in the effect's own write.",
                },
                Field { name: "ttl", kind: Kind::Span, default: "60s", doc: "How long a key is remembered." },
                Field {
                    name: "crash",
                    kind: Kind::Share,
                    default: "0%",
                    doc: "The share of charges after which the process dies before it answers.",
                },
                Field {
                    name: "restart",
                    kind: Kind::Span,
                    default: "150ms",
                    doc: "How long it takes to start again after that.",
                },
            ],
            verbs: &[Verb { name: "charge", key: true, value: true, reads: false }],
            works: true,
            records: &[RecordInfo { name: "charge", doc: "An operation is charged, and that is safe on the disk." }],
            role: Role::Database,
            ..ProtocolInfo::default()
        }
    }

    fn boot(_ctx: &mut Ctx<'_, Self>) -> Self {
        Self::default()
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        if let Some(key) = Self::key(&ask, ctx) {
            if self.under_way.contains(&key) {
                return; // the first copy will be answered; another is not needed, and the client may ask again
            }
            if self.knows(key, ctx) {
                return ctx.answer(ask, Answer::Ok(None));
            }
            if ctx.config().store != Store::After {
                self.under_way.insert(key);
            }
        }
        let charges = ctx.read().charges.get(&ask.call).copied().unwrap_or_default();
        let name = Self::luck_of(&ask, charges);
        let span = ctx.config().apply.sample(ctx.luck(Purpose::WorkBranch, name), ctx.luck(Purpose::Work, name));
        ctx.begin_work(ask.call);
        ctx.work(Timer::Apply(ask), span);
    }

    fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx<'_, Self>) {
        match timer {
            Timer::Apply(ask) => self.apply(ask, ctx),
            Timer::Applied(ask) => self.applied(ask, ctx),
            Timer::Remember(key) => {
                let now = ctx.wall();
                ctx.disk().keys.insert(key, now);
            }
        }
    }

    fn show(&self, _config: &Settings, disk: &Disk, _keys: &[String]) -> View {
        let charges: u64 = disk.charges.values().sum();
        View {
            value: disk.total.to_string(),
            caption: format!("{charges} charges"),
            facts: vec![
                ("charges".to_string(), charges.to_string()),
                ("total".to_string(), disk.total.to_string()),
                ("keys".to_string(), (disk.keys.len() + self.keys.len()).to_string()),
            ],
            ..View::default()
        }
    }
}
