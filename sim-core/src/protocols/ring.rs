//! A ring: every node asks the next one, and asks again as soon as it has its answer.
//!
//! ```text
//!   a --request--> b     b --request--> c     …     e --request--> a
//!   a <---reply--- b     b <---reply--- c           e <---reply--- a     and again
//! ```
//!
//! The smallest load that keeps every node and every link busy, as in the closed systems of queueing theory (Gordon &
//! Newell, *Closed Queuing Systems with Exponential Servers*, Operations Research 1967): one request a node is under
//! way at any time. Nothing is sent again: where a message is lost, that node asks no more until it starts again.

use crate::field::Value;
use crate::id::NodeId;
use crate::protocol::{Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo};

/// A ring has no settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings;

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        unreachable!("ring field {field} cannot be {value:?}")
    }
}

/// What neighbours tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Are you there?
    Request,
    /// Yes.
    Reply,
}

impl Wire for Message {
    fn kind(&self) -> u8 {
        *self as u8
    }
    fn note(&self) -> Note {
        Note::default()
    }
}

/// One node of a ring.
#[derive(Clone, Debug)]
pub struct Ring {
    /// Whom it asks.
    next: NodeId,
}

impl Protocol for Ring {
    type Config = Settings;
    type Message = Message;
    /// A ring sets no timers.
    type Timer = ();
    type Disk = ();

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "ring",
            doc: "A ring: every node asks the next one, in the order of the scenario, and asks again as soon as it has its answer. A closed load without a client, by which the engine is measured.",
            fields: &[],
            verbs: &[],
            kinds: &[
                MessageKind { name: "request", look: Look::Read, reply: false },
                MessageKind { name: "reply", look: Look::Read, reply: true },
            ],
            client: false,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let (group, me) = (ctx.group(), ctx.me());
        let at = group.iter().position(|node| *node == me).unwrap_or_default();
        let next = group[(at + 1) % group.len()];
        if next != me {
            ctx.send(next, Message::Request);
        }
        Self { next }
    }

    fn on_message(&mut self, from: NodeId, message: Message, ctx: &mut Ctx<'_, Self>) {
        match message {
            Message::Request => ctx.send(from, Message::Reply),
            Message::Reply => ctx.send(self.next, Message::Request),
        }
    }

    fn show(&self, _settings: &Settings, _disk: &(), _keys: &[String]) -> View {
        View::default()
    }
}
