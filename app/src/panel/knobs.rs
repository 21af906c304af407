//! The knobs of the open step: which, and how they are set.

use lessons::model::StepKind;
use session::decimal;
use session::wire::KnobInfo;

use crate::model::Lesson;
use crate::progress::Progress;
use crate::stage::amount::{self, Unit};
use crate::update::side;

/// A knob as it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// What it is.
    pub info: KnobInfo,
    /// Where it stands before it is turned.
    pub start: String,
    /// As spelled.
    pub value: String,
}

impl Knob {
    /// Its place among the values; a typed one is at the value before it.
    pub fn index(&self) -> usize {
        let own = rank(&self.value);
        let before = || self.info.values.iter().rposition(|value| rank(value) <= own);
        self.info.values.iter().position(|value| *value == self.value).or_else(before).unwrap_or(0)
    }
    /// It is not as it was.
    pub fn changed(&self) -> bool {
        self.value != self.start
    }
    /// Whether values between those of the slider can be typed.
    pub fn types(&self) -> bool {
        let few = self.info.values.len() <= 20;
        !self.info.words && self.info.values.first().is_some_and(|value| !few || value.parse::<i64>().is_err())
    }
    /// What was typed, as spelled, where the knob goes so far. A span without a unit is in milliseconds.
    pub fn typed(&self, text: &str) -> Option<String> {
        read(&self.info, text)
    }
}

/// Where a value lies: a number, percent or microseconds.
fn rank(value: &str) -> Option<f64> {
    let span = || amount::read(value, &[Unit::Span]).map(|(_, us)| us as f64);
    decimal(value.trim_end_matches('%')).or_else(span)
}

fn read(info: &KnobInfo, text: &str) -> Option<String> {
    let mut scale = info.values.iter().filter(|value| rank(value).is_some());
    let low = scale.next()?;
    let high = scale.next_back().unwrap_or(low);
    let text = text.trim();
    let value = if low.ends_with('%') {
        format!("{}%", decimal(text.trim_end_matches(['%', ' ']))?)
    } else if low.parse::<i64>().is_ok() {
        text.parse::<i64>().ok()?.to_string()
    } else {
        amount::spell(amount::read(text, &[Unit::Span])?)
    };
    (rank(low)? <= rank(&value)? && rank(&value)? <= rank(high)?).then_some(value)
}

/// Knobs of the open step's goals, in their order.
pub fn knobs(lesson: &Lesson, progress: &Progress) -> Vec<Knob> {
    let Some(opened) = &lesson.opened else { return Vec::new() };
    // In Break they are the tools that are knobs, and stand as the branch that is shown has them.
    let broken = lesson.step == StepKind::Break;
    let of_goals = lesson.goals(lesson.step).iter().flat_map(|goal| &goal.knobs);
    let names: Vec<&String> = if broken { opened.tools.iter().collect() } else { of_goals.collect() };
    let wanted = |info: &&KnobInfo| {
        names
            .iter()
            .any(|name| info.name == **name || info.name.strip_prefix(*name).is_some_and(|rest| rest.starts_with('.')))
    };
    let set = &progress.knobs[side(lesson.step)];
    let here =
        |name: &String| lesson.scene.settings.iter().find(|setting| setting.0 == *name).map(|setting| &setting.1);
    let knob = |info: &KnobInfo| {
        let value = if broken { here(&info.name) } else { set.get(&info.name) };
        let start = info.starts[if broken { 0 } else { 1 + side(lesson.step) }].clone();
        let fits = |value: &String| info.values.contains(value) || !info.words && read(info, value).is_some();
        let value = value.filter(|value| fits(value)).unwrap_or(&start).clone();
        Knob { info: info.clone(), start, value }
    };
    opened.knobs.iter().filter(wanted).map(knob).collect()
}

/// The full setting.
pub fn settings(lesson: &Lesson, progress: &Progress) -> Vec<(String, String)> {
    knobs(lesson, progress).into_iter().map(|knob| (knob.info.name, knob.value)).collect()
}

/// `Who is asked: quorum. Read quorum R: 2.`: a setting in the words of the rail.
pub fn spell(lesson: &Lesson, settings: &[(String, String)]) -> String {
    let known = lesson.opened.iter().flat_map(|opened| &opened.knobs);
    let labels: Vec<(&str, &str)> = known.map(|info| (info.name.as_str(), info.label.as_str())).collect();
    let label =
        |name: &str| labels.iter().find(|known| known.0 == name).map_or(name.to_owned(), |known| known.1.to_owned());
    settings.iter().map(|(name, value)| format!("{}: {value}.", label(name))).collect::<Vec<_>>().join(" ")
}
