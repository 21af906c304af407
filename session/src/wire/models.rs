//! Consistency models and how a run stands to them.

use serde::{Deserialize, Serialize};

use super::{Status, Us};

/// All consistency models at an instant, strong ones early.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Models {
    /// The instant.
    pub at: Us,
    /// What is to be said of all together: which fell first, or why nothing is decided.
    pub why: String,
    /// The models.
    pub models: Vec<ModelState>,
}

/// A model, and how the run stands to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelState {
    /// Its word.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it promises.
    pub meaning: String,
    /// It speaks of transactions only.
    pub transactions: bool,
    /// Another name for this model: index into [`Models::models`].
    pub same: Option<u16>,
    /// What follows from it directly: indices into [`Models::models`].
    pub below: Vec<u16>,
    /// [`Status::Met`], `Broken` or `Undecided`; `Open` where it says nothing of such a run.
    pub standing: Status,
    /// When it broke.
    pub at: Option<Us>,
    /// It was the first to fall.
    pub first: bool,
    /// Why it is broken.
    pub text: String,
    /// The operations that break it: client and call.
    pub ops: Vec<(u16, Us)>,
}
