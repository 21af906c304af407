//! What a lesson refers to is there: goals and their fields, claims, sweeps, runs, knobs.

use sim_core::quantity::{Quantity, Unit};
use sim_core::registry::{FieldKind, Yields};

use crate::bind::{called, example};
use crate::goal;
use crate::lesson::Context;
use crate::markdown::Refs;
use crate::model::{Goal, Sentence, Stat, Step, Task, Text, part_field};
use crate::report::{Placed, Report};

/// Every goal of an act.
pub(crate) fn goals<'t>(text: &'t Text) -> Vec<&'t Goal> {
    let of_step = |step: &'t Step| match &step.task {
        Task::Goals(goals) => goals.as_slice(),
        _ => &[],
    };
    text.steps.iter().flat_map(of_step).collect()
}

/// Looks up everything that the text refers to.
pub(crate) fn check(report: &mut Report<'_>, text: &Text, refs: &Refs, fails_on: &[Placed], context: &Context<'_>) {
    let goals = goals(text);
    goal::unique(report, &goals);
    let look = Look { goals: &goals, refs, context };
    for (goal, own) in &refs.keeps {
        let others: Vec<&str> = goals.iter().map(|g| g.name.as_str()).filter(|name| name != own).collect();
        one_of(report, goal, "another goal", &others);
    }
    for (placed, shown) in &refs.measured {
        let unit = look.measured(report, placed);
        if let Some(unit) = unit.filter(|_| !shown.is_empty()) {
            check_unit(report, placed, shown, unit);
        }
    }
    for placed in &refs.events {
        look.field(report, placed, Some(FieldKind::Event));
    }
    for placed in &refs.instants {
        look.field(report, placed, Some(FieldKind::At));
    }
    let knobs: Vec<&str> = context.knobs.iter().map(String::as_str).collect();
    for placed in refs.knobs.iter().filter(|_| !context.scenes.any.partial) {
        one_of(report, placed, "a knob or a table", &knobs);
    }
    for (time, span) in &refs.beats {
        if time.0 > context.scenes.any.length.0 {
            report.error(*span, format!("the run ends at {}, before this beat", context.scenes.any.length));
        }
    }
    if !context.runs.present {
        return;
    }
    let runs: Vec<&str> = context.runs.runs.iter().map(|run| run.name.as_str()).collect();
    refs.runs.iter().for_each(|placed| one_of(report, placed, "a run of runs.toml", &runs));
    let sweeps: Vec<&str> = context.runs.sweeps.iter().map(|sweep| sweep.name.as_str()).collect();
    refs.sweeps.iter().for_each(|placed| one_of(report, placed, "a sweep of runs.toml", &sweeps));
    let lines: Vec<&str> = goals.iter().flat_map(|g| &g.lines).map(|line| line.sentence.text.as_str()).collect();
    for placed in fails_on {
        // A line may be named by its measure alone: `success(…)` for `success(…) >= 95%`.
        let named = |line: &&str| **line == *placed.text || line.split(')').next() == placed.text.strip_suffix(')');
        if !lines.iter().any(named) {
            report.unknown(
                placed.span,
                format!("`{}` is not a line of a goal", placed.text),
                &placed.text,
                lines.clone(),
            );
        }
    }
}

fn one_of(report: &mut Report<'_>, placed: &Placed, what: &str, words: &[&str]) {
    if !words.contains(&placed.text.as_str()) {
        let message = format!("`{}` is not {what}", placed.text);
        report.unknown(placed.span, message, &placed.text, words.iter().copied());
    }
}

struct Look<'l> {
    goals: &'l [&'l Goal],
    refs: &'l Refs,
    context: &'l Context<'l>,
}

impl Look<'_> {
    /// The unit of a measured link, where it has one.
    fn measured(&self, report: &mut Report<'_>, placed: &Placed) -> Option<Unit> {
        let parts = placed.text.split_once('.');
        let named = |(name, _): &(&str, &str)| self.context.runs.sweeps.iter().find(|sweep| sweep.name == *name);
        if let Some((sweep, (_, field))) = parts.as_ref().and_then(named).zip(parts) {
            let found = ["most", "least"].contains(&field);
            if !found {
                let message = format!("a sweep has its `most` and its `least`, no `{field}`");
                report.unknown(placed.span, message, field, ["most", "least"]);
            }
            return self.unit(&sweep.sentence, sweep.stat).filter(|_| found);
        }
        if parts.is_some() {
            return match self.field(report, placed, None)? {
                FieldKind::At | FieldKind::Span => Some(Unit::Time),
                FieldKind::Value => Some(Unit::Count),
                FieldKind::Node | FieldKind::Event => None,
            };
        }
        let runs = self.context.runs;
        let claim = runs.claims.iter().find(|claim| claim.name == placed.text);
        if claim.is_none() && runs.present {
            let names = runs.claims.iter().map(|claim| claim.name.as_str());
            report.unknown(placed.span, format!("`{}` is not a claim of runs.toml", placed.text), &placed.text, names);
        }
        let claim = claim?;
        self.unit(&claim.sentence, claim.stat)
    }

    /// What the figure of a claim or sweep is measured in.
    fn unit(&self, sentence: &Sentence, stat: Stat) -> Option<Unit> {
        if stat == Stat::Share {
            return Some(Unit::Share);
        }
        let measures = &self.context.registry.measures;
        let yields = measures.iter().find(|m| m.name == sentence.call.measure)?.yields;
        if let Yields::Quantity(unit) = yields { Some(unit) } else { None }
    }

    /// What `goal.field` holds.
    fn field(&self, report: &mut Report<'_>, placed: &Placed, wanted: Option<FieldKind>) -> Option<FieldKind> {
        let (goal_name, name) = placed.text.split_once('.')?;
        let Some(goal) = self.goals.iter().find(|goal| goal.name == goal_name) else {
            let names = self.goals.iter().map(|goal| goal.name.as_str());
            report.unknown(placed.span, format!("`{goal_name}` is not a goal"), goal_name, names);
            return None;
        };
        let doubtful = self.refs.doubtful.iter().any(|name| name == goal_name);
        let (part, name) = part_field(name);
        let parts = goal.parts();
        let mut lines = &goal.lines;
        if let Some(n) = part {
            let Some(part) = parts.get(n).filter(|part| part.line.is_some()) else {
                let count = parts.iter().filter(|part| part.line.is_some()).count();
                report.error(placed.span, format!("`{goal_name}` has {count} lines `part:`, no {}", n + 1));
                return None;
            };
            lines = &part.goal.lines;
        }
        // Each goal has the instant at which it is met.
        let mut fields = vec![("at", FieldKind::At)];
        for line in lines {
            let info = self.context.registry.measures.iter().find(|m| m.name == line.sentence.call.measure);
            fields.extend(info.iter().flat_map(|info| info.fields.iter()).map(|field| (field.name, field.kind)));
        }
        let found = fields.iter().find(|(field, kind)| *field == name && wanted.is_none_or(|w| w == *kind));
        if found.is_none() && !doubtful {
            let fitting = fields.iter().filter(|(_, kind)| wanted.is_none_or(|w| w == *kind)).map(|(name, _)| *name);
            let what = match wanted {
                Some(FieldKind::Event) => "an event",
                Some(_) => "an instant",
                None => "a field",
            };
            report.unknown(placed.span, format!("`{name}` is not {what} of `{goal_name}`"), name, fitting);
        }
        found.map(|(_, kind)| *kind)
    }
}

/// A figure carries its unit: `4.2 s`, `95 %`, `2.0×`, `0.3 to 0.7`.
fn check_unit(report: &mut Report<'_>, placed: &Placed, shown: &str, unit: Unit) {
    let squeezed: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
    // A range carries its unit at its end.
    let last = squeezed.rsplit("to").next().unwrap_or("");
    match Quantity::parse(last) {
        Ok(quantity) if quantity.unit == unit => {}
        Ok(_) => {
            let message =
                format!("`{}` is {}; write it like {}, not `{shown}`", placed.text, called(unit), example(unit));
            report.error(placed.span, message);
        }
        Err(_) => {
            let help = "write a number with its unit, or a range such as 0.3 to 0.7";
            report.error_help(placed.span, format!("`{shown}` is not a figure"), help);
        }
    }
}
