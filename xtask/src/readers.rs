//! The second program of a built site, and what makes it needless for most visits.
//!
//! Acts are read when the site is built (`faultline pack`), so that the program of a first visit carries no readers of
//! Markdown and TOML. The sandbox and the author's page read texts: at their addresses stands the program with readers.
use std::path::{Path, PathBuf};

use crate::run::{self, cargo, root, shown};

/// Where the program with readers lies in a built site.
const FOLDER: &str = "readers";
const NAME: &str = "faultline";
/// The pages that have it.
pub const PAGES: [&str; 2] = ["sandbox", "author"];

/// The addresses of the two parts of a program, relative to the site.
pub struct Program {
    /// What binds it to the browser.
    pub js: String,
    /// The program itself.
    pub wasm: String,
}

/// Writes every act of a built site as visitors load it.
pub fn pack(folder: &Path) -> Result<(), String> {
    let lessons = folder.join("lessons");
    let mut command =
        cargo(&["run", "--quiet", "--package", "lessons", "--bin", "faultline", "--", "pack", "--content"]);
    run::run(command.arg(lessons))
}

/// Builds the program with readers into the site. Its files get their names from [`hashed`], once they are as they stay.
pub fn build(bin: &Path, folder: &Path) -> Result<(), String> {
    run::run(&mut cargo(&["build", "--release", "--package", "app", "--target", crate::tools::TARGET]))?;
    let module = target()?.join(crate::tools::TARGET).join("release/faultline-app.wasm");
    let own = bin.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
    let mut bindgen = std::process::Command::new(if own.is_file() { own } else { "wasm-bindgen".into() });
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]);
    run::run(bindgen.arg(folder.join(FOLDER)).arg(module))
}

/// Puts the hash of their content into the names of its files.
pub fn hashed(folder: &Path) -> Result<Program, String> {
    let place = folder.join(FOLDER);
    let [js, wasm] = [format!("{NAME}.js"), format!("{NAME}_bg.wasm")].map(|name| place.join(name));
    let read = |file: &PathBuf| std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()));
    let hash = crate::dist::hash(&[read(&js)?, read(&wasm)?].concat());
    let name = |file: &Path, end: &str| {
        let name = format!("{NAME}-{hash}{end}");
        std::fs::rename(file, place.join(&name)).map_err(|e| format!("{}: {e}", file.display()))?;
        Ok::<_, String>(format!("{FOLDER}/{name}"))
    };
    Ok(Program { js: name(&js, ".js")?, wasm: name(&wasm, "_bg.wasm")? })
}

/// Where cargo builds to.
fn target() -> Result<PathBuf, String> {
    let mut command = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let out = command.output().map_err(|e| format!("cannot start `{}`: {e}", shown(&command)))?;
    let text = String::from_utf8_lossy(&out.stdout);
    let named = text.split_once("\"target_directory\":\"").and_then(|(_, rest)| rest.split_once('"'));
    Ok(named.map_or_else(|| root().join("target"), |(path, _)| path.replace("\\\\", "\\").into()))
}
