//! Everything that can happen to the page, and everything that it can ask for.

use lessons::model::StepKind;
use session::wire::{Command, Envelope, Export, Slot, Update, Us};

use super::lesson::{Files, Mode};
use crate::progress::Progress;
use crate::route::Route;
use crate::stage::StageEvent;

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A link inside the page.
    Navigate(Route),
    /// Back or forward.
    Popped(Route),
    /// A key outside of text fields.
    Key(String),
    /// Time has passed.
    Timer(Timer),
    /// The clipboard took it, or did not.
    Copied(bool),
    /// The browser does not keep what was written.
    NotSaved,
    /// The lesson index.
    Index(Result<String, String>),
    /// The files of an act.
    Files(String, Result<Files, String>),
    /// Ask for what could not be loaded once more.
    Again,
    /// The engine said something.
    Engine(Box<Envelope<Update>>),
    /// The engine stopped, or was silent for too long.
    Died(String),
    /// The engine of the sealed run said something.
    Sealed(Box<Update>),
    /// The engine of the sealed run stopped.
    SealDied(String),
    /// The stage said something.
    Stage(StageEvent),
    /// Open a step.
    Step(StepKind),
    /// The next step.
    Continue,
    /// The step before.
    Back,
    /// Do it, or Show me.
    Mode(Mode),
    /// The same goal, with another seed.
    NowYou,
    /// Pass over this step.
    Skip,
    /// Take that back.
    Unskip(StepKind),
    /// Move the playhead.
    Go(Us),
    /// Move the playhead on a branch.
    There(u32, Us),
    /// Outline events, or none.
    Mark(Vec<Slot>),
    /// A prediction.
    Pick(String),
    /// How sure.
    Sure(bool),
    /// Lock it in, or open it again.
    Lock(bool),
    /// An option of Why.
    Why(u8),
    /// An option of a quiz question.
    Quiz(u8, u8),
    /// Open a recorded run at an instant.
    OpenRun(String, Us),
    /// Open a card of Explain.
    Card(usize),
    /// Open the next hint of a goal.
    Hint(String),
    /// Turn a knob.
    Knob(String, String),
    /// All knobs as they were.
    KnobsReset,
    /// Show a world of Repair.
    World(String),
    /// What was changed and why.
    Reason(String),
    /// Begin the sealed run.
    Seal,
    /// Stop it.
    Unseal,
    /// Put a seed of it on the stage.
    OpenSeed(u32),
    /// Back from a seed or a shown run to the learner's own.
    MyRun,
    /// Search the catalogue.
    Search(String),
    /// The other theme.
    Theme,
    /// Open or close something above the page.
    Open(super::Open),
    /// Single letters are shortcuts, or are not.
    Letters(bool),
    /// The second letter does from now on what the first one does.
    Remap(char, char),
    /// The next size of the sheet.
    Sheet,
    /// Close the notice.
    Dismiss,
    /// Close the toast.
    CloseToast,
    /// Copy a bug report.
    Report,
    /// The note of a link that is to be copied.
    Note(String),
    /// Put this on the clipboard.
    Copy(String),
    /// Save the run on the stage as a file.
    Export(Export),
    /// Save what the stage shows as a picture.
    Picture,
    /// Close the note of a link.
    CloseNote,
    /// Home's small run is seen, or is scrolled away.
    Seen(bool),
    /// A setting of the sandbox: its path and what it is to be.
    Set(String, String),
    /// Begin the sandbox with an act's scenario; an empty slug is the cluster to begin with.
    StartFrom(String),
    /// A file was opened on the device: its name and what is in it.
    FileOpened(String, String),
    /// Save the scenario of the sandbox.
    SaveScenario,
    /// A file of the draft was edited.
    Edit(usize, String),
    /// Show a file of the draft, where there is room for one.
    ShowFile(usize),
    /// The preview shows the words rather than the stage.
    ShowWords(bool),
    /// Save a file of the draft.
    SaveFile(usize),
    /// Go to a mistake in the draft.
    GoTo(usize),
    /// Set this act back to new.
    Reset,
    /// Take that back.
    Unreset(Box<Progress>),
    /// Move the focus.
    Focus(&'static str),
    /// Begin the lesson of a broken link from its start.
    FromStart,
}

/// Time has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Since a hint was opened: the next may be.
    Hint,
    /// Since the last act, which was this one.
    Idle(u32),
    /// Since this toast was shown.
    Toast(u32),
    /// Since this edit of the draft.
    Edited(u32),
    /// The preview is a second older.
    Older,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Something to do outside of the model.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Say it to the engine, starting one if there is none.
    Tell(Box<Envelope<Command>>),
    /// End the engine.
    StopEngine,
    /// Start another engine for a sealed run, and say these to it.
    Seal(Vec<Command>),
    /// End that engine.
    Unseal,
    /// Fetch the lesson index.
    FetchIndex,
    /// Fetch the files of an act from a folder.
    FetchAct {
        /// The act.
        slug: String,
        /// Its folder.
        folder: String,
    },
    /// Write the book.
    Save,
    /// Show this address as a new one.
    Push(Route),
    /// Load the page of this address: another program shows it.
    Load(Route),
    /// Show this address in place of the present one.
    Replace(Route),
    /// The window's title.
    Title(String),
    /// Scroll to an element and give it the focus.
    Focus(&'static str),
    /// Say when this many milliseconds have passed.
    After(u32, Timer),
    /// Put text on the clipboard.
    Copy(String),
    /// Hand a file over, to be saved on the device: its name and what is in it.
    Download(String, String),
    /// The same with what the stage shows now, as a picture.
    Picture(String),
    /// Select a range of a file of the draft, and scroll to its line.
    Select {
        /// Which file.
        file: usize,
        /// 1-based.
        line: u32,
        /// First unit of UTF-16.
        from: u32,
        /// One past the last.
        to: u32,
    },
    /// A bug report on the clipboard: the browser adds what it knows.
    CopyReport(String),
    /// Use a theme from now on.
    Theme(Theme),
    /// Single letters are shortcuts, or are not.
    Letters(bool),
    /// Keep which letter does what.
    Keymap(String),
}
