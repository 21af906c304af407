//! The objects that can be checked. A new one is one file here.

mod cart;
mod register;
mod text;

pub use cart::{Cart, CartOp};
pub use register::{Register, RegisterOp};
pub use text::{Text, TextOp};
