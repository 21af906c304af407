//! The engine from outside: act text in, trace text out.

mod bench;
mod cap;
mod checkers;
mod counterfactual;
mod edges;
mod evidence;
mod faults;
mod generate;
mod gossip;
mod honest;
mod mended;
mod messages;
mod naive;
mod properties;
mod quiet;
