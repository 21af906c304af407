//! Sentences as written: `success(clients = majority, during = cut) >= 95%`. What the words mean is bound in `bind`.

use sim_core::measure::{ArgValue, Call};
use sim_core::quantity::Quantity;

use crate::model::{Comparison, Sentence};
use crate::report::{Placed, Report};

/// A sentence whose parts are known, but not what they mean.
pub(crate) struct Raw {
    pub(crate) whole: Placed,
    pub(crate) name: Placed,
    pub(crate) args: Vec<RawArg>,
    pub(crate) bound: Option<(Comparison, Quantity, Placed)>,
}

/// `during = cut`, or a value alone.
pub(crate) struct RawArg {
    pub(crate) name: Option<Placed>,
    pub(crate) value: Placed,
}

/// Reads `name(arguments)` and, where it follows, `>= quantity`.
pub(crate) fn parse(report: &mut Report<'_>, placed: &Placed) -> Option<Raw> {
    let text = placed.text.as_str();
    let Some((open, close)) = text.find('(').and_then(|open| Some((open, open + text[open..].find(')')?))) else {
        let help = "a sentence is a measure with its arguments, such as success(during = cut) >= 95%";
        report.error_help(placed.span, format!("`{text}` has no arguments in ( )"), help);
        return None;
    };
    let name = placed.slice(0, open);
    if name.text.is_empty() || !name.text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        report
            .error(name.span, format!("`{}` is not a measure's name; they have lower-case letters and `_`", name.text));
        return None;
    }
    let args = args(report, placed, open + 1, close)?;
    let rest = placed.slice(close + 1, text.len());
    let bound = if rest.text.is_empty() { None } else { Some(bound(report, &rest)?) };
    Some(Raw { whole: placed.clone(), name, args, bound })
}

fn args(report: &mut Report<'_>, placed: &Placed, start: usize, end: usize) -> Option<Vec<RawArg>> {
    let mut args = Vec::new();
    let mut at = start;
    if placed.text[start..end].trim().is_empty() {
        return Some(args);
    }
    for part in placed.text[start..end].split(',') {
        let whole = placed.slice(at, at + part.len());
        let (name, value) = match part.split_once('=') {
            Some((name, _)) => {
                let split = at + name.len();
                (Some(placed.slice(at, split)), placed.slice(split + 1, at + part.len()))
            }
            None => (None, whole.clone()),
        };
        if value.text.is_empty() || name.as_ref().is_some_and(|n| n.text.is_empty()) {
            report.error(whole.span, "an argument is empty; write a value, or name = value");
            return None;
        }
        if name.is_none() && !args.is_empty() {
            report
                .error(value.span, format!("only the first argument goes without its name; write … = {}", value.text));
            return None;
        }
        args.push(RawArg { name, value });
        at += part.len() + 1;
    }
    Some(args)
}

fn bound(report: &mut Report<'_>, rest: &Placed) -> Option<(Comparison, Quantity, Placed)> {
    const SIGNS: [(&str, Comparison); 5] = [
        (">=", Comparison::AtLeast),
        ("<=", Comparison::AtMost),
        (">", Comparison::Above),
        ("<", Comparison::Below),
        ("=", Comparison::Is),
    ];
    let Some((sign, comparison)) = SIGNS.into_iter().find(|(sign, _)| rest.text.starts_with(sign)) else {
        let message = format!("`{}` is not a bound; write >=, <=, >, < or = and a quantity", rest.text);
        report.error(rest.span, message);
        return None;
    };
    let number = rest.slice(sign.len(), rest.text.len());
    match Quantity::parse(&number.text) {
        Ok(quantity) => Some((comparison, quantity, number)),
        Err(message) => {
            report.error(if number.text.is_empty() { rest.span } else { number.span }, message);
            None
        }
    }
}

impl Raw {
    /// The sentence with its arguments as written.
    pub(crate) fn unbound(&self) -> Sentence {
        let args = self.args.iter().map(|arg| {
            (arg.name.as_ref().map(|n| n.text.clone()).unwrap_or_default(), ArgValue::Word(arg.value.text.clone()))
        });
        self.sentence(args.collect())
    }

    pub(crate) fn sentence(&self, args: Vec<(String, ArgValue)>) -> Sentence {
        Sentence {
            text: self.whole.text.clone(),
            call: Call { measure: self.name.text.clone(), args },
            bound: self.bound.as_ref().map(|(comparison, quantity, _)| (*comparison, *quantity)),
        }
    }
}
