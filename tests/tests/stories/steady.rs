//! Nothing moves that nobody moved: a run, its beats and its witness shift no part of the page, and cover no node.
use std::time::Duration;

use tests::Story;

const WATCHING: Duration = Duration::from_mins(1);

/// Counts what moves by itself, as the browser sees it.
const WATCH: &str = "(() => {
  window.faultlineShift = [];
  const note = (e) => { if (!e.hadRecentInput) faultlineShift.push(e.value + ' ' + e.sources.map((s) => (s.node && (s.node.className.baseVal || s.node.className)) || '').join(',')); };
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type: 'layout-shift' });
})()";

/// What moved since the words were there: the sum that browsers call cumulative layout shift.
const ARRIVING: &str = "new Promise((done) => {
  let sum = 0;
  const add = (e) => { sum += e.value; };
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(sum), 200);
})";

/// Nodes, their captions and links' words under the callout.
const COVERED: &str = "(() => {
  const box = document.querySelector('.beat').getBoundingClientRect();
  const over = (r) => r.width > 0 && r.x < box.right && r.right > box.x && r.y < box.bottom && r.bottom > box.y;
  return [...document.querySelectorAll('.nd .body, .board .pill')].filter((e) => over(e.getBoundingClientRect())).length;
})()";

pub fn a_run_moves_nothing_and_its_callout_covers_nothing(story: &Story) {
    for (width, height) in [(1440, 900), (1024, 768), (390, 844)] {
        let page = story.visitor();
        page.window(width, height);
        page.goto(&story.url("cap"));
        page.wait_until("the run can be played", WATCHING, |page| page.has("button", "Play"));
        page.pause(Duration::from_millis(700));
        let shift = page.eval(ARRIVING).as_f64();
        assert!(
            shift.is_some_and(|shift| shift < 0.001),
            "the words moved by {shift:?} at {width} x {height} when the program came"
        );
        page.eval(WATCH);
        page.click("button", "Play");
        for _ in 0..3 {
            page.wait_until("a beat", WATCHING, |page| page.has("button", "Go on"));
            assert_eq!(page.eval(COVERED), 0, "the callout covers a node at {width} x {height}");
            page.pause(Duration::from_millis(200));
            page.click("button", "Go on");
        }
        let moved = page.eval("faultlineShift");
        assert_eq!(moved.as_array().map(Vec::len), Some(0), "something moved at {width} x {height}: {moved}");
    }
}
