//! Finding things as assistive technology does: by role and accessible name only.
use std::collections::HashMap;
use std::time::Instant;

use serde_json::{Value, json};

use crate::page::{PATIENCE, Page};

/// One thing on the page with a role and a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its ARIA role: `button`, `link`, `heading`, `slider`.
    pub role: String,
    /// Its accessible name, white space folded.
    pub name: String,
    /// Its value, where it has one (a slider's, a text field's).
    pub value: String,
    /// Its properties that are on or have a text: `disabled`, `pressed`, `checked`, `expanded`, `invalid`.
    pub states: Vec<String>,
    /// Names of what it is in, the nearest first.
    pub within: Vec<String>,
    pub(crate) node: u64,
}

impl Found {
    /// Is this state on?
    pub fn is(&self, state: &str) -> bool {
        self.states.iter().any(|on| on == state)
    }
}

impl Page {
    /// The one thing with this role and name; waits for it. A whole name beats a part of one.
    pub fn find(&self, role: &str, name: &str) -> Found {
        self.find_in("", role, name)
    }

    /// The one thing with this role and name inside of something with the name `group`; waits for it.
    pub fn find_in(&self, group: &str, role: &str, name: &str) -> Found {
        let start = Instant::now();
        loop {
            let mut found = self.find_all_in(group, role, name);
            if found.len() == 1 {
                return found.remove(0);
            }
            if start.elapsed() > PATIENCE {
                let problem = if found.is_empty() { "nothing" } else { "more than one thing" };
                panic!(
                    "there is {problem} with role {role} and name \"{name}\" in \"{group}\". On the page:\n{}",
                    self.outline()
                );
            }
            self.pause(std::time::Duration::from_millis(40));
        }
    }

    /// All things with this role and name, in page order; an empty name matches all.
    pub fn find_all(&self, role: &str, name: &str) -> Vec<Found> {
        self.find_all_in("", role, name)
    }

    /// The same inside of something with the name `group`; without a name everywhere.
    pub fn find_all_in(&self, group: &str, role: &str, name: &str) -> Vec<Found> {
        let mut same_role = self.things();
        let inside = |found: &Found| group.is_empty() || found.within.iter().any(|around| around == group);
        same_role.retain(|found| found.role == role && inside(found));
        let whole: Vec<Found> = same_role.iter().filter(|found| found.name == name).cloned().collect();
        if !whole.is_empty() {
            return whole;
        }
        same_role.retain(|found| found.name.contains(name));
        same_role
    }

    /// Is there something with this role and name now? Does not wait.
    pub fn has(&self, role: &str, name: &str) -> bool {
        !self.find_all(role, name).is_empty()
    }

    /// The text inside the one thing with this role and name.
    pub fn text_of(&self, role: &str, name: &str) -> String {
        let found = self.find(role, name);
        self.run_on(&found, "function() { return this.innerText ?? this.textContent; }")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Everything with a role and a name, one a line: what a story may look for.
    pub fn outline(&self) -> String {
        let line = |found: &Found| {
            let mut line = format!("  {} \"{}\"", found.role, found.name);
            if !found.value.is_empty() {
                line += &format!(" = {}", found.value);
            }
            if !found.states.is_empty() {
                line += &format!(" [{}]", found.states.join(", "));
            }
            line + "\n"
        };
        self.things().iter().filter(|found| !found.name.is_empty()).map(line).collect()
    }

    /// Runs a function with the thing as `this`.
    pub fn run_on(&self, found: &Found, function: &str) -> Value {
        let object = self.call("DOM.resolveNode", json!({ "backendNodeId": found.node }));
        let ask = json!({
            "objectId": object["object"]["objectId"], "functionDeclaration": function,
            "returnByValue": true, "awaitPromise": true,
        });
        let mut answer = self.call("Runtime.callFunctionOn", ask);
        let thrown = &answer["exceptionDetails"];
        assert!(thrown.is_null(), "the function failed: {function}\n{}", thrown["exception"]["description"]);
        answer["result"]["value"].take()
    }

    fn things(&self) -> Vec<Found> {
        // While the page is being replaced there is no tree to read; there will be one at the next look.
        let Ok(tree) = self.try_call("Accessibility.getFullAXTree", json!({})) else { return Vec::new() };
        let nodes = tree["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let by_id: HashMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let around = |node: &Value| {
            let up = |node: &&Value| by_id.get(node["parentId"].as_str().unwrap_or_default()).copied();
            let names = std::iter::successors(up(&node), up).map(|node| name(&node["name"]["value"]));
            names.filter(|name| !name.is_empty()).collect()
        };
        nodes.iter().filter_map(|node| Some(Found { within: around(node), ..thing(node)? })).collect()
    }
}

/// A name with its white space folded.
fn name(value: &Value) -> String {
    value.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn thing(node: &Value) -> Option<Found> {
    let role = node["role"]["value"].as_str()?;
    let text_only = matches!(role, "StaticText" | "InlineTextBox" | "none" | "generic" | "LineBreak" | "ListMarker");
    if node["ignored"] == true || text_only {
        return None;
    }
    let value = match &node["value"]["value"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let states = node["properties"].as_array().into_iter().flatten().filter_map(state).collect();
    let node_id = node["backendDOMNodeId"].as_u64()?;
    let name = name(&node["name"]["value"]);
    Some(Found { role: role.to_owned(), name, value, states, within: Vec::new(), node: node_id })
}

fn state(property: &Value) -> Option<String> {
    let name = property["name"].as_str()?;
    let known = ["disabled", "pressed", "checked", "expanded", "selected", "invalid", "required", "focused"];
    let on = match &property["value"]["value"] {
        Value::Bool(on) => *on,
        Value::String(text) => !matches!(text.as_str(), "" | "false"),
        _ => false,
    };
    (on && known.contains(&name)).then(|| name.to_owned())
}
