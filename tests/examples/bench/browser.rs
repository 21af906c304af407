//! The same in Chromium: the module is loaded into an empty page, and each call is timed by what its thread ran.

use bench::model::Model;
use bench::{LONG, MILLION};
use serde_json::json;
use tests::Browser;

use crate::corpus;
use crate::figure::{Goal, Report, Unit, median};
use crate::frames;
use crate::module::Module;
use crate::native::{looked, remembered};
use crate::shipped::Heaviest;

const PLACE: &str = "browser";
/// Levels at which the engine is tried; the rest of the module stays as it is shipped.
const LEVELS: [(&str, &str); 3] = [("z", "\"z\""), ("s", "\"s\""), ("3", "3")];

/// Adds the lines.
pub fn run(report: &mut Report, heaviest: &Heaviest, times: usize, looks: usize, events: u64) -> Result<(), String> {
    let browser = Browser::launch(&xtask::chromium::ensure()?)?;
    let shipped = Module::open(&browser, None)?;
    let agent = shipped.eval("navigator.userAgent").as_str().unwrap_or_default().to_owned();
    let version = agent.split_whitespace().find(|word| word.contains("Chrome/")).unwrap_or_default().to_owned();
    report.conditions.push(("browser", version));
    agree(&shipped, events)?;
    models(report, &browser, &shipped, times, events)?;
    lesson(report, &shipped, heaviest, times, looks);
    for (at, model) in Model::ALL.into_iter().enumerate() {
        let bytes = |how| shipped.call("memory", &json!([how, at, MILLION])).as_f64().unwrap_or(f64::NAN);
        remembered(report, PLACE, model, [bytes("play"), bytes("stage")]);
    }
    corpus::browser(report, &shipped, times)?;
    frames::run(report, &browser, times.min(5))
}

/// What is fast and wrong is worth nothing: runs are what they are natively.
fn agree(module: &Module, events: u64) -> Result<(), String> {
    for (at, model) in Model::ALL.into_iter().enumerate() {
        module.eval(&format!("bench.engine.play({at}, {events})"));
        let (there, here) = (module.eval("bench.fingerprint()"), format!("{:016x}", model.play(events).1));
        if there != here {
            return Err(format!("the {} is {here} natively and {there} in the browser", model.name()));
        }
    }
    Ok(())
}

/// One way of playing: a module, and a function of it.
struct Way<'m> {
    name: String,
    module: &'m Module,
    how: &'static str,
    goal: f64,
}

/// All ways of playing take turns, so that what disturbs one disturbs all.
fn models(report: &mut Report, browser: &Browser, shipped: &Module, times: usize, events: u64) -> Result<(), String> {
    let mut levels = Vec::new();
    for (level, spelled) in LEVELS {
        levels.push((level, Module::open(browser, Some(spelled))?));
    }
    let way = |name: &str, module, how, goal| Way { name: name.to_owned(), module, how, goal };
    let mut ways =
        vec![way("faultline, as shipped", shipped, "play", 5.0), way("with checkpoints", shipped, "stage", 0.0)];
    ways.extend(levels.iter().map(|(level, module)| way(&format!("engine at opt-level {level}"), module, "play", 0.0)));
    for (at, model) in Model::ALL.into_iter().enumerate() {
        let mut rates = vec![Vec::new(); ways.len()];
        for round in 0..=times {
            for (way, rates) in ways.iter().zip(&mut rates) {
                let (ms, played) = way.module.cost(&format!("bench.engine.{}({at}, {events})", way.how));
                // The first round does not count: browsers compile in two steps.
                if round > 0 {
                    rates.push(played.as_f64().unwrap_or_default() / ms / 1e3);
                }
            }
        }
        for (way, rates) in ways.iter().zip(&rates) {
            let goal = if way.goal > 0.0 && model == Model::Ring { Goal::Least(way.goal) } else { Goal::None };
            let what = format!("{}, events: {}", model.name(), way.name);
            report.add(what, PLACE, median(rates), Unit::Millions, goal);
        }
    }
    for (level, module) in &levels {
        let what = format!("this module, brotli 11: engine at opt-level {level}");
        report.add(what, PLACE, module.size as f64 / 1e3, Unit::Kb, Goal::None);
    }
    Ok(())
}

fn lesson(report: &mut Report, module: &Module, heaviest: &Heaviest, times: usize, looks: usize) {
    module.call("choose", &json!([heaviest.texts, heaviest.world]));
    let took = module.costs(times, |_| "bench.engine.minute()".to_owned());
    report.add(heaviest.what(), PLACE, median(&took), Unit::Ms, Goal::Most(100.0));
    let took = module.costs(times, |_| "bench.engine.seal()".to_owned());
    report.add("sealed run, 20 seeds, judged", PLACE, median(&took), Unit::Ms, Goal::None);
    module.eval(&format!("bench.engine.open_long({LONG})"));
    let seeks = module.costs(looks, |n| format!("bench.engine.seek({n})"));
    module.eval("bench.engine.seek_end()");
    let forks = module.costs(looks, |n| format!("bench.engine.fork({n})"));
    looked(report, PLACE, &seeks, &forks, Goal::Most(16.0));
}
