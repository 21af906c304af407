//! What an act is once it is read: plain data, no HTML, no pixels.

use sim_core::act::Line;
use sim_core::measure::Call;
use sim_core::quantity::{Quantity, Unit};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};

use crate::source::Span;

/// One act of a lesson: `lesson.md`, `scenario.toml`, and `runs.toml` where it is there (a draft has none).
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// The words.
    pub text: Text,
    /// The worlds.
    pub world: WorldFile,
    /// What was recorded, and what is claimed.
    pub runs: Runs,
}

/// `lesson.md`, read.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// What stands between the `+++` lines.
    pub front: Front,
    /// The steps that are there, in their order.
    pub steps: Vec<Step>,
    /// The card "What this leaves out".
    pub leaves_out: Vec<Block>,
}

/// The head of an act.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// The act's title.
    pub title: String,
    /// Minutes for this act.
    pub minutes: u32,
    /// The one new idea.
    pub idea: String,
    /// The belief that it refutes.
    pub refutes: String,
    /// Only on a lesson's first act.
    pub root: Option<Root>,
    /// The one true number.
    pub number: Option<TrueNumber>,
}

/// What a lesson's first act says about the lesson.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// The lesson's title.
    pub lesson: String,
    /// A slug of `tracks.toml`.
    pub track: String,
    /// Slugs of lessons that come before.
    pub needs: Vec<String>,
    /// Verbs that the learner can do afterwards.
    pub objectives: Vec<String>,
    /// `(title, https address)`.
    pub sources: Vec<(String, String)>,
}

/// `[number]`.
#[derive(Clone, Debug, Default)]
pub struct TrueNumber {
    /// A sentence with the number, without marks.
    pub text: String,
    /// The same with its marks, measured figures among them.
    pub words: Vec<Inline>,
    /// How it is computed.
    pub formula: String,
    /// Under which assumptions.
    pub assumes: String,
    /// `https:` address, or a citation.
    pub source: String,
    /// A claim of `runs.toml`.
    pub measure: Option<String>,
}

/// The eight steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Meet the service; see a healthy run.
    Story,
    /// Commit to an outcome.
    Predict,
    /// Make the bad outcome happen.
    Break,
    /// Pick the cause among events.
    Why,
    /// The mechanism, told on the learner's run.
    Explain,
    /// Change the design; prove it.
    Repair,
    /// One harder variation.
    Challenge,
    /// Transfer.
    Quiz,
}

impl StepKind {
    /// In their fixed order.
    pub const ALL: [Self; 8] =
        [Self::Story, Self::Predict, Self::Break, Self::Why, Self::Explain, Self::Repair, Self::Challenge, Self::Quiz];

    /// As a heading begins: `Why?` has its mark.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Story => "Story",
            Self::Predict => "Predict",
            Self::Break => "Break",
            Self::Why => "Why?",
            Self::Explain => "Explain",
            Self::Repair => "Repair",
            Self::Challenge => "Challenge",
            Self::Quiz => "Quiz",
        }
    }
    /// As in an address: `#repair`.
    pub fn slug(self) -> String {
        self.word().trim_end_matches('?').to_lowercase()
    }
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// The rest of the heading: `make an honest replica lie`.
    pub title: String,
    /// Prose, without the blocks below.
    pub prose: Vec<Block>,
    /// What there is to do.
    pub task: Task,
    /// Where the heading is.
    pub span: Span,
}

/// What a step asks.
#[derive(Clone, Debug)]
pub enum Task {
    /// Read (Story).
    None,
    /// Predict.
    Guess(Guess),
    /// Break, Repair, Challenge.
    Goals(Vec<Goal>),
    /// Why?: one question. Quiz: several.
    Questions(Vec<Question>),
    /// Explain.
    Cards(Vec<Card>),
}

/// The question of Predict.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Options, or a number in a range.
    pub form: GuessForm,
    /// The run that tells.
    pub run: String,
    /// For options: one sentence for each option's key. For a number: one measure under the key `""`.
    pub answers: Vec<(String, Sentence)>,
}

/// How a guess is given.
#[derive(Clone, Debug)]
pub enum GuessForm {
    /// One of these.
    Options(Vec<GuessOption>),
    /// `number 1..27, ~27`: a number in this range, and the misconception's.
    Number {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
        /// What the misconception says.
        belief: f64,
        /// The unit of all three: shares from 0 to 1, times in seconds, rates per second.
        unit: Unit,
    },
}

/// An option of Predict.
#[derive(Clone, Debug)]
pub struct GuessOption {
    /// The bold span, which the answer block names.
    pub key: String,
    /// The whole option.
    pub text: Vec<Inline>,
    /// Holds the documented misconception (`~`).
    pub misconception: bool,
}

/// A block of sentences that must all hold.
#[derive(Clone, Debug)]
pub struct Goal {
    /// As in `goal stale-read`.
    pub name: String,
    /// `within 5s:` all lines hold in one window of that length.
    pub within: Option<Duration>,
    /// The lines.
    pub lines: Vec<GoalLine>,
    /// Exactly three in what ships: where to look, what to notice, what to try.
    pub hints: Vec<Vec<Inline>>,
    /// Knobs that may be turned (Repair, Challenge): names of `[knob.NAME]` or `[table.NAME]`.
    pub knobs: Vec<String>,
    /// `keep: cp`: all lines of these goals, in their own worlds.
    pub keep: Vec<String>,
    /// `score: p99() lower, par 304ms`.
    pub score: Option<Score>,
    /// Where the block is.
    pub span: Span,
}

/// One line of a goal.
#[derive(Clone, Debug)]
pub struct GoalLine {
    /// What kind of line.
    pub kind: LineKind,
    /// The world it is about, if a goal has several.
    pub world: Option<String>,
    /// What must hold.
    pub sentence: Sentence,
    /// Where the line is.
    pub span: Span,
}

/// Kinds of goal lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A line of Break or Challenge.
    Plain,
    /// `part:` latches on whichever branch meets it.
    Part,
    /// `safe:` the bad thing never happens.
    Safe,
    /// `served:` enough useful work is done.
    Served,
    /// `recovers:` healthy again after the fault.
    Recovers,
    /// `guard:` the run was tested.
    Guard,
}

/// `name(args)` or `name(args) >= quantity`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// As written.
    pub text: String,
    /// The measure and its arguments.
    pub call: Call,
    /// The bound, where the measure yields a quantity.
    pub bound: Option<(Comparison, Quantity)>,
}

/// How a quantity is compared with its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `=`
    Is,
}

/// A challenge's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What is measured.
    pub sentence: Sentence,
    /// Lower is better.
    pub lower: bool,
    /// Met at par.
    pub par: Quantity,
}

/// A question with options, each with its reason.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub text: Vec<Block>,
    /// Options.
    pub options: Vec<Choice>,
    /// `(run: cut @2.9s)`: opens a recorded run at an instant.
    pub run: Option<(String, Time)>,
    /// `(from: replication)`: taken from a lesson that is needed.
    pub from: Option<String>,
    /// Where it is.
    pub span: Span,
}

/// An option of a question.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Whether it is the answer (`[x]`).
    pub right: bool,
    /// The misconception in new clothes (`~`).
    pub misconception: bool,
    /// The option.
    pub text: Vec<Inline>,
    /// Why it is tempting and what decides it, shown after the answer.
    pub reason: Vec<Inline>,
    /// `(event: stale-read.read)`: goal and field.
    pub event: Option<(String, String)>,
}

/// A card of Explain.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// `@stale-read.at`: goal and field whose instant the diagram shows while the card is open.
    pub at: Option<(String, String)>,
    /// The words.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}

/// A block of prose.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading below the step's.
    Heading(u8, Vec<Inline>),
    /// Items; numbered or not.
    List(bool, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text: language, text.
    Code(String, String),
    /// Header cells and rows.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// `> beat 2.1s: …` narrates the step's run.
    Beat(Time, Vec<Inline>),
    /// `![words](sweep:curve)`: name, words.
    Sweep(String, String),
}

/// A run of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong.
    Strong(Vec<Inline>),
    /// A link.
    Link(Target, Vec<Inline>),
    /// `[2.0×](measure:amp)`: shown as written, or as the learner's own figure.
    Measured(Measured),
}

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An `https:` address.
    Https(String),
    /// A slug of `glossary.md`.
    Term(String),
    /// A lesson's address.
    Lesson(String),
}

/// A measured link.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// As written, and shown where nothing was measured.
    pub text: String,
    /// `amp` or `stale-read.age`.
    pub name: String,
    /// Where it is, for the check.
    pub span: Span,
}

/// `scenario.toml`, read.
#[derive(Clone, Debug, Default)]
pub struct WorldFile {
    /// What the world is called.
    pub title: String,
    /// The quiet world.
    pub scenario: Scenario,
    /// Virtual microseconds for a second of watching at 1x.
    pub pace: Duration,
    /// Fault tools shown in Break.
    pub tools: Vec<String>,
    /// Metric tracks: as written, and bound.
    pub charts: Vec<Sentence>,
    /// How the topology is drawn.
    pub layout: Layout,
    /// What people read for nodes, groups, message kinds: `(word, name)`.
    pub names: Vec<(String, String)>,
    /// Knobs, those of tables included, in order.
    pub knobs: Vec<Knob>,
    /// Tables of knobs.
    pub tables: Vec<Table>,
    /// `[repair]`.
    pub repair: Option<Overlay>,
    /// `[sealed]`.
    pub sealed: Option<Sealed>,
    /// `[challenge]`.
    pub challenge: Option<Challenge>,
}

/// How a topology is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Layout {
    /// Servers on a circle, clients outside.
    #[default]
    Ring,
    /// The first server in the middle.
    Star,
    /// Groups from left to right.
    Layered,
    /// `(node, x, y)`, 0 to 1.
    Free(Vec<(String, f64, f64)>),
}

/// Something that a learner can turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// As in `knobs: R`. In a table: `tiers.web.attempts`.
    pub name: String,
    /// What people read.
    pub label: String,
    /// A line under it.
    pub note: String,
    /// What it sets.
    pub range: KnobRange,
    /// A design knob is `at 0s set …` in a new fork; a live one `at now set …`.
    pub live: bool,
    /// Where it is.
    pub span: Span,
}

/// What a knob can be set to.
#[derive(Clone, Debug, PartialEq)]
pub enum KnobRange {
    /// `path` takes whole numbers `low..high`.
    Whole {
        /// `replicas.R`.
        path: String,
        /// Smallest.
        low: i64,
        /// Largest.
        high: i64,
    },
    /// `path` takes spans `low..high`.
    Span {
        /// What it sets.
        path: String,
        /// Shortest.
        low: Duration,
        /// Longest.
        high: Duration,
        /// Steps are even in the logarithm.
        log: bool,
    },
    /// `path` takes percentages `low..high`, 0 to 1.
    Share {
        /// What it sets.
        path: String,
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// `path` takes one of these spellings.
    Words {
        /// What it sets.
        path: String,
        /// Spellings.
        words: Vec<String>,
    },
    /// Each choice is a name and act lines.
    Lines(Vec<(String, Vec<Line>)>),
}

/// `[table.tiers]`: rows are groups or nodes, columns are settings; its cells are knobs `tiers.web.attempts`.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// As in `knobs: tiers`.
    pub name: String,
    /// Row names.
    pub rows: Vec<String>,
    /// Column names.
    pub columns: Vec<String>,
}

/// Laid over the quiet world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Instead of the scenario's.
    pub length: Option<Duration>,
    /// Instead of the scenario's.
    pub pace: Option<Duration>,
    /// Lines laid over the scenario's.
    pub acts: Vec<Line>,
    /// Groups whose nodes or settings are replaced: name and replacement (only the keys that are there).
    pub groups: Vec<sim_core::scenario::Group>,
}

/// `[challenge]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Laid over Repair's world (`base = "repair"`) or over the quiet one.
    pub over_repair: bool,
    /// The overlay.
    pub overlay: Overlay,
}

/// `[sealed]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sealed {
    /// Changed by hand only.
    pub edition: u32,
    /// Draws of every world.
    pub draw: Vec<(String, Draw)>,
    /// Lines with `{name}` for a draw, laid over Repair's.
    pub acts: Vec<String>,
    /// Worlds, where there are several; one dot is one seed through all of them.
    pub worlds: Vec<SealedWorld>,
}

/// `[[sealed.world]]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SealedWorld {
    /// As in `outage: safe: …`.
    pub name: String,
    /// Its own draws.
    pub draw: Vec<(String, Draw)>,
    /// Its own lines.
    pub acts: Vec<String>,
}

/// What a name in braces may become.
#[derive(Clone, Debug, PartialEq)]
pub enum Draw {
    /// A span, evenly.
    Span(Duration, Duration),
    /// A whole number, evenly.
    Whole(i64, i64),
    /// A percentage, evenly, 0 to 1.
    Share(f64, f64),
    /// One of these.
    OneOf(Vec<String>),
}

/// `runs.toml`, read.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    /// Whether the file is there.
    pub present: bool,
    /// Recorded runs.
    pub runs: Vec<Run>,
    /// Curves and counts over many forks.
    pub sweeps: Vec<Sweep>,
    /// What measured links mean.
    pub claims: Vec<Claim>,
}

/// What a recorded run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The healthy run of Story.
    Baseline,
    /// The run that Predict asks about.
    Predict,
    /// A way to break it.
    Witness,
    /// A way to repair it.
    Solution,
    /// A planted wrong design.
    Wrong,
    /// The challenge at par.
    Par,
    /// For the quiz and for claims.
    Example,
}

/// `[[run]]`.
#[derive(Clone, Debug)]
pub struct Run {
    /// Unique in the file.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// `quiet`, `repair`, `challenge` or a sealed world's name. A solution and a wrong design play every world of
    /// Repair.
    pub world: String,
    /// Instead of the scenario's.
    pub seed: Option<u64>,
    /// Ends earlier.
    pub until: Option<Time>,
    /// The acts.
    pub acts: Vec<Line>,
    /// Show me: a sentence an act.
    pub say: Vec<String>,
    /// For a wrong design: the goal line that it fails, as written there.
    pub fails_on: Option<String>,
    /// For a wrong design: the misconception's tag.
    pub belief: Option<String>,
    /// Written by `faultline check --accept`, 16 hexadecimal digits.
    pub fingerprint: Option<String>,
    /// Where it is.
    pub span: Span,
}

/// How figures over seeds become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stat {
    /// The mean.
    Mean,
    /// The worst.
    Worst,
    /// The share that meets it.
    Share,
}

/// `[[sweep]]`.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// As in `sweep:curve`.
    pub name: String,
    /// The run that is varied.
    pub run: String,
    /// `(path, values)`.
    pub over: Vec<(String, Vec<String>)>,
    /// How many seeds for each point.
    pub seeds: u32,
    /// What is measured.
    pub sentence: Sentence,
    /// How seeds are joined.
    pub stat: Stat,
    /// Where it is.
    pub span: Span,
}

/// `[[claim]]`.
#[derive(Clone, Debug)]
pub struct Claim {
    /// As in `measure:amp`.
    pub name: String,
    /// The run.
    pub run: String,
    /// What is measured.
    pub sentence: Sentence,
    /// How many seeds; 1 is the run's own.
    pub seeds: u32,
    /// How seeds are joined.
    pub stat: Stat,
    /// Where it is.
    pub span: Span,
}
