//! Finds a browser for the stories, or installs one where that is possible. It never skips.
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{self, on_path};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// A Chromium or Chrome: `$CHROMIUM`, the PATH, the usual place on a Mac, or apt's package put in now.
pub fn ensure() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let program = PathBuf::from(&named);
        return if works(&program) {
            Ok(program)
        } else {
            Err(format!("CHROMIUM names {}, which does not answer --version", program.display()))
        };
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    install()?;
    find().ok_or_else(|| advice("the package was installed, but no browser came with it"))
}

fn find() -> Option<PathBuf> {
    let named = NAMES.iter().filter_map(|name| on_path(name));
    named.chain([PathBuf::from(MAC)]).find(|program| works(program))
}

fn works(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
}

fn install() -> Result<(), String> {
    if on_path("apt-get").is_none() {
        return Err(advice("there is no apt-get here"));
    }
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0");
    let sudo = !root && Command::new("sudo").args(["-n", "true"]).output().is_ok_and(|out| out.status.success());
    if !root && !sudo {
        return Err(advice("installing it needs root"));
    }
    println!("No browser found. Installing Debian's package chromium (about 100 MB, a minute or two).");
    for arguments in [&["update"][..], &["install", "-y", "--no-install-recommends", "chromium"][..]] {
        let mut command = Command::new(if sudo { "sudo" } else { "apt-get" });
        if sudo {
            command.args(["-n", "apt-get"]);
        }
        command.args(["-q"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        run::run(&mut command).map_err(|e| advice(&e))?;
    }
    Ok(())
}

fn advice(problem: &str) -> String {
    format!(
        "The browser stories need Chromium or Chrome, and there is none: {problem}.\n\
         Debian, Ubuntu: sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium\n\
         Fedora: sudo dnf install chromium    Arch: sudo pacman -S chromium    macOS: brew install --cask google-chrome\n\
         Or set CHROMIUM to the path of one that you have."
    )
}
