//! Worlds, written as `scenario.toml` and read again; and runs that were kept in such a file.

use std::fs;

use lessons::model::Act;
use lessons::source::File;
use lessons::{Files, read_act, worlds, write};
use sim_core::registry::Registry;

use crate::fixture::{cap, retries};
use crate::gates::shelf::{command, shelf};

fn read(text: &str) -> Act {
    let (act, mut problems) = read_act(&Files { lesson: "", scenario: text, runs: None }, &Registry::engine());
    problems.retain(|problem| problem.span.file == File::Scenario);
    assert_eq!(problems, [], "{text}");
    act
}

#[test]
fn a_written_world_is_read_as_the_same_world() {
    let shipped = |folder: &str| read(&fs::read_to_string(format!("content/{folder}/scenario.toml")).unwrap());
    for act in
        [cap().act(), retries().act(), shipped("15-cap"), shipped("07-breakers"), shipped("07-breakers/b-window")]
    {
        let file = &act.world;
        for world in [worlds::quiet(file), worlds::repair(file, None), worlds::challenge(file, None, None)] {
            let text = write::scenario(file, &world);
            let again = read(&text);
            assert_eq!(worlds::quiet(&again.world), world, "{text}");
            assert_eq!((&again.world.title, again.world.pace), (&file.title, file.pace));
            assert_eq!(write::scenario(&again.world, &world), text, "written twice, it is the same");
        }
    }
}

#[test]
fn a_route_has_settings_of_its_own_and_a_slip_in_them_is_told() {
    let shipped = fs::read_to_string("content/07-breakers/scenario.toml").unwrap();
    let spelled: Vec<(String, String)> = read(&shipped).world.scenario.groups[0].settings.clone();
    assert!(spelled.contains(&("home.timeout".into(), "30s".into())), "{spelled:?}");
    let told = |from: &str, to: &str| {
        let text = shipped.replacen(from, to, 1);
        let (_, problems) = read_act(&Files { lesson: "", scenario: &text, runs: None }, &Registry::engine());
        let here: Vec<_> = problems.into_iter().filter(|problem| problem.span.file == File::Scenario).collect();
        let one = here.first().map(|p| (&text[p.span.start..p.span.end], p.message.clone(), p.help.clone()));
        one.map(|(word, message, help)| format!("{word}: {message}; {}", help.unwrap_or_default())).unwrap_or_default()
    };
    let slip = told("home.timeout =", "home.timout =");
    assert!(slip.starts_with("timout: ") && slip.contains("did you mean `timeout`?"), "{slip}");
    let slip = told("home.timeout =", "hom.timeout =");
    assert!(slip.contains("`hom` is not a key") && slip.contains("did you mean `home`?"), "{slip}");
    let slip = told("home.timeout =", "home.workers =");
    assert!(slip.contains("`workers` is not a setting that `web.home` has for itself"), "{slip}");
}

#[test]
fn a_kept_run_is_held_against_what_it_did() {
    let here = shelf("kept");
    let scenario = fs::read_to_string(here.join("lessons/content/15-cap/scenario.toml")).unwrap();
    fs::write(here.join("acts.txt"), "cut: at 2s cut a-c b-c\n").unwrap();
    let words = ["run", "lessons/content/15-cap/scenario.toml", "--acts", "acts.txt", "--until", "3s", "--trace"];
    let played = command(&here, &words).out;
    let (trace, rest) = played.split_once("\n\n").unwrap();
    let fingerprint = rest.trim().rsplit(' ').next().unwrap();
    let kept = |acts: &str, expect: &str, trace: &str| {
        let test = format!(
            "[test]\nuntil = \"3s\"\nacts = [\"{acts}\"]\nexpect = [\"{expect}\"]\nfingerprint = \"{fingerprint}\"\ntrace = '''\n{trace}\n'''\n"
        );
        fs::write(here.join("kept.toml"), format!("{scenario}\n{test}")).unwrap();
        command(&here, &["run", "kept.toml"])
    };
    let cut = "cut: at 2s cut a-c b-c";
    let told = kept(cut, "met: stale_reads(balance) >= 1", trace);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    assert!(told.out.starts_with("as it was: 1 findings"), "{}", told.out);

    let told = kept("cut: at 2.1s cut a-c b-c", "met: stale_reads(balance) >= 1", trace);
    assert_eq!(told.code, 1);
    assert!(told.out.contains(" differs\n  was: ") && told.out.contains("no longer"), "{}", told.out);

    let told = kept(cut, "not met: stale_reads(balance) >= 1", trace);
    assert_eq!((told.code, told.out.as_str()), (1, "stale_reads(balance) >= 1 is met, no longer not met\n"));

    // With a flag it is a scenario like any other.
    let told = command(&here, &["run", "kept.toml", "--seed", "3"]);
    assert!(told.code == 0 && told.out.starts_with("success()"), "{told:?}");

    for (expect, why) in [("mett: success() >= 1%", "did you mean `met`?"), ("met: sucess() >= 1%", "`success`?")] {
        let told = kept(cut, expect, trace);
        assert!(told.code == 2 && told.err.contains("scenario.toml:"), "{told:?}");
        assert!(told.err.contains(why), "{}", told.err);
    }
}
