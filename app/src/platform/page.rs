//! The page's program: one component that holds the model, carries out effects, and draws.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::dom;
use super::effects::{Host, keymap, settings};
use super::fetch;
use super::storage::Local;
use crate::embed::Embed;
use crate::model::{Action, Effect, Model, Page, Theme};
use crate::progress::Book;
use crate::shelf::{self, Trouble};
use crate::stage::StageEvent;
use crate::update::{first, update};
use crate::{route, view, words};

/// A page, and what is left to do for it.
type Opened = (Model, Vec<Effect>);

/// The first page and what is left to do for it; taken once, by the component.
#[derive(Clone, Properties)]
pub struct Start {
    first: Rc<RefCell<Option<Opened>>>,
}

impl PartialEq for Start {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.first, &other.first)
    }
}

/// The one component that holds state.
pub struct App {
    model: Model,
    host: Host,
    on: Callback<Action>,
    _listeners: [EventListener; 3],
}

impl Component for App {
    type Message = Action;
    type Properties = Start;

    fn create(ctx: &Context<Self>) -> Self {
        let on = ctx.link().callback(|action| action);
        let (model, effects) = ctx.props().first.take().unwrap_or_default();
        let mut host = Host::new(dom::base(), on.clone());
        for effect in effects {
            host.run(effect, &model);
        }
        let listeners = listen(dom::base(), &on);
        Self { model, host, on, _listeners: listeners }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        // The playhead moves often, and moves nothing in the column by itself.
        let quiet = matches!(action, Action::Stage(StageEvent::At(_) | StageEvent::Look { .. }));
        // At home the line under the small run follows it.
        let quiet = quiet && !matches!(self.model.page, Page::Home { .. });
        let before = self.model.spoken.0;
        let effects = update(&mut self.model, action);
        let draw = !quiet || self.model.spoken.0 != before;
        for effect in effects {
            self.host.run(effect, &self.model);
        }
        draw
    }

    fn view(&self, _: &Context<Self>) -> Html {
        view::page(&self.model, &self.on)
    }
}

fn listen(base: String, on: &Callback<Action>) -> [EventListener; 3] {
    let popped = {
        let on = on.clone();
        EventListener::new(&dom::window(), "popstate", move |_| on.emit(Action::Popped(dom::route(&base))))
    };
    let scrolled = {
        let (on, seen) = (on.clone(), std::cell::Cell::new(true));
        EventListener::new(&dom::window(), "scroll", move |_| {
            let now = dom::on_screen(view::STAGE);
            if seen.replace(now) != now {
                on.emit(Action::Seen(now));
            }
        })
    };
    let on = on.clone();
    let options = EventListenerOptions::default();
    let keys = EventListener::new_with_options(&dom::window(), "keydown", options, move |event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        let chord = key.ctrl_key() || key.meta_key() || key.alt_key();
        if key.key() == "F8" {
            on.emit(Action::Key(key.key()));
        }
        // Escape closes a dialog from inside of its fields, too.
        let ours = key.key() == "Escape" || crate::keymap::single(&key.key()) && !dom::in_text(event);
        if !chord && ours {
            on.emit(Action::Key(key.key()));
        }
    });
    [popped, keys, scrolled]
}

/// What is known before anything is fetched.
fn known() -> Model {
    // A page in another site's page keeps nothing, and reads nothing that was kept.
    let embed = Embed::read(&dom::query());
    let kept = embed.is_none();
    let (book, trouble) = if kept { shelf::load(&mut Local) } else { (Book::default(), None) };
    let (theme, letters) = if kept { settings() } else { (Theme::System, true) };
    let base = dom::base();
    Model {
        route: dom::route(&base),
        book,
        writable: kept && !matches!(trouble, Some(Trouble::Blocked | Trouble::Unreadable)),
        notice: trouble.map(|trouble| match trouble {
            Trouble::Blocked => words::BLOCKED.to_owned(),
            Trouble::SetAside(key) => words::set_aside(&key),
            Trouble::Unreadable => words::UNREADABLE.to_owned(),
        }),
        theme,
        letters,
        site: dom::origin() + &base,
        note: route::value(&dom::query(), "note"),
        keymap: keymap(),
        embed,
        still: dom::reduced_motion(),
        ..Model::default()
    }
}

/// Starts the page. It takes the place of the words that the site was built with once it has the same.
pub fn run() {
    wasm_bindgen_futures::spawn_local(async {
        let mut model = known();
        if let Some(theme) = model.embed.as_ref().and_then(|embed| embed.theme) {
            dom::set_theme(theme);
        }
        let effects = first(&mut model, fetch::index().await, async |folder: &str| fetch::act(folder).await).await;
        let start = Start { first: Rc::new(RefCell::new(Some((model, effects)))) };
        if let Some(root) = dom::document().get_element_by_id("app") {
            yew::Renderer::<App>::with_root_and_props(root, start).render();
        }
    });
}
