//! 07: services, clients and balancers against queueing theory: waiting, loss, choices, and Little's law.
//!
//! Figures are of simulated runs of the engine, 20 seeds each, without a warm-up that is several times as long as the
//! queue remembers. Utilisations above 0.9 are left out of `waiting.csv`: with so few events as a run may have, their
//! intervals would be too wide to prove anything.

use std::path::Path;
use std::rc::Rc;

use sim_core::history::{Op, Outcome};
use sim_core::luck::Seed;
use sim_core::measure::{self, ArgValue, Evidence, Instant, Verdict};
use sim_core::parts::stats::Moments;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::{Duration, Time};
use sim_core::world::{Ended, World};

use crate::table::{Csv, Record, Row, Tally, gather};

const SEEDS: u64 = 20;
/// The mean time of service: so long that whole microseconds are as good as real numbers.
const UNIT: f64 = 10.0;
/// Fewer refusals than this in all runs together are no sample of their share.
const REFUSALS: f64 = 100.0;

pub fn rows(folder: &Path) -> Vec<Row> {
    let folder = folder.join("07-queues");
    let mut little = Tally::new("07 Little's law, in every run above", "runs");
    let mut rows = gather("07 waiting", waiting(&folder, &mut little));
    rows.extend(gather("07 loss", [erlang_b(&folder, &mut little), bounded(&folder, &mut little)]));
    rows.push(little.row());
    rows.extend(gather("07 choices", choices(&folder)));
    rows
}

/// One service under a Poisson load.
struct Station {
    /// Seeds are counted from here, so that no two lines share their luck.
    seeds: u64,
    /// Requests per mean time of service.
    rate: f64,
    workers: u32,
    /// The distribution of the time of service, in the words of a scenario.
    service: String,
    queue: Option<u32>,
}

/// Which requests of a run are looked at, in times of service from its start.
struct Window {
    from: f64,
    to: f64,
}

impl Window {
    /// About so many requests, after a warm-up of some times the relaxation time of M/M/1 at this utilisation
    /// (1 / (1 - √ρ)², Morse 1955), which no queue here exceeds much.
    fn of(requests: f64, rate: f64, utilisation: f64) -> Self {
        let relaxation = 1.0 / (1.0 - utilisation.min(0.92).sqrt()).powi(2);
        let from = 6.0 * relaxation + 20.0;
        Self { from, to: from + requests / rate }
    }
    fn ends(&self) -> (Time, Time) {
        (instant(self.from), instant(self.to))
    }
}

fn instant(units: f64) -> Time {
    Time((units * UNIT * 1e6) as u64)
}

/// What runs have shown, each sample a run's mean; times in mean times of service.
#[derive(Default)]
struct Figures {
    /// Between the arrival and the beginning of the work, of requests that were accepted.
    wait: Moments,
    /// From call to answer.
    time: Moments,
    /// The share that had to wait.
    delayed: Moments,
    /// The share that was refused.
    refused: Moments,
    /// Requests in the system, over time.
    in_system: Moments,
    /// Workers that are busy, over time.
    busy: Moments,
}

fn exp() -> String {
    format!("exp {UNIT}s")
}

fn group(name: &str, protocol: &str, nodes: Vec<Node>, settings: &[(&str, String)]) -> Group {
    let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    Group { name: name.into(), protocol: protocol.into(), nodes, settings, script: Vec::new() }
}

fn node(name: &str, beside: Option<&str>) -> Node {
    Node { name: name.into(), beside: beside.map(Into::into) }
}

/// A scenario without an end, with one client at `beside` whose requests come at this rate per time of service.
fn scenario(mut groups: Vec<Group>, beside: &str, rate: f64) -> Rc<Scenario> {
    let load =
        [("load", format!("poisson {}/s", rate / UNIT)), ("mix", "100% call".to_owned()), ("timeout", "0s".to_owned())];
    groups.push(group("people", "client", vec![node("people-1", Some(beside))], &load));
    Rc::new(Scenario { length: Duration::secs(100_000_000), groups, ..Scenario::default() })
}

impl Station {
    fn scenario(&self) -> Rc<Scenario> {
        let settings = [
            ("workers", self.workers.to_string()),
            ("service", self.service.clone()),
            ("queue", self.queue.map_or("none".to_owned(), |bound| bound.to_string())),
        ];
        let servers = group("servers", "service", vec![node("s", None)], &settings);
        scenario(vec![servers], "s", self.rate)
    }

    /// Runs it under every seed.
    fn figures(&self, window: &Window, little: &mut Tally) -> Result<Figures, String> {
        let (mut figures, scenario) = (Figures::default(), self.scenario());
        for seed in self.seeds..self.seeds + SEEDS {
            let world = run(&scenario, seed, window)?;
            let run = Run::of(&world, window);
            let share = |n: u64| n as f64 / (run.accepted + run.refused) as f64;
            let per = |sum: f64| sum / run.accepted.max(1) as f64;
            figures.wait.add(per(run.wait));
            figures.time.add(per(run.time));
            figures.delayed.add(run.delayed as f64 / run.accepted.max(1) as f64);
            figures.refused.add(share(run.refused));
            let busy = gauged(&world, "utilisation", window)? * f64::from(self.workers);
            let in_system = busy + gauged(&world, "queue_length", window)?;
            figures.busy.add(busy);
            figures.in_system.add(in_system);
            let place = format!("{} workers at rate {}, {}, seed {seed}", self.workers, self.rate, self.service);
            let (from, to) = window.ends();
            little.near(place, in_system, run.inside * UNIT / to.since(from).as_secs(), 1e-9 * in_system);
        }
        Ok(figures)
    }
}

/// Plays a scenario until all requests of the window have ended.
fn run(scenario: &Rc<Scenario>, seed: u64, window: &Window) -> Result<World, String> {
    let mut world = World::new(scenario, Seed(seed), &[]).map_err(|e| e.to_string())?;
    let (from, mut to) = window.ends();
    let end = to;
    loop {
        world.advance(to, u64::MAX);
        if let Some(ended) = world.ended {
            return Err(match ended {
                Ended::Limit(limit) => format!("a run ended: {}", limit.words()),
                other => format!("a run ended: {other:?}"),
            });
        }
        let open = |op: &Op| (from..end).contains(&op.called) && op.outcome == Outcome::Open;
        if !world.history.ops.iter().any(open) {
            return Ok(world);
        }
        to += Duration((20.0 * UNIT * 1e6) as u64);
    }
}

/// Sums over the requests of a run; times in mean times of service.
#[derive(Default)]
struct Run {
    accepted: u64,
    refused: u64,
    delayed: u64,
    wait: f64,
    time: f64,
    /// What of the time in the system of any request lies in the window. Little's law without its limit: the number in
    /// the system over time, from the gauges, is this per time, from the history, exactly.
    inside: f64,
}

impl Run {
    fn of(world: &World, window: &Window) -> Self {
        let (from, to) = window.ends();
        let (mut run, units) = (Self::default(), |span: Duration| span.as_secs() / UNIT);
        for call in world.history.calls.iter().filter(|call| call.parent.is_none()) {
            let op = world.history.op(call.op);
            if op.outcome != Outcome::Failed {
                run.inside += units(op.returned.min(to).since(op.called.max(from)));
            }
            if !(from..to).contains(&op.called) {
                continue;
            }
            if op.outcome == Outcome::Failed {
                run.refused += 1;
                continue;
            }
            run.accepted += 1;
            run.delayed += u64::from(call.begun > call.arrived);
            run.wait += units(call.begun.since(call.arrived));
            run.time += units(op.returned.since(op.called));
        }
        run
    }
}

/// A measure of the service over the window.
fn gauged(world: &World, name: &str, window: &Window) -> Result<f64, String> {
    let (from, to) = window.ends();
    let args = [
        ("node", ArgValue::Word("s".into())),
        ("after", ArgValue::Instant(Instant::At(from))),
        ("for", ArgValue::Span(to.since(from))),
    ];
    let args = args.map(|(arg, value)| (arg.to_owned(), value)).into();
    let found = measure::find(&Evidence::of(world), &measure::Call { measure: name.into(), args });
    match found.verdict {
        Verdict::Quantity(quantity) => Ok(quantity.value),
        other => Err(format!("{name} is {other:?}")),
    }
}

/// The first seed of a line of a file.
fn seeds(file: u64, record: &Record<'_>) -> u64 {
    file * 1_000_000 + record.line as u64 * 1_000
}

fn compare(tally: &mut Tally, place: &str, published: f64, measured: Moments) {
    tally.mean(place, (published, 0.0), (measured.mean(), measured.half_width_999()), 1e-6);
}

/// Requests of a run that are looked at: more where the queue remembers for longer.
fn requests(utilisation: f64) -> f64 {
    if utilisation > 0.85 { 100_000.0 } else { 15_000.0 }
}

/// `waiting.csv`: one row for each kind of system.
fn waiting(folder: &Path, little: &mut Tally) -> Vec<Result<Row, String>> {
    let kinds = ["M/M/1", "M/D/1", "M/G/1 cv2=4", "M/M/c"];
    let csv = match Csv::read(&folder.join("waiting.csv")) {
        Ok(csv) => csv,
        Err(problem) => return vec![Err(problem)],
    };
    let mut row = |kind: &str| {
        let mut tally = Tally::new(&format!("07 {kind}: wait, time, number, delayed"), "means");
        for record in csv.records() {
            if record.text("system")? == kind && record.number("rho")? < 0.91 {
                wait(&mut tally, &record, little)?;
            }
        }
        Ok(tally.row())
    };
    kinds.map(&mut row).into()
}

fn wait(tally: &mut Tally, record: &Record<'_>, little: &mut Tally) -> Result<(), String> {
    let (rho, workers) = (record.number("rho")?, record.number("servers")? as u32);
    let service = match record.text("system")? {
        "M/D/1" => format!("{UNIT}s"),
        // Lognormal of this squared coefficient of variation: σ² = ln(1 + cv²), mean = median · exp(σ²/2).
        "M/G/1 cv2=4" => {
            let square = 1.0 + record.number("service_cv2")?;
            format!("lognormal {}us {}", (UNIT * 1e6 / square.sqrt()).round(), square.ln().sqrt())
        }
        _ => exp(),
    };
    let rate = rho * f64::from(workers);
    let station = Station { seeds: seeds(1, record), rate, workers, service, queue: None };
    let found = station.figures(&Window::of(requests(rho), rate, rho), little)?;
    for (column, figure) in [
        ("mean_wait_in_queue", found.wait),
        ("mean_time_in_system", found.time),
        ("mean_in_system", found.in_system),
        ("prob_wait", found.delayed),
    ] {
        compare(tally, &format!("line {} {column}", record.line), record.number(column)?, figure);
    }
    Ok(())
}

fn erlang_b(folder: &Path, little: &mut Tally) -> Result<Row, String> {
    let mut tally = Tally::new("07 M/M/c/c, Erlang B: refused, busy", "means");
    for record in Csv::read(&folder.join("erlang_b.csv"))?.records() {
        let (workers, rate) = (record.number("servers")? as u32, record.number("offered_erlang")?);
        let (requests, refused) = (10_000.0, record.number("blocking_probability")?);
        let station = Station { seeds: seeds(2, &record), rate, workers, service: exp(), queue: Some(0) };
        let found = station.figures(&Window { from: 20.0, to: 20.0 + requests / rate }, little)?;
        if refused * requests * SEEDS as f64 > REFUSALS {
            compare(&mut tally, &format!("line {} refused", record.line), refused, found.refused);
        }
        compare(&mut tally, &format!("line {} busy", record.line), record.number("carried_erlang")?, found.busy);
    }
    Ok(tally.row())
}

fn bounded(folder: &Path, little: &mut Tally) -> Result<Row, String> {
    let mut tally = Tally::new("07 M/M/1/K: refused, number, time", "means");
    for record in Csv::read(&folder.join("mm1k.csv"))?.records() {
        let (rho, capacity) = (record.number("rho")?, record.number("capacity_including_service")?);
        let (requests, refused) = (15_000.0, record.number("loss_probability")?);
        let queue = Some(capacity as u32 - 1);
        let station = Station { seeds: seeds(3, &record), rate: rho, workers: 1, service: exp(), queue };
        let found = station.figures(&Window::of(requests, rho, rho), little)?;
        let place = |what: &str| format!("line {} {what}", record.line);
        if refused * requests * SEEDS as f64 > REFUSALS {
            compare(&mut tally, &place("refused"), refused, found.refused);
        }
        compare(&mut tally, &place("number"), record.number("mean_in_system")?, found.in_system);
        compare(&mut tally, &place("time"), record.number("mean_time_in_system_accepted")?, found.time);
    }
    Ok(tally.row())
}

/// `own_simulation_check.csv`: a finite number of servers is compared with simulations, not with the fluid limit.
fn choices(folder: &Path) -> Vec<Result<Row, String>> {
    let csv = match Csv::read(&folder.join("own_simulation_check.csv")) {
        Ok(csv) => csv,
        Err(problem) => return vec![Err(problem)],
    };
    csv.records().filter_map(|record| farm(&record).transpose()).collect()
}

/// One line of it, where it is about choices.
fn farm(record: &Record<'_>) -> Result<Option<Row>, String> {
    let words: Vec<&str> = record.text("quantity")?.split([' ', ',', '=']).filter(|word| !word.is_empty()).collect();
    let ["power", "of", choices, "N", servers, ..] = words[..] else { return Ok(None) };
    let count: usize = servers.parse().map_err(|_| format!("`{servers}` is no number of servers"))?;
    if choices == "1" && count > 10 {
        return Ok(None); // so many independent M/M/1 queues need more events to settle than a run may have
    }
    let rho = record.number("rho_or_lambda")?;
    let rate = rho * count as f64;
    let names: Vec<String> = (1..=count).map(|n| format!("s{n}")).collect();
    let farm = group("farm", "service", names.iter().map(|name| node(name, None)).collect(), &[("service", exp())]);
    let balance = [("to", "farm"), ("policy", "least"), ("choices", choices), ("timeout", "0s")];
    let front = group("front", "balancer", vec![node("f", None)], &balance.map(|(k, v)| (k, v.to_owned())));
    let scenario = scenario(vec![farm, front], "f", rate);
    let window = if choices == "1" {
        Window::of(60_000.0, rate, rho)
    } else {
        Window { from: 100.0, to: 100.0 + 40_000.0 / rate }
    };
    let mut time = Moments::default();
    let first = seeds(4, record);
    for seed in first..first + SEEDS {
        let run = Run::of(&run(&scenario, seed, &window)?, &window);
        time.add(run.time / run.accepted as f64);
    }
    let limit = record.number("closed_form_or_fluid_limit")?;
    let name = format!("07 {choices} of {servers} at {rho}: time (limit {limit:.3})");
    let mut tally = Tally::new(&name, "mean");
    let published = (record.number("simulated_mean")?, record.number("ci999_halfwidth")?);
    let measured = (time.mean(), time.half_width_999());
    tally.mean(format!("line {}", record.line), published, measured, 0.0);
    let mut row = tally.row();
    let shown = |(mean, half): (f64, f64)| format!("{mean:.3} ± {half:.3}");
    (row.published, row.measured) = (shown(published), shown(measured));
    Ok(Some(row))
}
