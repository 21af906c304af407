//! Puts the build tools into `.tools/` of the project when they are missing: rustup alone is enough to start.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::run::{self, cargo, on_path};

/// Must be the version of the `wasm-bindgen` crate in `Cargo.lock`; tidy compares them.
pub const WASM_BINDGEN: &str = "0.2.130";
/// Builds page and worker, and serves them.
pub const TRUNK: &str = "0.21.14";
/// What the page is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

struct Tool {
    program: &'static str,
    package: &'static str,
    version: &'static str,
    flags: &'static [&'static str],
    settings: &'static [(&'static str, &'static str)],
    time: &'static str,
}

/// wasm-bindgen's own lock file names a version that registries may no longer hand out, so it goes without `--locked`.
/// Trunk needs its lock file; link-time optimisation would double its build for a program that mostly waits.
const TOOLS: [Tool; 2] = [
    Tool {
        program: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: WASM_BINDGEN,
        flags: &[],
        settings: &[],
        time: "two to three minutes",
    },
    Tool {
        program: "trunk",
        package: "trunk",
        version: TRUNK,
        flags: &["--locked"],
        settings: &[("CARGO_PROFILE_RELEASE_LTO", "false"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")],
        time: "four to five minutes",
    },
];

/// Makes sure that target and tools are there; returns the folder to put in front of the PATH.
pub fn ensure() -> Result<PathBuf, String> {
    ensure_target()?;
    let folder = run::root().join(".tools");
    for tool in &TOOLS {
        let own = folder.join("bin").join(format!("{}{}", tool.program, std::env::consts::EXE_SUFFIX));
        let present = [Some(own), on_path(tool.program)];
        if !present.into_iter().flatten().any(|program| version(&program).as_deref() == Some(tool.version)) {
            install(tool, &folder)?;
        }
    }
    Ok(folder.join("bin"))
}

/// A command that finds the tools: `trunk` with what it calls, and without what disturbs it.
pub fn trunk(bin: &Path) -> Command {
    let path = run::path_with(bin);
    let own = bin.join(format!("trunk{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(if own.is_file() { own } else { "trunk".into() });
    command.current_dir(run::root()).env("PATH", path).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk reads NO_COLOR as true or false and refuses the 1 that everybody else sets.
    command.env_remove("NO_COLOR").env_remove("CARGO_MANIFEST_DIR").env_remove("RUST_BACKTRACE");
    command
}

fn ensure_target() -> Result<(), String> {
    let ask = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    let there = ask.is_ok_and(|out| Path::new(String::from_utf8_lossy(&out.stdout).trim()).is_dir());
    if there {
        return Ok(());
    }
    println!("Adding the compile target {TARGET} (a few seconds).");
    run::run(Command::new("rustup").current_dir(run::root()).args(["target", "add", TARGET]))
        .map_err(|e| format!("{e}\nAdd it by hand, then try again: rustup target add {TARGET}"))
}

fn version(program: &Path) -> Option<String> {
    let out = Command::new(program).arg("--version").env_remove("NO_COLOR").output().ok()?;
    String::from_utf8_lossy(&out.stdout).split_whitespace().nth(1).map(str::to_owned)
}

fn install(tool: &Tool, folder: &Path) -> Result<(), String> {
    let Tool { program, package, version: wanted, .. } = tool;
    println!("Installing {program} {wanted} into .tools/ (about {} with two processors; once only).", tool.time);
    let start = Instant::now();
    let build = folder.join("build");
    let root = folder.display().to_string();
    let mut command = cargo(&["install", package, "--version", wanted, "--root", &root, "--quiet", "--force"]);
    command.args(tool.flags).envs(tool.settings.iter().copied()).env("CARGO_TARGET_DIR", &build);
    let done = run::run(&mut command);
    // Hundreds of megabytes that nobody needs again.
    let _ = std::fs::remove_dir_all(&build);
    done.map_err(|e| format!("{e}\nInstall it by hand, then try again:\n  {}", by_hand(tool)))?;
    println!("{program} {wanted} is there, after {:.0} s.", start.elapsed().as_secs_f64());
    Ok(())
}

fn by_hand(tool: &Tool) -> String {
    let settings: String = tool.settings.iter().map(|(name, value)| format!("{name}={value} ")).collect();
    let flags: String = tool.flags.iter().map(|flag| format!(" {flag}")).collect();
    format!("{settings}cargo install{flags} {} --version {} --root .tools", tool.package, tool.version)
}

#[cfg(test)]
mod tests {
    use super::{TOOLS, by_hand};

    #[test]
    fn commands_to_type() {
        assert_eq!(by_hand(&TOOLS[0]), "cargo install wasm-bindgen-cli --version 0.2.130 --root .tools");
        assert_eq!(
            by_hand(&TOOLS[1]),
            "CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
             cargo install --locked trunk --version 0.21.14 --root .tools"
        );
    }
}
