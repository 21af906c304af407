//! What happens on the stage, and its discrete state.

use std::rc::Rc;

use super::StageEvent;
use super::cone::{Cone, Event as Moment};
use super::cut::Draft;
use super::dock::Line;
use super::events::Filter;
use super::geom::Pt;
use super::gesture::{Target, Tool};
use super::keys::Command;
use super::live::News;
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
    /// A pointer moves over it.
    Move(Pt),
    /// A pointer goes up.
    Up(Pt),
    /// The gesture is over without an act.
    Cancel,
    /// A target is clicked, or Enter is pressed on it.
    Act(Target, bool),
    /// A group is opened, or folded again.
    Fold(String),
    /// Arrow keys on the topology.
    Arrow(Pt),
    /// A target got the focus.
    Focus(Target),
    /// Open the inspector.
    Open(Target),
    /// Close what is open.
    Close,
    /// An act line.
    Do(String),
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
    /// A cut that is being drawn.
    pub draft: Option<Draft>,
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
