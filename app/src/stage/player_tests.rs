//! The player against scenes that a small engine hands out as it is asked.

use super::*;
use crate::stage::fixture;

/// Plays with an engine that answers a frame later; says where and when it stopped, and after how many looks.
struct Bench {
    player: Player,
    scene: Scene,
    asked: Option<Look>,
    looks: usize,
    wall: f64,
    ends: Us,
    worst: f64,
}

impl Bench {
    fn new(ends: Us) -> Self {
        let scene = engine(0, 0, ends);
        let mut player = Player::new(0.0);
        player.arrived(&scene, 130_000, true);
        Self { player, scene, asked: None, looks: 0, wall: 0.0, ends, worst: 0.0 }
    }

    fn frame(&mut self, beats: &[(Us, String)]) -> Option<Why> {
        if let Some(look) = self.asked.take() {
            self.scene = engine(look.at, look.until.max(self.scene.frontier), self.ends);
            self.player.arrived(&self.scene, 130_000, false);
            self.looks += 1;
        }
        let window = (0, 5_000_000);
        let run = Run { scene: &self.scene, pace: 130_000, length: 20_000_000, beats, window };
        let before = self.player.t;
        let tick = self.player.tick(1.0 / 60.0, &run);
        let resting = self.player.rests.iter().any(|(a, b)| before + 3_000.0 >= *a && before < *b);
        if self.player.playing && !resting {
            self.worst = self.worst.max(self.player.t - before);
        }
        self.wall += 1.0 / 60.0;
        self.asked = tick.wants.or(self.asked);
        assert!(self.player.t <= self.scene.frontier as f64, "never beyond what was simulated");
        tick.stop
    }

    fn frames(&mut self, n: usize) {
        for _ in 0..n {
            let _ = self.frame(&[]);
        }
    }

    fn play(&mut self, beats: &[(Us, String)]) -> (Why, Us) {
        self.player.playing = true;
        for _ in 0..60 * 120 {
            if let Some(why) = self.frame(beats) {
                return (why, self.player.at());
            }
        }
        panic!("no stop after 2 min at {}", self.player.t);
    }
}

fn engine(at: Us, until: Us, ends: Us) -> Scene {
    let mut s = fixture::scene(at.min(ends), until.min(ends));
    s.quiet = s.quiet.iter().filter(|q| q.0 < s.frontier).map(|q| (q.0, q.1.min(s.frontier))).collect();
    s.ended = (until >= ends).then(|| "its length".into());
    s
}

#[test]
fn stops_at_the_witness_then_goes_on_to_the_end() {
    let mut b = Bench::new(3_500_000);
    assert_eq!(b.play(&[]), (Why::Witness, 2_900_000));
    assert!((4.0..12.0).contains(&b.wall), "watched {} s", b.wall);
    assert!(b.looks < 120, "{} looks", b.looks);
    assert_eq!(b.play(&[]), (Why::End, 3_500_000));
}

#[test]
fn moves_evenly_outside_quiet_stretches() {
    let mut b = Bench::new(2_000_000);
    b.play(&[]);
    assert!(b.worst < 130_000.0 / 60.0 * 1.05, "{}", b.worst);
}

#[test]
fn stops_at_each_beat_once() {
    let beats = vec![(0, "start".to_string()), (700_000, "one".into()), (1_400_000, "two".into())];
    let mut b = Bench::new(2_000_000);
    assert_eq!(b.play(&beats), (Why::Beat(0), 0));
    assert_eq!(b.play(&beats), (Why::Beat(1), 700_000));
    assert_eq!(b.play(&beats), (Why::Beat(2), 1_400_000));
    assert_eq!(b.play(&beats), (Why::End, 2_000_000));
    b.player.seek(0.0);
    assert_eq!(b.play(&beats), (Why::End, 2_000_000));
}

#[test]
fn steps_wait_for_their_scene() {
    let mut b = Bench::new(3_500_000);
    let mut seen = Vec::new();
    for _ in 0..3 {
        b.player.step(true);
        b.frames(20);
        seen.push(b.player.at());
    }
    b.player.step(false);
    b.frames(20);
    seen.push(b.player.at());
    assert_eq!(seen, [500_000, 583_000, 631_000, 583_000]);
}

#[test]
fn a_far_step_goes_where_nothing_was_shown_yet_and_stops_at_the_witness() {
    let mut b = Bench::new(3_500_000);
    let mut seen = Vec::new();
    for by in [100_000, 100_000, 2_600_000, 200_000, 2_000_000, 100_000] {
        b.player.on(by);
        b.frames(20);
        seen.push(b.player.at());
    }
    assert_eq!(seen, [100_000, 200_000, 2_800_000, 2_900_000, 3_500_000, 3_500_000]);
}

#[test]
fn asks_for_nothing_while_it_rests() {
    let mut b = Bench::new(3_500_000);
    b.frames(30);
    let looks = b.looks;
    b.frames(60);
    assert_eq!(b.looks, looks);
}

#[test]
fn an_act_holds_the_clock_until_its_scene_is_there() {
    let mut b = Bench::new(3_500_000);
    b.player.playing = true;
    b.frames(30);
    b.asked = None;
    b.player.hold(b.player.at());
    let t = b.player.t;
    b.frames(30);
    assert_eq!(b.player.at(), t.round() as Us);
    b.player.arrived(&b.scene.clone(), 130_000, false);
    b.frames(30);
    assert!(b.player.t > t);
}

#[test]
fn acts_happen_at_instants_that_read_well() {
    let mut p = Player::new(1_733_314.0);
    assert_eq!(p.act_at(130_000, false), 1_734_000);
    assert_eq!(p.act_at(5_000, true), 1_733_320);
    p.t = 2_100_000.0;
    assert_eq!(p.act_at(130_000, false), 2_100_000);
}
