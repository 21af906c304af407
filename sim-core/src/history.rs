//! What clients did and were told: operations as closed intervals with an outcome. Checkers look at nothing else.
//! Below them, calls: one request of one node to another for an operation, so that a retry can be told from its first
//! attempt, and work for somebody who has left from work that was awaited.

use crate::id::{CallId, Key, NodeId, OpId, RowId, TokenId};
use crate::log::Log;
use crate::luck::{Name, mix};
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

/// What a return adds to the fingerprint; a value that was read never looks like a refusal.
pub(crate) fn outcome_code(outcome: Outcome) -> u64 {
    match outcome {
        Outcome::Open => 1,
        Outcome::Ok(None) => 2,
        Outcome::Failed => 3,
        Outcome::Unknown => 4,
        Outcome::Ok(Some(v)) => mix(mix(5) ^ v as u64),
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Op {
    /// Who asked.
    pub client: NodeId,
    /// Whom.
    pub server: NodeId,
    /// What.
    pub verb: &'static Verb,
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
    /// Requests that its client has sent for it.
    pub attempts: u16,
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

/// How a call ended for the node that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// Not yet.
    Open,
    /// Answered.
    Ok,
    /// Answered with an error.
    Failed,
    /// Nobody was there, and the machine said so.
    Refused,
    /// The caller stopped waiting, or crashed.
    GivenUp,
}

/// One request of one node to another, for an operation.
#[derive(Clone, Debug)]
pub struct Call {
    /// For which operation.
    pub op: OpId,
    /// The call in whose service it was made; none for the client's own.
    pub parent: Option<CallId>,
    /// Who asks.
    pub from: NodeId,
    /// Whom.
    pub to: NodeId,
    /// Counts the calls for one operation, or in the service of one call, from 1.
    pub attempt: u16,
    /// What is asked: index into the verbs of the protocol that is asked.
    pub verb: u8,
    /// Its initiative.
    pub name: Name,
    /// When it was sent.
    pub sent: Time,
    /// When it arrived for the first time; [`Time::NEVER`] before that.
    pub arrived: Time,
    /// When work on it began for the first time; [`Time::NEVER`] before that.
    pub begun: Time,
    /// How often work on it was finished by an answer.
    pub answers: u16,
    /// When the caller was answered or stopped waiting; [`Time::NEVER`] before that.
    pub ended: Time,
    /// How it ended for the caller.
    pub end: CallEnd,
    /// Calls in its service.
    pub(crate) calls: u16,
    /// Copies of the request that are under way.
    pub(crate) copies: u16,
    /// Its initiative's slot in the world, while it is open.
    pub(crate) slot: u32,
    /// What the client's session carries.
    pub(crate) token: Option<TokenId>,
}

impl Call {
    /// Work on it began when its caller had already stopped waiting: work for nobody.
    pub fn orphan(&self) -> bool {
        self.begun != Time::NEVER && self.end == CallEnd::GivenUp && self.ended < self.begun
    }
}

/// All operations of a run, in the order of their calls.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Operations.
    pub ops: Log<Op>,
    /// Requests, in the order of their sending.
    pub calls: Log<Call>,
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
    /// The call.
    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id.0 as usize]
    }
    pub(crate) fn op_mut(&mut self, id: OpId) -> &mut Op {
        self.ops.get_mut(id.0 as usize).expect("operations are kept")
    }
    pub(crate) fn call_mut(&mut self, id: CallId) -> &mut Call {
        self.calls.get_mut(id.0 as usize).expect("calls are kept")
    }
    /// What a key holds before anybody writes it.
    pub fn initial(&self, key: Key) -> i64 {
        self.homes[usize::from(key.0)].1
    }
    /// The group of servers that holds a key.
    pub(crate) fn home(&self, key: Key) -> u16 {
        self.homes[usize::from(key.0)].0
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
    /// Keys of this name or of this family, in every group of servers.
    pub fn under<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Key> + 'a {
        let all = self.keys.iter().enumerate();
        all.filter(move |(_, k)| *k == name || family(k) == Some(name)).map(|(at, _)| Key(at as u16))
    }
    /// The first key of this name, if anybody named it.
    pub fn key(&self, name: &str) -> Option<Key> {
        self.keys.iter().position(|k| k == name).map(|at| Key(at as u16))
    }
}

/// The family of a key, which is what its name has before the first dash: `room-n1` and `room-s1` are of `room`. What is
/// set for a family holds for its keys, and a measure that names it speaks of all of them.
pub fn family(key: &str) -> Option<&str> {
    key.split_once('-').map(|(family, _)| family)
}
