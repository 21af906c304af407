//! The worker's end: a session, its mailbox, and work in slices so that the mailbox is read.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use session::Session;
use session::wire::{Command, Envelope, Update};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::dom::later;

struct Engine {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    scheduled: Cell<bool>,
}

/// Runs an engine in this worker.
pub fn run() {
    let engine = Rc::new(Engine {
        scope: js_sys::global().unchecked_into(),
        session: RefCell::default(),
        scheduled: Cell::new(false),
    });
    let heard = {
        let engine = engine.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| engine.heard(&event))
    };
    engine.scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // The worker lives as long as its mailbox.
    heard.forget();
    engine.post(&Envelope { epoch: 0, body: Update::Ready { version: session::version() } });
}

impl Engine {
    fn heard(self: &Rc<Self>, event: &MessageEvent) {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        let command = session::decode::<Envelope<Command>>(&bytes).unwrap_or_else(|why| wasm_bindgen::throw_str(&why));
        let updates = self.session.borrow_mut().handle(command);
        self.post_all(&updates);
        self.go_on();
    }

    /// One slice of work after what waits in the mailbox.
    fn go_on(self: &Rc<Self>) {
        if !self.session.borrow().busy() || self.scheduled.replace(true) {
            return;
        }
        let engine = self.clone();
        later(0, move || {
            engine.scheduled.set(false);
            let updates = engine.session.borrow_mut().work();
            engine.post_all(&updates);
            engine.go_on();
        });
    }

    fn post_all(&self, updates: &[Envelope<Update>]) {
        for update in updates {
            self.post(update);
        }
    }

    fn post(&self, update: &Envelope<Update>) {
        let array = js_sys::Uint8Array::from(session::encode(update).as_slice());
        let transfer = js_sys::Array::of1(&array.buffer());
        let _ = self.scope.post_message_with_transfer(&array, &transfer);
    }
}
