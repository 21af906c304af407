//! Acts as visitors load them: nothing of what was read is lost on the way.

use std::path::Path;

use lessons::model::Act;
use lessons::packed::{head, pack, text, unpack};
use lessons::{Files, index, read_act};
use sim_core::registry::Registry;

/// Everything in it but places in files, which are not shipped.
fn told(act: &Act) -> String {
    let all = format!("{act:?}");
    let mut pieces = all.split("Span { file:");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |told, piece| told + piece.split_once('}').map_or("", |(_, rest)| rest))
}

#[test]
fn every_act_comes_back_as_it_was_read() {
    let content = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content"));
    let registry = Registry::engine();
    let mut count = 0;
    for act in index::list(content).unwrap().iter().flat_map(|lesson| &lesson.acts) {
        let read = |name: &str| std::fs::read_to_string(content.join(&act.folder).join(name)).ok();
        let (lesson, scenario, runs) = (read("lesson.md").unwrap(), read("scenario.toml").unwrap(), read("runs.toml"));
        let files = Files { lesson: &lesson, scenario: &scenario, runs: runs.as_deref() };
        let (read, _) = read_act(&files, &registry);
        let bytes = pack(&files, &read);
        let (found, back) = unpack(&bytes).unwrap();
        let (was, is) = (told(&read), told(&back));
        let differs = was.bytes().zip(is.bytes()).position(|(a, b)| a != b).unwrap_or(0).saturating_sub(150);
        assert!(was == is, "{}: {:.400}\n{:.400}", act.slug, &was[differs..], &is[differs..]);
        assert_eq!((found.alone.as_deref(), pack(&files, &back) == bytes), (None, true), "{}", act.slug);
        assert_eq!(format!("{:?}", text(&bytes).unwrap()), format!("{:?}", back.text));
        count += 1;
    }
    assert!(count > 10, "{count} acts");
}

#[test]
fn a_scenario_alone_is_carried_along() {
    let scenario = "title = \"T\"\nseed = 1\nlength = \"9s\"\npace = \"1s/s\"\n";
    let files = Files { lesson: "", scenario, runs: None };
    let (act, _) = read_act(&files, &Registry::engine());
    let found = head(&pack(&files, &act)).unwrap();
    assert_eq!(found.alone.as_deref(), Some(scenario));
    assert_eq!(found.scenario, sim_core::luck::text_hash(scenario));
}

#[test]
fn bytes_of_something_else_are_refused() {
    let files = Files { lesson: "", scenario: "", runs: None };
    let bytes = pack(&files, &Act::default());
    assert!(unpack(&bytes).is_ok());
    for cut in 0..bytes.len() {
        assert!(unpack(&bytes[..cut]).is_err(), "{cut} of {} bytes", bytes.len());
    }
    let another = [&[bytes[0] + 1], &bytes[1..]].concat();
    assert!(unpack(&another).unwrap_err().contains("another version"));
    // A length beyond the end asks for no memory.
    assert!(unpack(&[bytes[0], 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]).is_err());
}
