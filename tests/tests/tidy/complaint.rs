//! Everything that tidy may say, each kind with its way out.
use std::fmt;

/// One complaint: where, and what.
#[derive(Debug, PartialEq)]
pub struct Complaint {
    pub file: String,
    /// Counted from 1; 0 means the file as a whole.
    pub line: usize,
    pub kind: Kind,
}

#[derive(Debug, PartialEq)]
pub enum Kind {
    NoPurpose,
    TooLong { lines: usize, limit: usize },
    NeedlessExcuse { lines: usize },
    Unfinished(String),
    MachinePath(String),
    BrowserWord(String),
    Html(String),
    InlineStyle,
    Nondeterminism { word: String, instead: &'static str },
    MarkerWithoutReason,
    Direction { from: String, to: String },
    ForeignDependency { from: String, to: String },
    Missing,
    DeadLink(String),
    UnknownCommand { word: String, known: String },
    Versions { found: String, wanted: String },
    StaleIndex,
    NoIndex(String),
}

/// All of them, one a line.
pub fn report(complaints: &[Complaint]) -> String {
    complaints.iter().fold(String::new(), |text, complaint| text + &complaint.to_string() + "\n")
}

impl Kind {
    /// The complaint about this line of this file.
    pub fn at(self, file: &str, line: usize) -> Complaint {
        Complaint { file: file.to_owned(), line, kind: self }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(out, "{}: ", self.file)?;
        } else {
            write!(out, "{}:{}: ", self.file, self.line)?;
        }
        match &self.kind {
            Kind::NoPurpose => write!(out, "the first line must begin with //! and say what the file is"),
            Kind::TooLong { lines, limit } => {
                write!(
                    out,
                    "{lines} lines, at most {limit} allowed: split it, or list it in tidy/shape.rs with a reason"
                )
            }
            Kind::NeedlessExcuse { lines } => {
                write!(out, "has only {lines} lines: take it off the list in tidy/shape.rs")
            }
            Kind::Unfinished(word) => write!(out, "{word} marks unfinished work: finish it, or write an issue"),
            Kind::MachinePath(path) => write!(out, "{path} exists on one machine only"),
            Kind::BrowserWord(word) => write!(out, "{word} is a browser word: it belongs into app/src/platform"),
            Kind::Html(word) => write!(out, "{word} puts text into the page as HTML: build nodes instead"),
            Kind::InlineStyle => {
                write!(
                    out,
                    "style= is blocked by the policy: use a class, an SVG attribute, or platform's CSS properties"
                )
            }
            Kind::Nondeterminism { word, instead } => write!(out, "{word} in sim-core: {instead}"),
            Kind::MarkerWithoutReason => write!(out, "`tidy: allow` needs a reason after it"),
            Kind::Direction { from, to } => {
                write!(out, "{from} must not depend on {to}: the direction is sim-core <- lessons <- session <- app")
            }
            Kind::ForeignDependency { from, to } => {
                write!(out, "{from} must not depend on {to}: it takes nothing but libm, so that every run is its own")
            }
            Kind::Missing => write!(out, "is missing"),
            Kind::DeadLink(target) => write!(out, "the link to {target} leads nowhere"),
            Kind::UnknownCommand { word, known } => {
                write!(out, "`cargo xtask {word}` does not exist; there are {known}")
            }
            Kind::Versions { found, wanted } => {
                write!(out, "has wasm-bindgen {found}, but xtask installs {wanted}: they must be equal")
            }
            Kind::NoIndex(problem) => write!(out, "cannot be made: {problem}"),
            Kind::StaleIndex => {
                write!(out, "differs from the lessons: run `cargo xtask test --only tidy` and commit it")
            }
        }
    }
}
