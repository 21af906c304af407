//! What hands do on the stage, each by another input: clocks, single messages, links, branches, letters.
use std::f64::consts::TAU;
use std::rc::Rc;
use std::time::Duration;

use tests::{Page, Point, Story};

/// The first lesson's Break.
fn open(story: &Story, phone: bool) -> Rc<Page> {
    open_at(story, phone, "cap#break", "Node C")
}

fn open_at(story: &Story, phone: bool, path: &str, node: &str) -> Rc<Page> {
    let page = story.visitor();
    if phone {
        page.phone();
    }
    page.goto(&story.url(path));
    page.find("button", node);
    page
}

fn says(page: &Page, text: &str) {
    page.wait_until(text, Duration::from_secs(10), |page| page.text().contains(text));
}

/// A finger takes a moment from one place to the next; two touches at once are another gesture.
fn tap(page: &Page, role: &str, name: &str) {
    page.pause(Duration::from_millis(500));
    page.tap(role, name);
}

pub fn a_clock_is_set(story: &Story) {
    let open = |phone| open_at(story, phone, "clocks/d-logical#break", "Node Rome");
    let page = open(false);
    page.click("button", "Skew");
    let rome = page.point_of("button", "Node Rome");
    let on = |turns: f64| Point { x: rome.x + 42.0 * (turns * TAU).sin(), y: rome.y - 42.0 * (turns * TAU).cos() };
    page.drag(&[on(0.0), on(0.09), on(0.17), on(0.25)]);
    says(&page, "skew n2 by ");
    page.tab_to("button", "Node Oslo");
    page.key("k");
    page.find("textbox", "Clock ahead by");
    page.key("Control+a");
    page.type_text("-250");
    page.key("Enter");
    says(&page, "skew n1 by -250ms");
    let phone = open(true);
    tap(&phone, "button", "Skew");
    tap(&phone, "button", "Node Rome");
    tap(&phone, "slider", "Clock ahead by, slider");
    phone.find("textbox", "Clock ahead by");
    tap(&phone, "button", "Apply: Clock ahead by");
    says(&phone, "skew n2 by ");
}

pub fn a_long_press_steps_to_where_nothing_happens(story: &Story) {
    let page = open_at(story, true, "clocks/c-leases#break", "Node W1");
    let at = |page: &Page, time: &str| {
        page.wait_until(time, Duration::from_secs(10), |page| page.text_of("status", "Virtual time") == time);
    };
    page.hold("button", "Step", Duration::from_millis(700));
    at(&page, "0.100 s");
    page.hold("button", "Step", Duration::from_millis(700));
    at(&page, "0.200 s");
    page.hold("button", "Step back", Duration::from_millis(700));
    at(&page, "0.100 s");
}

pub fn one_message_is_dropped_by_keyboard(story: &Story) {
    let page = open(story, false);
    page.tab_to("button", "Node A");
    page.key("v");
    page.key(".");
    page.wait_until("a message is under way", Duration::from_secs(10), |page| {
        if page.text_of("status", "Virtual time") == "0.000 s" {
            page.key(".");
        }
        page.text_of("status", "Virtual time") == "0.500 s"
    });
    page.key("m");
    page.tab_to("button", "Drop: copy balance 70, A to B");
    page.key("Enter");
    says(&page, "drop ~");
}

pub fn a_link_is_held_and_released_by_touch(story: &Story) {
    let page = open(story, true);
    tap(&page, "button", "Select");
    tap(&page, "button", "Link A to C");
    page.find("dialog", "Link A to C");
    // At every size of the sheet, with a field and without, the box ends above what is under the canvas.
    let inside = |page: &Page| {
        let script = "(() => { const box = s => document.querySelector(s).getBoundingClientRect(); \
            const [p, c, s] = ['.popover', '.canvas', '.story'].map(box); \
            return p.top >= c.top && p.bottom <= c.bottom && c.bottom <= s.top && p.left >= 0 && p.right <= innerWidth; })()";
        page.wait_until("the inspector is whole", Duration::from_secs(5), |page| page.eval(script) == true);
    };
    inside(&page);
    tap(&page, "button", "Slow by");
    page.find("slider", "Slow by, slider");
    inside(&page);
    tap(&page, "button", "Slow by");
    tap(&page, "button", "Hold messages");
    page.find("button", "Link A to C, 50ms..150ms, messages held");
    tap(&page, "button", "Link A to C");
    tap(&page, "button", "Release messages");
    page.wait_until("it is released", Duration::from_secs(10), |page| !page.has("button", "messages held"));
    tap(&page, "button", "Link A to C");
    tap(&page, "button", "Close");
    let focus = page.eval("document.activeElement.getAttribute('aria-label')");
    assert!(focus.as_str().is_some_and(|name| name.starts_with("Link A to C")), "the focus comes back: {focus}");
}

pub fn two_branches_stand_side_by_side(story: &Story) {
    let page = open(story, false);
    super::lesson::isolate_by_keyboard(&page);
    page.key(" ");
    says(&page, "Broken on purpose");
    page.click("button", "Acts and branches");
    page.click("button", "Compare with this run without: at 0s isolate c");
    page.find("image", "Space-time diagram of without isolate");
    page.find("image", "Space-time diagram of main");
    says(&page, "first difference");
    says(&page, "Because of: at 0s isolate c.");
    page.click("button", "Next difference");
    page.click("button", "Close twin view");
    page.find("slider", "Playhead");
    page.tab_to("radio", "without isolate");
    page.key("ArrowLeft");
    page.key("Enter");
    page.find("button", "Link A to C, 50ms..150ms, cut");
    page.click("button", "Acts and branches");
    page.click("button", "Delete main");
    says(&page, "main is deleted");
    assert!(!page.has("radio", "main"));
    page.click("button", "Undo");
    page.find("radio", "main");
}

pub fn a_letter_is_moved(story: &Story) {
    let page = open(story, false);
    page.key("?");
    page.click("textbox", "Key for: fork here");
    page.type_text("q");
    page.key("Escape");
    page.key("q");
    page.find("radio", "fork 1");
    page.reload();
    page.find("button", "Node C");
    page.key("q");
    page.find("radio", "fork 1");
    page.key("?");
    page.click("button", "Single letters are on");
    page.key("Escape");
    page.key("q");
    page.pause(Duration::from_millis(300));
    assert!(!page.has("radio", "fork 2"), "letters are off");
}
