//! A limit on everything. Reaching one ends the run with a visible event that names it, never with a hang.

use crate::time::Duration;

/// Nodes in a world.
pub const NODES: usize = 300;
/// Messages under way at one time.
pub const IN_FLIGHT: usize = 50_000;
/// Events within one instant: a loop over links of 0 s ends here.
pub const EVENTS_PER_INSTANT: u32 = 20_000;
/// Events of a run: deliveries, timers, asks and acts, and every link, message and timer that an act reaches.
pub const EVENTS: u64 = 1_000_000;
/// A run's length: instants are kept in 48 bits.
pub const LENGTH: Duration = Duration((1 << 48) - 1);
/// Acts of a recipe, repetitions not counted.
pub const ACTS: usize = 1_000;
/// Acts that happen in a run, repetitions counted.
pub const APPLIED: usize = 20_000;

/// Which limit ended a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`IN_FLIGHT`]
    InFlight,
    /// [`EVENTS_PER_INSTANT`]
    Instant,
    /// [`EVENTS`]
    Events,
    /// [`APPLIED`]
    Acts,
}

impl Limit {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [Self; 4] = [Self::InFlight, Self::Instant, Self::Events, Self::Acts];
    /// In words, for the event that ends the run.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InFlight => "50000 messages are under way at once",
            Self::Instant => "20000 events fall into one instant: messages go round without time passing",
            Self::Events => "the run has 1000000 events",
            Self::Acts => "20000 acts have happened",
        }
    }
}
