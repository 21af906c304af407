//! One mistake at a time: what is wrong, where, and the nearest right word.

use expect_test::{Expect, expect};

use crate::fixture::{Fixture, cap, lines, retries};

fn mistake(fixture: Fixture, from: &str, to: &str, told: &Expect) {
    told.assert_eq(&lines(&fixture.with(from, to).read().1));
}

#[test]
fn mistakes_in_the_first_act_of_cap() {
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
    mistake(r#"title = "Three replicas of one balance""#, r#"titel = "Three replicas of one balance""#, expect![[r#"
        scenario.toml:1:1: scenario.toml has no `title`; write title = "…"
        scenario.toml:1:1: `titel` is not a key of scenario.toml; did you mean `title`?
    "#]]);
    mistake(r#"pace = "130ms/s""#, r#"pace = "130ms""#, expect![[r#"
        scenario.toml:4:9: `130ms` is not a pace; write virtual time for a second, such as 130ms/s
    "#]]);
    mistake("seed = 1501", r#"seed = "1501""#, expect![[r#"
        scenario.toml:2:8: `seed` is a whole number, 0 or larger
    "#]]);
    mistake("seed = 1501\n", "seed = = 1501\n", expect![[r#"
        scenario.toml:2:8: extra `=`
        scenario.toml:2:10: unexpected key or value, expected newline, `#`
    "#]]);
    mistake(r#"protocol = "register""#, r#"protocol = "registre""#, expect![[r#"
        scenario.toml:9:13: `registre` is not a protocol; did you mean `register`?
    "#]]);
    mistake("init = 100", "inti = 100", expect![[r#"
        scenario.toml:14:1: `inti` is not a setting of `register`; did you mean `init`?
    "#]]);
    mistake("R = 1\n", "R = 9\n", expect![[r#"
        scenario.toml:12:5: `R` is a whole number from 1 to 5, not `9`
    "#]]);
    mistake(r#"mode = "any""#, r#"mode = "quorom""#, expect![[r#"
        scenario.toml:11:9: `mode` is one of any, quorum, not `quorom`; did you mean `quorum`?
    "#]]);
    mistake(
        r#"nodes = { ann = "a", bo = "b", cy = "c" }"#,
        r#"nodes = { ann = "a", bo = "b", cy = "x" }"#,
        expect![[r#"
            scenario.toml:18:38: `x` is not a server; there are `a`, `b` and `c`
        "#]],
    );
    mistake(r#"nodes = { ann = "a", bo = "b", cy = "c" }"#, r#"nodes = ["ann", "bo", "cy"]"#, expect![[r#"
        scenario.toml:18:1: each client stands beside a server; write nodes = { ann = "a" }
    "#]]);
    mistake(r#"nodes = ["a", "b", "c"]"#, r#"nodes = ["a", "b", "b"]"#, expect![[r#"
        scenario.toml:10:21: there are two nodes `b`
        scenario.toml:18:38: `c` is not a server; there are `a` and `b`
        scenario.toml:64:24: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        scenario.toml:70:10: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:9:29: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:14:27: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:21:23: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
        runs.toml:43:89: `c` is not a node; there are `a`, `ann`, `b`, `bo` and `cy`
    "#]]);
    mistake(r#"nodes = ["a", "b", "c"]"#, r#"nodes = ["a", "b-c", "c"]"#, expect![[r#"
        scenario.toml:10:16: `b-c` is not a node's name; names have letters, digits and `_`
        scenario.toml:18:28: `b` is not a server; there are `a`, `b-c` and `c`
        runs.toml:14:29: `b` is not a node; there are `a`, `ann`, `b-c`, `bo`, `c` and `cy`
    "#]]);
    mistake(r#""at 0.5s ask ann write balance 70""#, r#""at 0.5 ask ann write balance 70""#, expect![[r#"
        scenario.toml:21:7: `0.5` has no unit; write 0.5us, 0.5ms or 0.5s
    "#]]);
    mistake(r#""at 0.5s ask ann write balance 70""#, r#""at 0.5s ask ann writ balance 70""#, expect![[r#"
        scenario.toml:21:20: `writ` is not an operation of `register`; did you mean `write`?
    "#]]);
    mistake(r#""at 0.5s ask ann write balance 70""#, r#""at 0.5s ask ann write 70""#, expect![[r#"
        scenario.toml:21:20: `write` needs a key
    "#]]);
    mistake(r#""at 0.5s ask ann write balance 70""#, r#""at 0.5s ask di write balance 70""#, expect![[r#"
        scenario.toml:21:16: `di` is not a client of this group; there are `ann`, `bo` and `cy`
    "#]]);
    mistake(r#""at 0.5s ask ann write balance 70""#, r#""at 0.5s crash a""#, expect![[r#"
        scenario.toml:21:4: a group's script only asks its clients; other lines stand in the scenario's own acts, before the first table
    "#]]);
    mistake(r#""at 0.5s ask ann write balance 70""#, r#""at 25s ask ann write balance 70""#, expect![[r#"
        scenario.toml:21:7: the run ends at 20s, before this line happens at 25s
    "#]]);
    mistake(r#""60% read balance""#, r#""50% read balance""#, expect![[r#"
        scenario.toml:25:7: the shares add up to 90%, not to 100%
    "#]]);
    mistake(r#"latency = "50ms..150ms""#, r#"latency = "150ms..50ms""#, expect![[r#"
        scenario.toml:28:12: `150ms..50ms` runs backwards; write 50ms..150ms
    "#]]);
    mistake(r#""a-c" = { loss = "1%" }"#, r#""a-x" = { lost = "1%" }"#, expect![[r#"
        scenario.toml:29:3: `x` is not a node
    "#]]);
    mistake(r#"kind = "ring""#, r#"kind = "rong""#, expect![[r#"
        scenario.toml:32:9: `rong` is not a layout; did you mean `ring`?
    "#]]);
    mistake(r#"write = "withdrawal""#, r#"writ = "withdrawal""#, expect![[r#"
        scenario.toml:36:1: `writ` is not a node, a group, a kind of message, an operation or a key; did you mean `write`?
    "#]]);
    mistake(r#"tools = ["cut", "slow", "delay"]"#, r#"tools = ["cut", "slwo", "delay"]"#, expect![[r#"
        scenario.toml:5:18: `slwo` is neither a fault tool nor a knob; did you mean `slow`?
    "#]]);
    mistake(r#"charts = ["success()"]"#, r#"charts = ["sucess()"]"#, expect![[r#"
        scenario.toml:6:12: `sucess` is not a measure; did you mean `success`?
    "#]]);
    mistake(r#"path = "replicas.mode""#, r#"path = "replica.mode""#, expect![[r#"
        scenario.toml:39:9: `replica` is not a group, a node or a link; did you mean `replicas`?
    "#]]);
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
    mistake(r#"choices = ["any", "quorum"]"#, r#"choices = ["any", "quorm"]"#, expect![[r#"
        scenario.toml:40:20: `mode` is one of any, quorum, not `quorm`; did you mean `quorum`?
    "#]]);
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
            scenario.toml:62:26: `close 5ms..100ms` is not a load; write none, closed 5ms..100ms, poisson 10/s or every 500ms; did you mean `closed`?
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
    mistake("[repair]\nlength", "[repair]\nlenght", expect![[r#"
        scenario.toml:59:1: `lenght` is not a key of [repair]; did you mean `length`?
    "#]]);
    mistake(
        r#"acts = ["cut: at {t} isolate c for 15s"]"#,
        r#"acts = ["cut: at {u} isolate c for 15s"]"#,
        expect![[r#"
            scenario.toml:69:10: no line uses the draw `t`; write {t}
            scenario.toml:70:19: `u` is not drawn; there is `t`
        "#]],
    );
    mistake(r#"draw = { t = "5s..12s" }"#, r#"draw = { t = "12s..5s" }"#, expect![[r#"
        scenario.toml:69:15: `12s..5s` is not a range; write 5s..12s, 2..9, 8%..12%, or a list
    "#]]);
    mistake(r#"base = "repair""#, r#"base = "quite""#, expect![[r#"
        scenario.toml:73:9: `quite` is not a base; did you mean `quiet`?
    "#]]);
    mistake("[challenge.group.people]", "[challenge.group.peple]", expect![[r#"
        scenario.toml:79:18: `peple` is not a group of the scenario; did you mean `people`?
    "#]]);
    mistake(
        r#"title = "The balance that went back up""#,
        r#"title = "The balance that went back up"
minuts = 12"#,
        expect![[r#"
            lesson.md:3:1: `minuts` is not a key of the head; did you mean `minutes`?
        "#]],
    );
    mistake("minutes = 12\n", "minutes = 0\n", expect![[r#"
        lesson.md:3:11: `minutes` is a whole number from 1 to 240
    "#]]);
    mistake(r#"refutes = "Pick two of C, A and P.""#, r#"refutes = "Pick two of C, A and P."#, expect![[r#"
        lesson.md:5:35: invalid basic string, expected `"`
    "#]]);
    mistake(
        r#"+++
title = "The balance"#,
        r#"title = "The balance"#,
        expect![[r#"
            lesson.md:1:1: lesson.md does not begin with its head; write title, minutes, idea and refutes between two lines +++
        "#]],
    );
    mistake("## Story: one balance, three copies", "# Story: one balance, three copies", expect![[r#"
        lesson.md:20:1: a heading of level 1 has no place here; write ##
    "#]]);
    mistake("## Break: make", "## Brake: make", expect![[r#"
        lesson.md:43:4: `Brake` is not a step; did you mean `Break`?
    "#]]);
    mistake("## Why? What did C know?", "## Predict: again", expect![[r#"
        lesson.md:54:1: the step Predict is there twice
    "#]]);
    mistake("> beat 0.5s: Ann", "> beat 0.5: Ann", expect![[r#"
        lesson.md:25:3: `0.5` has no unit; write 0.5us, 0.5ms or 0.5s
    "#]]);
    mistake("- ~ **error**: Cy", "- **error**: Cy", expect![[r#"
        lesson.md:33:1: 0 options hold the misconception; exactly one does; mark it with ~
    "#]]);
    mistake("- **hang**: Cy", "- hang: Cy", expect![[r#"
        lesson.md:34:1: an option has no bold word; the answer block calls it by that
        lesson.md:39:3: `hang` is not the bold word of an option; there are `error` and `stale`
    "#]]);
    mistake("```answer run=island", "```answer run=iland", expect![[r#"
        lesson.md:37:15: `iland` is not a run of runs.toml; did you mean `island`?
    "#]]);
    mistake("**hang**: unanswered", "**hnag**: unanswered", expect![[r#"
        lesson.md:37:1: the answer has no line for `hang`
        lesson.md:39:3: `hnag` is not the bold word of an option; did you mean `hang`?
    "#]]);
    mistake("stale_reads(balance) >= 1\nhint", "stale_read(balance) >= 1\nhint", expect![[r#"
        lesson.md:48:1: `stale_read` is not a measure; did you mean `stale_reads`?
    "#]]);
    mistake("stale_reads(balance) >= 1\nhint", "stale_reads(balanc) >= 1\nhint", expect![[r#"
        lesson.md:48:13: `balanc` is not a key that some operation is about; did you mean `balance`?
    "#]]);
    mistake("stale_reads(balance) >= 1\nhint", "stale_reads(balance)\nhint", expect![[r#"
        lesson.md:48:1: `stale_reads` is a count; compare it with a bound; write >= 3 after it
    "#]]);
    mistake("stale_reads(balance) >= 1\nhint", "stale_reads(balance) >= 1s\nhint", expect![[r#"
        lesson.md:48:25: `stale_reads` is a count, so its bound is written like 3
    "#]]);
    mistake("stale_reads(balance) >= 1\nhint", "stale_reads balance >= 1\nhint", expect![[r#"
        lesson.md:48:1: `stale_reads balance >= 1` has no arguments in ( ); a sentence is a measure with its arguments, such as success(during = cut) >= 95%
    "#]]);
    mistake("stale_reads(balance) >= 1\nhint", "safe: stale_reads(balance) >= 1\nhint", expect![[r#"
        lesson.md:48:1: `safe`, `served` and `recovers` belong to Repair; a line of Break has no kind
    "#]]);
    mistake("hint: Who can", "hnt: Who can", expect![[r#"
        lesson.md:49:1: `hnt` is not a kind of line; did you mean `hint`?
    "#]]);
    mistake("(event: stale-read.read)", "(event: stale-read.age)", expect![[r#"
        lesson.md:58:45: `age` is not an event of `stale-read`; there are `ack` and `read`
    "#]]);
    mistake("(event: stale-read.read)", "", expect![[r#"
        lesson.md:56:1: the right answer of Why? is bound to no event; write (event: goal.field) after it
    "#]]);
    mistake("## Explain\n", "## Explain\n\n<b>bold</b>\n", expect![[r#"
        lesson.md:64:1: raw HTML is not read; write Markdown
    "#]]);
    mistake("@stale-read.at", "@stale-raed.at", expect![[r#"
        lesson.md:66:36: `stale-raed` is not a goal; did you mean `stale-read`?
    "#]]);
    mistake("(measure:stale-read.value)", "(measure:stale-read.valu)", expect![[r#"
        lesson.md:68:25: `valu` is not a field of `stale-read`; did you mean `value`?
    "#]]);
    mistake("[1.9 s](measure", "[1.9](measure", expect![[r#"
        lesson.md:68:60: `stale-read.age` is a time; write it like 2s, not `1.9`
    "#]]);
    mistake("(term:partition)", "(http://example.org)", expect![[r#"
        lesson.md:73:20: a link does not go to `http://example.org`; links go to https:, term:, lesson: or measure:
    "#]]);
    mistake("| side | answers |", "![a cat](cat.png)\n\n| side | answers |", expect![[r#"
        lesson.md:79:10: a picture does not come from `cat.png`; the only pictures are sweeps: ![words](sweep:NAME)
    "#]]);
    mistake("safe: linearizable(balance)", "safe: linearizable(balance) >= 1", expect![[r#"
        lesson.md:88:32: `linearizable` holds or not; leave the bound out
    "#]]);
    mistake("safe: linearizable(balance)", "linearizable(balance)", expect![[r#"
        lesson.md:88:1: a line of Repair begins with its kind; safe:, served:, recovers: or guard:
    "#]]);
    mistake(
        "served: success(clients = majority, during = cut) >= 95%",
        "served: success(clients = majority, during = cut) >= 0.95",
        expect![[r#"
            lesson.md:89:54: `success` is a share, so its bound is written like 95%
        "#]],
    );
    mistake(
        "served: success(clients = majority, during = cut) >= 95%",
        "served: success(client = majority, during = cut) >= 95%",
        expect![[r#"
            lesson.md:89:17: `client` is not an argument of `success`; did you mean `clients`?
            runs.toml:32:13: `success(clients = majority, during = cut)` is not a line of a goal; did you mean `success(client = majority, during = cut) >= 95%`?
        "#]],
    );
    mistake(
        "served: success(clients = majority, during = cut) >= 95%",
        "served: success(clients = majorty, during = cutt) >= 95%",
        expect![[r#"
            lesson.md:89:27: `majorty` is not a client, a group of clients, `majority` or `minority`; did you mean `majority`?
            lesson.md:89:45: `cutt` is not the label of an act in this world; did you mean `cut`?
            runs.toml:32:13: `success(clients = majority, during = cut)` is not a line of a goal; did you mean `success(clients = majorty, during = cutt) >= 95%`?
        "#]],
    );
    mistake(
        "recovers: success(after = cut.end, wait = 2s)",
        "recovers: success(after = cut.stop, wait = 2)",
        expect![[r#"
            lesson.md:90:31: an act has `cut.start` and `cut.end`, not `cut.stop`
            lesson.md:90:44: `2` has no unit; write 2us, 2ms or 2s
        "#]],
    );
    mistake("guard: held(cut) >= 10s", "guard: held() >= 10s", expect![[r#"
        lesson.md:91:8: `held` needs `during`; what it is about
    "#]]);
    mistake("knobs: mode, R, W\nhint", "knobs: mode, Q, W\nhint", expect![[r#"
        lesson.md:93:14: `Q` is not a knob or a table; there are `R`, `W`, `mode` and `where`
    "#]]);
    mistake("keep: cp", "keep: pc", expect![[r#"
        lesson.md:102:7: `pc` is not another goal; did you mean `cp`?
    "#]]);
    mistake("score: outside(cut) higher, par 2", "score: outside(cut) up, par 2", expect![[r#"
        lesson.md:103:8: `outside(cut) up, par 2` is not a score; write score: p99() lower, par 304ms
    "#]]);
    mistake("score: outside(cut) higher, par 2", "score: outside(cut) higher, par 2s", expect![[r#"
        lesson.md:103:21: `outside` is a count, so par is written like 3
    "#]]);
    mistake("- [x] On the side of three.", "- [ ] On the side of three.", expect![[r#"
        lesson.md:114:1: 0 options are marked [x]; exactly one is the answer; mark it - [x]
    "#]]);
    mistake("*No other majority exists.*", "", expect![[r#"
        lesson.md:114:1: an option has no reason; write it in *italics* after the option
    "#]]);
    mistake("(run: refusal @2.9s)", "(run: refusl @2.9)", expect![[r#"
        lesson.md:117:56: `refusl` is not a run of runs.toml; did you mean `refusal`?
        lesson.md:117:64: `2.9` has no unit; write 2.9us, 2.9ms or 2.9s
    "#]]);
    mistake(r#"role = "baseline""#, r#"role = "baselin""#, expect![[r#"
        runs.toml:3:9: `baselin` is not a role; did you mean `baseline`?
    "#]]);
    mistake(r#"name = "slow""#, r#"name = "cut""#, expect![[r#"
        runs.toml:19:9: there are two runs `cut`
    "#]]);
    mistake(r#"acts = ["at 2s slow a-c by 1s"]"#, r#"acts = ["at 2s slow a-c by 1"]"#, expect![[r#"
        runs.toml:21:28: `1` has no unit; write 1us, 1ms or 1s; a factor is written 10x
    "#]]);
    mistake(r#"acts = ["at 2s slow a-c by 1s"]"#, r#"acts = ["at 2s drop next cpoy from a to e"]"#, expect![[r#"
        runs.toml:21:26: `cpoy` is not a kind of message here; did you mean `copy`?
        runs.toml:21:41: `e` is not a node; there are `a`, `ann`, `b`, `bo`, `c` and `cy`
    "#]]);
    mistake(
        r#"say = ["The cable to the island is cut."]"#,
        r#"say = ["The cable to the island", "is cut."]"#,
        expect![[r#"
            runs.toml:12:9: `say` has a sentence for each act: 1 here, not 2
        "#]],
    );
    mistake(
        r#"fails_on = "success(clients = majority, during = cut)""#,
        r#"fails_on = "sucess(clients = majority, during = cut)""#,
        expect![[r#"
            runs.toml:32:13: `sucess(clients = majority, during = cut)` is not a line of a goal; did you mean `success(clients = majority, during = cut) >= 95%`?
        "#]],
    );
    mistake(
        r#"name = "majority-served"
run = "two-of-three""#,
        r#"name = "majority-served"
run = "two-of-thre""#,
        expect![[r#"
            runs.toml:49:8: `two-of-thre` is not a run; did you mean `two-of-three`?
        "#]],
    );
    mistake(r#"measure = "longest_wait(clients = cy)""#, r#"measure = "longest_wait(clients = c)""#, expect![[r#"
        runs.toml:57:35: `c` is not a client, a group of clients, `majority` or `minority`; there are `ann`, `bo`, `cy`, `majority`, `minority` and `people`
    "#]]);
    mistake(r#"fingerprint = "0123456789abcdef""#, r#"fingerprint = "0123""#, expect![[r#"
        runs.toml:16:16: a fingerprint has 16 hexadecimal digits; faultline check --accept writes it
    "#]]);
    mistake(
        r#"name = "three-against-two"
role = "par""#,
        r#"name = "three-against-two"
role = "par"
world = "chalenge""#,
        expect![[r#"
            runs.toml:38:10: `chalenge` is not a world; did you mean `challenge`?
        "#]],
    );
}

#[test]
fn mistakes_in_the_second_act_of_retries() {
    let mistake = |from, to, told: Expect| mistake(retries(), from, to, &told);
    mistake(r#"calls = "api""#, r#"calls = "apy""#, expect![[r#"
        scenario.toml:10:10: `apy` is not a node; did you mean `api`?
    "#]]);
    mistake(
        r#"attempts = "1..5"
"#,
        r#"attempts = "1..5"
retries = "1..5"
workers = "1..9"
"#,
        expect![[r#"
            scenario.toml:58:8: [table.tiers] has 12 cells; at most 8
            scenario.toml:61:1: `retries` is not a setting of `api`; there are `attempts`, `calls`, `duplication`, `error-rate`, `latency`, `loss`, `service`, `timeout` and `workers`
            scenario.toml:61:1: `retries` is not a setting of `svc`; there are `attempts`, `calls`, `duplication`, `error-rate`, `latency`, `loss`, `service`, `timeout` and `workers`
            scenario.toml:61:1: `retries` is not a setting of `web`; there are `attempts`, `calls`, `duplication`, `error-rate`, `latency`, `loss`, `service`, `timeout` and `workers`
        "#]],
    );
    mistake(r#"rows = ["web", "api", "svc"]"#, r#"rows = ["web", "api", "scv"]"#, expect![[r#"
        scenario.toml:59:24: `scv` is not a group, a node or a link; did you mean `svc`?
    "#]]);
    mistake(r#"range = "0%..100%""#, r#"range = "0..100""#, expect![[r#"
        scenario.toml:54:10: `error-rate` is a percentage from 0% to 100%, not `0`
        scenario.toml:54:13: `error-rate` is a percentage from 0% to 100%, not `100`
    "#]]);
    mistake(r#"who = ["svc", "db"]"#, r#"who = ["svc", "db"], x = "1..2""#, expect![[r#"
        scenario.toml:76:61: no line uses the draw `x`; write {x}
    "#]]);
    mistake(
        r#"name = "transient"
draw"#,
        r#"name = "outage"
draw"#,
        expect![[r#"
            lesson.md:52:1: `transient` is neither a kind of line nor a world
            lesson.md:55:1: `transient` is neither a kind of line nor a world
            scenario.toml:75:9: there are two worlds `outage`
            runs.toml:25:10: `transient` is not a world; there are `challenge`, `outage`, `quiet` and `repair`
        "#]],
    );
    mistake("web = [0.25, 0.5]", "web = [25, 0.5]", expect![[r#"
        scenario.toml:47:1: `web` stands at [x, y], each from 0 to 1
    "#]]);
    mistake("db = [1, 0.5]\n", "", expect![[r#"
        scenario.toml:45:2: [layout] has no position for `db`
    "#]]);
    mistake("number 1..27, ~27", "number 1..27, 27", expect![[r#"
        lesson.md:12:1: Predict has no options; write a list of them, or number 1..27, ~27
        lesson.md:16:1: `number 1..27, 27` is not a guess; write number 1..27, ~27: the range, and what the misconception says
    "#]]);
    mistake("number 1..27, ~27", "number 1ms..27ms, ~27ms", expect![[r#"
        lesson.md:16:1: the answer is a count, so the numbers are written like 3
    "#]]);
    mistake("within 5s:", "within 5:", expect![[r#"
        lesson.md:25:8: `5` has no unit; write 5us, 5ms or 5s
    "#]]);
    mistake("outage: safe: attempts", "outrage: safe: attempts", expect![[r#"
        lesson.md:51:1: `outrage` is neither a kind of line nor a world; did you mean `outage`?
    "#]]);
    mistake("outage: recovers: success(after = out.end", "transient: recovers: success(after = out.end", expect![[r#"
        lesson.md:53:38: `out` is not the label of an act in this world
    "#]]);
    mistake("per = op) <= 3.5", "per = ops) <= 3.5", expect![[r#"
        lesson.md:51:34: `per` is one of `op` and `second`, not `ops`
        runs.toml:20:13: `attempts(db, per = op)` is not a line of a goal; did you mean `attempts(db, per = ops) <= 3.5`?
    "#]]);
    mistake("(sweep:curve)", "(sweep:curv)", expect![[r#"
        lesson.md:44:33: `curv` is not a sweep of runs.toml; did you mean `curve`?
    "#]]);
    mistake("[2.0×](measure:amp)", "[2.0 %](measure:amp)", expect![[r#"
        lesson.md:46:49: `amp` is a count; write it like 3, not `2.0 %`
    "#]]);
    mistake(r#"over = { "db.error-rate""#, r#"over = { "db.errors""#, expect![[r#"
        runs.toml:30:10: `errors` is not a setting of `db`; there are `attempts`, `calls`, `duplication`, `error-rate`, `latency`, `loss`, `service`, `timeout` and `workers`
    "#]]);
    mistake(r#"["10%", "50%", "90%", "100%"]"#, r#"["10%", "50%", "90%", "110%"]"#, expect![[r#"
        runs.toml:30:51: `error-rate` is a percentage from 0% to 100%, not `110%`
    "#]]);
    mistake(r#"measure = "success() >= 99%""#, r#"measure = "success()""#, expect![[r#"
        runs.toml:45:12: `success` is a share; compare it with a bound; write >= 95% after it
    "#]]);
    mistake(r#"world = "transient""#, r#"world = "transent""#, expect![[r#"
        runs.toml:25:10: `transent` is not a world; did you mean `transient`?
    "#]]);
}
