//! What a register is told and what its replicas tell each other.

use super::Copy;
use crate::field::Value;
use crate::id::{CallId, Key};
use crate::protocol::{Config, Message as Wire, Note};
use crate::time::Duration;

/// Settings of the register.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(super) quorum: bool,
    pub(super) r: usize,
    pub(super) w: usize,
    pub(super) write_back: bool,
    pub(super) anti_entropy: Duration,
    pub(super) init: i64,
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
    Query(CallId, Key),
    /// The answer; nothing where the key was never written.
    Version(CallId, Key, Option<Copy>),
    /// `quorum`, phase 2: hold this.
    Store(CallId, Key, Copy),
    /// Held.
    Stored(CallId, Key),
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
