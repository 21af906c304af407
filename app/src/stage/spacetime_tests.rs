//! A golden text of the diagram: the CAP run, cut at 2 s.

use expect_test::expect;

use super::*;
use crate::stage::axis::round;
use crate::stage::cone::near;
use crate::stage::fixture;

const WIDE: Dims = Dims { w: 1000.0, left: 82.0, right: 78.0, row: 24.0, track: 30.0 };

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
        format!("{} {:.0},{:.1} -> {:.0},{:.1} {end}", p.look.word(), p.from.x, p.from.y, p.to.x, p.to.y)
    }));
    out.extend(d.bars.iter().map(|b| {
        let short = b.short.as_ref().map_or("-", |s| s.0.as_str());
        format!("bar {} {:.0}+{:.0} at {:.1} {short}{}", b.look.word(), b.x, b.w, b.y, if b.bad { " bad" } else { "" })
    }));
    out.extend(d.tracks.iter().map(|t| format!("track {} {}", t.name, t.now)));
    out.join("\n")
}

#[test]
fn the_cap_run() {
    let d = lay(&fixture::staged(), &fixture::scene(2_950_000, 2_950_000), WIDE, 4_000_000);
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
        bar read 606+6 at 185.6 70 stale bad
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
    let d = lay(&staged, &scene, WIDE, 4_000_000);
    assert!(d.paths.len() < 400, "{}", d.paths.len());
    assert_eq!(d.paths.iter().map(|p| p.count).sum::<usize>(), scene.flights.len());
}

#[test]
fn the_nearest_event_is_found() {
    let (staged, scene) = (fixture::staged(), fixture::scene(2_950_000, 2_950_000));
    let d = lay(&staged, &scene, WIDE, 4_000_000);
    let at = pt(d.scale.x(2_900_000) + 3.0, d.y[5] - 4.0);
    assert_eq!(near(&scene, &d, at), Some(crate::stage::cone::Event { node: 5, at: 2_900_000 }));
    assert_eq!(near(&scene, &d, pt(d.scale.x(1_900_000), d.y[1])), None);
}

#[test]
fn spans_are_round() {
    let spans = [4_550_000.0, 1_100_000.0, 35_000.0].map(|us| round(us) as u64);
    assert_eq!(spans, [5_000_000, 2_000_000, 50_000]);
}
