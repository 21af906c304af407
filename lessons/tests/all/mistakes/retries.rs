//! Mistakes in an act with worlds, a table, a sweep and a number to guess.

use expect_test::{Expect, expect};

use super::mistake;
use crate::fixture::retries;

#[test]
fn worlds_tables_and_sweeps() {
    let mistake = |from, to, told: Expect| mistake(retries(), from, to, &told);
    mistake(
        r#"calls = "api""#,
        r#"calls = "apy""#,
        expect![[r#"
        scenario.toml:10:10: `apy` is not a node or a group; did you mean `api`?
    "#]],
    );
    mistake(
        r#"attempts = "1..5"
"#,
        r#"attempts = "1..5"
retries = "1..5"
workers = "1..9"
"#,
        expect![[r#"
            scenario.toml:58:8: [table.tiers] has 12 cells; at most 8
            scenario.toml:61:1: `retries` is not a setting of `api`
            scenario.toml:61:1: `retries` is not a setting of `svc`
            scenario.toml:61:1: `retries` is not a setting of `web`
        "#]],
    );
    mistake(
        r#"rows = ["web", "api", "svc"]"#,
        r#"rows = ["web", "api", "scv"]"#,
        expect![[r#"
        scenario.toml:59:24: `scv` is not a group, a node or a link; did you mean `svc`?
    "#]],
    );
    mistake(
        r#"rows = ["web", "api", "svc"]
attempts = "1..5"
timeout = "100ms..10s log""#,
        r#"rows = ["web", "people"]
attempts = "1..5""#,
        expect![[r#"
            scenario.toml:59:17: no column of [table.tiers] is a setting of `people`
        "#]],
    );
    mistake(
        r#"range = "0%..100%""#,
        r#"range = "0..100""#,
        expect![[r#"
        scenario.toml:54:10: `error-rate` is a percentage from 0% to 100%, not `0`
        scenario.toml:54:13: `error-rate` is a percentage from 0% to 100%, not `100`
    "#]],
    );
    mistake(
        r#"who = ["svc", "db"]"#,
        r#"who = ["svc", "db"], x = "1..2""#,
        expect![[r#"
        scenario.toml:76:61: no line uses the draw `x`; write {x}
    "#]],
    );
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
    mistake(
        "web = [0.25, 0.5]",
        "web = [25, 0.5]",
        expect![[r#"
        scenario.toml:47:1: `web` stands at [x, y], each from 0 to 1
    "#]],
    );
    mistake(
        "db = [1, 0.5]\n",
        "",
        expect![[r#"
        scenario.toml:45:2: [layout] has no position for `db`
    "#]],
    );
    mistake(
        "number 1..27, ~27",
        "number 1..27, 27",
        expect![[r#"
        lesson.md:12:1: Predict has no options; write a list of them, or number 1..27, ~27
        lesson.md:16:1: `number 1..27, 27` is not a guess; write number 1..27, ~27: the range, and what the misconception says
    "#]],
    );
    mistake(
        "number 1..27, ~27",
        "number 1ms..27ms, ~27ms",
        expect![[r#"
        lesson.md:16:1: the answer is a count, so the numbers are written like 3
    "#]],
    );
    mistake(
        "within 5s:",
        "within 5:",
        expect![[r#"
        lesson.md:25:8: `5` has no unit; write 5us, 5ms or 5s
    "#]],
    );
    mistake(
        "outage: safe: attempts",
        "outrage: safe: attempts",
        expect![[r#"
        lesson.md:51:1: `outrage` is neither a kind of line nor a world; did you mean `outage`?
    "#]],
    );
    mistake(
        "outage: recovers: success(after = out.end",
        "transient: recovers: success(after = out.end",
        expect![[r#"
        lesson.md:53:38: `out` is not the label of an act in this world
    "#]],
    );
    mistake(
        "per = op) <= 3.5",
        "per = ops) <= 3.5",
        expect![[r#"
        lesson.md:51:34: `per` is one of `op` and `second`, not `ops`
        runs.toml:20:13: `attempts(db, per = op)` is not a line of a goal; did you mean `attempts(db, per = ops) <= 3.5`?
    "#]],
    );
    mistake(
        "(sweep:curve)",
        "(sweep:curv)",
        expect![[r#"
        lesson.md:44:33: `curv` is not a sweep of runs.toml; did you mean `curve`?
    "#]],
    );
    mistake(
        "[2.0×](measure:amp)",
        "[2.0 %](measure:amp)",
        expect![[r#"
        lesson.md:46:49: `amp` is a count; write it like 3, not `2.0 %`
    "#]],
    );
    mistake(
        r#"over = { "db.error-rate""#,
        r#"over = { "db.errors""#,
        expect![[r#"
            runs.toml:30:10: `errors` is not a setting of `db`
        "#]],
    );
    mistake(
        r#"["10%", "50%", "90%", "100%"]"#,
        r#"["10%", "50%", "90%", "110%"]"#,
        expect![[r#"
        runs.toml:30:51: `error-rate` is a percentage from 0% to 100%, not `110%`
    "#]],
    );
    mistake(
        r#"measure = "success() >= 99%""#,
        r#"measure = "success()""#,
        expect![[r#"
        runs.toml:45:12: `success` is a share; compare it with a bound; write >= 95% after it
    "#]],
    );
    mistake(
        r#"world = "transient""#,
        r#"world = "transent""#,
        expect![[r#"
        runs.toml:25:10: `transent` is not a world; did you mean `transient`?
    "#]],
    );
}
