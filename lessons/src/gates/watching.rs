//! How long a person watches: virtual time at its pace, with quiet stretches cut short.

use sim_core::time::{Duration, Time};
use sim_core::trace::End;
use sim_core::world::World;

/// A stretch with nothing in flight, but for messages that are long under way, and no open operation takes at most this many seconds of watching.
const QUIET: f64 = 0.4;

/// Seconds of watching at 1x from play to this instant.
pub(super) fn seconds(world: &World, pace: Duration, until: Time) -> f64 {
    let busy = busy(world, pace, until);
    let wall = |from: Time, to: Time| to.since(from).as_secs() / pace.as_secs();
    let (mut at, mut total) = (Time::ZERO, 0.0);
    for (from, to) in busy {
        total += wall(at, from).min(QUIET) + wall(from, to);
        at = to;
    }
    total + wall(at, until).min(QUIET)
}

/// Stretches in which a message is under way or an operation is open, in order and apart. A message that an act made late
/// is watched for a second as it sets out, and for one as it arrives.
fn busy(world: &World, pace: Duration, until: Time) -> Vec<(Time, Time)> {
    let flights = world.trace.messages().flat_map(|m| {
        let (from, to) = (m.sent, m.end.map_or(m.arrives, |(at, _)| at));
        let last = Time(to.0.saturating_sub(pace.0));
        if from + pace < last { [(from, from + pace), (last, to)] } else { [(from, to); 2] }
    });
    let operations = world.history.ops.iter().map(|op| (op.called, op.returned));
    let mut spans: Vec<(Time, Time)> =
        flights.chain(operations).map(|(from, to)| (from.min(until), to.min(until))).filter(|(a, b)| a < b).collect();
    spans.sort_unstable();
    let mut apart: Vec<(Time, Time)> = Vec::new();
    for (from, to) in spans {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// Milliseconds of watching that a message is on its way, in the middle of all that arrived by then and took time.
pub(super) fn median_flight(world: &World, pace: Duration, until: Time) -> Option<f64> {
    let flight = |m: sim_core::trace::Message| match m.end {
        Some((at, End::Arrived)) if at <= until && at > m.sent => Some(at.since(m.sent)),
        _ => None,
    };
    let mut flights: Vec<Duration> = world.trace.messages().filter_map(flight).collect();
    flights.sort_unstable();
    flights.get(flights.len() / 2).map(|span| span.as_secs() / pace.as_secs() * 1e3)
}
