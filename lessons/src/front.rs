//! Reads the head of `lesson.md`, between the `+++` lines.

use crate::keys::{Keys, Toml};
use crate::markdown::{Refs, plain, read_line};
use crate::model::{Front, Root, TrueNumber};
use crate::report::{Placed, Report};
use crate::source::{File, Span};
use crate::syntax::clean;

/// The head, and where the body begins.
pub(crate) fn read(report: &mut Report<'_>, refs: &mut Refs, text: &str) -> (Front, usize) {
    let Some((start, end, body)) = fences(text) else {
        let help = "write title, minutes, idea and refutes between two lines +++";
        report.error_help(Span::default(), "lesson.md does not begin with its head", help);
        // What may be a head without its fences is no prose: go on at the first heading.
        let body = if text.starts_with("## ") { 0 } else { text.find("\n## ").map_or(text.len(), |at| at + 1) };
        return (Front::default(), body);
    };
    let clean = clean(report, &text[start..end], File::Lesson, start);
    let toml = Toml::of(&clean, File::Lesson, start);
    let table = toml.parse();
    let mut keys = Keys::root(toml, &table);
    keys.name = "the head".to_string();
    let mut front = Front {
        title: keys.need_text(report, "title", "\"…\"").text,
        idea: keys.need_text(report, "idea", "\"…\"").text,
        refutes: keys.need_text(report, "refutes", "\"…\"").text,
        ..Front::default()
    };
    let minutes = keys.need(report, "minutes", "12").and_then(|item| item.whole(report, 1..241));
    front.minutes = minutes.unwrap_or_default() as u32;
    front.root = read_root(report, &mut keys);
    if let Some(mut number) = keys.get("number").and_then(|item| item.table(report)) {
        let measure = number.text(report, "measure");
        let text = number.need_text(report, "text", "\"…\"");
        let words = read_line(report, refs, &text);
        front.number = Some(TrueNumber {
            text: plain(&words),
            words,
            formula: number.need_text(report, "formula", "\"…\"").text,
            assumes: number.need_text(report, "assumes", "\"…\"").text,
            source: number.need_text(report, "source", "\"https:…\"").text,
            measure: measure.as_ref().map(|placed| placed.text.clone()),
        });
        refs.measured.extend(measure.map(|placed| (placed, String::new())));
        number.finish(report);
    }
    keys.finish(report);
    (front, body)
}

/// First and last byte of the head, and the first byte after it.
fn fences(text: &str) -> Option<(usize, usize, usize)> {
    let start = text.strip_prefix("+++\n").map(|_| 4).or_else(|| text.strip_prefix("+++\r\n").map(|_| 5))?;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Some((start, at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// What only a lesson's first act says. `lesson` decides: with it the others belong, without it none does.
fn read_root(report: &mut Report<'_>, keys: &mut Keys<'_>) -> Option<Root> {
    let lesson = keys.text(report, "lesson");
    let track = keys.text(report, "track");
    let needs = keys.texts(report, "needs");
    let objectives = keys.texts(report, "objectives");
    let sources = keys.get("sources");
    let Some(lesson) = lesson else {
        let stray = [track, needs.into_iter().next(), objectives.into_iter().next()];
        let at = stray.into_iter().flatten().map(|placed| placed.span).chain(sources.map(|item| item.key_span)).next();
        if let Some(span) = at {
            let help = "only a lesson's first act has track, needs, objectives and sources";
            report.error_help(span, "the head has no `lesson`", help);
        }
        return None;
    };
    if track.is_none() {
        report.error_help(keys.span, "the head has no `track`", "write track = \"copies\"");
    }
    let texts = |list: Vec<Placed>| list.into_iter().map(|placed| placed.text).collect();
    let mut root = Root {
        lesson: lesson.text,
        track: track.unwrap_or_default().text,
        needs: texts(needs),
        objectives: texts(objectives),
        sources: Vec::new(),
    };
    for item in sources.map(|item| item.list(report)).unwrap_or_default() {
        let pair: Vec<Placed> = item.list(report).iter().filter_map(|i| i.text(report)).collect();
        let [title, address] = &pair[..] else {
            report.error(item.key_span, "a source is written [\"title\", \"https:…\"]");
            continue;
        };
        if !address.text.starts_with("https:") {
            report.error(address.span, format!("`{}` is not an https: address", address.text));
        }
        root.sources.push((title.text.clone(), address.text.clone()));
    }
    Some(root)
}
