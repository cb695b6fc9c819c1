//! First start: there is no customer file yet. Nothing is written before Start.

use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::form::sheet::{self, Layout, Place, Sheet};
use super::form::{Aside, TextField};
use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::step::{self, Notice, Step};
use super::vocabulary::{Effect, Finding, FirstSettings, Size};
use crate::config::{Settings, TOKEN_PLACE};
use crate::domain::text::{COMPANY_LIMIT, counted, tidy};

/// Longest path or address, in characters.
const LONG: usize = 400;

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    ShopName,
    File,
    Invites,
    SignIn,
    Start,
    Quit,
}

const PLACES: [Place<Focus>; 6] = [
    Place { focus: Focus::ShopName, first: 4, last: 4 },
    Place { focus: Focus::File, first: 5, last: 6 },
    Place { focus: Focus::Invites, first: 7, last: 8 },
    Place { focus: Focus::SignIn, first: 9, last: 10 },
    Place { focus: Focus::Start, first: 11, last: 11 },
    Place { focus: Focus::Quit, first: 11, last: 11 },
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Start,
    Next,
    Previous,
}

/// The keys of the first start.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::F(2), Key::Ctrl('s')], command: Command::Start, label: "Start", shown: Shown::Page },
    Binding { keys: &[Key::Tab, Key::Down, Key::Enter], command: Command::Next, label: "next", shown: Shown::Page },
    Binding { keys: &[Key::BackTab, Key::Up], command: Command::Previous, label: "previous", shown: Shown::Page },
];

#[derive(Debug, Clone, PartialEq)]
pub struct FirstStart {
    pub shop_name: TextField,
    pub file: TextField,
    /// Whether invites go out by a mail server, which the next page asks for.
    pub by_mail: bool,
    pub sign_in: TextField,
    /// Where invites are written while there is no mail server.
    pub folder: PathBuf,
    pub layout: Layout<Focus>,
    /// What stands at the place of the file; `None` while it is looked at.
    finding: Option<Finding>,
}

impl FirstStart {
    pub fn new(settings: &Settings, database: &Path) -> Self {
        Self {
            shop_name: TextField::with(&settings.shop_name, COMPANY_LIMIT),
            file: TextField::with(&database.display().to_string(), LONG),
            by_mail: false,
            sign_in: TextField::with(settings.portal.sign_in_url.as_deref().unwrap_or_default(), LONG),
            folder: settings.mail.folder.clone(),
            layout: Layout::new(Focus::ShopName),
            finding: None,
        }
    }

    /// Looks at the place of the file.
    pub fn started(&mut self) -> Vec<Step> {
        self.shop_name.select_all();
        vec![self.probe()]
    }

    pub fn on_key(&mut self, key: Key, desk: &Desk) -> Vec<Step> {
        sheet::on_key(self, key, desk)
    }

    pub fn on_paste(&mut self, text: &str, desk: &Desk) -> Option<Vec<Step>> {
        sheet::on_paste(self, text, desk)
    }

    pub fn resized(&mut self, size: Size) {
        sheet::resized(self, size);
    }

    pub fn probed(&mut self, path: &Path, finding: Finding) {
        if path == self.path() {
            self.finding = Some(finding);
        }
    }

    /// Nothing was written; the form hears keys again.
    pub fn not_ready(&mut self) {
        self.layout.saving = false;
    }

    pub fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS, Shown::Page, |binding| Standing::acts(self.label(binding)))
    }

    pub fn help_rows(&self) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| Standing::acts(self.label(binding)))
    }

    /// The button's words, which are also those of F2.
    pub fn start_label(&self) -> &'static str {
        if self.by_mail { "Mail server" } else { "Start" }
    }

    fn label(&self, binding: &Binding<Command>) -> &'static str {
        if binding.command == Command::Start { self.start_label() } else { binding.label }
    }

    /// What stands at the place of the file, in words.
    pub fn file_note(&self) -> Aside {
        match &self.finding {
            None => Aside::Note("looking …".to_owned()),
            Some(Finding::Nothing) => Aside::Note("makes a new, empty file".to_owned()),
            Some(Finding::Customers(count)) => Aside::Note(format!("found: {}", counted(*count, "customer"))),
            Some(Finding::NoFolder) => Aside::Problem("the folder does not exist".to_owned()),
            Some(Finding::NotOurs) => Aside::Problem("is not a frontdesk file".to_owned()),
            Some(Finding::Unreadable(words)) => Aside::Problem(words.clone()),
        }
    }

    pub fn aside(&self, focus: Focus) -> Option<Aside> {
        match focus {
            Focus::ShopName if !self.shop_name.text().trim().is_empty() => None,
            Focus::ShopName if self.layout.tried => Some(Aside::Problem("required".to_owned())),
            Focus::ShopName => Some(Aside::Note("required".to_owned())),
            Focus::File => Some(self.file_note()),
            Focus::SignIn => match self.sign_in_problem() {
                Some(problem) => Some(Aside::Problem(problem.to_owned())),
                None if self.sign_in.text().trim().is_empty() => {
                    Some(Aside::Note("no invite can be sent before it is set".to_owned()))
                }
                None => None,
            },
            Focus::Invites | Focus::Start | Focus::Quit => None,
        }
    }

    /// What belongs at the place under the cursor.
    pub fn sentence(&self, desk: &Desk) -> String {
        let start = desk.key_of(keys::FIRST_START, Key::F(2));
        match self.layout.focus {
            Focus::ShopName => "This name stands in every invite and at the top of the screen.",
            Focus::File => "The customer file of the shop. Several desks on one machine work on the same one.",
            Focus::Invites => "Left, Right choose. Files can be looked at, and sent by any mail program.",
            Focus::SignIn => {
                "Where the portal is, with {token} in it, as in https://portal.example.com/sign-in?token={token}"
            }
            Focus::Start if self.by_mail => {
                return format!("Enter or {start} asks for the mail server: nothing is written before it is tried.");
            }
            Focus::Start => return format!("Enter or {start} starts: only now anything is written."),
            Focus::Quit => "Leaves, and nothing was written.",
        }
        .to_owned()
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(self.file.text().trim())
    }

    fn probe(&self) -> Step {
        Step::Do(Effect::Probe(self.path()))
    }

    fn sign_in_problem(&self) -> Option<&'static str> {
        let address = self.sign_in.text().trim();
        let is_web = address.starts_with("https://") || address.starts_with("http://localhost");
        match () {
            () if address.is_empty() => None,
            () if !is_web => Some("begins with https://"),
            () if !address.contains(TOKEN_PLACE) => Some("needs {token} in it"),
            () => None,
        }
    }
}

impl Sheet for FirstStart {
    type Focus = Focus;
    const BUTTONS: &[Focus] = &[Focus::Start, Focus::Quit];

    fn layout(&self) -> &Layout<Focus> {
        &self.layout
    }

    fn layout_mut(&mut self) -> &mut Layout<Focus> {
        &mut self.layout
    }

    fn places(&self) -> Vec<Place<Focus>> {
        PLACES.to_vec()
    }

    fn text_at(&mut self, focus: Focus) -> Option<&mut TextField> {
        match focus {
            Focus::ShopName => Some(&mut self.shop_name),
            Focus::File => Some(&mut self.file),
            Focus::SignIn => Some(&mut self.sign_in),
            Focus::Invites | Focus::Start | Focus::Quit => None,
        }
    }

    fn press(&mut self, focus: Focus, desk: &Desk) -> Vec<Step> {
        match focus {
            Focus::Start => self.save(desk),
            Focus::Quit => vec![Step::Do(Effect::Quit)],
            Focus::Invites => {
                self.by_mail = !self.by_mail;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn own_key(&mut self, key: Key, _desk: &Desk) -> Option<Vec<Step>> {
        let turns = self.layout.focus == Focus::Invites && matches!(key, Key::Left | Key::Right);
        turns.then(|| {
            self.by_mail = key == Key::Right;
            Vec::new()
        })
    }

    fn typed(&mut self, focus: Focus, _desk: &Desk) -> Vec<Step> {
        if focus != Focus::File {
            return Vec::new();
        }
        self.finding = None;
        vec![self.probe()]
    }

    fn save(&mut self, _desk: &Desk) -> Vec<Step> {
        if tidy(self.shop_name.text()).is_empty() {
            return sheet::not_yet(self, Some(Focus::ShopName));
        }
        match &self.finding {
            Some(Finding::Nothing | Finding::Customers(_)) => {}
            None => return vec![Step::Say(Notice::plain("One moment: the place of the file is being looked at."))],
            Some(_) => return sheet::not_yet(self, Some(Focus::File)),
        }
        if self.sign_in_problem().is_some() {
            return sheet::not_yet(self, Some(Focus::SignIn));
        }
        let sign_in = self.sign_in.text().trim();
        let first = FirstSettings {
            shop_name: tidy(self.shop_name.text()),
            database: self.path(),
            sign_in_url: (!sign_in.is_empty()).then(|| sign_in.to_owned()),
            mail: None,
            said: None,
        };
        if self.by_mail {
            return vec![Step::Go(step::Place::MailServer(first))];
        }
        self.layout.saving = true;
        vec![Step::Do(Effect::SetUp(first))]
    }
}
