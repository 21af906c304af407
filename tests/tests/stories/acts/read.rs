//! What a story takes from an act's own files: its words, its questions, the designs of its recorded runs.
use std::path::{Path, PathBuf};

use lessons::Files;
use lessons::model::{Act, Block, Goal, Inline, Knob, KnobRange, Role, Step, StepKind, Task};
use sim_core::act::{Act as Deed, Line};
use sim_core::registry::Registry;

/// Reads the act at this address.
pub fn act(path: &str) -> Act {
    let folder = path
        .split('/')
        .fold(Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons/content"), |at, part| below(&at, part));
    let text =
        |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{path}, {name}: {e}"));
    let (lesson, scenario, runs) = (text("lesson.md"), text("scenario.toml"), text("runs.toml"));
    let files = Files { lesson: &lesson, scenario: &scenario, runs: Some(&runs) };
    lessons::read_act(&files, &Registry::engine()).0
}

/// The folder of a lesson, whose name has its number in front, or of an act.
fn below(folder: &Path, name: &str) -> PathBuf {
    let all = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut all = all.map(|name| name.to_string_lossy().into_owned());
    let found = all.find(|known| known == name || known.split_once('-').is_some_and(|(_, rest)| rest == name));
    folder.join(found.unwrap_or_else(|| panic!("there is no {name} in {}", folder.display())))
}

/// A step of it.
pub fn step(act: &Act, kind: StepKind) -> &Step {
    act.text.steps.iter().find(|step| step.kind == kind).unwrap_or_else(|| panic!("there is no {}", kind.word()))
}

/// A step's heading as the page shows it.
pub fn heading(act: &Act, kind: StepKind) -> String {
    let title = &step(act, kind).title;
    title.chars().take(1).flat_map(char::to_uppercase).chain(title.chars().skip(1)).collect()
}

/// Text without its marks, up to the first figure: that is the learner's own on the page.
pub fn plain(words: &[Inline]) -> String {
    fn put(words: &[Inline], text: &mut String) -> bool {
        words.iter().all(|word| match word {
            Inline::Text(words) | Inline::Code(words) => {
                text.push_str(words);
                true
            }
            Inline::Emphasis(words) | Inline::Strong(words) | Inline::Link(_, words) => put(words, text),
            Inline::Measured(_) => false,
        })
    }
    let mut text = String::new();
    put(words, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Captions of the beats of Story.
pub fn beats(act: &Act) -> Vec<String> {
    let of = |block: &Block| match block {
        Block::Beat(_, words) => Some(plain(words)),
        _ => None,
    };
    step(act, StepKind::Story).prose.iter().filter_map(of).collect()
}

/// The goal of a step.
pub fn goal(act: &Act, kind: StepKind) -> &Goal {
    match &step(act, kind).task {
        Task::Goals(goals) => &goals[0],
        _ => panic!("{} has no goal", kind.word()),
    }
}

/// The recorded run of this role in knobs of a goal: which knob, and its value as spelled.
pub fn design<'a>(act: &'a Act, kind: StepKind, role: Role) -> Vec<(&'a Knob, String)> {
    let run = act.runs.runs.iter().find(|run| run.role == role).expect("the run is recorded");
    let names = &goal(act, kind).knobs;
    let ours = |knob: &&Knob| {
        let cell = |name: &String| {
            knob.name.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        names.iter().any(cell)
    };
    let set = |knob: &'a Knob| Some((knob, value(knob, &run.acts, act)?));
    let design: Vec<_> = act.world.knobs.iter().filter(ours).filter_map(set).collect();
    let turned: usize = design.iter().map(|(knob, value)| lines(knob, value, &run.acts)).sum();
    assert_eq!(turned, run.acts.len(), "every line of {} is a knob's: {design:?}", run.name);
    design
}

fn value(knob: &Knob, lines: &[Line], act: &Act) -> Option<String> {
    let of = |to: &str| {
        lines.iter().find_map(|line| match &line.act {
            Deed::Set { path, value } if path == to => Some(value.clone()),
            _ => None,
        })
    };
    match &knob.range {
        KnobRange::Whole { path, .. }
        | KnobRange::Span { path, .. }
        | KnobRange::Share { path, .. }
        | KnobRange::Words { path, .. } => of(path),
        KnobRange::Lines(choices) => {
            // A run need not say what the world has already.
            let had = |line: &Line| match &line.act {
                Deed::Set { path, value } => path.split_once('.').is_some_and(|(group, key)| {
                    let group = act.world.scenario.groups.iter().find(|g| g.name == group);
                    group.is_some_and(|g| g.settings.iter().any(|s| s.0 == key && s.1 == *value))
                }),
                _ => false,
            };
            let there = |l: &Line| said(std::slice::from_ref(l), lines) > 0 || had(l);
            let fits = choices.iter().filter(|choice| said(&choice.1, lines) > 0 && choice.1.iter().all(there));
            // Of two that fit, the one of which the run says more.
            fits.rev().max_by_key(|choice| said(&choice.1, lines)).map(|choice| choice.0.clone())
        }
    }
}

/// How many lines of a run a knob at this value makes.
fn lines(knob: &Knob, value: &str, run: &[Line]) -> usize {
    match &knob.range {
        KnobRange::Lines(choices) => {
            choices.iter().find(|choice| choice.0 == value).map_or(0, |choice| said(&choice.1, run))
        }
        _ => 1,
    }
}

/// How many of these lines a run has.
fn said(all: &[Line], run: &[Line]) -> usize {
    all.iter().filter(|line| run.iter().any(|l| l.act == line.act)).count()
}
