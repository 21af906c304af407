//! Mistakes in `lesson.md`.

use expect_test::{Expect, expect};

use super::mistake;
use crate::fixture::cap;

#[test]
fn the_steps_up_to_explain() {
    let mistake = |from, to, told: Expect| mistake(cap(), from, to, &told);
    mistake(
        r#"title = "The balance that went back up""#,
        r#"title = "The balance that went back up"
minuts = 12"#,
        expect![[r#"
            lesson.md:3:1: `minuts` is not a key of the head; did you mean `minutes`?
        "#]],
    );
    mistake(
        "minutes = 12\n",
        "minutes = 0\n",
        expect![[r#"
        lesson.md:3:11: `minutes` is a whole number from 1 to 240
    "#]],
    );
    mistake(
        r#"refutes = "Pick two of C, A and P.""#,
        r#"refutes = "Pick two of C, A and P."#,
        expect![[r#"
        lesson.md:5:35: invalid basic string, expected `"`
    "#]],
    );
    mistake(
        r#"+++
title = "The balance"#,
        r#"title = "The balance"#,
        expect![[r#"
            lesson.md:1:1: lesson.md does not begin with its head; write title, minutes, idea and refutes between two lines +++
        "#]],
    );
    mistake(
        "## Story: one balance, three copies",
        "# Story: one balance, three copies",
        expect![[r#"
        lesson.md:20:1: a heading of level 1 has no place here; write ##
    "#]],
    );
    mistake(
        "## Break: make",
        "## Brake: make",
        expect![[r#"
        lesson.md:43:4: `Brake` is not a step; did you mean `Break`?
    "#]],
    );
    mistake(
        "## Why? What did C know?",
        "## Predict: again",
        expect![[r#"
        lesson.md:54:1: the step Predict is there twice
    "#]],
    );
    mistake(
        "> beat 0.5s: Ann",
        "> beat 0.5: Ann",
        expect![[r#"
        lesson.md:25:3: `0.5` has no unit; write 0.5us, 0.5ms or 0.5s
    "#]],
    );
    mistake(
        "- ~ **error**: Cy",
        "- **error**: Cy",
        expect![[r#"
        lesson.md:33:1: 0 options hold the misconception; exactly one does; mark it with ~
    "#]],
    );
    mistake(
        "- **hang**: Cy",
        "- hang: Cy",
        expect![[r#"
        lesson.md:34:1: an option has no bold word; the answer block calls it by that
        lesson.md:39:3: `hang` is not the bold word of an option; there are `error` and `stale`
    "#]],
    );
    mistake(
        "```answer run=island",
        "```answer run=iland",
        expect![[r#"
        lesson.md:37:15: `iland` is not a run of runs.toml; did you mean `island`?
    "#]],
    );
    mistake(
        "**hang**: unanswered",
        "**hnag**: unanswered",
        expect![[r#"
        lesson.md:37:1: the answer has no line for `hang`
        lesson.md:39:3: `hnag` is not the bold word of an option; did you mean `hang`?
    "#]],
    );
    mistake(
        "stale_reads(balance) >= 1\nhint",
        "stale_read(balance) >= 1\nhint",
        expect![[r#"
        lesson.md:48:1: `stale_read` is not a measure; did you mean `stale_reads`?
    "#]],
    );
    mistake(
        "stale_reads(balance) >= 1\nhint",
        "stale_reads(balanc) >= 1\nhint",
        expect![[r#"
        lesson.md:48:13: `balanc` is not a key that some operation is about; did you mean `balance`?
    "#]],
    );
    mistake(
        "stale_reads(balance) >= 1\nhint",
        "stale_reads(balance)\nhint",
        expect![[r#"
        lesson.md:48:1: `stale_reads` is a count; compare it with a bound; write >= 3 after it
    "#]],
    );
    mistake(
        "stale_reads(balance) >= 1\nhint",
        "stale_reads(balance) >= 1s\nhint",
        expect![[r#"
        lesson.md:48:25: `stale_reads` is a count, so its bound is written like 3
    "#]],
    );
    mistake(
        "stale_reads(balance) >= 1\nhint",
        "stale_reads balance >= 1\nhint",
        expect![[r#"
        lesson.md:48:1: `stale_reads balance >= 1` has no arguments in ( ); a sentence is a measure with its arguments, such as success(during = cut) >= 95%
    "#]],
    );
    mistake(
        "stale_reads(balance) >= 1\nhint",
        "safe: stale_reads(balance) >= 1\nhint",
        expect![[r#"
        lesson.md:48:1: `safe`, `served` and `recovers` belong to Repair; a line of Break has no kind
    "#]],
    );
    mistake(
        "hint: Who can",
        "hnt: Who can",
        expect![[r#"
        lesson.md:49:1: `hnt` is not a kind of line; did you mean `hint`?
    "#]],
    );
    mistake(
        "(event: stale-read.read)",
        "(event: stale-read.age)",
        expect![[r#"
        lesson.md:58:45: `age` is not an event of `stale-read`; there are `ack` and `read`
    "#]],
    );
    mistake(
        "(event: stale-read.read)",
        "",
        expect![[r#"
        lesson.md:56:1: the right answer of Why? is bound to no event; write (event: goal.field) after it
    "#]],
    );
    mistake(
        "## Explain\n",
        "## Explain\n\n<b>bold</b>\n",
        expect![[r#"
        lesson.md:64:1: raw HTML is not read; write Markdown
    "#]],
    );
    mistake(
        "@stale-read.at",
        "@stale-raed.at",
        expect![[r#"
        lesson.md:66:36: `stale-raed` is not a goal; did you mean `stale-read`?
    "#]],
    );
    mistake(
        "(measure:stale-read.value)",
        "(measure:stale-read.valu)",
        expect![[r#"
        lesson.md:68:25: `valu` is not a field of `stale-read`; did you mean `value`?
    "#]],
    );
    mistake(
        "(measure:stale-read.value)",
        "(measure:stale-read.2.value)",
        expect![[r#"
        lesson.md:68:25: `stale-read` has 0 lines `part:`, no 2
    "#]],
    );
    mistake(
        "[1.9 s](measure",
        "[1.9](measure",
        expect![[r#"
        lesson.md:68:60: `stale-read.age` is a time; write it like 2s, not `1.9`
    "#]],
    );
    mistake(
        "(term:partition)",
        "(http://example.org)",
        expect![[r#"
        lesson.md:73:20: a link does not go to `http://example.org`; links go to https:, term:, lesson: or measure:
    "#]],
    );
    mistake(
        "| side | answers |",
        "![a cat](cat.png)\n\n| side | answers |",
        expect![[r#"
        lesson.md:79:10: a picture does not come from `cat.png`; the only pictures are sweeps: ![words](sweep:NAME)
    "#]],
    );
}

#[test]
fn the_steps_after_it() {
    let mistake = |from, to, told: Expect| mistake(cap(), from, to, &told);
    mistake(
        "safe: linearizable(balance)",
        "safe: linearizable(balance) >= 1",
        expect![[r#"
        lesson.md:88:32: `linearizable` holds or not; leave the bound out
    "#]],
    );
    mistake(
        "safe: linearizable(balance)",
        "linearizable(balance)",
        expect![[r#"
        lesson.md:88:1: a line of Repair begins with its kind; safe:, served:, recovers: or guard:
    "#]],
    );
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
    mistake(
        "guard: held(cut) >= 10s",
        "guard: held() >= 10s",
        expect![[r#"
        lesson.md:91:8: `held` needs `during`; what it is about
    "#]],
    );
    mistake(
        "knobs: mode, R, W\nhint",
        "knobs: mode, Q, W\nhint",
        expect![[r#"
        lesson.md:93:14: `Q` is not a knob or a table; there are `R`, `W`, `mode` and `where`
    "#]],
    );
    mistake(
        "keep: cp",
        "keep: pc",
        expect![[r#"
        lesson.md:102:7: `pc` is not another goal; did you mean `cp`?
    "#]],
    );
    mistake(
        "score: outside(cut) higher, par 2",
        "score: outside(cut) up, par 2",
        expect![[r#"
        lesson.md:103:8: `outside(cut) up, par 2` is not a score; write score: p99() lower, par 304ms
    "#]],
    );
    mistake(
        "score: outside(cut) higher, par 2",
        "score: outside(cut) higher, par 2s",
        expect![[r#"
        lesson.md:103:21: `outside` is a count, so par is written like 3
    "#]],
    );
    mistake(
        "- [x] On the side of three.",
        "- [ ] On the side of three.",
        expect![[r#"
        lesson.md:114:1: 0 options are marked [x]; exactly one is the answer; mark it - [x]
    "#]],
    );
    mistake(
        "*No other majority exists.*",
        "",
        expect![[r#"
        lesson.md:114:1: an option has no reason; write it in *italics* after the option
    "#]],
    );
    mistake(
        "(run: refusal @2.9s)",
        "(run: refusl @2.9)",
        expect![[r#"
        lesson.md:117:56: `refusl` is not a run of runs.toml; did you mean `refusal`?
        lesson.md:117:64: `2.9` has no unit; write 2.9us, 2.9ms or 2.9s
    "#]],
    );
}
