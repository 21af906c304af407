//! Measured links say what the engine measures, and every moment that a text names is in its run.

use sim_core::measure::{Fact, Verdict};
use sim_core::quantity::{Quantity, Unit};
use sim_core::time::Time;
use sim_core::world::Refusal;

use super::bench::{Bench, evidence};
use super::gate::Gate;
use super::shown::Shown;
use crate::judge::{self, Met, Standing};
use crate::model::{Claim, Comparison, Goal, Role, Stat, StepKind, Task, part_field};
use crate::report::Placed;
use crate::trial;

/// Holds every measured link against its run or claim.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("M", "the text says what was measured");
    let mut held = 0;
    let links = super::refs::measured(bench);
    for (placed, shown) in links.iter().filter(|(_, shown)| !shown.is_empty()) {
        let missed = match placed.text.split_once('.') {
            Some((name, field)) if bench.act.runs.sweeps.iter().any(|sweep| sweep.name == name) => {
                swept(bench, name, field, shown)
            }
            Some((goal, field)) => witnessed(bench, goal, field, shown)?,
            None => claimed(bench, &placed.text, shown)?,
        };
        match missed {
            None => held += 1,
            Some(message) => gate.problems.push(bench.problem(placed.span, message, None)),
        }
    }
    gate.figure(format!(
        "{held} of {} figures are as measured",
        links.iter().filter(|(_, shown)| !shown.is_empty()).count()
    ));
    moments(bench, &mut gate)?;
    prepared(bench, &mut gate);
    Ok(gate)
}

/// A recorded witness, and how it meets each part of a goal.
type Meeting = (String, Vec<Option<Met>>);

/// How the recorded witnesses meet a goal of the act.
fn meetings(bench: &mut Bench<'_>, name: &str) -> Result<Vec<Meeting>, Refusal> {
    let goals = StepKind::ALL.into_iter().filter_map(|kind| trial::goal(bench.act, kind));
    let Some(goal) = goals.into_iter().find(|goal: &Goal| goal.name == name) else { return Ok(Vec::new()) };
    let mut met = Vec::new();
    for run in bench.runs(Role::Witness) {
        for world in bench.recorded(run, 0)? {
            met.push((run.name.clone(), bench.parts_met(&goal, &world)));
        }
    }
    Ok(met)
}

/// A field of the instant at which a goal is met.
fn fact(met: &Met, field: &str) -> Option<Fact> {
    if field == "at" {
        return Some(Fact::At(met.at));
    }
    let witnesses = met.readings.iter().filter_map(|r| r.finding.witnesses.iter().rev().find(|w| w.at <= met.at));
    witnesses.flat_map(|w| &w.fields).find(|(name, _)| *name == field).map(|(_, fact)| fact.clone())
}

/// The parts that `field`, or `2.field`, speaks of, and the field's name.
fn parts_of<'m, 'f>(met: &'m [Option<Met>], field: &'f str) -> (&'m [Option<Met>], &'f str) {
    match part_field(field) {
        (Some(n), field) => (met.get(n..=n).unwrap_or_default(), field),
        (None, field) => (met, field),
    }
}

/// Holds `goal.field` against the first witness that meets the part it speaks of; what is missing.
fn witnessed(bench: &mut Bench<'_>, goal: &str, field: &str, shown: &str) -> Result<Option<String>, Refusal> {
    let meetings = meetings(bench, goal)?;
    if meetings.is_empty() {
        return Ok(Some(format!("`{goal}.{field}` is read off the first witness, and none is recorded")));
    }
    let whole = meetings.iter().all(|(_, met)| met.len() == 1);
    let known = meetings.iter().take(if whole { 1 } else { usize::MAX }).find_map(|(run, met)| {
        let (met, field) = parts_of(met, field);
        met.iter().flatten().find_map(|met| fact(met, field)).map(|fact| (run, fact))
    });
    let Some((run, fact)) = known else {
        return Ok(Some(match meetings.first().filter(|_| whole) {
            Some((run, _)) => format!("the witness `{run}` has no `{goal}.{field}`"),
            None => format!("no witness has `{goal}.{field}`"),
        }));
    };
    let (unit, value) = match &fact {
        Fact::At(Time(us)) => (Unit::Time, *us as f64 / 1e6),
        Fact::Span(span) => (Unit::Time, span.as_secs()),
        Fact::Value(value) => (Unit::Count, *value as f64),
        Fact::Node(node) => {
            let label = bench.act.world.label(node);
            let same = label == shown;
            return Ok((!same).then(|| format!("`{goal}.{field}` is {label} in the run `{run}`, not {shown}")));
        }
        Fact::Event(_) => return Ok(Some(format!("`{goal}.{field}` is an event, which has no figure"))),
    };
    let measured = Quantity { value, unit };
    let says = Shown::parse(shown, unit).is_some_and(|shown| shown.says(value));
    Ok((!says).then(|| format!("`{goal}.{field}` is {measured} in the run `{run}`, not {shown}")))
}

/// Holds the most or the least of a sweep's recorded points against a figure; what is missing.
fn swept(bench: &Bench<'_>, name: &str, field: &str, shown: &str) -> Option<String> {
    let sweep = bench.act.runs.sweeps.iter().find(|sweep| sweep.name == name)?;
    let unit = bench.unit(&sweep.sentence, sweep.stat);
    let better = if field == "most" { f64::max } else { f64::min };
    let value = sweep.points.iter().copied().reduce(better)?;
    let says = Shown::parse(shown, unit).is_some_and(|shown| shown.says(value));
    (!says).then(|| format!("`{name}.{field}` is {}, not {shown}", Quantity { value, unit }))
}

/// Holds a figure against a claim; what is missing.
fn claimed(bench: &mut Bench<'_>, name: &str, shown: &str) -> Result<Option<String>, Refusal> {
    let Some(claim) = bench.act.runs.claims.iter().find(|claim| claim.name == name) else { return Ok(None) };
    let unit = bench.unit(&claim.sentence, claim.stat);
    let Some(values) = values(bench, claim)? else {
        return Ok(Some(format!("`{name}` has no figure: the run `{}` has nothing to measure", claim.run)));
    };
    let value = joined(&values, claim.stat, claim.sentence.bound.as_ref().map(|bound| bound.0), unit);
    let seeds = if claim.seeds == 1 { "1 seed".to_string() } else { format!("{} seeds", claim.seeds) };
    let spelled = |value: f64| Quantity { value, unit }.to_string();
    let Some(figure) = Shown::parse(shown, unit) else {
        return Ok(Some(format!("`{name}` is {}, not {shown}", spelled(value))));
    };
    if figure.range && claim.stat != Stat::Share {
        let out = values.iter().find(|value| !figure.says(**value));
        return Ok(out.map(|value| {
            format!("`{name}` is {} on one of its {} seeds, outside {shown}", spelled(*value), values.len())
        }));
    }
    Ok((!figure.says(value)).then(|| format!("`{name}` is {} over {seeds}, not {shown}", spelled(value))))
}

/// What a claim measures on each of its seeds: one seed is the run's own, more are sealed ones.
fn values(bench: &mut Bench<'_>, claim: &Claim) -> Result<Option<Vec<f64>>, Refusal> {
    let Some(run) = bench.act.runs.runs.iter().find(|run| run.name == claim.run) else { return Ok(None) };
    let seeds = if claim.seeds == 1 { 0..=0 } else { 1..=claim.seeds };
    let mut values = Vec::new();
    for n in seeds {
        for world in bench.recorded(run, n)? {
            let labels = bench.act.world.labels(&world.names);
            let reading = judge::read(&claim.sentence, &evidence(&world, &labels));
            let value = match (&reading.finding.verdict, claim.stat) {
                (_, Stat::Share) => f64::from(reading.standing == Standing::Met),
                (Verdict::Quantity(quantity), _) => quantity.value,
                _ => return Ok(None),
            };
            values.push(value);
        }
    }
    Ok(Some(values))
}

/// The worst is what lies furthest from the bound; without one, the least of a share and the most of anything else.
pub(super) fn joined(values: &[f64], stat: Stat, bound: Option<Comparison>, unit: Unit) -> f64 {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match (stat, bound) {
        (Stat::Mean | Stat::Share, _) => values.iter().sum::<f64>() / values.len() as f64,
        (Stat::Worst, Some(Comparison::AtLeast | Comparison::Above)) => least,
        (Stat::Worst, None) if unit == Unit::Share => least,
        (Stat::Worst, _) => most,
    }
}

/// Options of Why? and cards of Explain are bound to moments that every recorded witness has, where a goal has parts every
/// one that meets the part in question; a field that names no part is that of any.
fn moments(bench: &mut Bench<'_>, gate: &mut Gate) -> Result<(), Refusal> {
    let moments: Vec<Placed> = super::refs::moments(bench);
    for placed in moments {
        let Some((goal, field)) = placed.text.split_once('.') else { continue };
        let meetings = meetings(bench, goal)?;
        let lacks = |met: &[Option<Met>]| {
            let (met, field) = parts_of(met, field);
            let mut met = met.iter().flatten().peekable();
            met.peek().is_some() && met.all(|met| fact(met, field).is_none())
        };
        let any = meetings.iter().any(|(_, met)| met.len() > 1) && part_field(field).0.is_none();
        let mut without = meetings.iter().filter(|(_, met)| lacks(met));
        let (missing, all) = (without.next(), meetings.len());
        if let Some((run, _)) = missing.filter(|_| !any || without.count() + 1 == all) {
            gate.problems.push(bench.problem(
                placed.span,
                format!("the witness `{run}` has no `{goal}.{field}`"),
                None,
            ));
        }
    }
    Ok(())
}

/// Runs that a question opens last until the instant at which it opens them.
fn prepared(bench: &Bench<'_>, gate: &mut Gate) {
    let questions = bench.act.text.steps.iter().flat_map(|step| match &step.task {
        Task::Questions(questions) => questions.as_slice(),
        _ => &[],
    });
    for question in questions {
        let Some((name, at)) = &question.run else { continue };
        let Some(run) = bench.act.runs.runs.iter().find(|run| run.name == *name) else { continue };
        let lengths = bench.scenarios(run, 0).into_iter().map(|scenario| Time::ZERO + scenario.length).min();
        let end = run.until.into_iter().chain(lengths).min().unwrap_or_default();
        if *at > end {
            let message = format!("the run `{name}` ends at {end}, before {at}");
            gate.problems.push(bench.problem(question.span, message, None));
        }
    }
}
