//! The engine in this browser computes what it computes natively.
use base64::Engine;
use tests::Story;

pub fn native_and_chromium_agree(story: &Story) {
    let page = story.open("");
    let module = base64::engine::general_purpose::STANDARD.encode(tests::wasm::probe());
    let run = format!(
        "(async () => {{
            const bytes = Uint8Array.from(atob('{module}'), (c) => c.charCodeAt(0));
            const {{ instance }} = await WebAssembly.instantiate(bytes);
            const {{ cases, fingerprint, cap }} = instance.exports;
            const hex = (n) => BigInt.asUintN(64, n).toString(16).padStart(16, '0');
            const all = Array.from({{ length: cases() }}, (_, n) => hex(fingerprint(n)));
            return [...all, hex(cap(7n, 20000000n))].join(' ');
        }})()"
    );
    let there = page.eval(&run);
    let mut here: Vec<u64> = (0..probe::cases()).map(|case| probe::fingerprint(case)).collect();
    here.push(probe::cap(7, 20_000_000));
    let here: Vec<String> = here.iter().map(|f| format!("{f:016x}")).collect();
    assert_eq!(there.as_str().unwrap_or_default(), here.join(" "));
    println!("{} runs agree in Chromium; seed 7 up to 20 s is {}", here.len(), here.last().unwrap());
}
