//! What may be said of a run. Metrics, invariants, goals, predictions and claims are one thing:
//! `fn(&Evidence, &Call) -> Finding`. A new measure is one file and one line in [`ALL`].

mod accepted;
mod answer_without_question;
mod answered_in_order;
mod answers_first;
mod asymmetry;
mod at_node;
mod attempts;
mod both_entered;
mod breaker_closed;
mod breakers;
mod breaks;
mod breaks_promise;
mod calm;
mod carts;
mod caught;
mod clock_error;
mod concurrent;
mod convergence;
mod cost;
mod crashes;
mod detection_time;
mod double_belief;
mod double_charges;
mod early_answers;
mod entries;
mod errors;
mod evidence;
mod exchanges;
mod executions;
mod failed;
mod false_suspicions;
mod fresh_reads;
mod goodput;
mod half_width;
mod handovers;
mod happened;
mod healthy;
mod held;
mod herds;
mod holds;
mod in_vain;
mod interleavings;
mod inversions;
mod late_answers;
mod late_calls;
mod least_share;
mod left_apart;
mod linearizable;
mod longest_gap;
mod longest_wait;
mod lost;
mod lost_acks;
mod lost_adds;
mod mean_latency;
mod messages;
mod misjudged;
mod misled;
mod models;
mod most_attempts;
mod moves;
mod nobody_on_call;
mod offered;
mod openings;
mod operations;
mod orphans;
mod outside;
mod overlapping;
mod p50;
mod p95;
mod p99;
mod peak;
mod queue_length;
mod real_answers;
mod recovery;
mod rejected;
mod relapses;
mod remembered;
mod removals;
mod resurrected;
mod reversed;
mod rounds;
mod rows;
mod shown_after;
mod stale_reads;
mod stale_share;
mod stale_writes;
mod stamp_bytes;
mod stamp_inversions;
mod stamps;
mod starved;
mod strays;
mod success;
mod threads;
mod time_to_open;
mod told_apart;
mod transactions;
mod unanswered;
mod uncharged;
mod uncovered;
mod utilisation;
mod visible;
mod withheld;
mod workers;
mod writes;

use crate::quantity::Quantity;
use crate::registry::MeasureInfo;
use crate::time::{Duration, Time};

pub use evidence::{Evidence, clock};

/// A measure: what authors can say, and how it is found.
#[derive(Clone, Copy)]
pub struct Measure {
    /// What authors can say.
    pub info: fn() -> MeasureInfo,
    /// How it is found.
    pub find: fn(&Evidence<'_>, &Call) -> Finding,
}

/// The registry of measures.
pub const ALL: &[Measure] = &[
    stale_reads::MEASURE,
    linearizable::MEASURE,
    lost_adds::MEASURE,
    resurrected::MEASURE,
    removals::MEASURE,
    entries::MEASURE,
    stale_share::MEASURE,
    visible::MEASURE,
    convergence::MEASURE,
    inversions::MEASURE,
    overlapping::MEASURE,
    answered_in_order::MEASURE,
    success::MEASURE,
    operations::MEASURE,
    failed::MEASURE,
    unanswered::MEASURE,
    held::MEASURE,
    longest_wait::MEASURE,
    outside::MEASURE,
    offered::MEASURE,
    goodput::MEASURE,
    attempts::MEASURE,
    most_attempts::MEASURE,
    executions::MEASURE,
    orphans::MEASURE,
    p50::MEASURE,
    p95::MEASURE,
    p99::MEASURE,
    queue_length::MEASURE,
    utilisation::MEASURE,
    clock_error::MEASURE,
    uncovered::MEASURE,
    half_width::MEASURE,
    misled::MEASURE,
    asymmetry::MEASURE,
    lost_acks::MEASURE,
    stamp_inversions::MEASURE,
    handovers::MEASURE,
    mean_latency::MEASURE,
    messages::MEASURE,
    detection_time::MEASURE,
    false_suspicions::MEASURE,
    double_charges::MEASURE,
    uncharged::MEASURE,
    errors::MEASURE,
    lost::MEASURE,
    late_answers::MEASURE,
    late_calls::MEASURE,
    peak::MEASURE,
    in_vain::MEASURE,
    herds::MEASURE,
    calm::MEASURE,
    recovery::MEASURE,
    crashes::MEASURE,
    remembered::MEASURE,
    starved::MEASURE,
    real_answers::MEASURE,
    workers::MEASURE,
    breaker_closed::MEASURE,
    time_to_open::MEASURE,
    openings::MEASURE,
    withheld::MEASURE,
    breakers::MEASURE,
    relapses::MEASURE,
    healthy::MEASURE,
    least_share::MEASURE,
    holds::MEASURE,
    breaks::MEASURE,
    breaks_promise::MEASURE,
    both_entered::MEASURE,
    rounds::MEASURE,
    answer_without_question::MEASURE,
    early_answers::MEASURE,
    shown_after::MEASURE,
    fresh_reads::MEASURE,
    nobody_on_call::MEASURE,
    interleavings::MEASURE,
    moves::MEASURE,
    left_apart::MEASURE,
    cost::MEASURE,
    stale_writes::MEASURE,
    accepted::MEASURE,
    rejected::MEASURE,
    longest_gap::MEASURE,
    caught::MEASURE,
    double_belief::MEASURE,
    answers_first::MEASURE,
    reversed::MEASURE,
    misjudged::MEASURE,
    told_apart::MEASURE,
    concurrent::MEASURE,
    strays::MEASURE,
    stamp_bytes::MEASURE,
];

/// What a call finds in this evidence.
///
/// # Panics
/// If the measure is not in the registry: calls are bound to it when they are read.
pub fn find(evidence: &Evidence<'_>, call: &Call) -> Finding {
    let measure = ALL.iter().find(|m| (m.info)().name == call.measure).expect("calls are bound to the registry");
    (measure.find)(evidence, call)
}

/// A call in a sentence, bound to the names of a scenario: `success(clients = majority, during = cut)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// A measure of the registry.
    pub measure: String,
    /// `(argument, value)` in the order of the registry's declaration.
    pub args: Vec<(String, ArgValue)>,
}

/// An argument's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgValue {
    /// A name: key, node, group, label, word, `majority`.
    Word(String),
    /// A link.
    Link(crate::act::LinkName),
    /// A moment.
    Instant(Instant),
    /// A span.
    Span(Duration),
    /// A whole number.
    Whole(i64),
}

/// A moment, given directly or by the label of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instant {
    /// This time.
    At(Time),
    /// When the labelled act happened.
    Start(String),
    /// When it was undone.
    End(String),
}

/// What a measure says.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The verdict or number.
    pub verdict: Verdict,
    /// The smallest evidence for a broken verdict or a counted event, earliest first. Counted events have one each.
    pub witnesses: Vec<Witness>,
    /// How many operations, messages or instants were looked at; a share or bound over nothing is never met.
    pub over: usize,
}

/// A number, or one of three answers; never a guess.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// A number.
    Quantity(Quantity),
    /// There was nothing to take a share or a percentile of.
    Empty,
    /// It holds for everything seen so far.
    Holds,
    /// It does not; see the witness.
    Broken,
    /// It could not be decided, and why.
    Undecided(String),
}

/// Events that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The first instant at which it is there.
    pub at: Time,
    /// One sentence in plain words, with times.
    pub sentence: String,
    /// Named facts for measured links; names from the registry entry.
    pub fields: Vec<(&'static str, Fact)>,
    /// Rows of the trace, in order.
    pub rows: Vec<u32>,
    /// Operations that people should see marked, and the word for it.
    pub marks: Vec<(crate::id::OpId, &'static str)>,
    /// From the verdict back to what began it, two to five links: a row and its words.
    pub because: Vec<(u32, String)>,
}

/// A fact of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An instant.
    At(Time),
    /// A span.
    Span(Duration),
    /// A number.
    Value(i64),
    /// A node.
    Node(String),
    /// A row of the trace.
    Event(u32),
}

impl Call {
    /// An argument, where it was given.
    pub fn arg(&self, name: &str) -> Option<&ArgValue> {
        self.args.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
    /// An argument that is a word.
    pub fn word(&self, name: &str) -> Option<&str> {
        match self.arg(name) {
            Some(ArgValue::Word(word)) => Some(word),
            _ => None,
        }
    }
    /// An argument that is a span.
    pub fn span(&self, name: &str) -> Option<Duration> {
        match self.arg(name) {
            Some(ArgValue::Span(span)) => Some(*span),
            _ => None,
        }
    }
}

impl Finding {
    /// A quantity that was taken over so many things.
    pub fn quantity(quantity: Quantity, over: usize) -> Self {
        Self { verdict: Verdict::Quantity(quantity), witnesses: Vec::new(), over }
    }
    /// A share, or nothing where there is nothing to take it of.
    pub fn share(part: usize, whole: usize) -> Self {
        let verdict = if whole == 0 { Verdict::Empty } else { Verdict::Quantity(Quantity::share(part, whole)) };
        Self { verdict, witnesses: Vec::new(), over: whole }
    }
    /// A count of events, each with its witness.
    pub fn events(witnesses: Vec<Witness>, over: usize) -> Self {
        Self { verdict: Verdict::Quantity(Quantity::count(witnesses.len())), witnesses, over }
    }
}
