//! `frontdesk export`: every customer with cars and contacts, streamed, as of one moment; each file is written whole
//! or not at all.

mod csv;
mod json;
mod records;
mod vcard;

use std::io::{self, BufWriter, Write};

use self::records::{Records, Stop, Unnamed};
use super::arguments::{Export, Format, Global};
use super::failure::{Failure, USAGE};
use super::office::Office;

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
