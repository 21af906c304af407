//! Lesson 6, retries.
use tests::Point;

use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "retries", hand: Hand::Mouse, breaks: late },
    Act { path: "retries/b-tiers", hand: Hand::Keys, breaks: storm },
    Act { path: "retries/c-backoff", hand: Hand::Touch, breaks: herd },
    Act { path: "retries/d-metastable", hand: Hand::Mouse, breaks: collapse },
    Act { path: "retries/e-charged-once", hand: Hand::Keys, breaks: twice },
];

/// The way between the two is pulled up until an answer is late.
fn late(p: &Player) {
    p.tool("Slow", "s");
    let from = p.between("Client Shop", "Node Payment", 0.5);
    let up = |by: f64| Point { y: from.y - by, ..from };
    // Nine steps of the ladder.
    p.drag(&[from, up(60.0), up(12.0 * 9.0 + 6.0)]);
    p.says("slow +");
    p.play();
}

/// The last link of the chain is cut.
fn storm(p: &Player) {
    p.tool("Cut", "c");
    p.on("Link Svc to Seats");
    p.says("cut svc-db");
    p.play();
}

/// Everybody waits, and all of them the same.
fn herd(p: &Player) {
    super::knobs::show(p);
    p.press_in("Backoff", "button", "exp");
    p.press("tab", "Topology");
    p.play();
}

/// The order server stands still for a while.
fn collapse(p: &Player) {
    p.on("Node Orders");
    p.field("Pause for", "3s");
    p.says("pause orders for 3s");
    p.play();
}

/// The answer to the first purchase is lost.
fn twice(p: &Player) {
    p.go_to("Node Payment");
    p.page.key("m");
    while !p.page.has("button", "Drop: charge ticket, Payment to Ana") && p.time().as_str() < "0.090 s" {
        p.step();
    }
    p.press("button", "Drop: ");
    p.says("drop ~");
    p.play();
}
