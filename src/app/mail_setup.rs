//! The second page of the first start: the shop's mail server, tried before anything is written.

use std::path::{Path, PathBuf};

use super::desk::Desk;
use super::first_start::{Command, KEYS};
use super::form::sheet::{self, Layout, Place, Sheet};
use super::form::{Aside, TextField};
use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::question::{Line, Question};
use super::step::{Notice, Step};
use super::vocabulary::{Effect, FirstSettings, Size};
use crate::config::{NewMail, NewPassword, PasswordSource, REPLY_SECONDS, Security, Smtp, is_this_machine, mail_host};
use crate::domain::email::{EMAIL_LIMIT, Mailbox};

/// Longest name of a server, and longest password, in characters.
const LONG: usize = 250;
/// The file of the password, beside the configuration.
const PASSWORD_FILE: &str = "smtp-password";

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Host,
    Security,
    Port,
    From,
    Username,
    Password,
    Try,
    Skip,
    Back,
}

const PLACES: [Place<Focus>; 9] = [
    Place { focus: Focus::Host, first: 0, last: 0 },
    Place { focus: Focus::Security, first: 1, last: 1 },
    Place { focus: Focus::Port, first: 2, last: 2 },
    Place { focus: Focus::From, first: 3, last: 3 },
    Place { focus: Focus::Username, first: 4, last: 4 },
    Place { focus: Focus::Password, first: 5, last: 5 },
    Place { focus: Focus::Try, first: 7, last: 7 },
    Place { focus: Focus::Skip, first: 7, last: 7 },
    Place { focus: Focus::Back, first: 7, last: 7 },
];

#[derive(Debug, Clone, PartialEq)]
pub struct MailSetup {
    pub host: TextField,
    pub security: Security,
    pub port: TextField,
    pub from: TextField,
    pub username: TextField,
    pub password: TextField,
    pub layout: Layout<Focus>,
    /// Where the password will stand.
    pub password_file: PathBuf,
    /// What the first page has asked.
    first: FirstSettings,
    /// With which settings the server is being tried.
    trying: Option<FirstSettings>,
}

impl MailSetup {
    pub fn new(first: FirstSettings, configuration: &Path) -> Self {
        Self {
            host: TextField::new(LONG),
            security: Security::StartTls,
            port: TextField::new(5),
            from: TextField::new(EMAIL_LIMIT),
            username: TextField::new(LONG),
            password: TextField::new(LONG).kept_secret(),
            layout: Layout::new(Focus::Host),
            password_file: configuration.with_file_name(PASSWORD_FILE),
            first,
            trying: None,
        }
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

    pub fn is_trying(&self) -> bool {
        self.trying.is_some()
    }

    /// The form hears keys again, and nothing of the server that was being tried, if one was.
    pub fn give_up(&mut self) -> bool {
        let was_trying = self.is_trying();
        if was_trying {
            self.not_ready();
        }
        was_trying
    }

    /// Takes in that a server has answered, if it is the one that is waited for.
    pub fn took(&mut self, first: &FirstSettings) -> bool {
        self.trying.take_if(|trying| trying == first).is_some()
    }

    /// The server was tried in vain, or nothing could be written; the form hears keys again.
    pub fn not_ready(&mut self) {
        (self.layout.saving, self.trying) = (false, None);
    }

    pub fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS, Shown::Page, |binding| Standing::acts(label(binding)))
    }

    pub fn help_rows(&self) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| Standing::acts(label(binding)))
    }

    pub fn is_changed(&self) -> bool {
        [&self.host, &self.port, &self.from, &self.username, &self.password].into_iter().any(TextField::is_changed)
    }

    pub fn leave_question(&self) -> Question {
        let password = if self.password.text().is_empty() { "" } else { "a password" };
        let [host, port, from, username] =
            [&self.host, &self.port, &self.from, &self.username].map(|field| field.text().trim());
        let typed: Vec<&str> =
            [host, port, from, username, password].into_iter().filter(|text| !text.is_empty()).collect();
        let body = vec![Line::Text(format!("Not saved: {}", typed.join(", ")))];
        Question::new("Leave the mail server?", body, "Keep editing").or('y', "Discard", vec![Step::Close])
    }

    /// What stands beside a field: all that is wrong once it was tried to save.
    pub fn aside(&self, focus: Focus) -> Option<Aside> {
        let empty = |field: &TextField| field.text().trim().is_empty();
        let required = |field: &TextField| match (empty(field), self.layout.tried) {
            (true, true) => Some(Aside::Problem("required".to_owned())),
            (true, false) => Some(Aside::Note("required".to_owned())),
            (false, _) => None,
        };
        match focus {
            Focus::Host => required(&self.host).or_else(|| problem(mail_host(self.host.text().trim()).err())),
            Focus::Security if self.is_open_line() => Some(Aside::Problem("only on this machine".to_owned())),
            Focus::Port if empty(&self.port) => Some(Aside::Note(format!("empty: {}", self.security.port()))),
            Focus::Port => problem(self.port_number().is_none().then(|| "a number up to 65535".to_owned())),
            Focus::From => required(&self.from)
                .or_else(|| Mailbox::parse(self.from.text()).err().map(|problem| Aside::Problem(problem.short))),
            Focus::Username if empty(&self.username) && empty(&self.password) => {
                Some(Aside::Note("empty: no login".to_owned()))
            }
            Focus::Username if empty(&self.username) => Some(Aside::Problem("whose password is it?".to_owned())),
            Focus::Password if empty(&self.password) && !empty(&self.username) => required(&self.password),
            _ => None,
        }
    }

    /// What belongs at the place under the cursor.
    pub fn sentence(&self) -> String {
        match self.layout.focus {
            Focus::Host => "The mail server that sends for the shop, as whoever runs it has named it.".to_owned(),
            Focus::Security => {
                "Left, Right choose. STARTTLS is right with most servers, TLS with those on port 465.".to_owned()
            }
            Focus::Port => "Only where the server does not listen on the usual port.".to_owned(),
            Focus::From => "Whom invites are from: an address that the server lets this shop send from.".to_owned(),
            Focus::Username => "The login at the mail server; often it is the whole address.".to_owned(),
            Focus::Password => {
                let file = self.password_file.display();
                format!("Kept in {file}, which only this user can read, and never in the configuration.")
            }
            Focus::Try => {
                "Connects, signs in and names the sender, without sending a letter; then the desk starts.".to_owned()
            }
            Focus::Skip => "Starts without asking the server: invites wait until it takes them.".to_owned(),
            Focus::Back => "Back to the first page; nothing was written.".to_owned(),
        }
    }

    /// A line that anybody on the way could read.
    fn is_open_line(&self) -> bool {
        self.security == Security::None && !is_this_machine(self.host.text().trim())
    }

    fn port_number(&self) -> Option<u16> {
        match self.port.text().trim() {
            "" => Some(self.security.port()),
            port => port.parse().ok().filter(|port| *port > 0),
        }
    }

    /// The settings, when nothing is wrong with them.
    fn checked(&self) -> Option<NewMail> {
        let places = [Focus::Host, Focus::Security, Focus::Port, Focus::From, Focus::Username, Focus::Password];
        if places.into_iter().any(|focus| matches!(self.aside(focus), Some(Aside::Problem(_)))) {
            return None;
        }
        let username = Some(self.username.text().trim().to_owned()).filter(|name| !name.is_empty());
        Some(NewMail {
            from: Mailbox::parse(self.from.text()).ok()?,
            password: username.as_ref().map(|_| NewPassword::new(self.password.text())),
            smtp: Smtp {
                host: self.host.text().trim().to_owned(),
                port: self.port_number()?,
                security: self.security,
                password: username.as_ref().map(|_| PasswordSource::File(self.password_file.clone())),
                username,
                ca_file: None,
                timeout_seconds: REPLY_SECONDS,
            },
        })
    }

    fn start(&mut self, is_tried: bool) -> Vec<Step> {
        self.layout.tried = true;
        let Some(mail) = self.checked() else {
            let wrong = PLACES.iter().map(|place| place.focus);
            let first = wrong.into_iter().find(|focus| matches!(self.aside(*focus), Some(Aside::Problem(_))));
            sheet::stand_on(self, first.unwrap_or(Focus::Host));
            return Vec::new();
        };
        self.layout.saving = true;
        let (Smtp { host, port, .. }, longest) = (&mail.smtp, mail.smtp.message_time().as_secs());
        let words = format!("Trying {host}, port {port}: given up after {longest} seconds at the most.");
        let first = FirstSettings { mail: Some(mail), ..self.first.clone() };
        if !is_tried {
            return vec![Step::Do(Effect::SetUp(first))];
        }
        self.trying = Some(first.clone());
        vec![Step::Do(Effect::TryMail(first)), Step::Say(Notice::plain(words))]
    }

    fn choose(&mut self, by: usize) {
        let all = Security::ALL;
        let here = all.iter().position(|security| *security == self.security).unwrap_or_default();
        self.security = all[(here + by) % all.len()];
    }
}

impl Sheet for MailSetup {
    type Focus = Focus;
    const BUTTONS: &[Focus] = &[Focus::Try, Focus::Skip, Focus::Back];

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
            Focus::Host => Some(&mut self.host),
            Focus::Port => Some(&mut self.port),
            Focus::From => Some(&mut self.from),
            Focus::Username => Some(&mut self.username),
            Focus::Password => Some(&mut self.password),
            Focus::Security | Focus::Try | Focus::Skip | Focus::Back => None,
        }
    }

    fn press(&mut self, focus: Focus, _desk: &Desk) -> Vec<Step> {
        match focus {
            Focus::Try => self.start(true),
            Focus::Skip => self.start(false),
            Focus::Back => vec![Step::Back],
            Focus::Security => {
                self.choose(1);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn own_key(&mut self, key: Key, _desk: &Desk) -> Option<Vec<Step>> {
        match (self.layout.focus, key) {
            (Focus::Security, Key::Right) => self.choose(1),
            (Focus::Security, Key::Left) => self.choose(Security::ALL.len() - 1),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn save(&mut self, _desk: &Desk) -> Vec<Step> {
        self.start(true)
    }
}

fn problem(words: Option<String>) -> Option<Aside> {
    words.map(Aside::Problem)
}

fn label(binding: &Binding<Command>) -> &'static str {
    if binding.command == Command::Start { "Try and start" } else { binding.label }
}
