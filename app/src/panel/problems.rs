//! Mistakes that the page itself finds in `lesson.md`, in the engine's form.

use lessons::source::{Diagnostic, File};
use session::wire::Problem;

use crate::model::Files;

/// A diagnostic with its line of the file.
pub fn of(found: &Diagnostic, files: &Files) -> Problem {
    let source = match found.span.file {
        File::Lesson => Some(&files.lesson),
        File::Scenario => Some(&files.scenario),
        File::Runs => files.runs.as_ref(),
        File::Tracks | File::Planned | File::Glossary => None,
    };
    let excerpt = source.and_then(|text| text.lines().nth(found.line.saturating_sub(1))).unwrap_or_default();
    Problem {
        file: found.span.file.name().to_owned(),
        line: found.line as u32,
        column: found.column as u32,
        message: found.message.clone(),
        help: found.help.clone(),
        excerpt: excerpt.to_owned(),
    }
}

/// `lesson.md:14:8`
pub fn place(problem: &Problem) -> String {
    format!("{}:{}:{}", problem.file, problem.line, problem.column)
}
