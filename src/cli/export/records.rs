//! What is exported, and the file that it goes to: whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::super::failure::{FAILED, Failure};
use super::super::office::Office;
use crate::domain::record::Record;
use crate::domain::text::reason;
use crate::store::{MarkedAddress, StoreError};

/// What is exported.
pub struct Records<'a> {
    pub office: &'a Office,
    pub with_history: bool,
}

impl Records<'_> {
    pub fn each(&self, take: impl FnMut(Record) -> Result<(), Stop>) -> Result<(), Stop> {
        let entries = if self.with_history { usize::MAX } else { 0 };
        self.office.store.each_record(&self.office.settings.author, entries, take)
    }

    /// What is known of addresses, whoever has them.
    pub fn addresses(&self) -> Result<Vec<MarkedAddress>, Stop> {
        Ok(self.office.store.marked_addresses()?)
    }
}

/// Why writing stops.
pub enum Stop {
    Store(StoreError),
    Write(io::Error),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl Stop {
    pub fn on_standard_output(self) -> Result<(), Failure> {
        match self {
            // `export | head` is no failure.
            Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Self::Write(error) => {
                let why = reason(&error);
                Err(Failure::new(FAILED, format!("The export could not be written ({why}). Choose another place.")))
            }
            Self::Store(error) => Err(error.into()),
        }
    }
}

/// A file that gets its name when it is whole.
pub struct Unnamed {
    file: NamedTempFile,
    path: PathBuf,
}

impl Unnamed {
    pub fn beside(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|error| failed(path, &error))?;
        Ok(Self { file, path: path.to_owned() })
    }

    pub fn fill(&mut self, write: impl FnOnce(&mut BufWriter<&File>) -> Result<(), Stop>) -> Result<(), Failure> {
        let mut out = BufWriter::new(self.file.as_file());
        write(&mut out).and_then(|()| Ok(out.flush()?)).map_err(|stop| match stop {
            Stop::Store(error) => Failure::from(error),
            Stop::Write(error) => failed(&self.path, &error),
        })
    }

    pub fn name(self) -> Result<(), Failure> {
        self.file.as_file().sync_all().map_err(|error| failed(&self.path, &error))?;
        self.file.persist(&self.path).map_err(|error| failed(&self.path, &error.error))?;
        Ok(())
    }
}

pub fn failed(path: &Path, error: &io::Error) -> Failure {
    let why = reason(error);
    let words =
        format!("{} could not be written ({why}). Nothing was left behind: choose another place.", path.display());
    Failure::new(FAILED, words)
}
