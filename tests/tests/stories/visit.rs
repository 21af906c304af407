//! Arriving: at home, and where nothing is.
use tests::Story;

pub fn home_opens(story: &Story) {
    let page = story.open("");
    page.find("heading", "Break distributed systems, then repair them.");
}

pub fn unknown_address(story: &Story) {
    // A static host answers 404 with the shell, and the browser notes it.
    story.allow_error("status of 404");
    let page = story.open("lessons/nowhere");
    page.find("heading", "There is no lesson at this address");
}
