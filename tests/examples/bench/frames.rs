//! Frames of the page with 2,000 messages under way: the released site plays a run of that size, and a trace of the
//! browser says what its main thread did between one frame and the next.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use std::{fs, io};

use lessons::model::Act;
use lessons::{Files, packed};
use serde_json::{Value, json};
use sim_core::registry::Registry;
use sim_core::run::Recipe;
use sim_core::time::Time;
use tests::{Browser, Page, Point};

use crate::figure::{Goal, Report, Unit, median};

const PLACE: &str = "browser";
/// Seconds of play until as much is under way as there will be.
const WARM: u64 = 4;
/// Seconds that are traced.
const TRACED: u64 = 6;
/// What the main thread does for a frame: script, style and layout.
const WORK: [&str; 8] = [
    "FunctionCall",
    "EvaluateScript",
    "FireAnimationFrame",
    "RunMicrotasks",
    "EventDispatch",
    "TimerFire",
    "Layout",
    "UpdateLayoutTree",
];

/// Adds the lines; the site must have been built.
pub fn run(report: &mut Report, browser: &Browser, times: usize) -> Result<(), String> {
    let site = Site::of(&built()?)?;
    let server = xtask::server::Server::start(&site.folder)?;
    let address = server.url("cap#break");
    let runs: Vec<Seen> = (0..times.max(1)).map(|_| play(browser, &address)).collect::<Result<_, _>>()?;
    let of = |pick: fn(&Seen) -> f64| median(&runs.iter().map(pick).collect::<Vec<_>>());
    report.add("frames: messages under way", PLACE, under_way()?, Unit::Count, Goal::Least(2_000.0));
    report.add("frames: script and layout, p95", PLACE, of(|s| s.work), Unit::Ms, Goal::Most(8.0));
    report.add("frames: over 33 ms apart", PLACE, of(|s| s.late), Unit::Percent, Goal::Most(1.0));
    report.add("click with Select to the inspector", PLACE, of(|s| s.effect), Unit::Ms, Goal::Most(50.0));
    report.add("layout shift during a run", PLACE, of(|s| s.shift), Unit::Count, Goal::Most(0.0));
    Ok(())
}

/// What one run of it showed.
struct Seen {
    work: f64,
    late: f64,
    effect: f64,
    shift: f64,
}

fn play(browser: &Browser, address: &str) -> Result<Seen, String> {
    let page = Page::open(browser);
    page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": include_str!("frames.js") }));
    page.goto(address);
    page.wait_until("the run can be played", Duration::from_secs(20), |page| {
        page.eval("Boolean(document.querySelector('[aria-label=Play]'))") == true
    });
    page.pause(Duration::from_millis(500));
    page.eval("document.querySelector('[aria-label=Play]').click()");
    page.pause(Duration::from_secs(WARM));
    let trace = page.traced(Duration::from_secs(TRACED));
    let (work, late) = frames(&trace)?;
    let number = |script: &str| page.eval(script).as_f64().unwrap_or(f64::NAN);
    // Clicks on a node while it plays, which open its inspector; Escape closes it, and play goes on. From the event to
    // the paint after it, in steps of 8 ms as browsers round it. The first click opens the group that it stands for.
    page.eval("document.querySelector('button[data-tool=select]').click()");
    let click = || {
        let at = page.eval("frames.node()");
        page.click_at(Point { x: at[0].as_f64().unwrap_or(0.0), y: at[1].as_f64().unwrap_or(0.0) });
    };
    click();
    page.pause(Duration::from_millis(500));
    page.eval("frames.clicks.length = 0");
    for _ in 0..5 {
        click();
        page.wait_until("the inspector is open", Duration::from_secs(5), |page| {
            page.eval("Boolean(document.querySelector('.popover'))") == true
        });
        page.pause(Duration::from_millis(300));
        page.key("Escape");
        page.pause(Duration::from_millis(300));
    }
    Ok(Seen { work, late, effect: number("frames.usual()"), shift: number("frames.shift()") })
}

/// The act that is played, as its author wrote it and as it was read.
fn crowd() -> Result<(Files<'static>, Act), String> {
    let files =
        Files { lesson: include_str!("crowd/lesson.md"), scenario: include_str!("crowd/scenario.toml"), runs: None };
    let (act, mistakes) = lessons::read_act(&files, &Registry::engine());
    match mistakes.first() {
        Some(mistake) => Err(format!("the crowd: {}", mistake.message)),
        None => Ok((files, act)),
    }
}

/// How many messages are under way while frames are counted, by playing the same world here.
fn under_way() -> Result<f64, String> {
    let (_, act) = crowd()?;
    let at = Time::secs(WARM + TRACED / 2);
    let recipe = Recipe::idle(Rc::new(lessons::worlds::quiet(&act.world)));
    let world = recipe.play(Some(at)).map_err(|e| e.to_string())?;
    Ok(world.trace.messages().filter(|m| m.end.is_none()).count() as f64)
}

/// From a trace: the 95th percentile of what the main thread did for a frame, in milliseconds of its own time, and the
/// share of frames that came more than 33 ms after the last, in percent.
fn frames(trace: &[Value]) -> Result<(f64, f64), String> {
    let name = |e: &Value| e["name"].as_str().unwrap_or_default().to_owned();
    let number = |e: &Value, key: &str| e[key].as_f64().unwrap_or(0.0);
    let starts: Vec<&Value> = trace.iter().filter(|e| name(e) == "FireAnimationFrame").collect();
    let thread = starts.first().map(|e| (e["pid"].clone(), e["tid"].clone())).ok_or("no frame was drawn")?;
    let mut work: Vec<(f64, f64, f64)> = trace
        .iter()
        .filter(|e| (e["pid"].clone(), e["tid"].clone()) == thread && WORK.contains(&name(e).as_str()))
        .map(|e| (number(e, "ts"), number(e, "dur"), e["tdur"].as_f64().unwrap_or_else(|| number(e, "dur"))))
        .collect();
    work.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut at: Vec<f64> = starts.iter().map(|e| number(e, "ts")).collect();
    at.sort_by(f64::total_cmp);
    at.dedup_by(|b, a| *b - *a < 1_000.0);
    let mut took = vec![0.0; at.len()];
    let mut covered = f64::MIN;
    for (ts, dur, own) in work {
        // What lies inside of another event is counted there.
        if ts < covered {
            continue;
        }
        covered = ts + dur;
        let frame = at.partition_point(|start| *start <= ts).saturating_sub(1);
        took[frame] += own / 1e3;
    }
    let late = at.windows(2).filter(|w| w[1] - w[0] > 33_400.0).count();
    took.sort_by(f64::total_cmp);
    let p95 = took[(took.len() * 95 / 100).min(took.len() - 1)];
    Ok((p95, 100.0 * late as f64 / at.len().max(1) as f64))
}

/// The last site that was built.
pub fn built() -> Result<PathBuf, String> {
    let root = crate::build::root();
    let places = ["target/site", "dist"].map(|place| root.join(place));
    let found = places.into_iter().find(|place| place.join("index.html").exists());
    found.ok_or_else(|| "frames need the site: cargo xtask dist".into())
}

/// A copy of the site whose first lesson is the crowd. Gone when it is dropped.
struct Site {
    folder: PathBuf,
}

impl Site {
    fn of(built: &Path) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("faultline-crowd-{}", std::process::id()));
        copy(built, &folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let lesson = folder.join("lessons/15-cap");
        let (files, act) = crowd()?;
        fs::write(lesson.join(packed::FILE), packed::pack(&files, &act))
            .map_err(|e| format!("{}: {e}", packed::FILE))?;
        Ok(Self { folder })
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
