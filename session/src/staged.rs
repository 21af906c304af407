//! The parts of a world that do not move: nodes, links, kinds, lanes, and where they stand.

use lessons::model::{Layout as Positions, WorldFile};
use lessons::worlds;
use sim_core::act::{Act, Line};
use sim_core::field::{Field, Kind};
use sim_core::id::NodeId;
use sim_core::registry::{Dial, GaugeInfo as Gauge, Look, Role};
use sim_core::run::Timeline;
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::opened::OpenAct;
use crate::wire::{GaugeInfo, KindInfo, Layout, LinkInfo, NodeInfo, Staged};

/// What is on the stage.
pub(crate) fn staged(open: &OpenAct, timeline: &Timeline, labels: &[String], pace: Duration) -> Staged {
    let world = timeline.world();
    let file = &open.act.world;
    // Lines for 0 s are part of the design, and not done yet where nothing has been simulated.
    let begun = timeline.recipe().play(Some(Time::ZERO));
    let begun = begun.as_ref().unwrap_or(world);
    let node = |n: NodeId| NodeInfo {
        name: world.names[n.index()].clone(),
        label: labels[n.index()].clone(),
        group: world.group_of(n).into(),
        client: world.is_client(n),
        beside: world.beside(n).map(|s| s.0),
        role: world.protocol_of(n).role.word().into(),
        gauges: gauges(begun, n, labels),
        pool: pool(begun, n),
        works: world.protocol_of(n).works,
        asks: crate::asks::asks(world, &timeline.recipe().scenario, n),
    };
    let nodes: Vec<NodeInfo> = world.all_nodes().map(node).collect();
    let kind = |k: &sim_core::registry::MessageKind| KindInfo {
        name: k.name.into(),
        label: file.label(k.name),
        look: look(k.look).into(),
        reply: k.reply,
    };
    let layout = match &file.layout {
        Positions::Ring => Layout::Ring,
        Positions::Star => Layout::Star,
        Positions::Layered => Layout::Layered,
        Positions::Free(places) => {
            let place = |n: &NodeInfo| places.iter().find(|(name, ..)| *name == n.name);
            let known: Option<Vec<(u16, u16)>> =
                nodes.iter().map(|n| place(n).map(|(_, x, y)| ((x * 1000.0) as u16, (y * 1000.0) as u16))).collect();
            // A challenge may have nodes that the author gave no place.
            known.map_or(Layout::Ring, Layout::Free)
        }
    };
    Staged {
        title: file.title.clone(),
        seed: timeline.recipe().seed.0,
        length: world.length.0,
        pace: pace.0,
        links: links(world, &timeline.recipe().scenario),
        lanes: lanes(world),
        kinds: world.kinds.iter().map(kind).collect(),
        layout,
        clocks: clocks(file, world),
        models: crate::lattice::named(open),
        nodes,
        ..Staged::default()
    }
}

/// Whether clocks matter in an act: among its tools, in the lines of one of its worlds, or as what a node is.
fn clocks(file: &WorldFile, world: &World) -> bool {
    let of_clocks = |line: &Line| matches!(line.act, Act::Skew { .. } | Act::Drift { .. } | Act::Step { .. });
    let tools = file.tools.iter().any(|tool| matches!(tool.as_str(), "skew" | "drift" | "step"));
    let worlds = [worlds::quiet(file), worlds::repair(file, None), worlds::challenge(file, None, None)];
    let tell = |n: NodeId| world.protocol_of(n).role == Role::Clock;
    tools || worlds.iter().flat_map(|w| &w.acts).any(of_clocks) || world.all_nodes().any(tell)
}

/// What a node gauges; and, where it has slots, how many of these wait for each node that its settings name.
fn gauges(world: &World, node: NodeId, labels: &[String]) -> Vec<GaugeInfo> {
    let declared = world.protocol_of(node).gauges;
    let none = |setting: &str| world.spelled(world.group_of(node), setting) == Some("none");
    let one = |gauge: &Gauge| {
        let place = |of: &str| declared.iter().position(|g| g.name == of).map(|i| i as u8);
        let (kind, capacity) = match gauge.dial {
            Dial::Number => ("number", None),
            Dial::Slots(of) => ("slots", place(of)),
            Dial::Part(of) => ("part", place(of)),
            Dial::Room => ("room", None),
            Dial::Queue => ("queue", None),
            Dial::Breaker(setting) if none(setting) => ("number", None),
            Dial::Breaker(_) => ("breaker", None),
            Dial::Time => ("time", None),
        };
        GaugeInfo { name: gauge.name.into(), kind: kind.into(), capacity }
    };
    let mut all: Vec<GaugeInfo> = declared.iter().map(one).collect();
    if let Some(slots) = all.iter().position(|g| g.kind == "slots") {
        let asked = world.all_nodes().filter(|other| *other != node && names(world, node, *other));
        let held = |other: NodeId| GaugeInfo {
            name: labels[other.index()].clone(),
            kind: "held".into(),
            capacity: Some(slots as u8),
        };
        all.extend(asked.map(held));
    }
    all
}

/// How many slots a node has at the start.
fn pool(world: &World, node: NodeId) -> u16 {
    let declared = world.protocol_of(node).gauges;
    let room = declared.iter().position(|g| g.dial == Dial::Room);
    let mut points = world.trace.gauges.iter().filter(|p| p.node == node && Some(usize::from(p.gauge)) == room);
    points.next_back().map_or(0, |p| p.value.clamp(0, i32::from(u16::MAX)) as u16)
}

/// Whether a setting of the first names the second (`calls`, `to`, `servers`).
fn names(world: &World, a: NodeId, b: NodeId) -> bool {
    let mut fields = world.protocol_of(a).settings().filter(|f| f.kind == Kind::Nodes);
    let group = world.group_of(a);
    let spelled = |f: &Field| world.spelled(group, f.name).into_iter().chain(world.spelled_by_keys(group, f.name));
    fields.any(|f| spelled(f).filter_map(|name| world.called(name)).any(|nodes| nodes.contains(&b)))
}

const fn look(look: Look) -> &'static str {
    match look {
        Look::Write => "write",
        Look::Read => "read",
        Look::Replicate => "repl",
        Look::Vote => "vote",
        Look::Gossip => "gossip",
        Look::Job => "job",
        Look::Heartbeat => "beat",
        Look::Error => "err",
    }
}

/// Who can be expected to talk: servers of one group among each other where their protocol has messages of its own, nodes
/// and those that a setting of theirs names (`calls`, `to`, `servers`), and clients with the server that they stand beside.
fn links(world: &World, scenario: &Scenario) -> Vec<LinkInfo> {
    let all: Vec<NodeId> = world.all_nodes().collect();
    let peers = |a: NodeId, b: NodeId| {
        let talk = !world.protocol_of(a).kinds.is_empty();
        talk && !world.is_client(a) && world.group_of(a) == world.group_of(b)
    };
    let spelled = |settings: &[(String, String)]| settings.iter().find(|(k, _)| k == "latency").map(|(_, v)| v.clone());
    let mut links = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            let beside = world.beside(*a) == Some(*b) || world.beside(*b) == Some(*a);
            if !(beside || peers(*a, *b) || names(world, *a, *b) || names(world, *b, *a)) {
                continue;
            }
            let (x, y) = (&world.names[a.index()], &world.names[b.index()]);
            let own = scenario.own_links.iter().filter(|(l, _)| (&l.a, &l.b) == (x, y) || (&l.a, &l.b) == (y, x));
            let own = own.filter_map(|(_, settings)| spelled(settings)).next_back();
            let usual = if beside { Some("0s".into()) } else { spelled(&scenario.links) };
            links.push(LinkInfo {
                a: a.0,
                b: b.0,
                name: format!("{x}-{y}"),
                latency: own.or(usual).unwrap_or_default(),
            });
        }
    }
    links
}

/// More lanes than this are not seen at once.
const CROWD: usize = 14;

/// Lanes of the space-time diagram: the first half of the servers with their clients above them, the others with their
/// clients below, so that a client's lane is near its server's.
fn lanes(world: &World) -> Vec<u16> {
    let servers: Vec<NodeId> = world.all_nodes().filter(|n| !world.is_client(*n)).collect();
    let beside = |s: &NodeId| world.all_nodes().filter(|c| world.beside(*c) == Some(*s)).collect::<Vec<_>>();
    let (above, below) = servers.split_at(servers.len().div_ceil(2));
    let mut lanes: Vec<u16> = above.iter().flat_map(&beside).map(|n| n.0).collect();
    lanes.extend(servers.iter().map(|n| n.0));
    lanes.extend(below.iter().flat_map(beside).map(|n| n.0));
    let rest: Vec<u16> = world.all_nodes().map(|n| n.0).filter(|n| !lanes.contains(n)).collect();
    lanes.extend(rest);
    // A crowd of clients comes last: what they all ask is seen with the first of them.
    if lanes.len() > CROWD {
        let (few, many): (Vec<u16>, Vec<u16>) = lanes.into_iter().partition(|n| !world.is_client(NodeId(*n)));
        return few.into_iter().chain(many).collect();
    }
    lanes
}
