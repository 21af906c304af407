//! What could have caused an event, and what it could have caused: cones over the messages of the window.

use session::wire::{Flight, Scene, Us};

use super::geom::Pt;
use super::scene::end;
use super::spacetime::Diagram;

/// An event on a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whose lane.
    pub node: u16,
    /// When.
    pub at: Us,
}

/// The causal past and future of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cone {
    /// For each node, the last instant that could have informed the event.
    pub past: Vec<Option<Us>>,
    /// For each node, the first instant that could know of it.
    pub future: Vec<Option<Us>>,
    /// Messages within either.
    pub flights: Vec<u64>,
}

/// Follows the messages that arrived by `reach` to and from an event.
pub fn cone(scene: &Scene, nodes: usize, event: Event, reach: Us) -> Cone {
    let arrived = |f: &&Flight| !end(f).lost && f.arrives <= reach;
    let flights: Vec<&Flight> = scene.flights.iter().filter(arrived).collect();
    let mut cone = Cone { past: vec![None; nodes], future: vec![None; nodes], flights: Vec::new() };
    cone.past[usize::from(event.node)] = Some(event.at);
    cone.future[usize::from(event.node)] = Some(event.at);
    let mut more = true;
    while more {
        more = false;
        for f in &flights {
            let (a, b) = (usize::from(f.from), usize::from(f.to));
            if cone.past[b].is_some_and(|t| t >= f.arrives) && cone.past[a].is_none_or(|t| t < f.sent) {
                cone.past[a] = Some(f.sent);
                more = true;
            }
            if cone.future[a].is_some_and(|t| t <= f.sent) && cone.future[b].is_none_or(|t| t > f.arrives) {
                cone.future[b] = Some(f.arrives);
                more = true;
            }
        }
    }
    let within = |f: &&&Flight| {
        let (a, b) = (usize::from(f.from), usize::from(f.to));
        cone.past[b].is_some_and(|t| t >= f.arrives) || cone.future[a].is_some_and(|t| t <= f.sent)
    };
    cone.flights = flights.iter().filter(within).map(|f| f.name).collect();
    cone
}

/// The event near a point of the diagram's content: something sent, received, called or returned.
pub fn near(scene: &Scene, d: &Diagram, at: Pt) -> Option<Event> {
    let mut best: Option<(f64, Event)> = None;
    let mut try_one = |node: u16, t: Us| {
        let far = (d.x(node, t) - at.x).hypot((d.y[usize::from(node)] - at.y) * 1.4);
        if far < 14.0 && best.is_none_or(|b| far < b.0) {
            best = Some((far, Event { node, at: t }));
        }
    };
    for f in scene.flights.iter().filter(|f| f.sent <= scene.frontier) {
        try_one(f.from, f.sent);
        if !end(f).lost && f.arrives <= scene.frontier {
            try_one(f.to, f.arrives);
        }
    }
    for o in &scene.ops {
        try_one(o.client, o.called);
        if o.returned <= scene.frontier {
            try_one(o.client, o.returned);
        }
    }
    best.map(|b| b.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::fixture;

    #[test]
    fn cys_stale_read_could_not_have_known_of_the_second_write() {
        let scene = fixture::scene(2_900_000, 3_500_000);
        let c = cone(&scene, 6, Event { node: 2, at: 2_900_000 }, 3_500_000);
        assert_eq!(c.past, [Some(500_000), None, Some(2_900_000), None, None, None]);
        assert_eq!(c.flights.len(), 1);
    }

    #[test]
    fn a_write_reaches_whom_its_copies_reach() {
        let scene = fixture::scene(2_900_000, 3_500_000);
        let c = cone(&scene, 6, Event { node: 0, at: 2_100_000 }, 3_500_000);
        assert_eq!(c.future, [Some(2_100_000), Some(2_183_000), None, None, None, None]);
    }
}
