//! The screens, and what all of them answer. Only `app/mod.rs` opens and closes them.

use std::mem::discriminant;

use super::conflict::Conflict;
use super::customer_page::{CustomerPage, Row};
use super::desk::Desk;
use super::find::Find;
use super::first_start::FirstStart;
use super::form::sheet;
use super::forms::Form;
use super::help::Help;
use super::key::Key;
use super::keys::{self, HelpRow};
use super::mail_setup::MailSetup;
use super::outbox::OutboxScreen;
use super::question::Question;
use super::search::SearchScreen;
use super::spot::Spot;
use super::step::Step;
use super::vocabulary::Size;
use super::who_gets_what::WhoGetsWhat;
use super::why::Why;
use crate::domain::deed::Deed;
use crate::domain::outbox::ShownLink;

#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    FirstStart(FirstStart),
    MailSetup(Box<MailSetup>),
    Search(SearchScreen),
    Customer(CustomerPage),
    Form(Box<Form>),
    Conflict(Box<Conflict>),
    Outbox(OutboxScreen),
    WhoGetsWhat(WhoGetsWhat),
}

/// What lies over a screen; only the topmost one hears keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    Question(Question),
    Help(Help),
    Find(Find),
    Why(Why),
    Link(ShownLink),
}

impl Screen {
    /// `None` for a key without a meaning on this screen.
    pub fn on_key(&mut self, key: Key, desk: &Desk) -> Option<Vec<Step>> {
        match self {
            Self::FirstStart(form) => Some(form.on_key(key, desk)),
            Self::MailSetup(form) => Some(form.on_key(key, desk)),
            Self::Search(search) => Some(search.on_key(key, desk)),
            Self::Customer(page) => page.on_key(key, desk),
            Self::Form(form) => Some(form.on_key(key, desk)),
            Self::Conflict(conflict) => conflict.on_key(key),
            Self::Outbox(outbox) => outbox.on_key(key, desk),
            Self::WhoGetsWhat(grid) => grid.on_key(key),
        }
    }

    /// Pasted text, for a text field with the cursor; elsewhere nothing but a word about it.
    pub fn on_paste(&mut self, text: &str, desk: &Desk) -> Option<Vec<Step>> {
        match self {
            Self::FirstStart(form) => form.on_paste(text, desk),
            Self::MailSetup(form) => form.on_paste(text, desk),
            Self::Search(search) => Some(search.on_paste(text)),
            Self::Customer(_) | Self::Conflict(_) | Self::Outbox(_) | Self::WhoGetsWhat(_) => None,
            Self::Form(form) => form.on_paste(text, desk),
        }
    }

    /// The first click on a row selects it, the second opens it.
    pub fn clicked(&mut self, spot: Spot, desk: &Desk) -> Vec<Step> {
        match (self, spot) {
            (Self::Search(search), spot) => search.clicked(spot),
            (Self::Customer(page), Spot::Row(row)) => {
                if page.clicked(row) {
                    page.on_key(Key::Enter, desk).unwrap_or_default()
                } else {
                    Vec::new()
                }
            }
            (Self::Outbox(outbox), Spot::Row(row)) => outbox.clicked(row, desk),
            (Self::Form(form), spot) => form.clicked(spot, desk),
            (Self::FirstStart(form), spot) => sheet::clicked(form, spot, desk),
            (Self::MailSetup(form), spot) => sheet::clicked(&mut **form, spot, desk),
            (Self::Conflict(conflict), Spot::Cell { row, column }) => conflict.clicked(row, column),
            (Self::WhoGetsWhat(grid), Spot::Cell { row, column }) => grid.clicked(row, column),
            _ => Vec::new(),
        }
    }

    pub fn resized(&mut self, size: Size) {
        match self {
            Self::FirstStart(form) => form.resized(size),
            Self::MailSetup(form) => form.resized(size),
            Self::Search(search) => search.resized(size),
            Self::Customer(page) => page.resized(size),
            Self::Form(form) => form.resized(size),
            Self::Conflict(_) => {}
            Self::Outbox(outbox) => outbox.resized(size),
            Self::WhoGetsWhat(grid) => grid.resized(size),
        }
    }

    /// The row of a record on which the cursor stands.
    pub fn row(&self) -> Option<Row> {
        match self {
            Self::Customer(page) => Some(page.row),
            _ => None,
        }
    }

    /// The table of its keys, by its name.
    pub fn table(&self) -> &'static str {
        match self {
            Self::FirstStart(_) | Self::MailSetup(_) => keys::FIRST_START,
            Self::Search(_) => keys::CONTACTS,
            Self::Customer(_) => keys::CUSTOMER,
            Self::Form(_) => keys::FORMS,
            Self::Conflict(_) => keys::CONFLICT,
            Self::Outbox(_) => keys::OUTBOX,
            Self::WhoGetsWhat(_) => keys::WHO_GETS_WHAT,
        }
    }

    pub fn help_rows(&self, desk: &Desk) -> Vec<HelpRow> {
        match self {
            Self::FirstStart(form) => form.help_rows(),
            Self::MailSetup(form) => form.help_rows(),
            Self::Search(search) => search.help_rows(),
            Self::Customer(page) => page.help_rows(desk),
            Self::Form(form) => form.help_rows(),
            Self::Conflict(conflict) => conflict.help_rows(),
            Self::Outbox(outbox) => outbox.help_rows(desk),
            Self::WhoGetsWhat(_) => WhoGetsWhat::help_rows(),
        }
    }

    /// A form that waits for the file's answer is deaf.
    pub fn is_saving(&self) -> bool {
        match self {
            Self::MailSetup(form) => form.layout.saving,
            Self::Form(form) => form.is_saving(),
            Self::Conflict(conflict) => conflict.is_saving(),
            Self::WhoGetsWhat(grid) => grid.is_saving(),
            _ => false,
        }
    }

    /// Whether an order is about what was typed or chosen here: only then is it saved or given back by the answer.
    pub fn holds(&self, deed: &Deed) -> bool {
        match self {
            Self::Form(form) => form.holds(deed),
            Self::Conflict(conflict) => discriminant(conflict.refused()) == discriminant(deed),
            Self::WhoGetsWhat(_) => matches!(deed, Deed::SetPreferences { .. }),
            _ => false,
        }
    }

    pub fn set_saving(&mut self, saving: bool) {
        match self {
            Self::Form(form) => form.set_saving(saving),
            Self::Conflict(conflict) => conflict.set_saving(saving),
            Self::WhoGetsWhat(grid) => grid.set_saving(saving),
            _ => {}
        }
    }

    /// What would be lost by leaving: the question that asks for it.
    pub fn leave_question(&self) -> Option<Question> {
        match self {
            Self::MailSetup(form) if form.is_changed() => Some(form.leave_question()),
            Self::Form(form) if form.is_changed() => Some(form.leave_question()),
            Self::WhoGetsWhat(grid) if grid.is_changed() => Some(grid.leave_question()),
            _ => None,
        }
    }

    /// Whether letters are typed here rather than being commands.
    pub fn is_typed_into(&self) -> bool {
        !matches!(self, Self::Customer(_) | Self::Conflict(_) | Self::Outbox(_) | Self::WhoGetsWhat(_))
    }
}
