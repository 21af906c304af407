//! Histories for the lattice: all of a small size, and random ones, some from a store that lags behind.

use sim_core::lattice::{Fate, History, Key, Kind, Op, Place, Session, Unit};
use sim_core::time::Time;

use crate::generate::Dice;

const NAMES: [&str; 5] = ["Ann", "Bo", "Cy", "Di", "Ed"];

/// A history of `keys` keys, without sessions.
fn empty(kind: Kind, keys: usize) -> History {
    let mut history = History::new(kind, Some(0));
    for key in ["x", "y", "z"].iter().take(keys) {
        history.key(key);
    }
    history
}

/// A history as a short text: sessions are separated by `|`, transactions by `;`, operations by blanks: `wx1 ry0`. In a
/// history of registers each operation is a unit.
pub fn read(kind: Kind, text: &str) -> History {
    let mut history = History::new(kind, Some(0));
    for (i, session) in text.split('|').enumerate() {
        history.session(NAMES[i]);
        for unit in session.split(';').map(str::trim).filter(|unit| !unit.is_empty()) {
            let mut ops = Vec::new();
            for op in unit.split(' ') {
                let key = history.key(&op[1..2]);
                ops.push(Op { write: op.starts_with('w'), key, value: op[2..].parse().expect("a value") });
            }
            let session = history.sessions.last_mut().expect("a session");
            match kind {
                Kind::Registers => ops.into_iter().for_each(|op| _ = session.did([op])),
                Kind::Transactions => _ = session.did(ops),
            }
        }
    }
    history
}

/// A history of registers with the call and the answer of each operation.
pub fn timed(text: &str, spans: &[(u64, u64)]) -> History {
    let mut history = read(Kind::Registers, text);
    let mut spans = spans.iter();
    for unit in history.sessions.iter_mut().flat_map(|session| &mut session.units) {
        let (from, to) = spans.next().expect("a span for each operation");
        unit.span = Some((Time(*from), Time(*to)));
    }
    history
}

fn slot(history: &mut History, place: Place) -> &mut Op {
    &mut history.sessions[place.session].units[place.unit].ops[place.op]
}

/// Calls `visit` with every history with exactly these sessions of units of so many operations, over `keys` keys, where
/// each written value is the number of the write among those of its key, and reads return 0 or something written.
pub fn all(kind: Kind, shape: &[&[usize]], keys: usize, visit: &mut dyn FnMut(&History)) {
    let mut history = empty(kind, keys);
    for (name, units) in NAMES.iter().zip(shape) {
        let units = units.iter().map(|ops| Unit { ops: vec![Op::read(Key(0), 0); *ops], ..Unit::default() }).collect();
        history.sessions.push(Session { name: (*name).to_string(), units });
    }
    let places = history.places();
    for shape in 0..(2 * keys).pow(places.len() as u32) {
        let mut written = vec![0; keys];
        let mut rest = shape;
        for place in &places {
            let (write, key) = (rest % 2 == 1, rest / 2 % keys);
            rest /= 2 * keys;
            written[key] += i64::from(write);
            *slot(&mut history, *place) = Op { write, key: Key(key), value: if write { written[key] } else { 0 } };
        }
        loop {
            visit(&history);
            let mut more = false;
            for place in &places {
                let op = slot(&mut history, *place);
                if op.write {
                    continue;
                }
                more = op.value < written[op.key.0];
                op.value = if more { op.value + 1 } else { 0 };
                if more {
                    break;
                }
            }
            if !more {
                break;
            }
        }
    }
}

/// How wild random histories are.
#[derive(Clone, Copy)]
pub struct Wild {
    pub most: u64,
    /// Percent of writes whose fate is unknown, or of transactions that abort.
    pub unknown: u64,
    pub aborted: u64,
    /// Percent of writes that repeat a value.
    pub repeated: u64,
}

/// A random history of registers, timed or not.
pub fn registers(dice: &mut Dice, wild: Wild) -> History {
    let n = 1 + dice.below(wild.most);
    let ops = (0..n).map(|_| 1).collect::<Vec<u64>>();
    let mut history = random(dice, Kind::Registers, &ops, wild);
    if dice.percent(50) {
        let mut clock;
        for session in &mut history.sessions {
            clock = 0;
            for unit in &mut session.units {
                let from = clock + dice.below(6);
                clock = from + dice.below(8);
                unit.span = Some((Time(from), Time(clock)));
            }
        }
    }
    history
}

/// A random history of transactions.
pub fn transactions(dice: &mut Dice, wild: Wild) -> History {
    let ops: Vec<u64> = (0..=dice.below(wild.most)).map(|_| 1 + dice.below(3)).collect();
    random(dice, Kind::Transactions, &ops, wild)
}

/// Units of so many operations. With luck reads come from a store that is up to date or late by a few writes, else from
/// anywhere.
fn random(dice: &mut Dice, kind: Kind, ops: &[u64], wild: Wild) -> History {
    let keys = 1 + dice.below(2 + u64::from(kind == Kind::Transactions)) as usize;
    let mut history = empty(kind, keys);
    let sessions = 1 + dice.below(4) as usize;
    for name in &NAMES[..sessions] {
        history.session(name);
    }
    let lag = dice.below(4);
    let mut store: Vec<Vec<i64>> = vec![vec![0]; keys];
    for many in ops {
        let session = dice.below(sessions as u64) as usize;
        let mut own: Vec<Op> = Vec::new();
        for _ in 0..*many {
            let key = dice.below(keys as u64) as usize;
            let of_key = &mut store[key];
            if dice.percent(50) {
                let repeats = dice.percent(wild.repeated);
                let value = if repeats { dice.below(3) as i64 } else { of_key.len() as i64 };
                of_key.push(value);
                own.push(Op::write(Key(key), value));
                continue;
            }
            let late = dice.below(lag + 1) as usize;
            let mine = own.iter().rfind(|op| op.write && op.key.0 == key).map(|op| op.value);
            let value = mine.filter(|_| dice.percent(95)).unwrap_or(of_key[of_key.len().saturating_sub(1 + late)]);
            own.push(Op::read(Key(key), value));
        }
        let unit = history.sessions[session].did(own);
        if dice.percent(wild.aborted) {
            unit.fate = Fate::Aborted;
        } else if unit.ops.iter().any(|op| op.write) && dice.percent(wild.unknown) {
            unit.fate = Fate::Unknown;
        }
    }
    history.sessions.retain(|session| !session.units.is_empty());
    // Some reads return anything at all.
    let anywhere = [0, 0, 30, 100][dice.below(4) as usize];
    for op in history.sessions.iter_mut().flat_map(|session| &mut session.units).flat_map(|unit| &mut unit.ops) {
        if !op.write && dice.percent(anywhere) {
            let nowhere = u64::from(dice.percent(3));
            op.value = dice.below(store[op.key.0].len() as u64 + nowhere) as i64;
        }
    }
    history
}
