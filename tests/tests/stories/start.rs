//! Starting, and not being able to start.
use serde_json::json;
use tests::{PATIENCE, Story};

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

/// The words come with the page, and what is done before the program is there is not lost.
pub fn words_first(story: &Story) {
    let page = story.visitor();
    story.allow_error("ERR_BLOCKED_BY_CLIENT");
    page.call("Network.setBlockedURLs", json!({ "urls": ["*.wasm", "*.js"] }));
    page.goto(&story.url("cap"));
    page.find("heading", "One balance, three copies");
    assert_eq!(page.eval("document.title"), "The balance that went back up | Faultline");
    page.call("Network.setBlockedURLs", json!({ "urls": [] }));

    let page = story.visitor();
    page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": PRESS }));
    page.goto(&story.url("cap"));
    page.wait_until("the next step, asked for early", PATIENCE, |page| page.has("button", "Predict, current"));

    // Who was here before gets their own step, and not the first words for a moment.
    page.call("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] }));
    page.goto(&story.url("clocks"));
    assert_eq!(page.eval("'own' in document.documentElement.dataset"), true);
    page.wait_for_text("A part of it could not be loaded.");
}

/// Presses Continue as soon as it is there, once.
const PRESS: &str =
    "document.addEventListener('DOMContentLoaded', () => document.querySelector('.footnav .pri')?.click())";

pub fn theme(story: &Story) {
    let page = story.open("");
    page.eval("localStorage.setItem('faultline.theme', 'dark')");
    page.call("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] }));
    story.allow_error("ERR_BLOCKED_BY_CLIENT");
    page.reload();
    assert_eq!(page.eval("document.documentElement.dataset.theme"), "dark");
}
