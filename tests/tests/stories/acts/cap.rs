//! Lesson 15, CAP. Its first act has stories of its own.
use super::{Act, Hand, Player};

/// Its acts.
pub const ACTS: &[Act] = &[
    Act { path: "cap/b-quorums", hand: Hand::Keys, breaks: back },
    Act { path: "cap/c-latency", hand: Hand::Mouse, breaks: half_stale },
    Act { path: "cap/d-merge", hand: Hand::Touch, breaks: spoiled },
];

/// Both copies of the write are made late.
fn back(p: &Player) {
    p.go_to("Node A");
    for _ in 0..60 {
        if p.time() == "1.020 s" {
            break;
        }
        p.step();
    }
    p.page.key("m");
    for to in ["A to B", "A to C"] {
        let inspect = p.page.find_all("button", "Inspect: store").into_iter().find(|found| found.name.ends_with(to));
        p.press(
            "button",
            &inspect.unwrap_or_else(|| panic!("no copy goes from {to}. On the page:\n{}", p.page.outline())).name,
        );
        p.field("Delay by", "400ms");
        p.says("by 400ms");
        p.go_to("Node A");
    }
    p.play();
}

/// Each region answers with what it holds.
fn half_stale(p: &Player) {
    p.press_in("Who is asked", "button", "any");
    p.play();
}

/// The island is cut off while both sides go on, and its change is the last.
fn spoiled(p: &Player) {
    while p.time().as_str() < "0.500 s" {
        p.step();
    }
    p.tool("Select", "v");
    p.on("Node C");
    p.press("button", "Lasts");
    p.write("textbox", "Lasts", "5.8s");
    p.press_in("C, replica", "button", "Isolate");
    p.page.find("button", "Link A to C, 50ms..150ms, cut");
    p.play();
}
