//! Optimistic concurrency: everybody reads a version, and writes if it has not changed meanwhile.
//!
//! ```text
//!   client --read--> store          client --write v--> store    v is its version: it becomes v + 1, and the client is done
//!          <-is v---                       <---done----
//!                                          <-conflict--          it is not: back off, and read again
//! ```
//!
//! The contest of Brooker, *Exponential Backoff And Jitter* (AWS Architecture Blog, March 2015), on the optimistic method
//! of Kung and Robinson (*On Optimistic Methods for Concurrency Control*, ACM TODS 1981): the first node of the group is
//! the store, and each other one has one thing to write. Nothing is sent again: where a message is lost, its sender waits
//! for ever.

use crate::field::{Field, Value};
use crate::id::NodeId;
use crate::luck::Purpose;
use crate::protocol::{Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::protocols::caller::{self, Policy};
use crate::registry::{Look, MessageKind, ProtocolInfo, Role};
use crate::time::Duration;

/// How clients back off after a conflict.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    policy: Policy,
}

/// The backoff of every caller, and nothing else of it.
const FIELDS: [Field; 4] = {
    let [_, _, kind, base, cap, jitter, ..] = caller::FIELDS;
    [kind, base, cap, jitter]
};
const BEFORE: usize = 2;

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        self.policy.set(field + BEFORE, value);
    }
}

/// What clients and store tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// What is your version?
    Read,
    /// It is this.
    Is(u64),
    /// Write, if your version is this.
    Write(u64),
    /// It was, and is one more now.
    Done,
    /// It was not.
    Conflict,
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        match self {
            Self::Read => 0,
            Self::Is(_) => 1,
            Self::Write(_) => 2,
            Self::Done => 3,
            Self::Conflict => 4,
        }
    }
    fn note(&self) -> Note {
        let value = if let Self::Is(version) | Self::Write(version) = self { Some(*version as i64) } else { None };
        Note { key: None, value }
    }
}

/// A client's next try is due.
#[derive(Clone, Copy, Debug)]
pub struct Again;

/// The store, or a client.
#[derive(Clone, Debug)]
pub struct Occ {
    store: NodeId,
    /// Conflicts so far.
    conflicts: u32,
    /// The last wait.
    wait: Duration,
    done: bool,
}

impl Protocol for Occ {
    type Config = Settings;
    type Message = Message;
    type Timer = Again;
    /// The store's version.
    type Disk = u64;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "occ",
            doc: "Optimistic concurrency: the first node of the group is a store with one version, and each other node reads it, writes if it has not changed, and backs off and begins again if it has, until it has written once (Brooker 2015; Kung & Robinson 1981).",
            fields: &FIELDS,
            verbs: &[],
            kinds: &[
                MessageKind { name: "read", look: Look::Read, reply: false },
                MessageKind { name: "version", look: Look::Read, reply: true },
                MessageKind { name: "write", look: Look::Write, reply: false },
                MessageKind { name: "done", look: Look::Write, reply: true },
                MessageKind { name: "conflict", look: Look::Error, reply: true },
            ],
            client: false,
            role: Role::Database,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let store = ctx.group()[0];
        if store != ctx.me() {
            ctx.send(store, Message::Read);
        }
        Self { store, conflicts: 0, wait: Duration::ZERO, done: false }
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Read => {
                let version = *ctx.read();
                ctx.send(from, Message::Is(version));
            }
            Message::Is(version) => ctx.send(self.store, Message::Write(version)),
            Message::Write(version) if version == *ctx.read() => {
                *ctx.disk() += 1;
                ctx.changed();
                ctx.send(from, Message::Done);
            }
            Message::Write(_) => ctx.send(from, Message::Conflict),
            Message::Done => {
                self.done = true;
                ctx.changed();
            }
            Message::Conflict => {
                let name = ctx.own_name("conflict").then(u64::from(self.conflicts));
                let bits = ctx.luck(Purpose::Backoff, name);
                self.wait = ctx.config().policy.backoff.wait(self.conflicts, self.wait, bits);
                self.conflicts += 1;
                ctx.set_timer(Again, self.wait);
            }
        }
    }

    fn on_timer(&mut self, _again: Again, ctx: &mut Ctx<'_, Self>) {
        ctx.send(self.store, Message::Read);
    }

    fn show(&self, _settings: &Settings, version: &u64, _keys: &[String]) -> View {
        let value = if self.done { "done".into() } else { version.to_string() };
        View { value, ..View::default() }
    }
}
