//! Flooding: who tells whom, how many messages that takes, and how far it is.

use expect_test::expect;
use sim_core::time::Duration;

use crate::groups::{Servers, measured, rows};

fn nodes(n: usize, settings: &str) -> Servers {
    let names: Vec<String> = (0..n).map(|i| format!("n{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Servers::new("flood", &names, settings).with("ann", "n0").long(Duration::secs(1))
}

#[test]
fn a_line_passes_it_on_and_sends_back_where_it_is_told_to() {
    let told = |settings| rows(&nodes(3, settings).play(1, "at 100ms ask ann broadcast 7"), 100_001, 1_000_000);
    expect![[r#"
        0.110000  arrive   n0 -> n1     rumour 7
        0.110000  shows    n1           heard 1, last 7, hops 1
        0.110000  send     n1 -> n2     rumour 7
        0.120000  arrive   n1 -> n2     rumour 7
        0.120000  shows    n2           heard 1, last 7, hops 2
    "#]]
    .assert_eq(&told("topology = line"));
    expect![[r#"
        0.110000  arrive   n0 -> n1     rumour 7
        0.110000  shows    n1           heard 1, last 7, hops 1
        0.110000  send     n1 -> n0     rumour 7
        0.110000  send     n1 -> n2     rumour 7
        0.120000  arrive   n1 -> n2     rumour 7
        0.120000  shows    n2           heard 1, last 7, hops 2
        0.120000  send     n2 -> n1     rumour 7
        0.120000  arrive   n1 -> n0     rumour 7
        0.130000  arrive   n2 -> n1     rumour 7
    "#]]
    .assert_eq(&told("topology = line; back = true"));
}

/// The sum of all degrees, and one less for each node but the first where nobody sends back.
#[test]
fn a_broadcast_takes_as_many_messages_as_there_are_ends_of_links() {
    for (n, topology, back, without) in
        [(25, "grid", 80, 56), (5, "grid", 10, 6), (25, "line", 48, 24), (25, "tree", 48, 24), (25, "full", 600, 576)]
    {
        for (flag, messages) in [("true", back), ("false", without)] {
            let world = nodes(n, &format!("topology = {topology}; back = {flag}"));
            let world = world.play(1, "at 100ms ask ann broadcast 7\nat 500ms ask ann read at n4");
            // The client's own two answers are messages of the servers as well.
            assert_eq!(
                measured(&world, "messages", &[("node", "all")]),
                (messages + 2).to_string(),
                "{n} {topology} {flag}"
            );
            assert!(world.text().contains("read = ok 1"), "{topology}");
        }
    }
}

#[test]
fn what_a_cut_swallows_is_missing_behind_it_and_another_topology_goes_round() {
    let reads = "at 100ms ask ann broadcast 7\nat 500ms ask ann read at n2";
    let cut = format!("at 50ms cut n0-n1\n{reads}");
    assert!(nodes(3, "topology = line").play(1, &cut).text().contains("read = ok 0"));
    let changed = format!("at 60ms set all.topology full\n{cut}");
    assert!(nodes(3, "topology = line").play(1, &changed).text().contains("read = ok 1"));
}
