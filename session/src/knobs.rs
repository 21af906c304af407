//! Knobs: their values as spelled, and the lines by which they take effect.

use lessons::model::{Act, Knob, KnobRange, WorldFile};
use lessons::worlds::{Setting, knob_lines};
use sim_core::act::{Line, LinkName, parse_span};
use sim_core::scenario::Scenario;
use sim_core::time::Duration;

use crate::wire::KnobInfo;

/// Steps of a slider over a continuous range.
const STEPS: u64 = 40;

/// A knob as the page draws it.
pub(crate) fn info(knob: &Knob, scenario: &Scenario) -> KnobInfo {
    let mut values = values(knob);
    let default = default(knob, scenario);
    // A scale is cut into steps; what the scenario has may lie between two of them.
    let between = default.as_ref().filter(|d| !values.contains(d)).and_then(|d| Some((rank(knob, d)?, d.clone())));
    if let Some((place, default)) = between {
        let at = values.iter().position(|value| rank(knob, value) > Some(place)).unwrap_or(values.len());
        values.insert(at, default);
    }
    let default = default.filter(|d| values.contains(d));
    KnobInfo {
        name: knob.name.clone(),
        label: knob.label.clone(),
        note: knob.note.clone(),
        default: default.or_else(|| values.first().cloned()).unwrap_or_default(),
        words: matches!(knob.range, KnobRange::Words { .. } | KnobRange::Lines(_)),
        live: knob.live,
        values,
    }
}

/// Where a value lies on the knob's scale, if it has one and the value is within it.
fn rank(knob: &Knob, value: &str) -> Option<u64> {
    match setting(knob, value)? {
        Setting::Span(span) => Some(span.0),
        Setting::Share(share) => Some((share * 1e9) as u64),
        _ => None,
    }
}

/// How the scenario spells it.
fn default(knob: &Knob, scenario: &Scenario) -> Option<String> {
    let path = match &knob.range {
        KnobRange::Whole { path, .. }
        | KnobRange::Span { path, .. }
        | KnobRange::Share { path, .. }
        | KnobRange::Words { path, .. } => path,
        KnobRange::Lines(_) => return None,
    };
    let (owner, key) = path.rsplit_once('.')?;
    let spelled = |settings: &[(String, String)]| settings.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    if let Some(group) = scenario.groups.iter().find(|group| group.name == owner) {
        return spelled(&group.settings);
    }
    // Of a link: what it has of its own, in this direction or in both, or else what all links have.
    let (a, b) = owner.split_once("->").or_else(|| owner.split_once('-'))?;
    let is_it = |link: &LinkName| (link.a == a && link.b == b) || (!link.one_way && link.a == b && link.b == a);
    let mut own = scenario.own_links.iter().rev().filter(|(link, _)| is_it(link));
    own.find_map(|(_, settings)| spelled(settings)).or_else(|| spelled(&scenario.links))
}

/// Every value that a knob can take, as spelled.
fn values(knob: &Knob) -> Vec<String> {
    match &knob.range {
        KnobRange::Whole { low, high, .. } => (*low..=*high).take(64).map(|n| n.to_string()).collect(),
        KnobRange::Words { words, .. } => words.clone(),
        KnobRange::Lines(choices) => choices.iter().map(|(name, _)| name.clone()).collect(),
        KnobRange::Span { low, high, .. } => {
            (0..=STEPS).map(|i| Duration(low.0 + (high.0 - low.0) * i / STEPS).to_string()).collect()
        }
        KnobRange::Share { low, high, .. } => {
            (0..=STEPS).map(|i| format!("{}%", (low + (high - low) * i as f64 / STEPS as f64) * 100.0)).collect()
        }
    }
}

/// Lines for these settings.
///
/// # Errors
/// Which knob or value there is not.
pub(crate) fn lines(act: &Act, settings: &[(String, String)]) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for (name, value) in settings {
        let knob =
            act.world.knobs.iter().find(|k| k.name == *name).ok_or_else(|| format!("there is no knob `{name}`"))?;
        let setting = setting(knob, value).ok_or_else(|| format!("`{name}` cannot be `{value}`"))?;
        lines.extend(knob_lines(knob, &setting));
    }
    Ok(lines)
}

/// How the knobs among the tools of Break stand after these acts.
pub(crate) fn standing(file: &WorldFile, scenario: &Scenario, own: &[Line]) -> Vec<(String, String)> {
    let offered = file.knobs.iter().filter(|knob| file.tools.contains(&knob.name));
    let last = |knob: &Knob, value: &String| {
        let lines = knob_lines(knob, &setting(knob, value)?);
        let places = lines.iter().map(|line| own.iter().rposition(|act| act.act == line.act));
        places.collect::<Option<Vec<_>>>()?.into_iter().min()
    };
    let standing = offered.map(|knob| {
        let info = info(knob, scenario);
        let turned = info.values.iter().filter_map(|value| Some((last(knob, value)?, value)));
        (knob.name.clone(), turned.max_by_key(|found| found.0).map_or(info.default, |found| found.1.clone()))
    });
    standing.collect()
}

/// `quorum, R 2, W 2`: the name of a design, in as few letters as tell it from another.
pub(crate) fn short(act: &Act, settings: &[(String, String)]) -> String {
    let is_word = |name: &str| {
        let knob = act.world.knobs.iter().find(|k| k.name == name);
        knob.is_some_and(|k| matches!(k.range, KnobRange::Words { .. } | KnobRange::Lines(_)))
    };
    let one = |(name, value): &(String, String)| if is_word(name) { value.clone() } else { format!("{name} {value}") };
    let more = if settings.len() > 3 { ", …" } else { "" };
    settings.iter().take(3).map(one).collect::<Vec<_>>().join(", ") + more
}

fn setting(knob: &Knob, value: &str) -> Option<Setting> {
    match &knob.range {
        KnobRange::Whole { low, high, .. } => {
            value.parse().ok().filter(|n| (low..=high).contains(&n)).map(Setting::Whole)
        }
        KnobRange::Span { low, high, .. } => {
            parse_span(value).ok().filter(|s| (low..=high).contains(&s)).map(Setting::Span)
        }
        KnobRange::Share { low, high, .. } => {
            let share = value.strip_suffix('%')?.parse::<f64>().ok()? / 100.0;
            (*low..=*high).contains(&share).then_some(Setting::Share(share))
        }
        KnobRange::Words { words, .. } => words.iter().position(|w| w == value).map(Setting::Choice),
        KnobRange::Lines(choices) => choices.iter().position(|(name, _)| name == value).map(Setting::Choice),
    }
}
