//! Who may depend on whom, and which versions must be equal.
use crate::complaint::{Complaint, Kind};
use crate::tree::Tree;

/// In this order: each may use those before it.
const LAYERS: [&str; 4] = ["sim-core", "lessons", "session", "app"];
/// They look at the layers from outside, and nobody looks at them.
const OUTSIDE: [&str; 4] = ["tests", "bench", "probe", "xtask"];
/// What the simulator may take from others.
const SIM_CORE_TAKES: [&str; 1] = ["libm"];

/// Dependencies point one way.
pub fn direction(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (height, from) in LAYERS.iter().enumerate() {
        let path = format!("{from}/Cargo.toml");
        let Some(file) = tree.file(&path) else {
            complaints.push(Kind::Missing.at(&path, 0));
            continue;
        };
        for (line, section, to) in dependencies(&file.text) {
            let (from, to) = (String::from(*from), to.to_owned());
            let upward = LAYERS.iter().position(|layer| *layer == to).is_some_and(|other| other >= height);
            if upward || OUTSIDE.contains(&to.as_str()) {
                complaints.push(Kind::Direction { from, to }.at(&path, line));
            } else if from == "sim-core" && section == "dependencies" && !SIM_CORE_TAKES.contains(&to.as_str()) {
                complaints.push(Kind::ForeignDependency { from, to }.at(&path, line));
            }
        }
    }
    complaints
}

/// Line, section and name of each dependency in a manifest.
fn dependencies(manifest: &str) -> Vec<(usize, &str, &str)> {
    let mut section = "";
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if let Some(name) = line.trim().strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if section.ends_with("dependencies")
            && let Some((name, _)) = line.split_once('=')
            && !line.starts_with('#')
        {
            found.push((index + 1, section, name.split('.').next().unwrap_or(name).trim()));
        }
    }
    found
}

/// The `wasm-bindgen` crate and its command must be of one version, or the page does not start.
pub fn versions(tree: &Tree) -> Vec<Complaint> {
    let wanted = xtask::tools::WASM_BINDGEN;
    let lock = std::fs::read_to_string(tree.root.join("Cargo.lock")).unwrap_or_default();
    let locked = lock.split("name = \"wasm-bindgen\"\nversion = \"").nth(1);
    let trunk = tree.file("Trunk.toml").and_then(|file| file.text.split("wasm_bindgen = \"").nth(1));
    let check = |path: &str, found: Option<&str>| {
        let found = found.and_then(|rest| rest.split('"').next()).unwrap_or("nothing");
        let versions = || Kind::Versions { found: found.to_owned(), wanted: wanted.to_owned() };
        (found != wanted).then(|| versions().at(path, 0))
    };
    [check("Cargo.lock", locked), check("Trunk.toml", trunk)].into_iter().flatten().collect()
}
