//! Puts axe-core, which looks for what keeps people out, into `.tools/`: a package of the npm registry, pinned by the hash
//! in its lock file. It is run by the browser stories and is no part of the site.
use std::path::PathBuf;

use crate::run::{self, on_path};

const FILES: [(&str, &str); 2] = [
    ("package.json", include_str!("../axe/package.json")),
    ("package-lock.json", include_str!("../axe/package-lock.json")),
];

/// The script: that of `$AXE`, the one that is there, or the package put in now.
pub fn ensure() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("AXE").filter(|named| !named.is_empty()) {
        let script = PathBuf::from(named);
        return if script.is_file() { Ok(script) } else { Err(advice("AXE names no file")) };
    }
    let folder = run::root().join(".tools/axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    let lock = folder.join("package-lock.json");
    // The lock file beside it says which one it is.
    if script.is_file() && std::fs::read_to_string(&lock).is_ok_and(|text| text == FILES[1].1) {
        return Ok(script);
    }
    let npm = on_path("npm").ok_or_else(|| advice("there is no npm here"))?;
    std::fs::create_dir_all(&folder).map_err(|e| advice(&e.to_string()))?;
    for (name, text) in FILES {
        std::fs::write(folder.join(name), text).map_err(|e| advice(&e.to_string()))?;
    }
    println!("Putting axe-core into .tools/axe (a few seconds; once only).");
    let mut command = std::process::Command::new(npm);
    command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
    run::run(&mut command).map_err(|e| advice(&e))?;
    if script.is_file() { Ok(script) } else { Err(advice("the package has no axe.min.js")) }
}

fn advice(problem: &str) -> String {
    format!(
        "The stories about accessibility need axe-core, and it is not there: {problem}.\n\
         Debian, Ubuntu: sudo apt-get install -y npm    Fedora: sudo dnf install npm    macOS: brew install node\n\
         Then: cd .tools/axe && npm ci --ignore-scripts. Or set AXE to the path of an axe.min.js that you have."
    )
}
