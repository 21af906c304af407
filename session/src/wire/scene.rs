//! A window of a run, complete in itself.

use serde::{Deserialize, Serialize};

use super::{ClockBend, GaugePoint, Judged, Spell, Stream, Us};

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
    /// Messages that are under way at any time of the window; where it is crowded, only those near `at`.
    pub flights: Vec<Flight>,
    /// More messages than [`Scene::FLIGHTS`] are under way in the window: `flights` are not all of them, `streams` count all.
    pub crowded: bool,
    /// Between which instants no flight is missing: the window, or less of it where it is crowded.
    pub near: (Us, Us),
    /// How many messages went which way, in slices of the window, in order.
    pub streams: Vec<Stream>,
    /// How long a slice is: 100 ms of watching at 1x, or more in a window of over 1,000 of these.
    pub slice: Us,
    /// Operations of clients that are open at any time of the window; of more than [`Scene::OPS`], all near `at` and every
    /// n-th of the others.
    pub ops: Vec<OpBar>,
    /// What nodes show: at the window's start, and each change within it.
    pub states: Vec<NodeState>,
    /// Crashes: node, from, to (`u64::MAX` while it is down).
    pub downs: Vec<(u16, Us, Us)>,
    /// Pauses, slowness and isolation of nodes, of the whole run, in order of their beginning.
    pub spells: Vec<Spell>,
    /// Wall clocks that are not true: at the window's start, and each change within it; nodes in order. A node without a
    /// bend at or before an instant has a true clock there.
    pub clocks: Vec<ClockBend>,
    /// Gauges: at the window's start, and each change within it; nodes and gauges in order. Where there are very many, the
    /// last value of each 50 ms of watching.
    pub gauges: Vec<GaugePoint>,
    /// Calls that ended in the window, of nodes with a breaker, in order; none where more than [`Scene::JUDGES`] have one.
    pub judged: Vec<Judged>,
    /// Faults on links, of the whole run.
    pub faults: Vec<FaultSpan>,
    /// Acts of the whole run.
    pub acts: Vec<ActFlag>,
    /// Goals at `at`.
    pub goals: Vec<GoalState>,
    /// Metric tracks as far as the run was shown.
    pub charts: Vec<Track>,
    /// Branches in order of creation.
    pub branches: Vec<Branch>,
    /// The one shown.
    pub branch: u32,
    /// The last instant before `at` at which what is drawn changes, and the next one after it that is known.
    pub step: (Option<Us>, Option<Us>),
    /// Instants at which stretches with nothing in flight and no open operation begin and end, within the window; a message
    /// that is longer under way than two seconds of watching counts for the first and the last of them.
    pub quiet: Vec<(Us, Us)>,
    /// A goal that is met (or a repair line that breaks) for the first time at an instant up to the frontier.
    pub witness: Option<WitnessView>,
    /// The learner's own figures for measured links.
    pub slots: Vec<Slot>,
    /// How the knobs stand that Break offers as tools: name, value as spelled.
    pub settings: Vec<(String, String)>,
    /// Whether something can be undone, and redone.
    pub undo: (bool, bool),
}

impl Scene {
    /// So many flights a scene has at most.
    pub const FLIGHTS: usize = 2_000;
    /// So many operations, but for those that broke a check.
    pub const OPS: usize = 2_000;
    /// The calls of so many breakers are shown one by one.
    pub const JUDGES: usize = 4;
}

/// A metric track of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// Its lines, or one list of counted events: `(instant, value)`, one point of each line at the playhead; shares in
    /// percent, times in seconds, `NaN` where there is nothing to measure. A line has at most 201 points.
    pub lines: Vec<Vec<(Us, f64)>>,
    /// For latencies: how many of the answers up to the playhead took so long, in bins of equal width.
    pub bins: Vec<u32>,
    /// Where the last bin ends, in seconds.
    pub most: f64,
    /// Their p50 and p99, in seconds.
    pub quantiles: Option<(f64, f64)>,
    /// The clients' timeout in seconds, for latencies.
    pub timeout: Option<f64>,
    /// The value at the playhead is beyond the bound of the goal.
    pub missed: bool,
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
    /// An act has moved its arrival: it was delayed, or held and released.
    pub moved: bool,
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
    /// It reached a node that was down, which says nothing: nobody can promise that the request will not happen.
    Down(Us),
    /// Waits on a held link.
    Held,
    /// It reached a node that was down, whose machine refuses the request: the answer sets out at once.
    Refused(Us),
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
    /// What it is now, where that is not [`NodeInfo::role`](super::NodeInfo::role); else empty.
    pub role: String,
    /// Whose turn it is, as the node sees it, where it takes part in that.
    pub turn: Option<Turn>,
}

/// Whose turn it is at something that one node at a time may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// Whether the node believes that it is its own.
    Mine(bool),
    /// The node gives turns: the last one to whom, and until which true instant.
    Given(Option<(u16, Us)>),
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
    /// For a broken line: from the verdict back to what began it, like [`WitnessView::because`].
    pub because: Vec<Slot>,
    /// A part of the goal was met here, and stays met.
    pub held: Option<Held>,
}

/// Where a part of a goal was met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The branch.
    pub branch: u32,
    /// Its label.
    pub label: String,
    /// When.
    pub at: Us,
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
    /// It was deleted: it keeps its number, and is not shown.
    pub gone: bool,
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
    /// From the verdict back to the act that began it, two to five links: words and event, the last one is the root.
    pub because: Vec<Slot>,
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
    /// It happened on this branch, where that is not the one that is shown.
    pub branch: Option<u32>,
}
