//! From a letter to the bytes of a mail and the addresses on its envelope. Nothing that a person typed gets into a
//! header but through here.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox as HeaderMailbox, Message, MultiPart, SinglePart};

use super::{Letter, MailError, Names};
use crate::domain::email::{Email, Mailbox};
use crate::domain::text::{printable, tidy};

/// Longest name in a header, in characters.
const NAME_LIMIT: usize = 120;

/// A mail as it travels.
pub(super) struct Mail {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Whether every server takes an address; others want one with SMTPUTF8.
pub(super) fn is_plain(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}

/// Whom mail is from, on its envelope.
pub(super) fn sender(from: &Mailbox, names: &Names) -> Result<Address, MailError> {
    address(&from.email).ok_or_else(|| {
        MailError::here(format!("{} is no address that mail can come from. Correct {}.", from.email, names.sender))
    })
}

/// Says that no person wrote this mail, so that out-of-office programs do not answer it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The mail of a letter: the same bytes each time, so that a second try is the same mail.
pub(super) fn mail(letter: &Letter) -> Result<Mail, MailError> {
    let from = sender(&letter.from, &Names::CONFIGURATION)?;
    let to = address(&letter.to).ok_or_else(|| {
        MailError::rejected(format!("{} is no address that mail can be sent to.", printable(letter.to.as_str())))
    })?;
    let id = message_id(&letter.message_id);
    // A date before 1970 would be a broken clock, and lettre would not have it.
    let since_epoch = u64::try_from(letter.date.as_second()).unwrap_or_default();
    let mut builder = Message::builder()
        .message_id(Some(format!("<{id}>")))
        .date(UNIX_EPOCH + Duration::from_secs(since_epoch))
        .from(HeaderMailbox::new(letter.from.name.as_deref().and_then(name), from.clone()))
        .to(HeaderMailbox::new(name(&letter.to_name), to.clone()))
        .subject(printable(&tidy(&letter.subject)))
        .header(AutoSubmitted);
    if let Some(Mailbox { name: reply_name, email }) = &letter.reply_to {
        let address = address(email).ok_or_else(|| {
            MailError::here(format!("{email} is no address that replies can go to. Correct reply_to under [mail]."))
        })?;
        builder = builder.reply_to(HeaderMailbox::new(reply_name.as_deref().and_then(name), address));
    }
    // Quoted-printable also where it need not be: its lines are short, and `=_` cannot occur in it (RFC 2045, 6.7).
    let part = |kind, body: &str| {
        SinglePart::builder().header(kind).header(ContentTransferEncoding::QuotedPrintable).body(body.to_owned())
    };
    let own: String = id.chars().take_while(|c| *c != '@').filter(char::is_ascii_alphanumeric).take(40).collect();
    let body = MultiPart::alternative()
        .boundary(format!("=_{own}"))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    let message = builder
        .multipart(body)
        .map_err(|error| MailError::rejected(format!("No mail could be made of this letter ({error}).")))?;
    Ok(Mail { from, to, bytes: message.formatted() })
}

/// The mail of a letter as a file that mail programs open.
pub fn eml(letter: &Letter) -> Result<Vec<u8>, MailError> {
    mail(letter).map(|mail| mail.bytes)
}

/// The Message-ID without its brackets, and only of signs that may stand in one.
pub(super) fn message_id(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(*c)).collect()
}

/// An address as mail servers know it: the domain in ASCII, the local part as its owner writes it.
fn address(email: &Email) -> Option<Address> {
    let (local, domain) = email.as_str().rsplit_once('@')?;
    Address::new(local, idna::domain_to_ascii_strict(domain).ok()?).ok()
}

/// A name fit for a header: one line, nothing hidden, not endless. (lettre panics at a line break in a name.)
fn name(name: &str) -> Option<String> {
    let name: String = printable(&tidy(name)).chars().take(NAME_LIMIT).collect();
    (!name.is_empty()).then_some(name)
}
