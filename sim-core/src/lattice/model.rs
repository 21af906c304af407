//! The models as data: names, meanings, sources, and which one implies which.

/// What a history consists of, and so which models speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Single reads and writes.
    Registers,
    /// Transactions of several reads and writes.
    Transactions,
}

/// A consistency model or an isolation level: those of registers, then those of transactions, strong ones early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Model {
    /// One order that also keeps the clock.
    Linearizable,
    /// One order of everything.
    Sequential,
    /// Causal memory: an order of its own for each session.
    CausalMemory,
    /// Causal consistency with one order of all writes.
    CausalConvergence,
    /// Each read is explained by its past.
    Causal,
    /// Everybody's writes in their order.
    Pram,
    /// Monotonic reads and monotonic writes in one order for each session.
    MrMwLocal,
    /// Monotonic reads and writes after reads in one order for each session.
    MrWfrLocal,
    /// Values were written, and causes do not run in a circle.
    NoThinAir,
    /// Read your writes, one order of writes for all.
    Ryw,
    /// Monotonic reads, one order of writes for all.
    Mr,
    /// Monotonic writes, one order of writes for all.
    Mw,
    /// Writes follow reads, one order of writes for all.
    Wfr,
    /// Read your writes, an order for each reader.
    RywLocal,
    /// Monotonic reads, an order for each reader.
    MrLocal,
    /// Monotonic writes, an order for each reader.
    MwLocal,
    /// Writes follow reads, an order for each reader.
    WfrLocal,
    /// Transactions one by one.
    Serializable,
    /// Reads from one snapshot, first committer wins.
    SnapshotIsolation,
    /// Reads from one snapshot of one order.
    Prefix,
    /// Snapshots that are closed under causes.
    CausalTransactions,
    /// All of a transaction is seen or nothing.
    ReadAtomic,
    /// Only what was committed is read, and not backwards.
    ReadCommitted,
}

/// What is to be said of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Its word in files and on the command line.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it promises, as a sentence.
    pub meaning: &'static str,
    /// Who defined it.
    pub source: &'static str,
    /// What does not exist where it is broken.
    pub order: &'static str,
    /// What it speaks of.
    pub kind: Kind,
}

const TERRY: &str = "Terry et al., PDIS 1994, as stated by Burckhardt, Principles of Eventual Consistency, 2014";
const BOUAJJANI: &str = "Bouajjani, Enea, Guerraoui, Hamza, POPL 2017";
const BISWAS: &str = "Biswas and Enea, OOPSLA 2019";

const fn registers(name: &'static str, title: &'static str, order: &'static str, more: [&'static str; 2]) -> Info {
    Info { name, title, meaning: more[0], source: more[1], order, kind: Kind::Registers }
}

const fn transactions(name: &'static str, title: &'static str, order: &'static str, more: [&'static str; 2]) -> Info {
    Info { name, title, meaning: more[0], source: more[1], order, kind: Kind::Transactions }
}

#[rustfmt::skip]
const INFOS: [Info; 23] = [
    registers("linearizable", "linearizable", "single order of all operations that keeps the clock", [
        "All operations happen one by one, each at an instant between its call and its answer.",
        "Herlihy and Wing, TOPLAS 1990"]),
    registers("sequential", "sequential", "single order of all operations", [
        "All operations happen one by one, those of a session in its order.",
        "Lamport, IEEE Transactions on Computers 1979"]),
    registers("cm", "causal memory", "order of what this session knew", [
        "Each session sees one order of what it knows, with every cause before its effect.",
        "Ahamad, Neiger, Burns, Kohli, Hutto, Distributed Computing 1995"]),
    registers("ccv", "causal with convergence", "order of writes for all", [
        "Everybody sees causes before effects, and all agree on one order of writes.", BOUAJJANI]),
    registers("cc", "causal", "order of what this read knew", [
        "Each read alone is explained by its causal past.", BOUAJJANI]),
    registers("pram", "PRAM", "order of all writes and this session's reads", [
        "Each session sees everybody's writes in the order in which they were made.",
        "Lipton and Sandberg, PRAM: A Scalable Shared Memory, 1988"]),
    registers("mr_mw_local", "monotonic reads and writes", "order of writes for this session", [
        "A session never goes back, and sees each session's writes in their order.", TERRY]),
    registers("mr_wfr_local", "monotonic reads, writes follow reads", "order of writes for this session", [
        "A session never goes back, and sees no write without what its writer had read.", TERRY]),
    registers("no_thin_air", "no value from thin air", "order of causes", [
        "Every value was written, and no cause comes after its effect.", BOUAJJANI]),
    registers("ryw", "read your writes", "order of writes for all", [
        "A session sees its own earlier writes; all agree on one order of writes.", TERRY]),
    registers("mr", "monotonic reads", "order of writes for all", [
        "What a session has read does not vanish for it; all agree on one order of writes.", TERRY]),
    registers("mw", "monotonic writes", "order of writes for all", [
        "Who sees a write sees its session's earlier ones; all agree on one order of writes.", TERRY]),
    registers("wfr", "writes follow reads", "order of writes for all", [
        "Who sees a write sees what its session had read before; all agree on one order of writes.", TERRY]),
    registers("ryw_local", "read your writes, each for itself", "order of writes for this session", [
        "A session sees its own earlier writes.", TERRY]),
    registers("mr_local", "monotonic reads, each for itself", "order of writes for this session", [
        "What a session has read does not vanish for it.", TERRY]),
    registers("mw_local", "monotonic writes, each for itself", "order of writes for this session", [
        "Who sees a write sees its session's earlier ones.", TERRY]),
    registers("wfr_local", "writes follow reads, each for itself", "order of writes for this session", [
        "Who sees a write sees what its session had read before.", TERRY]),
    transactions("serializable", "serializable", "single order of whole transactions", [
        "Transactions happen one by one, those of a session in its order.",
        "Papadimitriou, JACM 1979, with session order as in Biswas and Enea, OOPSLA 2019"]),
    transactions("snapshot_isolation", "snapshot isolation", "order of snapshots and commits", [
        "A transaction reads one snapshot; of two that write the same key and overlap, one fails.",
        "Berenson et al., SIGMOD 1995, as stated by Biswas and Enea, OOPSLA 2019"]),
    transactions("prefix", "prefix consistency", "order of snapshots and commits", [
        "A transaction reads one snapshot: what was committed up to some point of one order.", BISWAS]),
    transactions("causal_txn", "causal transactions", "order of commits", [
        "A transaction that is seen brings along everything that it knew.", BISWAS]),
    transactions("read_atomic", "read atomic", "order of commits", [
        "A transaction is seen whole or not at all.", BISWAS]),
    transactions("read_committed", "read committed", "order of commits", [
        "Only committed values are read, and a transaction does not go back while it runs.", BISWAS]),
];

use Model::{
    Causal, CausalConvergence, CausalMemory, CausalTransactions, Linearizable, Mr, MrLocal, MrMwLocal, MrWfrLocal, Mw,
    MwLocal, NoThinAir, Pram, Prefix, ReadAtomic, ReadCommitted, Ryw, RywLocal, Sequential, Serializable,
    SnapshotIsolation, Wfr, WfrLocal,
};

/// Stronger and weaker. What follows from two arrows in a row is left out, and so are names for the same.
#[rustfmt::skip]
pub const IMPLICATIONS: [(Model, Model); 28] = [
    (Linearizable, Sequential),
    (Sequential, CausalMemory), (Sequential, CausalConvergence),
    (CausalMemory, Causal), (CausalMemory, Pram), (CausalMemory, MrWfrLocal),
    (CausalConvergence, Causal), (CausalConvergence, Ryw), (CausalConvergence, Mr),
    (CausalConvergence, MrMwLocal), (CausalConvergence, MrWfrLocal),
    (Causal, NoThinAir), (Causal, RywLocal),
    (Pram, MrMwLocal), (Pram, RywLocal),
    (MrMwLocal, MrLocal),
    (MrWfrLocal, MrLocal), (MrWfrLocal, NoThinAir),
    (NoThinAir, Mw),
    (Ryw, RywLocal), (Mr, MrLocal),
    (RywLocal, Mw), (MrLocal, Mw),
    (Serializable, SnapshotIsolation), (SnapshotIsolation, Prefix), (Prefix, CausalTransactions),
    (CausalTransactions, ReadAtomic), (ReadAtomic, ReadCommitted),
];

impl Model {
    /// Every model, in the order of its declaration.
    pub const ALL: [Self; 23] = [
        Linearizable,
        Sequential,
        CausalMemory,
        CausalConvergence,
        Causal,
        Pram,
        MrMwLocal,
        MrWfrLocal,
        NoThinAir,
        Ryw,
        Mr,
        Mw,
        Wfr,
        RywLocal,
        MrLocal,
        MwLocal,
        WfrLocal,
        Serializable,
        SnapshotIsolation,
        Prefix,
        CausalTransactions,
        ReadAtomic,
        ReadCommitted,
    ];

    /// What is to be said of it.
    pub const fn info(self) -> &'static Info {
        &INFOS[self as usize]
    }
    /// Its word in files.
    pub const fn name(self) -> &'static str {
        self.info().name
    }
    /// The model of this word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }
    /// The model that allows exactly what this one allows, if it goes by two names; else itself.
    ///
    /// A session's own reads and writes give no reason to doubt monotonic writes or writes after reads, as long as they
    /// are the only guarantee: the writes that one sees may always be taken to end with the one that was returned. So
    /// they say no more, with one order or many, than that values were written, and that causes make no circle.
    #[must_use]
    pub const fn same_as(self) -> Self {
        match self {
            MwLocal => Mw,
            Wfr | WfrLocal => NoThinAir,
            _ => self,
        }
    }
    /// Whether every history that satisfies it satisfies `weaker`; so it is with itself.
    pub fn implies(self, weaker: Self) -> bool {
        let (strong, weak) = (self.same_as(), weaker.same_as());
        strong == weak || IMPLICATIONS.iter().any(|(a, b)| *a == strong && b.implies(weak))
    }
}
