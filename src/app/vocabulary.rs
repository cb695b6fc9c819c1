//! The whole vocabulary between the program and the world: what happened ([`Event`]) and what to do ([`Effect`]).

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::key::Key;
use super::spot::{Spot, Wheel};
use crate::config::{NewMail, Settings};
use crate::domain::address::Marks;
use crate::domain::alike::{Alike, Likeness};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, Done, Refusal};
use crate::domain::draft::{Draft, DraftId};
use crate::domain::editing::Editing;
use crate::domain::history::Depth;
use crate::domain::importing::Importing;
use crate::domain::invite::InviteId;
use crate::domain::outbox::{Held, ShownLink, Waiting};
use crate::domain::record::Record;
use crate::domain::search::{Count, Hits, Stretch};

/// The moment of an event: the wall clock for what is written and said, and a steady one, which no administrator
/// turns back, for pauses between keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    pub wall: Timestamp,
    /// Since the program started.
    pub steady: Duration,
}

/// Columns and rows of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u16,
    pub height: u16,
}

/// The smallest window that shows a form with its message.
pub const SMALLEST: Size = Size { width: 60, height: 16 };

/// Tells the answer to the newest search from those that came too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ticket(pub u64);

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The program has started and knows its window.
    Started(Size),
    KeyPressed(Key),
    /// Something on the screen was clicked, which is only heard where the configuration allows the mouse.
    Clicked(Spot),
    Scrolled(Wheel),
    Pasted(String),
    Resized(Size),
    /// The moment that [`super::App::wake_at`] named has come.
    TimeCame,
    /// Rows of a search; `skip` rows were asked to be left out before them.
    Found {
        ticket: Ticket,
        skip: usize,
        hits: Hits,
    },
    Counted {
        ticket: Ticket,
        count: Count,
    },
    /// What else may have been meant by a search that finds nobody.
    NearestFound {
        ticket: Ticket,
        nearest: Vec<String>,
    },
    /// Who is alike, as was asked of a form.
    AlikeFound {
        likeness: Likeness,
        found: Vec<Alike>,
        /// What is known of the address.
        marks: Marks,
    },
    RecordRead(Box<Record>),
    /// The record of a customer that somebody moves to, as was asked for a question.
    BesideRead(Box<Record>),
    /// The customer is not in this file (any more).
    RecordMissing(CustomerId),
    OutboxRead(Vec<Waiting>),
    /// The link of an open invite, for the person at the desk.
    LinkShown(ShownLink),
    /// A read failed; the words say what to do.
    ReadFailed(String),
    /// Another desk holds the file's write lock; for how long so far.
    DeedWaiting(Duration),
    DeedDone(Done),
    DeedRefused(Refusal),
    /// Nothing was written; the words say what happened and what to do.
    DeedFailed(String),
    /// Something in the file changed: by another desk, by the postman, or by this desk.
    FileChanged,
    /// The forms that are open at other desks now.
    EditedElsewhere(Vec<Editing>),
    /// Somebody at another desk is bringing in a list, or is done (`None`).
    ImportedElsewhere(Option<Importing>),
    /// No desk can deliver, for a reason that is nobody's address, or they can again (`None`).
    PostHeld(Option<Held>),
    /// This desk cannot: its letter, folder or password cannot be used, as the words say; or it can again (`None`).
    HeldHere(Option<String>),
    /// What stands at the place of a customer file, for the first start.
    PlaceProbed {
        path: PathBuf,
        finding: Finding,
    },
    /// The mail server of these settings was tried: what it takes, or why not.
    MailTried {
        first: Box<FirstSettings>,
        outcome: Result<String, String>,
    },
    /// The first file and configuration are made or found; the desk goes to work with these settings.
    DeskReady {
        settings: Box<Settings>,
        /// What came of trying the mail server.
        said: Option<String>,
    },
    /// They could not be; nothing was written, and the words say why.
    DeskNotReady(String),
    /// Forms that were not saved before the program ended, or were put aside.
    DraftsFound(Vec<Draft>),
    /// The configuration as it is now.
    SettingsRead(Box<Settings>),
    /// It is wrong now; the words say where and how.
    SettingsWrong(String),
    /// Something that the desk works with has failed; the words say what does not work any more.
    Impaired(String),
    /// SIGTERM, SIGHUP or a line that is gone: leave at once, ask nothing.
    Ended,
}

/// What stands where a customer file should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    Nothing,
    NoFolder,
    Customers(usize),
    NotOurs,
    Unreadable(String),
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The newest search makes every older one void. Its hits are counted after the rows and never in their way.
    Search {
        ticket: Ticket,
        typed: String,
        stretch: Stretch,
    },
    /// Look for what else may have been meant, after everything else.
    FindNearest {
        ticket: Ticket,
        typed: String,
    },
    /// Look for others who are like the person whom a form describes.
    FindAlike(Likeness),
    /// Read a customer's record.
    Read(CustomerId, Depth),
    /// Read the record of another customer than the one on the page, for a question about both.
    ReadBeside(CustomerId),
    ReadOutbox,
    /// Derive the link of an open invite again, and record that it was shown.
    ShowLink(InviteId),
    /// Remember that this desk opened it.
    NoteOpened(CustomerId),
    Perform(Deed),
    /// Keep a form that is not saved, beside the file.
    KeepDraft(Box<Draft>),
    LetDraftGo(DraftId),
    /// Tell the other desks which record is open in a form here; `None` when none is any more.
    TellEditing(Option<Editing>),
    /// Offer text to the terminal's clipboard (OSC 52); nothing tells whether it took it.
    OfferToClipboard(String),
    /// Look at the place of a customer file.
    Probe(PathBuf),
    /// Ask the mail server whether it would take a letter; nothing is written.
    TryMail(FirstSettings),
    /// Make or find the customer file, write the first configuration, and go to work.
    SetUp(FirstSettings),
    /// Read the configuration again.
    ReadSettings,
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back until the shell continues the program.
    Suspend,
    Quit,
}

/// What the first start asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstSettings {
    pub shop_name: String,
    pub database: PathBuf,
    pub sign_in_url: Option<String>,
    /// Without it invites are written as files.
    pub mail: Option<NewMail>,
    /// What came of trying the mail server, where that was done.
    pub said: Option<String>,
}
