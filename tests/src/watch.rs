//! What a page and its workers said and asked for: errors, and requests that leave the site.
use serde_json::Value;

/// Everything that makes a story fail although nothing looked wrong.
#[derive(Debug, Default)]
pub struct Watch {
    /// Console errors, uncaught exceptions, violations of the policy.
    pub errors: Vec<String>,
    /// Every address that was asked for.
    pub requests: Vec<String>,
    /// Every console line, for the report of a failed story.
    pub console: Vec<String>,
    /// Events of a trace, while one is taken.
    pub traced: Vec<Value>,
    /// The browser has handed over all of them.
    pub complete: bool,
}

impl Watch {
    /// Reads one event of a page or of a worker.
    pub fn see(&mut self, event: &Value) {
        let params = &event["params"];
        match event["method"].as_str() {
            Some("Runtime.consoleAPICalled") => {
                let kind = params["type"].as_str().unwrap_or("log");
                let parts: Vec<String> = params["args"].as_array().into_iter().flatten().map(argument).collect();
                let line = format!("console.{kind}: {}", parts.join(" "));
                if matches!(kind, "error" | "assert") || line.contains("Content Security Policy") {
                    self.errors.push(line.clone());
                }
                self.console.push(line);
            }
            Some("Runtime.exceptionThrown") => {
                let details = &params["exceptionDetails"];
                let text = details["exception"]["description"].as_str().or(details["text"].as_str());
                self.errors.push(format!("uncaught: {}", text.unwrap_or("an exception without a text")));
            }
            Some("Log.entryAdded") => {
                let entry = &params["entry"];
                let text = entry["text"].as_str().unwrap_or("");
                let level = entry["level"].as_str().unwrap_or("");
                let line = format!("browser {level}: {text} {}", entry["url"].as_str().unwrap_or(""));
                if level == "error" || text.contains("Content Security Policy") {
                    self.errors.push(line.clone());
                }
                self.console.push(line);
            }
            Some("Tracing.dataCollected") => {
                self.traced.extend(params["value"].as_array().into_iter().flatten().cloned());
            }
            Some("Tracing.tracingComplete") => self.complete = true,
            Some("Network.requestWillBeSent") => {
                self.requests.push(params["request"]["url"].as_str().unwrap_or("").to_owned());
            }
            _ => {}
        }
    }

    /// What a story must fail for, given the site it is about; an empty list is good.
    pub fn complaints(&self, site: &str, allowed: &[String]) -> Vec<String> {
        let errors = self.errors.iter().filter(|error| !allowed.iter().any(|part| error.contains(part)));
        let strangers = self.requests.iter().filter(|url| leaves(url, site));
        errors.cloned().chain(strangers.map(|url| format!("a request left the site: {url}"))).collect()
    }
}

fn leaves(url: &str, site: &str) -> bool {
    !url.starts_with(site) && !["data:", "blob:", "about:"].iter().any(|own| url.starts_with(own))
}

fn argument(value: &Value) -> String {
    match &value["value"] {
        Value::String(text) => text.clone(),
        Value::Null => value["description"].as_str().unwrap_or("").to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Watch;

    #[test]
    fn errors_and_strangers_are_complaints() {
        let mut watch = Watch::default();
        watch.see(&json!({"method": "Runtime.consoleAPICalled", "params": {"type": "log", "args": [{"value": "hi"}]}}));
        watch.see(&json!({"method": "Runtime.consoleAPICalled", "params": {"type": "error", "args": [{"value": 3}]}}));
        watch.see(
            &json!({"method": "Log.entryAdded", "params": {"entry": {"level": "error", "text": "status of 404"}}}),
        );
        for url in ["http://here/a", "https://elsewhere/b", "data:x"] {
            watch.see(&json!({"method": "Network.requestWillBeSent", "params": {"request": {"url": url}}}));
        }
        let complaints = watch.complaints("http://here/", &["status of 404".to_owned()]);
        assert_eq!(complaints, ["console.error: 3", "a request left the site: https://elsewhere/b"]);
    }
}
