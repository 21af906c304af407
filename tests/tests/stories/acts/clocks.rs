//! Lesson 11, clock skew. A clock is dragged round by mouse and by finger, and set by keyboard.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "clocks", hand: Hand::Touch, breaks: misled },
    Act { path: "clocks/b-last-writer", hand: Hand::Mouse, breaks: lost },
    Act { path: "clocks/b-last-writer", hand: Hand::Touch, breaks: lost },
    Act { path: "clocks/d-logical", hand: Hand::Mouse, breaks: early },
    Act { path: "clocks/e-commit-wait", hand: Hand::Keys, breaks: inverted },
];

/// The two roads are made unequal.
fn misled(p: &Player) {
    super::knobs::show(p);
    p.turn("up", "95ms");
    p.turn("down", "5ms");
    p.press("tab", "Topology");
    p.play();
}

/// A's clock is turned ahead, by more than the time between the two keys.
fn lost(p: &Player) {
    p.turn_clock("Node A", 16);
    p.says("skew a by 100ms");
    p.play();
}

/// The clock of an office that asks is turned ahead, by more than a question is under way.
fn early(p: &Player) {
    p.turn_clock("Node Oslo", 16);
    p.says("skew n1 by 100ms");
    p.play();
}

/// Tokyo's clock is set as far ahead as is promised.
fn inverted(p: &Player) {
    p.amount(("Skew", "k"), "Node Tokyo", ("Clock ahead by", "7"));
    p.says("skew tokyo by 7ms");
    p.go_to("Node Tokyo");
    p.play();
}
