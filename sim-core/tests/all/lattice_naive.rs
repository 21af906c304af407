//! Every model word for word: all orders, all sets of visible writes, all ways to tell equal values apart, all choices
//! of units that may not have happened. For a handful of operations.

use sim_core::lattice::{Fate, History, Key, Model, Op};

/// Unit, key, writer.
type Read = (usize, Key, Option<usize>);

/// A history of which it is known what happened and which write each read returned.
struct Told {
    n: usize,
    session: Vec<usize>,
    /// Session order.
    so: Vec<Vec<bool>>,
    /// Reads from outside their unit, in the order of their units.
    reads: Vec<Read>,
    writes: Vec<Vec<Key>>,
    span: Vec<(u64, u64)>,
    /// Transitive closure of session order and reads from.
    co: Vec<Vec<bool>>,
}

/// Whether the model holds.
pub fn holds(history: &History, model: Model) -> bool {
    some(history, &|told| told.satisfies(model))
}

/// Whether the four session guarantees hold at once, with an order for each session or one for all.
pub fn all_four(history: &History, local: bool) -> bool {
    some(history, &|told| told.guarantees([true; 4], local))
}

/// Whether for some choice of what happened and of what was read this is so.
fn some(history: &History, so: &dyn Fn(&Told) -> bool) -> bool {
    let units: Vec<(usize, usize)> =
        (0..history.sessions.len()).flat_map(|s| (0..history.sessions[s].units.len()).map(move |u| (s, u))).collect();
    let unit = |i: usize| &history.sessions[units[i].0].units[units[i].1];
    let unknown: Vec<usize> = (0..units.len()).filter(|i| unit(*i).fate == Fate::Unknown).collect();
    (0..1_u32 << unknown.len()).any(|choice| {
        let chosen = |i: &usize| {
            let at = unknown.iter().position(|u| u == i);
            unit(*i).fate == Fate::Committed || at.is_some_and(|at| choice >> at & 1 == 1)
        };
        let happened: Vec<usize> = (0..units.len()).filter(chosen).collect();
        let n = happened.len();
        let mut told = Told {
            n,
            session: happened.iter().map(|i| units[*i].0).collect(),
            so: vec![vec![false; n]; n],
            reads: Vec::new(),
            writes: Vec::new(),
            span: Vec::new(),
            co: Vec::new(),
        };
        for (a, it) in happened.iter().map(|i| unit(*i)).enumerate() {
            for b in a + 1..n {
                told.so[a][b] = told.session[a] == told.session[b] && it.fate != Fate::Unknown;
            }
            told.writes.push(it.ops.iter().filter(|op| op.write).map(|op| op.key).collect());
            let (from, to) = it.span.map_or((0, u64::MAX), |(from, to)| (from.0, to.0));
            told.span.push((from, if it.fate == Fate::Unknown { u64::MAX } else { to }));
        }
        let ops: Vec<&[Op]> = happened.iter().map(|i| &unit(*i).ops[..]).collect();
        told.attribute(history.initial, &ops, (0, 0), so)
    })
}

impl Told {
    /// Tries every writer for every read, from this operation of this unit on.
    fn attribute(
        &mut self,
        initial: Option<i64>,
        ops: &[&[Op]],
        (unit, op): (usize, usize),
        so: &dyn Fn(&Self) -> bool,
    ) -> bool {
        if unit == ops.len() {
            self.co.clone_from(&self.so);
            for (to, _, from) in &self.reads {
                if let Some(from) = from {
                    self.co[*from][*to] = true;
                }
            }
            close(&mut self.co);
            return so(self);
        }
        let Some(read) = ops[unit].get(op) else { return self.attribute(initial, ops, (unit + 1, 0), so) };
        let next = (unit, op + 1);
        if read.write {
            return self.attribute(initial, ops, next, so);
        }
        let same = |other: &&Op| other.write && other.key == read.key;
        if let Some(own) = ops[unit][..op].iter().rfind(same) {
            return own.value == read.value && self.attribute(initial, ops, next, so);
        }
        let returned = |last: &Op| last.value == read.value;
        let wrote = |other: &usize| *other != unit && ops[*other].iter().rfind(same).is_some_and(returned);
        let mut from: Vec<Option<usize>> = (0..ops.len()).filter(wrote).map(Some).collect();
        if initial == Some(read.value) {
            from.push(None);
        }
        from.into_iter().any(|from| {
            self.reads.push((unit, read.key, from));
            let holds = self.attribute(initial, ops, next, so);
            self.reads.pop();
            holds
        })
    }

    fn satisfies(&self, model: Model) -> bool {
        let all: Vec<usize> = (0..self.n).collect();
        let acyclic = || (0..self.n).all(|a| !self.co[a][a]);
        let guarantee = |g: &str, local| self.guarantees(['r', 'm', 'w', 'f'].map(|letter| g.contains(letter)), local);
        match model {
            Model::Sequential | Model::Serializable => {
                exists(&all, &|a, b| self.so[a][b], &mut |order| self.legal(order, &|_| true))
            }
            Model::Linearizable => {
                let before = |a: usize, b: usize| self.so[a][b] || self.span[a].1 < self.span[b].0;
                exists(&all, &before, &mut |order| self.legal(order, &|_| true))
            }
            Model::Causal => acyclic() && all.iter().all(|unit| self.explains(*unit, &|reader| reader == *unit)),
            Model::CausalMemory => {
                let same = |unit: usize| move |reader: usize| self.session[reader] == self.session[unit];
                acyclic() && all.iter().all(|unit| self.explains(*unit, &same(*unit)))
            }
            Model::CausalConvergence => {
                let past_then = |order: &[usize], unit: usize| {
                    let past = |other: &usize| self.co[*other][unit];
                    order.iter().copied().filter(past).collect::<Vec<usize>>()
                };
                let fine = |order: &[usize]| {
                    self.reads.iter().all(|(unit, key, from)| self.last(&past_then(order, *unit), *key) == *from)
                };
                acyclic() && exists(&self.writers(), &|a, b| self.co[a][b], &mut |order| fine(order))
            }
            Model::Pram => (0..self.n).all(|someone| {
                let session = self.session[someone];
                let part = |unit: &usize| !self.writes[*unit].is_empty() || self.session[*unit] == session;
                let part: Vec<usize> = all.iter().copied().filter(part).collect();
                let own = |reader: usize| self.session[reader] == session;
                exists(&part, &|a, b| self.so[a][b], &mut |order| self.legal(order, &own))
            }),
            Model::NoThinAir => acyclic(),
            Model::Ryw => guarantee("r", false),
            Model::Mr => guarantee("m", false),
            Model::Mw => guarantee("w", false),
            Model::Wfr => guarantee("f", false),
            Model::RywLocal => guarantee("r", true),
            Model::MrLocal => guarantee("m", true),
            Model::MwLocal => guarantee("w", true),
            Model::WfrLocal => guarantee("f", true),
            Model::MrMwLocal => guarantee("mw", true),
            Model::MrWfrLocal => guarantee("mf", true),
            Model::SnapshotIsolation
            | Model::Prefix
            | Model::CausalTransactions
            | Model::ReadAtomic
            | Model::ReadCommitted => {
                acyclic() && exists(&all, &|a, b| self.co[a][b], &mut |order| self.axiom(order, model))
            }
        }
    }

    /// Read your writes, monotonic reads, monotonic writes, writes follow reads: those that are asked for, in one
    /// order.
    fn guarantees(&self, which: [bool; 4], local: bool) -> bool {
        let before = |a: usize, b: usize| which[2] && self.so[a][b];
        let mut sessions = self.session.clone();
        sessions.dedup();
        let one = |mine: &dyn Fn(usize) -> bool| {
            let reads: Vec<_> = self.reads.iter().copied().filter(|(unit, ..)| mine(self.session[*unit])).collect();
            exists(&self.writers(), &before, &mut |order| self.see(which, order, &reads, &mut Vec::new()))
        };
        if local { sessions.iter().all(|s| one(&|session| session == *s)) } else { one(&|_| true) }
    }

    /// Whether the reads after those that `seen` is for can see what they must.
    fn see(&self, which: [bool; 4], order: &[usize], reads: &[Read], seen: &mut Vec<u32>) -> bool {
        let Some((unit, key, from)) = reads.get(seen.len()) else { return true };
        let place = |w: usize| order.iter().position(|o| *o == w);
        let had_read =
            |w: usize| self.reads.iter().filter(move |(r, ..)| self.so[*r][w]).filter_map(|(.., from)| *from);
        (0..1_u32 << order.len()).any(|set| {
            let has = |w: usize| place(w).is_some_and(|at| set >> at & 1 == 1);
            let visible: Vec<usize> = order.iter().copied().filter(|w| has(*w)).collect();
            let mut fine = self.last(&visible, *key) == *from;
            if !fine {
                return false;
            }
            fine &= !which[0] || order.iter().all(|w| !self.so[*w][*unit] || has(*w));
            let earlier = seen.iter().zip(reads).filter(|(_, (r, ..))| self.so[*r][*unit]);
            fine &= !which[1] || earlier.clone().all(|(seen, _)| seen & !set == 0);
            fine &= !which[2] || visible.iter().all(|w| order.iter().all(|v| !self.so[*v][*w] || has(*v)));
            let follows = |w: &usize| had_read(*w).all(|v| has(v) && place(v) < place(*w));
            fine &= !which[3] || visible.iter().all(follows);
            if !fine {
                return false;
            }
            seen.push(set);
            let rest = self.see(which, order, reads, seen);
            seen.pop();
            rest
        })
    }

    /// The axioms of Biswas and Enea, for one commit order.
    fn axiom(&self, order: &[usize], model: Model) -> bool {
        let place = |unit: usize| order.iter().position(|o| *o == unit).expect("it is in the order");
        let wr = |a: usize, b: usize| self.reads.iter().any(|(to, _, from)| *to == b && *from == Some(a));
        let clash = |a: usize, b: usize| self.writes[a].iter().any(|key| self.writes[b].contains(key));
        self.reads.iter().enumerate().all(|(i, (t3, key, t1))| {
            (0..self.n).filter(|t2| t2 != t3 && Some(*t2) != *t1 && self.writes[*t2].contains(key)).all(|t2| {
                let before = |t: usize| t2 == t || place(t2) < place(t);
                let prefix = || (0..self.n).any(|t| before(t) && (self.so[t][*t3] || wr(t, *t3)));
                let conflict = || (0..self.n).any(|t| before(t) && place(t) < place(*t3) && clash(t, *t3));
                let known = match model {
                    Model::ReadCommitted => self.reads[..i].iter().any(|(to, _, from)| to == t3 && *from == Some(t2)),
                    Model::ReadAtomic => self.so[t2][*t3] || wr(t2, *t3),
                    Model::CausalTransactions => self.co[t2][*t3],
                    Model::Prefix => prefix(),
                    _ => prefix() || conflict(),
                };
                !known || t1.is_some_and(|t1| place(t2) < place(t1))
            })
        })
    }

    fn writers(&self) -> Vec<usize> {
        (0..self.n).filter(|unit| !self.writes[*unit].is_empty()).collect()
    }

    /// Whether some order of a unit's causal past and itself explains these readers.
    fn explains(&self, unit: usize, readers: &dyn Fn(usize) -> bool) -> bool {
        let past: Vec<usize> = (0..self.n).filter(|other| *other == unit || self.co[*other][unit]).collect();
        exists(&past, &|a, b| self.co[a][b], &mut |order| self.legal(order, readers))
    }

    /// The last that writes the key.
    fn last(&self, order: &[usize], key: Key) -> Option<usize> {
        order.iter().copied().rfind(|unit| self.writes[*unit].contains(&key))
    }

    /// Whether every read of these readers that is in the order returned what was there.
    fn legal(&self, order: &[usize], readers: &dyn Fn(usize) -> bool) -> bool {
        self.reads.iter().filter(|(unit, ..)| readers(*unit)).all(|(unit, key, from)| {
            let at = order.iter().position(|o| o == unit);
            at.is_none_or(|at| self.last(&order[..at], *key) == *from)
        })
    }
}

/// Whether some order of these, in which each comes after those before it, is right.
fn exists(of: &[usize], before: &dyn Fn(usize, usize) -> bool, right: &mut dyn FnMut(&[usize]) -> bool) -> bool {
    fn go(
        left: &mut Vec<usize>,
        done: &mut Vec<usize>,
        before: &dyn Fn(usize, usize) -> bool,
        right: &mut dyn FnMut(&[usize]) -> bool,
    ) -> bool {
        if left.is_empty() {
            return right(done);
        }
        for i in 0..left.len() {
            let next = left[i];
            if left.iter().any(|other| before(*other, next)) {
                continue;
            }
            left.remove(i);
            done.push(next);
            let found = go(left, done, before, right);
            done.pop();
            left.insert(i, next);
            if found {
                return true;
            }
        }
        false
    }
    go(&mut of.to_vec(), &mut Vec::new(), before, right)
}

fn close(relation: &mut [Vec<bool>]) {
    for k in 0..relation.len() {
        for i in 0..relation.len() {
            for j in 0..relation.len() {
                relation[i][j] |= relation[i][k] && relation[k][j];
            }
        }
    }
}
