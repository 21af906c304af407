//! What a gate says: fit or not, with the figures that were measured and the places to look at.

use crate::source::Diagnostic;

/// One requirement that an act meets or misses.
#[derive(Clone, Debug)]
pub struct Gate {
    /// As the method numbers it: `G5`.
    pub id: &'static str,
    /// What it asks, in a few words.
    pub title: &'static str,
    /// Measured figures, one line each.
    pub figures: Vec<String>,
    /// What is missing, and where.
    pub problems: Vec<Diagnostic>,
}

/// Whether a gate is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The act ships, as far as this gate goes.
    Fit,
    /// It does not.
    Unfit,
}

impl Gate {
    pub(super) const fn new(id: &'static str, title: &'static str) -> Self {
        Self { id, title, figures: Vec::new(), problems: Vec::new() }
    }
    pub(super) fn figure(&mut self, figure: impl Into<String>) {
        self.figures.push(figure.into());
    }
    /// A gate is met where nothing is missing.
    pub const fn outcome(&self) -> Outcome {
        if self.problems.is_empty() { Outcome::Fit } else { Outcome::Unfit }
    }
}
