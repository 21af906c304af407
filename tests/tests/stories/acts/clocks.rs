//! Lesson 11, clock skew.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[Act { path: "clocks", hand: Hand::Touch, breaks: misled }];

/// The two roads are made unequal.
fn misled(p: &Player) {
    super::knobs::show(p);
    p.turn("up", "95ms");
    p.turn("down", "5ms");
    p.press("tab", "Topology");
    p.play();
}
