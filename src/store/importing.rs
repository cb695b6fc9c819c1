//! Who is bringing in a list: a small file beside the customer file, there as long as the import runs and locked by
//! its program. No table: the import's own transaction would keep it from the others until the end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::path::{beside, folder_of};
use super::rights;
use crate::domain::importing::Importing;

/// The sign at the door of the file, taken down at its end.
pub struct ImportSign {
    path: PathBuf,
    held: File,
}

impl ImportSign {
    /// Puts it up. It is a courtesy to the others: where another import has its own there, or the folder cannot be
    /// written, the import goes on without.
    pub fn put_up(database: &Path, importing: &Importing) -> io::Result<Self> {
        let path = sign(database);
        let mut held = match rights::make_file(&path, &folder_of(&path)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(&path)?,
            made => made?,
        };
        held.try_lock()?;
        held.set_len(0)?;
        held.write_all(&serde_json::to_vec(importing)?)?;
        Ok(Self { path, held })
    }
}

/// First the name goes, then the lock.
impl Drop for ImportSign {
    fn drop(&mut self) {
        fs::remove_file(&self.path).ok();
        self.held.unlock().ok();
    }
}

/// Who is bringing in a list now; what a killed import has left says nothing.
pub fn import_elsewhere(database: &Path) -> Option<Importing> {
    let file = File::open(sign(database)).ok()?;
    if file.try_lock_shared().is_ok() {
        return None;
    }
    serde_json::from_reader(&file).ok()
}

/// `frontdesk.db.importing`
fn sign(database: &Path) -> PathBuf {
    beside(database, ".importing")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_sign_stands_as_long_as_its_import_lives() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("shop.db");
        let ana = Importing { staff: "ana".into(), desk: "desk 1".into(), since: Timestamp::UNIX_EPOCH };
        assert_eq!(import_elsewhere(&database), None);
        let sign = ImportSign::put_up(&database, &ana).expect("put up");
        assert_eq!(import_elsewhere(&database), Some(ana.clone()));
        assert!(ImportSign::put_up(&database, &ana).is_err(), "one import at a time");
        drop(sign);
        assert_eq!(import_elsewhere(&database), None);
        // One that was killed leaves the file, without the lock.
        fs::write(super::sign(&database), serde_json::to_vec(&ana).expect("words")).expect("left behind");
        assert_eq!(import_elsewhere(&database), None);
        drop(ImportSign::put_up(&database, &ana).expect("put up again"));
        assert!(!super::sign(&database).exists());
    }
}
