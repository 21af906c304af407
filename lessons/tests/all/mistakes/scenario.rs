//! Mistakes in `scenario.toml`.

use expect_test::{Expect, expect};

use super::mistake;
use crate::fixture::cap;

#[test]
fn the_quiet_world() {
    let mistake = |from, to, told: Expect| mistake(cap(), from, to, &told);
    mistake(
        r#"length = "20s"
pace = "130ms/s""#,
        r#"length = "20"
pace = "130ms/s""#,
        expect![[r#"
            scenario.toml:3:11: `20` has no unit; write 20us, 20ms or 20s
        "#]],
    );
    mistake(
        r#"title = "Three replicas of one balance""#,
        r#"titel = "Three replicas of one balance""#,
        expect![[r#"
        scenario.toml:1:1: scenario.toml has no `title`; write title = "…"
        scenario.toml:1:1: `titel` is not a key of scenario.toml; did you mean `title`?
    "#]],
    );
    mistake(
        r#"pace = "130ms/s""#,
        r#"pace = "130ms""#,
        expect![[r#"
        scenario.toml:4:9: `130ms` is not a pace; write virtual time for a second, such as 130ms/s
    "#]],
    );
    mistake(
        "seed = 1501",
        r#"seed = "1501""#,
        expect![[r#"
        scenario.toml:2:8: `seed` is a whole number, 0 or larger
    "#]],
    );
    mistake(
        "seed = 1501\n",
        "seed = = 1501\n",
        expect![[r#"
        scenario.toml:2:8: extra `=`
    "#]],
    );
    mistake(
        r#"protocol = "register""#,
        r#"protocol = "registre""#,
        expect![[r#"
        scenario.toml:9:13: `registre` is not a protocol; did you mean `register`?
    "#]],
    );
    mistake(
        "init = 100",
        "inti = 100",
        expect![[r#"
        scenario.toml:14:1: `inti` is not a setting of `register`; did you mean `init`?
    "#]],
    );
    mistake(
        "R = 1\n",
        "R = 9\n",
        expect![[r#"
        scenario.toml:12:5: `R` is a whole number from 1 to 5, not `9`
    "#]],
    );
    mistake(
        r#"mode = "any""#,
        r#"mode = "quorom""#,
        expect![[r#"
        scenario.toml:11:9: `mode` is one of any, quorum, not `quorom`; did you mean `quorum`?
    "#]],
    );
    mistake(
        r#"nodes = { ann = "a", bo = "b", cy = "c" }"#,
        r#"nodes = { ann = "a", bo = "b", cy = "x" }"#,
        expect![[r#"
            scenario.toml:18:38: `x` is not a server; there are `a`, `b` and `c`
        "#]],
    );
    mistake(
        r#"nodes = { ann = "a", bo = "b", cy = "c" }"#,
        r#"nodes = ["ann", "bo", "cy"]"#,
        expect![[r#"
        scenario.toml:18:1: each client stands beside a server; write nodes = { ann = "a" }
    "#]],
    );
    mistake(
        r#"nodes = ["a", "b", "c"]"#,
        r#"nodes = ["a", "b", "b"]"#,
        expect![[r#"
        scenario.toml:10:21: there are two nodes `b`
        scenario.toml:18:38: `c` is not a server; there are `a` and `b`
        scenario.toml:64:24: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        scenario.toml:70:10: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:9:29: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:14:27: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:21:23: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:43:89: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
    "#]],
    );
    mistake(
        r#"nodes = ["a", "b", "c"]"#,
        r#"nodes = ["a", "b-c", "c"]"#,
        expect![[r#"
        scenario.toml:10:16: `b-c` is not a node's name; names have letters, digits and `_`
        scenario.toml:18:28: `b` is not a server; there are `a`, `b-c` and `c`
        runs.toml:14:29: `b` is not a node; there are `a`, `ann`, `b-c`, `bo`, `c` and `cy`
    "#]],
    );
    mistake(
        r#""at 0.5s ask ann write balance 70""#,
        r#""at 0.5 ask ann write balance 70""#,
        expect![[r#"
        scenario.toml:21:7: `0.5` has no unit; write 0.5us, 0.5ms or 0.5s
    "#]],
    );
    mistake(
        r#""at 0.5s ask ann write balance 70""#,
        r#""at 0.5s ask ann writ balance 70""#,
        expect![[r#"
        scenario.toml:21:20: `writ` is not an operation of `register`; did you mean `write`?
    "#]],
    );
    mistake(
        r#""at 0.5s ask ann write balance 70""#,
        r#""at 0.5s ask ann write 70""#,
        expect![[r#"
        scenario.toml:21:20: `write` needs a key
    "#]],
    );
    mistake(
        r#""at 0.5s ask ann write balance 70""#,
        r#""at 0.5s ask di write balance 70""#,
        expect![[r#"
        scenario.toml:21:16: `di` is not a client of this group; there are `ann`, `bo` and `cy`
    "#]],
    );
    mistake(
        r#""at 0.5s ask ann write balance 70""#,
        r#""at 0.5s crash a""#,
        expect![[r#"
        scenario.toml:21:4: a group's script only asks its clients; other lines stand in the scenario's own acts, before the first table
    "#]],
    );
    mistake(
        r#""at 0.5s ask ann write balance 70""#,
        r#""at 25s ask ann write balance 70""#,
        expect![[r#"
        scenario.toml:21:7: the run ends at 20s, before this line happens at 25s
    "#]],
    );
    mistake(
        r#""60% read balance""#,
        r#""50% read balance""#,
        expect![[r#"
        scenario.toml:25:7: the shares add up to 90%, not to 100%
    "#]],
    );
    mistake(
        r#"latency = "50ms..150ms""#,
        r#"latency = "150ms..50ms""#,
        expect![[r#"
        scenario.toml:28:12: `150ms..50ms` runs backwards; write 50ms..150ms
    "#]],
    );
    mistake(
        r#""a-c" = { loss = "1%" }"#,
        r#""a-x" = { lost = "1%" }"#,
        expect![[r#"
        scenario.toml:29:3: `x` is not a node
        scenario.toml:29:11: `lost` is not a setting of `links`; did you mean `loss`?
    "#]],
    );
    mistake(
        r#"kind = "ring""#,
        r#"kind = "rong""#,
        expect![[r#"
        scenario.toml:32:9: `rong` is not a layout; did you mean `ring`?
    "#]],
    );
    mistake(
        r#"write = "withdrawal""#,
        r#"writ = "withdrawal""#,
        expect![[r#"
        scenario.toml:36:1: `writ` is not a node, a group, a kind of message, an operation or a key; did you mean `write`?
    "#]],
    );
    mistake(
        r#"tools = ["cut", "slow", "delay"]"#,
        r#"tools = ["cut", "slwo", "delay"]"#,
        expect![[r#"
        scenario.toml:5:18: `slwo` is neither a fault tool nor a knob; did you mean `slow`?
    "#]],
    );
    mistake(
        r#"charts = ["success()"]"#,
        r#"charts = ["sucess()"]"#,
        expect![[r#"
        scenario.toml:6:12: `sucess` is not a measure; did you mean `success`?
    "#]],
    );
}

#[test]
fn knobs_and_what_lies_over_it() {
    let mistake = |from, to, told: Expect| mistake(cap(), from, to, &told);
    mistake(
        r#"path = "replicas.mode""#,
        r#"path = "replica.mode""#,
        expect![[r#"
        scenario.toml:39:9: `replica` is not a group, a node or a link; did you mean `replicas`?
    "#]],
    );
    mistake(
        r#"path = "replicas.R"
range = "1..3""#,
        r#"path = "replicas.R"
range = "1..30""#,
        expect![[r#"
            scenario.toml:45:13: `R` is a whole number from 1 to 5, not `30`
        "#]],
    );
    mistake(
        r#"path = "replicas.R"
range = "1..3""#,
        r#"path = "replicas.R"
range = "3..1""#,
        expect![[r#"
            scenario.toml:45:10: `3..1` is not a range; write 1..3, 0%..10%, 100ms..10s or 100ms..10s log
        "#]],
    );
    mistake(
        r#"choices = ["any", "quorum"]"#,
        r#"choices = ["any", "quorm"]"#,
        expect![[r#"
        scenario.toml:40:20: `mode` is one of any, quorum, not `quorm`; did you mean `quorum`?
    "#]],
    );
    mistake(
        r#""at 0s set people.load closed 5ms..100ms""#,
        r#""at 0s set people.laod closed 5ms..100ms""#,
        expect![[r#"
            scenario.toml:62:21: `laod` is not a setting of `people`; did you mean `load`?
        "#]],
    );
    mistake(
        r#""at 0s set people.load closed 5ms..100ms""#,
        r#""at 0s set people.load close 5ms..100ms""#,
        expect![[r#"
            scenario.toml:62:26: `close 5ms..100ms` is not a load; write none, closed 5ms..100ms, closed exp 20ms, poisson 10/s, ramp 10/s..100/s over 20s, every 500ms or burst 100 every 10s; did you mean `closed`?
        "#]],
    );
    mistake(
        r#""cut: at 10s isolate c for 15s",
]"#,
        r#""cut: at 10s isolate f for 15s",
]"#,
        expect![[r#"
            scenario.toml:64:24: `f` is not a node; there are `a`, `ann`, `b`, `bo`, `c` and `cy`
        "#]],
    );
    mistake(
        "[repair]\nlength",
        "[repair]\nlenght",
        expect![[r#"
        scenario.toml:59:1: `lenght` is not a key of [repair]; did you mean `length`?
    "#]],
    );
    mistake(
        r#"acts = ["cut: at {t} isolate c for 15s"]"#,
        r#"acts = ["cut: at {u} isolate c for 15s"]"#,
        expect![[r#"
            scenario.toml:69:10: no line uses the draw `t`; write {t}
            scenario.toml:70:19: `u` is not drawn; there is `t`
        "#]],
    );
    mistake(
        r#"draw = { t = "5s..12s" }"#,
        r#"draw = { t = "12s..5s" }"#,
        expect![[r#"
        scenario.toml:69:15: `12s..5s` is not a range; write 5s..12s, 2..9, 8%..12%, or a list
    "#]],
    );
    mistake(
        r#"base = "repair""#,
        r#"base = "quite""#,
        expect![[r#"
        scenario.toml:73:9: `quite` is not a base; did you mean `quiet`?
    "#]],
    );
    mistake(
        "[challenge.group.people]",
        "[challenge.group.peple]",
        expect![[r#"
        scenario.toml:79:18: `peple` is not a group of the scenario; did you mean `people`?
    "#]],
    );
}
