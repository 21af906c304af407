//! Clocks as protocols use them: readings compared by message ([`ntp`]), readings with a bound ([`bounded`]), and
//! clocks that count instead of tick ([`logical`]).
//!
//! A reading is a signed number of microseconds on some node's own clock: clocks may be behind the start of the run.

pub mod bounded;
pub mod logical;
pub mod ntp;
