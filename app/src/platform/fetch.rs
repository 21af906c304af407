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

/// An act that was read when the site was built.
///
/// # Errors
/// What went wrong, in words.
#[cfg(not(feature = "readers"))]
pub async fn act(folder: &str) -> Result<Files, String> {
    let act = request(folder, lessons::packed::FILE).bytes().await?;
    Ok(Files { packed: Some(act), ..Files::default() })
}

/// The files of an act. A draft has no `runs.toml`.
///
/// # Errors
/// What went wrong, in words.
#[cfg(feature = "readers")]
pub async fn act(folder: &str) -> Result<Files, String> {
    // All three are asked for before the first one is awaited.
    let [lesson, scenario, runs] = ["lesson.md", "scenario.toml", "runs.toml"].map(|name| request(folder, name));
    let (lesson, scenario, runs) = (lesson.text().await?, scenario.text().await?, runs.text().await.ok());
    Ok(Files { lesson, scenario, runs, packed: None })
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
    async fn text(self) -> Result<String, String> {
        let unread = format!("{} could not be read.", self.path);
        let body = self.answer().await?.text().map_err(|_| unread.clone())?;
        JsFuture::from(body).await.ok().and_then(|body| body.as_string()).ok_or(unread)
    }

    #[cfg(not(feature = "readers"))]
    async fn bytes(self) -> Result<Vec<u8>, String> {
        let unread = format!("{} could not be read.", self.path);
        let body = self.answer().await?.array_buffer().map_err(|_| unread.clone())?;
        Ok(js_sys::Uint8Array::new(&JsFuture::from(body).await.map_err(|_| unread)?).to_vec())
    }

    async fn answer(self) -> Result<web_sys::Response, String> {
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
        Ok(answer)
    }
}

async fn text(path: &str) -> Result<String, String> {
    Request { answer: JsFuture::from(window().fetch_with_str(path)), path: path.to_owned() }.text().await
}
