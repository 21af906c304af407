//! The knobs of the open step: which, and how they are set.

use session::wire::KnobInfo;

use crate::model::Lesson;
use crate::progress::Progress;
use crate::update::side;

/// A knob as it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// What it is.
    pub info: KnobInfo,
    /// As spelled.
    pub value: String,
}

impl Knob {
    /// Its place among the values.
    pub fn index(&self) -> usize {
        self.info.values.iter().position(|value| *value == self.value).unwrap_or(0)
    }
    /// It is not as it was.
    pub fn changed(&self) -> bool {
        self.value != self.info.default
    }
}

/// Knobs of the open step's goals, in their order.
pub fn knobs(lesson: &Lesson, progress: &Progress) -> Vec<Knob> {
    let Some(opened) = &lesson.opened else { return Vec::new() };
    let names: Vec<&String> = lesson.goals(lesson.step).iter().flat_map(|goal| &goal.knobs).collect();
    let wanted = |info: &&KnobInfo| {
        names
            .iter()
            .any(|name| info.name == **name || info.name.strip_prefix(*name).is_some_and(|rest| rest.starts_with('.')))
    };
    let set = &progress.knobs[side(lesson.step)];
    let knob = |info: &KnobInfo| {
        let value = set.get(&info.name).filter(|value| info.values.contains(value)).unwrap_or(&info.default);
        Knob { value: value.clone(), info: info.clone() }
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
