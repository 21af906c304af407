//! The one program: in the page it is the page, in a worker it is the engine. One module, compiled once, serves both.

fn main() {
    if app::platform::dom::is_page() {
        app::platform::page::run();
    } else {
        app::platform::engine::run();
    }
}
