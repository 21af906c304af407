//! Lesson 11, clock skew. A clock is dragged round by mouse and by finger, and set by keyboard.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "clocks", hand: Hand::Touch, breaks: misled },
    Act { path: "clocks/b-last-writer", hand: Hand::Mouse, breaks: lost },
    Act { path: "clocks/b-last-writer", hand: Hand::Touch, breaks: lost },
    Act { path: "clocks/c-leases", hand: Hand::Keys, breaks: asleep },
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

/// W1 stands still in the middle of a save: it checks its lease at 2.1 s, and writes a second later.
fn asleep(p: &Player) {
    p.step_to(2.1);
    p.step_far();
    p.tool("Select", "v");
    p.on("Node W1");
    p.field("Pause for", "15s");
    p.says("pause w1 for 15s");
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
