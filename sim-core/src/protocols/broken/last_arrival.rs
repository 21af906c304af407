//! The register of [`crate::protocols::register`], but a node keeps whatever arrives last.
//!
//! A slow message from an older write then overwrites a newer value: with R = W = 2 of 3 and heavy-tailed links, a read
//! after an acknowledged write can return the value before it. Not linearizable, although every quorum overlaps.

use crate::protocols::register::{Copy, Keep, RegisterNode};

/// The one that arrives last.
#[derive(Clone, Copy)]
pub struct Arrived;

impl Keep for Arrived {
    const NAME_AND_DOC: (&'static str, &'static str) = (
        "register-last-arrival",
        "Broken on purpose: the replicated register, but a node keeps the copy that arrives last instead of the newest one. The checkers must catch it.",
    );
    fn replaces(_arriving: &Copy, _held: &Copy) -> bool {
        true
    }
}

/// The register that keeps the last arrival.
pub type LastArrival = RegisterNode<Arrived>;
