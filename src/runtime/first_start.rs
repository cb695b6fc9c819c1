//! The first start: looks at places for a customer file, then makes it and the first configuration.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};

use anyhow::{Context, Result, bail};

use super::worker::Worker;
use super::{chance, clock};
use crate::app::vocabulary::{Event, Finding, FirstSettings};
use crate::config::{
    First, Mail, NewMail, PASSWORD_VARIABLE, PasswordSource, Places, Portal, Settings, Smtp, sign_in_url, write_first,
    write_password,
};
use crate::mail::{self, Names};
use crate::store::{Probe, Store, probe};

/// What the mail server wants otherwise is a field of the form.
const ON_THE_FORM: Names = Names {
    host: "Mail server",
    line: "Mail server, Port and Encryption",
    sender: "Sender",
    login: "User name and Password",
    choose_tls: "Choose TLS",
    choose_starttls: "Choose STARTTLS",
    choose_no_login: "Leave User name empty",
};

/// What the form asks.
#[derive(Debug)]
pub enum Request {
    Probe(PathBuf),
    TryMail(FirstSettings),
    SetUp(FirstSettings),
}

/// Serves the form until the desk is at work; a thread, because a path may lead into a network that does not answer.
pub fn serve(settings: &Settings, requests: &Receiver<Request>, inbox: &Sender<Event>) {
    while let Ok(request) = requests.recv() {
        let event = match request {
            Request::Probe(path) => {
                let finding = look_at(&path);
                Event::PlaceProbed { path, finding }
            }
            Request::TryMail(first) => match start_trying(settings, first, inbox) {
                Ok(()) => continue,
                Err(error) => Event::DeskNotReady(format!("{error:#}")),
            },
            Request::SetUp(first) => match set_up(settings, &first) {
                Ok(settings) => Event::DeskReady { settings: Box::new(settings), said: first.said },
                Err(error) => Event::DeskNotReady(format!("{error:#}")),
            },
        };
        if inbox.send(event).is_err() {
            return;
        }
    }
}

fn look_at(path: &Path) -> Finding {
    match probe(path) {
        Probe::NoFolder if is_own_folder(path) => Finding::Nothing,
        Probe::Nothing => Finding::Nothing,
        Probe::NoFolder => Finding::NoFolder,
        Probe::Ours { customers } => Finding::Customers(customers),
        Probe::NotOurs => Finding::NotOurs,
        Probe::Unreadable(words) => Finding::Unreadable(words),
    }
}

/// The user's own data folder is made where it is missing. Any other that is missing may be a disk that is not there.
fn is_own_folder(path: &Path) -> bool {
    Places::of_this_user().is_some_and(|places| path.parent() == Some(&places.data))
}

/// Tries the mail server on a thread of its own, which nobody has to wait for.
fn start_trying(settings: &Settings, first: FirstSettings, inbox: &Sender<Event>) -> Result<()> {
    let asked = asked(settings, &first)?;
    let died = "Trying the mail server has failed, a fault of the program. Nothing was written.".to_owned();
    let last_words = Event::MailTried { first: Box::new(first.clone()), outcome: Err(died) };
    let answers = inbox.clone();
    Worker::start("mail trial", vec![last_words], inbox.clone(), move || {
        let outcome = rehearse(&asked, first.mail.as_ref());
        answers.send(Event::MailTried { first: Box::new(first), outcome }).ok();
    })?;
    Ok(())
}

/// The settings to go to work with, unless something is there that says otherwise.
fn asked(settings: &Settings, first: &FirstSettings) -> Result<Settings> {
    // A path is kept as it is meant now, wherever the program is started the next time.
    let database = std::path::absolute(&first.database).unwrap_or_else(|_| first.database.clone());
    let asked = Settings {
        shop_name: first.shop_name.clone(),
        database,
        portal: Portal { sign_in_url: first.sign_in_url.clone(), ..settings.portal.clone() },
        mail: first.mail.as_ref().map_or_else(|| settings.mail.clone(), |new| new.applied_to(&settings.mail)),
        ..settings.clone()
    };
    if settings.file.exists() && asked != *settings {
        bail!(
            "The configuration {} is there already and says otherwise. Nothing was written: change it there, then start frontdesk again.",
            settings.file.display()
        );
    }
    if let Some(Err(reason)) = first.sign_in_url.as_deref().map(sign_in_url) {
        bail!("The sign-in address cannot be used: {reason}. Nothing was written.");
    }
    Ok(asked)
}

fn set_up(settings: &Settings, first: &FirstSettings) -> Result<Settings> {
    // Asked before anything is written: half a first start is worse than none.
    let asked = asked(settings, first)?;
    open_or_make(&asked.database)?;
    if let Some(new) = &first.mail {
        keep_password(new)?;
    }
    if !settings.file.exists() {
        let answers = First {
            database: Some(asked.database.clone()),
            shop_name: Some(first.shop_name.clone()),
            sign_in_url: first.sign_in_url.clone(),
            folder: Some(settings.mail.folder.clone()),
            mail: first.mail.clone(),
        };
        write_first(&settings.file, &answers)
            .with_context(|| format!("The customer file {} is ready, but", asked.database.display()))?;
    }
    Ok(asked)
}

/// Asks the mail server whether it would take a letter, with the password as it was typed.
fn rehearse(asked: &Settings, new: Option<&NewMail>) -> Result<String, String> {
    let password = new.and_then(|new| new.password.as_ref()).map(|password| password.reveal().to_owned());
    let source = password.as_ref().map(|_| PasswordSource::Environment);
    let smtp = new.map(|new| Smtp { password: source, ..new.smtp.clone() });
    let mail = Mail { smtp, ..asked.mail.clone() };
    let typed = |name: &str| password.clone().filter(|_| name == PASSWORD_VARIABLE);
    mail::mailer(&mail, &typed)
        .and_then(|mut mailer| mailer.rehearse(&mail.sender(&asked.shop_name), &ON_THE_FORM))
        .map(|()| mail::rehearsed(&mail, &asked.shop_name))
        .map_err(|error| format!("{} Nothing was written.", error.sentence()))
}

fn keep_password(new: &NewMail) -> Result<()> {
    match (&new.password, &new.smtp.password) {
        (Some(password), Some(PasswordSource::File(path))) => Ok(write_password(path, password)?),
        _ => Ok(()),
    }
}

fn open_or_make(path: &Path) -> Result<()> {
    if let (Finding::Nothing, Some(folder)) = (look_at(path), path.parent().filter(|_| is_own_folder(path))) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("The folder {} could not be made. Nothing was written.", folder.display()))?;
    }
    if path.exists() {
        Store::open(path, clock::wall())?;
    } else {
        Store::create(path, clock::wall(), chance::key())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::app::key::Key;
    use crate::app::vocabulary::{Now, Size};
    use crate::app::{App, Opening};
    use crate::runtime::tests::settings;
    use crate::ui;

    #[test]
    fn what_is_put_right_on_the_form_is_called_as_its_fields_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("shop.db");
        let mut app = App::new(settings(folder.path()), Opening::FirstStart { database: database.clone() });
        let probed = Event::PlaceProbed { path: database, finding: Finding::Nothing };
        let keys = [Key::Tab, Key::Tab, Key::Right, Key::F(2)].map(Event::KeyPressed);
        for event in [Event::Started(Size { width: 80, height: 24 }), probed].into_iter().chain(keys) {
            app.update(event, Now { wall: Timestamp::UNIX_EPOCH, steady: Duration::ZERO });
        }
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a screen");
        terminal.draw(|frame| drop(ui::draw(frame, &app))).expect("drawn");
        let page: String = terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
        let Names { host, line, sender, login, .. } = ON_THE_FORM;
        let named = [host, line, sender, login].join(" and ").replace(", ", " and ");
        for label in named.split(" and ") {
            assert!(page.contains(&format!("{label}   ")), "{label}: {page}");
        }
    }
}
