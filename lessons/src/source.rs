//! Where a mistake is, and how it is told: file, line, column, what is wrong, and the nearest right word.

use std::fmt;

/// Which of the files that authors write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum File {
    /// `lesson.md`
    #[default]
    Lesson,
    /// `scenario.toml`
    Scenario,
    /// `runs.toml`
    Runs,
    /// `tracks.toml`, beside the lessons
    Tracks,
    /// `planned.toml`, beside the lessons
    Planned,
    /// `glossary.md`, beside the lessons
    Glossary,
}

impl File {
    /// Its name in its folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lesson => "lesson.md",
            Self::Scenario => "scenario.toml",
            Self::Runs => "runs.toml",
            Self::Tracks => "tracks.toml",
            Self::Planned => "planned.toml",
            Self::Glossary => "glossary.md",
        }
    }
}

/// A range of bytes in one of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: File,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A mistake, with a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where.
    pub span: Span,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

/// `scenario.toml:14:8: unknown node "f"; did you mean "e"?`
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.span.file.name(), self.line, self.column, self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}
