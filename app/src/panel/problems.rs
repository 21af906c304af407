//! Mistakes that the page itself finds in `lesson.md`, in the engine's form.

#[cfg(feature = "readers")]
use lessons::source::Diagnostic;
use session::wire::Problem;

#[cfg(feature = "readers")]
use crate::model::Files;

/// A diagnostic with its line of the file.
#[cfg(feature = "readers")]
pub fn of(found: &Diagnostic, files: &Files) -> Problem {
    let files = lessons::Files { lesson: &files.lesson, scenario: &files.scenario, runs: files.runs.as_deref() };
    session::problem(found, &files)
}

/// `lesson.md:14:8`
pub fn place(problem: &Problem) -> String {
    format!("{}:{}:{}", problem.file, problem.line, problem.column)
}

/// Where a mistake begins and ends in its text, in the units in which fields count (UTF-16).
pub fn range(text: &str, problem: &Problem) -> (u32, u32) {
    let units = |text: &str| text.encode_utf16().count() as u32;
    let before: u32 = text.split('\n').take(problem.line.saturating_sub(1) as usize).map(|line| units(line) + 1).sum();
    let line = text.split('\n').nth(problem.line.saturating_sub(1) as usize).unwrap_or_default();
    let part = |from: u32, count: u32| -> String { line.chars().skip(from as usize).take(count as usize).collect() };
    let column = problem.column.saturating_sub(1);
    let start = before + units(&part(0, column));
    let start = start.min(units(text));
    (start, start + units(&part(column, problem.length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_counted_as_fields_count() {
        let at = |line, column, length| Problem { line, column, length, ..Problem::default() };
        assert_eq!(range("a\nseed = x\n", &at(2, 8, 1)), (9, 10));
        assert_eq!(range("💡 é\nab", &at(1, 3, 1)), (3, 4));
        assert_eq!(range("💡 é\nab", &at(2, 2, 9)), (6, 7));
        assert_eq!(range("", &at(9, 9, 1)), (0, 0));
    }
}
