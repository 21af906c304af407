//! One visitor with one input: how a mouse, a keyboard or a finger reaches a button, a node, a tool, a field.
use std::rc::Rc;
use std::time::Duration;

use lessons::model::Act;
use tests::{Found, PATIENCE, Page, Point, Story};

/// As long as a person would wait for a run to show something.
pub const WATCHING: Duration = Duration::from_mins(1);
/// Two touches at once are another gesture; a finger takes this long from one place to the next.
const FINGER: Duration = Duration::from_millis(350);

/// An input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Mouse,
    Keys,
    Touch,
}

impl Hand {
    /// As the story's name has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mouse => "mouse",
            Self::Keys => "keyboard",
            Self::Touch => "touch",
        }
    }
}

/// A visitor in an act, who has this input and no other.
pub struct Player {
    pub page: Rc<Page>,
    pub hand: Hand,
    /// What the act's files say.
    pub act: Act,
}

impl Player {
    /// Opens the act.
    pub fn open(story: &Story, path: &'static str, hand: Hand) -> Self {
        let page = story.visitor();
        if hand == Hand::Touch {
            page.phone();
        }
        page.goto(&story.url(path));
        Self { page, hand, act: super::read::act(path) }
    }

    /// Sets a knob among the tools of Break.
    pub fn turn(&self, name: &str, value: &str) {
        let knob = self.act.world.knobs.iter().find(|knob| knob.name == name);
        super::knobs::turn(self, knob.unwrap_or_else(|| panic!("there is no knob {name}")), value);
    }

    /// Waits until the page says this, as a person who watches does.
    pub fn says(&self, text: &str) {
        let text = &*read_aloud(text);
        self.page
            .wait_until(&format!("the page says \"{text}\""), WATCHING, |page| read_aloud(&page.text()).contains(text));
    }

    /// Presses what has this role and name.
    pub fn press(&self, role: &str, name: &str) {
        self.press_in("", role, name);
    }

    /// Presses what has this role and name inside of something with the name `group`.
    pub fn press_in(&self, group: &str, role: &str, name: &str) {
        let page = &self.page;
        match self.hand {
            Hand::Mouse => page.click_at(page.point_in(group, role, name)),
            Hand::Touch => self.tap(page.point_in(group, role, name)),
            Hand::Keys => {
                page.tab_to_in(group, role, name);
                page.key("Enter");
            }
        }
    }

    /// A tap, and the moment that a finger needs afterwards.
    fn tap(&self, at: Point) {
        self.page.touch_drag(&[at]);
        self.page.pause(FINGER);
    }

    /// Moves the mouse or the finger along these points.
    pub fn drag(&self, points: &[Point]) {
        match self.hand {
            Hand::Mouse => self.page.drag(points),
            Hand::Touch => {
                self.page.touch_drag(points);
                self.page.pause(FINGER);
            }
            Hand::Keys => panic!("a keyboard does not drag"),
        }
    }

    /// A point so far along the way from one thing on the topology to another.
    pub fn between(&self, from: &str, to: &str, part: f64) -> Point {
        let (a, b) = (self.page.point_of("button", from), self.page.point_of("button", to));
        Point { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part }
    }

    /// Takes a tool; by its letter where there are keys.
    pub fn tool(&self, name: &str, letter: &str) {
        if self.hand == Hand::Keys { self.page.key(letter) } else { self.press_in("Tools", "button", name) }
    }

    /// Acts with the tool in the hand on something of the topology, or opens it; by keyboard, arrows lead there.
    pub fn on(&self, name: &str) {
        self.go_to(name);
        match self.hand {
            Hand::Mouse => self.page.click("button", name),
            Hand::Touch => {
                self.tap(self.page.point_of("button", name));
                // What lies too near to each other for a finger is chosen from.
                if self.page.has("dialog", "Which one?") {
                    self.press_in("Which one?", "button", name);
                }
            }
            Hand::Keys => self.page.key("Enter"),
        }
    }

    /// By keyboard: into the topology, which is one stop, and to this node or link. Other inputs see where it is.
    pub fn go_to(&self, name: &str) {
        if self.hand != Hand::Keys {
            return;
        }
        let page = &self.page;
        let here = || page.find_all("button", "").into_iter().find(|found| found.is("focused"));
        for _ in 0..200 {
            if self.on_topology() {
                break;
            }
            page.key("Tab");
        }
        let goal = page.middle_of("button", name);
        for _ in 0..30 {
            let now =
                here().unwrap_or_else(|| panic!("the focus has left the topology. On the page:\n{}", page.outline()));
            if now.name == page.find("button", name).name {
                return;
            }
            let at = page.middle_of("button", &now.name);
            let (x, y) = (goal.x - at.x, goal.y - at.y);
            page.key(match (x.abs() > y.abs(), x > 0.0, y > 0.0) {
                (true, true, _) => "ArrowRight",
                (true, false, _) => "ArrowLeft",
                (false, _, true) => "ArrowDown",
                (false, _, false) => "ArrowUp",
            });
        }
        panic!("arrows do not lead to {name}. On the page:\n{}", page.outline());
    }

    /// In the inspector that is open: opens a field, writes into it, applies it.
    pub fn field(&self, label: &str, value: &str) {
        if !self.page.has("textbox", label) {
            self.press_in("", "button", label);
        }
        self.write("textbox", label, value);
        let apply = format!("Apply: {label}");
        if self.hand == Hand::Keys { self.page.key("Enter") } else { self.press("button", &apply) }
    }

    /// With a tool on a node, writes an amount into the field that opens; by keyboard, the tool's letter opens it.
    pub fn amount(&self, (tool, letter): (&str, &str), node: &str, (field, value): (&str, &str)) {
        if self.hand == Hand::Keys {
            self.go_to(node);
            self.page.key(letter);
        } else {
            self.tool(tool, letter);
            self.on(node);
        }
        self.field(field, value);
    }

    /// Drags the hand of a node's clock round its dial: clockwise is ahead, twelve steps of the ladder a turn.
    pub fn turn_clock(&self, node: &str, steps: u32) {
        self.tool("Skew", "k");
        let at = self.page.point_of("button", node);
        // Nodes are smaller on a phone, and so are their dials.
        let far = if self.hand == Hand::Touch { 32.0 } else { 42.0 };
        let on = |step: u32| {
            let angle = f64::from(step) / 12.0 * std::f64::consts::TAU;
            Point { x: at.x + far * angle.sin(), y: at.y - far * angle.cos() }
        };
        self.drag(&(0..=steps).map(on).collect::<Vec<_>>());
    }

    /// Writes into a field. A phone has a keyboard too, on its screen.
    pub fn write(&self, role: &str, name: &str, value: &str) {
        match self.hand {
            Hand::Keys => self.page.tab_to(role, name),
            _ => self.press(role, name),
        }
        self.page.key("Control+a");
        self.page.type_text(value);
    }

    /// What the clock above the picture says.
    pub fn time(&self) -> String {
        self.page.text_of("status", "Virtual time")
    }

    /// Lets the run go on.
    pub fn play(&self) {
        // On the stage Space plays; elsewhere it scrolls, or presses what has the focus.
        if self.hand == Hand::Keys && self.on_topology() {
            self.page.key(" ");
        } else {
            self.press_in("Transport", "button", "Play");
        }
    }

    fn on_topology(&self) -> bool {
        let inside =
            |found: &Found| found.is("focused") && found.within.iter().any(|name| name.starts_with("Topology"));
        self.page.find_all("button", "").iter().any(inside)
    }

    /// One step on, and its scene.
    pub fn step(&self) {
        self.step_by(".");
    }

    /// By keyboard, a step of 100 ms: to a moment at which nothing happens.
    pub fn step_far(&self) {
        self.step_by("Shift+.");
    }

    fn step_by(&self, key: &str) {
        let before = self.time();
        if self.hand == Hand::Keys {
            self.page.key(key);
        } else {
            self.press_in("Transport", "button", "Step");
        }
        self.page.wait_until("a step", PATIENCE, |_| self.time() != before);
    }

    /// Step by step to an instant, in seconds, or to the first step after it.
    pub fn step_to(&self, at: f64) {
        let now = || self.time().trim_end_matches(" s").parse::<f64>().unwrap_or_default();
        while now() < at {
            self.step();
        }
    }

    /// As fast as it goes.
    pub fn hurry(&self) {
        if self.page.has("button", "Speed max") {
            return;
        }
        if self.hand == Hand::Keys {
            for _ in 0..3 {
                self.page.key("]");
            }
        } else {
            self.press_in("Transport", "button", "Speed");
            self.press("menuitemradio", "max");
        }
        self.page.find("button", "Speed max");
    }
}

/// Text as it is compared: white space folded.
pub fn read_aloud(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
