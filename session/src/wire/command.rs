//! Page to engine.

use serde::{Deserialize, Serialize};

/// Virtual microseconds.
pub type Us = u64;

/// A command with the page's epoch. Every update carries the epoch of the command that it answers, so that the page
/// can drop what is stale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// Counts up with every command that changes what is on the stage.
    pub epoch: u32,
    /// What is said.
    pub body: T,
}

/// Page to engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Read an act. Answered by [`Update::Opened`].
    Open {
        /// `cap`, `cap/b-quorums`.
        slug: String,
        /// `lesson.md`.
        lesson: String,
        /// `scenario.toml`.
        scenario: String,
        /// `runs.toml`, where it is there.
        runs: Option<String>,
    },
    /// Open an act that was read when the site was built. Answered by [`Update::Opened`].
    OpenPacked {
        /// `cap`, `cap/b-quorums`.
        slug: String,
        /// As [`lessons::packed`] writes it.
        act: Vec<u8>,
    },
    /// Put a run on the stage, paused at its start, as the trunk of new branches. Answered by [`Update::Staged`] and
    /// [`Update::Scene`].
    Stage(What),
    /// Simulate up to `until` where that is later than the frontier, then show a window and the values at `at`.
    /// Answered by [`Update::Scene`]. The engine may stop earlier than `until` (a met goal, a limit, the end, its slice
    /// of work); `Scene::frontier` says how far it came.
    Look {
        /// The playhead.
        at: Us,
        /// The window to show, both ends included.
        window: (Us, Us),
        /// Simulate up to here.
        until: Us,
    },
    /// Apply one act line (`cut a-c b-c`, without its time) at an instant; behind the frontier this forks. Answered by
    /// [`Update::Scene`], with [`Update::Did`] before it, or by [`Update::Refused`].
    Do {
        /// When.
        at: Us,
        /// The line without `at TIME`.
        line: String,
    },
    /// Take the last act of the learner back.
    Undo,
    /// Apply it again.
    Redo,
    /// Keep the run up to here and begin another tail.
    Fork {
        /// Where.
        at: Us,
    },
    /// Show another branch.
    Switch {
        /// Index into `Scene::branches`.
        branch: u32,
    },
    /// Turn knobs: the full setting, `(knob, value as spelled)`. Design knobs begin a new fork from 0 s, live ones act
    /// at `at`.
    Knobs {
        /// Now, for live knobs.
        at: Us,
        /// Every knob of the goal with its value.
        settings: Vec<(String, String)>,
    },
    /// Ways through runs and between them. Answered by [`Update::Found`], [`Update::Twin`] or [`Update::Scene`].
    Travel(super::Travel),
    /// Measure the true answer of Predict. Answered by [`Update::Truth`].
    Truth,
    /// The sealed run with these knob settings; works in slices, one [`Update::Seeds`] after each seed.
    Seal {
        /// Every knob of the goal with its value.
        settings: Vec<(String, String)>,
        /// For the challenge instead of Repair.
        challenge: bool,
    },
    /// Stop the sealed run.
    Unseal,
    /// How what clients saw up to an instant stands to the consistency models. Answered by [`Update::Models`].
    Models {
        /// The instant.
        at: Us,
        /// While the run goes on: fewer operations are placed, so that it is not kept waiting.
        live: bool,
    },
    /// The events of a window as a table. Answered by [`Update::Events`].
    Events {
        /// Both ends included.
        window: (Us, Us),
    },
    /// Encode the run on the stage. Answered by [`Update::Link`].
    Share {
        /// The playhead.
        at: Us,
        /// The step to show.
        step: String,
    },
    /// The run on the stage up to an instant, as a file. Answered by [`Update::Exported`].
    Export {
        /// Which.
        what: Export,
        /// The playhead.
        at: Us,
        /// The act's address, as others can open it.
        address: String,
    },
    /// Put the run of a link on the stage. Answered like [`Command::Stage`], or by [`Update::Unreadable`].
    Restore {
        /// The encoded run.
        link: String,
    },
}

/// What to stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// The quiet world, nothing done: Break.
    Quiet {
        /// Another seed ("Now you, with another seed").
        seed: Option<u64>,
    },
    /// The world of Repair with its locked faults: which one, if there are several; and the knob settings.
    Repair {
        /// A sealed world's name.
        world: Option<String>,
        /// `(knob, value as spelled)`; an empty list is the default of every knob.
        settings: Vec<(String, String)>,
    },
    /// The world of the challenge.
    Challenge {
        /// `(knob, value as spelled)`.
        settings: Vec<(String, String)>,
    },
    /// A recorded run of `runs.toml`, with its sentences: Story (`baseline`), Predict, Show me, Quiz.
    Recorded {
        /// Its name.
        name: String,
        /// Another seed than it was recorded with.
        seed: Option<u64>,
    },
    /// Seed `n` of the last sealed run, at its witness.
    Seed {
        /// 1..=20.
        n: u32,
        /// Of the challenge.
        challenge: bool,
        /// `(knob, value as spelled)`.
        settings: Vec<(String, String)>,
    },
}

/// A run as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// What happened, a line a row.
    Trace,
    /// The same for programs.
    Json,
    /// An incident report in Markdown.
    Report,
    /// A scenario with `[test]`, which `faultline run` plays.
    Test,
}
