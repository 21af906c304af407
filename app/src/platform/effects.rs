//! Carries out effects: the one place where the model's wishes become the browser's deeds.

use session::wire::{Command, Envelope};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use super::storage::{Local, Storage};
use super::worker::{Engine, Said};
use super::{dom, fetch, picture};
use crate::keymap::Keymap;
use crate::model::{Action, Effect, Model, Theme};
use crate::shelf;
use crate::stage::StageEvent;

/// Where boot reads the theme from, before anything is painted.
const THEME: &str = "faultline.theme";
/// Whether single letters are shortcuts.
const LETTERS: &str = "faultline.letters";

/// Which letter does what.
const KEYMAP: &str = "faultline.keymap";

/// What effects need from one to the next.
pub struct Host {
    /// The path below which the site lives.
    pub base: String,
    engine: Option<Engine>,
    sealing: Option<Engine>,
    on: Callback<Action>,
}

impl Host {
    /// A host whose news go there.
    pub fn new(base: String, on: Callback<Action>) -> Self {
        Self { base, engine: None, sealing: None, on }
    }

    /// Carries out an effect. The model is only read.
    pub fn run(&mut self, effect: Effect, model: &Model) {
        match effect {
            Effect::Tell(command) => self.tell(&command),
            Effect::StopEngine => self.engine = None,
            Effect::Seal(commands) => self.seal(commands),
            Effect::Unseal => self.sealing = None,
            Effect::FetchIndex => {
                let on = self.on.clone();
                spawn_local(async move { on.emit(Action::Index(fetch::index().await)) });
            }
            Effect::FetchAct { slug, folder } => {
                let on = self.on.clone();
                spawn_local(async move { on.emit(Action::Files(slug, fetch::act(&folder).await)) });
            }
            Effect::Save => {
                if !shelf::save(&mut Local, &model.book) {
                    self.on.emit(Action::NotSaved);
                }
            }
            Effect::Push(route) => dom::show_route(&self.base, &route, true),
            Effect::Replace(route) => dom::show_route(&self.base, &route, false),
            Effect::Load(route) => dom::load_route(&self.base, &route),
            Effect::Title(title) => dom::document().set_title(&title),
            // What is to have the focus is drawn after this.
            Effect::Focus(id) => dom::later(0, move || dom::focus(id)),
            Effect::After(ms, timer) => {
                let on = self.on.clone();
                dom::later(ms, move || on.emit(Action::Timer(timer)));
            }
            Effect::Copy(text) => self.copy(&text),
            Effect::Download(name, text) => dom::download(&name, &text),
            Effect::Select { file, line, from, to } => dom::later(0, move || dom::select_in(file, line, from, to)),
            Effect::Picture(name) => match model.lesson().and_then(picture::take) {
                Some(text) => dom::download(&name, &text),
                None => self.on.emit(Action::Stage(StageEvent::Say(crate::words::NO_PICTURE.to_owned()))),
            },
            Effect::CopyReport(text) => self.copy(&format!("{text}{}", dom::surroundings())),
            Effect::Theme(theme) => {
                dom::set_theme(theme);
                let name = if theme == Theme::Dark { "dark" } else { "light" };
                let _ = Local.set(THEME, name);
            }
            Effect::Keymap(text) => {
                let _ = Local.set(KEYMAP, &text);
            }
            Effect::Letters(on) => {
                let _ = Local.set(LETTERS, if on { "on" } else { "off" });
            }
        }
    }

    fn tell(&mut self, command: &Envelope<Command>) {
        if self.engine.is_none() {
            let on = self.on.reform(|said: Said| match said {
                Ok(said) => Action::Engine(Box::new(said)),
                Err(why) => Action::Died(why),
            });
            match Engine::start(on) {
                Ok(engine) => self.engine = Some(engine),
                Err(why) => self.on.emit(Action::Died(why)),
            }
        }
        if let Some(engine) = &self.engine {
            engine.tell(command);
        }
    }

    fn seal(&mut self, commands: Vec<Command>) {
        let on = self.on.reform(|said: Said| match said {
            Ok(said) => Action::Sealed(Box::new(said.body)),
            Err(why) => Action::SealDied(why),
        });
        match Engine::start(on) {
            Ok(engine) => {
                for body in commands {
                    engine.tell(&Envelope { epoch: 0, body });
                }
                self.sealing = Some(engine);
            }
            Err(why) => self.on.emit(Action::SealDied(why)),
        }
    }

    fn copy(&self, text: &str) {
        let on = self.on.clone();
        let written = dom::window().navigator().clipboard().write_text(text);
        spawn_local(async move { on.emit(Action::Copied(JsFuture::from(written).await.is_ok())) });
    }
}

/// What is kept about the page itself: the theme, and whether single letters are shortcuts.
pub fn settings() -> (Theme, bool) {
    let theme = match Local.get(THEME).ok().flatten().as_deref() {
        Some("dark") => Theme::Dark,
        Some("light") => Theme::Light,
        _ if dom::system_dark() => Theme::Dark,
        _ => Theme::Light,
    };
    (theme, Local.get(LETTERS).ok().flatten().as_deref() != Some("off"))
}

/// Which letter does what.
pub fn keymap() -> Keymap {
    Local.get(KEYMAP).ok().flatten().map(|text| Keymap::read(&text)).unwrap_or_default()
}
