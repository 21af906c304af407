//! Prose: blocks and runs of text, never HTML.

use sim_core::time::Time;

use crate::source::Span;

/// A block of prose.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading below the step's.
    Heading(u8, Vec<Inline>),
    /// Items; numbered or not.
    List(bool, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text: language, text.
    Code(String, String),
    /// Header cells and rows.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// `> beat 2.1s: …` narrates the step's run.
    Beat(Time, Vec<Inline>),
    /// `![words](sweep:curve)`: name, words.
    Sweep(String, String),
}

/// A run of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong.
    Strong(Vec<Inline>),
    /// A link.
    Link(Target, Vec<Inline>),
    /// `[2.0×](measure:amp)`: shown as written, or as the learner's own figure.
    Measured(Measured),
}

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An `https:` address.
    Https(String),
    /// A slug of `glossary.md`.
    Term(String),
    /// A lesson's address.
    Lesson(String),
}

/// A measured link.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// As written, and shown where nothing was measured.
    pub text: String,
    /// `amp` or `stale-read.age`.
    pub name: String,
    /// Where it is, for the check.
    pub span: Span,
}
