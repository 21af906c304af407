//! `cargo xtask dist`: the release build, and what it needs after Trunk.
use std::fs;
use std::path::{Path, PathBuf};

use crate::{html, imports, index, payload, readers, run, tools, wasm, words};

/// What the page may do: load from its own site, compile WebAssembly, and nothing else.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
                      connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'none'";
/// The name of the engine worker's script in Trunk's output.
const ENGINE: &str = "engine";
const NONCE: &str = "TRUNKNONCE";

/// The command: builds into `dist/` and holds the first visit against its budget.
pub fn command(arguments: &[String]) -> Result<(), String> {
    let url = match arguments {
        [] => "/",
        [option, url] if option == "--public-url" => url,
        _ => return Err("dist takes only --public-url /x/y/".to_owned()),
    };
    let folder = run::root().join("dist");
    build(url, &folder)?;
    println!("\nThe site is in dist/, to be served at {url}\n");
    payload::table(&folder)
}

/// Builds the release for this address into this folder.
pub fn build(url: &str, folder: &Path) -> Result<(), String> {
    if !(url.starts_with('/') && url.ends_with('/')) {
        return Err(format!("--public-url must begin and end with a slash, like /x/y/; not {url}"));
    }
    let bin = tools::ensure()?;
    index::write()?;
    let mut trunk = tools::trunk(&bin);
    // Without default features there are no readers in it, and acts come packed.
    trunk.args(["build", "--release", "--no-default-features", "true", "--public-url", url, "--dist"]).arg(folder);
    run::run(&mut trunk)?;
    readers::pack(folder)?;
    readers::build(&bin, folder)?;
    finish(url, folder)
}

/// Everything after Trunk. Fails when something is not where it should be.
fn finish(url: &str, folder: &Path) -> Result<(), String> {
    for file in files(folder)? {
        if file.extension().is_some_and(|ending| ending == "wasm") {
            let module = read(&file)?;
            let small = wasm::strip_names(&module).map_err(|e| format!("{}: {e}", file.display()))?;
            let script = file.with_file_name(script_of(&file).ok_or_else(|| format!("{}: whose?", file.display()))?);
            let text = String::from_utf8(read(&script)?).map_err(|e| format!("{}: {e}", script.display()))?;
            let (small, text) = imports::shorten(&small, &text).map_err(|e| format!("{}: {e}", file.display()))?;
            write(&file, &small)?;
            write(&script, text.as_bytes())?;
        }
    }
    let worker = hash_worker(folder)?;
    let index = folder.join("index.html");
    let page = String::from_utf8(read(&index)?).map_err(|e| format!("{}: {e}", index.display()))?;
    let page = finish_page(&page, &worker).map_err(|e| format!("{}: {e}", index.display()))?;
    write(&index, words::fill(folder, "", &page)?.as_bytes())?;
    // A host answers an unknown address with this file: the program says what is wrong with the address.
    write(&folder.join("404.html"), page.as_bytes())?;
    // Every act, the sandbox and the author's page have addresses of their own, which any file server answers.
    for act in acts(folder)? {
        at_address(folder, Path::new(&act), &words::fill(folder, &act, &page)?)?;
    }
    let other = readers::hashed(folder)?;
    let program =
        |page: &str, name: &str, path: &str| html::set(page, "script", ("id", "boot"), name, &format!("{url}{path}"));
    let page = program(&program(&page, "data-js", &other.js)?, "data-wasm", &other.wasm)?;
    for address in readers::PAGES {
        at_address(folder, Path::new(address), &page)?;
    }
    Ok(())
}

/// The name of a module's script: `x_bg.wasm` belongs to `x.js`.
fn script_of(module: &Path) -> Option<String> {
    Some(format!("{}.js", module.file_name()?.to_str()?.strip_suffix("_bg.wasm")?))
}

fn at_address(folder: &Path, address: &Path, page: &str) -> Result<(), String> {
    let place = folder.join(address);
    fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    write(&place.join("index.html"), page.as_bytes())
}

/// Addresses of the acts in a built site: `lessons/15-cap/b-quorums/lesson.md` is `cap/b-quorums`.
fn acts(folder: &Path) -> Result<Vec<String>, String> {
    let lessons = folder.join("lessons");
    let act = |file: PathBuf| {
        let inside = file.strip_prefix(&lessons).ok()?.parent()?.to_path_buf();
        (file.file_name()? == "lesson.md").then_some(inside)
    };
    let slug = |inside: PathBuf| {
        let mut parts = inside.iter().map(|part| part.to_string_lossy().into_owned());
        let lesson = parts.next()?;
        let lesson = lesson.split_once('-').map_or(lesson.as_str(), |(_, name)| name).to_owned();
        Some(std::iter::once(lesson).chain(parts).collect::<Vec<_>>().join("/"))
    };
    Ok(files(&lessons)?.into_iter().filter_map(act).filter_map(slug).collect())
}

fn finish_page(page: &str, worker: &str) -> Result<String, String> {
    let page = html::set(page, "meta", ("http-equiv", "content-security-policy"), "content", POLICY)?;
    let page = html::set(&page, "script", ("id", "boot"), "data-engine", worker)?;
    let page = html::remove(&page, "nonce", NONCE);
    if page.contains(NONCE) {
        return Err("the nonce of the development server is left somewhere".to_owned());
    }
    let scripts = page.matches("<script").count();
    if scripts != 1 || page.contains("<style") {
        return Err(format!("an inline style, or {scripts} scripts where only the boot script belongs"));
    }
    Ok(page)
}

/// Puts the hash of its content into the name of the worker's script, which Trunk leaves as it is: a host's cache must
/// never pair an old worker with a new page. Returns the name.
fn hash_worker(folder: &Path) -> Result<String, String> {
    let path = folder.join(format!("{ENGINE}.js"));
    let name = format!("{ENGINE}-{}.js", hash(&read(&path)?));
    fs::rename(&path, folder.join(&name)).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(name)
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits: names that change with the content, not protection against anybody.
pub fn hash(bytes: &[u8]) -> String {
    let mix = |state: u64, byte: &u8| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix))
}

/// All files below a folder, sorted.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|e| format!("{}: {e}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::{finish_page, hash};

    const BOOT: &str = "<script src=/boot.js id=boot></script>";

    #[test]
    fn the_page_gets_its_policy_and_its_worker() {
        let page = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"x TRUNKNONCE\">{BOOT}<link nonce=TRUNKNONCE>"
        );
        let done = finish_page(&page, "engine-1.js").unwrap();
        assert!(done.contains("script-src 'self' 'wasm-unsafe-eval';"), "{done}");
        assert!(done.contains("data-engine=\"engine-1.js\""), "{done}");
        assert!(!done.contains("nonce"), "{done}");
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let meta = "<meta http-equiv=Content-Security-Policy content=x>";
        assert_eq!(
            finish_page(BOOT, "e").unwrap_err(),
            "the page has no <meta http-equiv=\"content-security-policy\">"
        );
        assert_eq!(finish_page(meta, "e").unwrap_err(), "the page has no <script id=\"boot\">");
        let inline = format!("{meta}{BOOT}<script>1</script>");
        assert_eq!(
            finish_page(&inline, "e").unwrap_err(),
            "an inline style, or 2 scripts where only the boot script belongs"
        );
        let left = format!("{meta}{BOOT}<p>TRUNKNONCE");
        assert_eq!(finish_page(&left, "e").unwrap_err(), "the nonce of the development server is left somewhere");
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(b""), "cbf29ce484222325");
        assert_eq!(hash(b"foobar"), "85944171f73967e8");
    }
}
