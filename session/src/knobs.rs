//! Knobs: their values as spelled, and the lines by which they take effect.

use lessons::model::{self, Knob, KnobRange, WorldFile};
use lessons::worlds::{self, Setting, knob_lines};
use sim_core::act::{Act, Line, parse_span};
use sim_core::decimal::decimal;
use sim_core::scenario::Scenario;

use crate::wire::KnobInfo;

mod scale;
mod start;

/// A knob as the page draws it, where it may stand in Break, in Repair and in the challenge.
pub(crate) fn info(knob: &Knob, file: &WorldFile) -> KnobInfo {
    let mut values = scale::values(knob);
    let starts = [worlds::quiet(file), worlds::repair(file, None), worlds::challenge(file, None, None)].map(|world| {
        let start = start::start(knob, &world);
        // A scale is cut into steps; what the world has may lie between two of them.
        let between = start.as_ref().filter(|s| !values.contains(s)).and_then(|s| Some((rank(knob, s)?, s.clone())));
        if let Some((place, start)) = between {
            let at = values.iter().position(|value| rank(knob, value) > Some(place)).unwrap_or(values.len());
            values.insert(at, start);
        }
        let begins = begins(knob, &world, &values);
        // What the world has may lie beside the scale: no bound, say. It can be left, and come back to.
        if !values.contains(&begins) {
            values.insert(0, begins.clone());
        }
        begins
    });
    KnobInfo {
        name: knob.name.clone(),
        label: file.knob_label(knob),
        note: knob.note.clone(),
        starts,
        words: matches!(knob.range, KnobRange::Words { .. } | KnobRange::Lines(_)),
        live: knob.live,
        values,
    }
}

/// Where a knob stands before it is turned; a choice of act lines that nobody has made is its first.
fn begins(knob: &Knob, world: &Scenario, values: &[String]) -> String {
    start::start(knob, world).or_else(|| values.first().cloned()).unwrap_or_default()
}

/// Whether a knob at this value was not turned, in one of the worlds: it makes no line.
fn untouched(knob: &Knob, file: &WorldFile, value: &str) -> bool {
    let worlds = [worlds::quiet(file), worlds::repair(file, None), worlds::challenge(file, None, None)];
    worlds.iter().any(|world| start::start(knob, world).is_some_and(|start| start == value))
}

/// Where a value lies on the knob's scale, if it has one and the value is within it.
fn rank(knob: &Knob, value: &str) -> Option<i64> {
    match setting(knob, value)? {
        Setting::Whole(n) => Some(n),
        Setting::Span(span) => Some(span.0 as i64),
        Setting::Share(share) => Some((share * 1e9) as i64),
        Setting::Choice(_) => None,
    }
}

/// Lines for these settings.
///
/// # Errors
/// Which knob or value there is not.
pub(crate) fn lines(act: &model::Act, settings: &[(String, String)]) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for (name, value) in settings {
        let knob =
            act.world.knobs.iter().find(|k| k.name == *name).ok_or_else(|| format!("there is no knob `{name}`"))?;
        match setting(knob, value) {
            Some(setting) => lines.extend(knob_lines(knob, &setting)),
            None if untouched(knob, &act.world, value) => {}
            None => return Err(format!("`{name}` cannot be `{value}`")),
        }
    }
    Ok(lines)
}

/// How the knobs among the tools of Break stand after these acts.
pub(crate) fn standing(file: &WorldFile, world: &Scenario, own: &[Line]) -> Vec<(String, String)> {
    let offered = file.knobs.iter().filter(|knob| file.tools.contains(&knob.name));
    let last = |knob: &Knob, value: &String| {
        let lines = knob_lines(knob, &setting(knob, value)?);
        let places = lines.iter().map(|line| own.iter().rposition(|act| act.act == line.act));
        places.collect::<Option<Vec<_>>>()?.into_iter().min()
    };
    let turned = |knob: &Knob| {
        let Some(to) = start::path(knob) else {
            let all = scale::values(knob).into_iter().filter_map(|value| Some((last(knob, &value)?, value)));
            return all.max_by_key(|found| found.0).map(|found| found.1);
        };
        own.iter().rev().find_map(|line| match &line.act {
            Act::Set { path, value } if path == to => Some(value.clone()),
            _ => None,
        })
    };
    let stands = |knob: &Knob| turned(knob).unwrap_or_else(|| begins(knob, world, &scale::values(knob)));
    offered.map(|knob| (knob.name.clone(), stands(knob))).collect()
}

/// `quorum, R 2, W 2`: the name of a design, in as few letters as tell it from another.
pub(crate) fn short(act: &model::Act, settings: &[(String, String)]) -> String {
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
            let share = decimal(value.strip_suffix('%')?)? / 100.0;
            (*low..=*high).contains(&share).then_some(Setting::Share(share))
        }
        KnobRange::Words { words, .. } => words.iter().position(|w| w == value).map(Setting::Choice),
        KnobRange::Lines(choices) => choices.iter().position(|(name, _)| name == value).map(Setting::Choice),
    }
}
