//! Every act as one whole story, from its first beat to its quiz, the inputs taking turns: mouse, keyboard, touch.
//!
//! A row names an act and an input and says how its Break is done; the rest comes from the act's own files: what to guess,
//! which cause is the run's, the design of the recorded solution and of par, what the quiz is to be told. What the rail of
//! knobs cannot set, a button that cannot be reached, or a step that does not say what it should ends the story.
use tests::Story;

mod breakers;
mod cap;
mod clocks;
mod consistency;
mod hand;
mod knobs;
mod lesson;
mod read;
mod retries;

pub use hand::{Hand, Player};

/// An act, played.
pub struct Act {
    /// Its address: `retries/c-backoff`.
    pub path: &'static str,
    /// By which input.
    pub hand: Hand,
    /// How its Break is done, up to the moment at which nothing is left but to let the run go on.
    pub breaks: fn(&Player),
}

/// All of them.
pub const ALL: [&[Act]; 5] = [retries::ACTS, breakers::ACTS, clocks::ACTS, cap::ACTS, consistency::ACTS];

/// Every act with the name of its story.
pub fn all() -> impl Iterator<Item = (String, &'static Act)> {
    let name = |act: &Act| format!("whole {} by {}", act.path, act.hand.word());
    ALL.into_iter().flatten().map(move |act| (name(act), act))
}

/// Tells one.
pub fn tell(story: &Story, act: &Act) {
    lesson::play(&Player::open(story, act.path, act.hand), act.breaks);
}
