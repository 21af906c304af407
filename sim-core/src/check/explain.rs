//! A witness in plain words: who, when, and why no order explains it.

use super::probe::held_during;
use super::spec::{Operation, Plain, Spec, Words};
use super::witness::Witness;
use crate::time::Time;

/// How clients and instants are called.
pub struct Names<'n> {
    /// A client, as the subject of a sentence: `Ann`.
    pub client: &'n dyn Fn(u32) -> String,
    /// An instant, after "at", "from" or "to": `2.100 s`.
    pub when: &'n dyn Fn(Time) -> String,
}

/// So many operations are told one by one; of more, the latest.
const TOLD: usize = 12;

/// One paragraph.
pub fn explain<S: Spec>(spec: &S, witness: &Witness<S::Op>, names: &Names<'_>) -> String {
    let teller = Teller { spec, ops: &witness.told, last: witness.impossible, names };
    teller.nowhere().or_else(|| teller.stale()).or_else(|| teller.inverted()).unwrap_or_else(|| teller.general())
}

/// One operation: `Ann wrote 45 from 1 s to 2 s`.
pub fn told<S: Spec>(spec: &S, op: &Operation<S::Op>, names: &Names<'_>) -> String {
    let when = names.when;
    let span = match op.returned {
        Time::NEVER => format!("from {} on, without an answer by then", when(op.called)),
        _ => format!("from {} to {}", when(op.called), when(op.returned)),
    };
    format!("{} {} {span}", (names.client)(op.client), spec.describe(&op.what).did)
}

struct Teller<'t, 'n, S: Spec> {
    spec: &'t S,
    ops: &'t [Operation<S::Op>],
    last: usize,
    names: &'t Names<'n>,
}

impl<S: Spec> Teller<'_, '_, S> {
    fn client(&self, i: usize) -> String {
        (self.names.client)(self.ops[i].client)
    }
    fn words(&self, i: usize) -> Words {
        self.spec.describe(&self.ops[i].what)
    }
    fn plain(&self, i: usize) -> Plain {
        self.spec.plain(&self.ops[i].what)
    }
    fn when(&self, t: Time) -> String {
        (self.names.when)(t)
    }
    /// `Ann's write of 45`
    fn thing(&self, i: usize) -> String {
        format!("{}'s {}", self.client(i), self.words(i).noun)
    }
    fn told(&self, i: usize) -> String {
        told(self.spec, &self.ops[i], self.names)
    }
    /// The answer that is impossible, where it is one value.
    fn found(&self) -> Option<String> {
        if let Plain::Finds(value) = self.plain(self.last) { Some(value) } else { None }
    }
    fn no_order(&self) -> String {
        let n = self.ops.len();
        let words =
            ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let n = words.get(n).map_or_else(|| n.to_string(), |word| (*word).to_string());
        format!("no order of these {n} operations explains it")
    }

    /// An answer that rests on nothing.
    fn nowhere(&self) -> Option<String> {
        let alone = self.ops.len() == 1;
        let why = match self.found() {
            Some(_) => "which was not there in the beginning, and which nobody had written by then",
            None => "which nothing that was done by then makes possible",
        };
        alone.then(|| format!("{}, {why}.", self.told(self.last)))
    }

    /// The writes of the answer's value and of the others, where there are writes and reads only.
    fn writes(&self) -> Option<(Option<usize>, Vec<usize>)> {
        let value = self.found()?;
        let (mut own, mut others) = (None, Vec::new());
        for i in 0..self.ops.len() {
            match self.plain(i) {
                Plain::Sets(written) if written == value && own.is_none() => own = Some(i),
                Plain::Sets(written) if written != value => others.push(i),
                Plain::Finds(_) => {}
                _ => return None,
            }
        }
        Some((own, others))
    }
    /// `, which Bo had written by 2 s`
    fn source(&self, own: Option<usize>) -> String {
        match own {
            Some(i) => format!(", which {} had written by {}", self.client(i), self.when(self.ops[i].returned)),
            None => ", which was there in the beginning".into(),
        }
    }

    /// Over before it began, and yet not seen.
    fn stale(&self) -> Option<String> {
        let (own, others) = self.writes()?;
        let [newer] = others[..] else { return None };
        let (read, write) = (&self.ops[self.last], &self.ops[newer]);
        let older = own.is_none_or(|own| self.ops[own].before(write));
        let all = self.ops.len() == 2 + usize::from(own.is_some());
        (all && older && write.before(read)).then(|| {
            format!(
                "{}'s read began at {}, after {} had been acknowledged at {}, yet it returned the older {}{}; {}.",
                self.client(self.last),
                self.when(read.called),
                self.thing(newer),
                self.when(write.returned),
                self.found().unwrap_or_default(),
                self.source(own),
                self.no_order()
            )
        })
    }

    /// The newer value had been read before.
    fn inverted(&self) -> Option<String> {
        let (own, others) = self.writes()?;
        let [newer] = others[..] else { return None };
        let reads = (0..self.ops.len()).filter(|i| *i != self.last && matches!(self.plain(*i), Plain::Finds(_)));
        let [first] = reads.collect::<Vec<_>>()[..] else { return None };
        let (read, earlier) = (&self.ops[self.last], &self.ops[first]);
        let Plain::Finds(new) = self.plain(first) else { return None };
        let older = own.is_none_or(|own| self.ops[own].before(&self.ops[newer]));
        let fits = self.plain(newer) == Plain::Sets(new.clone()) && older && earlier.before(read);
        fits.then(|| {
            format!(
                "{}'s read began at {}, after {}'s read had already returned the newer {new} of {} at {}, yet it \
                 returned the older {}{}; {}.",
                self.client(self.last),
                self.when(read.called),
                self.client(first),
                self.client(newer),
                self.when(earlier.returned),
                self.found().unwrap_or_default(),
                self.source(own),
                self.no_order()
            )
        })
    }

    /// All operations, and what was possible instead.
    fn general(&self) -> String {
        let hidden = self.ops.len().saturating_sub(TOLD);
        let mut all = (hidden..self.ops.len()).filter(|i| *i != self.last).collect::<Vec<_>>();
        all.push(self.last);
        let all: Vec<String> = all.into_iter().map(|i| self.told(i)).collect();
        let before = match hidden {
            0 => String::new(),
            1 => "After an earlier operation: ".into(),
            _ => format!("After {hidden} earlier operations: "),
        };
        let order = self.no_order();
        let why = match self.possible() {
            Some(held) => format!("For this last one, the others leave only {held} to find; {order}"),
            None => format!("{}{}", order[..1].to_uppercase(), &order[1..]),
        };
        format!("{before}{}. {why}.", all.join(". "))
    }

    /// What the object can have held while the impossible operation lasted.
    fn possible(&self) -> Option<String> {
        let states = held_during(self.spec, self.ops, self.last)?;
        let mut held: Vec<String> = states.iter().map(|state| self.spec.show(state)).collect();
        let end = held.pop()?;
        match held.len() {
            0 => Some(end),
            1..4 => Some(format!("{} or {end}", held.join(", "))),
            _ => None,
        }
    }
}
