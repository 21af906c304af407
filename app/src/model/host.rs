//! Where an act stands: in a lesson, in another site's page, at home, in the sandbox.

use session::sandbox::Sandbox;

use super::Draft;
use crate::embed::Embed;

/// Where an act stands on the page.
#[derive(Clone, Debug, Default)]
pub enum Host {
    /// Beside its lesson.
    #[default]
    Act,
    /// Alone, in another page.
    Embed(Embed),
    /// On the home page, playing by itself while it is seen.
    Hero {
        /// It is on the screen.
        seen: bool,
    },
    /// Beside the form of its scenario.
    Sandbox(Box<Sandbox>),
    /// Beside its files, which are being written.
    Author(Box<Draft>),
}

impl Host {
    /// Whether what is done here is kept in the book.
    pub const fn kept(&self) -> bool {
        matches!(self, Self::Act)
    }
}
