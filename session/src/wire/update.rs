//! Engine to page.

use serde::{Deserialize, Serialize};

use super::{Scene, Slot, Staged, Status, Us};

/// Engine to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "updates cross one at a time, as bytes")]
pub enum Update {
    /// The engine runs and takes commands.
    Ready {
        /// Engine version, for the footer and bug reports.
        version: String,
    },
    /// An act was read.
    Opened(Opened),
    /// What is on the stage now.
    Staged(Staged),
    /// A window of the run on the stage.
    Scene(Scene),
    /// An act was applied.
    Did(Did),
    /// An act line could not be applied; nothing changed.
    Refused {
        /// As given.
        line: String,
        /// What is possible.
        why: String,
    },
    /// The measured answer of Predict.
    Truth(Truth),
    /// Progress of the sealed run.
    Seeds(Seeds),
    /// The event table.
    Events(Vec<EventRow>),
    /// Consistency models.
    Models(super::Models),
    /// An encoded run.
    Link {
        /// To be put behind `?run=`.
        link: String,
    },
    /// A file, to be saved.
    Exported {
        /// Its name.
        name: String,
        /// What is in it.
        text: String,
    },
    /// A link could not be read; the lesson is staged from its start.
    Unreadable {
        /// What could not be read.
        why: String,
    },
    /// A link was read but no longer plays the same.
    Drifted {
        /// What differs.
        why: String,
    },
    /// The instant that was looked for, where there is one.
    Found(Option<Us>),
    /// The branch that is shown, beside another.
    Twin(Box<super::Twin>),
}

/// An act, read and checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// As asked for.
    pub slug: String,
    /// Mistakes; where there are any, nothing of the act is staged.
    pub diagnostics: Vec<Problem>,
    /// Recorded runs.
    pub runs: Vec<Recorded>,
    /// Goals of the act, by name, with their lines as people read them.
    pub goals: Vec<GoalInfo>,
    /// Knobs of Repair and of the challenge.
    pub knobs: Vec<KnobInfo>,
    /// Tools shown in Break, of `cut`, `slow`, `delay`, `crash`, `drop`, `duplicate`, `skew`, `pause`.
    pub tools: Vec<String>,
    /// Figures of the shipped runs for measured links, `(name, text)`; the learner's own come with [`Scene::slots`].
    pub slots: Vec<Slot>,
    /// Names of the worlds of Repair, where there are several.
    pub worlds: Vec<String>,
    /// Curves over one setting, as the check measured them.
    pub curves: Vec<Curve>,
}

/// A sweep over one setting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// As in `sweep:curve`.
    pub name: String,
    /// The setting, the measured value in words, and its share of the largest in thousandths.
    pub points: Vec<(String, String, u16)>,
}

/// A mistake in a file of an act.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// `lesson.md`, `scenario.toml`, `runs.toml`.
    pub file: String,
    /// 1-based.
    pub line: u32,
    /// 1-based.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The line of the file.
    pub excerpt: String,
    /// How many characters of that line it is about, at least one.
    pub length: u32,
}

/// A recorded run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its name.
    pub name: String,
    /// `baseline`, `predict`, `witness`, `solution`, `wrong`, `par`, `example`.
    pub role: String,
    /// Act lines.
    pub lines: Vec<String>,
    /// A sentence an act.
    pub say: Vec<String>,
    /// Where its goal, or the first part of it, is met, for a witness.
    pub met: Option<Us>,
    /// Which lines of its goal are parts that it meets, for a witness; line 0 for a goal without parts.
    pub lines_met: Vec<u16>,
}

/// A goal and its lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GoalInfo {
    /// `stale-read`.
    pub name: String,
    /// Lines in order.
    pub lines: Vec<LineInfo>,
    /// Knobs that may be turned.
    pub knobs: Vec<String>,
    /// A challenge's score in words: `more than 1 node cut off; par 2`.
    pub score: Option<String>,
}

/// A goal line as people read it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LineInfo {
    /// `plain`, `part`, `safe`, `served`, `recovers`, `guard`.
    pub kind: String,
    /// `Reads older than an acknowledged write`.
    pub words: String,
    /// `at least 95 %`, empty for a verdict.
    pub bound: String,
    /// The world it is about.
    pub world: Option<String>,
}

/// A knob.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnobInfo {
    /// `R`, or `tiers.web.attempts`.
    pub name: String,
    /// What people read.
    pub label: String,
    /// A line under it.
    pub note: String,
    /// Where it stands in Break, in Repair and in the challenge before it is turned.
    pub starts: [String; 3],
    /// The values that it offers, as spelled, in order, about 64 at most; on a scale, others between them can be typed.
    pub values: Vec<String>,
    /// Whether the values are words (buttons) rather than a scale (slider).
    pub words: bool,
    /// Acts at once instead of in a new fork.
    pub live: bool,
}

/// What an act did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Did {
    /// The whole line: `at 2.1s cut a-c b-c`.
    pub line: String,
    /// A new branch was made for it.
    pub forked: bool,
    /// Something worth knowing: "a-c is cut already".
    pub note: String,
}

/// The measured answer of Predict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The option's key that held, or none.
    pub key: Option<String>,
    /// For a number: the measured figure.
    pub text: String,
    /// What the run did, in one sentence.
    pub sentence: String,
}

/// The sealed run so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seeds {
    /// One for each seed, in order.
    pub dots: Vec<Dot>,
    /// All are done.
    pub done: bool,
    /// For a challenge: the worst score over the seeds, and whether par is met.
    pub score: Option<(String, bool)>,
}

/// One seed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    /// How it stands: open while it was not played.
    pub status: Status,
    /// The line that failed, in words, with what was seen.
    pub why: String,
    /// The instant of its witness.
    pub at: Us,
}

/// A row of the event table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// Row of the trace.
    pub row: u32,
    /// When.
    pub at: Us,
    /// Where.
    pub node: Option<u16>,
    /// What it is about: `message`, `operation`, `act`, `node`.
    pub kind: String,
    /// In words.
    pub text: String,
    /// The row that caused it.
    pub cause: Option<u32>,
    /// The message.
    pub flight: Option<u64>,
}
