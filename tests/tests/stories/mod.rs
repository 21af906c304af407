//! All stories, in the order in which a visitor meets them.
use tests::Story;

mod canary;
mod lesson;
mod start;
mod visit;

/// A story, told with what [`Story`] offers.
pub type Tell = fn(&Story);

/// A name, as the runner prints it, and the story.
pub const ALL: &[(&str, Tell)] = &[
    ("a broken page is noticed", canary::a_broken_page_is_noticed),
    ("home opens", visit::home_opens),
    ("an unknown address says so", visit::unknown_address),
    ("without its program the page says what is missing", start::program_missing),
    ("without WebAssembly the page says what is missing", start::no_webassembly),
    ("the theme is there before the program", start::theme),
    ("the lesson by mouse, at its own pace", lesson::by_mouse_at_the_lessons_pace),
];
