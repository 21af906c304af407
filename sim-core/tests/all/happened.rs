//! Stamps: every kind beside the truth, which is found once more here by the cones of the trace, pair by pair.

use expect_test::expect;
use sim_core::id::{NodeId, RowId};
use sim_core::measure::{Fact, Verdict};
use sim_core::protocol::About;
use sim_core::time::Duration;
use sim_core::world::World;

use crate::groups::{Servers, finding, measured, rows};

const CLIENTS: [(&str, &str); 4] = [("ann", "n1"), ("bo", "n2"), ("cy", "n3"), ("di", "n4")];

fn offices(seed: u64, settings: &str, acts: &str) -> World {
    let servers = Servers::new("chat", &["n1", "n2", "n3", "n4"], settings).long(Duration::ms(600));
    CLIENTS.iter().fold(servers, |servers, (client, beside)| servers.with(client, beside)).play(seed, acts)
}

/// Some 250 events a second under clocks up to 40 ms apart, one of which is set back half way.
const BUSY: &str = "at 0s set people.mix 40% note, 40% tell, 20% question\nat 0s set people.load poisson 50/s\n\
    at 0s set links.latency 5ms..20ms\nat 0s skew n1 by 20ms\nat 0s skew n2 by -20ms\nat 300ms step n3 clock by -30ms";

fn by(world: &World, measure: &str, stamp: &str) -> f64 {
    match finding(world, measure, &[("by", stamp)]).verdict {
        Verdict::Quantity(quantity) => quantity.value,
        other => panic!("{measure} by {stamp}: {other:?}"),
    }
}

/// An event by its row, and its stamps: wall, max-wall, lamport, hybrid and the vector.
struct Event {
    row: u32,
    wall: Vec<i64>,
    max_wall: Vec<i64>,
    lamport: Vec<i64>,
    hybrid: Vec<i64>,
    vector: Vec<i64>,
}

fn events(world: &World) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let mut vectors = [[0; 4]; 4];
    let place = |node: NodeId| usize::from(node.0 - world.node("n1").unwrap().0);
    for r in world.trace.records.iter() {
        let office = place(r.node);
        if r.kind == 0 {
            let (row, vector) = (r.row.unwrap().0, vectors[office].to_vec());
            events.push(Event { row, wall: vec![], max_wall: vec![], lamport: vec![], hybrid: vec![], vector });
            continue;
        }
        let event = events.last_mut().unwrap();
        match (r.kind, r.about) {
            (1, _) => event.wall.push(r.value),
            (2, _) => event.max_wall.push(r.value),
            (3, _) => event.lamport.push(r.value),
            (4 | 5, _) => event.hybrid.push(r.value),
            (_, About::Node(of)) => {
                vectors[office][place(of)] = r.value;
                event.vector[place(of)] = r.value;
            }
            other => panic!("{other:?}"),
        }
    }
    events
}

/// For a kind of stamp: reversed pairs, misjudged pairs, and concurrent pairs that it puts in an order.
fn naive(world: &World, stamp: impl Fn(&Event) -> Vec<i64>, partial: bool) -> [usize; 3] {
    let events = events(world);
    let past: Vec<Vec<u32>> = events.iter().map(|e| world.past(RowId(e.row)).rows).collect();
    let less = |a: &[i64], b: &[i64]| if partial { a != b && a.iter().zip(b).all(|(a, b)| a <= b) } else { a < b };
    let mut found = [0; 3];
    for (b, later) in events.iter().enumerate() {
        for (a, earlier) in events.iter().enumerate().filter(|(a, _)| *a != b) {
            let before = past[b].contains(&earlier.row);
            let after = past[a].contains(&later.row);
            let (told, other) = (less(&stamp(earlier), &stamp(later)), less(&stamp(later), &stamp(earlier)));
            found[0] += usize::from(before && !told);
            found[1] += usize::from(a < b && (before != told || after != other));
            found[2] += usize::from(a < b && !before && !after && (told || other));
        }
    }
    found
}

#[test]
fn measures_count_the_pairs_that_the_cones_of_the_trace_know() {
    for (seed, rules) in [(1, ""), (2, "merge = false"), (3, "tick = false; counter = false")] {
        let world = offices(seed, rules, BUSY);
        let concurrent = measured(&world, "concurrent", &[]);
        let check = |name: &str, stamp: fn(&Event) -> Vec<i64>| {
            let [reversed, misjudged, apart] = naive(&world, stamp, name == "vector");
            let told = ["reversed", "misjudged"].map(|measure| by(&world, measure, name) as usize);
            assert_eq!(told, [reversed, misjudged], "{name}, {rules}");
            let share = by(&world, "told_apart", name) * concurrent.parse::<f64>().unwrap();
            assert!((share - apart as f64).abs() < 1e-6, "{name}, {rules}: {share} and {apart}");
        };
        check("wall", |e| e.wall.clone());
        check("max-wall", |e| e.max_wall.clone());
        check("lamport", |e| e.lamport.clone());
        check("hybrid", |e| e.hybrid.clone());
        check("vector", |e| e.vector.clone());
    }
}

#[test]
fn a_misjudged_pair_is_shown_with_what_was_and_what_its_stamps_say() {
    let world = offices(1, "display = lamport; detector = lamport", BUSY);
    let told = |stamp: &str| finding(&world, "misjudged", &[("by", stamp)]).witnesses;
    assert!(told("vector").is_empty(), "a vector misjudges nothing");
    let all: Vec<String> = ["lamport", "wall"].iter().map(|stamp| told(stamp).remove(0).sentence).collect();
    expect![[r#"
        What happened at n2 at 0.009 s did not know of what happened at n4 at 0.002 s. Their stamps, 1 and 2, put the first before the second.
        What happened at n2 at 0.006 s did not know of what happened at n4 at 0.002 s. Their stamps, 2 and -14, put the second before the first."#]].assert_eq(&all.join("\n"));
    // What the sentence says is so in the trace.
    let lamport = told("lamport").remove(0);
    let row = |name: &str| match lamport.fields.iter().find(|field| field.0 == name) {
        Some((_, Fact::Event(row))) => *row,
        other => panic!("{other:?}"),
    };
    assert!(!world.past(RowId(row("second"))).rows.contains(&row("first")), "neither knew of the other");
}

#[test]
fn each_clock_keeps_what_it_promises_and_no_more() {
    let world = offices(1, "display = lamport; detector = vector; search = hybrid", BUSY);
    assert_eq!(["lamport", "vector", "hybrid"].map(|stamp| by(&world, "reversed", stamp) as u64), [0, 0, 0]);
    assert_eq!(["display", "search"].map(|reader| by(&world, "reversed", reader) as u64), [0, 0]);
    assert_eq!((by(&world, "misjudged", "detector") as u64, by(&world, "told_apart", "vector") as u64), (0, 0));
    assert!(by(&world, "reversed", "wall") >= 10.0 && by(&world, "reversed", "max-wall") >= 1.0);
    assert!(by(&world, "told_apart", "lamport") > 0.8);
    assert_eq!(["wall", "max-wall", "hybrid"].map(|stamp| by(&world, "strays", stamp) as u64), [0, 0, 0]);
    let events = events(&world).len() as u64;
    assert_eq!(["lamport", "vector"].map(|stamp| by(&world, "strays", stamp) as u64), [events, events]);
}

#[test]
fn a_rule_that_is_taken_away_is_missed() {
    let reversed = |rules: &str, stamp: &str| by(&offices(1, rules, BUSY), "reversed", stamp) as u64;
    assert!(["lamport", "vector", "hybrid"].iter().all(|stamp| reversed("merge = false", stamp) > 0));
    assert!(reversed("tick = false", "lamport") > 0 && reversed("counter = false", "hybrid") > 0);
    assert_eq!([reversed("tick = false", "hybrid"), reversed("counter = false", "lamport")], [0, 0]);
}

#[test]
fn an_answer_may_be_stamped_before_its_question() {
    let world = offices(1, "", "at 0s skew n1 by 50ms\nat 0s skew n2 by -50ms\nat 100ms ask ann question");
    expect![[r#"
        0.110000  arrive   n1 -> n2     question 150
        0.110000  shows    n2           wall 60, max-wall 150, lamport 2, vector 1·1·0·0, hybrid 150.1
        0.115000  timer    n2
        0.115000  shows    n2           wall 65, max-wall 150, lamport 3, vector 1·2·0·0, hybrid 150.2
        0.115000  send     n2 -> n1     answer 65
        0.125000  arrive   n2 -> n1     answer 65
        0.125000  shows    n1           wall 175, max-wall 175, lamport 4, vector 2·2·0·0, hybrid 175.0
    "#]]
    .assert_eq(&rows(&world, 101_000, 200_000));
    let early = finding(&world, "answers_first", &[]);
    expect!["At 0.115 s n2 answered what n1 had asked 15 ms before, and the answer's stamp is 85 ms earlier than the question's."]
        .assert_eq(&early.witnesses[0].sentence);
    // The other way round the answer is later than it is; and without skew, as late as it is.
    assert_eq!(
        measured(&offices(1, "", "at 0s skew n2 by 50ms\nat 100ms ask ann question"), "answers_first", &[]),
        "0"
    );
    assert_eq!(measured(&offices(1, "", "at 100ms ask ann question"), "reversed", &[("by", "wall")]), "0");
}

#[test]
fn a_message_carries_each_kind_once() {
    let bytes = |settings: &str| measured(&offices(1, settings, ""), "stamp_bytes", &[]);
    assert_eq!(bytes(""), "8");
    assert_eq!(bytes("display = lamport; detector = vector; search = hybrid"), "36");
    assert_eq!(bytes("display = hybrid; detector = vector; search = hybrid"), "28");
    let search = offices(1, "search = hybrid", "");
    assert_eq!(measured(&search, "stamp_bytes", &[("by", "search")]), "12");
}
