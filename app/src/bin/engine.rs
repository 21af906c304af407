//! The engine's program: a worker that keeps a panic or a long run from taking the page along.

fn main() {
    app::platform::engine::run();
}
