//! Protocols that are broken on purpose. A test must catch each of them, witness and all; a harness that lets one pass
//! is broken itself.

pub mod last_arrival;
pub mod unsynced;
