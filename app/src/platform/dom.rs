//! The window, its address, elements by id, values of fields.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use yew::InputEvent;

use crate::model::Theme;
use crate::route::Route;

/// The window.
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// Whether this program runs in a page; a worker has no document.
pub fn is_page() -> bool {
    js_sys::Reflect::has(&js_sys::global(), &"document".into()).unwrap_or_default()
}

/// The document.
pub fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// The path below which the site lives, with its slash: `/`, `/x/y/`.
pub fn base() -> String {
    let uri = document().base_uri().ok().flatten().unwrap_or_default();
    let path = uri.splitn(4, '/').nth(3).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    format!("/{folder}")
}

/// Does something after a while, here or in a worker.
pub fn later(ms: u32, then: impl FnOnce() + 'static) {
    Timeout::new(ms, then).forget();
}

/// What the address bar names.
pub fn route(base: &str) -> Route {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let below = path.strip_prefix(base).unwrap_or("");
    Route::parse(below, &location.search().unwrap_or_default(), &location.hash().unwrap_or_default())
}

/// The address of the page, without query and hash, as others can open it.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The query of the address, with its mark.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// Whether some of an element is on the screen.
pub fn on_screen(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id) else { return false };
    let place = element.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or_default();
    place.bottom() > 0.0 && place.top() < height
}

/// Reads the first file that was chosen in a field, as text.
pub fn chosen(event: &yew::Event, then: impl Fn(String, String) + 'static) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(file) = target.as_ref().and_then(|field| field.files()?.get(0)) else { return };
    // The same file may be opened again.
    target.inspect(|field| field.set_value(""));
    wasm_bindgen_futures::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
        if let Some(text) = text.ok().and_then(|text| text.as_string()) {
            then(file.name(), text);
        }
    });
}

/// The value of the field or list that was changed.
pub fn changed(event: &yew::Event) -> String {
    let target = event.target();
    let list = target.clone().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
    let field = target.and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    list.map(|list| list.value()).or_else(|| field.map(|field| field.value())).unwrap_or_default()
}

/// The text of the field that is being written in.
pub fn text(event: &InputEvent) -> String {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    target.map(|field| field.value()).unwrap_or_default()
}

/// Selects a range of a file of the draft, with its line in sight.
pub fn select_in(file: usize, line: u32, from: u32, to: u32) {
    let element = |id: String| document().get_element_by_id(&id);
    if let Some(code) = element(format!("code-{file}")) {
        // A line is 21 px high; two above it show where it stands.
        code.set_scroll_top((line as i32 - 3) * 21);
    }
    let field = element(format!("ed-{file}")).and_then(|field| field.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    if let Some(field) = field {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = field.focus_with_options(&options);
        let _ = field.set_selection_range(from, to);
    }
}

/// Selects all that is in the field that has the focus.
#[expect(clippy::needless_pass_by_value, reason = "a callback is given its event")]
pub fn select(event: web_sys::FocusEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = target {
        field.select();
    }
}

/// Saves text as a file on the device.
pub fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser reads the file after this.
    later(10_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    });
}

/// Shows another address: as a new one, or in place of the present one.
pub fn show_route(base: &str, route: &Route, push: bool) {
    let Ok(history) = window().history() else { return };
    let url = format!("{base}{}", route.path());
    let null = wasm_bindgen::JsValue::NULL;
    let _ = if push {
        history.push_state_with_url(&null, "", Some(&url))
    } else {
        history.replace_state_with_url(&null, "", Some(&url))
    };
}

/// Loads the page of the address that is shown already. With the slash at its end no server has to send the browser there.
pub fn load_route(base: &str, route: &Route) {
    let path = route.path();
    let path = path.split_once('?').map_or_else(|| format!("{path}/"), |(page, query)| format!("{page}/?{query}"));
    let _ = window().location().replace(&format!("{base}{path}"));
}

/// Scrolls to an element and gives it the focus.
pub fn focus(id: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    element.scroll_into_view_with_bool(id != "goals");
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

/// The value of the field that an event comes from.
pub fn value(event: &InputEvent) -> String {
    let target = event.target();
    let field = target.and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    field.map(|field| field.value()).unwrap_or_default()
}

/// Whether an event comes from a field that takes text.
pub fn in_text(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Whether the system prefers dark.
pub fn system_dark() -> bool {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the system prefers that nothing moves.
pub fn reduced_motion() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}

/// Puts a theme on the page.
pub fn set_theme(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
}

/// For a bug report: browser, window, preferences.
pub fn surroundings() -> String {
    let window = window();
    let side = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    format!(
        "browser: {}\nwindow: {} x {}\nprefers dark: {}, reduced motion: {}\n",
        window.navigator().user_agent().unwrap_or_default(),
        side(window.inner_width()),
        side(window.inner_height()),
        system_dark(),
        reduced_motion(),
    )
}
