//! A headless Chromium with a fresh profile. Ends, and its profile with it, when the value is dropped.
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::cdp::Cdp;

/// No sandbox, because containers run as root; no GPU, no first-run page, and nothing asked of any network.
const FLAGS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
];

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A running browser.
pub struct Browser {
    process: Child,
    profile: PathBuf,
    address: String,
}

impl Browser {
    /// Starts the program. Fails with what the program said when it does not come up.
    pub fn launch(program: &Path) -> Result<Self, String> {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("faultline-profile-{}-{number}", std::process::id()));
        let mut process = Command::new(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("cannot start {}: {e}", program.display()))?;
        let mut lines = BufReader::new(process.stderr.take().expect("stderr is piped")).lines();
        let mut said = String::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else {
                let _ = process.kill();
                let _ = process.wait();
                return Err(format!("{} ended before it was ready. It said:\n{said}", program.display()));
            };
            if let Some(address) = line.strip_prefix("DevTools listening on ") {
                break address.trim().to_owned();
            }
            said.push_str(&line);
            said.push('\n');
        };
        // Somebody must read what the browser goes on to say, or it stops when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { process, profile, address })
    }

    /// Where its websocket listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    fn ask_to_close(&mut self) -> Result<(), String> {
        Cdp::connect(&self.address)?.call(None, "Browser.close", json!({}))?;
        let end = Instant::now() + Duration::from_secs(3);
        while Instant::now() < end {
            if let Ok(Some(_)) = self.process.try_wait() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err("it did not close".to_owned())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if self.ask_to_close().is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
