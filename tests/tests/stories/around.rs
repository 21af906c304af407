//! Around the lessons: taking a run along, another site's page, home, the sandbox, the author's page.
use std::time::Duration;

use serde_json::json;
use tests::{Page, Point, Story};

const WATCHING: Duration = Duration::from_mins(1);

fn watch_for(page: &Page, text: &str) {
    page.wait_until(text, WATCHING, |page| page.text().contains(text));
}

/// Keeps what the page hands over to be saved, instead of saving it.
fn keep_files(page: &Page) {
    page.eval(
        "window.kept = {}; window.blobs = {};
         const make = URL.createObjectURL;
         URL.createObjectURL = blob => { const url = make.call(URL, blob); blob.text().then(t => window.blobs[url] = t); return url; };
         HTMLAnchorElement.prototype.click = function() { window.kept[this.download] = this.href; };",
    );
}

/// What was handed over under a name that ends so.
fn kept(page: &Page, end: &str) -> String {
    let ask = format!(
        "(() => {{ const name = Object.keys(window.kept).find(n => n.endsWith('{end}')); \
         return name ? window.blobs[window.kept[name]] || '' : ''; }})()"
    );
    page.wait_until(&format!("a file that ends with {end}"), WATCHING, |page| page.eval(&ask) != "");
    page.eval(&ask).as_str().unwrap_or_default().to_owned()
}

pub fn a_run_is_taken_along(story: &Story) {
    let page = story.open("cap#break");
    page.allow_clipboard();
    keep_files(&page);
    page.find("application", "");
    super::lesson::isolate_by_keyboard(&page);
    page.key(" ");
    watch_for(&page, "Broken on purpose");
    page.click("button", "Share");
    page.find("dialog", "Share this moment");
    watch_for(&page, "The link is on the clipboard.");
    page.click("button", "Picture (SVG)");
    let picture = kept(&page, ".svg");
    assert!(picture.starts_with("<svg xmlns=") && picture.contains(">A<") && picture.contains("Isolate"), "{picture}");
    assert!(!picture.contains("var(--"), "it stands alone");
    page.click("button", "Incident report (Markdown)");
    let report = kept(&page, "-report.md");
    assert!(report.contains("C, 800 ms after Ann was told that"), "{report}");
    page.click("button", "Regression test (TOML)");
    let test = kept(&page, "-test.toml");
    assert!(test.contains("met: stale_reads(balance) >= 1") && test.contains("[test]"), "{test}");
    page.click("button", "Copy embed snippet");
    page.wait_until("the snippet is copied", WATCHING, |page| page.clipboard().contains("<iframe src="));
    page.click("textbox", "Note for who opens it (optional)");
    page.call("Input.insertText", json!({ "text": "look at C & B" }));
    page.click("button", "Copy link");
    page.wait_until("the link is copied", WATCHING, |page| page.clipboard().contains("&note=look%20at%20C%20%26%20B"));
    let link = page.clipboard();
    page.key("Escape");
    assert!(!page.has("dialog", "Share this moment"));
    let elsewhere = story.visitor();
    elsewhere.goto(&link);
    watch_for(&elsewhere, "look at C & B");
    elsewhere.find("button", "Link A to C, 50ms..150ms, cut");
}

pub fn a_stage_in_another_page(story: &Story) {
    let page = story.visitor();
    for (width, height) in [(320, 320), (480, 360), (800, 600)] {
        page.window(width, height);
        page.goto("about:blank");
        page.goto(&story.url("cap?embed&tools=cut&theme=dark&t=1.5"));
        page.find("link", "Open in Faultline");
        page.find("application", "");
        page.wait_until("the moment", WATCHING, |page| page.text_of("status", "Virtual time") == "1.500 s");
        assert_eq!(page.eval("document.documentElement.dataset.theme"), "dark");
        assert_eq!(page.eval("document.activeElement === document.body"), true, "it takes no focus");
        assert_eq!(page.eval("localStorage.length"), 0, "it keeps nothing");
        let outside = page.eval(
            "document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight",
        );
        assert_eq!(outside, false, "{width} x {height}");
        // Where there is little room, a group is one button until it is opened.
        for name in ["Node A", "Node B", "Node C"].into_iter().filter(|name| width >= 800 || page.has("button", name)) {
            let at = page.point_of("button", name);
            assert!(
                at.x > 0.0 && at.x < width.into() && at.y > 0.0 && at.y < height.into(),
                "{name} at {width} x {height}"
            );
        }
        assert!(page.has("button", "Cut") && !page.has("button", "Crash"));
        assert!(!page.has("banner", ""));
    }
    let loaded = page.watch().requests.len();
    page.click("button", "Play");
    page.wait_until("it plays", WATCHING, |page| page.text_of("status", "Virtual time") != "1.500 s");
    assert_eq!(page.watch().requests.len(), loaded, "nothing more is loaded");
    page.goto("about:blank");
    page.goto(&story.url("cap?embed&play=1"));
    page.wait_until("it plays by itself", WATCHING, |page| {
        page.has("status", "Virtual time") && page.text_of("status", "Virtual time") != "0.000 s"
    });
    page.reduced_motion(true);
    page.goto("about:blank");
    page.goto(&story.url("cap?embed&play=1"));
    page.find("application", "");
    page.pause(Duration::from_secs(2));
    assert_eq!(page.text_of("status", "Virtual time"), "0.000 s", "nothing moves by itself");
    page.reduced_motion(false);
}

pub fn home_can_be_cut(story: &Story) {
    let page = story.open("");
    watch_for(&page, "Drag a line across the links");
    page.find("button", "Node C");
    let (a, b) = (page.point_of("button", "Node B"), page.point_of("button", "Node C"));
    let x = a.x + (b.x - a.x) * 0.72;
    page.drag(&[Point { x, y: a.y - 125.0 }, Point { x, y: a.y }, Point { x, y: a.y + 165.0 }]);
    watch_for(&page, "behind");
    page.click("button", "Heal");
    watch_for(&page, "all five agree");
}

pub fn a_cluster_of_ones_own(story: &Story) {
    let page = story.open("sandbox?from=cap");
    page.allow_clipboard();
    keep_files(&page);
    page.find("button", "Node C");
    page.eval("(s => { s.value = '5'; s.dispatchEvent(new Event('change', { bubbles: true })); })(document.getElementById('replicas-nodes'))");
    page.find("button", "Node E");
    page.eval("(s => { s.value = 'soon'; s.dispatchEvent(new Event('change', { bubbles: true })); })(document.getElementById('links-latency'))");
    watch_for(&page, "The stage shows the last scenario without mistakes.");
    page.find("button", "Node E");
    page.click("button", "Save as scenario");
    assert!(kept(&page, "scenario.toml").contains("\"e\""));
    page.click("button", "Share");
    page.wait_until("the link is copied", WATCHING, |page| page.clipboard().contains("sandbox?run="));
    let elsewhere = story.visitor();
    elsewhere.goto(&page.clipboard());
    elsewhere.find("button", "Node E");
}

/// From a lesson to the pages of the other program and back: nothing of the lesson is lost.
pub fn there_and_back(story: &Story) {
    let page = story.open("cap");
    page.click("button", "Continue");
    page.wait_until("the second step", WATCHING, |page| page.has("button", "Predict, current"));
    for (link, there) in [("Sandbox", "sandbox"), ("Author", "author")] {
        page.click("link", link);
        page.wait_until("the other page", WATCHING, |page| {
            page.url().contains(there) && page.eval("!document.querySelector('.shell')") == true
        });
        page.find("application", "");
        page.eval("history.back()");
        page.wait_until("the step that was left", WATCHING, |page| page.has("button", "Predict, current"));
        page.find("application", "");
    }
}

pub fn a_lesson_is_written(story: &Story) {
    let page = story.open("author?from=cap");
    page.find("application", "");
    watch_for(&page, "The files have no mistakes");
    let put = |text: &str, new: &str| {
        page.eval(&format!(
            "(f => {{ f.value = f.value.replace({}, {}); f.dispatchEvent(new Event('input', {{ bubbles: true }})); }})(document.getElementById('ed-1'))",
            json!(text),
            json!(new)
        ));
    };
    put("protocol = \"register\"", "protocol = \"registre\"");
    watch_for(&page, "did you mean `register`?");
    watch_for(&page, "Showing the last version without mistakes");
    page.find("application", "");
    page.key("F8");
    page.wait_until("the mistake is selected", WATCHING, |page| {
        page.eval("(f => (f.value || '').slice(f.selectionStart, f.selectionEnd))(document.activeElement)")
            == "registre"
    });
    put("protocol = \"registre\"", "protocol = \"register\"");
    watch_for(&page, "The files have no mistakes");
    put("a = \"A\"", "a = \"Alpha\"");
    watch_for(&page, "Alpha");
}
