//! A plain static file server, as a host would be: a folder under the address that its page was built for.
//!
//! Used by the browser stories and to look at `dist/`. It answers a folder without its slash with a redirect,
//! an unknown path with `404.html` and status 404, and counts what was asked for.
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::html;

/// A running server. Its threads end with the process.
pub struct Server {
    port: u16,
    site: Arc<Site>,
}

struct Site {
    folder: PathBuf,
    base: String,
    counts: Mutex<BTreeMap<String, usize>>,
}

impl Server {
    /// Serves the folder on a free port of this machine, under the `<base>` that its `index.html` names.
    pub fn start(folder: &Path) -> Result<Self, String> {
        Self::start_on(folder, 0)
    }

    /// The same, on a port that the caller chose; 0 is any free one.
    pub fn start_on(folder: &Path, port: u16) -> Result<Self, String> {
        let index = folder.join("index.html");
        let page = std::fs::read_to_string(&index).map_err(|e| format!("{}: {e}", index.display()))?;
        let base = html::attribute(&page, "base", "href")
            .filter(|base| base.starts_with('/') && base.ends_with('/'))
            .ok_or_else(|| format!("{}: its <base> is not an absolute path", index.display()))?;
        let listener =
            TcpListener::bind(("127.0.0.1", port)).map_err(|e| format!("cannot listen on port {port}: {e}"))?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        let site = Arc::new(Site { folder: folder.to_owned(), base, counts: Mutex::default() });
        let shared = Arc::clone(&site);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&shared);
                // A visitor who hangs up early is no problem of the server's.
                std::thread::spawn(move || drop(site.serve(&stream)));
            }
        });
        Ok(Self { port, site })
    }

    /// The address of a path inside the site.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{}{path}", self.port, self.site.base)
    }

    /// How often each path was asked for, relative to the site.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        self.site.counts.lock().expect("no thread panics while counting").clone()
    }
}

impl Site {
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut lines = BufReader::new(stream).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        // The rest of the head is of no interest, but a connection closed with unread bytes is reset.
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let target = request.split(' ').nth(1).unwrap_or("/");
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let answer = self.answer(path);
        let mut head = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nConnection: close\r\n",
            answer.status,
            answer.kind,
            answer.body.len()
        );
        if let Some(location) = answer.location {
            let query = target.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
            head += &format!("Location: {location}{query}\r\n");
        }
        let mut out = stream;
        out.write_all(head.as_bytes())?;
        out.write_all(b"\r\n")?;
        if !request.starts_with("HEAD ") {
            out.write_all(&answer.body)?;
        }
        out.flush()
    }

    fn answer(&self, path: &str) -> Answer {
        if format!("{path}/") == self.base {
            return Answer::redirect(&self.base);
        }
        let Some(inside) = path.strip_prefix(&self.base) else {
            return Answer::new("404 Not Found", "text/plain", format!("the site is at {}\n", self.base).into_bytes());
        };
        *self.counts.lock().expect("no thread panics while counting").entry(inside.to_owned()).or_default() += 1;
        let file = self.folder.join(inside);
        if inside.split('/').any(|part| part == "..") {
            return self.missing();
        }
        if file.is_dir() && !inside.is_empty() && !inside.ends_with('/') {
            return if file.join("index.html").is_file() {
                Answer::redirect(&format!("{path}/"))
            } else {
                self.missing()
            };
        }
        let file = if file.is_dir() { file.join("index.html") } else { file };
        match std::fs::read(&file) {
            Ok(body) => Answer::new("200 OK", kind(&file), body),
            Err(_) => self.missing(),
        }
    }

    fn missing(&self) -> Answer {
        let page = std::fs::read(self.folder.join("404.html")).unwrap_or_else(|_| b"not found\n".to_vec());
        Answer::new("404 Not Found", "text/html; charset=utf-8", page)
    }
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: &'static str, kind: &'static str, body: Vec<u8>) -> Self {
        Self { status, kind, location: None, body }
    }

    fn redirect(to: &str) -> Self {
        Self { location: Some(to.to_owned()), ..Self::new("301 Moved Permanently", "text/plain", Vec::new()) }
    }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "md" | "toml" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Mutex, Site};

    #[test]
    fn answers_like_a_host() {
        let folder = std::env::temp_dir().join(format!("faultline-server-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("sub")).unwrap();
        std::fs::write(folder.join("404.html"), "lost").unwrap();
        std::fs::write(folder.join("index.html"), "home").unwrap();
        std::fs::write(folder.join("sub/index.html"), "sub").unwrap();
        let site = Site { folder: folder.clone(), base: "/x/".to_owned(), counts: Mutex::default() };
        let told = |path: &str| {
            let answer = site.answer(path);
            format!(
                "{} {}{}",
                &answer.status[..3],
                String::from_utf8_lossy(&answer.body),
                answer.location.unwrap_or_default()
            )
        };
        assert_eq!(told("/x/"), "200 home");
        assert_eq!(told("/x"), "301 /x/");
        assert_eq!(told("/x/sub"), "301 /x/sub/");
        assert_eq!(told("/x/sub/"), "200 sub");
        assert_eq!(told("/x/lessons/none"), "404 lost");
        assert_eq!(told("/x/../x/index.html"), "404 lost");
        assert_eq!(told("/"), "404 the site is at /x/\n");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
