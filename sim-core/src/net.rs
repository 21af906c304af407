//! Links: latency, loss, duplication, and the faults that lie on them. A fault looks at a message and says pass, later,
//! or never; the world asks at sending, and again at the middle of the way where a cut can still catch it.

use crate::field::Value;
use crate::id::NodeId;
use crate::latency::Latency;
use crate::luck::{Name, Purpose, Seed, luck, unit};
use crate::time::{Duration, Time};

/// Settings of a link that are its own; what is absent is that of all links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// One-way latency.
    pub latency: Option<Latency>,
    /// Share of messages lost.
    pub loss: Option<f64>,
    /// Share of messages that arrives twice.
    pub duplication: Option<f64>,
    /// Whether messages arrive in the order of their sending.
    pub fifo: Option<bool>,
}

impl Settings {
    /// The field with this index of [`crate::field::LINK_FIELDS`]; nothing where it is that of all links.
    pub fn get(&self, field: usize) -> Option<Value> {
        match field {
            0 => self.latency.clone().map(Value::Latency),
            1 => self.loss.map(Value::Share),
            2 => self.duplication.map(Value::Share),
            _ => self.fifo.map(|fifo| Value::Word(usize::from(fifo))),
        }
    }
    /// Sets the field with this index, or leaves it to what all links have.
    pub fn put(&mut self, field: usize, value: Option<Value>) {
        match (field, value) {
            (0, Some(Value::Latency(latency))) => self.latency = Some(latency),
            (1, Some(Value::Share(p))) => self.loss = Some(p),
            (2, Some(Value::Share(p))) => self.duplication = Some(p),
            (3, Some(Value::Word(word))) => self.fifo = Some(word == 1),
            (0, None) => self.latency = None,
            (1, None) => self.loss = None,
            (2, None) => self.duplication = None,
            (3, None) => self.fifo = None,
            (field, value) => unreachable!("link field {field} cannot be {value:?}"),
        }
    }
}

/// One direction of a link.
#[derive(Clone, Debug, PartialEq)]
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
    /// When the last message arrives, where they arrive in order.
    last: Time,
}

const PLAIN: Link = Link {
    own: Settings { latency: None, loss: None, duplication: None, fifo: None },
    beside: false,
    cuts: 0,
    held: 0,
    extra: Duration::ZERO,
    factor: 1_000,
    last: Time::ZERO,
};

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

/// All links of a world, each direction for itself. Most are like all others; only those that are not have a record.
#[derive(Clone, Debug)]
pub struct Net {
    nodes: usize,
    /// Settings of every link that has none of its own.
    pub all: Settings,
    /// For each direction, its record's number; 0 where it is like all others.
    which: Vec<u32>,
    links: Vec<Link>,
    /// Added to every message that a node receives, by `slow NODE`.
    pub handling: Vec<Duration>,
}

impl Net {
    /// Links among `nodes` nodes.
    pub fn new(nodes: usize) -> Self {
        let all = Settings {
            latency: Some(Latency::Fixed(Duration::ZERO)),
            loss: Some(0.0),
            duplication: Some(0.0),
            fifo: Some(false),
        };
        Self { nodes, all, which: vec![0; nodes * nodes], links: vec![PLAIN], handling: vec![Duration::ZERO; nodes] }
    }
    /// The link from `a` to `b`.
    #[inline]
    pub fn link(&self, a: NodeId, b: NodeId) -> &Link {
        &self.links[self.which[a.index() * self.nodes + b.index()] as usize]
    }
    /// The link from `a` to `b`, to change.
    pub fn link_mut(&mut self, a: NodeId, b: NodeId) -> &mut Link {
        let which = &mut self.which[a.index() * self.nodes + b.index()];
        if *which == 0 {
            *which = self.links.len() as u32;
            self.links.push(PLAIN);
        }
        &mut self.links[*which as usize]
    }
    /// What becomes of a message of this name that is sent now, faults of cut and hold aside.
    #[inline]
    pub fn verdict(&mut self, seed: Seed, now: Time, from: NodeId, to: NodeId, name: Name) -> Verdict {
        let link = self.link(from, to);
        let lucky = |purpose, share: f64| share > 0.0 && unit(luck(seed, purpose, name)) < share;
        let lost = lucky(Purpose::Loss, link.own.loss.or(self.all.loss).unwrap_or_default());
        let again = lucky(Purpose::Duplication, link.own.duplication.or(self.all.duplication).unwrap_or_default());
        let again = again.then(|| self.latency(seed, from, to, name.then_word("copy")));
        let mut verdict = Verdict { after: self.latency(seed, from, to, name), lost, again };
        if self.fifo(from, to) {
            verdict.after = self.in_line(now, from, to, verdict.after);
            verdict.again = verdict.again.map(|after| self.in_line(now, from, to, after));
        }
        verdict
    }
    /// Whether messages on this link arrive in the order of their sending.
    #[inline]
    pub fn fifo(&self, from: NodeId, to: NodeId) -> bool {
        self.link(from, to).own.fifo.or(self.all.fifo) == Some(true)
    }
    /// How long the last message of a link is under way, so that it arrives behind all others.
    pub fn in_line(&mut self, now: Time, from: NodeId, to: NodeId, after: Duration) -> Duration {
        let link = self.link_mut(from, to);
        // A microsecond apart: within one instant, names would decide.
        link.last = (now + after).max(link.last + Duration(1));
        link.last.since(now)
    }
    /// What is under way on a link is about to be lined up anew.
    pub fn line_up(&mut self, from: NodeId, to: NodeId) {
        self.link_mut(from, to).last = Time::ZERO;
    }
    /// How long a message of this name is under way, now.
    #[inline]
    pub fn latency(&self, seed: Seed, from: NodeId, to: NodeId, name: Name) -> Duration {
        let link = self.link(from, to);
        let drawn = match (&link.own.latency, link.beside) {
            (None, true) => Duration::ZERO,
            (own, _) => match own.as_ref().or(self.all.latency.as_ref()) {
                Some(latency) => latency.draw(seed, Purpose::Branch, Purpose::Latency, name),
                None => unreachable!("all links have a latency"),
            },
        };
        let scaled = if link.factor == 1_000 {
            drawn
        } else {
            let scaled = u128::from(drawn.0) * u128::from(link.factor) / 1_000;
            Duration(u64::try_from(scaled).unwrap_or(u64::MAX))
        };
        scaled + link.extra + self.handling[to.index()]
    }
}
