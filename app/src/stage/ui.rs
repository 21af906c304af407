//! What happens on the stage, and its discrete state.

use std::rc::Rc;

use super::StageEvent;
use super::cone::{Cone, Event as Moment};
use super::cut::Draft;
use super::dock::Line;
use super::events::Filter;
use super::field::Made;
use super::geom::Pt;
use super::gesture::{Target, Tool};
use super::keys::Command;
use super::live::News;
use super::pull::Pull;
use super::tick::Why;

/// What happens on the stage.
pub enum Msg {
    /// A frame has news.
    News(News),
    /// Sizes, theme or visibility changed.
    Resized,
    /// A key.
    Command(Command),
    /// A tool.
    Tool(Tool),
    /// A speed; closes its menu.
    Speed(usize),
    /// The speed menu.
    SpeedMenu,
    /// A phone's tab.
    Tab(usize),
    /// A table in place of the diagram; 0 is the diagram.
    Table(u8),
    /// A pointer goes down on the topology.
    Down(Press),
    /// A pointer moves over it, with Shift or not.
    Move(Pt, bool),
    /// A pointer goes up.
    Up(Pt),
    /// The gesture is over without an act.
    Cancel,
    /// A target is clicked, or Enter is pressed on it.
    Act(Target, bool),
    /// A group is opened, or folded again.
    Fold(String),
    /// Arrow keys on the topology; with Alt they move the node.
    Arrow(Pt, bool),
    /// A target got the focus.
    Focus(Target),
    /// Open the inspector.
    Open(Target),
    /// Close what is open.
    Close,
    /// An act line.
    Do(String),
    /// Act lines at one instant.
    DoAll(Vec<String>),
    /// What a field makes.
    Make(Made),
    /// A field's text.
    Typed(usize, String),
    /// A link's way: both, from its first end, back.
    Way(u8),
    /// One of the inspector's fields is unfolded, or none.
    Field(Option<usize>),
    /// A finger rests.
    Long,
    /// A node or a link in the selection, or out of it.
    Toggle(Target),
    /// A node goes where the next click is.
    Carry(u16),
    /// What the step buttons step by.
    By(u8),
    /// A finger goes down on a step button, or leaves it.
    Hold(Option<bool>),
    /// A step button is clicked: onward or back, with Shift or not.
    Stepped(bool, bool),
    /// The menu of the branch bar.
    BranchMenu,
    /// A finger on the time axis: its number, and where it is.
    Finger(i32, Option<f64>),
    /// A key was let go.
    KeyUp(String),
    /// The time axis is dragged: an instant, whether it begins, and an event that is hit.
    Scrub(Pt, bool),
    /// The time axis was let go.
    ScrubEnd,
    /// Go to an instant.
    Seek(f64),
    /// An event is hovered or focused.
    Cone(Option<Moment>),
    /// The pointer rests on the diagram.
    Over(Pt),
    /// Draw lanes by true time, or each by its own clock.
    Own,
    /// Show lanes further up or down.
    Lanes(i32),
    /// Which events the table shows.
    Filter(Filter),
    /// An event of the table: go there, with its causes.
    Row(session::wire::Us, Option<Moment>),
    /// An answer, which is also said.
    Answer(String),
    /// How much is said aloud.
    Level(u8),
    /// Shows what breaks a consistency model.
    Model(usize),
    /// A chart is read at an instant.
    Read(Option<(usize, session::wire::Us)>),
    /// Events of a lane with the keyboard: the next lane down or up.
    Lane(i32),
    /// Zoom at an `x`, or pan by a share of the width.
    Axis {
        /// Factor.
        zoom: f64,
        /// Where.
        x: f64,
        /// Share of the width.
        pan: f64,
    },
    /// For the page.
    Tell(StageEvent),
    /// On from a beat.
    GoOn,
}

/// A pointer that went down on the topology.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    /// Where.
    pub at: Pt,
    /// With Shift.
    pub shift: bool,
    /// With Alt.
    pub alt: bool,
    /// A finger.
    pub coarse: bool,
    /// The browser's number of it.
    pub pointer: i32,
    /// When, in seconds.
    pub when: f64,
}

impl Press {
    /// A press that moves less than this is a click, in pixels.
    pub const fn slop(&self) -> f64 {
        if self.coarse { 10.0 } else { 6.0 }
    }
}

/// What a pointer drags.
#[derive(Clone, Debug)]
pub enum Drag {
    /// A fault line.
    Cut(Draft),
    /// An amount.
    Pull(Pull),
    /// A node.
    Node(u16),
    /// A box around nodes.
    Area(Pt, Pt),
}

/// The discrete state.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Ui {
    /// The active tool.
    pub tool: Tool,
    /// The phone's tab.
    pub tab: usize,
    /// 0 diagram, 1 events, 2 links, 3 messages, 4 charts, 5 models, 6 questions.
    pub table: u8,
    /// The inspector's target.
    pub open: Option<Target>,
    /// It has just opened: it wants the focus.
    pub fresh: bool,
    /// Play goes on when the gesture or the inspector is over.
    pub resume: bool,
    /// Under the pointer.
    pub hover: Option<Target>,
    /// The one tab stop of the topology.
    pub focus: Option<Target>,
    /// A pointer that is down.
    pub press: Option<Press>,
    /// What it drags.
    pub drag: Option<Drag>,
    /// It has moved further than a click does.
    pub dragged: bool,
    /// The node that goes where the next click is.
    pub carried: Option<u16>,
    /// What a finger covers, to choose from.
    pub choose: Vec<Target>,
    /// Taps on nodes select them.
    pub picking: bool,
    /// The last tap on the empty canvas, in seconds.
    pub tapped: f64,
    /// Texts of the inspector's fields.
    pub typed: Vec<Option<String>>,
    /// What the inspector's acts on a link are about: both ways, from its first end, back.
    pub way: u8,
    /// The inspector's field that is unfolded.
    pub field: Option<usize>,
    /// The tool whose field comes first.
    pub first: Tool,
    /// The tool before the one whose key is held.
    pub before: Option<Tool>,
    /// Something was done since that key went down.
    pub used: bool,
    /// The last drawn line, while it settles.
    pub ghost: Option<Vec<Pt>>,
    /// The event whose causes are shown.
    pub cone: Option<Moment>,
    /// Its causes and effects.
    pub causes: Option<Rc<(Moment, Cone)>>,
    /// The cone stays until it is clicked away.
    pub pinned: bool,
    /// Groups that were opened.
    pub opened: Vec<String>,
    /// Selected nodes.
    pub chosen: Vec<u16>,
    /// Selected links.
    pub links: Vec<u16>,
    /// Steps go by event, by message, or by the selected node or message.
    pub by: u8,
    /// A long press has stepped: the click that follows does not.
    pub held: bool,
    /// The menu of the branch bar is open.
    pub branches: bool,
    /// Fingers on the time axis.
    pub fingers: Vec<(i32, f64)>,
    /// The speed menu is open.
    pub speeds: bool,
    /// Why play stopped.
    pub stopped: Option<Why>,
    /// A sentence in place of the tool's hint.
    pub hint: Option<String>,
    /// The time axis is being dragged.
    pub scrubbing: bool,
    /// Fault lines with their jags, by fault.
    pub lines: Rc<Vec<Line>>,
    /// Which events the table shows.
    pub filter: Filter,
    /// The last answer.
    pub answer: Option<String>,
    /// The consistency model whose witness is shown.
    pub model: Option<usize>,
    /// The chart that is read, and where.
    pub read: Option<(usize, session::wire::Us)>,
    /// The narrow layout.
    pub phone: bool,
}

impl Ui {
    /// A cut that is being drawn.
    pub fn draft(&self) -> Option<&Draft> {
        if let Some(Drag::Cut(draft)) = &self.drag { Some(draft) } else { None }
    }
}
