//! Whose fault it is, and in which words: from what went wrong, and when, to refused, deferred or set-up.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::response::{Code, Severity};
use rustls::{CertificateError, Error as TlsError};

use super::{MailError, Names, message};
use crate::config::{Security, Smtp};
use crate::domain::text::{counted, printable, reason, tidy};

/// Longest quotation of a server's words, in characters.
const WORDS_LIMIT: usize = 300;
/// Replies that mean "log in first" or "not this way", whenever they come (RFC 4954).
const LOGIN_CODES: [u16; 4] = [530, 534, 535, 538];

/// How far the conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Up to the answer to EHLO.
    Opening,
    Encrypting,
    Login,
    Sender,
    Recipient,
    Data,
    /// The letter itself, and the reply to the final dot.
    Letter,
}

/// What went wrong.
pub(super) enum Fault {
    /// No answer within the time for one reply; the opening and the encryption get as long.
    Silent,
    /// Answers, but not within the time for a message.
    Slow,
    /// A reply that does not fit the command.
    OutOfTurn(Code),
    /// There is no line to the server.
    Line(io::Error),
    Smtp(SmtpError),
}

/// Judges the faults of one conversation.
pub(super) struct Verdict<'a> {
    pub server: &'a Smtp,
    pub from: &'a Address,
    pub names: &'a Names,
}

impl Verdict<'_> {
    pub(super) fn of(&self, stage: Stage, fault: Fault) -> MailError {
        let host = &self.server.host;
        match fault {
            Fault::Silent | Fault::Slow if stage == Stage::Letter => MailError::deferred(format!(
                "The mail server {host} did not say whether it took the letter. It is sent again as the same mail, \
                 so that it arrives once."
            )),
            Fault::Silent => later(
                stage,
                format!(
                    "The mail server {host} did not answer within {}.",
                    counted(self.server.timeout_seconds.into(), "second")
                ),
            ),
            Fault::Slow => later(
                stage,
                format!(
                    "The mail server {host} is too slow: one letter takes it more than {} seconds.",
                    self.server.message_time().as_secs()
                ),
            ),
            Fault::OutOfTurn(code) => MailError::setup(format!(
                "The mail server {host} answered {code} where that makes no sense; somebody may be tampering with \
                 the line. Ask whoever runs it."
            )),
            Fault::Line(error) => self.of_line(stage, &error),
            Fault::Smtp(error) => match error.status() {
                Some(code) => self.of_reply(stage, code, &reply(code, &error)),
                None => self.of_talk(stage, &error),
            },
        }
    }

    /// The server said no.
    fn of_reply(&self, stage: Stage, code: Code, reply: &str) -> MailError {
        let (host, Names { login, sender, .. }) = (&self.server.host, self.names);
        if code.severity == Severity::TransientNegativeCompletion {
            return later(stage, format!("The mail server {host} asks to try again later. It said: {reply}"));
        }
        let asks_for_login = LOGIN_CODES.contains(&u16::from(code));
        match stage {
            Stage::Opening => {
                MailError::setup(format!("The mail server {host} does not serve this desk. It said: {reply}"))
            }
            Stage::Encrypting => MailError::setup(format!("The mail server {host} refuses STARTTLS. It said: {reply}")),
            Stage::Login => MailError::setup(format!(
                "The mail server {host} does not take the login {}. Check {login}. It said: {reply}",
                self.server.username.as_deref().unwrap_or_default()
            )),
            _ if asks_for_login => {
                MailError::setup(format!("The mail server {host} wants another login. Check {login}. It said: {reply}"))
            }
            Stage::Sender => MailError::setup(format!(
                "The mail server {host} does not let this desk send as {}. Check {sender}. It said: {reply}",
                self.from
            )),
            Stage::Recipient => MailError::refused(format!("The mail server refuses this address. It said: {reply}")),
            Stage::Data | Stage::Letter => {
                MailError::rejected(format!("The mail server refuses this letter. It said: {reply}"))
            }
        }
    }

    /// The line broke, or there was none.
    fn of_line(&self, stage: Stage, error: &io::Error) -> MailError {
        let Smtp { host, port, .. } = self.server;
        let how = match error.kind() {
            ErrorKind::ConnectionRefused => format!("does not answer on port {port} (connection refused)"),
            ErrorKind::TimedOut | ErrorKind::WouldBlock => return self.of(stage, Fault::Silent),
            _ if stage == Stage::Letter => return self.of(stage, Fault::Silent),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
                "broke off the connection".to_owned()
            }
            _ => format!("cannot be reached ({})", reason(error)),
        };
        later(stage, format!("The mail server {host} {how}."))
    }

    /// The conversation ended without a reply that says why.
    fn of_talk(&self, stage: Stage, error: &SmtpError) -> MailError {
        let Smtp { host, port, .. } = self.server;
        if let Some(tls) = find::<TlsError>(error).filter(|_| stage <= Stage::Encrypting) {
            return self.of_tls(tls);
        }
        if let Some(line) = find::<io::Error>(error) {
            return self.of_line(stage, line);
        }
        // lettre calls a reply that ends too early incomplete; every other one it could not read.
        let ended =
            error.is_response() && error.source().is_some_and(|source| source.to_string() == "incomplete response");
        match stage {
            Stage::Letter => self.of(stage, Fault::Silent),
            _ if ended => later(stage, format!("The mail server {host} broke off the connection.")),
            Stage::Opening if error.is_response() => MailError::setup(format!(
                "What answers at {host}, port {port}, is not a mail server, or wants TLS from the first byte. \
                 Check {}.",
                self.names.line
            )),
            Stage::Login if error.is_client() => MailError::setup(format!(
                "The mail server {host} asks for a login in a way that is not known here. Ask whoever runs it for \
                 PLAIN or LOGIN."
            )),
            _ => later(stage, format!("The mail server {host} gave an answer that makes no sense.")),
        }
    }

    fn of_tls(&self, error: &TlsError) -> MailError {
        let Smtp { host, port, .. } = self.server;
        let how = match error {
            TlsError::InvalidCertificate(certificate) => match certificate {
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                    format!(
                        "The certificate of the mail server {host} has expired. Ask whoever runs it for a new one; \
                         if its date is right, set the clock of this machine."
                    )
                }
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                    format!(
                        "The certificate of the mail server {host} is not valid yet. Check the clock of this machine."
                    )
                }
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                    format!(
                        "The certificate of the mail server is for another name than {host}. Write the name in it \
                         as {}.",
                        self.names.host
                    )
                }
                CertificateError::UnknownIssuer => {
                    format!(
                        "Nobody this machine trusts vouches for the certificate of the mail server {host}. If it \
                         is the shop's own, name its issuer's file as ca_file under [mail.smtp]."
                    )
                }
                // What a server makes for itself: no authority vouches for it, and naming it as one does not help.
                CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => format!(
                    "The mail server {host} made its certificate itself, so nobody vouches for it. Ask whoever runs it \
                     for one that an authority has signed."
                ),
                _ => format!(
                    "The certificate of the mail server {host} cannot be trusted ({error}). Ask whoever runs it for \
                     another."
                ),
            },
            TlsError::InvalidMessage(_) if self.server.security == Security::Tls => {
                format!(
                    "The mail server {host} does not speak TLS from the first byte on port {port}. {}, or the port for \
                     TLS.",
                    self.names.choose_starttls
                )
            }
            TlsError::InvalidMessage(_) => {
                format!(
                    "What the mail server {host} sent after STARTTLS is no encryption; somebody may be tampering with \
                     the line. Ask whoever runs it."
                )
            }
            _ => format!(
                "No encrypted connection to the mail server {host} can be made ({error}). Ask whoever runs it for \
                 TLS 1.2 or later."
            ),
        };
        MailError::setup(how)
    }

    pub(super) fn unknown_host(&self) -> MailError {
        MailError::away(format!(
            "The mail server {} was not found. Check the network, and {}.",
            self.server.host, self.names.host
        ))
    }

    pub(super) fn no_starttls(&self) -> MailError {
        MailError::setup(format!(
            "The mail server {} offers no STARTTLS on port {}, so nothing was sent. {} if it wants TLS from the first \
             byte, or ask whoever runs it.",
            self.server.host, self.server.port, self.names.choose_tls
        ))
    }

    pub(super) fn no_login(&self) -> MailError {
        MailError::setup(format!(
            "The mail server {} offers no login by PLAIN or LOGIN. {} if it wants none, or ask whoever runs it.",
            self.server.host, self.names.choose_no_login
        ))
    }

    /// An address that this server cannot carry: the sender's is the set-up's fault.
    pub(super) fn no_utf8(&self, to: Option<&Address>) -> MailError {
        let cannot = |address: &Address| {
            format!(
                "The mail server {} cannot carry {address}: it takes only plain letters before the @.",
                self.server.host
            )
        };
        match to.filter(|to| !message::is_plain(to)) {
            Some(to) => MailError::rejected(format!("{} Ask for another address.", cannot(to))),
            None => MailError::setup(format!("{} Write another address as {}.", cannot(self.from), self.names.sender)),
        }
    }
}

/// To be tried again: before anybody's address was named it is the server that is away, for everybody.
fn later(stage: Stage, words: String) -> MailError {
    if stage < Stage::Recipient { MailError::away(words) } else { MailError::deferred(words) }
}

/// The server's words with their number, on one line and fit to be shown.
fn reply(code: Code, error: &SmtpError) -> String {
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let words: String = printable(&tidy(&words)).chars().take(WORDS_LIMIT).collect();
    format!("{code} {words}").trim_end().to_owned()
}

/// An error of a kind among the causes of another, also inside an I/O error.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inside {
            Some(inside) => Some(inside as &(dyn StdError + 'static)),
            None => error.source(),
        };
    }
    None
}
