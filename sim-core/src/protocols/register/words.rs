//! What a register is told and what its replicas tell each other.

use std::collections::BTreeMap;

use super::Copy;
use crate::field::Value;
use crate::id::{CallId, Key};
use crate::protocol::{Config, Message as Wire, Note};
use crate::time::Duration;

/// Settings of the register.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Every key's, and what keys have for themselves.
    how: How,
    own: BTreeMap<Key, Own>,
    pub(super) anti_entropy: Duration,
    pub(super) init: i64,
    /// So many nodes hold copies, where not all do.
    pub(super) n: Option<usize>,
    /// After so long a coordinator answers with what it has; zero is never.
    pub(super) fallback: Duration,
}

/// Who is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nobody: the own copy answers.
    #[default]
    Any,
    /// As many as R and W say.
    Quorum,
    /// More than half of those that are heard from.
    Reachable,
}

impl Mode {
    /// In the order of the declaration.
    pub(super) const WORDS: &[&str] = &["any", "quorum", "reachable"];
    const fn of(word: usize) -> Self {
        match word {
            0 => Self::Any,
            1 => Self::Quorum,
            _ => Self::Reachable,
        }
    }
}

/// When a read stores what it returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum WriteBack {
    /// Not at all.
    #[default]
    Off,
    /// Before it answers.
    First,
    /// After it has answered, where it finds older copies: read repair.
    Later,
}

impl WriteBack {
    /// In the order of the declaration.
    pub(super) const WORDS: &[&str] = &["false", "true", "later"];
    const fn of(word: usize) -> Self {
        match word {
            0 => Self::Off,
            1 => Self::First,
            _ => Self::Later,
        }
    }
}

/// How a key is read and written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    pub(super) mode: Mode,
    pub(super) r: usize,
    pub(super) w: usize,
    pub(super) write_back: WriteBack,
}

/// What of that a key has for itself.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    mode: Option<Mode>,
    r: Option<usize>,
    w: Option<usize>,
    write_back: Option<WriteBack>,
}

impl Settings {
    /// How this key is read and written.
    pub(super) fn how(&self, key: Key) -> How {
        let own = self.own.get(&key).copied().unwrap_or_default();
        How {
            mode: own.mode.unwrap_or(self.how.mode),
            r: own.r.unwrap_or(self.how.r),
            w: own.w.unwrap_or(self.how.w),
            write_back: own.write_back.unwrap_or(self.how.write_back),
        }
    }
    /// Whether some key may be answered from a node's own copy.
    pub(super) fn any(&self) -> bool {
        self.how.mode == Mode::Any || self.own.values().any(|own| own.mode == Some(Mode::Any))
    }
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Word(mode)) => self.how.mode = Mode::of(mode),
            (1, Value::Whole(r)) => self.how.r = r as usize,
            (2, Value::Whole(w)) => self.how.w = w as usize,
            (3, Value::Word(when)) => self.how.write_back = WriteBack::of(when),
            (4, Value::Span(span)) => self.anti_entropy = span,
            (5, Value::Whole(v)) => self.init = v,
            (6, Value::Bound(n)) => self.n = n.map(|n| n as usize),
            (7, Value::Span(span)) => self.fallback = span,
            (field, value) => unreachable!("register field {field} cannot be {value:?}"),
        }
    }
    fn set_for(&mut self, key: Key, field: usize, value: Value) {
        let own = self.own.entry(key).or_default();
        match (field, value) {
            (0, Value::Word(mode)) => own.mode = Some(Mode::of(mode)),
            (1, Value::Whole(r)) => own.r = Some(r as usize),
            (2, Value::Whole(w)) => own.w = Some(w as usize),
            (3, Value::Word(when)) => own.write_back = Some(WriteBack::of(when)),
            (field, value) => unreachable!("register field {field} of a key cannot be {value:?}"),
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
