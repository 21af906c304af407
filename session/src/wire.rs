//! The only types that cross between page and engine: plain data, encoded with postcard.
//!
//! Instants and spans are whole microseconds of virtual time. Nodes and kinds are indices into the last
//! [`Staged`]; a flight's `name` is the engine's name of the message, stable across forks and seeds.

mod command;
mod models;
mod moving;
mod scene;
mod staged;
mod travel;
mod update;

pub use command::{Command, Envelope, Export, Us, What};
pub use models::{ModelState, Models};
pub use moving::{ClockBend, GaugePoint, Judged, Spell, Stream};
pub use scene::{
    ActFlag, Branch, Fate, FaultSpan, Flight, GoalState, Held, LineState, NodeState, OpBar, Outcome, Scene, Slot,
    Status, Track, Turn, WitnessView,
};
pub use staged::{ChartInfo, GaugeInfo, KindInfo, Layout, LinkInfo, NodeInfo, Staged};
pub use travel::{Deed, Happens, Parting, Sought, Travel, Twin};
pub use update::{
    Curve, Did, Dot, EventRow, GoalInfo, KnobInfo, LineInfo, Opened, Problem, Recorded, Seeds, Truth, Update,
};
