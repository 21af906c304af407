//! What is measured: models of the engine, and what the page does with a run, natively and in WebAssembly alike.
//!
//! The library is the WebAssembly module (`exports`) and is used by the program (`main.rs`), which measures natively,
//! drives a browser and the peers, and prints the table. It reads no clock itself.

pub mod corpus;
#[cfg(target_arch = "wasm32")]
mod exports;
pub mod lesson;
pub mod long;
pub mod model;

/// So many events has the run in which seeking and forking are measured.
pub const LONG: u64 = 150_000;
/// So many events has the run whose memory is measured; a little less than the engine's limit.
pub const MILLION: u64 = 999_000;
