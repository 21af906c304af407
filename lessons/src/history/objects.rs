//! Histories of one object whose operations have times: linearizable or not.

use sim_core::check::explain::{Names, explain};
use sim_core::check::spec::{Operation, Spec};
use sim_core::check::witness::{Witness, witness};
use sim_core::check::{Ruling, Stuck, linearizability};
use sim_core::time::Time;

use super::events::Paired;
use super::picture::{Bar, Mark, Picture};
use super::{Judged, Judgement, Verdict};

/// Steps of a search. A command line has more time than a page.
const BUDGET: usize = 2_000_000;
/// Steps of each search for a smaller witness.
const SHRINK: usize = 200_000;
/// So many operations make a picture that can be read.
const DRAWN: usize = 60;

/// A history of an object.
pub struct Object<S: Spec> {
    spec: S,
    ops: Vec<Operation<S::Op>>,
    /// The names of the processes.
    processes: Vec<String>,
    /// The line of each event, where every event has its own.
    lines: Option<Vec<usize>>,
}

impl<S: Spec> Object<S> {
    pub(super) fn new(spec: S, paired: Paired<S::Op>, text: &str) -> Self {
        let mut lines = Vec::with_capacity(paired.instants.len());
        let (mut line, mut at) = (1, 0);
        for &byte in &paired.instants {
            line += text.get(at..byte).unwrap_or_default().matches('\n').count();
            at = byte;
            lines.push(line);
        }
        let own = lines.windows(2).all(|pair| pair[0] < pair[1]);
        Self { spec, ops: paired.ops, processes: paired.processes, lines: own.then_some(lines) }
    }

    fn client(&self, client: u32) -> String {
        let name = self.processes.get(client as usize).map_or("?", String::as_str);
        format!("Process {name}")
    }

    /// An event's line; or its number, where lines are shared.
    fn when(&self, at: Time) -> String {
        match &self.lines {
            Some(lines) => format!("line {}", lines.get(at.0 as usize).unwrap_or(&0)),
            None => format!("event {}", at.0 + 1),
        }
    }

    fn why(&self, witness: &Witness<S::Op>) -> String {
        let names = Names { client: &|client| self.client(client), when: &|at| self.when(at) };
        explain(&self.spec, witness, &names)
    }

    /// The witness among what happened around it.
    fn broken(&self, stuck: &Stuck) -> Judgement {
        let witness = witness(&self.spec, &self.ops, stuck, SHRINK);
        let (from, end) = (witness.told.iter().map(|op| op.called).min(), self.ops[stuck.at].returned);
        let near = |i: &usize| Some(self.ops[*i].returned) >= from;
        let mut shown: Vec<usize> = stuck.ops.iter().copied().filter(near).collect();
        let mut note = String::new();
        if shown.len() > DRAWN {
            shown.retain(|i| witness.ops.contains(i));
            note = format!("Drawn are only the {} operations that contradict each other.", shown.len());
        }
        for &i in &witness.ops {
            if !shown.contains(&i) {
                shown.push(i);
            }
        }
        let mark = |i: usize| match witness.ops.iter().position(|w| *w == i) {
            Some(place) if place == witness.impossible => Mark::Impossible,
            Some(_) => Mark::Evidence,
            None => Mark::Plain,
        };
        let why = self.why(&witness);
        let told = |i: usize| {
            let place = witness.ops.iter().position(|w| *w == i);
            place.map_or_else(|| self.ops[i].clone(), |place| witness.told[place].clone())
        };
        let bars = shown.iter().map(|i| self.bar(&told(*i), mark(*i), end)).collect();
        let picture = Picture { title: "Not linearizable".into(), text: why.clone(), note, bars };
        Judgement { verdict: Verdict::Broken, why: Some(why), picture: Some(picture) }
    }

    /// The beginning of a history that holds.
    fn held(&self) -> Picture {
        let mut first: Vec<&Operation<S::Op>> = self.ops.iter().collect();
        first.sort_by_key(|op| op.called);
        let note = if first.len() > DRAWN {
            format!("Drawn are the first {DRAWN} of {} operations.", first.len())
        } else {
            String::new()
        };
        first.truncate(DRAWN);
        let bars = first.into_iter().map(|op| self.bar(op, Mark::Plain, Time::NEVER)).collect();
        let text = "One order of all operations explains every answer.".into();
        Picture { title: "Linearizable".into(), text, note, bars }
    }

    /// An operation as a bar; what is not answered by `end` is open.
    fn bar(&self, op: &Operation<S::Op>, mark: Mark, end: Time) -> Bar {
        let to = if op.lost() || op.returned > end { None } else { Some(op.returned.0) };
        let words = self.spec.describe(&op.what).did;
        let span = match to {
            Some(_) => format!("from {} to {}", self.when(op.called), self.when(op.returned)),
            None => format!("from {} on, without an answer", self.when(op.called)),
        };
        let row = self.client(op.client);
        Bar { more: format!("{row} {words} {span}"), row, words, from: op.called.0, to, mark }
    }
}

impl<S: Spec> Judged for Object<S> {
    fn models(&self) -> Vec<&'static str> {
        vec!["linearizable"]
    }

    fn judge(&self, model: &str, why: bool) -> Option<Judgement> {
        if model != "linearizable" {
            return None;
        }
        let plain = |verdict| Judgement { verdict, why: None, picture: None };
        Some(match linearizability(&self.spec, &self.ops, BUDGET) {
            Ruling::Holds(_) => Judgement { picture: Some(self.held()), ..plain(Verdict::Holds) },
            Ruling::Undecided => plain(Verdict::Undecided),
            Ruling::Broken(stuck) if why => self.broken(&stuck),
            Ruling::Broken(_) => plain(Verdict::Broken),
        })
    }
}
