//! Letters to the shop's mail server: one connection a letter, each reply and the whole under a time limit of ours.
//! The connection is asynchronous because only a future can be dropped at a deadline.

use std::cell::Cell;
use std::net::SocketAddr;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::lookup_host;
use tokio::runtime::Builder;
use tokio::time::timeout;

use super::line::Line;
use super::message::{self, Mail};
use super::password::{self, Password};
use super::verdict::{Fault, Stage, Verdict};
use super::{Letter, MailError, Mailer, Names};
use crate::config::{GOODBYE_TIME, PasswordSource, Security, Smtp};
use crate::domain::email::Mailbox;
use crate::domain::text::reason;

/// In the order in which they are tried.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// Sends letters through the shop's mail server.
pub struct SmtpMailer {
    server: Smtp,
    /// How this desk introduces itself.
    own_domain: String,
    in_environment: Option<Password>,
}

impl SmtpMailer {
    /// `password` is that of the environment, where there is one; whether it counts, the settings say.
    #[must_use]
    pub fn new(server: Smtp, own_domain: String, password: Option<String>) -> Self {
        Self { server, own_domain, in_environment: password.map(Password::new) }
    }

    /// Waits for something on a thread of its own making, which no answer of the server can hold up.
    fn wait_for<T>(work: impl Future<Output = Result<T, MailError>>) -> Result<T, MailError> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| {
            MailError::here(format!(
                "This machine has no room for a connection to the mail server now ({}).",
                reason(&error)
            ))
        })?;
        let outcome = runtime.block_on(work);
        // A name that is still being looked up would hold the thread beyond the deadline.
        runtime.shutdown_background();
        outcome
    }

    async fn talk(&self, from: &Address, letter: Option<&Mail>, names: &Names) -> Result<(), MailError> {
        let credentials = self.credentials().await?;
        let verdict = Verdict { server: &self.server, from, names };
        let talk = Talk { mailer: self, verdict: &verdict, letter, stage: Cell::new(Stage::Opening) };
        let mut connection = None;
        let outcome = timeout(self.server.message_time(), talk.run(&mut connection, credentials.as_ref())).await;
        let outcome = outcome.unwrap_or_else(|_| Err(verdict.of(talk.stage.get(), Fault::Slow)));
        if let (Ok(()) | Err(MailError::Refused { .. } | MailError::Rejected { .. }), Some(mut open)) =
            (&outcome, connection)
        {
            // A courtesy, in a conversation that went as it should; its answer changes nothing.
            let _ = timeout(GOODBYE_TIME, open.quit()).await;
        }
        outcome
    }

    /// Read for each letter, so that a changed password counts at once. A command gets as long as a reply.
    async fn credentials(&self) -> Result<Option<Credentials>, MailError> {
        let (Some(username), Some(source)) = (&self.server.username, &self.server.password) else { return Ok(None) };
        let password = password::read(source, self.in_environment.as_ref(), self.server.reply_time()).await?;
        Ok(Some(Credentials::new(username.clone(), password.into_string())))
    }

    /// What the server's certificate has to satisfy: the system's roots or the shop's own, and the name.
    fn tls(&self, host: &str) -> Result<TlsParameters, MailError> {
        let mut builder = TlsParameters::builder(host.to_owned());
        if let Some(path) = &self.server.ca_file {
            let unusable = |why: String| {
                MailError::here(format!(
                    "The certificates in {} cannot be used ({why}). Check ca_file under [mail.smtp].",
                    path.display()
                ))
            };
            let pem = std::fs::read(path).map_err(|error| unusable(reason(&error)))?;
            let roots = Certificate::from_pem(&pem).map_err(|_| unusable("they are not PEM".to_owned()))?;
            builder = builder.add_root_certificate(roots);
        }
        builder.build_rustls().map_err(|error| {
            MailError::here(format!("No encrypted connection can be made ({error}). Check ca_file under [mail.smtp]."))
        })
    }
}

impl Mailer for SmtpMailer {
    fn deliver(&mut self, letter: &Letter) -> Result<(), MailError> {
        let mail = message::mail(letter)?;
        Self::wait_for(self.talk(&mail.from, Some(&mail), &Names::CONFIGURATION))
    }

    fn ready(&self) -> Result<(), MailError> {
        if self.server.security != Security::None {
            self.tls(&self.server.host)?;
        }
        match self.server.password {
            // It is run for a letter only: it may ask somebody at another screen.
            Some(PasswordSource::Command(_)) => Ok(()),
            _ => Self::wait_for(self.credentials()).map(|_| ()),
        }
    }

    fn rehearse(&mut self, sender: &Mailbox, names: &Names) -> Result<(), MailError> {
        Self::wait_for(self.talk(&message::sender(sender, names)?, None, names))
    }
}

/// One conversation with the server.
struct Talk<'a> {
    mailer: &'a SmtpMailer,
    verdict: &'a Verdict<'a>,
    /// `None` for everything but a letter.
    letter: Option<&'a Mail>,
    /// How far it has come, for the words if the time is over.
    stage: Cell<Stage>,
}

impl Talk<'_> {
    /// Leaves the connection behind, for the goodbye.
    async fn run(
        &self,
        connection: &mut Option<AsyncSmtpConnection>,
        credentials: Option<&Credentials>,
    ) -> Result<(), MailError> {
        let connection = connection.insert(self.open().await?);
        self.encrypt(connection).await?;
        self.log_in(connection, credentials).await?;
        let from = MailFrom::new(Some(self.verdict.from.clone()), self.utf8(connection)?);
        self.step(Stage::Sender, &[250], connection.command(from)).await?;
        let Some(mail) = self.letter else {
            // The sender is taken; that no letter follows is a courtesy, whatever the server says to it.
            let _ = timeout(GOODBYE_TIME, connection.command(Rset)).await;
            return Ok(());
        };
        let to = Rcpt::new(mail.to.clone(), Vec::new());
        self.step(Stage::Recipient, &[250, 251, 252], connection.command(to)).await?;
        self.step(Stage::Data, &[354], connection.command(Data)).await?;
        self.step(Stage::Letter, &[250], connection.message(&mail.bytes)).await
    }

    /// The server's name as certificates and the name service know it.
    fn host(&self) -> String {
        let host = &self.mailer.server.host;
        idna::domain_to_ascii(host).unwrap_or_else(|_| host.clone())
    }

    /// From the name to the answer to EHLO, together as long as one reply: whoever takes the call and says nothing is
    /// given up when the sentence says so.
    async fn open(&self) -> Result<AsyncSmtpConnection, MailError> {
        self.in_time(self.call()).await?
    }

    async fn call(&self) -> Result<AsyncSmtpConnection, MailError> {
        let server = &self.mailer.server;
        let host = self.host();
        let found = lookup_host((host.as_str(), server.port)).await.map_err(|_| self.verdict.unknown_host())?;
        let addresses: Vec<SocketAddr> = found.collect();
        let hello = self.hello();
        let opened = if server.security == Security::Tls {
            let tls = Some(self.mailer.tls(&host)?);
            // Behind one address that does not answer, the next one is still tried.
            let each = server.reply_time() / u32::try_from(addresses.len()).unwrap_or(1).max(1);
            AsyncSmtpConnection::connect_tokio1(&addresses[..], Some(each), &hello, tls, None).await
        } else {
            let line = Line::connect(&addresses).await;
            let line = line.map_err(|error| self.verdict.of(Stage::Opening, Fault::Line(error)))?;
            AsyncSmtpConnection::connect_with_transport(Box::new(line), &hello).await
        };
        opened.map_err(|error| self.verdict.of(Stage::Opening, Fault::Smtp(error)))
    }

    fn hello(&self) -> ClientId {
        ClientId::Domain(self.mailer.own_domain.clone())
    }

    /// STARTTLS is required, never tried: a server that does not offer it, or somebody on the way who hides the
    /// offer, gets nothing.
    async fn encrypt(&self, connection: &mut AsyncSmtpConnection) -> Result<(), MailError> {
        let server = &self.mailer.server;
        if server.security != Security::StartTls {
            return Ok(());
        }
        if !connection.can_starttls() {
            return Err(self.verdict.no_starttls());
        }
        self.stage.set(Stage::Encrypting);
        let tls = self.mailer.tls(&self.host())?;
        // The reply, the handshake and what is offered now.
        let encrypted = self.in_time(connection.starttls(tls, &self.hello())).await?;
        encrypted.map_err(|error| self.verdict.of(Stage::Encrypting, Fault::Smtp(error)))
    }

    async fn log_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        credentials: Option<&Credentials>,
    ) -> Result<(), MailError> {
        let Some(credentials) = credentials else { return Ok(()) };
        if connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
            return Err(self.verdict.no_login());
        }
        self.step(Stage::Login, &[235], connection.auth(&MECHANISMS, credentials)).await
    }

    /// The parameter for an address with letters beyond ASCII before the @, where the server takes such.
    fn utf8(&self, connection: &AsyncSmtpConnection) -> Result<Vec<MailParameter>, MailError> {
        let to = self.letter.map(|mail| &mail.to);
        if [Some(self.verdict.from), to].into_iter().flatten().all(message::is_plain) {
            Ok(Vec::new())
        } else if connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            Ok(vec![MailParameter::SmtpUtfEight])
        } else {
            Err(self.verdict.no_utf8(to))
        }
    }

    /// One command and its reply. Only the replies that fit are taken: anything else means that the two sides are no
    /// longer talking about the same thing.
    async fn step(
        &self,
        stage: Stage,
        fitting: &[u16],
        exchange: impl Future<Output = Result<Response, lettre::transport::smtp::Error>>,
    ) -> Result<(), MailError> {
        self.stage.set(stage);
        let fault = match self.in_time(exchange).await? {
            Ok(reply) if fitting.iter().any(|code| reply.has_code(*code)) => return Ok(()),
            Ok(reply) => Fault::OutOfTurn(reply.code()),
            Err(error) => Fault::Smtp(error),
        };
        Err(self.verdict.of(stage, fault))
    }

    /// What belongs to the stage that was come to, within the time for one reply.
    async fn in_time<T>(&self, exchange: impl Future<Output = T>) -> Result<T, MailError> {
        let silent = |_| self.verdict.of(self.stage.get(), Fault::Silent);
        timeout(self.mailer.server.reply_time(), exchange).await.map_err(silent)
    }
}
