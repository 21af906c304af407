//! The worlds of an act: what lies over what, and what a seed draws.

use expect_test::expect;
use lessons::worlds::{self, Setting};

use crate::dump;
use crate::fixture::{cap, joined, lines, retries};

#[test]
fn repair_lies_over_the_quiet_world() {
    let act = cap().act();
    let quiet = worlds::quiet(&act.world);
    assert!(quiet.acts.is_empty() && quiet.length.to_string() == "20s");
    let repair = worlds::repair(&act.world, None);
    expect![[r#"
        seed 5dd length 35s
        group replicas register [a b c] mode=any; R=1; W=1; init=100
        group people client [ann@a bo@b cy@c] timeout=2s; mix=40% write balance next, 60% read balance
          at 500ms ask ann write balance 70
          every 1.6s from 2.1s ask ann write balance next
          every 1.6s from 1.3s ask cy read balance
        links [("latency", "50ms..150ms")]
        link a-c [("loss", "1%")]
        act at 0s set people.load closed 5ms..100ms
        act at 0s set links.latency mix 80% 5ms..15ms, 20% 150ms..400ms
        act cut: at 10s isolate c for 15s
    "#]]
    .assert_eq(&dump::scenario(&repair));
}

#[test]
fn a_sealed_draw_takes_the_place_of_the_line_of_its_label() {
    let act = cap().act();
    let cut = |n| worlds::sealed(&act.world, "cap", "", n, None).acts[2].to_string();
    let all: Vec<String> = (1..=20).map(cut).collect();
    expect![[r#"
        cut: at 7.49s isolate c for 15s
        cut: at 10.39s isolate c for 15s
        cut: at 11.158s isolate c for 15s
    "#]]
    .assert_eq(&joined(&all[..3]));
    assert_eq!(all, (1..=20).map(cut).collect::<Vec<_>>(), "a seed draws the same each time");
    assert!(all.iter().collect::<std::collections::BTreeSet<_>>().len() > 18, "and another seed something else");
    let seeds = |lesson, part| worlds::sealed(&act.world, lesson, part, 1, None).seed;
    assert!(seeds("cap", "") != seeds("cap", "b") && seeds("cap", "") != seeds("retries", ""));
}

#[test]
fn each_world_has_its_own_lines_and_draws() {
    let act = retries().act();
    let lines_of = |scenario: sim_core::scenario::Scenario| joined(&scenario.acts);
    expect![[r#"
        at 0s set people.load poisson 10/s
        out: at 5s set db.error-rate 100% for 10s
    "#]]
    .assert_eq(&lines_of(worlds::repair(&act.world, Some("outage"))));
    expect![[r#"
        at 0s set people.load poisson 10/s
        at 0s set db.error-rate 10%
        at 0s set people.load poisson 100/s
        at 39s pause db for 1ms
    "#]]
    .assert_eq(&lines_of(worlds::repair(&act.world, Some("transient"))));
    expect![[r#"
        at 0s set people.load poisson 10/s
        at 0s set db.error-rate 10.81%
        at 0s set people.load poisson 94/s
        at 39s pause svc for 1ms
    "#]]
    .assert_eq(&lines_of(worlds::sealed(&act.world, "retries", "b", 3, Some("transient"))));
}

#[test]
fn a_challenge_lies_over_repair_or_over_the_quiet_world() {
    let cap = cap().act();
    let challenge = worlds::challenge(&cap.world, None, None);
    assert_eq!(challenge.groups[0].nodes.len(), 5);
    assert_eq!(challenge.groups[0].settings[0], ("mode".into(), "quorum".into()));
    assert_eq!(challenge.acts.len(), 3);
    let sealed = worlds::challenge(&cap.world, None, Some(("cap", "", 4)));
    assert_eq!(sealed.seed, worlds::sealed(&cap.world, "cap", "", 4, None).seed);
    assert_ne!(sealed.acts[2], challenge.acts[2], "the cut is drawn");
    let retries = retries().act();
    let hole = worlds::challenge(&retries.world, Some("outage"), None);
    assert_eq!(joined(&hole.acts), "hole: at 5s cut svc->db\n");
}

#[test]
fn a_knob_is_its_lines() {
    let cap = cap().act();
    let retries = retries().act();
    let spelled = |act: &lessons::model::Act, name: &str, setting| -> Vec<String> {
        let knob = act.world.knobs.iter().find(|knob| knob.name == name).unwrap();
        worlds::knob_lines(knob, &setting).iter().map(ToString::to_string).collect()
    };
    assert_eq!(spelled(&cap, "R", Setting::Whole(2)), ["at 0s set replicas.R 2"]);
    assert_eq!(spelled(&cap, "mode", Setting::Choice(1)), ["at 0s set replicas.mode quorum"]);
    assert_eq!(spelled(&cap, "where", Setting::Choice(1)), ["cut: at 10s isolate d e for 15s"]);
    assert_eq!(spelled(&retries, "errors", Setting::Share(0.335)), ["at 0s set db.error-rate 33.5%"]);
    let span = Setting::Span(sim_core::time::Duration::ms(350));
    assert_eq!(spelled(&retries, "tiers.svc.timeout", span), ["at 0s set svc.timeout 350ms"]);
    assert!(spelled(&cap, "R", Setting::Choice(0)).is_empty() && spelled(&cap, "mode", Setting::Choice(9)).is_empty());
}

#[test]
fn the_engine_plays_the_worlds() {
    // The registry of these tests is made by hand; with the engine's, the same act has no mistakes either.
    let fixture = cap();
    let (_, found) = lessons::read_act(&fixture.files(), &sim_core::registry::Registry::engine());
    assert!(found.is_empty(), "{}", lines(&found));
}

#[test]
fn a_line_of_the_challenge_names_what_its_own_world_has() {
    let mut fixture = retries().with("base = \"quiet\"", "base = \"repair\"");
    fixture = fixture.with("keep: one-place\n", "outage: success(after = out.end) >= 95%\n");
    fixture.act();
    let (_, found) = fixture.with("outage: success(after = out", "transient: success(after = out").read();
    let [mistake] = &found[..] else { panic!("{}", lines(&found)) };
    assert!(mistake.to_string().contains("`out` is not the label of an act in this world"), "{mistake}");
}

#[test]
fn a_number_after_a_star_makes_so_many_nodes() {
    let act = retries().with("nodes = { users = \"web\" }", "nodes = { \"u*3\" = \"web\" }");
    let act = act
        .with("ask users call", "ask u*3 call")
        .with("users = [0, 0.5]", "u1 = [0, 0.3]\nu2 = [0, 0.5]\nu3 = [0, 0.7]")
        .with("latency = \"5ms\"\n", "latency = \"5ms\"\n\"u*3-web\" = { latency = \"1ms\" }\n")
        .act();
    let people = act.world.scenario.groups.last().unwrap();
    let names: Vec<&str> = people.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["u1", "u2", "u3"]);
    let asked: Vec<String> = people.script.iter().map(|line| line.act.to_string()).collect();
    assert_eq!(asked, ["ask u1 call", "ask u2 call", "ask u3 call"]);
    let links: Vec<&str> = act.world.scenario.own_links.iter().map(|(link, _)| link.a.as_str()).collect();
    assert_eq!(links, names);
    assert!(people.nodes.iter().all(|node| node.beside.as_deref() == Some("web")));
}

#[test]
fn a_selector_names_a_request_and_its_answer_by_the_operation() {
    let witness = "[\"at 500ms set db.error-rate 100%\"]";
    retries().with(witness, "[\"at 500ms drop next call from db to svc\"]").act();
    let (_, found) = retries().with(witness, "[\"at 500ms drop next coll from db to svc\"]").read();
    assert!(
        joined(&found).contains("`coll` is not a kind of message here; did you mean `call`?"),
        "{}",
        joined(&found)
    );
}

#[test]
fn a_table_has_a_cell_where_its_row_has_the_setting() {
    let cells = |rows: &str, columns: &str| {
        let old = (r#"rows = ["web", "api", "svc"]"#, "attempts = \"1..5\"\n");
        let act = retries().with(old.0, rows).with(old.1, columns).act();
        let knobs = act.world.knobs.iter().filter(|knob| knob.name.starts_with("tiers."));
        joined(&knobs.map(|knob| knob.name.clone()).collect::<Vec<_>>())
    };
    expect![[r#"
        tiers.web.attempts
        tiers.web.timeout
        tiers.people.timeout
    "#]]
    .assert_eq(&cells(r#"rows = ["web", "people"]"#, "attempts = \"1..5\"\n"));
}
