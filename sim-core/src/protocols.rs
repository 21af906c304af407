//! The registry of protocols. A new protocol is one file and one line here.

pub mod balancer;
pub mod broken;
pub mod caller;
pub mod cart;
pub mod chat;
pub mod client;
pub mod commit_wait;
pub mod detector;
pub mod flood;
pub mod gossip;
pub mod lease;
pub mod ledger;
pub mod lww;
pub mod ntp;
pub mod occ;
pub mod register;
pub mod ring;
pub mod service;
pub mod store;
pub mod swim;
pub mod txn;

use crate::protocol::{Nodes, Protocol, Typed};
use crate::registry::ProtocolInfo;

/// Makes a group of so many nodes.
pub(crate) type Make = fn(usize) -> Box<dyn Nodes>;

/// What authors can say to it, and how a group of it is made.
type Entry = (fn() -> ProtocolInfo, Make);

const ALL: &[Entry] = &[
    entry::<client::Client>(),
    entry::<register::Register>(),
    entry::<cart::Cart>(),
    entry::<ring::Ring>(),
    entry::<gossip::Gossip>(),
    entry::<occ::Occ>(),
    entry::<flood::Flood>(),
    entry::<ntp::Ntp>(),
    entry::<lww::Lww>(),
    entry::<commit_wait::CommitWait>(),
    entry::<detector::Detector>(),
    entry::<swim::Swim>(),
    entry::<ledger::Ledger>(),
    entry::<lease::Lease>(),
    entry::<chat::Chat>(),
    entry::<service::Service>(),
    entry::<store::Store>(),
    entry::<balancer::Balancer>(),
    entry::<txn::Node>(),
    entry::<broken::last_arrival::LastArrival>(),
    entry::<broken::unsynced::Unsynced>(),
];

const fn entry<P: Protocol>() -> Entry {
    (P::info, |n| Box::new(Typed::<P>::new(n)))
}

/// The protocol of this name.
pub(crate) fn find(name: &str) -> Option<(ProtocolInfo, Make)> {
    ALL.iter().map(|(info, make)| (info(), *make)).find(|(info, _)| info.name == name)
}

/// Every name.
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|(info, _)| info().name).collect()
}

/// Everything that lessons may say to protocols.
pub fn all() -> Vec<ProtocolInfo> {
    ALL.iter().map(|(info, _)| info()).collect()
}
