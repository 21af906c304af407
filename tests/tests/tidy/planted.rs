//! One planted offence for every complaint, and the sentence that it gets.
use std::path::PathBuf;

use expect_test::{Expect, expect};

use crate::complaint::{Complaint, Kind, report};
use crate::tree::{File, Tree};
use crate::{crates, docs, shape, words};

fn told(complaints: &[Complaint], expected: &Expect) {
    let text = report(complaints);
    expected.assert_eq(&text);
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter().map(|(path, text)| File::new(path, text)).collect();
    Tree { root: PathBuf::from("/nowhere"), files }
}

#[test]
fn shape_of_files() {
    told(
        &shape::first_line(&File::new("app/src/a.rs", "// what\nuse b;")),
        &expect![[r#"
        app/src/a.rs:1: the first line must begin with //! and say what the file is
    "#]],
    );
    told(
        &shape::length(&File::new("app/src/a.rs", &"a\n".repeat(401))),
        &expect![[r#"
        app/src/a.rs: 401 lines, at most 400 allowed: split it, or list it in tidy/shape.rs with a reason
    "#]],
    );
    told(
        &[Kind::NeedlessExcuse { lines: 12 }.at("app/src/a.rs", 0)],
        &expect![[r#"
        app/src/a.rs: has only 12 lines: take it off the list in tidy/shape.rs
    "#]],
    );
    told(&shape::first_line(&File::new("app/src/a.md", "text")), &expect![[r#""#]]);
}

#[test]
fn unfinished_work_and_machine_paths() {
    let text = format!("{}: later\nlet a = {}1);\nmethod\n", concat!("TO", "DO"), concat!("dbg", "!("));
    told(
        &words::unfinished(&File::new("session/src/a.rs", &text)),
        &expect![[r#"
        session/src/a.rs:1: TODO marks unfinished work: finish it, or write an issue
        session/src/a.rs:2: dbg! marks unfinished work: finish it, or write an issue
    "#]],
    );
    let text = format!("see {}ann/notes", concat!("/ho", "me/"));
    told(
        &words::machine_paths(&File::new("docs/a.md", &text)),
        &expect![[r#"
        docs/a.md:1: /home/ exists on one machine only
    "#]],
    );
}

#[test]
fn the_browser_stays_in_its_place() {
    let text = "//! About web_sys.\nuse web_sys::Element;\nlet a = \"gloo\";";
    told(
        &words::browser(&File::new("app/src/view/a.rs", text)),
        &expect![[r#"
        app/src/view/a.rs:2: web_sys is a browser word: it belongs into app/src/platform
    "#]],
    );
    told(&words::browser(&File::new("app/src/platform/a.rs", text)), &expect![[r#""#]]);
    told(
        &words::html(&File::new("app/src/view/a.rs", "e.set_inner_html(a); e.inner_html()")),
        &expect![[r#"
            app/src/view/a.rs:1: set_inner_html puts text into the page as HTML: build nodes instead
            app/src/view/a.rs:1: inner_html puts text into the page as HTML: build nodes instead
        "#]],
    );
    told(
        &words::html(&File::new("static/a.js", "e.innerHTML = a; eval(b)")),
        &expect![[r#"
        static/a.js:1: innerHTML puts text into the page as HTML: build nodes instead
        static/a.js:1: eval puts text into the page as HTML: build nodes instead
    "#]],
    );
    let text = "<p style={a}>\n  style=\"b\"\nif style==c {}\nmy-style=d\nlet style = e;\n// style=\n";
    told(
        &words::inline_style(&File::new("app/src/view/a.rs", text)),
        &expect![[r#"
        app/src/view/a.rs:1: style= is blocked by the policy: use a class, an SVG attribute, or platform's CSS properties
        app/src/view/a.rs:2: style= is blocked by the policy: use a class, an SVG attribute, or platform's CSS properties
    "#]],
    );
}

#[test]
fn the_simulator_is_deterministic() {
    let text = "use std::collections::HashMap;\nlet a = x.exp();\nlet b = libm::exp(x); // not HashMap\n\
                let c = x.ln(); // tidy: allow\nlet d = x.ln(); // tidy: allow, the argument is always 1\n\
                use std::time::Duration;\n#[expect(clippy::disallowed_types, reason = \"never walked\")]\nHashMap;\n\
                #[expect(clippy::disallowed_types)]\nHashSet;\n";
    told(
        &words::determinism(&File::new("sim-core/src/a.rs", text)),
        &expect![[r#"
            sim-core/src/a.rs:1: HashMap in sim-core: its order differs from run to run; use BTreeMap
            sim-core/src/a.rs:2: .exp in sim-core: its last digits differ between machines; use libm
            sim-core/src/a.rs:4: `tidy: allow` needs a reason after it
            sim-core/src/a.rs:6: std::time in sim-core: runs know virtual time only, in crate::time
            sim-core/src/a.rs:10: HashSet in sim-core: its order differs from run to run; use BTreeSet
        "#]],
    );
    told(&words::determinism(&File::new("xtask/src/a.rs", text)), &expect![[r#""#]]);
}

#[test]
fn crates_look_one_way() {
    let planted = tree(&[
        (
            "sim-core/Cargo.toml",
            "[dependencies]\nlibm = \"0.2\"\nserde.workspace = true\n[dev-dependencies]\nexpect-test = \"1\"\n",
        ),
        (
            "lessons/Cargo.toml",
            "[package]\nname = \"lessons\"\n[dependencies]\nsession.workspace = true\nsim-core.workspace = true\n",
        ),
        ("session/Cargo.toml", "[dev-dependencies]\ntests = { path = \"../tests\" }\n"),
    ]);
    told(
        &crates::direction(&planted),
        &expect![[r#"
        sim-core/Cargo.toml:3: sim-core must not depend on serde: it takes nothing but libm, so that every run is its own
        lessons/Cargo.toml:4: lessons must not depend on session: the direction is sim-core <- lessons <- session <- app
        session/Cargo.toml:2: session must not depend on tests: the direction is sim-core <- lessons <- session <- app
        app/Cargo.toml: is missing
    "#]],
    );
    told(
        &crates::versions(&tree(&[("Trunk.toml", "[tools]\nwasm_bindgen = \"0.1.0\"")])),
        &expect![[r#"
        Cargo.lock: has wasm-bindgen nothing, but xtask installs 0.2.130: they must be equal
        Trunk.toml: has wasm-bindgen 0.1.0, but xtask installs 0.2.130: they must be equal
    "#]],
    );
}

#[test]
fn documents_tell_the_truth() {
    let planted = tree(&[(
        "README.md",
        "[a](docs/a.md#b) [c](https://d) [e](#f)\nType `cargo xtask fly` or `cargo xtask test`.",
    )]);
    told(
        &docs::links(&planted),
        &expect![[r#"
        README.md:1: the link to docs/a.md#b leads nowhere
    "#]],
    );
    told(
        &docs::commands(&planted),
        &expect![[r#"
        README.md:2: `cargo xtask fly` does not exist; there are serve, test, dist, bench, validate
    "#]],
    );
    told(
        &docs::licences(&planted),
        &expect![[r#"
        LICENSE-MIT: is missing
        LICENSE-APACHE: is missing
        README.md: is missing
        CONTRIBUTING.md: is missing
        CHANGELOG.md: is missing
        docs/architecture.md: is missing
    "#]],
    );
    told(
        &[Kind::StaleIndex.at("i.json", 0), Kind::NoIndex("no lessons".to_owned()).at("i.json", 0)],
        &expect![[r#"
            i.json: differs from the lessons: run `cargo xtask test --only tidy` and commit it
            i.json: cannot be made: no lessons
        "#]],
    );
}
