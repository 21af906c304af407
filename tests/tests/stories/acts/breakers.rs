//! Lesson 7, circuit breakers.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "breakers", hand: Hand::Keys, breaks: empty },
    Act { path: "breakers/b-window", hand: Hand::Touch, breaks: blind },
    Act { path: "breakers/c-scope", hand: Hand::Mouse, breaks: outage },
    Act { path: "breakers/d-probes", hand: Hand::Touch, breaks: relapse },
];

/// Recommendations become slow.
fn empty(p: &Player) {
    p.amount(("Slow", "s"), "Node Recommendations", ("Slow by", "40x"));
    p.play();
}

/// The card network goes down, and the cache goes on answering.
fn blind(p: &Player) {
    p.tool("Crash", "x");
    p.on("Node Card network");
    p.says("crash card");
    p.play();
}

/// One of five servers crashes.
fn outage(p: &Player) {
    p.tool("Crash", "x");
    p.on("Node S3");
    p.says("crash s3");
    p.play();
}

/// The one that fifty ask is down for a while.
fn relapse(p: &Player) {
    p.tool("Select", "v");
    p.on("Node Price");
    p.press("button", "Lasts");
    p.write("textbox", "Lasts", "10s");
    p.press_in("Price, price", "button", "Crash");
    p.says("crash price for 10s");
    p.play();
}
