//! A hand-made run of the CAP lesson for tests: the cable to c is cut at 2 s, and Cy reads an old balance at 2.9 s.

use session::wire::{
    ActFlag, Branch, ChartInfo, Fate, FaultSpan, Flight, KindInfo, Layout, LinkInfo, NodeInfo, NodeState, OpBar,
    Outcome, Scene, Staged, Track, Us, WitnessView,
};

const FIRST: [&str; 5] = ["a", "b", "c", "d", "e"];
const PEOPLE: [&str; 5] = ["ann", "bo", "cy", "di", "ed"];

/// `n` replicas in a mesh, each with a client beside it.
pub fn cluster(n: usize) -> Staged {
    let node = |name: &str, group: &str, beside: Option<u16>| NodeInfo {
        name: name.into(),
        label: if beside.is_some() { name[..1].to_uppercase() + &name[1..] } else { name.to_uppercase() },
        group: group.into(),
        client: beside.is_some(),
        beside,
        role: if beside.is_some() { "client" } else { "server" }.into(),
        asks: if beside.is_some() { vec!["write balance next".into(), "read balance".into()] } else { Vec::new() },
        ..NodeInfo::default()
    };
    let mut nodes: Vec<NodeInfo> = FIRST[..n].iter().map(|f| node(f, "replicas", None)).collect();
    nodes.extend(PEOPLE[..n].iter().enumerate().map(|(i, p)| node(p, "people", Some(i as u16))));
    let mut links = Vec::new();
    for a in 0..n as u16 {
        for b in a + 1..n as u16 {
            let name = format!("{}-{}", FIRST[usize::from(a)], FIRST[usize::from(b)]);
            links.push(LinkInfo { a, b, name, latency: "50ms..150ms".into() });
        }
    }
    for i in 0..n as u16 {
        let name = format!("{}-{}", FIRST[usize::from(i)], PEOPLE[usize::from(i)]);
        links.push(LinkInfo { a: i, b: n as u16 + i, name, latency: "0s".into() });
    }
    let kind =
        |name: &str, look: &str, reply| KindInfo { name: name.into(), label: name.into(), look: look.into(), reply };
    let mut lanes = vec![n as u16];
    lanes.extend((1..n as u16 - 1).map(|i| n as u16 + i));
    lanes.extend(0..n as u16);
    lanes.push(2 * n as u16 - 1);
    Staged {
        title: "Three replicas of one balance".into(),
        seed: 1501,
        length: 20_000_000,
        pace: 130_000,
        nodes,
        links,
        kinds: vec![
            kind("store", "repl", false),
            kind("stored", "repl", true),
            kind("write", "write", false),
            kind("read", "read", false),
        ],
        layout: Layout::Ring,
        lanes,
        charts: vec![ChartInfo {
            label: "Answered".into(),
            words: "Requests answered".into(),
            unit: "%".into(),
            over: 2_000_000,
            ..ChartInfo::default()
        }],
        ..Staged::default()
    }
}

/// The stage of the CAP lesson.
pub fn staged() -> Staged {
    cluster(3)
}

/// The whole run as far as `frontier`, with the values at `at`.
pub fn scene(at: Us, frontier: Us) -> Scene {
    let mut s = Scene { at, frontier, window: (0, 8_000_000), ..Scene::default() };
    let value = |node: u16, at: Us, v: &str| NodeState {
        node,
        at,
        value: v.into(),
        caption: String::new(),
        facts: vec![("balance".into(), v.into())],
        ..NodeState::default()
    };
    let mut name = 0x4f2a_91c0_0000_0000_u64;
    for node in 0..3 {
        s.states.push(value(node, 0, "100"));
    }
    let cut_at = 2_000_000;
    let mut last = "100".to_string();
    for (k, paid) in ["70", "45", "160"].iter().enumerate() {
        let t = 500_000 + 1_600_000 * k as Us;
        if t > frontier {
            break;
        }
        s.ops.push(op(3, t, &format!("write balance {paid}"), paid, "write", ""));
        s.states.push(value(0, t, paid));
        for (to, late) in [(1_u16, 83_000), (2, 131_000)] {
            name = name.wrapping_add(0x1357_9bdf_0000_0001);
            let lost = to == 2 && t > cut_at;
            s.flights.push(Flight {
                name,
                from: 0,
                to,
                kind: 0,
                sent: t,
                arrives: t + late,
                fate: if lost { Fate::Cut(t + late / 2) } else { Fate::Arrives },
                label: format!("balance {paid}"),
                copy: false,
                moved: false,
            });
            if !lost {
                s.states.push(value(to, t + late, paid));
                s.flights.push(Flight {
                    name: name ^ 0xffff,
                    from: to,
                    to: 0,
                    kind: 1,
                    sent: t + late,
                    arrives: t + late + 94_000,
                    ..Flight::default()
                });
            }
        }
        let asked = t + 800_000;
        if asked <= frontier {
            let seen = if t > cut_at { last.as_str() } else { paid };
            let mark = if t > cut_at { "stale" } else { "" };
            s.ops.push(op(5, asked, "read balance", seen, "read", mark));
        }
        if t <= cut_at {
            last = (*paid).to_string();
        }
        s.quiet.push((t + 230_000, asked));
        s.quiet.push((asked, t + 1_600_000));
    }
    s.states.sort_by_key(|x| (x.at, x.node));
    s.states.retain(|x| x.at <= frontier);
    if frontier >= cut_at {
        s.faults.push(FaultSpan {
            kind: "cut".into(),
            links: vec![1, 2],
            from: cut_at,
            to: u64::MAX,
            label: "cut".into(),
            side: vec![2, 5],
            ..FaultSpan::default()
        });
        let line = "at 2s cut a-c b-c".into();
        s.acts.push(ActFlag { at: cut_at, line, short: "Cut".into(), tone: "fault".into(), own: true });
    }
    if frontier >= 2_900_000 {
        s.witness = Some(WitnessView {
            goal: "stale-read".into(),
            at: 2_900_000,
            sentence: "Cy read 70, 0.8 s after Ann was told that 45 is safe.".into(),
            nodes: vec![2, 5],
            ops: vec![(5, 2_900_000)],
            ..WitnessView::default()
        });
    }
    let points = vec![(0, 100.0), (1_000_000, 100.0), (at, 96.0)];
    s.charts = vec![Track { lines: vec![points], ..Track::default() }];
    s.branches = vec![Branch { label: "main".into(), frontier, ..Branch::default() }];
    let turns = turns(&s);
    s.step = (turns.iter().rev().find(|t| **t < at).copied(), turns.iter().find(|t| **t > at).copied());
    s
}

fn op(client: u16, at: Us, label: &str, short: &str, look: &str, mark: &str) -> OpBar {
    OpBar {
        client,
        called: at,
        returned: at,
        deadline: at + 2_000_000,
        label: label.into(),
        short: short.into(),
        look: look.into(),
        outcome: Outcome::Ok,
        mark: mark.into(),
    }
}

fn turns(s: &Scene) -> Vec<Us> {
    let mut all: Vec<Us> = s.states.iter().map(|x| x.at).chain(s.acts.iter().map(|a| a.at)).collect();
    all.extend(s.flights.iter().flat_map(|f| [f.sent, f.arrives]));
    all.extend(s.ops.iter().flat_map(|o| [o.called, o.returned]));
    all.retain(|t| *t <= s.frontier);
    all.sort_unstable();
    all.dedup();
    all
}
