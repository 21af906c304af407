//! What clients did and were told: operations as closed intervals with an outcome. Checkers look at nothing else.

use crate::id::{Key, NodeId, OpId, RowId};
use crate::luck::Name;
use crate::registry::Verb;
use crate::time::Time;

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not yet.
    Open,
    /// Answered, with the value read if it reads.
    Ok(Option<i64>),
    /// Refused: it did not happen and will not.
    Failed,
    /// Given up: it may have happened, or may still happen.
    Unknown,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Op {
    /// Who asked.
    pub client: NodeId,
    /// Whom.
    pub server: NodeId,
    /// What.
    pub verb: Verb,
    /// About what.
    pub key: Option<Key>,
    /// The value that it writes.
    pub value: Option<i64>,
    /// When it was called.
    pub called: Time,
    /// When the client gives up.
    pub deadline: Time,
    /// When it returned or was given up; [`Time::NEVER`] while it is open.
    pub returned: Time,
    /// How it ended.
    pub outcome: Outcome,
    /// Its initiative.
    pub name: Name,
    /// The row of its call.
    pub call_row: RowId,
    /// The row of its return; the call's while it is open.
    pub return_row: RowId,
}

impl Op {
    /// `write balance 45`.
    pub fn label(&self, keys: &[String]) -> String {
        let mut text = self.verb.name.to_string();
        if let Some(key) = self.key {
            text = format!("{text} {}", keys[usize::from(key.0)]);
        }
        self.value.map_or(text.clone(), |v| format!("{text} {v}"))
    }
    /// Whether it had returned by then.
    pub fn done_by(&self, t: Time) -> bool {
        self.returned <= t
    }
    /// The outcome as it was known then.
    pub fn outcome_at(&self, t: Time) -> Outcome {
        if self.done_by(t) { self.outcome } else { Outcome::Open }
    }
}

/// All operations of a run, in the order of their calls.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Operations.
    pub ops: Vec<Op>,
    /// Names of keys. Two groups of servers that hold a key of one name hold two keys.
    pub keys: Vec<String>,
    /// For each key, the group that holds it and what it holds before anybody writes it.
    homes: Vec<(u16, i64)>,
}

impl History {
    /// The operation.
    pub fn op(&self, id: OpId) -> &Op {
        &self.ops[id.0 as usize]
    }
    /// What a key holds before anybody writes it.
    pub fn initial(&self, key: Key) -> i64 {
        self.homes[usize::from(key.0)].1
    }
    /// The key of this name in this group of servers, new if need be.
    pub(crate) fn intern(&mut self, name: &str, group: u16, initial: i64) -> Key {
        let found = self.keys.iter().zip(&self.homes).position(|(k, home)| k == name && home.0 == group);
        let at = found.unwrap_or_else(|| {
            self.keys.push(name.to_string());
            self.homes.push((group, initial));
            self.keys.len() - 1
        });
        Key(at as u16)
    }
    /// Keys of this name, one for each group of servers that was asked about it.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Key> + 'a {
        let all = self.keys.iter().enumerate();
        all.filter(move |(_, k)| *k == name).map(|(at, _)| Key(at as u16))
    }
    /// The first key of this name, if anybody named it.
    pub fn key(&self, name: &str) -> Option<Key> {
        self.keys.iter().position(|k| k == name).map(|at| Key(at as u16))
    }
}
