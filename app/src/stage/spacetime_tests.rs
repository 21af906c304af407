//! A golden text of the diagram: the CAP run, cut at 2 s.

use expect_test::expect;

use super::*;
use crate::stage::axis::round;
use crate::stage::cone::near;
use crate::stage::fixture;

const WIDE: Dims = Dims { w: 1000.0, left: 82.0, right: 78.0, row: 24.0, track: 30.0, first: 0 };

fn text(d: &Diagram) -> String {
    let mut out = vec![format!("{:.0} x {:.0}, lanes {:?}", d.w, d.h, d.y)];
    out.extend(d.ticks.iter().filter(|t| t.2).map(|t| format!("tick {:.0} {}", t.0, t.1)));
    out.extend(d.flags.iter().map(|f| format!("flag {:.0} {:?} {}", f.x, f.short, f.line)));
    out.extend(d.bands.iter().map(|b| format!("band {:.0}..{:.0} {:?} lines {:?}", b.x.0, b.x.1, b.shade, b.lines)));
    out.extend(d.paths.iter().map(|p| {
        let end = if p.lost {
            "lost"
        } else if p.arrow {
            "arrives"
        } else {
            "flies"
        };
        let back = p.back.map_or(String::new(), |[sent, came]| format!(", sent at {sent} there at {came}"));
        format!("{} {:.0},{:.1} -> {:.0},{:.1} {end}{back}", p.look.word(), p.from.x, p.from.y, p.to.x, p.to.y)
    }));
    out.extend(d.bars.iter().map(|b| {
        let short = b.short.as_ref().map_or("-", |s| s.0.as_str());
        format!("bar {} {:.0}+{:.0} at {:.1} {short}{}", b.look.word(), b.x, b.w, b.y, if b.bad { " bad" } else { "" })
    }));
    out.extend(d.values.iter().map(|(_, said, at)| format!("{said} at {:.0},{:.1}", at.x, at.y)));
    out.extend(
        d.downs.iter().map(|(y, a, b, up)| format!("down {a:.0}..{b:.0} at {y:.1}{}", if *up { " up" } else { "" })),
    );
    out.extend(d.spells.iter().map(|(y, a, b, what)| format!("{what} {a:.0}..{b:.0} at {y:.1}")));
    out.extend(d.skews.iter().map(|s| {
        let marks: Vec<String> = s.marks.iter().map(|x| format!("{x:.0}")).collect();
        format!("clock of {} at {:.1} off {:?}, marks {}", s.node, s.y, s.spans, marks.join(" "))
    }));
    out.extend(d.tracks.iter().map(|t| format!("track {} {}", t.name, t.now)));
    out.join("\n")
}

#[test]
fn the_cap_run() {
    let d = lay(&fixture::staged(), &fixture::scene(2_950_000, 2_950_000), WIDE, 4_000_000, None);
    expect![[r#"
        1680 x 244, lanes [113.6, 137.6, 161.6, 65.6, 89.6, 185.6]
        tick 0 0 s
        tick 105 0.5
        tick 210 1.0
        tick 315 1.5
        tick 420 2.0
        tick 525 2.5
        tick 630 3.0
        tick 735 3.5
        tick 840 4.0
        tick 945 4.5
        tick 1050 5.0
        tick 1155 5.5
        tick 1260 6.0
        tick 1365 6.5
        tick 1470 7.0
        tick 1575 7.5
        tick 1680 8.0
        flag 420 Some("Cut") at 2s cut a-c b-c
        band 420..620 Some((149.6, 197.6)) lines [149.6]
        repl 105,113.6 -> 122,137.6 arrives
        repl 122,137.6 -> 142,113.6 arrives
        repl 105,113.6 -> 133,161.6 arrives
        repl 133,161.6 -> 152,113.6 arrives
        repl 441,113.6 -> 458,137.6 arrives
        repl 458,137.6 -> 478,113.6 arrives
        repl 441,113.6 -> 455,149.6 lost
        bar write 102+6 at 65.6 70
        bar read 270+6 at 185.6 70
        bar write 438+6 at 65.6 45
        bar read 606+6 at 185.6 70: stale bad
        70 at 110,109.6
        70 at 127,133.6
        70 at 138,157.6
        45 at 446,109.6
        45 at 463,133.6
        track Answered 96 %"#]]
    .assert_eq(&text(&d));
}

#[test]
fn many_paths_are_merged_and_none_is_lost_count_of() {
    let staged = fixture::staged();
    let mut scene = fixture::scene(3_000_000, 3_000_000);
    let one = scene.flights[0].clone();
    for i in 0..1000 {
        let sent = i * 2_500;
        scene.flights.push(session::wire::Flight { name: i, sent, arrives: sent + 90_000, ..one.clone() });
    }
    let d = lay(&staged, &scene, WIDE, 4_000_000, None);
    assert!(d.paths.len() < 400, "{}", d.paths.len());
    assert_eq!(d.paths.iter().map(|p| p.count).sum::<usize>(), scene.flights.len());
}

/// The run with C's clock 300 ms ahead from 1 s on, B paused, and A down for a while.
fn troubled() -> Scene {
    let mut s = fixture::scene(2_950_000, 2_950_000);
    s.clocks = vec![ClockBend { node: 2, at: 1_000_000, offset_us: 300_000, drift_ppm: 0 }];
    let spell = |kind: &str, from, to, note: &str| session::wire::Spell {
        node: 1,
        kind: kind.into(),
        from,
        to,
        note: note.into(),
    };
    s.spells = vec![
        spell("pause", 1_200_000, 1_700_000, ""),
        spell("slow", 2_500_000, u64::MAX, "10x"),
        spell("isolate", 0, 9, ""),
    ];
    s.downs = vec![(0, 2_300_000, 2_600_000), (0, 2_800_000, u64::MAX)];
    s
}

fn trouble_only(d: &Diagram) -> String {
    let dull = ["tick", "flag", "track"];
    text(d).lines().filter(|l| !dull.iter().any(|w| l.starts_with(w))).collect::<Vec<_>>().join("\n")
}

#[test]
fn crashes_spells_and_clocks() {
    let d = lay(&fixture::staged(), &troubled(), WIDE, 4_000_000, None);
    expect![[r#"
        1680 x 244, lanes [113.6, 137.6, 161.6, 65.6, 89.6, 185.6]
        band 420..620 Some((149.6, 197.6)) lines [149.6]
        repl 105,113.6 -> 122,137.6 arrives
        repl 122,137.6 -> 142,113.6 arrives
        repl 105,113.6 -> 133,161.6 arrives
        repl 133,161.6 -> 152,113.6 arrives
        repl 441,113.6 -> 458,137.6 arrives
        repl 458,137.6 -> 478,113.6 arrives
        repl 441,113.6 -> 455,149.6 lost
        bar write 102+6 at 65.6 70
        bar read 270+6 at 185.6 70
        bar write 438+6 at 65.6 45
        bar read 606+6 at 185.6 70: stale bad
        70 at 110,109.6
        70 at 127,133.6
        70 at 138,157.6
        45 at 446,109.6
        45 at 463,133.6
        down 483..546 at 113.6 up
        down 588..620 at 113.6
        paused 252..357 at 137.6
        slow 10x 525..620 at 137.6
        clock of 2 at 161.6 off [(210.0, 619.5)], marks 252 357 462 567"#]]
    .assert_eq(&trouble_only(&d));
}

#[test]
fn the_same_run_with_each_lane_by_its_own_clock() {
    let d = lay(&fixture::staged(), &troubled(), WIDE, 4_000_000, Some(2_200_000));
    expect![[r#"
        1680 x 244, lanes [113.6, 137.6, 161.6, 65.6, 89.6, 185.6]
        repl 105,113.6 -> 122,137.6 arrives
        repl 122,137.6 -> 142,113.6 arrives
        repl 105,113.6 -> 133,161.6 arrives
        repl 133,161.6 -> 152,113.6 arrives
        repl 441,113.6 -> 458,137.6 arrives
        repl 458,137.6 -> 462,133.3 flies
        repl 441,113.6 -> 486,137.6 lost
        bar write 102+6 at 65.6 70
        bar read 270+6 at 185.6 70
        bar write 438+6 at 65.6 45
        paused 252..357 at 137.6"#]]
    .assert_eq(&trouble_only(&d));
}

#[test]
fn a_message_that_arrives_before_it_was_sent_says_what_both_clocks_show() {
    let mut scene = fixture::scene(2_950_000, 2_950_000);
    scene.clocks = vec![ClockBend { node: 0, at: 0, offset_us: 300_000, drift_ppm: 0 }];
    let lines = |own| trouble_only(&lay(&fixture::staged(), &scene, WIDE, 4_000_000, own));
    let back = lines(Some(2_200_000));
    let said: Vec<&str> = back.lines().filter(|l| l.contains("sent at")).collect();
    expect![[r#"
        repl 168,113.6 -> 122,137.6 arrives, sent at 800 there at 583
        repl 168,113.6 -> 133,161.6 arrives, sent at 800 there at 631
        repl 504,113.6 -> 458,137.6 arrives, sent at 2400 there at 2183"#]]
    .assert_eq(&said.join("\n"));
    assert!(!lines(None).contains("sent at"), "in true time nothing arrives before it was sent");
}

#[test]
fn lanes_at_a_low_window_are_as_high_as_the_page_left_room_for() {
    // 35 % of 768 pixels, less the header and its line: nothing moves when the diagram comes.
    let dims = Dims { row: 19.0, track: 26.0, ..WIDE };
    let mut staged = fixture::staged();
    staged.charts.push(staged.charts[0].clone());
    let d = lay(&staged, &fixture::scene(2_950_000, 2_950_000), dims, 4_000_000, None);
    assert!((d.h - 229.7).abs() < 0.5, "{}", d.h);
}

#[test]
fn what_a_check_has_marked_has_room_before_its_neighbours() {
    let mut scene = fixture::scene(2_950_000, 2_950_000);
    let marked = scene.ops.iter().position(|o| !o.mark.is_empty()).unwrap();
    let near = session::wire::OpBar {
        called: 2_895_000,
        returned: 2_895_000,
        mark: String::new(),
        ..scene.ops[marked].clone()
    };
    scene.ops.insert(marked, near);
    let d = lay(&fixture::staged(), &scene, WIDE, 4_000_000, None);
    let said = |called| d.bars.iter().find(|b| b.op.1 == called).and_then(|b| Some(b.short.clone()?.0));
    assert_eq!([said(2_895_000), said(2_900_000)], [None, Some("70: stale".to_string())]);
}

#[test]
fn of_more_lanes_than_fourteen_some_are_seen_and_paths_end_at_the_edge() {
    let mut staged = fixture::cluster(5);
    for i in 0..10 {
        staged.lanes.push(staged.nodes.len() as u16);
        staged.nodes.push(session::wire::NodeInfo { name: format!("n{i}"), ..staged.nodes[0].clone() });
    }
    let mut scene = Scene { frontier: 3_000_000, window: (0, 4_000_000), ..Scene::default() };
    let flight = |name, from, to| session::wire::Flight {
        name,
        from,
        to,
        sent: 0,
        arrives: 1_000_000,
        ..session::wire::Flight::default()
    };
    let (top, low) = (staged.lanes[0], staged.lanes[19]);
    scene.flights =
        vec![flight(1, staged.lanes[1], staged.lanes[2]), flight(2, top, low), flight(3, staged.lanes[17], low)];
    let d = lay(&staged, &scene, WIDE, 4_000_000, None);
    assert_eq!(d.y.iter().filter(|y| d.sees(**y)).count(), LANES);
    expect![[r#"
        840 x 436, lanes [161.6, 185.6, 209.6, 233.6, 257.6, 65.6, 89.6, 113.6, 137.6, 281.6, 305.6, 329.6, 353.6, 377.6, 401.6, 425.6, 449.6, 473.6, 497.6, 521.6]
        repl 0,89.6 -> 210,113.6 arrives
        repl 0,65.6 -> 149,389.6 flies"#]].assert_eq(&trouble_only(&d));
    let d = lay(&staged, &scene, Dims { first: 99, ..WIDE }, 4_000_000, None);
    expect![[r#"
        840 x 436, lanes [17.599999999999994, 41.599999999999994, 65.6, 89.6, 113.6, -78.4, -54.400000000000006, -30.400000000000006, -6.400000000000006, 137.6, 161.6, 185.6, 209.6, 233.6, 257.6, 281.6, 305.6, 329.6, 353.6, 377.6]
        repl 61,53.6 -> 210,377.6 arrives
        repl 0,329.6 -> 210,377.6 arrives"#]].assert_eq(&trouble_only(&d));
}

#[test]
fn a_lane_says_the_same_failure_once_in_a_while_and_a_crowd_has_fewer_lanes() {
    let mut staged = fixture::staged();
    let mut scene = fixture::scene(2_950_000, 2_950_000);
    let one = scene.ops[0].clone();
    let refused = |i: u64| session::wire::OpBar {
        called: i * 200_000,
        returned: i * 200_000 + 50_000,
        short: if i == 4 { "no answer" } else { "refused" }.into(),
        outcome: Outcome::Failed,
        ..one.clone()
    };
    scene.ops = (0..12).map(refused).collect();
    let d = lay(&staged, &scene, WIDE, 4_000_000, None);
    let said: Vec<_> = d.bars.iter().filter_map(|b| Some((b.op.1 / 200_000, b.short.as_ref()?.0.as_str()))).collect();
    // Pieces of 320 px are 1.524 s here, and the last of each speaks.
    assert_eq!(said, [(4, "no answer"), (7, "refused"), (11, "refused")]);
    assert_eq!(seen(&staged, 390.0), 6);
    for i in 6..20 {
        staged.lanes.push(i);
        staged.nodes.push(session::wire::NodeInfo { name: format!("c{i}"), ..staged.nodes[3].clone() });
    }
    assert_eq!([seen(&staged, 1000.0), seen(&staged, 390.0)], [CROWDED, CROWDED / 2]);
}

#[test]
fn ten_thousand_messages_are_bands_with_their_number() {
    let staged = fixture::staged();
    let mut scene = fixture::scene(3_000_000, 3_000_000);
    let one = scene.flights[0].clone();
    scene.flights = (0..2_000)
        .map(|i| session::wire::Flight {
            name: i,
            sent: 2_000_000 + i * 400,
            arrives: 2_090_000 + i * 400,
            ..one.clone()
        })
        .collect();
    (scene.crowded, scene.near, scene.slice) = (true, (2_000_000, 2_890_000), 10_000);
    let stream = |slice| session::wire::Stream { slice, from: 0, to: 1, kind: 0, sent: 40, lost: 4 };
    scene.streams = (0..300).map(stream).collect();
    let d = lay(&staged, &scene, WIDE, 4_000_000, None);
    assert!(d.paths.len() < 400, "{}", d.paths.len());
    let told: usize = d.paths.iter().map(|p| p.count).sum();
    assert_eq!(told, 2_000 + 40 * (200 + 10), "one by one near the playhead, counted elsewhere");
}

#[test]
fn the_nearest_event_is_found() {
    let (staged, scene) = (fixture::staged(), fixture::scene(2_950_000, 2_950_000));
    let d = lay(&staged, &scene, WIDE, 4_000_000, None);
    let at = pt(d.scale.x(2_900_000) + 3.0, d.y[5] - 4.0);
    assert_eq!(near(&scene, &d, at), Some(crate::stage::cone::Event { node: 5, at: 2_900_000 }));
    assert_eq!(near(&scene, &d, pt(d.scale.x(1_900_000), d.y[1])), None);
}

#[test]
fn spans_are_round() {
    let spans = [4_550_000.0, 1_100_000.0, 35_000.0].map(|us| round(us) as u64);
    assert_eq!(spans, [5_000_000, 2_000_000, 50_000]);
}
