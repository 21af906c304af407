//! Files of the site: the lesson index, and the files of an act.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::dom::window;
use crate::model::Files;

/// The lesson index.
///
/// # Errors
/// What went wrong, in words.
pub async fn index() -> Result<String, String> {
    text("lessons/index.json").await
}

/// The files of an act. A draft has no `runs.toml`.
///
/// # Errors
/// What went wrong, in words.
pub async fn act(folder: &str) -> Result<Files, String> {
    // All three are asked for before the first one is awaited.
    let [lesson, scenario, runs] = ["lesson.md", "scenario.toml", "runs.toml"].map(|name| request(folder, name));
    Ok(Files { lesson: lesson.read().await?, scenario: scenario.read().await?, runs: runs.read().await.ok() })
}

struct Request {
    path: String,
    answer: JsFuture,
}

fn request(folder: &str, name: &str) -> Request {
    let path = format!("lessons/{folder}/{name}");
    Request { answer: JsFuture::from(window().fetch_with_str(&path)), path }
}

impl Request {
    async fn read(self) -> Result<String, String> {
        let Self { path, answer } = self;
        let answer = answer.await.map_err(|_| format!("{path} could not be fetched. Is the connection up?"))?;
        let answer: web_sys::Response = answer.unchecked_into();
        if !answer.ok() {
            return Err(format!("{path} is not there (status {}).", answer.status()));
        }
        // A development server answers what it does not have with the page itself.
        let kind = answer.headers().get("content-type").ok().flatten().unwrap_or_default();
        if kind.starts_with("text/html") {
            return Err(format!("{path} is not there."));
        }
        let body = answer.text().map_err(|_| format!("{path} could not be read."))?;
        let body = JsFuture::from(body).await.map_err(|_| format!("{path} could not be read."))?;
        body.as_string().ok_or_else(|| format!("{path} is not text."))
    }
}

async fn text(path: &str) -> Result<String, String> {
    Request { answer: JsFuture::from(window().fetch_with_str(path)), path: path.to_owned() }.read().await
}
