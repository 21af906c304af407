//! Where a lesson refers to its runs: read off its text once more, with places.

use sim_core::time::Time;

use super::bench::Bench;
use crate::markdown::Refs;
use crate::model::StepKind;
use crate::report::{Placed, Report};
use crate::source::{File, Span};

/// Everything that the text refers to.
fn all(bench: &Bench<'_>) -> Refs {
    // What is wrong with the text was said when the act was read.
    let mut unheard = Report::new(&[(File::Lesson, bench.files.lesson)]);
    let mut refs = Refs::default();
    crate::lesson::read(&mut unheard, &mut refs, bench.files.lesson, None);
    refs
}

/// Beats, with the step in which they stand.
pub(super) fn beats(bench: &Bench<'_>) -> Vec<(StepKind, Time, Span)> {
    let steps = &bench.act.text.steps;
    let step = |span: &Span| steps.iter().rev().find(|step| step.span.start <= span.start).map(|step| step.kind);
    let beats = all(bench).beats;
    beats.into_iter().filter_map(|(at, span)| Some((step(&span)?, at, span))).collect()
}

/// Measured links: the name with its place, and what is shown.
pub(super) fn measured(bench: &Bench<'_>) -> Vec<(Placed, String)> {
    all(bench).measured
}

/// `goal.field` of options of Why? and of cards of Explain.
pub(super) fn moments(bench: &Bench<'_>) -> Vec<Placed> {
    let refs = all(bench);
    refs.events.into_iter().chain(refs.instants).collect()
}
