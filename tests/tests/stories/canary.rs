//! The canary: breaks a page in every way that the driver must notice, so that a deaf driver fails.
use tests::{PATIENCE, Story};

pub fn a_broken_page_is_noticed(story: &Story) {
    story.allow_error("");
    let page = story.open("");
    page.eval("console.error('the canary sings')");
    page.eval("void setTimeout(() => { throw new Error('the canary falls') })");
    page.eval("document.body.setAttribute('style', 'color: red')");
    page.eval("void fetch('https://canary.invalid/').catch(() => 0)");
    for sign in ["the canary sings", "the canary falls", "style-src", "connect-src"] {
        page.wait_until(&format!("the driver hears of {sign}"), PATIENCE, |page| {
            page.watch().errors.iter().any(|error| error.contains(sign))
        });
    }
}
