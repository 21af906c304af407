//! Lesson 16, consistency models.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "consistency", hand: Hand::Mouse, breaks: late },
    Act { path: "consistency/b-both-first", hand: Hand::Keys, breaks: twice },
    Act { path: "consistency/c-answer-alone", hand: Hand::Touch, breaks: alone },
];

/// What goes from the master list to one of the branches is late.
fn late(p: &Player) {
    p.amount(("Slow", "s"), "Link Main to South", ("Slow by", "1s"));
    p.play();
}

/// So is what one clerk tells the other.
fn twice(p: &Player) {
    p.amount(("Slow", "s"), "Link North to South", ("Slow by", "1s"));
    p.play();
}

/// The question takes longer than the detour of its answer.
fn alone(p: &Player) {
    p.amount(("Slow", "s"), "Link A to C", ("Slow by", "400ms"));
    p.play();
}
