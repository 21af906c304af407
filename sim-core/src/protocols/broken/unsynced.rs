//! The register of [`crate::protocols::register`], but a node speaks of a copy before its disk holds it.
//!
//! Where a disk takes time, a crash then takes back a write that was acknowledged: with R = W = 2 of 3, one crash of one
//! of the two nodes that said "stored" is enough. Not linearizable, although every quorum overlaps.

use crate::protocols::register::{Copy, Keep, Newest, RegisterNode};

/// The newest one, and no patience.
#[derive(Clone, Copy)]
pub struct Hasty;

impl Keep for Hasty {
    const NAME_AND_DOC: (&'static str, &'static str) = (
        "register-unsynced",
        "Broken on purpose: the replicated register, but a node acknowledges a copy before its disk holds it. The checkers must catch it.",
    );
    const WAITS: bool = false;
    fn replaces(arriving: &Copy, held: &Copy) -> bool {
        Newest::replaces(arriving, held)
    }
}

/// The register that does not wait for its disk.
pub type Unsynced = RegisterNode<Hasty>;
