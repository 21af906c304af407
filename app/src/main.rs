//! The page's program.

fn main() {
    app::platform::page::run();
}
