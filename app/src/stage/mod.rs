//! The stage: transport, tools, topology, space-time diagram, tables. A pure function of (run, instant, selection).

pub mod amount;
mod ask;
mod axis;
mod bar;
mod beliefs;
mod board;
mod branches;
mod chart;
mod clocks;
mod cone;
mod content;
mod cut;
mod decor;
mod diagram;
mod dial;
mod dock;
mod doing;
mod events;
mod fault;
mod field;
#[cfg(test)]
mod fixture;
mod geom;
mod gesture;
mod hands;
mod held;
mod hits;
mod icons;
mod inspect;
mod judged;
mod keys;
mod labels;
pub mod lattice;
mod layout;
mod legend;
mod lines;
mod links;
mod live;
mod looks;
mod mark;
mod moved;
mod named;
mod net;
mod paint;
mod palette;
mod panels;
mod paths;
pub mod picture;
mod player;
mod pointer;
mod popover;
mod pull;
mod react;
mod refs;
mod rest;
mod ribbons;
mod say;
mod scene;
mod settle;
mod spacetime;
mod spoken;
mod status;
mod steps;
mod stream;
mod svg;
mod tables;
mod tags;
mod tick;
mod time;
mod tracks;
mod twin;
mod ui;
mod view;
pub mod words;
mod words_ask;
mod words_read;

use std::rc::Rc;

use session::wire::{EventRow, Models, Scene, Slot, Staged, Travel, Twin, Us};
use yew::prelude::*;

use crate::keymap::Keymap;
pub use palette::properties;

pub use view::Stage;

/// Seconds of watching at 1x for which an operation's result is shown.
const AFTER_OP: f64 = 0.9;
/// Seconds of watching at 1x for which a node shows that its value changed.
const AFTER_CHANGE: f64 = 0.6;
/// Seconds of watching at 1x for which a lost message is shown.
const AFTER_LOSS: f64 = 0.5;

/// What the page hands to the stage.
#[derive(Properties, PartialEq, Clone)]
pub struct StageProps {
    /// What is on the stage.
    pub staged: Rc<Staged>,
    /// The window of it that the engine sent last.
    pub scene: Rc<Scene>,
    /// Fault tools of this step, in order (`cut`, `crash`, `drop`, …); Select is always there. Empty where faults are
    /// locked.
    pub tools: Rc<Vec<String>>,
    /// Authored beats of a first viewing: play stops at each, with its caption.
    #[prop_or_default]
    pub beats: Rc<Vec<(Us, String)>>,
    /// Go to this instant, paused; a new token is a new wish.
    #[prop_or_default]
    pub go: Option<(u32, Us)>,
    /// Outline these events (an open card, an option of Why, a hovered link).
    #[prop_or_default]
    pub marks: Rc<Vec<Slot>>,
    /// Rows of the event table, after [`StageEvent::Events`].
    #[prop_or_default]
    pub events: Rc<Vec<EventRow>>,
    /// Consistency models, after [`StageEvent::Models`].
    #[prop_or_default]
    pub models: Rc<Models>,
    /// Another branch beside the one that is shown, once it was asked for.
    #[prop_or_default]
    pub twin: Option<(u32, Option<Rc<Twin>>)>,
    /// Which letter does what.
    #[prop_or_default]
    pub keymap: Keymap,
    /// Single letters are shortcuts.
    #[prop_or(true)]
    pub letters: bool,
    /// Plays by itself, or rests; then it hears only the keys that are pressed inside of it.
    #[prop_or_default]
    pub play: Option<bool>,
    /// The knob rail (a strip or a tab where the stage is narrow).
    #[prop_or_default]
    pub rail: Html,
    /// What the learner does.
    pub on: Callback<StageEvent>,
}

/// What the stage tells the page.
#[derive(Clone, Debug, PartialEq)]
pub enum StageEvent {
    /// The stage needs a scene: `session::wire::Command::Look`.
    Look {
        /// The playhead.
        at: Us,
        /// What it shows.
        window: (Us, Us),
        /// Simulate up to here.
        until: Us,
    },
    /// An act line, without its time.
    Do {
        /// When.
        at: Us,
        /// `cut a-c b-c`.
        line: String,
    },
    /// Take the last act back.
    Undo,
    /// Apply it again.
    Redo,
    /// Fork here.
    Fork(Us),
    /// Show another branch.
    Switch(u32),
    /// The next instant of a kind; branches that come and go.
    Travel(Travel),
    /// Another branch beside this one, or no longer.
    Twin(Option<u32>),
    /// Copy a link to this moment.
    Share(Us),
    /// The playhead rests here (paused, stepped, sought), or has moved by about 100 ms of watching.
    At(Us),
    /// Play reached the scene's witness and stopped there.
    Witness,
    /// How the run stands to the consistency models is wanted.
    Models(Us),
    /// The event table of a window is wanted.
    Events((Us, Us)),
    /// Words for the polite live region.
    Say(String),
    /// The run was shown up to its end.
    End,
}

#[cfg(test)]
mod paths_tests;
