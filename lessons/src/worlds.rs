//! The worlds of an act: lines are laid over the scenario in the order scenario, `[repair]`, `[sealed]`, world,
//! `[challenge]`, knobs, and a labelled line replaces the earlier one of that label.

use std::fmt;

use sim_core::act::{Act, Line, When, parse_line};
use sim_core::luck::{Name, Purpose, Seed, below, luck, unit};
use sim_core::scenario::{Group, Scenario};
use sim_core::time::{Duration, Time};

use crate::model::{Draw, Knob, KnobRange, Overlay, Sealed, WorldFile};

/// The world of Story, Predict and Break.
pub fn quiet(file: &WorldFile) -> Scenario {
    file.scenario.clone()
}

/// The world of a visible Repair run. Where there are several, `world` names one, and its draws stand at mid-range.
pub fn repair(file: &WorldFile, world: Option<&str>) -> Scenario {
    let mut scenario = quiet(file);
    if let Some(overlay) = &file.repair {
        lay(&mut scenario, overlay);
    }
    if let Some(sealed) = file.sealed.as_ref().filter(|sealed| !sealed.worlds.is_empty()) {
        lay_lines(&mut scenario, sealed_lines(sealed, world, None));
    }
    scenario
}

/// World `world` of the sealed run under its `n`-th seed, counted from 1.
pub fn sealed(file: &WorldFile, lesson: &str, act: &str, n: u32, world: Option<&str>) -> Scenario {
    let mut scenario = quiet(file);
    if let Some(overlay) = &file.repair {
        lay(&mut scenario, overlay);
    }
    let edition = file.sealed.as_ref().map_or(1, |sealed| sealed.edition);
    let seed = sealed_seed(lesson, act, edition, n);
    scenario.seed = seed;
    if let Some(sealed) = &file.sealed {
        lay_lines(&mut scenario, sealed_lines(sealed, world, Some(seed)));
    }
    scenario
}

/// The world of Challenge: visible, or under the `n`-th seed of `(lesson, act, n)`. Without a `[challenge]` it is
/// Repair's.
pub fn challenge(file: &WorldFile, world: Option<&str>, under: Option<(&str, &str, u32)>) -> Scenario {
    let over_repair = file.challenge.as_ref().is_none_or(|challenge| challenge.over_repair);
    let mut scenario = match (over_repair, under) {
        (true, Some((lesson, act, n))) => sealed(file, lesson, act, n, world),
        (true, None) => repair(file, world),
        (false, under) => {
            let mut scenario = quiet(file);
            if let Some((lesson, act, n)) = under {
                let edition = file.sealed.as_ref().map_or(1, |sealed| sealed.edition);
                scenario.seed = sealed_seed(lesson, act, edition, n);
            }
            scenario
        }
    };
    if let Some(challenge) = &file.challenge {
        lay(&mut scenario, &challenge.overlay);
    }
    scenario
}

/// The world of plots: the quiet one, where there is no `[plot]`.
pub fn plot(file: &WorldFile) -> Scenario {
    let mut scenario = quiet(file);
    if let Some(plot) = &file.plot {
        lay(&mut scenario, plot);
    }
    scenario
}

/// The `n`-th seed of a sealed run: a hash of lesson, act, edition and number.
pub fn sealed_seed(lesson: &str, act: &str, edition: u32, n: u32) -> Seed {
    Seed(Name::root("sealed").then_word(lesson).then_word(act).then(edition.into()).then(n.into()).0)
}

/// Where a knob stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// Of a range of whole numbers.
    Whole(i64),
    /// Of a range of spans.
    Span(Duration),
    /// Of a range of percentages, 0 to 1.
    Share(f64),
    /// The choice with this number.
    Choice(usize),
}

/// The lines by which a knob takes effect, at 0 s; none where the setting is not one of this knob's.
pub fn knob_lines(knob: &Knob, setting: &Setting) -> Vec<Line> {
    let set = |path: &str, value: &dyn fmt::Display| {
        let act = Act::Set { path: path.to_string(), value: value.to_string() };
        vec![Line { label: None, when: When::At(Time::ZERO), act, lasting: None }]
    };
    match (&knob.range, setting) {
        (KnobRange::Whole { path, .. }, Setting::Whole(n)) => set(path, n),
        (KnobRange::Span { path, .. }, Setting::Span(span)) => set(path, span),
        (KnobRange::Share { path, .. }, Setting::Share(share)) => set(path, &spell_share(*share)),
        (KnobRange::Words { path, words }, Setting::Choice(n)) => {
            words.get(*n).map_or_else(Vec::new, |word| set(path, word))
        }
        (KnobRange::Lines(choices), Setting::Choice(n)) => choices.get(*n).map_or_else(Vec::new, |c| c.1.clone()),
        _ => Vec::new(),
    }
}

/// Lays an overlay over a world.
fn lay(scenario: &mut Scenario, overlay: &Overlay) {
    if let Some(length) = overlay.length {
        scenario.length = length;
    }
    for over in &overlay.groups {
        if let Some(group) = scenario.groups.iter_mut().find(|group| group.name == over.name) {
            lay_group(group, over);
        }
    }
    lay_lines(scenario, overlay.acts.clone());
}

fn lay_group(group: &mut Group, over: &Group) {
    if !over.nodes.is_empty() {
        group.nodes.clone_from(&over.nodes);
    }
    if !over.script.is_empty() {
        group.script.clone_from(&over.script);
    }
    for (key, value) in &over.settings {
        match group.settings.iter_mut().find(|(name, _)| name == key) {
            Some(setting) => setting.1.clone_from(value),
            None => group.settings.push((key.clone(), value.clone())),
        }
    }
}

/// Lays lines over a world; one with a label takes the place of the line of that label.
pub fn lay_lines(scenario: &mut Scenario, lines: Vec<Line>) {
    for line in lines {
        let old = scenario.acts.iter_mut().find(|old| old.label.is_some() && old.label == line.label);
        match old {
            Some(old) => *old = line,
            None => scenario.acts.push(line),
        }
    }
}

/// The lines of `[sealed]` and of one world, with their draws: under a seed, or at mid-range.
fn sealed_lines(sealed: &Sealed, world: Option<&str>, seed: Option<Seed>) -> Vec<Line> {
    let common: Vec<(&str, String)> = draws(&sealed.draw, Name::root("draw"), seed);
    let mut texts: Vec<String> = sealed.acts.iter().map(|text| fill(text, &common)).collect();
    if let Some(world) = world.and_then(|name| sealed.worlds.iter().find(|w| w.name == name)) {
        let mut own = draws(&world.draw, Name::root("draw").then_word(&world.name), seed);
        own.extend(common);
        texts.extend(world.acts.iter().map(|text| fill(text, &own)));
    }
    texts.iter().filter_map(|text| parse_line(text).ok()).collect()
}

fn draws(of: &[(String, Draw)], root: Name, seed: Option<Seed>) -> Vec<(&str, String)> {
    of.iter()
        .map(|(name, draw)| {
            let bits = seed.map(|seed| luck(seed, Purpose::Draw, root.then_word(name)));
            (name.as_str(), spell_draw(draw, bits))
        })
        .collect()
}

/// What a name in braces becomes under these bits of luck, or at mid-range.
pub(crate) fn spell_draw(draw: &Draw, bits: Option<u64>) -> String {
    let bits = bits.unwrap_or(1 << 63);
    match draw {
        Draw::Span(low, high) => {
            // Whole milliseconds where the ends are: a drawn line is read by people.
            let step = if low.0.is_multiple_of(1_000) && high.0.is_multiple_of(1_000) { 1_000 } else { 1 };
            Duration(low.0 + below(bits, (high.0 - low.0) / step + 1) * step).to_string()
        }
        Draw::Whole(low, high) => (low + below(bits, low.abs_diff(*high).saturating_add(1)) as i64).to_string(),
        Draw::Share(low, high) => spell_share(low + unit(bits) * (high - low)),
        Draw::OneOf(words) => words.get(below(bits, words.len() as u64) as usize).cloned().unwrap_or_default(),
    }
}

/// A percentage with at most two decimals.
fn spell_share(share: f64) -> String {
    let hundredths = (share * 10_000.0 + 0.5) as u64;
    format!("{}%", hundredths as f64 / 100.0)
}

/// Puts the drawn values in the place of their names in braces.
pub(crate) fn fill(text: &str, draws: &[(&str, String)]) -> String {
    draws.iter().fold(text.to_string(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
