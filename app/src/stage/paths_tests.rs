//! Every gesture and its way by keyboard give the same act line; every act line of a recorded run can be made by hand.

use lessons::model::{Act as Lesson, Role};
use session::Session;
use session::wire::{Command, Envelope, Scene, Staged, Update, What};

use super::cut::Draft;
use super::field::Made;
use super::geom::{Pt, pt};
use super::gesture::{self, Intent, Target, Tool};
use super::inspect::inspect;
use super::pull::Pull;
use super::{amount, fault, fixture, layout, lines};

const ALL: [&str; 13] =
    ["cut", "isolate", "hold", "crash", "pause", "slow", "skew", "drift", "step", "drop", "duplicate", "delay", "ask"];

fn tools() -> Vec<String> {
    ALL.map(ToString::to_string).to_vec()
}

/// A click with a tool, or Enter on what has the focus.
fn click(staged: &Staged, scene: &Scene, tool: Tool, target: Target, alt: bool) -> String {
    match gesture::click(staged, scene, tool, target, alt, scene.at) {
        Intent::Do(line) => line,
        Intent::Open(_) => "opens".into(),
        Intent::Nothing => "nothing".into(),
    }
}

/// The inspector, opened by a tap or by Enter: a button by its name, or a field with what is typed.
fn open(staged: &Staged, scene: &Scene, target: Target, what: &str, typed: &str) -> String {
    let (what, way) = what.strip_suffix(", one way").map_or((what, 0), |what| (what, 1));
    let i = inspect(staged, scene, &tools(), (target, way), scene.at);
    let button = i.acts.iter().find(|a| a.say == what).map(|a| a.lines.join(" | "));
    let field = i.fields.iter().find(|f| f.label == what).and_then(|f| f.made(typed));
    button.unwrap_or_else(|| match field {
        Some(Made::Now(line)) => line,
        Some(Made::At(at, line)) => format!("{line} at {at}"),
        None => format!("no `{what}`"),
    })
}

fn pull(staged: &Staged, tool: Tool, target: Target, to: &[Pt], shift: bool) -> String {
    let mut pull = Pull::new(tool, target, pt(0.0, 0.0), pt(0.0, -40.0));
    for p in to {
        pull.moved(*p, shift);
    }
    pull.line(staged).unwrap_or_default()
}

#[test]
fn pointer_and_keyboard_give_the_same_line() {
    let mut staged = fixture::staged();
    let scene = fixture::scene(2_120_000, 2_200_000);
    let flight = scene.flights.iter().find(|f| f.sent == 2_100_000).unwrap().name;
    let message = Target::Flight(flight);
    let (a, c, ab, ac, ann) = (Target::Node(0), Target::Node(2), Target::Link(0), Target::Link(1), Target::Node(3));
    let quarter = [pt(40.0, 0.0)];
    let up = |px: f64| vec![pt(0.0, -40.0 - px)];
    let (s, k) = (&staged, &scene);
    let pairs = [
        (click(s, k, Tool::Cut, ab, false), open(s, k, ab, "Cut", "")),
        (click(s, k, Tool::Cut, ab, true), open(s, k, ab, "Cut, one way", "")),
        (click(s, k, Tool::Cut, ac, false), open(s, k, ac, "Heal", "")),
        (click(s, k, Tool::Cut, a, false), open(s, k, a, "Isolate", "")),
        (click(s, k, Tool::Crash, a, false), open(s, k, a, "Crash", "")),
        (pull(s, Tool::Slow, ab, &up(193.0), false), open(s, k, ab, "Slow by", "1s")),
        (pull(s, Tool::Slow, a, &up(157.0), false), open(s, k, a, "Slow by", "300")),
        (pull(s, Tool::Slow, message, &up(157.0), false), open(s, k, message, "Delay by", "300")),
        (pull(s, Tool::Skew, c, &quarter, false), open(s, k, c, "Clock ahead by", "3ms")),
        (pull(s, Tool::Skew, c, &[pt(-40.0, 0.0)], true), open(s, k, c, "Clock drifts by", "-50")),
        (click(s, k, Tool::Drop, message, false), open(s, k, message, "Drop", "")),
        (click(s, k, Tool::Drop, message, true), open(s, k, message, "Duplicate", "")),
        (lines::isolate(s, &[0, 2]), "isolate a c".into()),
        (lines::cut_all(s, &[1, 2]), "cut a-c b-c".into()),
    ];
    for (hand, keys) in pairs {
        assert_eq!(hand, keys);
    }
    let opened = [
        (click(s, k, Tool::Slow, ab, false), open(s, k, ab, "Hold messages", "")),
        (click(s, k, Tool::Drop, ab, false), open(s, k, ab, "Lose messages", "20")),
        (click(s, k, Tool::Drop, c, false), open(s, k, c, "Lose messages", "5%")),
        (click(s, k, Tool::Skew, c, false), open(s, k, c, "Clock jumps by", "-20s")),
        (click(s, k, Tool::Select, a, false), open(s, k, a, "Pause for", "800")),
        (click(s, k, Tool::Select, ann, false), open(s, k, ann, "Ask: write balance", "45")),
        (click(s, k, Tool::Select, ann, false), open(s, k, ann, "Ask: read balance", "")),
        (click(s, k, Tool::Select, Target::Fault(0), false), open(s, k, Target::Fault(0), "Heal at", "4.4")),
        (
            click(s, k, Tool::Select, Target::Fault(0), false),
            open(s, k, Target::Fault(0), "One way: only to C, Cy", ""),
        ),
        (
            click(s, k, Tool::Select, Target::Fault(0), false),
            open(s, k, Target::Fault(0), "One way: only from C, Cy", ""),
        ),
    ];
    let said: Vec<String> = opened.into_iter().map(|(hand, line)| format!("{hand}: {line}")).collect();
    expect_test::expect![[r#"
        opens: hold a-b
        opens: set a-b.loss 20%
        opens: set c.loss 5%
        opens: step c clock by -20s
        opens: pause a for 800ms
        opens: ask ann write balance 45
        opens: ask ann read balance
        opens: heal cut at 4400000
        opens: heal cut | cut a->c b->c
        opens: heal cut | cut c->a c->b"#]]
    .assert_eq(&said.join("\n"));
    staged.nodes[0].works = true;
    assert_eq!(pull(&staged, Tool::Slow, a, &up(61.0), false), "slow a by 10x");
    assert_eq!(open(&staged, &scene, a, "Slow by", "10"), "slow a by 10x");
}

/// A shipped act on a stage of its own, with the act as its files say it.
struct Shipped {
    name: String,
    act: Lesson,
    session: Session,
}

fn shipped() -> Vec<Shipped> {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons/content");
    let mut folders: Vec<_> = std::fs::read_dir(&content).unwrap().map(|e| e.unwrap().path()).collect();
    let inner: Vec<_> =
        folders.iter().filter_map(|f| std::fs::read_dir(f).ok()).flatten().map(|e| e.unwrap().path()).collect();
    folders.extend(inner);
    folders.retain(|f| f.join("runs.toml").is_file());
    folders.sort();
    let open = |folder: &std::path::PathBuf| {
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let (lesson, scenario, runs) = (read("lesson.md"), read("scenario.toml"), read("runs.toml"));
        let files = lessons::Files { lesson: &lesson, scenario: &scenario, runs: Some(&runs) };
        let (act, mistakes) = lessons::read_act(&files, &sim_core::registry::Registry::engine());
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let mut session = Session::default();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let body = Command::Open { slug: name.clone(), lesson, scenario, runs: Some(runs) };
        session.handle(Envelope { epoch: 0, body });
        Shipped { name, act, session }
    };
    folders.iter().map(open).collect()
}

fn stage(session: &mut Session, what: What) -> (Staged, Scene) {
    let mut answers = session.handle(Envelope { epoch: 0, body: Command::Stage(what) }).into_iter().map(|e| e.body);
    let (Some(Update::Staged(staged)), Some(Update::Scene(scene))) = (answers.next(), answers.next()) else {
        panic!("the run is not staged")
    };
    (staged, scene)
}

/// The middle of the first flight: hands reach for a message while it is under way.
fn under_way(session: &mut Session, scene: Scene) -> Scene {
    let look = Command::Look { at: 0, window: (0, 5_000_000), until: 5_000_000 };
    let answers = session.handle(Envelope { epoch: 0, body: look });
    let Some(Update::Scene(later)) = answers.into_iter().next().map(|e| e.body) else { return scene };
    let Some(first) = later.flights.iter().find(|f| f.arrives > f.sent) else { return scene };
    Scene { at: u64::midpoint(first.sent, first.arrives), ..later }
}

/// `delay next store from a to b by 400ms`, as a hand on that message says it: by its name.
fn named(line: String, scene: &Scene) -> String {
    let Some((verb, rest)) = line.split_once(" next ") else { return line };
    let flying = |f: &&session::wire::Flight| f.sent <= scene.at && scene.at < f.arrives;
    let Some(flight) = scene.flights.iter().find(flying) else { return line };
    let by = rest.split_once(" by ").map(|(_, by)| format!(" by {by}")).unwrap_or_default();
    format!("{verb} {}{by}", lines::selector(flight.name))
}

/// The lines of one instant that hands can make here: clicks, fields with this line's own amount, and a drawn line.
fn by_hand(staged: &Staged, scene: &Scene, line: &str) -> Vec<String> {
    let (line, span) = match line.rsplit_once(" for ") {
        Some((line, span)) if !line.starts_with("pause ") => (line, Some(span)),
        _ => (line, None),
    };
    let nodes = (0..staged.nodes.len() as u16).map(Target::Node);
    let links = (0..staged.links.len() as u16).map(Target::Link);
    let flights = scene.flights.iter().map(|f| Target::Flight(f.name));
    let targets: Vec<Target> = nodes.chain(links).chain(flights).collect();
    let mut made: Vec<String> = Vec::new();
    let links = targets.iter().filter(|t| matches!(t, Target::Link(_))).flat_map(|t| [(*t, 1), (*t, 2)]);
    let ways: Vec<(Target, u8)> = targets.iter().map(|t| (*t, 0)).chain(links).collect();
    for target in ways {
        let i = inspect(staged, scene, &tools(), target, scene.at);
        made.extend(i.acts.into_iter().flat_map(|a| a.lines));
        for field in i.fields {
            let typed = line
                .strip_prefix(&*field.before)
                .filter(|t| amount::read(t, field.units).is_some() || field.units.is_empty());
            if let Some(Made::Now(line)) = typed.and_then(|t| field.made(t)) {
                made.push(line);
            }
        }
    }
    if let Some(names) = line.strip_prefix("isolate ") {
        let node = |name: &str| staged.nodes.iter().position(|n| n.name == name).map(|n| n as u16);
        let nodes: Option<Vec<u16>> = names.split(' ').map(node).collect();
        made.extend(nodes.map(|n| lines::isolate(staged, &n)));
    }
    if let Some(names) = line.strip_prefix("cut ") {
        let link = |name: &str| staged.links.iter().position(|l| l.name == name).map(|l| l as u16);
        let links: Option<Vec<u16>> = names.split(' ').map(link).collect();
        if let Some(links) = links {
            let chosen = lines::cut_all(staged, &links);
            let drawn = draw(staged, &links);
            assert!(drawn.is_none() || drawn.as_ref() == Some(&chosen), "{drawn:?} is drawn for {chosen}");
            made.push(chosen);
        }
    }
    made.into_iter().map(|l| lines::lasting(l, span)).collect()
}

/// What a pointer cuts that goes where the line of these links settles, where that is one line.
fn draw(staged: &Staged, links: &[u16]) -> Option<String> {
    let geom = layout::place(staged, 768.0, 440.0);
    // Links of a group that stands as one are cut in its table, or once it is opened.
    if links.iter().any(|l| !geom.plain[usize::from(*l)]) {
        return None;
    }
    let gone: Vec<bool> = (0..staged.links.len() as u16).map(|l| links.contains(&l)).collect();
    let sides = super::net::sides(staged, &gone);
    let side = if sides.len() > 1 { &sides[0][..] } else { &[] };
    let pieces = fault::settle(staged, &geom, links, side);
    let [line] = &pieces[..] else { return None };
    let raw: Vec<Pt> = line.windows(2).flat_map(|w| (0..24).map(|k| w[0].toward(w[1], f64::from(k) / 23.0))).collect();
    let draft = Draft { raw, one_way: false };
    let cut = draft.read(staged, &geom, &[]);
    draft.line(staged, &cut, &[])
}

#[test]
fn every_act_of_every_recorded_run_can_be_made_by_hand() {
    let mut seen = 0;
    for mut lesson in shipped() {
        let runs = lesson.act.runs.runs.clone();
        for run in &runs {
            let world = if run.world == "challenge" {
                What::Challenge { settings: Vec::new() }
            } else {
                What::Quiet { seed: None }
            };
            let (staged, scene) = stage(&mut lesson.session, world);
            let scene = under_way(&mut lesson.session, scene);
            let watched = matches!(run.role, Role::Baseline | Role::Predict | Role::Example);
            for act in &run.acts {
                let whole = act.to_string();
                let line = whole.split_once("at ").and_then(|(_, rest)| rest.split_once(' ')).unwrap().1.to_owned();
                // A link is the same from either end.
                let line = staged.links.iter().fold(line, |line, l| {
                    let back = format!("{}-{}", lines::node(&staged, l.b), lines::node(&staged, l.a));
                    line.split(' ')
                        .map(|w| {
                            w.replacen(&back, &l.name, usize::from(w == back || w.starts_with(&(back.clone() + "."))))
                        })
                        .collect::<Vec<_>>()
                        .join(" ")
                });
                let line = named(line, &scene);
                seen += 1;
                if let Some((path, value)) = line.strip_prefix("set ").and_then(|l| l.split_once(' '))
                    && (watched
                        || path.starts_with("links.")
                        || !matches!(path.rsplit('.').next(), Some("loss" | "latency")))
                {
                    // What is set is a knob's, wherever the learner is to set it; other runs are only watched.
                    let knob = lesson.act.world.knobs.iter().any(|k| format!("{k:?}").contains(path));
                    assert!(knob || watched, "{}: no knob sets {path} to {value}", lesson.name);
                    continue;
                }
                // What an earlier line of the run began is not in this scene; the menu of a fault line is tested by itself.
                let begun = run.acts.iter().filter_map(|act| act.label.as_deref());
                let crashed =
                    |node: &str| run.acts.iter().any(|act| act.to_string().ends_with(&format!(" crash {node}")));
                let ends = begun.into_iter().any(|label| line == format!("heal {label}"));
                if ends || line.strip_prefix("restart ").is_some_and(crashed) {
                    continue;
                }
                // A node is started again where it is down.
                if line.starts_with("restart ") {
                    let crash = line.replacen("restart", "crash", 1);
                    let answers =
                        lesson.session.handle(Envelope { epoch: 0, body: Command::Do { at: 1_000_000, line: crash } });
                    let down =
                        answers.into_iter().find_map(|a| if let Update::Scene(s) = a.body { Some(s) } else { None });
                    assert!(by_hand(&staged, &down.expect("a crash is seen"), &line).contains(&line), "{line} by hand");
                    continue;
                }
                let made = by_hand(&staged, &scene, &line);
                assert!(made.contains(&line), "{}, {}: `{line}` cannot be made by hand", lesson.name, run.name);
                let done = Command::Do { at: 2_000_000, line: line.clone() };
                let answers = lesson.session.handle(Envelope { epoch: 0, body: done });
                if run.world != "challenge" {
                    assert!(answers.iter().any(|a| matches!(a.body, Update::Did(_))), "{line}: {answers:?}");
                }
            }
        }
    }
    assert!(seen > 10, "recorded runs have acts");
}
