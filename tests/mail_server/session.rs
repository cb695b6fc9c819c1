//! One connection to the mail server of the tests, from the greeting to the goodbye.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::BASE64;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Delivered, Fault, Moment, Safety, Shared};

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

/// Whether the conversation goes on.
enum Next {
    Command,
    Leave,
}

struct Session<'a> {
    shared: &'a Shared,
    line: Box<dyn Line>,
    raw: TcpStream,
    fault: Option<(Moment, Fault)>,
    encrypted: bool,
    hello: String,
    login: Option<(String, String)>,
    from: String,
    to: Vec<String>,
}

pub(super) fn serve(shared: &Shared, stream: TcpStream, fault: Option<(Moment, Fault)>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut session = Session {
        shared,
        line: Box::new(stream.try_clone()?),
        raw: stream,
        fault,
        encrypted: false,
        hello: String::new(),
        login: None,
        from: String::new(),
        to: Vec::new(),
    };
    if shared.script.safety == Safety::Tls {
        session.encrypt()?;
    }
    if let Next::Leave = session.answer(Moment::Greeting, "220 mail.test ESMTP")? {
        return Ok(());
    }
    loop {
        let command = session.read_line()?;
        if let Next::Leave = session.obey(&command)? {
            return Ok(());
        }
    }
}

impl Session<'_> {
    fn obey(&mut self, command: &str) -> io::Result<Next> {
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let script = &self.shared.script;
        match verb.as_str() {
            "EHLO" => {
                command.get(5..).unwrap_or_default().clone_into(&mut self.hello);
                let answer = self.offers();
                self.answer(Moment::Ehlo, &answer)
            }
            "STARTTLS" => {
                let next = self.answer(Moment::StartTls, "220 go ahead")?;
                if let Next::Command = next {
                    self.encrypt()?;
                }
                Ok(next)
            }
            "AUTH" => self.log_in(command),
            "MAIL" if script.login.is_some() && self.login.is_none() => {
                self.answer(Moment::Sender, "530 5.7.0 log in first")
            }
            "MAIL" => {
                self.from = path(command);
                self.to.clear();
                self.answer(Moment::Sender, "250 2.1.0 ok")
            }
            "RCPT" => {
                self.to.push(path(command));
                self.answer(Moment::Recipient, "250 2.1.5 ok")
            }
            "RSET" => {
                self.from.clear();
                self.answer(Moment::Goodbye, "250 2.0.0 ok")
            }
            "DATA" => self.receive(),
            "QUIT" => {
                self.answer(Moment::Goodbye, "221 2.0.0 bye")?;
                Ok(Next::Leave)
            }
            _ => self.say("500 5.5.1 what?").map(|()| Next::Command),
        }
    }

    fn offers(&self) -> String {
        let script = &self.shared.script;
        let mut offers = vec!["mail.test".to_owned()];
        if !script.plain_addresses_only {
            offers.extend(["8BITMIME".to_owned(), "SMTPUTF8".to_owned()]);
        }
        if script.safety == Safety::StartTls && !self.encrypted {
            offers.push("STARTTLS".to_owned());
        }
        if script.login.is_some() {
            offers.push(if script.only_login_mechanism { "AUTH LOGIN" } else { "AUTH PLAIN LOGIN" }.to_owned());
        }
        let last = offers.len() - 1;
        let lines =
            offers.iter().enumerate().map(|(at, offer)| format!("250{}{offer}", if at == last { ' ' } else { '-' }));
        lines.collect::<Vec<_>>().join("\r\n")
    }

    fn log_in(&mut self, command: &str) -> io::Result<Next> {
        let words: Vec<&str> = command.split(' ').collect();
        let (name, password) = if words.get(1) == Some(&"PLAIN") {
            let said = decoded(words.get(2).unwrap_or(&""));
            let mut parts = said.split('\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        } else {
            self.say(&format!("334 {}", BASE64.encode(b"Username:")))?;
            let name = decoded(&self.read_line()?);
            self.say(&format!("334 {}", BASE64.encode(b"Password:")))?;
            (name, decoded(&self.read_line()?))
        };
        if self.shared.script.login == Some((&name, &password)) {
            self.login = Some((name, password));
            self.answer(Moment::Login, "235 2.7.0 welcome")
        } else {
            self.answer(Moment::Login, "535 5.7.8 bad user name or password")
        }
    }

    fn receive(&mut self) -> io::Result<Next> {
        let next = self.answer(Moment::Data, "354 go ahead")?;
        if matches!(next, Next::Leave) || matches!(self.fault, Some((Moment::Data, Fault::Says(_)))) {
            return Ok(next);
        }
        let mut data = String::new();
        loop {
            let line = self.read_line()?;
            if line == "." {
                break;
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push_str("\r\n");
        }
        let taken = !matches!(self.fault, Some((Moment::Dot, Fault::Says(_) | Fault::Drops | Fault::Hangs)));
        if taken {
            self.shared.take(Delivered {
                from: self.from.clone(),
                to: self.to.clone(),
                data,
                login: self.login.clone(),
                encrypted: self.encrypted,
                hello: self.hello.clone(),
            });
        }
        self.answer(Moment::Dot, "250 2.0.0 taken")
    }

    /// Answers as is its duty, or as this connection's fault has it.
    fn answer(&mut self, moment: Moment, duty: &str) -> io::Result<Next> {
        match self.fault.filter(|(at, _)| [moment, Moment::Any].contains(at)).map(|(_, fault)| fault) {
            None => self.say(duty)?,
            Some(Fault::Says(words)) => self.say(words)?,
            Some(Fault::Drops | Fault::TakesAndDrops) => return Ok(Next::Leave),
            Some(Fault::Hangs | Fault::TakesAndHangs) => {
                // Reads, and never answers, until the other side has had enough.
                io::copy(&mut self.line, &mut io::sink())?;
                return Ok(Next::Leave);
            }
            Some(Fault::Babbles) => loop {
                self.say("250-and there is more")?;
                self.shared.pause(Duration::from_millis(1));
            },
            Some(Fault::Tarries(time)) => {
                self.shared.pause(time);
                self.say(duty)?;
            }
            Some(Fault::Dribbles(pause)) => {
                for byte in duty.bytes().chain(*b"\r\n") {
                    self.line.write_all(&[byte])?;
                    self.line.flush()?;
                    self.shared.pause(pause);
                }
            }
        }
        Ok(Next::Command)
    }

    fn say(&mut self, words: &str) -> io::Result<()> {
        self.line.write_all(format!("{words}\r\n").as_bytes())?;
        self.line.flush()
    }

    /// Byte by byte, so that nothing of what follows STARTTLS is read too early.
    fn read_line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        let mut byte = [0];
        while !line.ends_with(b"\r\n") {
            self.line.read_exact(&mut byte)?;
            line.push(byte[0]);
        }
        line.truncate(line.len() - 2);
        String::from_utf8(line).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
    }

    fn encrypt(&mut self) -> io::Result<()> {
        let chain = &self.shared.certificates;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config.with_no_client_auth().with_single_cert(vec![chain.certificate.clone()], chain.key())
            })
            .map_err(io::Error::other)?;
        let connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
        self.line = Box::new(StreamOwned::new(connection, self.raw.try_clone()?));
        self.encrypted = true;
        Ok(())
    }
}

/// The address between the angle brackets.
fn path(command: &str) -> String {
    command.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path).to_owned()
}

fn decoded(text: &str) -> String {
    BASE64.decode(text.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
