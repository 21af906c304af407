//! Every page, in both themes, as axe-core sees it: no violation of WCAG 2.2, A and AA, and of its best practices.
use std::time::Duration;

use tests::{Page, Story};

/// Runs it on what the page shows now, and says each violation with its elements.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => \
    v.id + ': ' + v.help + '\\n    ' + v.nodes.slice(0, 5).map(n => n.target.join(' ') + '  ' + \
    (n.any.concat(n.all, n.none)[0] || {}).message).join('\\n    ')).join('\\n'))";

pub fn nobody_is_kept_out(story: &Story) {
    let script = std::env::var_os("FAULTLINE_AXE").expect("FAULTLINE_AXE is not set: run `cargo xtask test`");
    let script = std::fs::read_to_string(script).expect("axe-core is there");
    let mut found = String::new();
    let mut look = |page: &Page, what: &str| {
        page.eval(&script);
        let said = page.eval(RUN);
        let said = said.as_str().unwrap_or("axe-core said nothing");
        if !said.is_empty() {
            found += &["== ", what, "\n", said, "\n"].concat();
        }
    };
    // A static host answers 404 with the shell, and the browser notes it.
    story.allow_error("/nowhere");
    for dark in [false, true] {
        let page = story.visitor();
        page.dark(dark);
        let theme = if dark { "dark" } else { "light" };
        for (path, heading) in [
            ("", "Break distributed systems, then repair them."),
            ("cap#story", "One balance, three copies"),
            ("cap#break", "Make an honest replica lie"),
            ("cap#repair", "Nobody reads the past again"),
            ("cap#quiz", ""),
            ("sandbox", "Sandbox"),
            ("author", "Author"),
            ("nowhere", "There is no lesson at this address"),
        ] {
            page.goto("about:blank");
            page.goto(&story.url(path));
            if heading.is_empty() {
                page.find("navigation", "Steps");
            } else {
                page.find("heading", heading);
            }
            // The run is on the stage, and nothing fades in any more.
            if !matches!(path, "nowhere") {
                page.find("application", "");
            }
            page.pause(Duration::from_millis(600));
            look(&page, &format!("{theme} /{path}"));
        }
        page.goto(&story.url("cap?embed"));
        page.find("link", "Open in Faultline");
        page.find("application", "");
        page.pause(Duration::from_millis(600));
        look(&page, &format!("{theme} /cap?embed"));
        page.goto(&story.url("cap#break"));
        page.find("application", "");
        page.click("button", "Share");
        page.find("dialog", "Share this moment");
        look(&page, &format!("{theme} sharing"));
    }
    assert!(found.is_empty(), "axe-core found:\n{found}");
}
