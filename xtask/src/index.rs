//! Keeps `lessons/content/index.json` as the lessons crate would write it.
use crate::run::{cargo, root, shown};

/// Asks the lessons crate for the index and writes the file if it differs.
pub fn write() -> Result<(), String> {
    let mut command = cargo(&["run", "--quiet", "--package", "lessons", "--bin", "faultline", "--", "index"]);
    let out = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|e| format!("cannot start `{}`: {e}", shown(&command)))?;
    if !out.status.success() {
        return Err(format!("no lesson index: `{}` ended with {}", shown(&command), out.status));
    }
    let file = root().join("lessons/content/index.json");
    if std::fs::read(&file).ok().as_deref() != Some(&out.stdout) {
        std::fs::write(&file, &out.stdout).map_err(|e| format!("{}: {e}", file.display()))?;
        println!("lessons/content/index.json has been rewritten; commit it with the lessons.");
    }
    Ok(())
}
