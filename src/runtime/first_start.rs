//! The first start: looks at places for a customer file, then makes it and the first configuration.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};

use anyhow::{Context, Result, bail};

use super::{chance, clock};
use crate::app::vocabulary::{Event, Finding, FirstSettings};
use crate::config::{First, Places, Portal, Settings, sign_in_url, write_first};
use crate::store::{Probe, Store, probe};

/// What the form asks.
#[derive(Debug)]
pub enum Request {
    Probe(PathBuf),
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
            Request::SetUp(first) => match set_up(settings, &first) {
                Ok(settings) => Event::DeskReady(Box::new(settings)),
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

fn set_up(settings: &Settings, first: &FirstSettings) -> Result<Settings> {
    // A path is kept as it is meant now, wherever the program is started the next time.
    let database = std::path::absolute(&first.database).unwrap_or_else(|_| first.database.clone());
    let asked = Settings {
        shop_name: first.shop_name.clone(),
        database,
        portal: Portal { sign_in_url: first.sign_in_url.clone(), ..settings.portal.clone() },
        ..settings.clone()
    };
    // Asked before anything is written: half a first start is worse than none.
    let configured = settings.file.exists();
    if configured && asked != *settings {
        bail!(
            "The configuration {} is there already and says otherwise. Nothing was written: change it there, then start frontdesk again.",
            settings.file.display()
        );
    }
    if let Some(Err(reason)) = first.sign_in_url.as_deref().map(sign_in_url) {
        bail!("The sign-in address cannot be used: {reason}. Nothing was written.");
    }
    open_or_make(&asked.database)?;
    if !configured {
        let answers = First {
            database: Some(asked.database.clone()),
            shop_name: Some(first.shop_name.clone()),
            sign_in_url: first.sign_in_url.clone(),
            folder: Some(settings.mail.folder.clone()),
        };
        write_first(&settings.file, &answers)
            .with_context(|| format!("The customer file {} is ready, but", asked.database.display()))?;
    }
    Ok(asked)
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
