//! The open act: its words, what is on the stage, and what is asked of the engine.

use std::collections::VecDeque;
use std::rc::Rc;

use lessons::model::{Block, Goal, LineKind, StepKind, Task, Text};
use lessons::packed::{self, Head};
use session::wire::{EventRow, GoalInfo, GoalState, Models, Opened, Problem, Scene, Seeds, Slot, Staged, Us, What};

use super::Host;
use crate::progress::{Progress, Seen};

/// An act on the page.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, about another thing")]
pub struct Lesson {
    /// `cap`.
    pub slug: String,
    /// Its words.
    pub words: Words,
    /// The files, for the engine and for excerpts.
    pub files: Rc<Files>,
    /// What the engine read.
    pub opened: Option<Rc<Opened>>,
    /// The step that is open.
    pub step: StepKind,
    /// Do it, or Show me.
    pub mode: Mode,
    /// What was last asked to be on the stage, and the acts since: enough to bring it back.
    pub what: Option<Ask>,
    /// It was asked for, and is not there yet.
    pub awaited: bool,
    /// What is on the stage.
    pub staged: Option<Rc<Staged>>,
    /// The window that came last.
    pub scene: Rc<Scene>,
    /// Rows of the event table, as asked for last.
    pub events: Rc<Vec<EventRow>>,
    /// Consistency models, as last asked for.
    pub models: Rc<Models>,
    /// Which run they were asked about last: its branch, acts, last answer, and whether it went on.
    pub placed: Option<(u32, usize, Us, bool)>,
    /// The playhead.
    pub at: Us,
    /// A wish for the playhead: a new count is a new wish.
    pub go: Option<(u32, Us)>,
    /// Where the playhead goes once the run that was asked for is on the stage.
    pub then: Option<Us>,
    /// The branch beside the one that is shown, and its run once it is here.
    pub twin: Option<(u32, Option<Rc<session::wire::Twin>>)>,
    /// Events to outline.
    pub marks: Rc<Vec<Slot>>,
    /// The learner's own witness of Break, or the shipped one that was shown.
    pub seen: Option<Seen>,
    /// The world of Repair that is shown, where there are several.
    pub world: Option<String>,
    /// The sealed run: of Repair, of the challenge.
    pub sealed: [Option<Sealed>; 2],
    /// How many sealed runs did not hold, in a row.
    pub misses: u32,
    /// The next hint may be opened.
    pub hint_ready: bool,
    /// The first hint was offered.
    pub hint_offered: bool,
    /// Acts so far; the clock of "4 minutes without an act" checks it.
    pub acts: u32,
    /// The card of Explain that is open.
    pub card: usize,
    /// The shown run came to its witness or end.
    pub shown: bool,
    /// Who asked for links, in order.
    pub links: VecDeque<Side>,
    /// A link that could not be read, or that no longer plays the same.
    pub trouble: Option<String>,
    /// How much of the sheet shows, on a phone.
    pub sheet: Sheet,
    /// The link that was made last, while it is being shared.
    pub shared: Shared,
    /// Where it stands.
    pub host: Host,
}

/// Its words.
#[derive(Clone, Debug)]
pub enum Words {
    /// On their way.
    Loading,
    /// They could not be fetched.
    Missing(String),
    /// Here. Mistakes take the place of the lesson.
    Here(Rc<Text>, Rc<Vec<Problem>>),
}

/// The files of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// `lesson.md`
    pub lesson: String,
    /// `scenario.toml`
    pub scenario: String,
    /// `runs.toml`, which a draft has not.
    pub runs: Option<String>,
    /// The act as it was read when the site was built, in place of the others.
    pub packed: Option<Vec<u8>>,
}

impl Files {
    /// A version of the files, for bug reports: the same files, the same number.
    pub fn content(&self) -> u64 {
        if let Some(act) = &self.packed {
            return packed::head(act).map(|head| head.content).unwrap_or_default();
        }
        let runs = self.runs.as_deref();
        Head::of(&lessons::Files { lesson: &self.lesson, scenario: &self.scenario, runs }).content
    }
}

/// What was put on the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A world or a run of the act.
    Stage(What),
    /// A run from a link.
    Link(String),
}

/// Who does it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The learner.
    #[default]
    Do,
    /// A recorded run.
    Show,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The clipboard.
    Copy,
    /// The learner's run of Break, to be kept.
    Keep,
    /// A bug report.
    Report,
}

/// A moment of the run that is being shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The encoded run.
    pub run: String,
    /// The moment.
    pub at: Us,
    /// A note for who opens it.
    pub note: String,
    /// What the clipboard took, or that it took nothing.
    pub copied: Option<bool>,
}

/// A sealed run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sealed {
    /// The design it is about.
    pub settings: Vec<(String, String)>,
    /// So far.
    pub seeds: Seeds,
    /// It could not go on.
    pub stopped: Option<String>,
    /// The seed that is on the stage.
    pub open: Option<u32>,
}

/// How much of the sheet shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// Its first lines.
    Peek,
    /// Half of the screen.
    #[default]
    Half,
    /// All of it.
    Full,
}

impl Lesson {
    /// An act whose words are on their way.
    pub fn new(slug: &str, step: StepKind) -> Self {
        Self {
            slug: slug.to_owned(),
            words: Words::Loading,
            files: Rc::default(),
            opened: None,
            step,
            mode: Mode::Do,
            what: None,
            awaited: false,
            staged: None,
            scene: Rc::default(),
            events: Rc::default(),
            models: Rc::default(),
            placed: None,
            at: 0,
            go: None,
            then: None,
            twin: None,
            marks: Rc::default(),
            seen: None,
            world: None,
            sealed: [None, None],
            misses: 0,
            hint_ready: true,
            hint_offered: false,
            acts: 0,
            card: 0,
            shown: false,
            links: VecDeque::new(),
            trouble: None,
            sheet: Sheet::Half,
            shared: Shared::default(),
            host: Host::Act,
        }
    }
    /// Its words, where they are here and without mistakes.
    pub fn text(&self) -> Option<&Text> {
        match &self.words {
            Words::Here(text, problems) if problems.is_empty() => Some(text),
            _ => None,
        }
    }
    /// A step of it.
    pub fn step_of(&self, kind: StepKind) -> Option<&lessons::model::Step> {
        self.text()?.steps.iter().find(|step| step.kind == kind)
    }
    /// Steps that are there.
    pub fn kinds(&self) -> Vec<StepKind> {
        self.text().map(|text| text.steps.iter().map(|step| step.kind).collect()).unwrap_or_default()
    }
    /// The step before or after the open one.
    pub fn beside(&self, next: bool) -> Option<StepKind> {
        let kinds = self.kinds();
        let here = kinds.iter().position(|kind| *kind == self.step)?;
        kinds.get(if next { here + 1 } else { here.checked_sub(1)? }).copied()
    }
    /// Goals of a step.
    pub fn goals(&self, kind: StepKind) -> &[Goal] {
        match self.step_of(kind).map(|step| &step.task) {
            Some(Task::Goals(goals)) => goals,
            _ => &[],
        }
    }
    /// A goal's lines in words, once the engine is there.
    pub fn info(&self, goal: &str) -> Option<&GoalInfo> {
        self.opened.as_ref()?.goals.iter().find(|info| info.name == goal)
    }
    /// How a goal stands at the playhead.
    pub fn state(&self, goal: &str) -> Option<&GoalState> {
        self.scene.goals.iter().find(|state| state.name == goal)
    }
    /// The first recorded run of a role.
    pub fn recorded(&self, role: &str) -> Option<String> {
        let opened = self.opened.as_ref()?;
        opened.runs.iter().find(|run| run.role == role).map(|run| run.name.clone())
    }
    /// The recorded witness to show: the first that meets a part of Break which the learner has not met.
    pub fn witness(&self, progress: &Progress) -> Option<String> {
        let goal = self.goals(StepKind::Break).first()?;
        let open = |line: &u16| {
            let line = goal.lines.get(usize::from(*line)).filter(|line| line.kind == LineKind::Part);
            line.is_some_and(|line| !progress.parts.contains_key(&line.sentence.text))
        };
        let mut runs = self.opened.as_ref()?.runs.iter().filter(|run| run.role == "witness");
        let next = runs.find(|run| run.lines_met.iter().any(open)).map(|run| run.name.clone());
        next.or_else(|| self.recorded("witness"))
    }
    /// A recorded run of that role is on the stage.
    pub fn plays(&self, role: &str) -> bool {
        let Some(Ask::Stage(What::Recorded { name, .. })) = &self.what else { return false };
        let runs = self.opened.iter().flat_map(|opened| &opened.runs);
        runs.filter(|run| run.role == role).any(|run| run.name == *name)
    }
    /// Captions at which a first viewing stops: those of the step's prose, or the sentences of a shown run.
    pub fn beats(&self) -> Vec<(Us, String)> {
        if self.mode == Mode::Show {
            return self.staged.as_ref().map(|staged| staged.say.clone()).unwrap_or_default();
        }
        let blocks = self.step_of(self.step).map(|step| step.prose.as_slice()).unwrap_or_default();
        let beat = |block: &Block| match block {
            Block::Beat(at, words) => Some((at.0, crate::panel::prose::plain(words))),
            _ => None,
        };
        blocks.iter().filter_map(beat).collect()
    }
    /// A figure or an instant by name: the learner's own, else the shipped one.
    pub fn slot(&self, name: &str) -> Option<Slot> {
        if let Some(slot) = self.scene.slots.iter().find(|slot| slot.name == name) {
            return Some(slot.clone());
        }
        if let Some(own) = self.seen.iter().flat_map(|seen| &seen.slots).find(|slot| slot.0 == name) {
            return Some(Slot { name: own.0.clone(), text: own.1.clone(), at: own.2, ..Slot::default() });
        }
        self.opened.as_ref()?.slots.iter().find(|slot| slot.name == name).cloned()
    }
}
