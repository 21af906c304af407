//! Mistakes in `runs.toml`.

use expect_test::{Expect, expect};

use super::mistake;
use crate::fixture::cap;

#[test]
fn what_was_recorded_and_claimed() {
    let mistake = |from, to, told: Expect| mistake(cap(), from, to, &told);
    mistake(
        r#"role = "baseline""#,
        r#"role = "baselin""#,
        expect![[r#"
        runs.toml:3:9: `baselin` is not a role; did you mean `baseline`?
    "#]],
    );
    mistake(
        r#"name = "slow""#,
        r#"name = "cut""#,
        expect![[r#"
        runs.toml:19:9: there are two runs `cut`
    "#]],
    );
    mistake(
        r#"acts = ["at 2s slow a-c by 1s"]"#,
        r#"acts = ["at 2s slow a-c by 1"]"#,
        expect![[r#"
        runs.toml:21:28: `1` has no unit; write 1us, 1ms or 1s; a factor is written 10x
    "#]],
    );
    mistake(
        r#"acts = ["at 2s slow a-c by 1s"]"#,
        r#"acts = ["at 2s drop next cpoy from a to e"]"#,
        expect![[r#"
        runs.toml:21:26: `cpoy` is not a kind of message here; did you mean `copy`?
        runs.toml:21:41: `e` is not a node; there are `a`, `ann`, `b`, `bo`, `c` and `cy`
    "#]],
    );
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
    mistake(
        r#"measure = "longest_wait(clients = cy)""#,
        r#"measure = "longest_wait(clients = c)""#,
        expect![[r#"
        runs.toml:57:35: `c` is not a client, a group of clients, `majority` or `minority`; there are `ann`, `bo`, `cy`, `majority`, `minority` and `people`
    "#]],
    );
    mistake(
        r#"fingerprint = "0123456789abcdef""#,
        r#"fingerprint = "0123""#,
        expect![[r#"
        runs.toml:16:16: a fingerprint has 16 hexadecimal digits; faultline check --accept writes it
    "#]],
    );
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
