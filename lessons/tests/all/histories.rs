//! Recorded histories, from outside: files in, verdicts, explanations, pictures and mistakes out.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;
use lessons::cli::{Told, faultline};
use lessons::history::{Format, Mistake, Verdict, read};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/histories")
}

/// A folder of this test's own, empty.
fn desk(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("histories").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn command(here: &Path, words: &[&str]) -> Told {
    let words: Vec<String> = ["history"].iter().chain(words).map(|word| (*word).to_string()).collect();
    faultline(&words, here)
}

#[test]
fn every_format_has_its_verdicts_and_its_words() {
    let files = ["appends.txt", "crashed.edn", "late-effect.log", "lost-append.txt", "stale.log", "torn.edn"];
    let told = command(&folder(), &[&files[..], &["--explain"]].concat());
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    expect![[r#"
        appends.txt linearizable holds
        crashed.edn linearizable holds
        late-effect.log linearizable holds
        lost-append.txt linearizable broken
          Process 0 put "start " into log from line 1 to line 2. Process 1 appended "b;" to log from line 3 to line 5. Process 2 appended "c;" to log from line 4 to line 6. Process 0 got "start b;" from log from line 8 to line 10. For this last one, the others leave only "start b;c;" or "start c;b;" to find; no order of these four operations explains it.
        stale.log linearizable broken
          Process 2's read began at line 10, after Process 1's write of 45 had been acknowledged at line 7, yet it returned the older 100, which Process 0 had written by line 2; no order of these three operations explains it.
        torn.edn linearizable broken
          Process 0 changed 0 into 1 from event 1 to event 3. Process 1 changed 0 into 2 from event 2 to event 4. For this last one, the others leave only 0 or 1 to find; no order of these two operations explains it.
    "#]].assert_eq(&told.out);
    let short = command(&folder(), &["stale.log", "--model", "linearizable", "--format", "porcupine-etcd"]);
    assert_eq!(short, Told { out: "stale.log linearizable broken\n".into(), ..Told::default() });
}

#[test]
fn sessions_are_held_against_every_model_that_speaks_of_them() {
    let told = command(&folder(), &["sessions.jsonl", "torn-pair.awdit"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let line = |line: &str| told.out.lines().filter(|told| *told == line).count();
    for told in [
        "sessions.jsonl#no-older sequential broken",
        "sessions.jsonl#no-older ryw holds",
        "sessions.jsonl#timed linearizable broken",
        "sessions.jsonl#timed sequential holds",
        "torn-pair.awdit read_atomic broken",
        "torn-pair.awdit read_committed holds",
    ] {
        assert_eq!(line(told), 1, "{told}");
    }
    let why = command(&folder(), &["torn-pair.awdit", "--model", "read_atomic", "--explain"]);
    assert!(why.out.starts_with("torn-pair.awdit read_atomic broken\n  Session 3"), "{}", why.out);
    // Without times nobody can say whether a history is linearizable; the others of the file are judged all the same.
    let timed = command(&folder(), &["sessions.jsonl", "--model", "linearizable"]);
    assert_eq!((timed.code, timed.out.as_str()), (2, "sessions.jsonl#timed linearizable broken\n"));
    assert!(timed.err.starts_with("sessions.jsonl#no-older: `linearizable` does not speak of "), "{}", timed.err);
    let here = desk("sessions");
    fs::write(here.join("bad.jsonl"), "{\"id\": 7}\n{").unwrap();
    fs::write(here.join("bad.awdit"), "w x 0\nr x\n").unwrap();
    let told = command(&here, &["bad.jsonl", "bad.awdit", "--format", "awdit"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.err.contains("bad.awdit:2:"), "{}", told.err);
    let told = command(&here, &["bad.jsonl"]);
    assert!(told.code == 2 && told.err.contains("bad.jsonl:1:") && told.err.contains("bad.jsonl:2:"), "{}", told.err);
}

#[test]
fn a_refused_change_is_an_answer_for_etcd_and_did_not_happen_for_knossos() {
    let etcd = "INFO j - 0 :invoke :cas [0 1]\nINFO j - 0 :fail :cas [0 1]\nINFO j - 0 :invoke :write 0\nINFO j - 0 :ok :write 0\nINFO j - 0 :invoke :cas [0 1]\nINFO j - 0 :fail :cas [0 1]\n";
    let knossos: String = etcd
        .lines()
        .map(|line| {
            line.replace("INFO j - 0", "{:process 0 :type")
                .replace("] ", "]")
                .replace(" :cas", " :f :cas :value")
                .replace(" :write", " :f :write :value")
                + "}\n"
        })
        .collect();
    let verdict = |text: &str, format| {
        let (histories, mistakes) = read(text.as_bytes(), Some(format));
        assert!(mistakes.is_empty(), "{mistakes:?}");
        histories[0].history.judge("linearizable", false).unwrap().verdict
    };
    assert_eq!(verdict(etcd, Format::PorcupineEtcd), Verdict::Broken);
    assert_eq!(verdict(&knossos, Format::Knossos), Verdict::Holds);
}

#[test]
fn formats_are_guessed_by_what_comes_first() {
    let of = |name: &str| Format::guess(&fs::read_to_string(folder().join(name)).unwrap());
    assert_eq!(of("stale.log"), Some(Format::PorcupineEtcd));
    assert_eq!(of("appends.txt"), Some(Format::PorcupineKv));
    assert_eq!(of("torn.edn"), Some(Format::Knossos));
    assert_eq!(of("crashed.edn"), Some(Format::Knossos));
    assert_eq!(Format::guess("\n {:process 0, :type :invoke, :f :read}"), Some(Format::Knossos));
    assert_eq!(Format::guess("{ \"id\": \"a\"}"), Some(Format::Jsonl));
    assert_eq!(Format::guess("w x 0\n-----\n"), Some(Format::Awdit));
    assert_eq!(Format::guess("  \n; nothing\n"), None);
    assert_eq!(Format::guess("writes"), None);
}

/// What is wrong with a text.
fn mistake(text: &str, format: Format) -> String {
    let (histories, mistakes) = read(text.as_bytes(), Some(format));
    assert!(histories.is_empty(), "{text}");
    mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_are_told_with_line_and_column() {
    let etcd = [
        "\nINFO jepsen 0 :invoke :read nil",
        "INFO j - 0 :invoke :read",
        "INFO j - 0 :invoke :read nil\nINFO j - 0 :invoke :read nil",
        "INFO j - 0 :invoke :write 1\nINFO j - 1 :ok :write 1",
        "INFO j - 0 :invoke :write 1\nINFO j - 0 :ok :read 1",
        "INFO j - 0 :invoke :write 1\nINFO j - 0 :ok :write 2",
        "INFO j - 0 :invoke :write nil",
        "INFO j - 0 :invoke :cas [1]",
        "INFO j - 0 :invoke :swap 1",
        "INFO j - 0 :asks :read nil",
        "INFO j - 0 :invoke :cas [1 2",
        "INFO j - 0 :invoke :write \"ä\" 1",
        "INFO j - 0 :invoke :read nil\nINFO j - 0 :ok :read \"ä\"",
    ];
    let knossos = [
        "[{:process 0 :type :invoke :f :read :value nil}",
        "[{:process 0 :type :invoke :f :read :value}]",
        "[{:process 0 :type :invoke :f :read :value nil})",
        "{:type :invoke :f :read}",
        "[{:process 0 :f :read}]",
        "[{:process 0 :type :invoke}]",
        "[1]",
        "[\n {:process 0 :type :ok, :f :read, :value 1}]",
        "[] ]",
        "[\"never closed]",
        "[\"\\q\"]",
        "[\"\\u00g0\"]",
        "[: 1]",
        "[#_]",
        "[{:process 0 :type :invoke :f :write :value 1.5}]",
    ];
    let kv = [
        "{:process 0 :type :invoke :f :get :value nil}",
        "{:process 0 :type :invoke :f :incr :key \"a\" :value nil}",
        "{:process 0 :type :invoke :f :put :key \"a\" :value 7}",
        "{:process 0 :type :invoke :f :get :key \"a\"}\n{:process 0 :type :ok :f :get :key \"b\" :value \"\"}",
    ];
    let deep = "[".repeat(5_000);
    let of = |format, texts: &[&str]| texts.iter().map(|text| mistake(text, format) + "\n").collect::<String>();
    let all = of(Format::PorcupineEtcd, &etcd) + &of(Format::Knossos, &knossos) + &of(Format::PorcupineKv, &kv);
    expect![[r#"
        2:1: an event is a line such as INFO  jepsen.util - 0 :invoke :read nil
        1:10: a process, a type, a function and a value, not 3 words
        2:10: process 0 asks again before its last operation ended
        2:10: process 1 has asked nothing that could end
        2:10: process 0 had asked for a write, not for this
        2:23: process 0 had asked for another value
        1:27: a write has a value
        1:25: a change has two values: [from to]
        1:20: `swap` is nothing that a register does; there is :read, :write, :cas
        1:12: `asks` is no type of an event; there is :invoke, :ok, :fail, :info
        1:25: `[` is never closed
        1:10: a process, a type, a function and a value, not 5 words
        2:22: a register holds whole numbers, not "ä"
        1:1: `[` is never closed
        1:37: this key of a map has no value
        1:48: `[` is closed by `)` instead of `]`
        1:1: this event has no :process
        1:2: this event has no :type
        1:2: this event has no :f
        1:2: an event is a map such as {:process 0, :type :invoke, :f :read, :value nil}
        2:2: process 0 has asked nothing that could end
        1:4: `]` closes nothing
        1:2: this text is never closed
        1:3: a text knows no such escape
        1:3: four hexadecimal digits of a letter follow \u
        1:2: a keyword has a name
        1:2: nothing follows this mark
        1:45: a register holds whole numbers, not 1.5
        1:1: this event has no :key
        1:1: `incr` is nothing that a text does; there is :get, :put, :append
        1:51: a value is a text in quotes, not 7
        2:1: process 0 had asked for a get, not for this
        1:102: brackets lie more than 100 deep in each other
    "#]]
    .assert_eq(&(all + &of(Format::Knossos, &[&deep])));
}

#[test]
fn no_torn_file_makes_it_panic() {
    for name in ["crashed.edn", "appends.txt", "stale.log", "torn.edn"] {
        let bytes = fs::read(folder().join(name)).unwrap();
        for at in 0..bytes.len() {
            let torn = [&bytes[..at], &[&bytes[at + 1..], &bytes[..at]].concat()];
            for torn in torn {
                for format in [Format::PorcupineEtcd, Format::PorcupineKv, Format::Knossos] {
                    let (histories, mistakes) = read(torn, Some(format));
                    assert!(histories.is_empty() != mistakes.is_empty(), "{name} at {at}");
                    assert!(mistakes.iter().all(|mistake| mistake.line > 0 && mistake.column > 0));
                }
            }
        }
    }
}

#[test]
fn a_bad_file_keeps_no_other_from_being_checked() {
    let here = desk("bad");
    fs::write(here.join("bad.edn"), "[{:process 0,\n  :type :sometimes :f :read}]").unwrap();
    fs::write(here.join("bytes.log"), b"INFO \xff").unwrap();
    fs::write(here.join("what.txt"), "hello").unwrap();
    fs::copy(folder().join("stale.log"), here.join("stale.log")).unwrap();
    let told = command(&here, &["bad.edn", "nowhere.log", "bytes.log", "what.txt", "stale.log"]);
    assert_eq!((told.code, told.out.as_str()), (2, "stale.log linearizable broken\n"));
    let lines: Vec<&str> = told.err.lines().collect();
    assert_eq!(lines[0], "bad.edn:2:9: `sometimes` is no type of an event; there is :invoke, :ok, :fail, :info");
    assert!(lines[1].starts_with("nowhere.log: "), "{}", lines[1]);
    assert_eq!(lines[2], "bytes.log:1:6: this is not UTF-8 text");
    assert!(lines[3].starts_with("what.txt:1:1: this looks like none of porcupine-etcd, "), "{}", lines[3]);
}

#[test]
fn what_cannot_be_asked_is_said() {
    let said = |words: &[&str]| {
        let told = command(&folder(), words);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{words:?}");
        told.err
    };
    assert_eq!(said(&[]), "faultline: which history? Write faultline history FILE…\n");
    assert_eq!(
        said(&["torn.edn", "--format", "knosos"]),
        "faultline: `knosos` is not a format; did you mean `knossos`?\n"
    );
    let why = "torn.edn: `linearisable` does not speak of such a history; did you mean `linearizable`?\n";
    assert_eq!(said(&["torn.edn", "--model", "linearisable"]), why);
    assert!(said(&["nowhere.edn", "--svg", "a.svg"]).ends_with("a.svg: there is nothing to draw\n"));
}

#[test]
fn a_picture_shows_the_impossible_answer_and_every_text_is_text() {
    let here = desk("picture");
    let evil = "{:process \"<script>\" :type :invoke :f :append :key \"a&b\" :value \"</svg>\\u0001\"}\n\
                {:process \"<script>\" :type :ok :f :append :key \"a&b\" :value \"</svg>\\u0001\"}\n\
                {:process 2 :type :invoke :f :append :key \"a&b\" :value \"z\"}\n\
                {:process 1 :type :invoke :f :get :key \"a&b\" :value nil}\n\
                {:process 1 :type :ok :f :get :key \"a&b\" :value \"<b onload='x'>\"}\n";
    fs::write(here.join("evil.txt"), evil).unwrap();
    fs::copy(folder().join("appends.txt"), here.join("appends.txt")).unwrap();
    let told = command(&here, &["appends.txt", "evil.txt", "--svg", "out.svg"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    let svg = fs::read_to_string(here.join("out.svg")).unwrap();
    assert_eq!(svg.matches("class=\"impossible\"").count(), 1, "{svg}");
    assert!(svg.contains("✗ got") && svg.contains("prefers-color-scheme:dark"), "{svg}");
    assert!(svg.contains("&lt;script&gt;") && svg.contains("a&amp;b") && svg.contains("\u{fffd}"), "{svg}");
    for evil in ["<script", "<b ", "onload='", "\u{1}", "a&b"] {
        assert!(!svg.contains(evil), "{evil} in {svg}");
    }
    // Every element that is opened is closed.
    for name in ["svg", "g", "title", "text", "style", "desc"] {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let opened =
            svg.match_indices(&open).filter(|(at, _)| !svg[at + open.len()..].starts_with(char::is_alphabetic));
        assert_eq!(opened.count(), svg.matches(&close).count(), "{name} in {svg}");
    }
    let drawn = |name: &str, words: &[&str]| {
        let told = command(&folder(), &[words, &["--svg", here.join(name).to_str().unwrap()]].concat());
        assert_eq!(told.err, "");
        fs::read_to_string(here.join(name)).unwrap()
    };
    let pair = drawn("pair.svg", &["torn-pair.awdit", "--model", "read_atomic"]);
    assert!(pair.contains(">✗ read y = 0</text>") && pair.contains("Nothing is known of when"), "{pair}");
    assert!(drawn("timed.svg", &["stale.log"]).contains(">✗ read 100</text>"));
    let held = command(&here, &["appends.txt", "--svg", "held.svg"]);
    assert_eq!(held.code, 0);
    assert!(fs::read_to_string(here.join("held.svg")).unwrap().contains(">Linearizable</text>"));
}
