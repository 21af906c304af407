//! The page's end of an engine: a worker that takes and gives postcard bytes, with a watch on its silence.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use session::wire::{Command, Envelope, Update};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use super::dom::document;

/// A command that is not answered for this long: the engine hangs.
const SILENCE_MS: u32 = 10_000;

/// What an engine says, or that it stopped.
pub type Said = Result<Envelope<Update>, String>;

/// An engine. It ends when it is dropped.
pub struct Engine {
    shared: Rc<Shared>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(ErrorEvent)>,
}

struct Shared {
    worker: Worker,
    /// A module worker loads on its own time: what is said before it is ready would be lost.
    ready: Cell<bool>,
    waiting: RefCell<Vec<Vec<u8>>>,
    watch: RefCell<Option<Timeout>>,
    on: Callback<Said>,
}

impl Engine {
    /// Starts one.
    ///
    /// # Errors
    /// If the browser refuses.
    pub fn start(on: Callback<Said>) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&program(), &options).map_err(|e| format!("{e:?}"))?;
        let module = js_sys::Reflect::get(&js_sys::global(), &"faultline".into()).map_err(|e| format!("{e:?}"))?;
        worker.post_message(&module).map_err(|e| format!("{e:?}"))?;
        let shared = Rc::new(Shared {
            worker,
            ready: Cell::new(false),
            waiting: RefCell::default(),
            watch: RefCell::default(),
            on,
        });
        let heard = {
            let shared = shared.clone();
            Closure::new(move |event: MessageEvent| shared.heard(&event))
        };
        let failed = {
            let shared = shared.clone();
            Closure::new(move |event: ErrorEvent| shared.fail(&event.message()))
        };
        shared.worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        shared.worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        shared.watch_silence();
        Ok(Self { shared, _heard: heard, _failed: failed })
    }

    /// Says a command.
    pub fn tell(&self, command: &Envelope<Command>) {
        let bytes = session::encode(command);
        let answered = matches!(
            command.body,
            Command::Open { .. }
                | Command::OpenPacked { .. }
                | Command::Stage(_)
                | Command::Look { .. }
                | Command::Do { .. }
                | Command::Restore { .. }
        );
        if self.shared.ready.get() {
            self.shared.post(&bytes);
        } else {
            self.shared.waiting.borrow_mut().push(bytes);
        }
        if answered && self.shared.watch.borrow().is_none() {
            self.shared.watch_silence();
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.watch.borrow_mut().take();
        self.shared.worker.set_onmessage(None);
        self.shared.worker.set_onerror(None);
        self.shared.worker.terminate();
    }
}

impl Shared {
    fn post(&self, bytes: &[u8]) {
        let array = js_sys::Uint8Array::from(bytes);
        let transfer = js_sys::Array::of1(&array.buffer());
        let _ = self.worker.post_message_with_transfer(&array, &transfer);
    }

    fn heard(self: &Rc<Self>, event: &MessageEvent) {
        self.watch.borrow_mut().take();
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        let said = session::decode::<Envelope<Update>>(&bytes);
        if matches!(&said, Ok(envelope) if matches!(envelope.body, Update::Ready { .. })) {
            self.ready.set(true);
            let waiting = self.waiting.take();
            for bytes in &waiting {
                self.post(bytes);
            }
            if !waiting.is_empty() {
                self.watch_silence();
            }
        }
        self.on.emit(said);
    }

    fn fail(&self, why: &str) {
        self.watch.borrow_mut().take();
        self.on.emit(Err(if why.is_empty() { "The engine could not be loaded.".to_owned() } else { why.to_owned() }));
    }

    fn watch_silence(self: &Rc<Self>) {
        let shared = Rc::downgrade(self);
        let watch = Timeout::new(SILENCE_MS, move || {
            if let Some(shared) = shared.upgrade() {
                shared.fail("The engine gave no answer for 10 s.");
            }
        });
        *self.watch.borrow_mut() = Some(watch);
    }
}

/// The worker's script, which waits for the page's module. A release names it in the boot script's element, with its hash; both resolve against the base.
fn program() -> String {
    let boot = document().get_element_by_id("boot");
    let name = boot.and_then(|boot| boot.get_attribute("data-engine")).unwrap_or_else(|| "engine.js".to_owned());
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let folder = base.rfind('/').map_or("", |end| &base[..=end]);
    if name.starts_with('/') || name.contains("://") { name } else { format!("{folder}{name}") }
}
