//! Opens the desk.

use super::arguments::Global;
use super::failure::{CONFIGURATION, FAILED, Fails, Failure, USAGE};
use super::office::{settings, sources};
use crate::app::Opening;
use crate::config::{Settings, load};
use crate::runtime::{self, Reread};

pub fn open(global: &Global) -> Result<u8, Failure> {
    check_terminal()?;
    let settings = settings(global)?;
    let opening = if settings.database.exists() {
        Opening::Desk
    } else if global.database.is_some() && !folder_exists(&settings) {
        return Err(crate::store::StoreError::NoFolder(folder(&settings))).fails();
    } else if settings.kiosk {
        return Err(Failure::new(CONFIGURATION, "This desk is not set up. Ask whoever runs the server."));
    } else {
        Opening::FirstStart { database: settings.database.clone() }
    };
    let flags = global.flags();
    run(&settings, opening, Box::new(move || load(&sources(flags.clone())).map_err(|error| error.to_string())))
}

/// Runs the desk.
pub fn run(settings: &Settings, opening: Opening, reread: Reread) -> Result<u8, Failure> {
    runtime::run(settings, opening, reread).map_err(|error| match error.downcast() {
        Ok(error) => <crate::store::StoreError as Into<Failure>>::into(error),
        Err(error) => Failure::new(FAILED, format!("{error:#}")),
    })?;
    Ok(0)
}

/// Asked before anything else: without a terminal the desk is not what was meant.
pub fn check_terminal() -> Result<(), Failure> {
    let term = std::env::var("TERM").ok();
    runtime::terminal::check(term.as_deref()).map_err(|unfit| Failure::new(USAGE, unfit.to_string()))
}

fn folder(settings: &Settings) -> std::path::PathBuf {
    settings.database.parent().map(std::path::Path::to_path_buf).unwrap_or_default()
}

fn folder_exists(settings: &Settings) -> bool {
    let folder = folder(settings);
    folder.as_os_str().is_empty() || folder.is_dir()
}
