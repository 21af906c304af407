//! The session from outside, as a host sees it: commands in, updates out.

mod host;
mod moving;
mod story;
