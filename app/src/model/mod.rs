//! What the page knows: an enum of pages, so that impossible states cannot be written.

mod action;
#[cfg(feature = "readers")]
mod draft;
mod host;
mod lesson;

use std::rc::Rc;

pub use action::{Action, Effect, Theme, Timer};
#[cfg(feature = "readers")]
pub use draft::{Draft, FILES};
pub use host::Host;
pub use lesson::{Ask, Files, Lesson, Mode, Sealed, Shared, Sheet, Side, Words};
use session::wire::Us;

use crate::catalogue::Catalogue;
use crate::embed::Embed;
use crate::keymap::Keymap;
use crate::progress::{Book, Progress};
use crate::route::Route;

/// The whole page.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What is shown.
    pub page: Page,
    /// The address.
    pub route: Route,
    /// The lesson index, once it is here.
    pub catalogue: Option<Rc<Catalogue>>,
    /// What the learner has done.
    pub book: Book,
    /// Whether the book may be written.
    pub writable: bool,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// Whether single letters are shortcuts.
    pub letters: bool,
    /// Which letter does what.
    pub keymap: Keymap,
    /// Said once, at the top, until it is closed.
    pub notice: Option<String>,
    /// What floats at the bottom.
    pub toast: Option<Toast>,
    /// Words for the two live regions; a count, so that the same words are spoken again.
    pub spoken: (u32, String, String),
    /// What is open above the page.
    pub open: Open,
    /// The engine.
    pub engine: Engine,
    /// The site's address, with its last slash.
    pub site: String,
    /// The note of the link by which the page was opened.
    pub note: Option<String>,
    /// The page is part of another one.
    pub embed: Option<Embed>,
    /// Nothing moves by itself.
    pub still: bool,
    /// The author's draft, while another page is open.
    #[cfg(feature = "readers")]
    pub draft: Option<Box<Draft>>,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub enum Page {
    /// The index is on its way.
    #[default]
    Loading,
    /// The catalogue.
    Home {
        /// What is searched for.
        search: String,
        /// The small run beside the headline.
        hero: Box<Lesson>,
    },
    /// An act.
    Lesson(Box<Lesson>),
    /// No such address.
    NotFound(String),
    /// Nothing can be shown without this.
    Failed(String),
}

/// What is open above the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// The menu More.
    Menu,
    /// The menu More, with Reset asked for once.
    Reset,
    /// The list of shortcuts.
    Shortcuts,
    /// What can be taken along of the run on the stage.
    Share,
}

/// Words at the bottom for a while, with something to take back.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Tells toasts apart.
    pub id: u32,
    /// An icon's name.
    pub icon: &'static str,
    /// What happened.
    pub text: String,
    /// A button: its words, and what it does.
    pub button: Option<(&'static str, Action)>,
}

/// The engine as the page sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Engine {
    /// Its version, once it runs.
    pub version: Option<String>,
    /// Counts commands that change what is on the stage; older answers are dropped.
    pub epoch: u32,
    /// How often it had to be started again for this act.
    pub restarts: u32,
    /// It was given up, with the reason.
    pub given_up: Option<String>,
}

impl Model {
    /// The open act.
    pub fn lesson(&self) -> Option<&Lesson> {
        match &self.page {
            Page::Lesson(lesson) | Page::Home { hero: lesson, .. } => Some(lesson),
            _ => None,
        }
    }
    /// The open act.
    pub fn lesson_mut(&mut self) -> Option<&mut Lesson> {
        match &mut self.page {
            Page::Lesson(lesson) | Page::Home { hero: lesson, .. } => Some(lesson),
            _ => None,
        }
    }
    /// The open act, where what is done in it is kept.
    pub fn kept(&self) -> Option<&Lesson> {
        self.lesson().filter(|lesson| lesson.host.kept())
    }
    /// What the learner has done in the open act.
    pub fn progress(&mut self) -> &mut Progress {
        let slug = self.lesson().map(|lesson| lesson.slug.clone()).unwrap_or_default();
        self.book.acts.entry(slug).or_default()
    }
}

/// `4.400 s`.
pub fn clock(us: Us) -> String {
    format!("{}.{:03} s", us / 1_000_000, us % 1_000_000 / 1000)
}
