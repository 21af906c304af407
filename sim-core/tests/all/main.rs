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
mod lattice;
mod lattice_brute;
mod lattice_make;
mod lattice_naive;
mod mended;
mod messages;
mod naive;
mod properties;
mod quiet;
mod service;
