//! The inspector as text.

use expect_test::expect;

use super::*;
use crate::stage::fixture;

#[test]
fn only_the_acts_of_the_step_are_offered() {
    let (staged, scene) = (fixture::staged(), fixture::scene(2_120_000, 2_200_000));
    let tools: Vec<String> = ["cut", "slow", "delay"].map(ToString::to_string).to_vec();
    let flight = scene.flights.iter().find(|f| f.sent == 2_100_000).unwrap().name;
    let mut said = Vec::new();
    for target in
        [Target::Node(2), Target::Node(3), Target::Link(0), Target::Link(1), Target::Flight(flight), Target::Fault(0)]
    {
        let i = inspect(&staged, &scene, &tools, (target, 0), 2_120_000);
        said.push(i.title);
        said.extend(i.facts.iter().map(|(a, b)| format!("  {a}: {b}")));
        said.extend(i.acts.iter().map(|a| format!("  [{}] {}", a.say, a.lines.join(", then "))));
        said.extend(i.fields.iter().map(|f| format!("  ({}) {:?}", f.label, f.made(&f.start).unwrap())));
    }
    expect![[r#"
        C, replica
          state: up
          balance: 70
          last heard: A, 1489 ms ago
          [Isolate] isolate c
          [Heal] heal cut
          (Slow by) Now("slow c by 300ms")
        Ann, client
          beside: A
          last: write balance 45, done
          called: 2.100 s
        Link A to B
          latency: 50ms..150ms
          in flight: 1
          [Cut] cut a-b
          [Hold messages] hold a-b
          (Slow by) Now("slow a-b by 1s")
          (Latency) Now("set a-b.latency 100ms")
        Link A to C
          latency: 50ms..150ms
          in flight: 1
          state: cut
          [Heal] heal cut
          [Hold messages] hold a-c
          (Slow by) Now("slow a-c by 1s")
          (Latency) Now("set a-c.latency 100ms")
        store balance 45
          way: A to B
          sent: 2.100 s
          state: under way
          (Delay by) Now("delay ~8931655d by 300ms")
        Partition
          links: a-c, b-c
          cut off: C, Cy
          since: 2.000 s
          [Heal] heal cut
          [One way: only to C, Cy] heal cut, then cut a->c b->c
          [One way: only from C, Cy] heal cut, then cut c->a c->b
          (Heal at) At(2700000, "heal cut")"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn where_faults_are_locked_nothing_is_offered() {
    let (staged, scene) = (fixture::staged(), fixture::scene(2_120_000, 2_200_000));
    for target in [Target::Node(2), Target::Link(1), Target::Fault(0)] {
        let i = inspect(&staged, &scene, &[], (target, 0), 2_120_000);
        assert!(i.acts.is_empty() && i.fields.is_empty() && !i.facts.is_empty());
    }
}

#[test]
fn a_clock_is_first_set_by_as_much_as_messages_take_here() {
    let (mut staged, scene) = (fixture::staged(), fixture::scene(2_120_000, 2_200_000));
    let mut start = |pace| {
        staged.pace = pace;
        let i = inspect(&staged, &scene, &["skew".to_string()], (Target::Node(2), 0), 2_120_000);
        i.fields[0].start.clone()
    };
    assert_eq!([130_000, 15_000, 3_000].map(&mut start), ["300ms", "30ms", "3ms"]);
}
