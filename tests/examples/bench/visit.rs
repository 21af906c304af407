//! A first visit to the site that was built last, on a processor four times slower: when its words are on the screen, and
//! when its run can be played.

use std::time::Duration;

use serde_json::json;
use tests::{Browser, Page};

use crate::figure::{Goal, Report, Unit, median};

const PLACE: &str = "browser";
/// How many times slower the processor is than this one.
const SLOWER: f64 = 4.0;
const PATIENCE: Duration = Duration::from_mins(1);
/// Before the page's own program: when Play was there for the first time.
const WATCH: &str = "(() => {
  const look = () => {
    if (document.querySelector('[aria-label=Play]')) globalThis.playable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()";

/// Adds the lines; the site must have been built. Every visitor has an empty cache; nothing travels further than this machine.
pub fn run(report: &mut Report, browser: &Browser, times: usize) -> Result<(), String> {
    let server = xtask::server::Server::start(&crate::frames::built()?)?;
    let (mut words, mut playable) = (Vec::new(), Vec::new());
    for _ in 0..times.max(1) {
        let page = Page::open(browser);
        page.slow_processor(SLOWER);
        page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
        page.goto(&server.url("cap"));
        page.wait_until("the run can be played", PATIENCE, |page| page.eval("globalThis.playable > 0") == true);
        let number = |script: &str| page.eval(script).as_f64().unwrap_or(f64::NAN);
        words.push(number("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        playable.push(number("globalThis.playable"));
    }
    report.add("first visit, 4x slower: words", PLACE, median(&words), Unit::Ms, Goal::Most(800.0));
    report.add("first visit, 4x slower: run ready", PLACE, median(&playable), Unit::Ms, Goal::Most(2_000.0));
    Ok(())
}
