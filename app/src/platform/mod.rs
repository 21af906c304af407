//! The browser. Nothing outside of this folder names it.

pub mod canvas;
pub mod dom;
pub mod effects;
pub mod engine;
pub mod fetch;
pub mod frames;
pub mod page;
pub mod picture;
pub mod storage;
pub mod touch;
pub mod worker;
