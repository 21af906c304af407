//! What a lesson is: Markdown and TOML in; steps, worlds, goals and diagnostics out.
//!
//! [`read_act`] reads the three files of an act and reports every mistake in them at once, each with its place and
//! the nearest right word. [`worlds`] builds the worlds that an act plays in, [`lint()`] holds it against the method.
//! The form is `docs/authoring.md`.
//!
//! Without the feature `readers` there is only what plays an act that was read before: [`packed`] is how visitors load it.
#![cfg_attr(not(feature = "readers"), allow(dead_code, reason = "some of what the readers use, other parts use too"))]

#[cfg(feature = "readers")]
mod bind;
#[cfg(feature = "readers")]
pub mod catalogue;
pub mod chart;
#[cfg(feature = "readers")]
mod check;
#[cfg(feature = "readers")]
pub mod cli;
#[cfg(feature = "readers")]
mod draws;
#[cfg(feature = "readers")]
mod front;
#[cfg(feature = "readers")]
pub mod gates;
#[cfg(feature = "readers")]
mod goal;
#[cfg(feature = "readers")]
mod groups;
#[cfg(feature = "readers")]
mod guess;
#[cfg(feature = "readers")]
pub mod history;
#[cfg(feature = "readers")]
pub mod index;
pub mod judge;
#[cfg(feature = "readers")]
mod keys;
#[cfg(feature = "readers")]
mod knobs;
#[cfg(feature = "readers")]
mod lesson;
#[cfg(feature = "readers")]
mod lines;
#[cfg(feature = "readers")]
mod lint;
#[cfg(feature = "readers")]
mod markdown;
pub mod model;
pub mod packed;
#[cfg(feature = "readers")]
mod questions;
mod report;
#[cfg(feature = "readers")]
mod runs_file;
mod scene;
#[cfg(feature = "readers")]
mod sentence;
pub mod source;
#[cfg(feature = "readers")]
mod syntax;
#[cfg(feature = "readers")]
mod test_table;
pub mod trial;
#[cfg(feature = "readers")]
mod world_file;
pub mod worlds;
#[cfg(feature = "readers")]
mod worlds_check;
pub mod write;

#[cfg(feature = "readers")]
use sim_core::registry::Registry;

#[cfg(feature = "readers")]
use markdown::Refs;
#[cfg(feature = "readers")]
use model::{Act, Runs, Text};
#[cfg(feature = "readers")]
use report::Report;
#[cfg(feature = "readers")]
use source::{Diagnostic, File};

#[cfg(feature = "readers")]
pub use lint::lint;

/// The texts of an act.
#[derive(Clone, Copy, Debug)]
pub struct Files<'t> {
    /// `lesson.md`
    pub lesson: &'t str,
    /// `scenario.toml`
    pub scenario: &'t str,
    /// `runs.toml`; a draft has none.
    pub runs: Option<&'t str>,
}

/// Reads an act. What is wrong is left out of the act and stands in the diagnostics, in the order of the files.
#[cfg(feature = "readers")]
pub fn read_act(files: &Files<'_>, registry: &Registry) -> (Act, Vec<Diagnostic>) {
    let texts =
        [(File::Lesson, files.lesson), (File::Scenario, files.scenario), (File::Runs, files.runs.unwrap_or_default())];
    let mut report = Report::new(&texts);
    let (mut world, pending) = world_file::read(&mut report, files.scenario, registry);
    let scenes = worlds_check::Scenes::of(&world, registry, pending.partial);
    worlds_check::check(&mut report, &mut world, &pending, &scenes, registry);
    let (runs, run_scenes, fails_on) = match files.runs {
        Some(text) => runs_file::read(&mut report, text, registry, &scenes),
        None => (Runs::default(), runs_file::RunScenes::default(), Vec::new()),
    };
    let context =
        lesson::Context { registry, scenes: &scenes, knobs: &pending.knob_names, runs: &runs, run_scenes: &run_scenes };
    let mut refs = Refs::default();
    let text = lesson::read(&mut report, &mut refs, files.lesson, Some(&context));
    check::check(&mut report, &text, &refs, &fails_on, &context);
    (Act { text, world, runs }, report.finish())
}

/// Reads the words alone, for a page whose engine is not up yet. Sentences stay as written: their arguments are words,
/// and nothing that they name is looked up.
#[cfg(feature = "readers")]
pub fn read_text(lesson: &str) -> (Text, Vec<Diagnostic>) {
    let mut report = Report::new(&[(File::Lesson, lesson)]);
    let text = lesson::read(&mut report, &mut Refs::default(), lesson, None);
    (text, report.finish())
}
