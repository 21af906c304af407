//! The probe, built as visitors get the engine: a WebAssembly module that imports nothing.
#![allow(clippy::disallowed_methods, reason = "builds the probe, which is part of what is tested")]

use std::path::PathBuf;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the probe in the release profile and returns the module.
pub fn probe() -> Vec<u8> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/probe"));
    let out = command
        .args(["build", "--release", "--target", TARGET, "--message-format", "json-render-diagnostics"])
        .output()
        .expect("cargo starts");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "the probe does not build (`rustup target add {TARGET}` may be missing):\n{said}");
    let messages = String::from_utf8_lossy(&out.stdout);
    let file = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "probe")
        .find_map(|message| message["filenames"].as_array()?.iter().find_map(wasm_file));
    std::fs::read(file.expect("cargo names the module")).expect("the probe was built")
}

fn wasm_file(name: &serde_json::Value) -> Option<PathBuf> {
    let path = PathBuf::from(name.as_str()?);
    path.extension().is_some_and(|ending| ending == "wasm").then_some(path)
}
