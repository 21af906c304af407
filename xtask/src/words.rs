//! Words in the pages of a built site: each page holds what its first visitor reads, before the program is there.
use std::path::Path;

use crate::html;
use crate::run::{cargo, shown};

/// The page of an address with its title and its words in it.
pub fn fill(folder: &Path, address: &str, page: &str) -> Result<String, String> {
    let mut command = cargo(&["run", "--quiet", "--package", "app", "--bin", "faultline-app", "--"]);
    command.arg(folder).arg(address);
    let out = command.output().map_err(|e| format!("cannot start `{}`: {e}", shown(&command)))?;
    if !out.status.success() {
        return Err(format!("the words of /{address}: {}", String::from_utf8_lossy(&out.stderr).trim()));
    }
    let text = String::from_utf8(out.stdout).map_err(|e| format!("the words of /{address}: {e}"))?;
    let (title, words) = text.split_once('\n').ok_or_else(|| format!("the words of /{address} are empty"))?;
    if words.contains(" style=") {
        return Err(format!("the words of /{address} have a style of their own, which the page's policy forbids"));
    }
    let page = html::inside(page, "title", None, |_| title.replace('&', "&amp;").replace('<', "&lt;"))?;
    let page = html::inside(&page, "div", Some(("id", "app")), |shell| format!("{shell}{}", words.trim_end()))?;
    html::set(&page, "html", ("lang", "en"), "data-words", "")
}
