//! A story: one test that walks through the built site as a visitor does.
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use xtask::server::Server;

use crate::browser::Browser;
use crate::page::Page;

/// What a story has: a site of its own (a server on a free port), and visitors who open it.
pub struct Story<'a> {
    browser: &'a Browser,
    server: Server,
    name: String,
    allowed: RefCell<Vec<String>>,
    pages: RefCell<Vec<Rc<Page>>>,
}

/// The built site and the browser, as `cargo xtask test` hands them over.
pub fn site() -> Result<(PathBuf, PathBuf), String> {
    let read = |name: &str| {
        let value = std::env::var_os(name).map(PathBuf::from);
        value.ok_or(format!("{name} is not set: run `cargo xtask test`, which builds the site and finds a browser"))
    };
    Ok((read("FAULTLINE_DIST")?, read("FAULTLINE_CHROMIUM")?))
}

/// Tells one story. It fails when it panics, and also when any page of it logged an error,
/// broke the policy or asked another site for something.
pub fn trial(browser: &Browser, dist: &Path, name: &str, tell: impl FnOnce(&Story)) -> Result<(), String> {
    let server = Server::start(dist)?;
    let story =
        Story { browser, server, name: name.to_owned(), allowed: RefCell::default(), pages: RefCell::default() };
    let told = catch_unwind(AssertUnwindSafe(|| tell(&story)));
    let complaints = story.complaints();
    if told.is_err() || !complaints.is_empty() {
        // A browser that is gone can show nothing; the story's own failure is the one to report.
        let _ = catch_unwind(AssertUnwindSafe(|| story.report()));
    }
    match told {
        Err(panic) => resume_unwind(panic),
        Ok(()) if complaints.is_empty() => Ok(()),
        Ok(()) => Err(format!("the pages complained:\n{}", complaints.join("\n"))),
    }
}

impl Story<'_> {
    /// A new visitor, with storage of their own, opens a page of the site.
    /// `path` is relative to the site: `""` is its home.
    pub fn open(&self, path: &str) -> Rc<Page> {
        let page = self.visitor();
        page.goto(&self.url(path));
        page
    }

    /// A new visitor in front of an empty page.
    pub fn visitor(&self) -> Rc<Page> {
        let page = Rc::new(Page::open(self.browser));
        self.pages.borrow_mut().push(Rc::clone(&page));
        page
    }

    /// The address of a page of the site.
    pub fn url(&self, path: &str) -> String {
        self.server.url(path)
    }

    /// The server, for stories that count requests.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// An error whose text contains this part belongs to the story.
    pub fn allow_error(&self, part: &str) {
        self.allowed.borrow_mut().push(part.to_owned());
    }

    fn complaints(&self) -> Vec<String> {
        let (pages, allowed, site) = (self.pages.borrow(), self.allowed.borrow(), self.url(""));
        pages.iter().flat_map(|page| page.watch().complaints(&site, &allowed)).collect()
    }

    /// Leaves a picture and the log of every page where a person can look at them.
    fn report(&self) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/stories");
        for (number, page) in self.pages.borrow().iter().enumerate() {
            let file = folder.join(format!("{}-{number}.png", self.name.replace([' ', '/', ':'], "-")));
            page.picture(&file);
            eprintln!("{}: page {number} at {}, picture in {}", self.name, page.url(), file.display());
            for line in page.watch().console.iter().chain(&page.watch().errors) {
                eprintln!("    {line}");
            }
        }
    }
}
