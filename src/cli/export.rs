//! `frontdesk export`: every customer with cars and contacts, streamed, as of one moment; each file is written whole
//! or not at all.

mod csv;
mod json;
mod vcard;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Office;
use super::arguments::{Export, Format, Global};
use super::failure::{FAILED, Failure, USAGE};
use crate::domain::record::Record;
use crate::store::StoreError;

pub use self::vcard::{ACCESS, CAR, CUSTOMER, GETS, PRIMARY, REFERENCE, ROLE_DESCRIPTION};

pub fn run(global: &Global, wanted: &Export) -> Result<u8, Failure> {
    let write = match wanted.format {
        Format::Csv | Format::Vcard if wanted.history => return Err(no_history()),
        Format::Csv => {
            let Some(folder) = &wanted.output else {
                let words = "CSV is two files, customers.csv and contacts.csv: --output FOLDER says where to.";
                return Err(Failure::new(USAGE, words));
            };
            let office = Office::open(global)?;
            csv::write(&Records { office: &office, with_history: false }, folder)?;
            return Ok(0);
        }
        Format::Json => json::write,
        Format::Vcard => vcard::write,
    };
    let office = Office::open(global)?;
    let records = Records { office: &office, with_history: wanted.history };
    match &wanted.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            let written = write(&records, &mut out).and_then(|()| Ok(out.flush()?));
            written.or_else(Stop::on_standard_output)?;
        }
        Some(path) => {
            let mut file = Unnamed::beside(path)?;
            file.fill(|out| write(&records, out))?;
            file.name()?;
        }
    }
    Ok(0)
}

fn no_history() -> Failure {
    Failure::new(USAGE, "Only JSON holds the history: --format json --history.")
}

/// What is exported.
pub struct Records<'a> {
    office: &'a Office,
    pub with_history: bool,
}

impl Records<'_> {
    fn each(&self, take: impl FnMut(Record) -> Result<(), Stop>) -> Result<(), Stop> {
        let entries = if self.with_history { usize::MAX } else { 0 };
        self.office.store.each_record(&self.office.settings.author, entries, take)
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
    fn on_standard_output(self) -> Result<(), Failure> {
        match self {
            // `export | head` is no failure.
            Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Self::Write(error) => {
                Err(Failure::new(FAILED, format!("The export could not be written ({error}). Choose another place.")))
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
    fn beside(path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|error| failed(path, &error))?;
        Ok(Self { file, path: path.to_owned() })
    }

    fn fill(&mut self, write: impl FnOnce(&mut BufWriter<&File>) -> Result<(), Stop>) -> Result<(), Failure> {
        let mut out = BufWriter::new(self.file.as_file());
        write(&mut out).and_then(|()| Ok(out.flush()?)).map_err(|stop| match stop {
            Stop::Store(error) => Failure::from(error),
            Stop::Write(error) => failed(&self.path, &error),
        })
    }

    fn name(self) -> Result<(), Failure> {
        self.file.as_file().sync_all().map_err(|error| failed(&self.path, &error))?;
        self.file.persist(&self.path).map_err(|error| failed(&self.path, &error.error))?;
        Ok(())
    }
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    let words =
        format!("{} could not be written ({error}). Nothing was left behind: choose another place.", path.display());
    Failure::new(FAILED, words)
}
