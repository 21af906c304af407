//! What is built for the benchmark: modules for the browser, the peers, and the engine with another queue inside.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use xtask::run::shown;

const TARGET: &str = "wasm32-unknown-unknown";

/// The folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// `cargo`, quietly, in a folder of the project; what it says is in the error.
fn cargo(folder: &str, words: &[&str]) -> Result<Vec<Value>, String> {
    let mut command = Command::new("cargo");
    command.current_dir(root().join(folder)).args(words).args(["--message-format", "json-render-diagnostics"]);
    command.env_remove("CARGO_MANIFEST_DIR");
    let out = command.output().map_err(|e| format!("cannot start `{}`: {e}", shown(&command)))?;
    if !out.status.success() {
        let said = String::from_utf8_lossy(&out.stderr);
        let end: Vec<&str> = said.lines().rev().take(6).collect();
        let end: Vec<&str> = end.into_iter().rev().collect();
        return Err(format!("`{}` in {folder} says\n{}", shown(&command), end.join("\n")));
    }
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    Ok(lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn executable(messages: &[Value], name: &str) -> Result<PathBuf, String> {
    let made = messages.iter().filter(|message| message["target"]["name"] == name);
    let file = made.filter_map(|message| message["executable"].as_str()).next_back();
    file.map(PathBuf::from).ok_or_else(|| format!("cargo does not name the program {name}"))
}

/// Folder for what is built beside the usual builds, so that neither throws the other out.
fn beside(name: &str) -> String {
    let usual = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    usual.join("bench").join(name).display().to_string()
}

/// nexosim and the bare heap. Their crates may have to be downloaded.
pub fn peers() -> Result<PathBuf, String> {
    let folder = beside("peers");
    executable(&cargo("tests/bench/peers", &["build", "--release", "--locked", "--target-dir", &folder])?, "peers")
}

/// Porcupine, by Go. Its module is downloaded, unless `FAULTLINE_PORCUPINE` names a folder with it.
pub fn porcupine() -> Result<PathBuf, String> {
    let (from, to) = (root().join("tests/bench/peers/porcupine"), PathBuf::from(beside("porcupine")));
    // What Go notes about modules stays outside of the project.
    let (module, program) = (to.join("go.mod"), to.join("porcupine"));
    let mut text = std::fs::read_to_string(from.join("go.mod")).map_err(|e| format!("its go.mod: {e}"))?;
    if let Some(folder) = std::env::var_os("FAULTLINE_PORCUPINE") {
        text += &format!("\nreplace github.com/anishathalye/porcupine => {}\n", Path::new(&folder).display());
    }
    std::fs::create_dir_all(&to).and_then(|()| std::fs::write(&module, text)).map_err(|e| e.to_string())?;
    let mut command = Command::new("go");
    command.current_dir(&from).args(["build", "-mod=mod", "-modfile"]).arg(&module).arg("-o").arg(&program).arg(".");
    let out = command.output().map_err(|e| format!("cannot start `go`: {e}"))?;
    if out.status.success() { Ok(program) } else { Err(String::from_utf8_lossy(&out.stderr).trim().to_owned()) }
}

/// What measures natively, as fast as it gets.
pub fn native() -> Result<PathBuf, String> {
    executable(&cargo(".", &["build", "--profile", "bench", "--package", "bench", "--bin", "bench"])?, "bench")
}

/// The same with a heap of four children a node for the engine's queue, instead of the radix heap.
pub fn heap() -> Result<PathBuf, String> {
    let folder = beside("heap");
    let words = [
        "build",
        "--profile",
        "bench",
        "--package",
        "bench",
        "--package",
        "sim-core",
        "--bin",
        "bench",
        "--features",
        "sim-core/heap",
        "--target-dir",
        &folder,
    ];
    executable(&cargo(".", &words)?, "bench")
}

/// The module, as visitors get the engine, or with the engine at another level of optimisation.
pub fn module(level: Option<&str>) -> Result<Vec<u8>, String> {
    let folder = beside("wasm");
    let config = level.map(|level| format!("profile.release.package.sim-core.opt-level={level}"));
    let mut words = vec!["build", "--release", "--package", "bench", "--lib", "--target", TARGET];
    words.extend(["--target-dir", &folder]);
    if let Some(config) = &config {
        words.extend(["--config", config]);
    }
    let messages = cargo(".", &words)?;
    let files = messages.iter().filter(|message| message["target"]["name"] == "bench");
    let mut files = files.filter_map(|message| message["filenames"].as_array()).flatten().filter_map(Value::as_str);
    let file = files
        .find(|file| Path::new(file).extension().is_some_and(|ending| ending == "wasm"))
        .ok_or("cargo does not name the module")?;
    let module = std::fs::read(file).map_err(|e| format!("{file}: {e}"))?;
    xtask::wasm::strip_names(&module)
}
