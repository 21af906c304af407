//! Reads act lines: `cut: at 10s isolate c for 15s`.

mod span;
#[cfg(test)]
mod tests;
mod verbs;

use std::fmt;
use std::ops::Range;

use super::{Act, Line, Operation, When};
use crate::time::Duration;

pub(in crate::act) use span::spell_signed;
pub use span::{parse_span, parse_time};

/// Reads one act line.
///
/// # Errors
/// What is wrong with the first word that does not fit, and where it is.
pub fn parse_line(text: &str) -> Result<Line, LineError> {
    let mut words = Words::new(text);
    let label = label(&mut words)?;
    let when = when(&mut words)?;
    let lasting = lasting(&mut words)?;
    let verb = words.next("a verb")?;
    let act = verbs::act(verb, &mut words)?;
    words.end()?;
    if let (Some((span, word)), false) = (&lasting, undoable(&act)) {
        let message = format!("`{}` cannot be undone, so it takes no `for {span}`", verb.text);
        return Err(LineError { at: word.range(), message, help: Some("leave it out".into()) });
    }
    Ok(Line { label, when, act, lasting: lasting.map(|(span, _)| span) })
}

impl Operation {
    /// Reads what a client is asked, without the client: `write balance 45`, `read balance at c`.
    ///
    /// # Errors
    /// What is wrong with the first word that does not fit, and where it is.
    pub fn parse(text: &str) -> Result<Self, LineError> {
        let mut words = Words::new(text);
        let op = verbs::operation(&mut words)?;
        words.end()?;
        Ok(op)
    }
}

/// What is wrong with an act line, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Bytes of the line; empty at its end where something is missing.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for LineError {}

fn label(words: &mut Words<'_>) -> Result<Option<String>, LineError> {
    let Some((first, colon)) = words.peek().and_then(|w| Some((w, w.text.find(':')?))) else { return Ok(None) };
    let name = Word { at: first.at, text: &first.text[..colon] };
    if !is_label(name.text) {
        return Err(name.wrong(format!("`{}` is not a label; use lower-case letters, digits and `-`", name.text)));
    }
    words.split_front(colon + 1);
    Ok(Some(name.text.to_string()))
}

fn when(words: &mut Words<'_>) -> Result<When, LineError> {
    let first = words.next("`at TIME` or `every SPAN from TIME`")?;
    match first.text {
        "at" => Ok(When::At(words.time("a time")?)),
        "every" => {
            let word = words.next("a span of time")?;
            let period = parse_span(word.text).map_err(|e| word.wrong(e))?;
            if period == Duration::ZERO {
                return Err(word.wrong("the time between two occurrences is longer than 0s".into()));
            }
            words.keyword("from")?;
            let from = words.time("a time")?;
            let until = if words.take("until") { Some(words.time("a time")?) } else { None };
            Ok(When::Every { period, from, until })
        }
        _ => {
            let message = format!("a line says when: `at TIME` or `every SPAN from TIME`, not `{}`", first.text);
            let help = verbs::VERBS.contains(&first.text).then(|| format!("write `at 2s {} …`", first.text));
            Err(LineError { at: first.range(), message, help })
        }
    }
}

/// Takes `for SPAN` off the end, except from a pause, whose span is its own.
fn lasting<'a>(words: &mut Words<'a>) -> Result<Option<(Duration, Word<'a>)>, LineError> {
    let rest = words.rest();
    let Some(at) = rest.len().checked_sub(2).filter(|at| rest[*at].text == "for") else { return Ok(None) };
    if rest[0].text == "pause" {
        return Ok(None);
    }
    let word = rest[at + 1];
    let span = parse_span(word.text).map_err(|e| word.wrong(e))?;
    words.drop_last(2);
    Ok(Some((span, word)))
}

const fn undoable(act: &Act) -> bool {
    matches!(
        act,
        Act::Cut(_)
            | Act::Isolate(_)
            | Act::Hold(_)
            | Act::Crash(_)
            | Act::Slow { .. }
            | Act::Skew { .. }
            | Act::Drift { .. }
            | Act::Set { .. }
    )
}

fn is_label(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A word of the line and where it begins.
#[derive(Clone, Copy)]
struct Word<'a> {
    at: usize,
    text: &'a str,
}

impl Word<'_> {
    const fn range(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
    const fn wrong(&self, message: String) -> LineError {
        LineError { at: self.range(), message, help: None }
    }
}

/// The words of a line, read from left to right.
struct Words<'a> {
    all: Vec<Word<'a>>,
    next: usize,
    end: usize,
}

impl<'a> Words<'a> {
    fn new(line: &'a str) -> Self {
        let mut all = Vec::new();
        let mut at = 0;
        for text in line.split(char::is_whitespace) {
            if !text.is_empty() {
                all.push(Word { at, text });
            }
            at += text.len() + line[at + text.len()..].chars().next().map_or(0, char::len_utf8);
        }
        Self { all, next: 0, end: line.trim_end().len() }
    }
    fn rest(&self) -> &[Word<'a>] {
        &self.all[self.next..]
    }
    fn peek(&self) -> Option<Word<'a>> {
        self.all.get(self.next).copied()
    }
    fn next(&mut self, wanted: &str) -> Result<Word<'a>, LineError> {
        let missing = || LineError { at: self.end..self.end, message: format!("{wanted} is missing"), help: None };
        let word = self.peek().ok_or_else(missing)?;
        self.next += 1;
        Ok(word)
    }
    fn take(&mut self, keyword: &str) -> bool {
        let there = self.peek().is_some_and(|w| w.text == keyword);
        self.next += usize::from(there);
        there
    }
    fn keyword(&mut self, keyword: &str) -> Result<(), LineError> {
        let word = self.next(&format!("`{keyword}`"))?;
        if word.text == keyword {
            return Ok(());
        }
        Err(word.wrong(format!("`{keyword}` comes here, not `{}`", word.text)))
    }
    fn time(&mut self, wanted: &str) -> Result<crate::time::Time, LineError> {
        let word = self.next(wanted)?;
        parse_time(word.text).map_err(|e| word.wrong(e))
    }
    fn span(&mut self) -> Result<Duration, LineError> {
        let word = self.next("a span of time")?;
        parse_span(word.text).map_err(|e| word.wrong(e))
    }
    fn signed(&mut self) -> Result<i64, LineError> {
        let word = self.next("a span of time")?;
        span::parse_signed(word.text).map_err(|e| word.wrong(e))
    }
    /// What the next word leaves after its first `bytes` becomes the next word, if anything is left.
    fn split_front(&mut self, bytes: usize) {
        let word = &mut self.all[self.next];
        *word = Word { at: word.at + bytes, text: &word.text[bytes..] };
        self.next += usize::from(word.text.is_empty());
    }
    fn drop_last(&mut self, n: usize) {
        self.all.truncate(self.all.len() - n);
        self.end = self.all.last().map_or(0, |w| w.range().end);
    }
    fn end(&self) -> Result<(), LineError> {
        self.peek().map_or(Ok(()), |w| Err(w.wrong(format!("`{}` is one word too many", w.text))))
    }
}
