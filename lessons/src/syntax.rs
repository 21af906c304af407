//! Syntax errors of TOML, all of them: a statement that cannot be read is reported once and left out, so that what
//! follows it is read as it stands.

use std::borrow::Cow;

use toml::de::DeTable;

use crate::report::Report;
use crate::source::{File, Span};

/// A TOML text without the statements that cannot be read; everything else stands where it stood.
pub(crate) struct Clean<'t> {
    pub(crate) text: Cow<'t, str>,
    /// Keys of the statements that were left out: nobody need miss them.
    pub(crate) lost: Vec<String>,
}

/// More mistakes than this in one file are told after the first ones are gone.
const MOST: usize = 50;

/// Reports syntax errors, and blanks what they are in.
pub(crate) fn clean<'t>(report: &mut Report<'_>, text: &'t str, file: File, base: usize) -> Clean<'t> {
    let mut clean = Clean { text: Cow::Borrowed(text), lost: Vec::new() };
    for _ in 0..MOST {
        let (_, errors) = DeTable::parse_recoverable(&clean.text);
        let first = errors.iter().min_by_key(|error| error.span().map_or(0, |span| span.start));
        let Some(first) = first else { return clean };
        let at = first.span().map_or(0..0, |span| span);
        let statement = statement_at(&clean.text, at.start);
        let mut span = Span::new(file, base + at.start, base + at.end);
        let mut message = first.message().trim_end_matches(", expected nothing").replace('\n', " ");
        if statement.end <= at.start {
            let line = clean.text[statement.clone()].trim_end().len();
            span = Span::new(file, base + statement.start, base + statement.start + line);
            message = "a bracket is opened here and never closed".to_string();
        }
        report.error(span, message);
        let left_out = &clean.text[statement.clone()];
        clean.lost.extend(left_out.lines().filter_map(key_of).map(str::to_string));
        let blank: String =
            left_out.chars().map(|c| if c == '\n' { "\n".into() } else { " ".repeat(c.len_utf8()) }).collect();
        if blank == left_out {
            break;
        }
        clean.text.to_mut().replace_range(statement, &blank);
    }
    // What is left cannot be told apart from what it broke.
    clean.text = Cow::Owned(String::new());
    clean
}

/// The bytes of the statement that an error at this byte is in: a key and its value, or a header and its section. Where
/// an earlier statement never closed its bracket, it is that one.
fn statement_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let mut starts: Vec<(usize, bool)> = Vec::new();
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        if key_of(line).is_some() || is_header(line) {
            starts.push((next, is_header(line)));
        }
        next += line.len();
    }
    let Some(this) = starts.iter().rposition(|(start, _)| *start <= at) else {
        return 0..starts.first().map_or(next, |s| s.0);
    };
    let end = |n: usize| starts.get(n + 1).map_or(next, |(start, _)| *start);
    if let Some(before) = this.checked_sub(1) {
        let range = starts[before].0..end(before);
        if !starts[before].1 && leaves_open(&text[range.clone()]) {
            return range;
        }
    }
    let (start, header) = starts[this];
    if header {
        let after = starts[this + 1..].iter().find(|(_, header)| *header);
        return start..after.map_or(next, |(start, _)| *start);
    }
    start..end(this)
}

/// The key of a line `key = …`.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let quoted = key.len() > 2 && key.starts_with('"') && key.ends_with('"') && key.matches('"').count() == 2;
    (quoted || (!key.is_empty() && key.bytes().all(bare))).then_some(key.trim_matches('"'))
}

/// `[repair]`, `[[run]]`, or what was meant to be one; lists inside lists are indented.
fn is_header(line: &str) -> bool {
    line.starts_with('[')
}

/// Whether more brackets are opened than closed, outside of texts and comments.
fn leaves_open(text: &str) -> bool {
    let (mut depth, mut quote) = (0_i32, None);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some(_), '\n') => quote = None,
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => drop(chars.by_ref().find(|c| *c == '\n')),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}
