//! One page with one module, and what calls cost there.

use base64::Engine as _;
use serde_json::{Value, json};
use tests::{Browser, Page};

use crate::build;
use crate::figure::median;

const SCRIPT: &str = include_str!("page.js");

/// A page with one module.
pub struct Module {
    page: Page,
    /// Bytes after brotli.
    pub size: usize,
    /// Milliseconds that a call takes which does nothing.
    empty: f64,
}

impl Module {
    /// Builds the module with the engine at this level of optimisation, or as it is shipped, and loads it.
    pub fn open(browser: &Browser, level: Option<&str>) -> Result<Self, String> {
        let module = build::module(level)?;
        let size = xtask::payload::brotli(&module);
        let page = Page::open(browser);
        page.call("Performance.enable", json!({ "timeDomain": "threadTicks" }));
        page.eval(SCRIPT);
        let text = base64::engine::general_purpose::STANDARD.encode(&module);
        // Apart, so that no complaint about the second repeats the first.
        page.eval(&format!("bench.text = '{text}', true"));
        page.eval("bench.load()");
        let mut opened = Self { page, size, empty: 0.0 };
        let calls: Vec<f64> = (0..30).map(|_| opened.cost("0").0).collect();
        opened.empty = median(&calls);
        Ok(opened)
    }

    /// What the page answers.
    pub fn eval(&self, script: &str) -> Value {
        self.page.eval(script)
    }

    /// Calls a function of `page.js`.
    pub fn call(&self, name: &str, arguments: &Value) -> Value {
        self.eval(&format!("bench.{name}(...{arguments})"))
    }

    /// Milliseconds that the page's thread had a processor for this, and what it answered; what it made is dropped.
    pub fn cost(&self, script: &str) -> (f64, Value) {
        let before = self.ran();
        let answer = self.eval(script);
        let took = self.ran() - before - self.empty;
        self.eval("bench.engine.drop_run()");
        (took.max(0.0), answer)
    }

    /// Many times, each with its number; after one that does not count, because browsers compile in two steps.
    pub fn costs(&self, times: usize, script: impl Fn(usize) -> String) -> Vec<f64> {
        (0..=times).map(|n| self.cost(&script(n)).0).skip(1).collect()
    }

    fn ran(&self) -> f64 {
        let answer = self.page.call("Performance.getMetrics", json!({}));
        let all = answer["metrics"].as_array().map(Vec::as_slice).unwrap_or_default();
        let ran = all.iter().find(|metric| metric["name"] == "TaskDuration");
        ran.and_then(|metric| metric["value"].as_f64()).unwrap_or(f64::NAN) * 1e3
    }
}
