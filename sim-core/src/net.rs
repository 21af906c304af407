//! Links: latency, loss, duplication, and the faults that lie on them. A fault looks at a message and says pass, later,
//! or never; the world asks at sending, and again at the middle of the way where a cut can still catch it.

use crate::field::Value;
use crate::id::NodeId;
use crate::latency::Latency;
use crate::luck::{Name, Purpose, Seed, luck, unit};
use crate::time::Duration;

/// Settings of a link that are its own; what is absent is that of all links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// One-way latency.
    pub latency: Option<Latency>,
    /// Share of messages lost.
    pub loss: Option<f64>,
    /// Share of messages that arrive twice.
    pub duplication: Option<f64>,
}

impl Settings {
    /// Sets the field with this index of [`crate::field::LINK_FIELDS`].
    pub fn set(&mut self, field: usize, value: Value) {
        match (field, value) {
            (0, Value::Latency(latency)) => self.latency = Some(latency),
            (1, Value::Share(p)) => self.loss = Some(p),
            (2, Value::Share(p)) => self.duplication = Some(p),
            (field, value) => unreachable!("link field {field} cannot be {value:?}"),
        }
    }
    /// The field with this index; nothing where it is that of all links.
    pub fn get(&self, field: usize) -> Option<Value> {
        match field {
            0 => self.latency.clone().map(Value::Latency),
            1 => self.loss.map(Value::Share),
            _ => self.duplication.map(Value::Share),
        }
    }
    /// Sets the field with this index, or leaves it to what all links have.
    pub fn put(&mut self, field: usize, value: Option<Value>) {
        match (field, value) {
            (field, Some(value)) => self.set(field, value),
            (0, None) => self.latency = None,
            (1, None) => self.loss = None,
            (_, None) => self.duplication = None,
        }
    }
}

/// One direction of a link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// Its own settings.
    pub own: Settings,
    /// Between a client and the server that it stands beside: 0 s unless it has settings of its own.
    pub beside: bool,
    /// Cuts that lie on it.
    pub cuts: u32,
    /// Holds that lie on it: messages wait.
    pub held: u32,
    /// Added by `slow`.
    pub extra: Duration,
    /// Multiplied by `slow`, in thousandths.
    pub factor: u32,
}

/// What happens to a message at its sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// One-way latency.
    pub after: Duration,
    /// Lost by the link's luck.
    pub lost: bool,
    /// A second copy is under way for so long.
    pub again: Option<Duration>,
}

/// All links of a world, each direction for itself.
#[derive(Clone, Debug)]
pub struct Net {
    nodes: usize,
    /// Settings of every link that has none of its own.
    pub all: Settings,
    links: Vec<Link>,
    /// Added to every message that a node receives, by `slow NODE`.
    pub handling: Vec<Duration>,
}

impl Net {
    /// Links among `nodes` nodes.
    pub fn new(nodes: usize) -> Self {
        let link = Link { factor: 1_000, ..Link::default() };
        Self {
            nodes,
            all: Settings { latency: Some(Latency::Fixed(Duration::ZERO)), loss: Some(0.0), duplication: Some(0.0) },
            links: vec![link; nodes * nodes],
            handling: vec![Duration::ZERO; nodes],
        }
    }
    /// The link from `a` to `b`.
    pub fn link(&self, a: NodeId, b: NodeId) -> &Link {
        &self.links[a.index() * self.nodes + b.index()]
    }
    /// The link from `a` to `b`, to change.
    pub fn link_mut(&mut self, a: NodeId, b: NodeId) -> &mut Link {
        &mut self.links[a.index() * self.nodes + b.index()]
    }
    /// What becomes of a message of this name, faults of cut and hold aside.
    pub fn verdict(&self, seed: Seed, from: NodeId, to: NodeId, name: Name) -> Verdict {
        let link = self.link(from, to);
        let lucky = |purpose, share: f64| share > 0.0 && unit(luck(seed, purpose, name)) < share;
        let copied = name.then_word("copy");
        Verdict {
            after: self.latency(seed, from, to, name),
            lost: lucky(Purpose::Loss, link.own.loss.or(self.all.loss).unwrap_or_default()),
            again: lucky(Purpose::Duplication, link.own.duplication.or(self.all.duplication).unwrap_or_default())
                .then(|| self.latency(seed, from, to, copied)),
        }
    }
    /// How long a message of this name is under way, now.
    pub fn latency(&self, seed: Seed, from: NodeId, to: NodeId, name: Name) -> Duration {
        let link = self.link(from, to);
        let drawn = match (&link.own.latency, link.beside) {
            (None, true) => Duration::ZERO,
            (own, _) => {
                let latency = own.as_ref().or(self.all.latency.as_ref()).expect("all links have a latency");
                latency.sample(luck(seed, Purpose::Branch, name), luck(seed, Purpose::Latency, name))
            }
        };
        let scaled = drawn.0 as u128 * u128::from(link.factor) / 1_000;
        Duration(u64::try_from(scaled).unwrap_or(u64::MAX)) + link.extra + self.handling[to.index()]
    }
}
