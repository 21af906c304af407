//! One tab: go somewhere, look, wait. Pointer, keys and emulation are in their own files.
use std::cell::RefCell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cdp::Cdp;
use crate::watch::Watch;

/// How long a story waits for what should happen soon.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A tab in a browser context of its own: its storage is shared with no other page.
/// Verbs panic with a plain message when the page does not do what the story says.
pub struct Page {
    cdp: RefCell<Cdp>,
    session: String,
    context: String,
    watch: RefCell<Watch>,
}

impl Page {
    /// Opens an empty tab.
    pub fn open(browser: &Browser) -> Self {
        Self::try_open(browser).unwrap_or_else(|e| panic!("no page: {e}"))
    }

    fn try_open(browser: &Browser) -> Result<Self, String> {
        let mut cdp = Cdp::connect(browser.address())?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let context = text(&cdp.call(None, "Target.createBrowserContext", json!({}))?["browserContextId"]);
        let target = cdp.call(
            None,
            "Target.createTarget",
            json!({ "url": "about:blank", "browserContextId": context, "width": 1440, "height": 900 }),
        )?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = text(&cdp.call(None, "Target.attachToTarget", attach)?["sessionId"]);
        let page = Self { cdp: RefCell::new(cdp), session, context, watch: RefCell::default() };
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"] {
            page.try_call(&format!("{domain}.enable"), json!({}))?;
        }
        // Workers wait until we listen to them, so that none of their errors is missed.
        let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
        page.try_call("Target.setAutoAttach", attach)?;
        page.try_call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))?;
        Ok(page)
    }

    /// Loads an address and waits until the document is loaded. The program may still be starting:
    /// wait for something that it shows.
    pub fn goto(&self, url: &str) {
        let answer = self.call("Page.navigate", json!({ "url": url }));
        if let Some(error) = answer["errorText"].as_str() {
            panic!("{url} does not open: {error}");
        }
        self.wait_until(&format!("{url} is loaded"), PATIENCE, |page| page.eval("document.readyState") == "complete");
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.eval("window.faultlineOld = true");
        self.call("Page.reload", json!({}));
        self.wait_until("the page is loaded again", PATIENCE, |page| {
            page.eval("!window.faultlineOld && document.readyState === 'complete'") == true
        });
    }

    /// Everything that can be read on the page.
    pub fn text(&self) -> String {
        self.eval("document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// The address in the bar.
    pub fn url(&self) -> String {
        self.eval("location.href").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the text is on the page.
    pub fn wait_for_text(&self, text: &str) {
        self.wait_until(&format!("the page says \"{text}\""), PATIENCE, |page| page.text().contains(text));
    }

    /// Looks again and again until `holds` does; panics with `what` after `patience`.
    pub fn wait_until(&self, what: &str, patience: Duration, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            assert!(
                start.elapsed() < patience,
                "waited {:.1} s, but this did not happen: {what}",
                patience.as_secs_f64()
            );
            self.pause(Duration::from_millis(30));
        }
    }

    /// Lets real time pass, and hears what the page says meanwhile.
    pub fn pause(&self, time: Duration) {
        let end = Instant::now() + time;
        while let left = end.saturating_duration_since(Instant::now())
            && !left.is_zero()
        {
            self.listen(left);
        }
    }

    /// The value of a script, a promise awaited. For what no role and no label can tell.
    pub fn eval(&self, script: &str) -> Value {
        let ask = json!({ "expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true });
        // A navigation takes the context of a running script away; the next look finds the new page.
        match self.try_call("Runtime.evaluate", ask) {
            Ok(mut answer) => {
                let thrown = &answer["exceptionDetails"];
                assert!(thrown.is_null(), "the script failed: {script}\n{}", thrown["exception"]["description"]);
                answer["result"]["value"].take()
            }
            Err(e) if e.contains("context") || e.contains("navigated") => Value::Null,
            Err(e) => panic!("{e}"),
        }
    }

    /// What the browser's threads did for so long, as events of a trace.
    pub fn traced(&self, time: Duration) -> Vec<Value> {
        let start = json!({ "categories": "devtools.timeline", "transferMode": "ReportEvents" });
        self.watch.borrow_mut().complete = false;
        self.call("Tracing.start", start);
        self.pause(time);
        self.call("Tracing.end", json!({}));
        self.wait_until("the trace is complete", PATIENCE, |page| page.watch.borrow().complete);
        std::mem::take(&mut self.watch.borrow_mut().traced)
    }

    /// Calls a method of the page's session.
    pub fn call(&self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|e| panic!("{e}"))
    }

    pub(crate) fn try_call(&self, method: &str, params: Value) -> Result<Value, String> {
        let answer = self.cdp.borrow_mut().call(Some(&self.session), method, params);
        while self.listen(Duration::ZERO) {}
        answer
    }

    /// Lets scripts of the page read and write the clipboard, as a visitor's click does.
    pub fn allow_clipboard(&self) {
        let grant = json!({
            "browserContextId": self.context,
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        self.cdp.borrow_mut().call(None, "Browser.grantPermissions", grant).unwrap_or_else(|e| panic!("{e}"));
    }

    /// What is in the clipboard; ask [`Page::allow_clipboard`] first.
    pub fn clipboard(&self) -> String {
        self.eval("navigator.clipboard.readText()").as_str().unwrap_or_default().to_owned()
    }

    /// Everything that the page and its workers said and asked for up to now.
    pub fn watch(&self) -> std::cell::Ref<'_, Watch> {
        self.watch.borrow()
    }

    /// Reads one event; true if there was one.
    fn listen(&self, wait: Duration) -> bool {
        let event = self.cdp.borrow_mut().event(wait).unwrap_or_else(|e| panic!("{e}"));
        let Some(event) = event else { return false };
        if event["method"] == "Target.attachedToTarget" {
            let worker = event["params"]["sessionId"].as_str();
            let mut cdp = self.cdp.borrow_mut();
            for method in ["Runtime.enable", "Log.enable", "Network.enable", "Runtime.runIfWaitingForDebugger"] {
                // The worker may be gone already, and then there is nothing to hear.
                let _ = cdp.send(worker, method, json!({}));
            }
        }
        self.watch.borrow_mut().see(&event);
        true
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let gone = json!({ "browserContextId": self.context });
        let _ = self.cdp.borrow_mut().call(None, "Target.disposeBrowserContext", gone);
    }
}
