//! A deterministic simulator of small distributed systems.
//!
//! **A run is a recipe** (a scenario, a seed, and what was done when); everything else is derived from it by
//! [`run::Timeline`]. Replay it and you get the same bytes, natively and in WebAssembly. Start reading at [`run`],
//! then [`world`], then a protocol such as [`protocols::register`].

pub mod act;
pub mod check;
pub mod clock;
pub mod decimal;
pub mod field;
pub mod history;
pub mod id;
pub mod latency;
pub mod lattice;
pub mod limits;
pub mod load;
pub mod log;
pub mod luck;
pub mod measure;
pub mod net;
pub mod order;
pub mod parts;
pub mod protocol;
pub mod protocols;
pub mod quantity;
pub mod registry;
pub mod run;
pub mod scenario;
pub mod time;
pub mod trace;
pub mod words;
pub mod world;

/// Counts up whenever a change makes an old recipe play differently; stands in links beside the crate's version.
pub const REVISION: u32 = 2;
