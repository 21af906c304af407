//! Windows, phones, themes, slow processors, and pictures of them.
use std::cell::RefCell;
use std::path::Path;

use base64::Engine as _;
use serde_json::json;

use crate::page::Page;

thread_local! {
    /// Media features are set all at once, so what was asked for before has to be remembered.
    static MEDIA: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

impl Page {
    /// Makes the window this large, as on a desk.
    pub fn window(&self, width: u32, height: u32) {
        self.screen(width, height, false);
    }

    /// Makes the page a phone of 390 × 844 with a finger.
    pub fn phone(&self) {
        self.screen(390, 844, true);
    }

    fn screen(&self, width: u32, height: u32, phone: bool) {
        let scale = if phone { 2 } else { 1 };
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone, "maxTouchPoints": 1 }));
    }

    /// Asks for the dark theme, or the light one.
    pub fn dark(&self, on: bool) {
        self.media("prefers-color-scheme", if on { "dark" } else { "light" });
    }

    /// Asks for less motion, or for no preference.
    pub fn reduced_motion(&self, on: bool) {
        self.media("prefers-reduced-motion", if on { "reduce" } else { "no-preference" });
    }

    fn media(&self, name: &str, value: &str) {
        let features: Vec<_> = MEDIA.with_borrow_mut(|set| {
            set.retain(|(known, _)| known != name);
            set.push((name.to_owned(), value.to_owned()));
            set.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
        });
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Makes the processor this many times slower.
    pub fn slow_processor(&self, times: f64) {
        self.call("Emulation.setCPUThrottlingRate", json!({ "rate": times }));
    }

    /// Writes a picture of the window as a PNG file.
    pub fn picture(&self, file: &Path) {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(shot["data"].as_str().unwrap_or_default())
            .unwrap_or_else(|e| panic!("the browser sent no picture: {e}"));
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        }
        std::fs::write(file, bytes).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    }

    /// A picture of the page at this size and theme. Below 700 pixels it is a phone.
    pub fn screenshot(&self, file: &Path, width: u32, height: u32, dark: bool) {
        self.screen(width, height, width < 700);
        self.dark(dark);
        self.settle();
        self.picture(file);
    }

    /// Waits until fonts are there and two frames have been painted.
    pub fn settle(&self) {
        self.eval(
            "document.fonts.ready.then(() => new Promise(done => \
             requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))",
        );
    }
}
