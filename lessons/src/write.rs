//! Writes a world as `scenario.toml`: what the sandbox saves, what a regression test stands on. The reader gives the
//! same world back.

use std::fmt::{Display, Write as _};

use sim_core::act::Line;
use sim_core::registry::Registry;
use sim_core::scenario::Scenario;

use crate::model::{Layout, WorldFile};

/// `scenario` with the title, charts, tools, names and places of `file`. Overlays, knobs and draws are not written: what
/// they did to the world stands in `scenario`.
pub fn scenario(file: &WorldFile, scenario: &Scenario) -> String {
    let mut out = String::new();
    let mut line = |key: &str, value: &dyn Display| {
        let _ = writeln!(out, "{key} = {value}");
    };
    line("title", &quote(&file.title));
    line("seed", &scenario.seed.0);
    line("length", &quote(&scenario.length.to_string()));
    line("pace", &quote(&format!("{}/s", file.pace)));
    let knobs: Vec<&str> = file.knobs.iter().map(|knob| knob.name.as_str()).collect();
    let tools = file.tools.iter().filter(|tool| !knobs.contains(&tool.as_str()));
    line("tools", &list(tools.cloned()));
    line("charts", &list(file.charts.iter().map(|chart| chart.text.clone())));
    lines("acts", &scenario.acts, &mut out);
    for group in &scenario.groups {
        let _ = writeln!(out, "\n[group.{}]\nprotocol = {}", group.name, quote(&group.protocol));
        if group.nodes.iter().any(|node| node.beside.is_some()) {
            let one = |node: &sim_core::scenario::Node| {
                format!("{} = {}", node.name, quote(node.beside.as_deref().unwrap_or_default()))
            };
            let nodes: Vec<String> = group.nodes.iter().map(one).collect();
            let _ = writeln!(out, "nodes = {{ {} }}", nodes.join(", "));
        } else {
            let _ = writeln!(out, "nodes = {}", list(group.nodes.iter().map(|node| node.name.clone())));
        }
        settings(&group.settings, &mut out);
        lines("acts", &group.script, &mut out);
    }
    if !scenario.links.is_empty() {
        out.push_str("\n[links]\n");
        settings(&scenario.links, &mut out);
    }
    for (link, own) in &scenario.own_links {
        let _ = writeln!(out, "\n[links.{}]", quote(&link.to_string()));
        settings(own, &mut out);
    }
    layout(file, scenario, &mut out);
    names(file, scenario, &mut out);
    out
}

/// A text in quotes, as TOML and JSON read it.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 || c == '\u{7f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

fn list(texts: impl Iterator<Item = String>) -> String {
    format!("[{}]", texts.map(|text| quote(&text)).collect::<Vec<_>>().join(", "))
}

/// A list of act lines, one a line.
pub fn lines(key: &str, lines: &[Line], out: &mut String) {
    if !lines.is_empty() {
        let _ = writeln!(out, "{key} = [");
        for line in lines {
            let _ = writeln!(out, "  {},", quote(&line.to_string()));
        }
        out.push_str("]\n");
    }
}

fn settings(settings: &[(String, String)], out: &mut String) {
    for (key, value) in settings {
        let bare = value.parse::<i32>().is_ok_and(|n| n.to_string() == *value) || value == "true" || value == "false";
        let _ = writeln!(out, "{key} = {}", if bare { value.clone() } else { quote(value) });
    }
}

/// Places of nodes that are there. A world with nodes that have none is drawn as a ring.
fn layout(file: &WorldFile, scenario: &Scenario, out: &mut String) {
    let kind = match &file.layout {
        Layout::Free(places) => {
            let nodes: Vec<&str> = scenario.groups.iter().flat_map(|g| &g.nodes).map(|n| n.name.as_str()).collect();
            let known: Vec<_> = places.iter().filter(|(name, ..)| nodes.contains(&name.as_str())).collect();
            if known.len() == nodes.len() {
                out.push_str("\n[layout]\n");
                for (name, x, y) in known {
                    let _ = writeln!(out, "{name} = [{x:.3}, {y:.3}]");
                }
            }
            return;
        }
        Layout::Ring => return,
        Layout::Star => "star",
        Layout::Layered => "layered",
    };
    let _ = writeln!(out, "\n[layout]\nkind = \"{kind}\"");
}

/// Names of what this world has: nodes and groups that only an overlay had are not in it.
fn names(file: &WorldFile, scenario: &Scenario, out: &mut String) {
    let registry = Registry::engine();
    let scene = crate::scene::Scene::of(scenario, &registry, false);
    let mut words = scene.owners(|_| true);
    words.extend(scene.keys());
    for protocol in scene.protocols() {
        words.extend(protocol.kinds.iter().map(|kind| kind.name));
        words.extend(protocol.verbs.iter().map(|verb| verb.name));
    }
    let known: Vec<_> = file.names.iter().filter(|(word, _)| words.contains(&word.as_str())).collect();
    if !known.is_empty() {
        out.push_str("\n[names]\n");
        for (word, name) in known {
            let _ = writeln!(out, "{word} = {}", quote(name));
        }
    }
}
