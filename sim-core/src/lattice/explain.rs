//! A witness in plain words: the proof that its few operations have no order, one sentence an arrow.

use super::decide::problems;
use super::frame::{Frame, Frames, Wrong};
use super::history::{Fate, History, Op, Place};
use super::model::{Kind, Model};
use super::problem::{Arrow, Cause, Either, How, Part, Problem, Why};
use super::proof::{End, Proof, path, refute};

/// One paragraph on why the operations of `keep` break the model.
pub(super) fn explain(history: &History, keep: &[bool], model: Model) -> String {
    let part = history.only(keep);
    let frames = Frames::new(&part);
    let (frame, wrong) = frames.first();
    let words = Words { frame: &frame, numbers: numbers(history, keep) };
    if let Some((op, wrong)) = wrong {
        return capital(&words.wrong(op, wrong));
    }
    let order = model.info().order;
    if !frames.alone() {
        return format!("Some values were written twice. Whichever write each read returned, there is no {order}.");
    }
    let problems = problems(&frame, model);
    let proofs = problems.iter().filter_map(|problem| refute(problem).map(|proof| (problem, proof)));
    let Some((problem, proof)) = proofs.min_by_key(|(_, proof)| size(proof)) else {
        let many = keep.iter().filter(|keep| **keep).count();
        return format!("Whatever the order of these {many} operations, it is not right: there is no {order}.");
    };
    let mut sentences = Vec::new();
    words.tell(problem, &proof, &mut sentences);
    let order = problem.reader.map_or(order.to_string(), |reader| {
        let name = words.who(reader);
        order.replace("this session", name).replace("this read", &format!("{name}'s read"))
    });
    sentences.push(match proof.end {
        End::Circle(_) => format!("This goes round in a circle, so there is no {order}."),
        End::Split(..) => format!("Either way it goes round in a circle, so there is no {order}."),
    });
    sentences.iter().map(|sentence| capital(sentence)).collect::<Vec<String>>().join(" ")
}

/// With a great first letter.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How much there is to tell.
fn size(proof: &Proof) -> usize {
    proof.first.len()
        + match &proof.end {
            End::Circle(circle) => circle.len(),
            End::Split(_, both) => 10 + size(&both[0]) + size(&both[1]),
        }
}

/// For each session of a part the places that its units had in the whole.
fn numbers(history: &History, keep: &[bool]) -> Vec<Vec<usize>> {
    let mut numbers = vec![Vec::new(); history.sessions.len()];
    for place in history.places().iter().zip(keep).filter(|(_, keep)| **keep).map(|(place, _)| place) {
        let of_session: &mut Vec<usize> = &mut numbers[place.session];
        if of_session.last() != Some(&place.unit) {
            of_session.push(place.unit);
        }
    }
    numbers
}

const NUMBERS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

struct Words<'a> {
    frame: &'a Frame<'a>,
    numbers: Vec<Vec<usize>>,
}

impl Words<'_> {
    fn who(&self, unit: usize) -> &str {
        &self.frame.history.sessions[self.frame.units[unit].place.session].name
    }
    fn registers(&self) -> bool {
        self.frame.history.kind == Kind::Registers
    }
    /// `x = 1`
    fn pair(&self, op: Op) -> String {
        format!("{} = {}", self.frame.history.keys[op.key.0], op.value)
    }
    /// `wrote x = 1`
    fn did(&self, op: Op) -> String {
        format!("{} {}", if op.write { "wrote" } else { "read" }, self.pair(op))
    }
    /// `Ann's write of x = 1`, `Ann's second transaction`
    fn unit(&self, unit: usize) -> String {
        self.placed(self.frame.units[unit].place)
    }
    fn placed(&self, place: Place) -> String {
        let history = self.frame.history;
        let who = &history.sessions[place.session].name;
        if self.registers() {
            let op = history.op(place);
            return format!("{who}'s {} of {}", if op.write { "write" } else { "read" }, self.pair(op));
        }
        let number = self.numbers[place.session][place.unit];
        match NUMBERS.get(number) {
            Some(word) => format!("{who}'s {word} transaction"),
            None => format!("{who}'s transaction number {}", number + 1),
        }
    }
    /// `Ann read x = 1`, `Ann's second transaction read x = 1`
    fn read(&self, i: usize) -> String {
        let read = self.frame.reads[i];
        let place = self.frame.history.places()[read.op];
        let subject = if self.registers() { self.who(read.unit).to_string() } else { self.unit(read.unit) };
        format!("{subject} {}", self.did(self.frame.history.op(place)))
    }

    fn tell(&self, problem: &Problem, proof: &Proof, sentences: &mut Vec<String>) {
        for i in &proof.first {
            sentences.push(self.arrow(problem, &proof.arrows, &proof.arrows[*i]));
        }
        match &proof.end {
            End::Circle(circle) => {
                for i in circle {
                    if proof.arrows[*i].why != Why::Supposed {
                        sentences.push(self.arrow(problem, &proof.arrows, &proof.arrows[*i]));
                    }
                }
            }
            End::Split(pair, both) => {
                let pair = problem.either[*pair];
                for (arrow, proof) in [pair.one, pair.other].iter().zip(both.iter()) {
                    let [a, b] = [arrow.0, arrow.1].map(|point| self.point(problem, point));
                    sentences.push(format!("Suppose that {a} comes before {b}."));
                    self.tell(problem, proof, sentences);
                    sentences.push("That is a circle.".to_string());
                }
            }
        }
    }

    fn point(&self, problem: &Problem, point: usize) -> String {
        let point = problem.points[point];
        let unit = self.unit(point.unit);
        match point.part {
            Part::Whole => unit,
            Part::Snapshot => format!("the snapshot of {unit}"),
            Part::Commit => format!("the commit of {unit}"),
        }
    }

    /// ` (by way of ..)`, where a chain of arrows has something between its ends.
    fn way(&self, problem: &Problem, arrows: &[Arrow], way: &[usize]) -> String {
        let unit = |point: usize| problem.points[point].unit;
        let ends = [way.first().map(|i| unit(arrows[*i].from)), way.last().map(|i| unit(arrows[*i].to))];
        let between = way.iter().map(|i| unit(arrows[*i].to)).filter(|unit| !ends.contains(&Some(*unit)));
        let mut between: Vec<String> = between.map(|unit| self.unit(unit)).collect();
        between.dedup();
        if between.is_empty() { String::new() } else { format!(" (by way of {})", between.join(" and ")) }
    }

    fn arrow(&self, problem: &Problem, arrows: &[Arrow], arrow: &Arrow) -> String {
        let [a, b] = [arrow.from, arrow.to].map(|point| self.point(problem, point));
        let [from, to] = [arrow.from, arrow.to].map(|point| problem.points[point].unit);
        match &arrow.why {
            Why::Session if self.registers() => {
                let [first, then] = [from, to].map(|unit| self.did(self.frame.unit(unit).ops[0]));
                format!("{} {first}, then {then}.", self.who(from))
            }
            Why::Session => format!("{} comes before {} in their session.", self.unit(from), self.unit(to)),
            Why::Source => {
                let read = self.frame.units[to].reads.clone().find(|i| self.frame.reads[*i].from == Some(from));
                let did = read.map_or_else(|| self.unit(to), |i| self.read(i));
                let writer = if self.registers() { self.who(from).to_string() } else { self.unit(from) };
                format!("{did}, which {writer} wrote.")
            }
            Why::Clock => format!("{a} had ended before {b} began."),
            Why::Own => format!("{} reads before it commits.", self.unit(from)),
            Why::Initial(i) => format!("{}, the first value, so {a} comes before {b}.", self.read(*i)),
            Why::Known(i, how) => {
                let how = self.how(problem, *how, from, self.frame.reads[*i].unit);
                format!("{} although {how}, so {b} comes after {a}.", self.read(*i))
            }
            Why::Visible(how) => format!("{b} comes after {a}, since {}.", self.how(problem, *how, from, to)),
            Why::Follows(i) => format!("{} before {b}, so {a} comes first.", self.read(*i)),
            Why::Left(i, because) => {
                let Either { cause, one, .. } = problem.either[*i];
                let way = self.way(problem, arrows, because);
                match cause {
                    Cause::Read(read) if (arrow.from, arrow.to) == one => {
                        format!("{} when {a} was there already{way}, so {b} comes after {a}.", self.read(read))
                    }
                    Cause::Read(read) => {
                        format!("{}, which {b} replaced{way}, so {a} comes before {b}.", self.read(read))
                    }
                    Cause::Clash => {
                        let [from, to] = [from, to].map(|unit| self.unit(unit));
                        format!(
                            "{from} and {to} write the same key and {from} cannot be later{way}, so {a} comes before {b}."
                        )
                    }
                }
            }
            Why::Supposed => format!("Suppose that {a} comes before {b}."),
        }
    }

    /// How a reader knew of a write.
    fn how(&self, problem: &Problem, how: How, write: usize, reader: usize) -> String {
        let (it, who) = (self.unit(write), self.who(reader));
        let pair = || self.pair(self.frame.unit(write).ops[0]);
        match how {
            How::Past => {
                let way = self.causes(problem, write, reader).unwrap_or_default();
                format!("{it} is among its causes{way}")
            }
            How::Own if self.registers() => format!("{who} had written {} before", pair()),
            How::Own => format!("{it} is earlier in its session"),
            How::Read if self.registers() => format!("{who} had read {} before", pair()),
            How::Read => format!("it had also read from {it}"),
            How::Along => format!("{it} came along with what {who} saw"),
        }
    }

    /// The chain of causes between a write and who knew of it.
    fn causes(&self, problem: &Problem, write: usize, reader: usize) -> Option<String> {
        let cause = |arrow: &&Arrow| matches!(arrow.why, Why::Session | Why::Source);
        let arrows: Vec<Arrow> = problem.arrows.iter().filter(cause).cloned().collect();
        Some(self.way(problem, &arrows, &path(&arrows, problem.points.len(), write, reader)?))
    }

    /// A read that no model allows.
    fn wrong(&self, op: usize, wrong: Wrong) -> String {
        let history = self.frame.history;
        let place = history.places()[op];
        let read = history.op(place);
        let subject = if self.registers() { history.sessions[place.session].name.clone() } else { self.placed(place) };
        let did = self.did(read);
        let writes = |place: &Place| {
            let op = history.op(*place);
            op.write && op.key == read.key && op.value == read.value
        };
        let writer = history.places().into_iter().find(writes).map_or_else(String::new, |place| {
            let fate = if history.unit(place).fate == Fate::Aborted { "was aborted" } else { "replaced it itself" };
            format!("{}, which {fate}", self.placed(place))
        });
        match wrong {
            Wrong::Nowhere => format!("{subject} {did}, and nobody had written that."),
            Wrong::Aborted | Wrong::Intermediate => format!("{subject} {did}, written by {writer}."),
            Wrong::NotOwn => {
                let own = history.unit(place).ops[..place.op].iter().rfind(|op| op.write && op.key == read.key);
                let own = own.map_or_else(String::new, |op| self.did(*op));
                format!("{subject} {own} and then {did}.")
            }
            Wrong::OwnLater => format!("{subject} {did} before it wrote that itself."),
        }
    }
}
