//! Goals in words, and how they stand at an instant.

use lessons::judge::{Reading, Standing};
use lessons::model::{Comparison, Goal, GoalLine, LineKind, Sentence, WorldFile};
use sim_core::lattice::Model;
use sim_core::measure::{ArgValue, Instant, Verdict};
use sim_core::quantity::{Quantity, Unit};
use sim_core::registry::Registry;

use crate::wire::{GoalInfo, GoalState, LineInfo, LineState, Status};

/// A goal as people read it.
pub(crate) fn info(goal: &Goal, file: &WorldFile) -> GoalInfo {
    let line = |line: &GoalLine| LineInfo {
        kind: kind(line.kind).into(),
        words: words(&line.sentence, file),
        bound: line.sentence.bound.as_ref().map(|b| bound(b.0, &b.1)).unwrap_or_default(),
        world: line.world.clone(),
    };
    let score = goal.score.as_ref().map(|s| {
        let better = if s.lower { "fewer is better" } else { "more is better" };
        format!("{}: {better}, par {}", words(&s.sentence, file), s.par)
    });
    GoalInfo { name: goal.name.clone(), lines: goal.lines.iter().map(line).collect(), knobs: goal.knobs.clone(), score }
}

const fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Plain => "plain",
        LineKind::Part => "part",
        LineKind::Safe => "safe",
        LineKind::Served => "served",
        LineKind::Recovers => "recovers",
        LineKind::Guard => "guard",
    }
}

/// `at least 95 %`.
pub(crate) fn bound(comparison: Comparison, quantity: &Quantity) -> String {
    let word = match comparison {
        Comparison::AtLeast => "at least",
        Comparison::AtMost => "at most",
        Comparison::Above => "more than",
        Comparison::Below => "less than",
        Comparison::Is => "exactly",
    };
    format!("{word} {quantity}")
}

/// A sentence from the measure's phrase: a part in square brackets stands only where its argument is given.
pub(crate) fn words(sentence: &Sentence, file: &WorldFile) -> String {
    let registry = Registry::engine();
    let Some(measure) = registry.measure(&sentence.call.measure) else { return sentence.text.clone() };
    let mut out = String::new();
    let mut rest = measure.phrase;
    while let Some(open) = rest.find('[') {
        let close = rest.find(']').unwrap_or(rest.len() - 1);
        out.push_str(&fill(&rest[..open], sentence, file).unwrap_or_default());
        out.push_str(&fill(&rest[open + 1..close], sentence, file).unwrap_or_default());
        rest = &rest[close + 1..];
    }
    out.push_str(&fill(rest, sentence, file).unwrap_or_default());
    out
}

/// Puts arguments into a part; nothing where one is missing.
fn fill(part: &str, sentence: &Sentence, file: &WorldFile) -> Option<String> {
    let mut out = String::new();
    let mut rest = part;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        out.push_str(&rest[..open]);
        out.push_str(&argument(sentence.call.arg(&rest[open + 1..close])?, file));
        rest = &rest[close + 1..];
    }
    Some(out + rest)
}

fn argument(value: &ArgValue, file: &WorldFile) -> String {
    match value {
        ArgValue::Word(word) if word == "majority" || word == "minority" => format!("{word} side"),
        ArgValue::Word(word) => Model::named(word).map_or_else(|| file.label(word), |model| model.info().title.into()),
        ArgValue::Link(link) => link.to_string(),
        ArgValue::Span(span) => Quantity::time(*span).to_string(),
        ArgValue::Whole(n) => n.to_string(),
        ArgValue::Instant(Instant::At(t)) => t.to_string(),
        ArgValue::Instant(Instant::Start(label)) => label.clone(),
        ArgValue::Instant(Instant::End(label)) => format!("end of the {label}"),
    }
}

/// A goal at an instant. `over` is whether the run is over: then what is not met yet never will be.
pub(crate) fn state(goal: &Goal, readings: &[Reading], over: bool, file: &WorldFile) -> GoalState {
    let lines = goal.lines.iter().zip(readings).map(|(line, reading)| self::line(line, reading, over, file)).collect();
    GoalState { name: goal.name.clone(), met: readings.iter().all(|r| r.standing == Standing::Met), lines }
}

/// A line at an instant.
pub(crate) fn line(line: &GoalLine, reading: &Reading, over: bool, file: &WorldFile) -> LineState {
    let finding = &reading.finding;
    let value = match &finding.verdict {
        Verdict::Quantity(q) if finding.over > 0 || q.unit == Unit::Count => q.to_string(),
        Verdict::Quantity(_) | Verdict::Empty => String::new(),
        Verdict::Holds if finding.over == 0 => String::new(),
        Verdict::Holds => format!("{} answers", finding.over),
        Verdict::Broken => "broken".into(),
        Verdict::Undecided(_) => "undecided".into(),
    };
    let part = match (&finding.verdict, &line.sentence.bound) {
        (Verdict::Quantity(q), Some((Comparison::AtLeast | Comparison::Above, b))) if b.value > 0.0 => {
            (q.value / b.value * 1000.0).clamp(0.0, 1000.0) as u16
        }
        _ => 0,
    };
    let status = match reading.standing {
        Standing::Met => Status::Met,
        Standing::Broken => Status::Broken,
        Standing::Undecided => Status::Undecided,
        Standing::NotYet if over => Status::Broken,
        Standing::NotYet if part > 0 => Status::Part,
        Standing::NotYet => Status::Open,
    };
    let witness = finding.witnesses.first();
    let why = match status {
        Status::Broken => witness.map_or_else(|| missed(line, &value, finding.over, file), |w| w.sentence.clone()),
        Status::Undecided => match &finding.verdict {
            Verdict::Undecided(why) => why.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    let at = if matches!(status, Status::Broken | Status::Met) { witness.map(|w| w.at.0) } else { None };
    LineState { status, value, part, why, at, because: Vec::new(), held: None }
}

/// What was seen, and what had to hold.
fn missed(line: &GoalLine, value: &str, over: usize, file: &WorldFile) -> String {
    let words = words(&line.sentence, file);
    match &line.sentence.bound {
        Some(_) if over == 0 => format!("{words}: there were none. A run in which nobody is served shows nothing."),
        Some((comparison, quantity)) => {
            format!("{words}: {value}; the goal asks for {}.", bound(*comparison, quantity))
        }
        None if over > 0 => format!("{words}: not in this run."),
        None => format!("{words}: nobody was answered. A run in which nobody is served shows nothing."),
    }
}
