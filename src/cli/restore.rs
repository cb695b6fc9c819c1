//! `frontdesk restore`: a backup in the place of the file, and whom to tell.

use std::path::Path;

use super::arguments::Global;
use super::failure::{Fails, Failure};
use super::office::{say, settings, tell};
use crate::domain::text::{counted, printable};
use crate::runtime::log::{self, Entry};
use crate::runtime::{chance, clock};
use crate::store::{Whom, restore};

pub fn run(global: &Global, backup: &Path) -> Result<u8, Failure> {
    let settings = settings(global)?;
    let restored = restore(&settings.database, backup, &settings.author, clock::wall(), chance::key()).fails()?;
    log::write(&settings.state, &Entry::Restored);
    tell(&format!(
        "{} is restored and holds {}.",
        settings.database.display(),
        counted(restored.customers, "customer")
    ));
    if let Some(kept) = &restored.kept {
        tell(&format!("The file that was there is kept as {}.", kept.display()));
    }
    list(
        "The links that these people had do not work any more, and nothing was sent. Invite them again on their rows, or \
         with `frontdesk invite NUMBER`:",
        &restored.invite_again,
    );
    list(
        "The access of these people was off before and is on again, as in the backup. Turn it off where it should be:",
        &restored.access_again,
    );
    Ok(0)
}

fn list(what: &str, persons: &[Whom]) {
    if persons.is_empty() {
        return;
    }
    tell(what);
    for whom in persons {
        say(&format!(
            "{:>6}  {}  {}, {}",
            whom.contact.0,
            printable(&whom.email),
            printable(&whom.name),
            printable(&whom.customer_name)
        ));
    }
}
