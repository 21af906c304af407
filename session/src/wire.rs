//! The only types that cross between page and engine: plain data, encoded with postcard.
//!
//! Instants and spans are whole microseconds of virtual time. Nodes and kinds are indices into the last
//! [`Staged`]; a flight's `name` is the engine's name of the message, stable across forks and seeds.

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
    Quiet,
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
        /// Another seed ("Now you, with another seed").
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

/// Engine to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// An encoded run.
    Link {
        /// To be put behind `?run=`.
        link: String,
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
    /// Where its goal is met, for a witness.
    pub met: Option<Us>,
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
    /// As spelled in the scenario.
    pub default: String,
    /// Every value that it can take, as spelled, in order, where there are at most 64; a slider steps through them.
    pub values: Vec<String>,
    /// Whether the values are words (buttons) rather than a scale (slider).
    pub words: bool,
    /// Acts at once instead of in a new fork.
    pub live: bool,
}

/// What is on the stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Staged {
    /// The world's title.
    pub title: String,
    /// Its seed.
    pub seed: u64,
    /// When it ends.
    pub length: Us,
    /// Virtual microseconds for a second of watching at 1x.
    pub pace: Us,
    /// Nodes.
    pub nodes: Vec<NodeInfo>,
    /// Links, each once.
    pub links: Vec<LinkInfo>,
    /// Kinds of message.
    pub kinds: Vec<KindInfo>,
    /// Where nodes stand.
    pub layout: Layout,
    /// Lanes of the space-time diagram, top to bottom: node indices.
    pub lanes: Vec<u16>,
    /// Whether faults are locked (Repair, Challenge, sealed seeds, recorded runs).
    pub locked: bool,
    /// Names of the metric tracks.
    pub charts: Vec<ChartInfo>,
    /// The goals that are watched here, by name.
    pub goals: Vec<String>,
    /// Sentences of a recorded run: when its act happens, and what it says.
    pub say: Vec<(Us, String)>,
    /// Where to start: 0, or the moment of a link or of a failed seed.
    pub at: Us,
    /// A link's step.
    pub step: String,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeInfo {
    /// As act lines name it.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// Its group.
    pub group: String,
    /// Whether it is a client.
    pub client: bool,
    /// The server that a client stands beside.
    pub beside: Option<u16>,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkInfo {
    /// One end.
    pub a: u16,
    /// The other.
    pub b: u16,
    /// As in act lines: `a-c`.
    pub name: String,
    /// As spelled: `50ms..150ms`.
    pub latency: String,
}

/// A kind of message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KindInfo {
    /// As selectors name it.
    pub name: String,
    /// As people read it.
    pub label: String,
    /// Which of the eight looks: `write`, `read`, `repl`, `vote`, `gossip`, `job`, `beat`, `err`.
    pub look: String,
    /// Drawn hollow.
    pub reply: bool,
}

/// Where nodes stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Layout {
    /// Servers on a circle, clients outside.
    #[default]
    Ring,
    /// The first server in the middle.
    Star,
    /// Groups from left to right.
    Layered,
    /// `(x, y)` for each node, thousandths.
    Free(Vec<(u16, u16)>),
}

/// A metric track.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChartInfo {
    /// As people read it.
    pub label: String,
    /// `%`, `s`, `/s` or nothing.
    pub unit: String,
    /// Counted events are bars, the rest is a line.
    pub bars: bool,
}

/// A window of a run, complete in itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// The playhead that values are for.
    pub at: Us,
    /// How far the run was simulated.
    pub frontier: Us,
    /// Why it ended, where it did: at its length, at a limit, or with nothing scheduled.
    pub ended: Option<String>,
    /// What `flights`, `ops`, `states`, `downs` cover.
    pub window: (Us, Us),
    /// Messages that are under way at any time of the window.
    pub flights: Vec<Flight>,
    /// Operations of clients that are open at any time of the window.
    pub ops: Vec<OpBar>,
    /// What nodes show: at the window's start, and each change within it.
    pub states: Vec<NodeState>,
    /// Crashes: node, from, to (`u64::MAX` while it is down).
    pub downs: Vec<(u16, Us, Us)>,
    /// Faults on links, of the whole run.
    pub faults: Vec<FaultSpan>,
    /// Acts of the whole run.
    pub acts: Vec<ActFlag>,
    /// Goals at `at`.
    pub goals: Vec<GoalState>,
    /// Metric tracks up to `at`: `(instant, value)`, at most 200 points each.
    pub charts: Vec<Vec<(Us, f64)>>,
    /// Branches in order of creation.
    pub branches: Vec<Branch>,
    /// The one shown.
    pub branch: u32,
    /// The last instant before `at` at which what is drawn changes, and the next one after it that is known.
    pub step: (Option<Us>, Option<Us>),
    /// Instants at which stretches with nothing in flight and no open operation begin and end, within the window.
    pub quiet: Vec<(Us, Us)>,
    /// A goal that is met (or a repair line that breaks) for the first time at an instant up to the frontier.
    pub witness: Option<WitnessView>,
    /// The learner's own figures for measured links.
    pub slots: Vec<Slot>,
    /// Whether something can be undone, and redone.
    pub undo: (bool, bool),
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flight {
    /// The engine's name for it; selectors write its upper half as `~%08x`.
    pub name: u64,
    /// Sender.
    pub from: u16,
    /// Receiver.
    pub to: u16,
    /// Kind.
    pub kind: u16,
    /// When it was sent.
    pub sent: Us,
    /// When it arrives, or would have arrived; `u64::MAX` while it is held.
    pub arrives: Us,
    /// What becomes of it, as far as is known.
    pub fate: Fate,
    /// What it says: `balance 45`.
    pub label: String,
    /// A second copy.
    pub copy: bool,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Under way, or delivered at `arrives`.
    #[default]
    Arrives,
    /// Lost at this instant at a cut.
    Cut(Us),
    /// Lost at this instant by bad luck of the link.
    Lost(Us),
    /// Dropped by hand at this instant.
    Dropped(Us),
    /// It reached a node that was down.
    Down(Us),
    /// Waits on a held link.
    Held,
}

/// An operation of a client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OpBar {
    /// The client.
    pub client: u16,
    /// When it was called.
    pub called: Us,
    /// When it returned or was given up; `u64::MAX` while it is open.
    pub returned: Us,
    /// When it will be given up.
    pub deadline: Us,
    /// `write balance 45`.
    pub label: String,
    /// `45`, `100`, `no answer`.
    pub short: String,
    /// The look of its kind: `write`, `read`.
    pub look: String,
    /// How it ended.
    pub outcome: Outcome,
    /// It broke a check: `stale`.
    pub mark: String,
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Still open.
    #[default]
    Open,
    /// Answered.
    Ok,
    /// Refused.
    Failed,
    /// Given up: it may have happened, or may still happen.
    Unknown,
}

/// What a node shows from an instant on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeState {
    /// The node.
    pub node: u16,
    /// From when.
    pub at: Us,
    /// The short value inside the glyph: `100`.
    pub value: String,
    /// The caption: `leader, term 3`.
    pub caption: String,
    /// Everything that the protocol declares, `(name, value)`.
    pub facts: Vec<(String, String)>,
}

/// A fault on links.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FaultSpan {
    /// `cut`, `slow`, `hold`, `loss`.
    pub kind: String,
    /// Links, as indices into `Staged::links`.
    pub links: Vec<u16>,
    /// One way only, from the link's first end to its second (`1`), or back (`-1`); 0 for both.
    pub one_way: i8,
    /// From when.
    pub from: Us,
    /// To when; `u64::MAX` while it lasts.
    pub to: Us,
    /// Its label, `cut`, by which it can be healed; empty where it has none.
    pub label: String,
    /// For a cut that separates nodes: the smaller side.
    pub side: Vec<u16>,
    /// `+1s`, `2 %`.
    pub note: String,
}

/// An act on the time axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ActFlag {
    /// When.
    pub at: Us,
    /// The line: `at 2.1s cut a-c b-c`.
    pub line: String,
    /// A word or two for its flag: `Cut`.
    pub short: String,
    /// `fault`, `heal`, `set`, `ask`.
    pub tone: String,
    /// The learner's own, which can be undone; else the scenario's.
    pub own: bool,
}

/// A goal at the playhead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GoalState {
    /// `stale-read`.
    pub name: String,
    /// All lines hold.
    pub met: bool,
    /// Lines in order.
    pub lines: Vec<LineState>,
}

/// A goal line at the playhead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LineState {
    /// How it stands.
    pub status: Status,
    /// `1 read`, `94 %`; empty where there is nothing to say yet.
    pub value: String,
    /// How far along, thousandths, for a part-filled ring.
    pub part: u16,
    /// What was seen, when, and what had to hold; for a broken or undecided line.
    pub why: String,
    /// An instant to go to.
    pub at: Option<Us>,
}

/// How a goal line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Not yet.
    #[default]
    Open,
    /// Some of it.
    Part,
    /// Holds.
    Met,
    /// Broken, for good.
    Broken,
    /// Could not be decided.
    Undecided,
}

/// A branch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// `main`, `fork 1`, `R = 2`.
    pub label: String,
    /// The branch it left.
    pub parent: Option<u32>,
    /// Where it left.
    pub from: Us,
    /// How far it was simulated.
    pub frontier: Us,
    /// The learner's acts on it.
    pub lines: Vec<String>,
}

/// Where a goal was met or a repair line broke.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WitnessView {
    /// The goal.
    pub goal: String,
    /// The instant.
    pub at: Us,
    /// A repair line broke, rather than a goal being met.
    pub broke: bool,
    /// One sentence.
    pub sentence: String,
    /// Nodes to outline.
    pub nodes: Vec<u16>,
    /// Flights to outline, by name.
    pub flights: Vec<u64>,
    /// Operations to outline: client and call.
    pub ops: Vec<(u16, Us)>,
    /// Its facts.
    pub slots: Vec<Slot>,
    /// From the verdict back to the act that began it, two to five links: instant and words, the last one is the root.
    pub because: Vec<(Us, String)>,
}

/// A figure for a measured link, or an event for a question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// `stale-read.age`.
    pub name: String,
    /// `800 ms`.
    pub text: String,
    /// The instant it is about.
    pub at: Option<Us>,
    /// The node it happened at.
    pub node: Option<u16>,
    /// The message it is about.
    pub flight: Option<u64>,
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
    /// In words.
    pub text: String,
    /// The row that caused it.
    pub cause: Option<u32>,
    /// The message.
    pub flight: Option<u64>,
}
