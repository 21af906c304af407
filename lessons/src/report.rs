//! Collects mistakes: reading never stops at the first.

use sim_core::order::Ordered;
use sim_core::words::nearest;

use crate::source::{Diagnostic, File, Span};

/// The texts that are read, and what is wrong with them so far.
pub(crate) struct Report<'t> {
    texts: Vec<(File, &'t str)>,
    found: Vec<Diagnostic>,
}

impl<'t> Report<'t> {
    pub(crate) fn new(texts: &[(File, &'t str)]) -> Self {
        Self { texts: texts.to_vec(), found: Vec::new() }
    }

    /// Something is wrong here.
    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.add(span, message.into(), None);
    }

    /// Something is wrong here, and this may help.
    pub(crate) fn error_help(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.add(span, message.into(), Some(help.into()));
    }

    /// `word` is not one of `candidates`: says the nearest, or else which there are.
    pub(crate) fn unknown<'a>(
        &mut self,
        span: Span,
        message: impl Into<String>,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) {
        let mut all: Vec<&str> = candidates.into_iter().collect();
        all.order();
        all.dedup();
        let help = match nearest(word, all.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => there_are(&all),
        };
        self.add(span, message.into(), help);
    }

    pub(crate) fn add(&mut self, span: Span, message: String, help: Option<String>) {
        let text = self.text(span.file);
        let mut at = span.start.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        self.found.push(Diagnostic { span, line, column, message, help });
    }

    /// Where this word stands in the text at `span`; `span` where it is not found as it is.
    pub(crate) fn find(&self, span: Span, word: &str) -> Span {
        let text = self.text(span.file).get(span.start..span.end).filter(|_| !word.is_empty());
        let found = text.and_then(|text| text.find(word));
        found.map_or(span, |at| Span::new(span.file, span.start + at, span.start + at + word.len()))
    }

    fn text(&self, file: File) -> &'t str {
        self.texts.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text)
    }

    /// Everything, in the order of the files.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.order();
        self.found.dedup();
        self.found
    }
}

/// What there is, where that is a short list.
pub(crate) fn there_are(words: &[&str]) -> Option<String> {
    match words {
        [] => None,
        [one] => Some(format!("there is `{one}`")),
        many if many.len() <= 9 => Some(format!("there are {}", quoted(many))),
        _ => None,
    }
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn quoted(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|w| format!("`{w}`")).collect();
            format!("{} and `{last}`", most.join(", "))
        }
    }
}

impl Span {
    /// These bytes of this file.
    pub(crate) const fn new(file: File, start: usize, end: usize) -> Self {
        Self { file, start, end }
    }
}

/// A piece of text and where it stands, so that a word inside it can be pointed at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) text: String,
    pub(crate) span: Span,
    /// Whether the bytes of `text` are the bytes from `span.start` on (no escapes in between).
    pub(crate) exact: bool,
}

impl Placed {
    /// Where these bytes of the text stand.
    pub(crate) const fn part(&self, start: usize, end: usize) -> Span {
        if self.exact { Span::new(self.span.file, self.span.start + start, self.span.start + end) } else { self.span }
    }
    /// Where this word first stands in the text as a whole word.
    pub(crate) fn word(&self, word: &str) -> Span {
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let found = self.text.match_indices(word).find(|(at, _)| {
            !inside(self.text[..*at].chars().next_back()) && !inside(self.text[at + word.len()..].chars().next())
        });
        found.map_or(self.span, |(at, _)| self.part(at, at + word.len()))
    }
    /// A part of the text, trimmed.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Self {
        let text = &self.text[start..end];
        let start = start + (text.len() - text.trim_start().len());
        let text = text.trim().to_string();
        Self { span: self.part(start, start + text.len()), text, exact: self.exact }
    }
}
