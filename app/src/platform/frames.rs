//! Frames, the canvas, sizes and themes: what the stage needs of the browser, and nothing that it decides.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::render::{AnimationFrame, request_animation_frame};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, MutationObserver, MutationObserverInit, ResizeObserver,
};
use yew::prelude::*;

/// Calls a function each frame, for as long as it asks for more.
#[derive(Clone)]
pub struct Loop {
    inner: Rc<Inner>,
}

struct Inner {
    call: RefCell<Box<dyn FnMut(f64) -> bool>>,
    next: RefCell<Option<AnimationFrame>>,
    over: Cell<bool>,
}

impl Loop {
    /// `call` gets the time in seconds and says whether it wants another frame.
    pub fn new(call: impl FnMut(f64) -> bool + 'static) -> Self {
        let inner = Inner { call: RefCell::new(Box::new(call)), next: RefCell::new(None), over: Cell::new(false) };
        Self { inner: Rc::new(inner) }
    }

    /// Another frame, if none is on its way.
    pub fn wake(&self) {
        if self.inner.over.get() || self.inner.next.borrow().is_some() {
            return;
        }
        let again = self.clone();
        let frame = request_animation_frame(move |ms| {
            drop(again.inner.next.borrow_mut().take());
            let more = (again.inner.call.borrow_mut())(ms / 1000.0);
            if more {
                again.wake();
            }
        });
        *self.inner.next.borrow_mut() = Some(frame);
    }

    /// No more frames.
    pub fn end(&self) {
        self.inner.over.set(true);
        drop(self.inner.next.borrow_mut().take());
    }
}

/// A key press.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "as the browser tells them")]
pub struct Key {
    /// As the browser names it.
    pub key: String,
    /// Shift.
    pub shift: bool,
    /// Ctrl, Alt or Cmd.
    pub modified: bool,
    /// Ctrl or Cmd.
    pub command: bool,
    /// Pressed on the stage, or nowhere in particular.
    pub inside: bool,
    /// The focused element types, or acts on this key by itself.
    pub taken: bool,
    /// It was let go.
    pub up: bool,
}

/// Listens to keys for as long as it lives.
pub struct Keys {
    _listeners: [EventListener; 2],
}

/// Key presses anywhere in the page; those that are answered with `true` go no further.
pub fn keys(call: impl Fn(Key) -> bool + 'static) -> Option<Keys> {
    let doc = document()?;
    let call = Rc::new(call);
    let released = Rc::clone(&call);
    let up = EventListener::new(&doc, "keyup", move |event| {
        if let Some(e) = event.dyn_ref::<KeyboardEvent>() {
            released(Key { key: e.key(), up: true, ..Key::default() });
        }
    });
    let options = EventListenerOptions::enable_prevent_default();
    let listener = EventListener::new_with_options(&doc, "keydown", options, move |event| {
        let Some(e) = event.dyn_ref::<KeyboardEvent>().filter(|e| !e.default_prevented()) else { return };
        let on = e.target().and_then(|t| t.dyn_into::<Element>().ok());
        let tag = on.as_ref().map(|t| t.tag_name().to_ascii_lowercase()).unwrap_or_default();
        let inside = tag == "body" || on.as_ref().is_some_and(|t| t.closest(".stage").is_ok_and(|s| s.is_some()));
        let types = matches!(tag.as_str(), "input" | "textarea" | "select")
            || on.is_some_and(|t| t.get_attribute("contenteditable").is_some());
        let acts = matches!(tag.as_str(), "button" | "a" | "summary") && matches!(e.key().as_str(), " " | "Enter");
        let command = e.ctrl_key() || e.meta_key();
        let modified = command || e.alt_key();
        let taken = types && e.key() != "Escape" || acts;
        if call(Key { key: e.key(), shift: e.shift_key(), modified, command, inside, taken, up: false }) {
            e.prevent_default();
        }
    });
    Some(Keys { _listeners: [listener, up] })
}

/// Whether the tab is hidden.
pub fn hidden() -> bool {
    document().is_some_and(|d| d.hidden())
}

/// Whether a media query holds.
pub fn media(query: &str) -> bool {
    window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|m| m.matches())
}

/// Size of the window.
pub fn viewport() -> (f64, f64) {
    let side = |v: Result<wasm_bindgen::JsValue, _>| v.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    window().map_or((0.0, 0.0), |w| (side(w.inner_width()), side(w.inner_height())))
}

/// Tells when an element's size, the theme or the tab's visibility changes.
pub struct Watch {
    resize: Option<ResizeObserver>,
    theme: Option<MutationObserver>,
    _call: Closure<dyn FnMut()>,
    _shown: Vec<EventListener>,
}

impl Watch {
    /// Watches these elements and the page.
    pub fn new(elements: &[&NodeRef], call: impl Fn() + 'static) -> Self {
        let call = Rc::new(call);
        let again = Rc::clone(&call);
        let js = Closure::<dyn FnMut()>::new(move || again());
        let resize = ResizeObserver::new(js.as_ref().unchecked_ref()).ok();
        for e in elements.iter().filter_map(|e| e.cast::<Element>()) {
            if let Some(r) = &resize {
                r.observe(&e);
            }
        }
        let theme = MutationObserver::new(js.as_ref().unchecked_ref()).ok();
        let root = document().and_then(|d| d.document_element());
        if let Some((watch, root)) = theme.as_ref().zip(root) {
            let what = MutationObserverInit::new();
            what.set_attributes(true);
            let _ = watch.observe_with_options(&root, &what);
        }
        let mut shown = Vec::new();
        for query in ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"] {
            if let Some(m) = window().and_then(|w| w.match_media(query).ok().flatten()) {
                let again = Rc::clone(&call);
                shown.push(EventListener::new(&m, "change", move |_| again()));
            }
        }
        if let Some(doc) = document() {
            shown.push(EventListener::new(&doc, "visibilitychange", move |_| call()));
        }
        Self { resize, theme, _call: js, _shown: shown }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.resize.iter().for_each(ResizeObserver::disconnect);
        self.theme.iter().for_each(MutationObserver::disconnect);
    }
}

/// An element's inner size.
pub fn size(of: &NodeRef) -> (f64, f64) {
    of.cast::<Element>().map_or((0.0, 0.0), |e| (f64::from(e.client_width()), f64::from(e.client_height())))
}

/// Where a pointer is within an element.
pub fn within(of: &NodeRef, x: i32, y: i32) -> (f64, f64) {
    let Some(e) = of.cast::<Element>() else { return (0.0, 0.0) };
    let r = e.get_bounding_client_rect();
    (f64::from(x) - r.left(), f64::from(y) - r.top())
}

/// All further events of a pointer go to this element.
pub fn capture(of: &NodeRef, pointer: i32) {
    if let Some(e) = of.cast::<Element>() {
        let _ = e.set_pointer_capture(pointer);
    }
}

/// Sets an attribute.
pub fn attr(of: &NodeRef, name: &str, value: &str) {
    if let Some(e) = of.cast::<Element>() {
        let _ = e.set_attribute(name, value);
    }
}

/// Sets the text of an element that Yew gave no children.
pub fn text(of: &NodeRef, words: &str) {
    if let Some(e) = of.cast::<Element>() {
        e.set_text_content(Some(words));
    }
}

/// The elements in an element.
pub fn children(of: &NodeRef) -> Vec<Element> {
    let Some(all) = of.cast::<Element>().map(|e| e.children()) else { return Vec::new() };
    (0..all.length()).filter_map(|i| all.item(i)).collect()
}

/// Moves an SVG element sideways, as a layer of its own that is not painted again while it moves: by whole pixels of the
/// screen, for Chromium paints all of a layer anew that comes to lie between them.
pub fn shift(of: &NodeRef, x: f64) {
    if let Some(e) = of.cast::<web_sys::SvgElement>() {
        let ratio = window().map_or(1.0, |w| w.device_pixel_ratio()).max(0.1);
        let whole = (x * ratio).round() / ratio;
        let to = ["translateX(calc(", &((whole * 1e3).round() as i64).to_string(), "px / 1000))"].concat();
        let _ = e.style().set_property("transform", &to);
    }
}

/// Shows or hides an SVG element.
pub fn show(e: &Element, on: bool) {
    let _ = if on { e.remove_attribute("visibility") } else { e.set_attribute("visibility", "hidden") };
}

/// Puts an element at a place of its parent, through the CSS object model, which the page's policy allows.
pub fn place(of: &NodeRef, x: f64, y: f64) {
    if let Some(e) = of.cast::<HtmlElement>() {
        let px = |v: f64| (v.round() as i32).to_string() + "px";
        let _ = e.style().set_property("left", &px(x));
        let _ = e.style().set_property("top", &px(y));
    }
}

/// Gives an element a height, in the same way; 0 leaves it to the style sheet.
pub fn tall(of: &NodeRef, h: f64) {
    if let Some(e) = of.cast::<HtmlElement>() {
        let px = if h > 0.0 { (h.round() as i32).to_string() + "px" } else { String::new() };
        let _ = e.style().set_property("height", &px);
    }
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    let found = document().and_then(|d| d.get_element_by_id(id));
    if let Some(e) = found {
        let _ = e.unchecked_into::<HtmlElement>().focus();
    }
}

/// The id of the focused element.
pub fn focused() -> String {
    document().and_then(|d| d.active_element()).map(|e| e.id()).unwrap_or_default()
}

/// Moves the focus to the first element in another that one of these selectors finds, earlier ones before later ones.
pub fn focus_in(of: &NodeRef, among: [&str; 2]) {
    let found = |e: Element| among.into_iter().find_map(|s| e.query_selector(s).ok().flatten());
    if let Some(e) = of.cast::<Element>().and_then(found) {
        let _ = e.unchecked_into::<HtmlElement>().focus();
    }
}

/// Moves the focus to the next or last button of a toolbar, round its ends.
pub fn rove(bar: &NodeRef, by: i32) {
    let Some(bar) = bar.cast::<Element>() else { return };
    let Ok(all) = bar.query_selector_all("button:not([disabled])") else { return };
    let n = all.length() as i32;
    let active = document().and_then(|d| d.active_element());
    let here =
        (0..n).find(|i| all.item(*i as u32).is_some_and(|b| active.as_ref().is_some_and(|a| b.is_same_node(Some(a)))));
    let Some(to) = here.and_then(|h| all.item((h + by).rem_euclid(n) as u32)) else { return };
    let _ = to.unchecked_into::<HtmlElement>().focus();
}

/// What is in a field.
pub fn typed(field: &NodeRef) -> String {
    field.cast::<HtmlInputElement>().map(|f| f.value()).unwrap_or_default()
}

/// All further events of a pointer go to the element whose listener this is.
pub fn capture_target(e: &PointerEvent) {
    if let Some(on) = e.current_target().and_then(|t| t.dyn_into::<Element>().ok()) {
        let _ = on.set_pointer_capture(e.pointer_id());
    }
}

/// Height of the header of a section: where its drawing begins.
pub fn header(section: &NodeRef) -> f64 {
    let Some(e) = section.cast::<Element>() else { return 0.0 };
    let first = e.query_selector("svg.st").ok().flatten();
    first.map_or(0.0, |s| s.get_bounding_client_rect().top() - e.get_bounding_client_rect().top())
}

/// The values of custom properties at an element, as the theme in force sets them.
pub fn colours(at: &NodeRef, names: &[String]) -> Vec<String> {
    let style = at.cast::<Element>().and_then(|e| window()?.get_computed_style(&e).ok().flatten());
    let Some(style) = style else { return Vec::new() };
    names.iter().map(|n| style.get_property_value(n).unwrap_or_default().trim().to_string()).collect()
}

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Which entry of a list was picked.
pub fn picked(e: &Event) -> u8 {
    let list = e.target().and_then(|t| t.dyn_into::<web_sys::HtmlSelectElement>().ok());
    list.map_or(0, |list| list.selected_index().max(0) as u8)
}
