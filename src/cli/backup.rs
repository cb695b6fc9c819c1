//! `frontdesk backup`: a whole copy of the file, while the desks go on working.

use std::path::Path;

use super::arguments::Global;
use super::failure::{Fails, Failure};
use super::office::{Office, tell};
use crate::domain::text::counted;
use crate::runtime::log::Entry;

pub fn run(global: &Global, target: &Path, replace: bool) -> Result<u8, Failure> {
    let office = Office::open(global)?;
    let backup = office.store.back_up(target, replace, Office::now()).fails()?;
    office.log(&Entry::BackedUp);
    tell(&format!(
        "{} holds {} and {}. No sign-in link can be made from it.",
        backup.path.display(),
        counted(backup.customers, "customer"),
        counted(backup.contacts, "contact"),
    ));
    Ok(0)
}
