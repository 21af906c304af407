//! All stories, in the order in which a visitor meets them.
use tests::Story;

pub mod acts;
mod around;
mod axe;
mod canary;
mod engine;
mod hands;
mod lesson;
mod start;
mod steady;
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
    ("the words are there before the program", start::words_first),
    ("the theme is there before the program", start::theme),
    ("native and Chromium agree", engine::native_and_chromium_agree),
    ("the lesson by mouse, at its own pace", lesson::by_mouse_at_the_lessons_pace),
    ("the lesson by keyboard alone", lesson::by_keyboard_alone),
    ("the break by touch, on a phone", lesson::by_touch_on_a_phone),
    ("a wrong design is refused, and its seed opens", lesson::a_wrong_design_is_refused_and_its_seed_opens),
    ("a link opens the same moment elsewhere", lesson::a_link_opens_the_same_moment_elsewhere),
    ("a run moves nothing", steady::a_run_moves_nothing_and_its_callout_covers_nothing),
    ("a broken link says so", lesson::a_broken_link_says_so_and_offers_the_start),
    ("progress survives a reload", lesson::progress_survives_a_reload),
    ("a clock is set by mouse, by keyboard and by touch", hands::a_clock_is_set),
    ("a long press steps to where nothing happens", hands::a_long_press_steps_to_where_nothing_happens),
    ("one message is dropped by keyboard", hands::one_message_is_dropped_by_keyboard),
    ("a link is held and released by touch", hands::a_link_is_held_and_released_by_touch),
    ("two branches stand side by side", hands::two_branches_stand_side_by_side),
    ("a letter is moved", hands::a_letter_is_moved),
    ("a run is taken along", around::a_run_is_taken_along),
    ("a stage in another page", around::a_stage_in_another_page),
    ("home can be cut", around::home_can_be_cut),
    ("a cluster of one's own", around::a_cluster_of_ones_own),
    ("to the sandbox and back", around::there_and_back),
    ("a lesson is written", around::a_lesson_is_written),
    ("nobody is kept out", axe::nobody_is_kept_out),
];
