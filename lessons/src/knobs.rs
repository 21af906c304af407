//! Reads what a learner can turn: `[knob.NAME]`, `[table.NAME]`, and the fault tools.

use sim_core::act::{Line, parse_span};
use sim_core::decimal::decimal;
use sim_core::registry::Registry;

use crate::keys::{Item, Keys};
use crate::lines;
use crate::model::{Knob, KnobRange, Table, WorldFile};
use crate::report::{Placed, Report};
use crate::source::Span;
use crate::world_file::{Level, Pending, key_of};

/// The verbs that are offered as tools; what undoes them comes with them.
const TOOLS: [&str; 13] =
    ["cut", "isolate", "hold", "crash", "pause", "slow", "skew", "drift", "step", "drop", "duplicate", "delay", "ask"];

/// More cells than this do not fit beside a diagram.
const MOST_CELLS: usize = 8;

/// Reads knobs and tables.
pub(crate) fn read(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    registry: &Registry,
    file: &mut WorldFile,
    pending: &mut Pending,
) {
    for (name, mut table) in keys.named(report, "knob") {
        table.name = format!("[knob.{name}]");
        pending.knob_names.push(name.to_string());
        let span = table.span;
        let label = table.need_text(report, "label", "\"…\"").text;
        let note = table.text(report, "note").unwrap_or_default().text;
        let live = kind(report, &mut table);
        if let Some(range) = knob_range(report, &mut table, pending) {
            file.knobs.push(Knob { name: name.to_string(), label, note, range, live, span });
        }
        table.finish(report);
    }
    for (name, mut table) in keys.named(report, "table") {
        table.name = format!("[table.{name}]");
        if pending.knob_names.iter().any(|knob| knob == name) {
            report.error(table.span, format!("there is a knob `{name}` already"));
        }
        pending.knob_names.push(name.to_string());
        read_table(report, (name, &mut table), registry, file, pending);
    }
}

fn kind(report: &mut Report<'_>, table: &mut Keys<'_>) -> bool {
    match table.text(report, "kind") {
        Some(kind) if kind.text == "live" => true,
        Some(kind) if kind.text != "design" => {
            let message = format!("`{}` is not a kind of knob", kind.text);
            report.unknown(kind.span, message, &kind.text, ["design", "live"]);
            false
        }
        _ => false,
    }
}

fn knob_range(report: &mut Report<'_>, table: &mut Keys<'_>, pending: &mut Pending) -> Option<KnobRange> {
    let path = table.text(report, "path");
    let range = table.get("range");
    let choices = table.get("choices");
    match (path, range, choices) {
        (Some(path), Some(range), None) => range_of(report, &path, range, pending),
        (Some(path), None, Some(choices)) if choices.is_list() => range_of(report, &path, choices, pending),
        (Some(path), None, Some(_)) => {
            report.error(path.span, "a choice of act lines needs no path; its lines say what they set");
            None
        }
        (None, None, Some(choices)) if choices.is_table() => Some(choices_of(report, choices, pending)),
        (Some(_), None, None) => {
            let help = "write range = \"1..3\" or choices = [\"any\", \"quorum\"]";
            report.error_help(table.span, format!("{} has neither range nor choices", table.name), help);
            None
        }
        (_, Some(_), Some(choices)) => {
            report.error(choices.key_span, "a knob has a range or choices, not both");
            None
        }
        (None, ..) => {
            report.error_help(table.span, format!("{} has no `path`", table.name), "write path = \"replicas.R\"");
            None
        }
    }
}

/// `"1..3"`, `"100ms..10s log"`, `"0%..10%"`, or `["any", "quorum"]`.
fn range_of(report: &mut Report<'_>, path: &Placed, item: Item<'_>, pending: &mut Pending) -> Option<KnobRange> {
    let to = path.text.clone();
    if item.is_list() {
        let words: Vec<Placed> = item.list(report).iter().filter_map(|i| i.spelled(report)).collect();
        if words.len() < 2 {
            report.error(item.key_span, "a knob has at least two choices");
        }
        let range = KnobRange::Words { path: to, words: words.iter().map(|w| w.text.clone()).collect() };
        pending.knobs.push((path.clone(), words));
        return Some(range);
    }
    let placed = item.text(report)?;
    let (text, log) = placed.text.strip_suffix(" log").map_or((placed.text.as_str(), false), |text| (text, true));
    let ends = text
        .split_once("..")
        .map(|(low, high)| (placed.slice(0, low.len()), placed.slice(low.len() + 2, low.len() + 2 + high.len())));
    let share = |t: &str| decimal(t.strip_suffix('%')?).map(|p| p / 100.0);
    let range = ends.as_ref().and_then(|(low, high)| {
        let (low, high) = (low.text.as_str(), high.text.as_str());
        if let (Ok(low), Ok(high)) = (low.parse::<i64>(), high.parse::<i64>()) {
            (low < high && !log).then_some(KnobRange::Whole { path: to, low, high })
        } else if let (Some(low), Some(high)) = (share(low), share(high)) {
            (low < high && !log).then_some(KnobRange::Share { path: to, low, high })
        } else {
            let (low, high) = (parse_span(low).ok()?, parse_span(high).ok()?);
            (low < high && (!log || low.0 > 0)).then_some(KnobRange::Span { path: to, low, high, log })
        }
    });
    let Some((range, (low, high))) = range.zip(ends) else {
        let message = format!("`{}` is not a range; write 1..3, 0%..10%, 100ms..10s or 100ms..10s log", placed.text);
        report.error(placed.span, message);
        return None;
    };
    pending.knobs.push((path.clone(), vec![low, high]));
    Some(range)
}

/// `{ "3 | 2" = ["cut: at 10s isolate d e for 15s"] }`.
fn choices_of(report: &mut Report<'_>, item: Item<'_>, pending: &mut Pending) -> KnobRange {
    let mut choices: Vec<(String, Vec<Line>)> = Vec::new();
    for choice in item.table(report).map(|keys| keys.rest()).unwrap_or_default() {
        let mut of = Vec::new();
        for placed in choice.list(report).iter().filter_map(|i| i.text(report)).collect::<Vec<_>>() {
            if let Some(line) = lines::read(report, &placed) {
                pending.lines.push((Level::Knob, placed, line.clone()));
                of.push(line);
            }
        }
        choices.push((choice.key().to_string(), of));
    }
    if choices.len() < 2 {
        report.error(item.key_span, "a knob has at least two choices");
    }
    KnobRange::Lines(choices)
}

fn read_table(
    report: &mut Report<'_>,
    (name, keys): (&str, &mut Keys<'_>),
    registry: &Registry,
    file: &mut WorldFile,
    pending: &mut Pending,
) {
    let rows = keys.texts(report, "rows");
    if rows.is_empty() {
        report.error_help(keys.span, format!("{} has no rows", keys.name), "write rows = [\"web\", \"api\"]");
    }
    let columns = keys.rest();
    let span = keys.span;
    // Rows of several protocols: a cell is where the row has such a setting. What no row has is reported at each.
    let has = |row: &Placed, column: &Item<'_>| has(file, registry, &row.text, column.key());
    let some = |column: &Item<'_>| rows.iter().any(|row| has(row, column));
    let is_cell = |row: &Placed, column: &Item<'_>| has(row, column) || !some(column);
    let cells: Vec<(&Placed, &Item<'_>)> = rows
        .iter()
        .flat_map(|row| columns.iter().map(move |column| (row, column)))
        .filter(|(row, column)| is_cell(row, column))
        .collect();
    if cells.len() > MOST_CELLS {
        report.error(span, format!("{} has {} cells; at most {MOST_CELLS}", keys.name, cells.len()));
    }
    if let Some(row) = rows.iter().find(|row| !cells.iter().any(|(of, _)| of.text == row.text)) {
        report.error(row.span, format!("no column of {} is a setting of `{}`", keys.name, row.text));
    }
    let mut knobs = Vec::new();
    for (row, column) in cells {
        let path = Placed { text: format!("{}.{}", row.text, column.key()), span: row.span, exact: false };
        let before = pending.knobs.len();
        let Some(range) = range_of(report, &path, *column, pending) else { continue };
        // Where the row is right and the column is not, the column is where to look.
        let at = cell_span(row, column, file);
        for (path, _) in &mut pending.knobs[before..] {
            path.span = at;
        }
        let name = format!("{name}.{}.{}", row.text, column.key());
        let label = column.key().to_string();
        knobs.push(Knob { name, label, note: String::new(), range, live: false, span });
    }
    file.knobs.extend(knobs);
    file.tables.push(Table {
        name: name.to_string(),
        rows: rows.into_iter().map(|row| row.text).collect(),
        columns: columns.iter().map(|column| column.key().to_string()).collect(),
    });
}

/// Whether a group, a node of one, or a key of a group has this setting, as far as its protocol is known.
fn has(file: &WorldFile, registry: &Registry, row: &str, column: &str) -> bool {
    let (owner, of_key) = row.split_once('.').map_or((row, false), |(owner, _)| (owner, true));
    let groups = &file.scenario.groups;
    let group = groups.iter().find(|g| g.name == owner || g.nodes.iter().any(|n| n.name == owner));
    let Some(protocol) = group.and_then(|group| registry.protocol(&group.protocol)) else { return true };
    let mut fields = protocol.settings().filter(|f| !of_key || protocol.per_key.contains(&f.name));
    fields.any(|field| field.name == column)
}

fn cell_span(row: &Placed, column: &Item<'_>, file: &WorldFile) -> Span {
    let groups = &file.scenario.groups;
    let known = groups.iter().any(|g| g.name == row.text || g.nodes.iter().any(|n| n.name == row.text));
    if known { key_of(column).span } else { row.span }
}

/// Reads `tools`: verbs, and knobs that are turned in Break.
pub(crate) fn tools(report: &mut Report<'_>, keys: &mut Keys<'_>, pending: &Pending) -> Vec<String> {
    let knobs: Vec<&str> = pending.knob_names.iter().map(String::as_str).collect();
    let placed = keys.texts(report, "tools");
    for tool in &placed {
        let word = tool.text.as_str();
        if !TOOLS.contains(&word) && !knobs.contains(&word) {
            let message = format!("`{word}` is neither a fault tool nor a knob");
            report.unknown(tool.span, message, word, TOOLS.iter().copied().chain(knobs.iter().copied()));
        }
    }
    placed.into_iter().map(|tool| tool.text).collect()
}
