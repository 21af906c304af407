//! A lesson that is being written: its files as they stand, and what is wrong with them.

use session::author::Found;
use session::wire::Problem;

/// The files of a draft, in order.
pub const FILES: [&str; 3] = ["lesson.md", "scenario.toml", "runs.toml"];

/// A lesson that is being written.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The texts of [`FILES`].
    pub texts: [String; 3],
    /// The file that is shown where there is room for one.
    pub open: usize,
    /// Counts edits.
    pub edits: u32,
    /// What was found when it was read last.
    pub found: Found,
    /// For how many seconds the preview is older than the files; none where it is not.
    pub age: Option<u32>,
    /// The mistake that was gone to last.
    pub gone_to: Option<usize>,
    /// The preview shows the words rather than the stage.
    pub words: bool,
}

impl Draft {
    /// Mistakes first, then what the method asks for.
    pub fn all(&self) -> impl Iterator<Item = &Problem> {
        self.found.problems.iter().chain(&self.found.lints)
    }
    /// Which file a mistake is in.
    pub fn file_of(problem: &Problem) -> usize {
        FILES.iter().position(|name| *name == problem.file).unwrap_or(0)
    }
}
