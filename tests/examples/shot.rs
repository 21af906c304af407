//! A picture of a page: `cargo run -p tests --example shot -- URL OUT.png WIDTH HEIGHT [dark] [--eval JS]... [--click ROLE NAME]... [--wait MS]`.
//!
//! Steps run in the order given. Prints what the scripts return, the page's outline with `--outline`,
//! and every error that the page logged; ends with 1 if there was one.
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use tests::{Browser, Page};

const USAGE: &str = "shot URL OUT.png WIDTH HEIGHT [dark] [--eval JS] [--click ROLE NAME] [--key KEY] [--text TEXT] \
                     [--wait MS] [--outline]";

fn main() -> ExitCode {
    // What a verb of the driver says when it gives up is for people, not for debuggers.
    std::panic::set_hook(Box::new(|panic| eprintln!("{}", panic.payload_as_str().unwrap_or("the driver gave up"))));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}\nusage: {USAGE}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<bool, String> {
    let [url, out, width, height, steps @ ..] = arguments else { return Err("too few arguments".to_owned()) };
    let number = |text: &String| text.parse::<u32>().map_err(|_| format!("not a number: {text}"));
    let (width, height) = (number(width)?, number(height)?);
    let mut steps = steps.iter();
    let dark = steps.as_slice().first().is_some_and(|word| word == "dark");
    if dark {
        steps.next();
    }
    let browser = Browser::launch(&xtask::chromium::ensure()?)?;
    let page = Page::open(&browser);
    let out = Path::new(out);
    page.screenshot(out, width, height, dark);
    page.goto(url);
    page.wait_until("the program started, or said why not", Duration::from_secs(20), |page| {
        page.eval("!document.querySelector('.boot:not([role=alert])')") == true
    });
    let mut next = || steps.next();
    while let Some(step) = next() {
        let mut argument = || next().ok_or_else(|| format!("{step} needs a value"));
        match step.as_str() {
            "--eval" => println!("{}", page.eval(argument()?)),
            "--click" => page.click(argument()?, argument()?),
            "--key" => page.key(argument()?),
            "--text" => page.type_text(argument()?),
            "--wait" => page.pause(Duration::from_millis(number(argument()?)?.into())),
            "--outline" => print!("{}", page.outline()),
            other => return Err(format!("no such step: {other}")),
        }
    }
    page.screenshot(out, width, height, dark);
    let errors = &page.watch().errors;
    for error in errors {
        println!("{error}");
    }
    Ok(errors.is_empty())
}
