//! Mouse and finger: real input events at real places, refused where a visitor could not reach.
use std::time::{Duration, Instant};

use serde_json::json;

use crate::ax::Found;
use crate::page::{PATIENCE, Page};

/// A place in the window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
}

/// Finds the middle of `this` and says what lies on top there. A hidden radio button is clicked by its label.
const WHERE: &str = "function() {
    let target = this.nodeType === 1 ? this : this.parentElement;
    let box = target.getBoundingClientRect();
    if (box.width < 4 && target.labels?.length) { target = target.labels[0]; box = target.getBoundingClientRect(); }
    let x, y, hit;
    const look = () => {
        box = target.getBoundingClientRect();
        x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
        y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
        hit = document.elementFromPoint(x, y);
        return hit && (target.contains(hit) || hit.contains(target) && hit.tagName === 'LABEL');
    };
    let reached = look();
    if (!reached || box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) {
        target.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
        reached = look();
    }
    const off = this.disabled || this.getAttribute?.('aria-disabled') === 'true';
    const why = !box.width && !box.height ? 'it has no size' : off ? 'it is disabled'
        : reached ? '' : 'it is covered by ' + (hit ? hit.outerHTML.slice(0, 120) : 'nothing, outside the window');
    return { x, y, why };
}";

impl Page {
    /// Clicks the one thing with this role and name, in its middle.
    pub fn click(&self, role: &str, name: &str) {
        let point = self.point_of(role, name);
        self.click_at(point);
    }

    /// Clicks a place.
    pub fn click_at(&self, at: Point) {
        self.drag(&[at]);
    }

    /// The middle of the one thing with this role and name: waits until it lies still and can be reached.
    pub fn point_of(&self, role: &str, name: &str) -> Point {
        self.point_in("", role, name)
    }

    /// The same inside of something with the name `group`.
    pub fn point_in(&self, group: &str, role: &str, name: &str) -> Point {
        let start = Instant::now();
        let mut before = None;
        loop {
            let (point, why) = self.place(&self.find_in(group, role, name));
            if why.is_empty() && before == Some(point) {
                return point;
            }
            assert!(start.elapsed() < PATIENCE, "{role} \"{name}\" cannot be clicked: {why}");
            before = Some(point);
            self.pause(Duration::from_millis(30));
        }
    }

    /// Where the middle of the one thing with this role and name is, whether or not a pointer reaches it there.
    pub fn middle_of(&self, role: &str, name: &str) -> Point {
        self.place(&self.find(role, name)).0
    }

    fn place(&self, found: &Found) -> (Point, String) {
        let place = self.run_on(found, WHERE);
        let point = Point { x: place["x"].as_f64().unwrap_or(0.0), y: place["y"].as_f64().unwrap_or(0.0) };
        (point, place["why"].as_str().unwrap_or("it is gone").to_owned())
    }

    /// Presses the mouse at the first point, moves through the others, lets go at the last.
    pub fn drag(&self, points: &[Point]) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        self.mouse("mouseMoved", *first, 0);
        self.mouse("mousePressed", *first, 1);
        for leg in points.windows(2) {
            for at in steps(leg[0], leg[1]) {
                self.mouse("mouseMoved", at, 1);
            }
        }
        self.mouse("mouseReleased", *last, 0);
    }

    /// Moves the mouse there without pressing.
    pub fn hover(&self, at: Point) {
        self.mouse("mouseMoved", at, 0);
    }

    fn mouse(&self, kind: &str, at: Point, buttons: u32) {
        let button = if kind == "mouseMoved" && buttons == 0 { "none" } else { "left" };
        let event =
            json!({ "type": kind, "x": at.x, "y": at.y, "button": button, "buttons": buttons, "clickCount": 1 });
        self.call("Input.dispatchMouseEvent", event);
    }

    /// Taps the one thing with this role and name with a finger; the page should be a phone ([`Page::phone`]).
    pub fn tap(&self, role: &str, name: &str) {
        let point = self.point_of(role, name);
        self.touch_drag(&[point]);
    }

    /// Rests a finger on the one thing with this role and name for so long.
    pub fn hold(&self, role: &str, name: &str, time: Duration) {
        let point = self.point_of(role, name);
        self.finger("touchStart", Some(point));
        self.pause(time);
        self.finger("touchEnd", None);
    }

    /// Puts a finger at the first point, moves through the others, lifts it.
    pub fn touch_drag(&self, points: &[Point]) {
        let Some(first) = points.first() else { return };
        self.finger("touchStart", Some(*first));
        for leg in points.windows(2) {
            for at in steps(leg[0], leg[1]) {
                self.finger("touchMove", Some(at));
            }
        }
        self.finger("touchEnd", None);
    }

    fn finger(&self, kind: &str, at: Option<Point>) {
        let points: Vec<_> = at.iter().map(|at| json!({ "x": at.x, "y": at.y })).collect();
        self.call("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points }));
    }
}

/// Eight places on the way, the end among them: a jump is not a drag.
fn steps(from: Point, to: Point) -> impl Iterator<Item = Point> {
    (1..=8).map(move |step| {
        let share = f64::from(step) / 8.0;
        Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
    })
}
