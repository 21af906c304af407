//! The engine from outside: act text in, trace text out.

mod bench;
mod cap;
