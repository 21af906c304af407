//! Reads TOML by its keys: every value is asked for by name and kind, and what nobody asked for is an unknown key.

use sim_core::order::Ordered;
use std::borrow::Borrow as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::report::{Placed, Report};
use crate::source::{File, Span};
use crate::syntax::Clean;

/// A TOML text, whole or inside another file.
#[derive(Clone, Copy)]
pub(crate) struct Toml<'t> {
    text: &'t str,
    file: File,
    /// Where the text begins in its file.
    base: usize,
    /// Keys that are there, in statements that could not be read.
    lost: &'t [String],
}

impl<'t> Toml<'t> {
    /// What is left of a text once its syntax errors are reported.
    pub(crate) fn of(clean: &'t Clean<'_>, file: File, base: usize) -> Self {
        Self { text: &clean.text, file, base, lost: &clean.lost }
    }

    /// Its table.
    pub(crate) fn parse(&self) -> DeTable<'t> {
        DeTable::parse_recoverable(self.text).0.into_inner()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }
}

/// A table, and which of its keys were asked for.
pub(crate) struct Keys<'k> {
    entries: Vec<(&'k str, Item<'k>)>,
    lost: &'k [String],
    asked: Vec<&'static str>,
    /// How messages call it: `[repair]`.
    pub(crate) name: String,
    /// Where its header is.
    pub(crate) span: Span,
}

/// A value, with its key.
#[derive(Clone, Copy)]
pub(crate) struct Item<'k> {
    toml: Toml<'k>,
    key: &'k str,
    /// Where the key is (for an element of a list, the element).
    pub(crate) key_span: Span,
    value: &'k DeValue<'k>,
    span: Span,
}

impl<'k> Keys<'k> {
    /// The keys of a whole text.
    pub(crate) fn root(toml: Toml<'k>, table: &'k DeTable<'k>) -> Self {
        Self::new(toml, table, toml.file.name().to_string(), toml.span(0..0))
    }

    fn new(toml: Toml<'k>, table: &'k DeTable<'k>, name: String, span: Span) -> Self {
        let mut entries: Vec<(&str, Item<'_>)> = table
            .iter()
            .map(|(key, value)| {
                let word: &str = key.get_ref().borrow();
                let spans = (toml.span(key.span()), toml.span(value.span()));
                (word, Item { toml, key: word, key_span: spans.0, value: value.get_ref(), span: spans.1 })
            })
            .collect();
        entries.order_by_key(|(_, item)| item.key_span.start);
        Self { entries, lost: toml.lost, asked: Vec::new(), name, span }
    }

    /// The value of this key, if it is there.
    pub(crate) fn get(&mut self, key: &'static str) -> Option<Item<'k>> {
        self.asked.push(key);
        self.entries.iter().find(|(word, _)| *word == key).map(|(_, item)| *item)
    }

    /// The value of a key that must be there.
    pub(crate) fn need(&mut self, report: &mut Report<'_>, key: &'static str, example: &str) -> Option<Item<'k>> {
        let item = self.get(key);
        if item.is_none() && !self.lost.iter().any(|lost| lost == key) {
            report.error_help(self.span, format!("{} has no `{key}`", self.name), format!("write {key} = {example}"));
        }
        item
    }

    /// Text that must be there; empty where it is not.
    pub(crate) fn need_text(&mut self, report: &mut Report<'_>, key: &'static str, example: &str) -> Placed {
        self.need(report, key, example).and_then(|item| item.text(report)).unwrap_or_default()
    }

    /// Text that may be there.
    pub(crate) fn text(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<Placed> {
        self.get(key)?.text(report)
    }

    /// A list of texts; empty where it is not there.
    pub(crate) fn texts(&mut self, report: &mut Report<'_>, key: &'static str) -> Vec<Placed> {
        let list = self.get(key).map(|item| item.list(report)).unwrap_or_default();
        list.iter().filter_map(|item| item.text(report)).collect()
    }

    /// The tables under this key by name: `[group.replicas]`.
    pub(crate) fn named(&mut self, report: &mut Report<'_>, key: &'static str) -> Vec<(&'k str, Keys<'k>)> {
        let Some(keys) = self.get(key).and_then(|item| item.table(report)) else { return Vec::new() };
        keys.rest().into_iter().filter_map(|item| Some((item.key, item.table(report)?))).collect()
    }

    /// The tables of a list: `[[run]]`.
    pub(crate) fn tables(&mut self, report: &mut Report<'_>, key: &'static str) -> Vec<Keys<'k>> {
        let list = self.get(key).map(|item| item.list(report)).unwrap_or_default();
        list.iter().filter_map(|item| item.table(report)).collect()
    }

    /// What was not asked for, in order: for tables whose keys are the author's own.
    pub(crate) fn rest(&self) -> Vec<Item<'k>> {
        self.entries.iter().filter(|(word, _)| !self.asked.contains(word)).map(|(_, item)| *item).collect()
    }

    /// Reports what nobody asked for.
    pub(crate) fn finish(self, report: &mut Report<'_>) {
        self.finish_with(report, &[]);
    }

    /// The same, where these keys would have been possible too.
    pub(crate) fn finish_with(self, report: &mut Report<'_>, more: &[&str]) {
        for item in self.rest() {
            let candidates = self.asked.iter().copied().chain(more.iter().copied());
            let message = format!("`{}` is not a key of {}", item.key, self.name);
            report.unknown(item.key_span, message, item.key, candidates);
        }
    }
}

impl<'k> Item<'k> {
    pub(crate) const fn key(&self) -> &'k str {
        self.key
    }

    /// A text in quotes.
    pub(crate) fn text(&self, report: &mut Report<'_>) -> Option<Placed> {
        match self.value {
            DeValue::String(_) => self.spelled(report),
            _ => self.mismatch(report, "a text in quotes"),
        }
    }

    /// A text, number or truth value, as a setting spells it; a list's parts have commas between them.
    pub(crate) fn spelled(&self, report: &mut Report<'_>) -> Option<Placed> {
        let text = match self.value {
            DeValue::String(text) => {
                let (start, end) = (self.span.start + 1, self.span.end.saturating_sub(1));
                let raw = self.toml.text.get(start - self.toml.base..end.saturating_sub(self.toml.base));
                let exact = raw == Some(text.as_ref());
                let span = if exact { Span::new(self.span.file, start, end) } else { self.span };
                return Some(Placed { text: text.to_string(), span, exact });
            }
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Array(_) => {
                let parts: Vec<String> =
                    self.list(report).iter().filter_map(|i| i.text(report)).map(|p| p.text).collect();
                parts.join(", ")
            }
            _ => return self.mismatch(report, "a text, a number, true or false"),
        };
        Some(Placed { text, span: self.span, exact: false })
    }

    /// A whole number in a range.
    pub(crate) fn whole(&self, report: &mut Report<'_>, range: Range<u64>) -> Option<u64> {
        let number = match self.value {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let number = number.filter(|n| range.contains(n));
        if number.is_none() {
            let (low, high) = (range.start, range.end - 1);
            let range =
                if high == u64::MAX - 1 { format!(", {low} or larger") } else { format!(" from {low} to {high}") };
            report.error(self.span, format!("`{}` is a whole number{range}", self.key));
        }
        number
    }

    /// A number.
    pub(crate) fn number(&self, report: &mut Report<'_>) -> Option<f64> {
        let number = match self.value {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        number.or_else(|| self.mismatch(report, "a number"))
    }

    /// The elements of a list.
    pub(crate) fn list(&self, report: &mut Report<'_>) -> Vec<Self> {
        let DeValue::Array(list) = self.value else {
            self.mismatch::<()>(report, "a list in `[ ]`");
            return Vec::new();
        };
        list.iter()
            .map(|value: &Spanned<DeValue<'_>>| {
                let span = self.toml.span(value.span());
                Self { toml: self.toml, key: self.key, key_span: span, value: value.get_ref(), span }
            })
            .collect()
    }

    /// Whether it is a list.
    pub(crate) const fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// Whether it is a table.
    pub(crate) const fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// A table.
    pub(crate) fn table(&self, report: &mut Report<'_>) -> Option<Keys<'k>> {
        match self.value {
            DeValue::Table(table) => Some(Keys::new(self.toml, table, format!("[{}]", self.key), self.key_span)),
            _ => self.mismatch(report, "a table"),
        }
    }

    fn mismatch<T>(&self, report: &mut Report<'_>, wanted: &str) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        report.error(self.span, format!("`{}` is {wanted}, not {found}", self.key));
        None
    }
}
