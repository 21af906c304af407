//! Every world that ships, and many that do not, at the sizes of the page: nothing covers anything else.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;
use session::wire::{Command, Envelope, GaugeInfo, Layout, LinkInfo, NodeInfo, Update, What};
use session::{Session, decode, encode};

use super::*;
use crate::stage::geom::pt;
use crate::stage::{fixture, named, tags};

/// The canvas at 1440x900 (alone, and beside the knobs), at 1024x768 (alone, and over the knobs) and at 390x844.
const SIZES: [(f64, f64); 5] = [(1008.0, 487.0), (768.0, 440.0), (644.0, 399.0), (644.0, 300.0), (390.0, 284.0)];

/// What lies too close to something else.
fn faults(staged: &Staged, g: &Geom) -> Vec<String> {
    let mut found = Vec::new();
    let name = |i: usize| staged.nodes[i].name.as_str();
    let shown: Vec<(usize, &Place)> = g.places.iter().enumerate().filter(|(_, p)| !p.hidden).collect();
    for (k, (i, a)) in shown.iter().enumerate() {
        let r = a.rect();
        if r.x < 0.0 || r.y < 0.0 || r.x + r.w > g.w || r.y + r.h > g.h {
            found.push(format!("{} leaves the canvas", name(*i)));
        }
        for (j, b) in &shown[..k] {
            let round = |p: &Place| (p.hw - p.hh).abs() < 0.5;
            let near =
                if round(a) && round(b) { a.at.far(b.at) < a.hw + b.hw + 6.0 } else { r.common(&b.rect()) > 0.1 };
            if near {
                found.push(format!("{} covers {}", name(*i), name(*j)));
            }
        }
    }
    // All that may be said at once: captions, two lines for each client, every clock off, every link slow.
    let words = vec!["slow +400ms".to_string(); staged.links.len()];
    let pills = tags::pills(staged, g, &words).into_iter().flatten().map(|at| Rect::around(at, 47.0, 10.0));
    let said: Vec<Rect> = claims(g).into_iter().chain(pills).collect();
    for (k, a) in said.iter().enumerate() {
        let others = said[..k].iter().chain(taken(g).iter()).filter(|b| a.common(b) > 0.1).count();
        let nodes = shown.iter().filter(|(_, p)| p.rect().grown(-4.0).common(a) > 0.1);
        // A badge hangs on its own node.
        let own = shown.iter().filter(|(_, p)| p.badge == Some(pt(a.x, a.y))).count();
        if others > 0 || nodes.count() > own {
            found.push(format!("words at {:.0},{:.0} cover something", a.x, a.y));
        }
        if a.x < 0.0 || a.y < 0.0 || a.x + a.w > g.w || a.y + a.h > g.h {
            found.push(format!("words at {:.0},{:.0} leave the canvas", a.x, a.y));
        }
    }
    for (l, link) in staged.links.iter().enumerate().filter(|(l, _)| g.plain[*l]) {
        if !matches!(staged.layout, Layout::Free(_)) && g.grazes(link.a, link.b) {
            found.push(format!("{} passes under a node", staged.links[l].name));
        }
    }
    found
}

fn world(servers: usize, clients: usize, layout: &Layout, gauges: bool) -> Staged {
    let node = |i: usize| {
        let client = i >= servers;
        let gauge = |name: &str, kind: &str| GaugeInfo { name: name.into(), kind: kind.into(), capacity: None };
        NodeInfo {
            name: format!("n{i}"),
            label: i.to_string(),
            group: if client { "people".into() } else { ["web", "api", "db"][i * 3 / servers].into() },
            client,
            beside: client.then(|| ((i - servers) % servers) as u16),
            gauges: if gauges && !client { vec![gauge("waiting", "queue")] } else { Vec::new() },
            ..NodeInfo::default()
        }
    };
    let nodes: Vec<NodeInfo> = (0..servers + clients).map(node).collect();
    let mut links = Vec::new();
    let mut link = |a: usize, b: usize| {
        links.push(LinkInfo { a: a as u16, b: b as u16, name: format!("n{a}-n{b}"), latency: String::new() });
    };
    for a in 0..servers {
        for b in a + 1..servers {
            // Tiers talk to the next one, a star to its hub, a ring to everybody.
            let tiers = (a * 3 / servers).abs_diff(b * 3 / servers) == 1;
            if match layout {
                Layout::Layered => tiers,
                Layout::Star => a == 0,
                _ => true,
            } {
                link(a, b);
            }
        }
    }
    (0..clients).for_each(|c| link(c % servers, servers + c));
    Staged { nodes, links, layout: layout.clone(), pace: 1_000_000, ..Staged::default() }
}

#[test]
fn two_to_fifty_nodes_cover_nothing_in_any_layout_at_any_size() {
    let mut found = Vec::new();
    for layout in [Layout::Ring, Layout::Star, Layout::Layered] {
        for n in 2..=50 {
            for (servers, clients) in [(n, 0), (n - n / 3, n / 3), (1, n - 1)] {
                let staged = world(servers, clients, &layout, n % 2 == 0);
                for (w, h) in SIZES {
                    let g = place(&staged, w, h);
                    let what = format!("{layout:?} {servers}+{clients} in {w}x{h} at {}", g.r);
                    found.extend(faults(&staged, &g).into_iter().map(|f| format!("{what}: {f}")));
                    assert!(g.shown().count() <= 16, "{what}");
                }
            }
        }
    }
    assert!(found.is_empty(), "{} of\n{}", found.len(), found[..found.len().min(30)].join("\n"));
}

#[test]
fn an_opened_group_stands_in_full_where_it_fits() {
    let staged = world(50, 0, &Layout::Ring, false);
    let open = ["web", "api", "db"].map(String::from);
    let g = opened(&staged, 1008.0, 487.0, &open);
    assert_eq!(g.shown().count(), 50);
    assert_eq!(faults(&staged, &g), [""; 0]);
    assert!(opened(&staged, 390.0, 284.0, &open).shown().count() <= 16, "it stays folded where it does not");
}

/// Everything that the shipped lessons and the fixtures put on the stage.
fn shipped() -> Vec<(String, Staged)> {
    let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons");
    let folders = |of: &str| {
        let entries = fs::read_dir(lessons.join(of)).expect("the folder is there");
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).collect::<Vec<PathBuf>>()
    };
    let mut acts = Vec::new();
    for folder in ["content", "tests/fixtures"].into_iter().flat_map(folders) {
        acts.push(folder.clone());
        acts.extend(
            fs::read_dir(&folder).expect("a folder").filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()),
        );
    }
    acts.retain(|a| a.join("scenario.toml").exists());
    acts.sort();
    let mut all = Vec::new();
    for act in acts {
        let file = |name: &str| fs::read_to_string(act.join(name)).ok();
        let (Some(lesson), Some(scenario)) = (file("lesson.md"), file("scenario.toml")) else { continue };
        let slug = act.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_string();
        let mut session = Session::default();
        let mut say = |body: Command| {
            let bytes = encode(&Envelope { epoch: 1, body });
            session.handle(decode(&bytes).expect("commands come back")).into_iter().map(|u| u.body).collect::<Vec<_>>()
        };
        say(Command::Open { slug: slug.clone(), lesson, scenario, runs: file("runs.toml") });
        let whats = [
            What::Quiet { seed: None },
            What::Repair { world: None, settings: Vec::new() },
            What::Challenge { settings: Vec::new() },
        ];
        for what in whats {
            let said = format!("{slug} {what:?}");
            let staged = say(Command::Stage(what))
                .into_iter()
                .find_map(|u| if let Update::Staged(s) = u { Some(s) } else { None });
            all.extend(staged.map(|s| (said, s)));
        }
    }
    all
}

#[test]
fn worlds_that_ship_cover_nothing() {
    let worlds = shipped();
    assert!(worlds.len() >= 3, "the shipped lessons can be staged");
    let mut found = Vec::new();
    for (what, staged) in &worlds {
        for (w, h) in SIZES {
            let g = place(staged, w, h);
            found.extend(faults(staged, &g).into_iter().map(|f| format!("{what} in {w}x{h}: {f}")));
            let radius = if h < 390.0 { 21.0 } else { 25.0 };
            // Ten nodes on a phone leave no room for words.
            let say = if staged.nodes.len() > 8 && w < 440.0 { Say::Nothing } else { Say::Brief };
            assert!(g.r >= radius && g.say >= say, "{what} in {w}x{h}: {} {:?}", g.r, g.say);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_small_run_of_home_can_be_cut_at_every_size() {
    let mut session = Session::default();
    let mut say = |body: Command| {
        let bytes = encode(&Envelope { epoch: 1, body });
        session.handle(decode(&bytes).expect("commands come back")).into_iter().map(|u| u.body).collect::<Vec<_>>()
    };
    say(Command::OpenPacked { slug: "home".into(), act: crate::update::HERO.to_vec() });
    let said = say(Command::Stage(What::Quiet { seed: None }));
    let staged = said.into_iter().find_map(|u| if let Update::Staged(s) = u { Some(s) } else { None });
    let staged = staged.expect("it can be staged");
    // The card at 1440, 1024, 390 and 360 pixels.
    for (w, h) in [(780.0, 316.0), (540.0, 316.0), (358.0, 300.0), (326.0, 300.0)] {
        let g = place(&staged, w, h);
        assert_eq!(faults(&staged, &g), Vec::<String>::new(), "in {w}x{h}: {}", text(&staged, (w, h)));
        assert_eq!(g.shown().count(), 6, "in {w}x{h}: {}", text(&staged, (w, h)));
    }
}

#[test]
fn who_was_told_what_is_seen_on_a_phone_too() {
    let whole = ["b-quorums Quiet", "c-latency Quiet", "b-both-first Quiet", "d-logical Quiet"];
    let worlds = shipped();
    for name in whole {
        let (_, staged) = worlds.iter().find(|(what, _)| what.starts_with(name)).expect(name);
        // And what nine lanes leave over a strip of knobs.
        let sizes =
            if name.starts_with("c-latency") { vec![(390.0, 284.0), (644.0, 222.0)] } else { vec![(390.0, 284.0)] };
        for (w, h) in sizes {
            let g = place(staged, w, h);
            assert!(g.places.iter().all(|p| p.folded == 0 && !p.hidden), "{name} in {w}x{h}");
        }
    }
}

/// Nodes as text: `name x,y`, with `^` where words stand above, and the number of a folded group.
fn text(staged: &Staged, (w, h): (f64, f64)) -> String {
    let g = place(staged, w, h);
    let one = |(i, p): (usize, &Place)| {
        let folded = if p.folded > 0 { format!(" x{}", p.folded) } else { String::new() };
        format!("{}{folded} {:.0},{:.0}{}", staged.nodes[i].name, p.at.x, p.at.y, if p.up { "^" } else { "" })
    };
    let nodes: Vec<String> = g.places.iter().enumerate().filter(|(_, p)| !p.hidden).map(one).collect();
    format!("{} {:?}: {}", g.r, g.say, nodes.join("  "))
}

#[test]
fn layouts_stand_where_they_stood() {
    let worlds = [
        fixture::cluster(3),
        fixture::cluster(5),
        world(6, 1, &Layout::Star, false),
        world(6, 2, &Layout::Layered, true),
        world(24, 3, &Layout::Ring, false),
    ];
    let all: Vec<String> =
        worlds.iter().flat_map(|s| [SIZES[0], SIZES[2], SIZES[4]].map(|size| text(s, size))).collect();
    expect![[r#"
        30 All: a 504,66^  b 759,393^  c 249,393^  ann 72,66  bo 936,393^  cy 72,393^
        30 All: a 322,66  b 446,293^  c 198,293^  ann 72,66  bo 572,293^  cy 72,293^
        21 Brief: a 195,33^  b 283,159  c 107,159  ann 36,33  bo 354,159  cy 36,159
        30 All: a 504,66^  b 759,191^  c 662,393^  d 346,393^  e 249,191^  ann 72,66  bo 936,191  cy 936,393^  di 72,393^  ed 72,191
        30 All: a 322,66  b 446,153^  c 399,293^  d 245,293^  e 198,153^  ann 72,66  bo 572,153  cy 572,293^  di 72,293^  ed 72,156
        21 Nothing: a 195,33^  b 283,81^  c 249,159  d 141,159  e 107,81^  ann 36,33  bo 354,81  cy 354,159  di 36,159  ed 36,96
        30 All: n0 504,230  n1 504,66^  n2 759,191^  n3 662,393^  n4 346,393^  n5 249,191^  n6 72,230
        30 All: n0 322,180  n1 322,66  n2 446,153^  n3 399,293^  n4 245,293^  n5 198,153^  n6 72,180
        21 Brief: n0 195,96^  n1 195,33^  n2 283,81^  n3 249,159  n4 141,159  n5 107,81^  n6 36,96
        30 All: n0 360,66  n1 360,393^  n2 648,66  n3 648,393^  n4 936,66  n5 936,393^  n6 72,66  n7 72,393^
        30 All: n0 239,66  n1 239,293^  n2 405,66  n3 405,293^  n4 572,66  n5 572,293^  n6 72,66  n7 72,293^
        21 Brief: n0 142,33  n1 142,159  n2 248,33  n3 248,159  n4 354,33  n5 354,159  n6 36,33  n7 36,159
        30 All: n0 x8 504,66^  n8 x8 759,393^  n16 x8 249,393^  n24 72,66  n25 936,66  n26 72,156
        30 All: n0 x8 322,66^  n8 x8 446,293^  n16 x8 198,293^  n24 72,66  n25 572,66  n26 72,156
        21 Nothing: n0 x8 195,33  n8 x8 283,159^  n16 x8 107,159^  n24 36,33  n25 354,33  n26 36,96"#]].assert_eq(&all.join("\n"));
}

#[test]
fn radius_follows_the_size() {
    let staged = fixture::cluster(3);
    let radius = |(w, h)| place(&staged, w, h).r as i32;
    assert_eq!(SIZES.map(radius), [30, 30, 30, 30, 21]);
    assert_eq!(place(&staged, 500.0, 300.0).r as i32, 25);
}

#[test]
fn clients_stand_outside_beside_their_server() {
    let staged = fixture::staged();
    let g = place(&staged, 768.0, 440.0);
    for (i, n) in staged.nodes.iter().enumerate().filter(|(_, n)| n.client) {
        let home = &g.places[usize::from(n.beside.unwrap())];
        let outside = (g.places[i].at.x - 384.0).abs() > (home.at.x - 384.0).abs();
        assert!(outside && (g.places[i].at.y - home.at.y).abs() < 40.0, "{}", n.name);
    }
}

#[test]
fn an_edge_lies_on_the_outline() {
    let server = Place { hw: 30.0, hh: 30.0, ..Place::default() };
    assert_eq!(server.edge(pt(0.0, 1.0), 3.0), pt(0.0, 33.0));
    let client = Place { hh: 18.0, client: true, ..server };
    assert_eq!(client.edge(pt(0.0, 1.0), 0.0), pt(0.0, 18.0));
    assert_eq!(client.edge(pt(1.0, 0.0), 0.0), pt(30.0, 0.0));
}

#[test]
fn names_have_air_in_their_outlines_or_stand_under_them() {
    let worlds = shipped();
    let (mut found, mut under) = (Vec::new(), Vec::new());
    for (what, staged) in &worlds {
        for (w, h) in SIZES {
            let g = place(staged, w, h);
            for (p, n) in g.places.iter().zip(&staged.nodes).filter(|(p, _)| !p.hidden && p.folded == 0) {
                let fits = if n.client {
                    named::width(&n.label, 12.0) / 2.0 + 3.0 <= p.hw
                } else {
                    named::size(p, &n.role, &n.label, !n.works).is_some()
                };
                if !fits && p.under {
                    under.push((n.label.as_str(), w));
                } else if !fits {
                    found.push(format!("{} in {what} at {w}x{h}", n.label));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(under.contains(&("Payment", 390.0)), "on a phone a long name stands under its node: {under:?}");
}
