//! Starting, and not being able to start.
use serde_json::json;
use tests::Story;

pub fn program_missing(story: &Story) {
    story.allow_error("ERR_BLOCKED_BY_CLIENT");
    let page = story.visitor();
    page.call("Network.setBlockedURLs", json!({ "urls": ["*_bg.wasm"] }));
    page.goto(&story.url(""));
    page.find("alert", "");
    page.wait_for_text("A part of it could not be loaded.");
    page.call("Network.setBlockedURLs", json!({ "urls": [] }));
    page.click("button", "Try again");
    page.find("heading", "Break distributed systems, then repair them.");
}

pub fn no_webassembly(story: &Story) {
    let page = story.visitor();
    page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": "delete globalThis.WebAssembly" }));
    page.goto(&story.url(""));
    page.wait_for_text("This browser has no WebAssembly");
    page.find("button", "Try again");
}

pub fn theme(story: &Story) {
    let page = story.open("");
    page.eval("localStorage.setItem('faultline.theme', 'dark')");
    page.call("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] }));
    story.allow_error("ERR_BLOCKED_BY_CLIENT");
    page.reload();
    assert_eq!(page.eval("document.documentElement.dataset.theme"), "dark");
}
