//! What the author's page says of a draft, without an engine: mistakes, and what the method asks for.

use lessons::{Files, lint, read_act};
use sim_core::registry::Registry;

use crate::opened::problem;
use crate::wire::Problem;

/// What was found in a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Mistakes; where there are any, it cannot be played.
    pub problems: Vec<Problem>,
    /// What the method asks for and the draft does not have. The gates that play runs are `faultline check`'s.
    pub lints: Vec<Problem>,
}

/// Reads a draft.
pub fn read(lesson: &str, scenario: &str, runs: &str) -> Found {
    let files = Files { lesson, scenario, runs: Some(runs).filter(|runs| !runs.trim().is_empty()) };
    let (act, mistakes) = read_act(&files, &Registry::engine());
    let lints = if mistakes.is_empty() { lint(&act, &files) } else { Vec::new() };
    let all = |found: &[lessons::source::Diagnostic]| found.iter().map(|one| problem(one, &files)).collect();
    Found { problems: all(&mistakes), lints: all(&lints) }
}
