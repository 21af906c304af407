//! Which ways carry so much that they are drawn as streams: a pure function of the run and the instant.

use session::order::Ordered;
use session::wire::{Scene, Staged};

use super::layout::Geom;
use super::palette::Look;

/// A way with more messages in flight than this is a stream.
const FLYING: usize = 6;
/// So is one on which more than this were sent in the last second of watching.
const SENT: u32 = 12;
/// At most so many messages are drawn one by one.
pub const SINGLE: usize = 60;

/// A stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stream {
    /// Sender, or the group that it stands with.
    pub from: u16,
    /// Receiver, or the group that it stands with.
    pub to: u16,
    /// The look of most of its messages.
    pub look: Look,
    /// Messages in flight.
    pub flying: usize,
    /// Messages a second of the run.
    pub rate: u64,
    /// How many of these do not arrive, in percent.
    pub lost: usize,
}

impl Stream {
    /// How wide its band is: 3 to 9 px, by the logarithm of what is under way and of what was sent.
    pub fn wide(&self, sent: f64) -> f64 {
        (2.0 + sent.max(self.flying as f64).max(1.0).ln() * 1.3).clamp(3.0, 9.0)
    }
}

/// What was sent one way in the last second of watching, and what flies there.
#[derive(Clone, Copy, Default)]
struct Way {
    sent: u32,
    lost: u32,
    flying: usize,
    /// The kind that was seen most.
    kind: (u32, u16),
}

/// The streams at an instant; `flying` is who sends whom the messages that would be drawn.
pub fn streams(staged: &Staged, scene: &Scene, geom: &Geom, t: f64, flying: &[(u16, u16)]) -> Vec<(Stream, f64)> {
    let n = geom.with.len();
    let at =
        |from: u16, to: u16| usize::from(geom.with[usize::from(from)]) * n + usize::from(geom.with[usize::from(to)]);
    let mut ways = vec![Way::default(); n * n];
    for (from, to) in flying {
        ways[at(*from, *to)].flying += 1;
    }
    // Whole slices only, so that a stream changes ten times a second at most.
    let slice = scene.slice.max(1);
    let now = ((t - scene.window.0 as f64).max(0.0) / slice as f64) as u32;
    let back = (staged.pace / slice).clamp(1, 1_000) as u32;
    let first = now.saturating_sub(back);
    let span = u64::from(now - first) * slice;
    let start = scene.streams.partition_point(|s| s.slice < first);
    for s in scene.streams[start..].iter().take_while(|s| s.slice < now) {
        let way = &mut ways[at(s.from, s.to)];
        way.sent += s.sent;
        way.lost += s.lost;
        way.kind = way.kind.max((s.sent, s.kind));
    }
    let mut busy: Vec<(usize, Way)> =
        ways.into_iter().enumerate().filter(|(_, w)| w.flying > 0 || w.sent > 0).collect();
    busy.order_by(|a, b| b.1.flying.cmp(&a.1.flying).then(b.1.sent.cmp(&a.1.sent)));
    let mut single: usize = busy.iter().filter(|(_, w)| !w.is_stream()).map(|(_, w)| w.flying).sum();
    let mut all = Vec::new();
    for (at, way) in busy {
        let (from, to) = ((at / n) as u16, (at % n) as u16);
        if from == to {
            continue;
        }
        if !way.is_stream() {
            if single <= SINGLE {
                continue;
            }
            single -= way.flying;
        }
        let look = staged.kinds.get(usize::from(way.kind.1)).map_or(Look::named(""), |k| Look::named(&k.look));
        let rate = (u64::from(way.sent) * 1_000_000).checked_div(span).unwrap_or(0);
        let lost = (way.lost as usize * 100).checked_div(way.sent as usize).unwrap_or(0);
        all.push((Stream { from, to, look, flying: way.flying, rate, lost }, f64::from(way.sent)));
    }
    all
}

impl Way {
    fn is_stream(&self) -> bool {
        self.flying > FLYING || self.sent > SENT
    }
}

#[cfg(test)]
mod tests {
    use session::wire::Stream as Sent;

    use super::*;
    use crate::stage::{fixture, layout};

    fn run(sent: u32, flying: usize) -> Vec<(Stream, f64)> {
        let (staged, mut scene) = (fixture::staged(), fixture::scene(0, 3_000_000));
        scene.slice = staged.pace / 10;
        scene.streams =
            (10..20).map(|slice| Sent { slice, from: 0, to: 1, kind: 0, sent: sent / 10, lost: sent / 100 }).collect();
        let geom = layout::place(&staged, 768.0, 440.0);
        let flying = vec![(0, 1); flying];
        streams(&staged, &scene, &geom, (scene.slice * 20) as f64, &flying)
    }

    #[test]
    fn a_way_with_much_on_it_is_a_stream() {
        assert!(run(10, 6).is_empty());
        assert_eq!(run(10, 7).len(), 1);
        let (stream, sent) = run(20, 0)[0];
        assert_eq!((stream.from, stream.to, sent as u32), (0, 1, 20));
        // 20 in 130 ms of the run.
        assert_eq!((stream.rate, run(200, 0)[0].0.lost), (153, 10));
        assert!(run(20, 0)[0].0.wide(20.0) < run(2_000, 0)[0].0.wide(2_000.0));
    }

    #[test]
    fn over_sixty_single_messages_the_busiest_ways_become_streams_first() {
        let staged = fixture::cluster(5);
        let scene = fixture::scene(0, 0);
        let geom = layout::place(&staged, 1008.0, 487.0);
        let ways: Vec<(u16, u16)> = (0..5).flat_map(|a| (0..5).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
        let mut flying: Vec<(u16, u16)> = ways.iter().copied().cycle().take(60).collect();
        assert!(streams(&staged, &scene, &geom, 0.0, &flying).is_empty());
        flying.extend([(4, 2), (4, 2)]);
        let now = streams(&staged, &scene, &geom, 0.0, &flying);
        assert_eq!(now.iter().map(|s| (s.0.from, s.0.to, s.0.flying)).collect::<Vec<_>>(), [(4, 2, 5)]);
    }
}
