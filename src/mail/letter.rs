//! The letter: subject, text and HTML from templates, built in or the shop's own, tried with samples before use.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::MailError;
use crate::domain::email::{Email, Mailbox};
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::text::{printable, reason, tidy};

const SUBJECT: &str = "subject.txt";
const TEXT: &str = "invite.txt";
const HTML: &str = "invite.html";

/// Each part by the name of its file; a file of that name in the shop's folder replaces it.
const BUILT_IN: [(&str, &str); 3] = [
    (SUBJECT, include_str!("../../assets/mail/subject.txt")),
    (TEXT, include_str!("../../assets/mail/invite.txt")),
    (HTML, include_str!("../../assets/mail/invite.html")),
];

/// Longer subjects are cut by mail programs anyway.
const SUBJECT_LIMIT: usize = 200;
/// Found again in a rendered sample, however it was escaped.
const SAMPLE_TOKEN: &str = "SampleToken";

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub from: Mailbox,
    /// Where replies go when not to the sender.
    pub reply_to: Option<Mailbox>,
    pub to: Email,
    /// `id@domain`; the same for every try of one invite.
    pub message_id: String,
    pub date: Timestamp,
    pub shop_name: String,
    /// Whom the reader may call, as people write it.
    pub shop_phone: Option<String>,
    pub contact_name: String,
    pub customer_name: String,
    pub invited_by: String,
    /// The one-time link. With the code it is the secret of the letter.
    pub link: String,
    /// In groups, for reading: `K7MQ-2XWD`.
    pub code: String,
    /// `Friday 27 November, 17:00`
    pub valid_until: String,
    /// What the person will be able to see and do.
    pub preferences: Preferences,
}

/// A letter, ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub from: Mailbox,
    pub reply_to: Option<Mailbox>,
    pub to: Email,
    pub to_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    pub date: Timestamp,
}

/// The templates of the letter.
pub struct Letters {
    templates: Environment<'static>,
}

impl Letters {
    /// Reads the built-in parts, with those of a folder in their place, and tries them.
    pub fn load(folder: Option<&Path>) -> Result<Self, MailError> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        let blocks_leave_no_lines = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .map_err(|error| broken(folder, &error))?;
        templates.set_syntax(blocks_leave_no_lines);
        let mut letters = Self { templates };
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(MailError::here(format!(
                "There is no folder {} for the shop's own letter. Make it, or correct templates under [mail].",
                folder.display()
            )));
        }
        for (name, built_in) in BUILT_IN {
            let source = read_part(folder, name)?.unwrap_or_else(|| built_in.to_owned());
            letters.templates.add_template_owned(name, source).map_err(|error| broken(folder, &error))?;
        }
        for sample in
            [Facts::sample(Preferences::CUSTOMER, Some("(509) 555-0100")), Facts::sample(Preferences::NONE, None)]
        {
            let letter = letters.fill(&sample).map_err(|error| broken(folder, &error))?;
            check_sample(&letter).map_err(|(name, reason)| MailError::letter(&shown(folder, name), None, reason))?;
        }
        Ok(letters)
    }

    /// Writes a letter.
    pub fn render(&self, facts: &Facts) -> Result<Letter, MailError> {
        self.fill(facts).map_err(|error| broken(None, &error))
    }

    fn fill(&self, facts: &Facts) -> Result<Letter, minijinja::Error> {
        let values = facts.values();
        let part = |name| self.templates.get_template(name)?.render(&values);
        Ok(Letter {
            from: facts.from.clone(),
            reply_to: facts.reply_to.clone(),
            to: facts.to.clone(),
            to_name: facts.contact_name.clone(),
            subject: tidy(&part(SUBJECT)?).chars().take(SUBJECT_LIMIT).collect(),
            text: part(TEXT)?,
            html: part(HTML)?,
            message_id: facts.message_id.clone(),
            date: facts.date,
        })
    }
}

impl Facts {
    /// What templates may use. Names come from people and from lists: nothing in them may break a line or hide.
    fn values(&self) -> Value {
        let clean = |text: &str| printable(&tidy(text)).into_owned();
        let gets: Vec<Value> = self
            .preferences
            .iter()
            .map(|message| context! { name => message.label(), means => meaning(message) })
            .collect();
        context! {
            shop_name => clean(&self.shop_name),
            shop_phone => self.shop_phone.as_deref().map(clean),
            contact_name => clean(&self.contact_name),
            customer_name => clean(&self.customer_name),
            invited_by => clean(&self.invited_by),
            link => self.link.as_str(),
            code => self.code.as_str(),
            valid_until => self.valid_until.as_str(),
            gets => gets,
        }
    }

    fn sample(preferences: Preferences, shop_phone: Option<&str>) -> Self {
        let desk = Email::kept("desk@riverside.example".to_owned());
        Self {
            from: Mailbox { name: Some("Riverside Auto".to_owned()), email: desk },
            reply_to: None,
            to: Email::kept("bea@ledger.example".to_owned()),
            message_id: "sample@riverside.example".to_owned(),
            date: Timestamp::UNIX_EPOCH,
            shop_name: "Riverside Auto".to_owned(),
            shop_phone: shop_phone.map(str::to_owned),
            contact_name: "Beatriz Quiñones".to_owned(),
            customer_name: "Lopez Racing".to_owned(),
            invited_by: "ana".to_owned(),
            link: format!("https://portal.example.com/sign-in?token={SAMPLE_TOKEN}"),
            code: "K7MQ-2XWD".to_owned(),
            valid_until: "Friday 27 November, 17:00".to_owned(),
            preferences,
        }
    }
}

/// The shop's own part, where it has one.
fn read_part(folder: Option<&Path>, name: &str) -> Result<Option<String>, MailError> {
    let Some(folder) = folder else { return Ok(None) };
    match fs::read_to_string(folder.join(name)) {
        // Some editors begin a file with a byte order mark.
        Ok(source) => Ok(Some(source.trim_start_matches('\u{FEFF}').to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(MailError::letter(&shown(Some(folder), name), None, &reason(&error))),
    }
}

/// What a person who gets these messages finds in the portal.
fn meaning(message: MessageType) -> &'static str {
    match message {
        MessageType::Scheduling => "appointments, drop-off and pickup",
        MessageType::CarUpdates => "how the work on the car is coming along",
        MessageType::Contracts => "the contracts, to read and keep",
        MessageType::Invoices => "what is to be paid, and what has been",
        MessageType::Estimates => "what work would cost, before it begins",
        MessageType::Marketing => "news and offers of the shop",
    }
}

/// A letter without its link, or with two lines of subject, would render and be of no use.
fn check_sample(letter: &Letter) -> Result<(), (&'static str, &'static str)> {
    if letter.subject.is_empty() {
        return Err((SUBJECT, "it is empty"));
    }
    if letter.subject.contains(SAMPLE_TOKEN) {
        return Err((SUBJECT, "the link does not belong in a subject, where it is shown before the letter is opened"));
    }
    for (name, part) in [(TEXT, &letter.text), (HTML, &letter.html)] {
        if !part.contains(SAMPLE_TOKEN) {
            return Err((name, "the one-time link is missing; {{ link }} puts it in"));
        }
    }
    Ok(())
}

fn broken(folder: Option<&Path>, error: &minijinja::Error) -> MailError {
    let reason =
        error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    MailError::letter(&shown(folder, error.name().unwrap_or("letter")), error.line(), &reason)
}

/// A part as its reader can find it: the shop's file, else the built-in one by name.
fn shown(folder: Option<&Path>, name: &str) -> String {
    let own = folder.map(|folder| folder.join(name)).filter(|own| own.exists());
    own.map_or_else(|| name.to_owned(), |own| own.display().to_string())
}
