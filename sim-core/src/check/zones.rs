//! Linearizability of a register whose written values are unique, in O(n log n).
//!
//! Gibbons & Korach (*Testing Shared Memories*, SIAM J. Comput. 26(4), 1997, section 4.2): a value's cluster is its write
//! and its reads; its zone lies between the earliest end and the latest start in the cluster, forward if the end comes
//! first, else backward. The history is linearizable if and only if no read ends before its write begins, no two forward
//! zones overlap, and no backward zone lies inside a forward one. [`order`] builds the order that then exists.

use std::collections::BTreeMap;

use super::{Answer, Conflict, Event, Kind};
use crate::order::Ordered;
use crate::time::Time;

/// An instant, with one before every other for the initial value.
type Instant = Option<Time>;

/// A value's zone and the operations at its ends.
struct Zone {
    value: i64,
    earliest_end: (Instant, Option<usize>),
    latest_start: (Instant, Option<usize>),
}

impl Zone {
    fn forward(&self) -> bool {
        self.earliest_end.0 < self.latest_start.0
    }
    fn low(&self) -> Instant {
        self.earliest_end.0.min(self.latest_start.0)
    }
    fn high(&self) -> Instant {
        self.earliest_end.0.max(self.latest_start.0)
    }
    fn ops(&self) -> impl Iterator<Item = usize> {
        let (end, start) = (self.earliest_end.1, self.latest_start.1);
        [end.or(start), start.or(end)].into_iter().flatten()
    }
}

/// One order that explains a history which holds. A forward zone's operations take effect while it lasts. A backward
/// zone's can all take effect at any one instant inside it: the first that does not lie within a forward zone.
pub(super) fn order(initial: i64, events: &[Event]) -> Vec<usize> {
    let Ok(zones) = zones(initial, events) else { return Vec::new() };
    let mut forward: Vec<&Zone> = zones.iter().filter(|zone| zone.forward()).collect();
    forward.order_by_key(|zone| zone.low());
    let mut dated: Vec<(Instant, bool, i64)> = Vec::new();
    for zone in &zones {
        let before = forward.partition_point(|f| f.low() < zone.low());
        let around = before.checked_sub(1).filter(|_| !zone.forward()).map(|i| forward[i].high());
        dated.push((zone.low().max(around.flatten()), zone.forward(), zone.value));
    }
    // A backward zone at the instant at which a forward one begins comes first.
    dated.order();
    let mut clusters: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate().filter(|(_, e)| e.write || e.returned != Time::NEVER) {
        clusters.entry(event.value).or_default().push(i);
    }
    let cluster = |(_, _, value): (Instant, bool, i64)| {
        let mut cluster = clusters.remove(&value).unwrap_or_default();
        cluster.order_by_key(|i| (!events[*i].write, events[*i].called, *i));
        cluster
    };
    dated.into_iter().flat_map(cluster).collect()
}

/// Whether written values are unique and differ from the initial one.
pub(super) fn applies(initial: i64, events: &[Event]) -> bool {
    let mut values: Vec<i64> = events.iter().filter(|e| e.write).map(|e| e.value).collect();
    values.push(initial);
    values.order();
    values.windows(2).all(|w| w[0] != w[1])
}

/// The verdict.
pub(super) fn check(initial: i64, events: &[Event]) -> Answer {
    let zones = match zones(initial, events) {
        Ok(zones) => zones,
        Err(conflict) => return Answer::Broken(conflict),
    };
    let (mut forward, backward): (Vec<Zone>, Vec<Zone>) = zones.into_iter().partition(Zone::forward);
    forward.order_by_key(Zone::low);
    for pair in forward.windows(2) {
        if pair[1].low() < pair[0].high() {
            return Answer::Broken(conflict(Kind::Crossed, &pair[0], &pair[1]));
        }
    }
    for zone in &backward {
        let after = forward.partition_point(|f| f.low() < zone.low());
        if let Some(around) = after.checked_sub(1).map(|i| &forward[i])
            && zone.high() < around.high()
        {
            return Answer::Broken(conflict(Kind::Within, around, zone));
        }
    }
    Answer::Holds
}

fn conflict(kind: Kind, a: &Zone, b: &Zone) -> Conflict {
    Conflict { kind, values: (a.value, b.value), ops: a.ops().chain(b.ops()).collect() }
}

/// One zone for each value that was read, or whose write was acknowledged.
fn zones(initial: i64, events: &[Event]) -> Result<Vec<Zone>, Conflict> {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.order_by_key(|i| (events[*i].value, !events[*i].write, *i));
    let mut zones = Vec::new();
    for cluster in order.chunk_by(|a, b| events[*a].value == events[*b].value) {
        let value = events[cluster[0]].value;
        let alone = |kind, ops| Conflict { kind, values: (value, value), ops };
        let mut zone = Zone { value, earliest_end: (None, None), latest_start: (None, None) };
        let mut rest = cluster;
        if events[cluster[0]].write {
            let write = events[cluster[0]];
            if cluster.len() == 1 && write.returned == Time::NEVER {
                continue; // never acknowledged, never seen: it need not have happened
            }
            if let Some(read) = cluster[1..].iter().find(|i| events[**i].returned < write.called) {
                return Err(alone(Kind::BeforeWrite, vec![*read, cluster[0]]));
            }
            zone.earliest_end = (Some(write.returned), Some(cluster[0]));
            zone.latest_start = (Some(write.called), Some(cluster[0]));
            rest = &cluster[1..];
        } else if value != initial {
            return Err(alone(Kind::FromNowhere, vec![cluster[0]]));
        }
        for &i in rest {
            let read = events[i];
            if Some(read.returned) < zone.earliest_end.0 {
                zone.earliest_end = (Some(read.returned), Some(i));
            }
            if Some(read.called) > zone.latest_start.0 {
                zone.latest_start = (Some(read.called), Some(i));
            }
        }
        zones.push(zone);
    }
    Ok(zones)
}
