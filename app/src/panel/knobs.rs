//! The knobs of the open step: which, and how they are set.

use lessons::model::StepKind;
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
        let value = value.filter(|value| info.values.contains(value)).unwrap_or(&info.default);
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
