//! Where an act stands: in a lesson, in another site's page, at home, in the sandbox.

#[cfg(feature = "readers")]
use session::sandbox::Sandbox;

#[cfg(feature = "readers")]
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
    #[cfg(feature = "readers")]
    Sandbox(Box<Sandbox>),
    /// Beside its files, which are being written.
    #[cfg(feature = "readers")]
    Author(Box<Draft>),
}

impl Host {
    /// Whether a scenario plays by itself, without steps.
    pub const fn is_alone(&self) -> bool {
        #[cfg(feature = "readers")]
        if matches!(self, Self::Sandbox(_)) {
            return true;
        }
        matches!(self, Self::Hero { .. })
    }
    /// Whether what is done here is kept in the book.
    pub const fn kept(&self) -> bool {
        matches!(self, Self::Act)
    }
}
