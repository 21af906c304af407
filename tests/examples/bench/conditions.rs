//! Where and how it was measured: figures from two machines, or two builds, are two figures.

use std::process::Command;

/// What this machine is.
pub fn here(repetitions: usize) -> Vec<(&'static str, String)> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    vec![
        ("processor", format!("{}, {cores} cores", processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()))),
        ("load before", load(cores).unwrap_or_else(|| "not known".to_owned())),
        (
            "times",
            "what the one thread had a processor for (natively on Linux; in the browser by Chromium's metrics)"
                .to_owned(),
        ),
        ("compiler", said("rustc", "--version")),
        ("native build", "profile bench: opt-level 3, LTO, one codegen unit, panic = abort".to_owned()),
        ("browser build", "profile release, as shipped, unless a line says otherwise".to_owned()),
        ("repetitions", format!("{repetitions}, medians; engines take turns; ratios are of one round")),
    ]
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_once(": ").map(|(_, value)| value.to_owned())
    };
    let model = [field("cpu family")?, field("model\t")?].join("/");
    Some(format!("{} (family/model {model})", field("model name")?))
}

/// How many wanted a processor in the last minute.
fn load(cores: usize) -> Option<String> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    let load: f64 = text.split_whitespace().next()?.parse().ok()?;
    let busy = if load > cores as f64 / 2.0 {
        ": others were at work, whom caches and clock rates are shared with"
    } else {
        ""
    };
    Some(format!("{load} (mean of a minute){busy}"))
}

fn said(program: &str, word: &str) -> String {
    let out = Command::new(program).arg(word).output();
    out.map_or_else(|e| format!("{program}: {e}"), |out| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}
