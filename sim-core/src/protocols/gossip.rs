//! Push gossip: whoever has heard a rumour tells it to others, chosen at random, again and again.
//!
//! ```text
//!   every period, each node that knows a rumour:    a --rumour--> x    x, y: `fanout` other nodes, uniformly at random
//!                                                   a --rumour--> y
//!   a rumour starts at the first node's boot, or    client --write--> a    a answers at once, and tells it from then on
//! ```
//!
//! The simple epidemic of Demers et al. (*Epidemic Algorithms for Replicated Database Maintenance*, PODC 1987), push
//! only: nobody loses interest, and of two rumours about one key the one with the larger number is the newer. With
//! `fanout` 1 and links that are quicker than a period, a period is a round of Frieze & Grimmett (*The Shortest-Path
//! Problem for Graphs with Random Arc-Lengths*, Discrete Applied Mathematics 1985): after log2 n + ln n rounds, about,
//! everybody knows. All nodes tick together, those that know nothing too; that is what makes rounds of periods.

use crate::field::{Field, Kind, Value};
use crate::id::{Key, NodeId};
use crate::luck::{Name, Purpose, below};
use crate::protocol::{Answer, Ask, Config, Ctx, Message as Wire, Note, Protocol, View};
use crate::registry::{Look, MessageKind, ProtocolInfo, Verb};
use crate::time::Duration;

/// Settings of gossip.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    period: Duration,
    fanout: usize,
    start: bool,
}

impl Config for Settings {
    fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Span(span)) => self.period = span,
            (1, Value::Whole(n)) => self.fanout = n as usize,
            (2, Value::Flag(on)) => self.start = on,
            (field, value) => unreachable!("gossip field {field} cannot be {value:?}"),
        }
    }
}

/// A rumour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rumour {
    /// About what; nothing for the one that starts by itself.
    key: Option<Key>,
    /// What is said; the larger number is the newer rumour.
    number: i64,
}

impl Wire for Rumour {
    fn kind(&self) -> u8 {
        0
    }
    fn note(&self) -> Note {
        Note { key: self.key, value: Some(self.number) }
    }
}

/// It is time to tell others.
#[derive(Clone, Copy, Debug)]
pub struct Tick;

/// What a node holds, synced.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// The newest rumour about each key, in the order in which it first heard of them.
    heard: Vec<Rumour>,
    /// Rounds in which it told somebody: a node that starts again goes on with new luck.
    rounds: u64,
}

/// One node.
#[derive(Clone)]
pub struct Gossip {
    /// Its place in the group.
    at: usize,
    /// The root of its choices.
    name: Name,
    /// Whether the next round is scheduled.
    ticking: bool,
    /// Places in the group that are no choice any more in this round: its own, and those already told. In order.
    taken: Vec<usize>,
}

impl Gossip {
    /// Schedules the next round, where there is any and it is not scheduled yet.
    fn tick(&mut self, ctx: &mut Ctx<'_, Self>) {
        let after = ctx.config().period;
        if after > Duration::ZERO && !self.ticking {
            self.ticking = true;
            ctx.tick("round", Tick, after);
        }
    }

    /// Remembers what is news.
    fn hear(rumour: Rumour, ctx: &mut Ctx<'_, Self>) {
        let heard = &mut ctx.disk().heard;
        match heard.iter_mut().find(|old| old.key == rumour.key) {
            Some(old) if old.number >= rumour.number => return,
            Some(old) => *old = rumour,
            None => heard.push(rumour),
        }
        ctx.changed();
    }

    /// Somebody in the group who was not chosen in this round yet, each with the same chance.
    fn choose(&mut self, bits: u64, group: &[NodeId]) -> Option<NodeId> {
        let left = group.len().checked_sub(self.taken.len()).filter(|left| *left > 0)?;
        let mut place = below(bits, left as u64) as usize;
        let mut rank = 0;
        while self.taken.get(rank).is_some_and(|taken| *taken <= place) {
            (place, rank) = (place + 1, rank + 1);
        }
        self.taken.insert(rank, place);
        Some(group[place])
    }

    /// One round: every rumour goes to the same few others.
    fn tell(&mut self, ctx: &mut Ctx<'_, Self>) {
        if ctx.disk().heard.is_empty() {
            return;
        }
        ctx.disk().rounds += 1;
        let name = self.name.then(ctx.disk().rounds);
        self.taken.clear();
        self.taken.push(self.at);
        for n in 0..ctx.config().fanout {
            let bits = ctx.luck(Purpose::Choice, name.then(n as u64));
            let Some(to) = self.choose(bits, ctx.group()) else { return };
            for known in 0..ctx.disk().heard.len() {
                let rumour = ctx.disk().heard[known];
                ctx.send(to, rumour);
            }
        }
    }
}

impl Protocol for Gossip {
    type Config = Settings;
    type Message = Rumour;
    type Timer = Tick;
    type Disk = Disk;

    fn info() -> ProtocolInfo {
        ProtocolInfo {
            name: "gossip",
            doc: "Push gossip: every `period`, each node that has heard a rumour tells it to `fanout` other nodes, chosen uniformly at random; of two rumours about one key the larger number is the newer (Demers et al. 1987; Frieze & Grimmett 1985). Operations: `write KEY VALUE`, `read KEY`.",
            fields: &[
                Field {
                    name: "period",
                    kind: Kind::Span,
                    default: "1s",
                    doc: "How often nodes tell others what they have heard; 0s is never.",
                },
                Field {
                    name: "fanout",
                    kind: Kind::Whole(1, 9),
                    default: "1",
                    doc: "How many others a node tells in a period.",
                },
                Field {
                    name: "start",
                    kind: Kind::Flag,
                    default: "true",
                    doc: "The first node knows a rumour as soon as it starts; else rumours come from clients only.",
                },
            ],
            verbs: &[
                Verb { name: "write", key: true, value: true, reads: false },
                Verb { name: "read", key: true, value: false, reads: true },
            ],
            kinds: &[MessageKind { name: "rumour", look: Look::Gossip, reply: false }],
            client: false,
            ..ProtocolInfo::default()
        }
    }

    fn boot(ctx: &mut Ctx<'_, Self>) -> Self {
        let me = ctx.me();
        let at = ctx.group().iter().position(|node| *node == me).unwrap_or_default();
        let mut node = Self { at, name: ctx.own_name("gossip"), ticking: false, taken: Vec::new() };
        if at == 0 && ctx.config().start && ctx.disk().heard.iter().all(|r| r.key.is_some()) {
            ctx.disk().heard.push(Rumour { key: None, number: 1 });
        }
        node.tick(ctx);
        node
    }

    fn on_config(&mut self, ctx: &mut Ctx<'_, Self>) {
        self.tick(ctx);
    }

    fn on_ask(&mut self, ask: Ask, ctx: &mut Ctx<'_, Self>) {
        let value = match ask.value {
            Some(number) => {
                Self::hear(Rumour { key: ask.key, number }, ctx);
                None
            }
            None => Some(ctx.disk().heard.iter().find(|r| r.key == ask.key).map_or(0, |r| r.number)),
        };
        ctx.answer(ask, Answer::Ok(value));
    }

    fn on_message(&mut self, _from: NodeId, rumour: Rumour, ctx: &mut Ctx<'_, Self>) {
        Self::hear(rumour, ctx);
    }

    fn on_timer(&mut self, Tick: Tick, ctx: &mut Ctx<'_, Self>) {
        self.tell(ctx);
        self.ticking = false;
        self.tick(ctx);
    }

    fn show(&self, _settings: &Settings, disk: &Disk, keys: &[String]) -> View {
        let about = |key: Option<Key>| key.map_or("rumour", |k| keys[usize::from(k.0)].as_str()).to_string();
        let newest = disk.heard.iter().map(|r| r.number).max();
        View {
            value: newest.map_or_else(|| "-".to_string(), |n| n.to_string()),
            caption: if newest.is_some() { "has it" } else { "has it not" }.to_string(),
            facts: disk.heard.iter().map(|r| (about(r.key), r.number.to_string())).collect(),
            ..View::default()
        }
    }
}
