//! Parts that protocols are made of: each is pure or a small state machine that is told the time and its luck, and
//! knows nothing of worlds, messages or traces. `cargo xtask validate` holds them against published results.

pub mod backoff;
pub mod breaker;

pub mod budget;
pub mod clock;
pub mod histogram;
pub mod phi;
pub mod stats;
pub mod versions;
