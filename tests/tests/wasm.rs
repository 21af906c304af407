//! Native and WebAssembly agree: the probe, run by an interpreter, computes what it computes here.
//!
//! A browser story shows the same in Chromium; this needs no browser and fails sooner.
use wasmi::{Engine, Linker, Module, Store};

#[test]
fn native_and_wasm_agree() {
    let engine = Engine::default();
    let module = Module::new(&engine, &tests::wasm::probe()[..]).expect("the probe is a module");
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
    let runs = (0..count).map(|case| probe::fingerprint(case)).collect::<std::collections::BTreeSet<u64>>();
    assert!(runs.len() as u32 == count && !runs.contains(&0), "every case is a run of its own");
    println!("{count} cases agree");
}

#[test]
fn the_command_line_prints_what_the_probe_computes() {
    let words = ["run", "lessons/content/15-cap/scenario.toml", "--seed", "7", "--until", "20s"].map(str::to_owned);
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let told = lessons::cli::faultline(&words, root);
    let printed = told.out.lines().last().unwrap_or_default().to_owned();
    assert_eq!(printed, format!("fingerprint {:016x}", probe::cap(7, 20_000_000)));
}
