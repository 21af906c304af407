//! Native and WebAssembly agree: the probe, run by an interpreter, computes what it computes here.
//!
//! The browser stories show the same in Chromium; this needs no browser and fails sooner.
#![allow(clippy::disallowed_methods, reason = "builds the probe, which is part of what is tested")]

use std::path::PathBuf;
use std::process::Command;

use wasmi::{Engine, Linker, Module, Store};

const TARGET: &str = "wasm32-unknown-unknown";

#[test]
fn native_and_wasm_agree() {
    let bytes = std::fs::read(build()).expect("the probe was built");
    let engine = Engine::default();
    let module = Module::new(&engine, &bytes[..]).expect("the probe is a module");
    assert_eq!(module.imports().count(), 0, "the simulator needs nothing from its host");
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).expect("it starts");
    let cases = instance.get_typed_func::<(), u32>(&store, "cases").expect("an export");
    let fingerprint = instance.get_typed_func::<u32, u64>(&store, "fingerprint").expect("an export");

    let count = cases.call(&mut store, ()).expect("it answers");
    assert_eq!(count, probe::cases());
    let differing: Vec<u32> = (0..count)
        .filter(|case| fingerprint.call(&mut store, *case).expect("it answers") != probe::fingerprint(*case))
        .collect();
    assert!(differing.is_empty(), "native and WebAssembly differ in cases {differing:?} of {count}");
    println!("{count} cases agree");
}

/// Builds the probe as visitors get the engine, in the release profile.
fn build() -> PathBuf {
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
    file.expect("cargo names the module")
}

fn wasm_file(name: &serde_json::Value) -> Option<PathBuf> {
    let path = PathBuf::from(name.as_str()?);
    path.extension().is_some_and(|ending| ending == "wasm").then_some(path)
}
