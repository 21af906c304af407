//! Lesson 16, consistency models.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "consistency", hand: Hand::Mouse, breaks: late },
    Act { path: "consistency/b-both-first", hand: Hand::Keys, breaks: twice },
    Act { path: "consistency/c-answer-alone", hand: Hand::Touch, breaks: alone },
    Act { path: "consistency/d-sessions", hand: Hand::Keys, breaks: promises },
    Act { path: "consistency/e-weakest", hand: Hand::Touch, breaks: surprises },
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

/// On one branch Ann asks where her own write is missing, and then where what she has seen is; on another, what she has
/// posted comes to Cy after what followed from it.
fn promises(p: &Player) {
    p.amount(("Slow", "s"), "Link A to B", ("Slow by", "2s"));
    asks(p, "1.010", "b");
    asks(p, "3.401", "a");
    until(p, "3.850");
    p.page.key("Home");
    p.amount(("Slow", "s"), "Link A to B", ("Slow by", "0s"));
    p.amount(("Slow", "s"), "Link A to C", ("Slow by", "2s"));
    asks(p, "5.010", "b");
    asks(p, "5.401", "a");
    p.go_to("Node A");
    p.play();
}

/// From an instant on Ann asks this replica.
fn asks(p: &Player, from: &str, replica: &str) {
    until(p, from);
    p.turn("ann-asks", replica);
}

/// Step by step to an instant, past the parts of the goal that are met on the way.
fn until(p: &Player, instant: &str) {
    p.go_to("Node A");
    for _ in 0..200 {
        if &*p.time() >= instant {
            return;
        }
        p.step();
    }
    panic!("{instant} is too far away. On the page:\n{}", p.page.outline());
}

/// Ann's copy comes to B after Bo's write, and Dora's transaction to its end after Emil's look.
fn surprises(p: &Player) {
    p.amount(("Slow", "s"), "Link A to B", ("Slow by", "1s"));
    p.amount(("Slow", "s"), "Link Register to Desk 1", ("Slow by", "1s"));
    p.play();
}
