//! Binds sentences: the measure to its registry entry, each argument to what the registry says it may be, each name to
//! the worlds in which the sentence will be asked.

use sim_core::act::{parse_span, parse_time};
use sim_core::measure::{ArgValue, Instant};
use sim_core::order::Ordered;
use sim_core::quantity::Unit;
use sim_core::registry::{Arg, ArgKind, MeasureInfo, Registry, Yields};

use crate::model::Sentence;
use crate::report::{Placed, Report, quoted};
use crate::scene::{Scene, link_name};
use crate::sentence::{Raw, RawArg, parse};

/// What a sentence is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line that holds or not: a verdict, or a quantity with a bound.
    Truth,
    /// A number: a quantity without a bound.
    Number,
    /// Either, as in claims: a share over seeds needs a truth, a mean a number.
    Either,
}

/// Where a sentence's names are looked up.
#[derive(Clone, Copy)]
pub(crate) struct Binder<'b> {
    pub(crate) registry: &'b Registry,
    /// A name must be in each of these.
    pub(crate) scenes: &'b [&'b Scene<'b>],
}

/// Reads a sentence; with a binder, binds it too.
pub(crate) fn read(
    report: &mut Report<'_>,
    placed: &Placed,
    form: Form,
    binder: Option<Binder<'_>>,
) -> Option<Sentence> {
    let raw = parse(report, placed)?;
    match binder {
        Some(binder) => binder.bind(report, &raw, form),
        None => Some(raw.unbound()),
    }
}

impl<'b> Binder<'b> {
    fn bind(&self, report: &mut Report<'_>, raw: &Raw, form: Form) -> Option<Sentence> {
        let measures = &self.registry.measures;
        let Some(info) = measures.iter().find(|m| m.name == raw.name.text) else {
            let message = format!("`{}` is not a measure", raw.name.text);
            report.unknown(raw.name.span, message, &raw.name.text, measures.iter().map(|m| m.name));
            return None;
        };
        check_bound(report, raw, info, form);
        let mut given: Vec<(usize, ArgValue)> = Vec::new();
        for arg in &raw.args {
            let Some(at) = which(report, info, arg) else { continue };
            if given.iter().any(|(other, _)| *other == at) {
                report.error(arg.value.span, format!("`{}` is given twice", info.args[at].name));
            } else if let Some(value) = self.value(report, &info.args[at], &arg.value) {
                given.push((at, value));
            }
        }
        for (at, arg) in info.args.iter().enumerate() {
            let named = |a: &RawArg| a.name.as_ref().map_or(at == 0, |n| n.text == arg.name);
            if arg.required && !raw.args.iter().any(named) {
                report.error_help(raw.name.span, format!("`{}` needs `{}`", info.name, arg.name), arg.doc);
            }
        }
        given.order_by_key(|(at, _)| *at);
        Some(raw.sentence(given.into_iter().map(|(at, value)| (info.args[at].name.to_string(), value)).collect()))
    }

    fn value(&self, report: &mut Report<'_>, arg: &Arg, value: &Placed) -> Option<ArgValue> {
        let text = value.text.as_str();
        let word = || Some(ArgValue::Word(text.to_string()));
        match arg.kind {
            ArgKind::Key => {
                self.known(report, value, "a key that some operation is about", Scene::keys)?;
                word()
            }
            ArgKind::Clients => {
                if !matches!(text, "majority" | "minority") {
                    self.known(report, value, "a client, a group of clients, `majority` or `minority`", |scene| {
                        let mut words = scene.owners(|protocol| protocol.client);
                        words.extend(["majority", "minority"]);
                        words
                    })?;
                }
                word()
            }
            ArgKind::Node => {
                self.known(report, value, "a server or a group of servers", |scene| {
                    scene.owners(|protocol| !protocol.client)
                })?;
                word()
            }
            ArgKind::Link => {
                let Some(link) = link_name(text) else {
                    report.error(value.span, format!("`{text}` is not a link; write a-b or a->b"));
                    return None;
                };
                for end in [&link.a, &link.b] {
                    let end = Placed { text: end.clone(), span: value.word(end), exact: true };
                    self.known(report, &end, "a node", Scene::nodes)?;
                }
                Some(ArgValue::Link(link))
            }
            ArgKind::Window => {
                self.known(report, value, "the label of an act in this world", Scene::labels)?;
                word()
            }
            ArgKind::Instant => self.instant(report, value).map(ArgValue::Instant),
            ArgKind::Span => match parse_span(text) {
                Ok(span) => Some(ArgValue::Span(span)),
                Err(message) => {
                    report.error(value.span, message);
                    None
                }
            },
            ArgKind::Word(words) => {
                if !words.contains(&text) {
                    let message = format!("`{}` is one of {}, not `{text}`", arg.name, quoted(words));
                    report.error(value.span, message);
                    return None;
                }
                word()
            }
            ArgKind::Whole => {
                let number = text.parse().ok().map(ArgValue::Whole);
                if number.is_none() {
                    report.error(value.span, format!("`{}` is a whole number, not `{text}`", arg.name));
                }
                number
            }
        }
    }

    fn instant(&self, report: &mut Report<'_>, value: &Placed) -> Option<Instant> {
        let text = value.text.as_str();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return parse_time(text).map(Instant::At).map_err(|message| report.error(value.span, message)).ok();
        }
        let (label, side) = text.split_once('.').unwrap_or((text, "start"));
        let placed = value.slice(0, label.len());
        self.known(report, &placed, "the label of an act in this world", Scene::labels)?;
        match side {
            "start" => Some(Instant::Start(label.to_string())),
            "end" => Some(Instant::End(label.to_string())),
            _ => {
                let side = value.slice(label.len() + 1, text.len());
                report.error(side.span, format!("an act has `{label}.start` and `{label}.end`, not `{text}`"));
                None
            }
        }
    }

    /// The word is one of these in each world.
    fn known(
        &self,
        report: &mut Report<'_>,
        value: &Placed,
        what: &str,
        words: impl for<'s> Fn(&'s Scene<'b>) -> Vec<&'s str>,
    ) -> Option<()> {
        for scene in self.scenes.iter().filter(|scene| !scene.partial) {
            let words = words(scene);
            if !words.contains(&value.text.as_str()) {
                report.unknown(value.span, format!("`{}` is not {what}", value.text), &value.text, words);
                return None;
            }
        }
        Some(())
    }
}

/// Which declared argument this is.
fn which(report: &mut Report<'_>, info: &MeasureInfo, arg: &RawArg) -> Option<usize> {
    let Some(name) = &arg.name else {
        if info.args.is_empty() {
            report.error(arg.value.span, format!("`{}` takes no arguments", info.name));
            return None;
        }
        return Some(0);
    };
    let at = info.args.iter().position(|a| a.name == name.text);
    if at.is_none() {
        let message = format!("`{}` is not an argument of `{}`", name.text, info.name);
        report.unknown(name.span, message, &name.text, info.args.iter().map(|a| a.name));
    }
    at
}

fn check_bound(report: &mut Report<'_>, raw: &Raw, info: &MeasureInfo, form: Form) {
    let name = info.name;
    match (info.yields, &raw.bound) {
        (Yields::Verdict, Some((.., at))) => {
            report.error(at.span, format!("`{name}` holds or not; leave the bound out"));
        }
        (Yields::Verdict, None) if form == Form::Number => {
            report.error(raw.name.span, format!("`{name}` holds or not; a number is needed here"));
        }
        (Yields::Verdict, None) => {}
        (Yields::Quantity(_), Some((.., at))) if form == Form::Number => {
            report.error(at.span, format!("a measure alone stands here; leave the bound of `{name}` out"));
        }
        (Yields::Quantity(unit), Some((_, quantity, at))) if quantity.unit != unit => {
            let message = format!("`{name}` is {}, so its bound is written like {}", called(unit), example(unit));
            report.error(at.span, message);
        }
        (Yields::Quantity(unit), None) if form == Form::Truth => {
            let message = format!("`{name}` is {}; compare it with a bound", called(unit));
            report.error_help(raw.name.span, message, format!("write >= {} after it", example(unit)));
        }
        (Yields::Quantity(_), _) => {}
    }
}

/// How messages call a unit.
pub(crate) const fn called(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "a count",
        Unit::Share => "a share",
        Unit::Time => "a time",
        Unit::Rate => "a rate",
    }
}

/// How a quantity of this unit is spelled.
pub(crate) const fn example(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "3",
        Unit::Share => "95%",
        Unit::Time => "2s",
        Unit::Rate => "10/s",
    }
}
