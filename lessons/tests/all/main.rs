//! The lesson form, from outside: fixtures in, data and diagnostics out.

// `UPDATE_EXPECT=1` writes every expectation with hashes.
#![allow(clippy::needless_raw_string_hashes)]

mod catalogue;
mod dump;
mod fixture;
mod fixtures;
#[path = "../gates/mod.rs"]
mod gates;
mod histories;
mod judged;
mod lints;
mod mistakes;
mod mutations;
mod packed;
mod worlds;
mod written;
