//! The project's commands as a library: `tests` uses the server, the search for a browser and the list of commands.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this crate runs on the developer's machine and measures real time; no run of the simulator passes here"
)]
#![allow(
    clippy::missing_errors_doc,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "every error is a sentence for the person at the terminal; texts are small and made once"
)]

pub mod axe;
pub mod bench;
pub mod chromium;
pub mod dist;
pub mod html;
pub mod imports;
pub mod index;
pub mod payload;
pub mod readers;
pub mod run;
pub mod serve;
pub mod server;
pub mod test;
pub mod tools;
pub mod validate;
pub mod wasm;
pub mod words;

/// Every command with its options and what it does.
pub const COMMANDS: [(&str, &str, &str); 5] = [
    ("serve", "[--port P] [options of trunk serve]", "builds the page, serves it, and builds again on every change"),
    ("test", "[--only WORD] [--long] [-- FILTER]", "runs every test there is, from tidy to the browser"),
    ("dist", "[--public-url /x/y/]", "makes the release in dist/ and prints what a first visit loads"),
    (
        "bench",
        "[--json] [--engine] [--native] [--browser] [--frames] [--quick]",
        "measures sizes and speed, beside goals and peers; with an option only the engine's speed",
    ),
    ("validate", "[WORD]", "compares parts, checkers and simulations with published results"),
];

/// Runs one command.
pub fn command(name: &str, arguments: &[String]) -> Result<(), String> {
    match name {
        "serve" => serve::serve(arguments),
        "test" => test::test(arguments),
        "dist" => dist::command(arguments),
        "bench" => bench::bench(arguments),
        "validate" => validate::validate(arguments),
        other => Err(format!("there is no command {other}\n\n{}", help())),
    }
}

/// What `cargo xtask` prints when it is not told what to do.
pub fn help() -> String {
    let mut text = String::new();
    for (name, options, does) in COMMANDS {
        text += &format!("{}\n    {does}\n", format!("cargo xtask {name} {options}").trim_end());
    }
    text
}
