//! The draws of a sealed run: `draw = { t = "5s..12s", who = ["a", "b"] }`, and the lines that use them.

use sim_core::act::parse_span;
use sim_core::decimal::decimal;

use crate::keys::Keys;
use crate::lines;
use crate::model::Draw;
use crate::report::{Placed, Report};
use crate::world_file::{Level, Pending, key_of};
use crate::worlds::{fill, spell_draw};

/// Draws by name, in order; `None` for one that could not be read.
pub(crate) type Draws = Vec<(Placed, Option<Draw>)>;

/// Reads `draw`.
pub(crate) fn read(report: &mut Report<'_>, keys: &mut Keys<'_>) -> Draws {
    let Some(table) = keys.get("draw").and_then(|item| item.table(report)) else { return Vec::new() };
    let mut draws = Vec::new();
    for item in table.rest() {
        let draw = if item.is_list() {
            let words: Vec<String> =
                item.list(report).iter().filter_map(|i| i.spelled(report)).map(|word| word.text).collect();
            if words.is_empty() {
                report.error(item.key_span, format!("`{}` is drawn from nothing", item.key()));
            }
            Some(Draw::OneOf(words))
        } else {
            item.text(report).and_then(|text| range(report, &text))
        };
        draws.push((key_of(&item), draw));
    }
    draws
}

/// Without their places.
pub(crate) fn plain(draws: Draws) -> Vec<(String, Draw)> {
    draws.into_iter().filter_map(|(name, draw)| Some((name.text, draw?))).collect()
}

/// Reads lines with names in braces: with the draws at mid-range they are ordinary lines.
pub(crate) fn lines(
    report: &mut Report<'_>,
    acts: &[Placed],
    draws: &[&Draws],
    level: Level,
    unused: &mut Vec<&str>,
    pending: &mut Pending,
) {
    let all = || draws.iter().flat_map(|draws| draws.iter());
    let spelled = all().filter_map(|(name, draw)| Some((name.text.as_str(), spell_draw(draw.as_ref()?, None))));
    let spelled: Vec<(&str, String)> = spelled.collect();
    let broken = |text: &str| all().any(|(name, draw)| draw.is_none() && text.contains(&format!("{{{}}}", name.text)));
    mark_used(acts, unused);
    for placed in acts.iter().filter(|placed| !broken(&placed.text)) {
        let text = fill(&placed.text, &spelled);
        if let Some((start, end)) = text.find('{').and_then(|start| Some((start, start + text[start..].find('}')?))) {
            let name = &text[start + 1..end];
            let span =
                placed.text.find(&text[start..=end]).map_or(placed.span, |at| placed.part(at + 1, at + 1 + name.len()));
            report.unknown(span, format!("`{name}` is not drawn"), name, spelled.iter().map(|(name, _)| *name));
            continue;
        }
        let exact = placed.exact && text == placed.text;
        let filled = Placed { text, span: placed.span, exact };
        if let Some(line) = lines::read(report, &filled) {
            pending.lines.push((level, filled, line));
        }
    }
}

/// Takes the draws that these lines use from `unused`.
pub(crate) fn mark_used(acts: &[Placed], unused: &mut Vec<&str>) {
    unused.retain(|name| !acts.iter().any(|act| act.text.contains(&format!("{{{name}}}"))));
}

/// Reports draws that no line uses.
pub(crate) fn report_unused(report: &mut Report<'_>, draws: &Draws, unused: &[&str]) {
    for (name, _) in draws.iter().filter(|(name, _)| unused.contains(&name.text.as_str())) {
        report.error_help(
            name.span,
            format!("no line uses the draw `{}`", name.text),
            format!("write {{{}}}", name.text),
        );
    }
}

/// Reads `5s..12s`, `2..9` or `8%..12%`.
fn range(report: &mut Report<'_>, placed: &Placed) -> Option<Draw> {
    let text = placed.text.as_str();
    let draw = text.split_once("..").and_then(|(low, high)| {
        let share = |t: &str| decimal(t.strip_suffix('%')?).filter(|p| (0.0..=100.0).contains(p));
        if let (Ok(low), Ok(high)) = (low.parse::<i64>(), high.parse::<i64>()) {
            (low <= high).then_some(Draw::Whole(low, high))
        } else if let (Some(low), Some(high)) = (share(low), share(high)) {
            (low <= high).then_some(Draw::Share(low / 100.0, high / 100.0))
        } else {
            let (low, high) = (parse_span(low).ok()?, parse_span(high).ok()?);
            (low <= high).then_some(Draw::Span(low, high))
        }
    });
    if draw.is_none() {
        let message = format!("`{text}` is not a range; write 5s..12s, 2..9, 8%..12%, or a list");
        report.error(placed.span, message);
    }
    draw
}
