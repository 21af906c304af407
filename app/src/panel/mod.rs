//! View models: what panels say, without a view.

pub mod checks;
pub mod hero;
pub mod home;
pub mod knobs;
pub mod problems;
pub mod prose;
pub mod steps;
