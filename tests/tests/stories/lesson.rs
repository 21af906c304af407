//! The first lesson, whole: broken by hand, understood, repaired, proven, shared, and come back to.
use std::time::{Duration, Instant};

use tests::{Page, Point, Story};

/// As long as a person would wait for a run to show something.
const WATCHING: Duration = Duration::from_secs(60);

/// Waits until the page says this, as a person who watches does.
fn watch_for(page: &Page, text: &str) {
    page.wait_until(text, WATCHING, |page| page.text().contains(text));
}

/// A point between two things, so far along the way from the first.
fn between(page: &Page, from: &str, to: &str, part: f64) -> Point {
    let (a, b) = (page.point_of("button", from), page.point_of("button", to));
    Point { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }
}

/// A fault line across both cables to the island, drawn by the hand that `draw` moves.
fn cut_the_island(page: &Page, draw: impl Fn(&[Point])) {
    let high = between(page, "Node A", "Node C", 0.5);
    let low = between(page, "Node B", "Node C", 0.5);
    let above = Point { x: high.x, y: high.y - 60.0 };
    let below = Point { x: low.x, y: low.y + 60.0 };
    draw(&[above, high, low, below]);
}

fn turn_to_two_of_three(page: &Page) {
    page.click("button", "quorum");
    for knob in ["Read quorum R", "Write quorum W"] {
        page.click("slider", knob);
        page.key("Home");
        page.key("ArrowRight");
    }
}

fn prove(page: &Page) {
    page.click("button", "Sealed run");
    page.wait_until("the sealed run is over", WATCHING, |page| page.text().contains("Held on 20 of 20"));
}

pub fn by_mouse_at_the_lessons_pace(story: &Story) {
    let page = story.open("");
    let began = Instant::now();
    page.click("link", "Start: CAP: who gets to answer?");
    page.find("heading", "One balance, three copies");
    page.click("button", "Play");
    for _ in 0..3 {
        page.wait_until("a beat", WATCHING, |page| page.has("button", "Go on"));
        page.click("button", "Go on");
    }
    page.click("button", "Continue");
    page.click("radio", "Cy gets an error");
    page.click("button", "guessing");
    page.click("button", "Lock in my guess");
    page.click("button", "Continue");
    page.find("heading", "Make an honest replica lie");
    page.click("button", "Cut");
    cut_the_island(&page, |points| page.drag(points));
    watch_for(&page, "cut a-c b-c");
    page.click("button", "Play");
    watch_for(&page, "Broken on purpose");
    assert!(page.text().contains("Cy was answered 70 by C"), "{}", page.text());
    page.click("button", "Continue");
    page.click("radio", "C answered from its own copy");
    page.click("button", "Continue");
    page.find("heading", "Nobody lied");
    page.click("button", "Continue");
    turn_to_two_of_three(&page);
    prove(&page);
    println!("from first paint to a held sealed run by mouse at 1x: {:.1} s", began.elapsed().as_secs_f64());
}
