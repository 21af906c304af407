//! The lesson form, from outside: fixtures in, data and diagnostics out.

mod catalogue;
mod dump;
mod fixture;
mod fixtures;
mod lints;
mod mistakes;
mod mutations;
mod worlds;
