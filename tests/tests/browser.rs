//! Browser stories: each walks through the built site as a visitor does, finding things by role and label.
//!
//! `cargo xtask test --only browser` builds the site, finds a browser and runs them; with `--story WORD` only some.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "stories wait for a browser, and time what a visitor waits for"
)]
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use tests::Browser;

mod stories;

fn main() -> ExitCode {
    let (dist, program) = match tests::site() {
        Ok(found) => found,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let browser = match Browser::launch(&program) {
        Ok(browser) => Arc::new(browser),
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let trial = |name: String, tell: Box<dyn Fn(&tests::Story) + Send>| {
        let (browser, dist) = (Arc::clone(&browser), dist.clone());
        Trial::test(name.clone(), move || tests::trial(&browser, &dist, &name, tell).map_err(Into::into))
    };
    let single = stories::ALL.iter().map(|(name, tell)| trial((*name).to_owned(), Box::new(tell)));
    let whole = stories::acts::all().map(|(name, act)| trial(name, Box::new(|story| stories::acts::tell(story, act))));
    let mut arguments = Arguments::from_args();
    // A story needs a processor for itself: with more at once they only wait for each other.
    arguments.test_threads.get_or_insert(1);
    libtest_mimic::run(&arguments, single.chain(whole).collect()).exit_code()
}
