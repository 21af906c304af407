//! What a scene says beside messages one by one: spells, clocks, gauges, streams, loss, refusal.

use session::wire::{Command, Fate, Scene, Turn, Update, What};

use crate::host::{Host, shipped};

const MS: u64 = 1_000;
const S: u64 = 1_000 * MS;

/// The tiers of the retries fixture, without what only the tests of `lessons` know.
fn tiers() -> Host {
    let file = |name: &str| {
        let path = format!("{}/../lessons/tests/fixtures/retries-b/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("the fixture's files are there")
    };
    let lesson = file("lesson.md").replace("told(during = hole)", "p99(during = hole)");
    let (before, rest) = lesson.split_once("## Why?").expect("there is a Why");
    let (_, after) = rest.split_once("## Explain").expect("there is an Explain");
    Host::opened(Command::Open {
        slug: "retries-b".into(),
        lesson: [before, "## Explain", after].concat(),
        scenario: file("scenario.toml"),
        runs: Some(file("runs.toml")),
    })
}

fn window(host: &mut Host, at: u64, window: (u64, u64)) -> Scene {
    match host.say(Command::Look { at, window, until: window.1 }).pop() {
        Some(Update::Scene(scene)) => scene,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pauses_slowness_and_isolation_lie_on_nodes_as_long_as_they_last() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(S, "pause b for 800ms").unwrap();
    host.act(S, "slow a by 40ms").unwrap();
    host.act(2 * S, "isolate c").unwrap();
    let scene = host.look(3 * S);
    let said: Vec<_> = scene.spells.iter().map(|s| (s.node, s.kind.as_str(), s.from, s.to, s.note.as_str())).collect();
    assert_eq!(
        said,
        [(1, "pause", S, 1_800 * MS, ""), (0, "slow", S, u64::MAX, "+40ms"), (2, "isolate", 2 * S, u64::MAX, ""),]
    );
}

#[test]
fn a_clock_bends_where_it_is_set_and_goes_on_at_its_rate() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(S, "skew c by -300ms").unwrap();
    host.act(2 * S, "drift c 200ppm").unwrap();
    host.act(4 * S, "step a clock by 1s").unwrap();
    let scene = host.look(5 * S);
    let bends: Vec<_> = scene.clocks.iter().map(|b| (b.node, b.at, b.offset_us, b.drift_ppm)).collect();
    assert_eq!(bends, [(0, 4 * S, 1_000_000, 0), (2, S, -300_000, 0), (2, 2 * S, -300_000, 200)]);
    // A window that begins later begins with where the clock has got to.
    let later = window(&mut host, 5 * S, (3 * S, 5 * S));
    let bends: Vec<_> = later.clocks.iter().map(|b| (b.node, b.at, b.offset_us)).collect();
    assert_eq!(bends, [(0, 4 * S, 1_000_000), (2, 3 * S, -299_800)]);
}

#[test]
fn gauges_are_declared_with_their_kind_and_tell_what_they_showed() {
    let mut host = tiers();
    let (staged, _) = host.stage(What::Quiet { seed: None });
    let web = staged.nodes.iter().position(|n| n.name == "web").unwrap() as u16;
    let declared = &staged.nodes[usize::from(web)].gauges;
    let said: Vec<_> = declared.iter().map(|g| (g.name.as_str(), g.kind.as_str(), g.capacity)).collect();
    assert_eq!(
        said,
        [
            ("busy", "slots", Some(2)),
            ("waiting", "queue", None),
            ("workers", "room", None),
            ("breaker", "number", None),
            ("held", "part", Some(0)),
            ("api", "held", Some(0)),
        ]
    );
    let scene = window(&mut host, 0, (0, S));
    let busy: Vec<_> = scene.gauges.iter().filter(|g| (g.node, g.gauge) == (web, 0)).map(|g| (g.at, g.value)).collect();
    // Asked at 100 ms and 600 ms: one worker is held until the answer of the tiers behind it is there.
    assert_eq!(busy.iter().map(|b| b.1).collect::<Vec<_>>(), [1, 0, 1, 0]);
    assert_eq!((busy[0].0, busy[2].0), (100 * MS, 600 * MS));
    let later = window(&mut host, S, (610 * MS, S));
    let first = later.gauges.iter().find(|g| (g.node, g.gauge) == (web, 0)).unwrap();
    assert_eq!((first.at, first.value), (610 * MS, 1), "the window begins with what is so by then");
    // One slot waits for the next tier as long as that takes, and no breaker is told: nobody has set one.
    let of = |scene: &Scene| {
        let ours = scene.gauges.iter().filter(|g| (g.node, g.gauge) == (web, 5));
        ours.map(|g| (g.at, g.value)).collect::<Vec<_>>()
    };
    assert_eq!(of(&scene), busy, "it works at nothing else");
    assert_eq!(of(&later)[0], (610 * MS, 1));
    assert!(scene.judged.is_empty());
}

#[test]
fn slots_are_told_apart_by_whom_they_wait_for() {
    let mut host = Host::opened(shipped("breakers", "07-breakers"));
    let (staged, _) = host.stage(What::Recorded { name: "slow".into(), seed: None });
    let web = staged.nodes.iter().position(|n| n.name == "web").unwrap() as u16;
    let info = &staged.nodes[usize::from(web)];
    assert_eq!(info.pool, 50);
    let scene = window(&mut host, 8 * S, (7 * S, 8 * S));
    let last = |name: &str| {
        let gauge = info.gauges.iter().position(|g| g.kind == "held" && g.name == name).unwrap() as u8;
        scene.gauges.iter().rev().find(|g| (g.node, g.gauge) == (web, gauge)).map(|g| g.value)
    };
    assert_eq!((last("Catalog"), last("Recommendations")), (Some(0), Some(50)));
    let tracks: Vec<&str> = staged.charts.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(tracks, ["Product pages", "Home pages", "Busy", "Queue"], "two of one measure by whom they are about");
}

#[test]
fn a_breaker_is_told_of_each_call_and_how_many_in_a_row_have_failed() {
    let mut host = Host::opened(shipped("breakers/b-window", "07-breakers/b-window"));
    let rows = |host: &mut Host, name: &str| {
        host.stage(What::Recorded { name: name.into(), seed: None });
        let scene = window(host, 9 * S, (8 * S, 9 * S));
        assert!(scene.judged.iter().all(|j| j.ok == (j.row == 0) && j.at >= 8 * S && j.at <= 9 * S));
        scene.judged.iter().map(|j| j.row).collect::<Vec<_>>()
    };
    let told = rows(&mut host, "dead");
    assert_eq!(told.len(), 10, "ten calls a second");
    assert!(told.chunks(2).all(|two| two == [0, 1]) || told.chunks(2).all(|two| two == [1, 0]), "{told:?}");
}

#[test]
fn streams_count_every_message_where_flights_are_too_many() {
    let mut host = tiers();
    let (staged, _) = host.stage(What::Repair { world: None, settings: Vec::new() });
    let few = window(&mut host, 0, (0, S));
    let counted = |scene: &Scene| scene.streams.iter().map(|s| s.sent as usize).sum::<usize>();
    assert!(!few.crowded && few.near == few.window && few.slice == staged.pace / 10);
    assert_eq!(counted(&few), few.flights.len());
    let (_, all) = host.stage(What::Repair { world: Some("transient".into()), settings: Vec::new() });
    drop(all);
    let mut many = host.look(39 * S);
    assert!(many.crowded, "{} flights", many.flights.len());
    many = window(&mut host, 20 * S, (0, 39 * S));
    assert_eq!(many.flights.len(), Scene::FLIGHTS);
    assert!(many.ops.len() <= Scene::OPS && many.ops.len() > 1_000, "{} operations", many.ops.len());
    assert!(many.ops.windows(2).all(|o| o[0].called <= o[1].called), "in the order of their calls");
    assert!(counted(&many) > 10_000, "{}", counted(&many));
    assert!(many.near.0 < 20 * S && many.near.1 > 20 * S && many.near.1 < 39 * S, "{:?}", many.near);
    // Nothing is missing in between: a window of just that has the same.
    let close = window(&mut host, 20 * S, many.near);
    assert!(!close.crowded);
    let under_way = |scene: &Scene| {
        let lasts = |f: &&session::wire::Flight| f.sent <= many.near.1 && f.arrives >= many.near.0;
        scene.flights.iter().filter(lasts).map(|f| f.name).collect::<Vec<_>>()
    };
    assert_eq!(under_way(&close), under_way(&many));
}

#[test]
fn a_request_to_a_node_that_is_down_is_refused_and_answered() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(S, "crash a").unwrap();
    host.act(2 * S, "ask ann write balance 7").unwrap();
    let scene = host.look(3 * S);
    let refused: Vec<_> = scene.flights.iter().filter(|f| matches!(f.fate, Fate::Refused(_))).collect();
    let told = refused.iter().map(|f| (f.from, f.to, f.fate)).collect::<Vec<_>>();
    assert!(told.contains(&(3, 0, Fate::Refused(2 * S))) && told.iter().all(|t| t.1 == 0), "{told:?}");
    assert!(scene.flights.iter().any(|f| f.from == 0 && f.sent == 2 * S), "the answer sets out at once");
    // What servers tell each other is nobody's request: it finds the node down, and that is all.
    assert!(scene.flights.iter().any(|f| matches!(f.fate, Fate::Down(_)) && f.from < 3));
}

#[test]
fn a_link_that_loses_messages_says_how_many() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(S, "set links.loss 5%").unwrap();
    host.act(2 * S, "set a-c.loss 20%").unwrap();
    let scene = host.look(3 * S);
    let said: Vec<_> = scene.faults.iter().map(|f| (f.kind.as_str(), f.links.len(), f.note.as_str())).collect();
    assert_eq!(said, [("loss", 6, "5 %"), ("loss", 1, "20 %")]);
}

#[test]
fn tiers_are_linked_to_whom_they_call() {
    let mut host = tiers();
    let (staged, _) = host.stage(What::Quiet { seed: None });
    let links: Vec<&str> = staged.links.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(links, ["web-api", "web-users", "api-svc", "svc-db"]);
}

#[test]
fn a_message_that_was_delayed_says_so() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(500 * MS, "delay next copy from a to c by 300ms").unwrap();
    let scene = host.look(2 * S);
    let moved: Vec<_> = scene.flights.iter().filter(|f| f.moved).map(|f| (f.from, f.to)).collect();
    assert_eq!(moved, [(0, 2)]);
}

#[test]
fn nodes_say_what_they_are() {
    let (staged, _) = tiers().stage(What::Quiet { seed: None });
    let said: Vec<&str> = staged.nodes.iter().map(|n| n.role.as_str()).collect();
    assert_eq!(said, ["server", "server", "server", "server", "client"]);
}

#[test]
fn whose_turn_it_is_ends_by_the_clock_of_the_node_that_gives_it() {
    let mut host = Host::opened(shipped("clocks/c-leases", "11-clocks/c-leases"));
    host.stage(What::Quiet { seed: None });
    let given = |host: &mut Host| {
        let scene = host.look(2 * S);
        let last = |node: u16| scene.states.iter().rev().find(|s| s.node == node).and_then(|s| s.turn);
        assert_eq!([last(1), last(2), last(3)], [None, Some(Turn::Mine(true)), Some(Turn::Mine(false))]);
        let Some(Turn::Given(Some((2, until)))) = last(0) else { panic!("the lock has given a turn: {:?}", last(0)) };
        until
    };
    let true_end = given(&mut host);
    assert!((10 * S..10_200 * MS).contains(&true_end), "{true_end}");
    // At half its speed from 1 s on, the lock's clock needs twice as long for the rest.
    host.act(S, "drift lock -500000ppm").unwrap();
    assert_eq!(given(&mut host), S + 2 * (true_end - S));
}

#[test]
fn a_message_that_is_late_is_watched_as_it_sets_out_and_as_it_arrives() {
    let mut host = Host::opened(shipped("clocks/c-leases", "11-clocks/c-leases"));
    host.stage(What::Quiet { seed: None });
    host.act(2 * S, "delay next write from w1 to store by 5s").unwrap();
    let scene = host.look(9 * S);
    let late = scene.flights.iter().find(|f| f.arrives - f.sent > 5 * S).expect("it is late");
    let pace = 80 * MS;
    let busy = |t: u64| !scene.quiet.iter().any(|(from, to)| (*from..*to).contains(&t));
    assert!(busy(late.sent + pace - MS) && busy(late.arrives - pace + MS));
    assert!(!busy(late.sent + 2 * pace), "{:?}", scene.quiet);
}
