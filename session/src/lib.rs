//! The one stateful thing between the engine and any host: `handle(Command) -> Vec<Update>`, synchronous, plain data.
//!
//! A session has one act open, one run with its branches on the stage, and perhaps a sealed run under way. Everything on
//! the stage is a recipe; a session holds nothing that no recipe explains.

mod asks;
#[cfg(feature = "readers")]
pub mod author;
mod causes;
mod charts;
mod curves;
mod events;
mod export;
mod goals;
mod knobs;
mod lattice;
mod link;
mod opened;
mod parts;
#[cfg(feature = "readers")]
pub mod sandbox;
mod scene;
mod seal;
mod slots;
mod stage;
mod staged;
mod travel;
mod undo;
pub mod wire;

pub use sim_core::decimal::decimal;
pub use sim_core::order;

pub use link::carried;
use opened::OpenAct;
#[cfg(feature = "readers")]
pub use opened::problem;
use seal::Sealing;
use stage::Stage;
use wire::{Command, Envelope, Update};

/// Engine version and revision, for footers, links and bug reports.
pub fn version() -> String {
    format!("{}+r{}", env!("CARGO_PKG_VERSION"), sim_core::REVISION)
}

/// One act, its runs and branches.
#[derive(Default)]
pub struct Session {
    epoch: u32,
    act: Option<OpenAct>,
    stage: Option<Stage>,
    sealing: Option<Sealing>,
}

impl Session {
    /// Answers a command. A sealed run goes on in [`Session::work`].
    pub fn handle(&mut self, command: Envelope<Command>) -> Vec<Envelope<Update>> {
        self.epoch = command.epoch;
        let updates = self.answer(command.body);
        self.sealed(updates)
    }
    /// Whether there is work left (a sealed run).
    pub fn busy(&self) -> bool {
        self.sealing.is_some()
    }
    /// One slice of it: one seed.
    pub fn work(&mut self) -> Vec<Envelope<Update>> {
        let Some(act) = &self.act else { return Vec::new() };
        let Some(sealing) = &mut self.sealing else { return Vec::new() };
        let seeds = sealing.next(act);
        if seeds.done {
            self.sealing = None;
        }
        self.sealed(vec![Update::Seeds(seeds)])
    }

    fn sealed(&self, updates: Vec<Update>) -> Vec<Envelope<Update>> {
        updates.into_iter().map(|body| Envelope { epoch: self.epoch, body }).collect()
    }

    fn answer(&mut self, command: Command) -> Vec<Update> {
        match command {
            #[cfg(feature = "readers")]
            Command::Open { slug, lesson, scenario, runs } => {
                return self.open(opened::open(slug, &lesson, &scenario, runs.as_deref()));
            }
            #[cfg(not(feature = "readers"))]
            Command::Open { slug, .. } => {
                let why = "this engine plays what was read before, and reads no lessons".to_owned();
                return vec![Update::Refused { line: slug, why }];
            }
            Command::OpenPacked { slug, act } => {
                return self.open(opened::unpack(slug, &act));
            }
            Command::Seal { settings, challenge } => {
                self.sealing = self.act.as_ref().and_then(|act| Sealing::new(act, &settings, challenge));
                return Vec::new();
            }
            Command::Unseal => {
                self.sealing = None;
                return Vec::new();
            }
            _ => {}
        }
        let Some(act) = &self.act else { return Vec::new() };
        match command {
            Command::Stage(what) => match Stage::new(act, what) {
                Ok(stage) => self.show(stage),
                Err(why) => vec![Update::Refused { line: String::new(), why }],
            },
            Command::Restore { link } => match link::restore(act, &link) {
                Ok((stage, drift)) => {
                    let drifted = drift.map(|why| Update::Drifted { why });
                    self.show(stage).into_iter().chain(drifted).collect()
                }
                Err(why) => vec![Update::Unreadable { why }],
            },
            Command::Truth => vec![Update::Truth(opened::truth(act))],
            other => self.stage.as_mut().map(|stage| stage.answer(act, other)).unwrap_or_default(),
        }
    }

    fn open(&mut self, (act, opened): (Option<OpenAct>, wire::Opened)) -> Vec<Update> {
        (self.act, self.stage, self.sealing) = (act, None, None);
        vec![Update::Opened(opened)]
    }

    fn show(&mut self, stage: Stage) -> Vec<Update> {
        let stage = self.stage.insert(stage);
        let at = stage.staged.at;
        // Nodes have booted when they are first seen.
        stage.advance(sim_core::time::Time(at));
        vec![Update::Staged(stage.staged.clone()), Update::Scene(stage.scene(at, (0, stage.staged.length)))]
    }
}

/// Bytes for the other side.
pub fn encode<T: serde::Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("plain data always encodes")
}

/// What the other side said.
///
/// # Errors
/// If the bytes are not such a value: page and engine of different versions.
pub fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|e| e.to_string())
}
