//! What the player is handed each frame, and what it answers.

use session::wire::{Scene, Us};

/// What the player goes by, beside its own state.
pub struct Run<'a> {
    /// The scene at hand.
    pub scene: &'a Scene,
    /// Virtual microseconds for a second of watching at 1x.
    pub pace: Us,
    /// Where the run ends.
    pub length: Us,
    /// Authored stops.
    pub beats: &'a [(Us, String)],
    /// The window that should be at hand, both ends included.
    pub window: (Us, Us),
}

/// A scene that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The playhead.
    pub at: Us,
    /// What to show.
    pub window: (Us, Us),
    /// Simulate up to here.
    pub until: Us,
}

/// Why play stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A goal is met, or a line broke.
    Witness,
    /// The authored beat of this index.
    Beat(usize),
    /// The run was shown up to its end.
    End,
}

/// What a frame brings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tick {
    /// A scene that is needed.
    pub wants: Option<Look>,
    /// Play stopped.
    pub stop: Option<Why>,
    /// A step was taken: where from.
    pub stepped: Option<Us>,
}
