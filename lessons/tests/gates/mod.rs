//! The gates and the author's command line, on the lesson that ships and on what breaks it.

mod command;
mod planted;
pub mod shelf;
mod sweeps;
