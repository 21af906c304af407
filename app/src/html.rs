//! The first page as HTML, for the build of the site: its words are read while the program is still on its way.

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use lessons::packed;
use yew::prelude::*;

use crate::model::{Effect, Files, Model, Page, Words};
use crate::route::Route;
use crate::{update, view};

/// A page, and what the window is called while it is open.
#[derive(Debug)]
pub struct First {
    /// The window's title.
    pub title: String,
    /// What stands in the page.
    pub html: String,
}

#[derive(Properties, PartialEq)]
struct Shown {
    html: Html,
}

#[component]
fn Show(props: &Shown) -> Html {
    props.html.clone()
}

/// The page of a model as HTML.
pub fn of(model: &Model) -> String {
    let html = view::page(model, &Callback::noop());
    now(yew::LocalServerRenderer::<Show>::with_props(Shown { html }).hydratable(false).render())
}

/// What a visitor who was never here finds at an address of a built site: `""`, `cap/b-quorums`.
///
/// # Errors
/// Which file is missing or cannot be read, or that no lesson has this address.
pub fn first(site: &Path, address: &str) -> Result<First, String> {
    let lessons = site.join("lessons");
    let missing = |file: &Path, error: &std::io::Error| format!("{}: {error}", file.display());
    let index = lessons.join("index.json");
    let index = std::fs::read_to_string(&index).map_err(|e| missing(&index, &e));
    let mut model = Model { route: Route::parse(address, "", ""), ..Model::default() };
    let act = async |folder: &str| {
        let file = lessons.join(folder).join(packed::FILE);
        let act = std::fs::read(&file).map_err(|e| missing(&file, &e))?;
        Ok(Files { packed: Some(act), ..Files::default() })
    };
    let effects = now(update::first(&mut model, index, act));
    match &model.page {
        Page::Home { .. } => {}
        Page::Lesson(lesson) => match &lesson.words {
            Words::Here(..) => {}
            Words::Missing(why) => return Err(why.clone()),
            Words::Loading => return Err(format!("nobody asked for the act at {address}")),
        },
        Page::Failed(why) => return Err(why.clone()),
        Page::Loading | Page::NotFound(_) => return Err(format!("the site has no page at /{address}")),
    }
    let title = effects.into_iter().find_map(|effect| match effect {
        Effect::Title(title) => Some(title),
        _ => None,
    });
    Ok(First { title: title.unwrap_or_default(), html: of(&model) })
}

/// Waits for what waits for nothing: there is no clock and no network here.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return done;
        }
    }
}
