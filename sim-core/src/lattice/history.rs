//! What sessions did: reads and writes of keys, alone or in transactions. Independent of how a run records it.

use super::model::Kind;
use crate::time::Time;

/// A key, as its place in [`History::keys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub usize);

/// A read or a write that was answered; of a write also one whose unit has an unknown fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Op {
    /// Whether it writes; else it reads.
    pub write: bool,
    /// Where.
    pub key: Key,
    /// What was written, or what the read returned.
    pub value: i64,
}

/// What became of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It happened.
    #[default]
    Committed,
    /// It did not happen, and nobody may see it.
    Aborted,
    /// Nobody was told. It happened if somebody read what it wrote; it then comes after the earlier units of its
    /// session, and before none of the later ones, since its session did not wait for it.
    Unknown,
}

/// What happens at once: a single operation in a history of registers, else a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// In the order in which its session asked for them.
    pub ops: Vec<Op>,
    /// What became of it.
    pub fate: Fate,
    /// Its call and its answer, where the history is timed; both belong to it, so that equal ends overlap.
    pub span: Option<(Time, Time)>,
}

/// A session, or process, or client: what it did, one unit after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Its name in explanations.
    pub name: String,
    /// In its order.
    pub units: Vec<Unit>,
}

/// A history. Operations are counted in reading order: session after session, unit after unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Whether its units are single operations.
    pub kind: Kind,
    /// The value of every key before anything was written; nothing where the first values are written in the history.
    pub initial: Option<i64>,
    /// The names of the keys.
    pub keys: Vec<String>,
    /// Who did what.
    pub sessions: Vec<Session>,
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which session.
    pub session: usize,
    /// Which of its units.
    pub unit: usize,
    /// Which operation of the unit.
    pub op: usize,
}

impl History {
    /// An empty one.
    pub const fn new(kind: Kind, initial: Option<i64>) -> Self {
        Self { kind, initial, keys: Vec::new(), sessions: Vec::new() }
    }

    /// The key of this name, made if it is new.
    pub fn key(&mut self, name: &str) -> Key {
        if let Some(at) = self.keys.iter().position(|key| key == name) {
            return Key(at);
        }
        self.keys.push(name.to_string());
        Key(self.keys.len() - 1)
    }

    /// One more session, without units.
    pub fn session(&mut self, name: &str) -> &mut Session {
        self.sessions.push(Session { name: name.to_string(), units: Vec::new() });
        self.sessions.last_mut().expect("it was just pushed")
    }

    /// Every operation's place, in reading order.
    pub fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for (session, of) in self.sessions.iter().enumerate() {
            for (unit, Unit { ops, .. }) in of.units.iter().enumerate() {
                places.extend((0..ops.len()).map(|op| Place { session, unit, op }));
            }
        }
        places
    }

    /// The unit at a place.
    pub fn unit(&self, at: Place) -> &Unit {
        &self.sessions[at.session].units[at.unit]
    }

    /// The operation at a place.
    pub fn op(&self, at: Place) -> Op {
        self.unit(at).ops[at.op]
    }

    /// The same with only these operations (in reading order); sessions stay, units without operations go.
    #[must_use]
    pub fn only(&self, keep: &[bool]) -> Self {
        let mut keep = keep.iter();
        let mut part = self.clone();
        for session in &mut part.sessions {
            for unit in &mut session.units {
                unit.ops.retain(|_| keep.next().is_some_and(|keep| *keep));
            }
            session.units.retain(|unit| !unit.ops.is_empty());
        }
        part
    }
}

impl Session {
    /// One more unit, which happened, of these operations.
    pub fn did(&mut self, ops: impl IntoIterator<Item = Op>) -> &mut Unit {
        self.units.push(Unit { ops: ops.into_iter().collect(), ..Unit::default() });
        self.units.last_mut().expect("it was just pushed")
    }
}

impl Op {
    /// A write.
    pub const fn write(key: Key, value: i64) -> Self {
        Self { write: true, key, value }
    }
    /// A read.
    pub const fn read(key: Key, value: i64) -> Self {
        Self { write: false, key, value }
    }
}
