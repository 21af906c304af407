//! The eight steps of an act, in their order, and what the page says at each.
use std::time::Duration;

use lessons::model::{Act, GuessForm, LineKind, Role, StepKind, Task};
use sim_core::quantity::Unit;
use tests::{PATIENCE, Page};

use super::hand::{Hand, Player, WATCHING};
use super::{knobs, read};

/// A run of twenty sealed worlds may take longer than anything else.
const SEALED: Duration = Duration::from_mins(2);

/// Plays an act from its first beat to the last answer of its quiz.
pub fn play(p: &Player, breaks: fn(&Player)) {
    let act = &p.act;
    story(p, act);
    predict(p, act);
    p.page.find("heading", &read::heading(act, StepKind::Break));
    p.hurry();
    breaks(p);
    // Where a goal has parts, the run stops at each of them.
    let parts = read::goal(act, StepKind::Break).lines.iter().filter(|line| line.kind == LineKind::Part).count();
    for _ in 1..parts {
        let broken = |page: &Page| page.text().contains("Broken on purpose");
        p.page.wait_until("a part of the goal", WATCHING, |page| broken(page) || page.has("button", "Go on"));
        if !broken(&p.page) {
            p.press("button", "Go on");
        }
    }
    p.says("Broken on purpose");
    p.says("You expected");
    p.says("The run did");
    go_on(p);
    why(p, act);
    explain(p, act);
    repair(p, act);
    challenge(p, act);
    quiz(p, act);
    let here = p.page.url();
    p.press("button", if p.page.has("button", "Finish") { "Finish" } else { "Continue" });
    p.page.wait_until("the next act, or home, opens", PATIENCE, |page| page.url() != here);
}

fn go_on(p: &Player) {
    p.press("button", "Continue");
}

fn story(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Story));
    p.play();
    // Another story goes at the lesson's own pace.
    p.hurry();
    for caption in read::beats(act) {
        p.says(&caption);
        p.press("button", "Go on");
    }
    go_on(p);
}

fn predict(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Predict));
    let Task::Guess(guess) = &read::step(act, StepKind::Predict).task else { panic!("Predict asks for a guess") };
    match &guess.form {
        GuessForm::Options(options) => {
            let option = options.iter().find(|option| option.misconception).expect("one holds the misconception");
            p.press("radio", &read::plain(&option.text));
        }
        GuessForm::Number { belief, unit, .. } => {
            // Times are asked for in milliseconds.
            let each = if *unit == Unit::Time { 1_000.0 } else { 1.0 };
            p.write("spinbutton", "A number from", &(belief * each).to_string());
        }
    }
    p.press("button", "sure");
    p.press("button", "Lock in my guess");
    p.says("locked in");
    go_on(p);
}

fn why(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Why));
    let Task::Questions(questions) = &read::step(act, StepKind::Why).task else { panic!("Why asks a question") };
    let right = questions[0].options.iter().find(|option| option.right).expect("one is the cause");
    p.press("button", &read::plain(&right.text));
    p.says("your pick, and so the run says");
    p.says("From what was seen back to its root");
    go_on(p);
}

fn explain(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Explain));
    let Task::Cards(cards) = &read::step(act, StepKind::Explain).task else { panic!("Explain has cards") };
    for card in cards {
        if !p.page.find("button", &card.title).is("expanded") {
            p.press("button", &card.title);
        }
        p.page.wait_until(&card.title, PATIENCE, |page| page.find("button", &card.title).is("expanded"));
    }
    go_on(p);
}

fn seal(p: &Player) {
    p.press("button", "Start the sealed run");
    p.page.pause(Duration::from_secs(1));
    if p.page.has("button", "Start the sealed run") && !p.page.text().contains("Held on ") {
        p.press("button", "Start the sealed run"); // emulated touches get lost now and then; a finger taps again
    }
    p.page.wait_until("the sealed run is over", SEALED, |page| page.text().contains("Held on "));
    p.says("Held on 20 of 20.");
}

fn repair(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Repair));
    p.says("same faults, replayed");
    knobs::show(p);
    for (knob, value) in read::design(act, StepKind::Repair, Role::Solution) {
        knobs::turn(p, knob, &value);
    }
    seal(p);
    p.says("The same design, on seeds nobody chose.");
    go_on(p);
}

fn challenge(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Challenge));
    for (knob, value) in read::design(act, StepKind::Challenge, Role::Par) {
        knobs::turn(p, knob, &value);
    }
    seal(p);
    if read::goal(act, StepKind::Challenge).score.is_some() {
        p.says("par met");
    }
    go_on(p);
}

fn quiz(p: &Player, act: &Act) {
    p.page.find("heading", &read::heading(act, StepKind::Quiz));
    let Task::Questions(questions) = &read::step(act, StepKind::Quiz).task else { panic!("Quiz asks questions") };
    for question in questions {
        if let Some((_, at)) = &question.run
            && p.hand != Hand::Touch
        {
            p.press("button", "Open the prepared run");
            let at = format!("{:.3} s", at.0 as f64 / 1e6);
            p.page.wait_until(&format!("the run is at {at}"), WATCHING, |_| p.time() == at);
        }
        let right = question.options.iter().find(|option| option.right).expect("one option is right");
        p.press("button", &read::plain(&right.text));
    }
    p.page.find("button", "Quiz, done, current");
    p.says("What this leaves out");
}
