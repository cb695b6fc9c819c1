//! Which records are open in a form, at which desk: one small file a form, in a folder beside the customer file, there
//! as long as the form is open and locked by the program that shows it. No table: what a killed program leaves in one
//! would stay true for ever, and each form would wait for the write lock to open.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::path::{beside, folder_of};
use super::rights;
use crate::domain::editing::Editing;

/// The form that is open at this desk, as the others see it.
pub struct OpenForm {
    folder: PathBuf,
    run: i64,
    /// Forms that this run has opened: no name is used twice.
    count: u32,
    told: Option<(PathBuf, File)>,
}

impl OpenForm {
    pub fn new(database: &Path, run: i64) -> Self {
        Self { folder: folder(database), run, count: 0, told: None }
    }

    /// A form was opened, or closed (`None`). It is a courtesy to the others: nobody is kept from saving by it.
    pub fn tell(&mut self, editing: Option<&Editing>) -> io::Result<()> {
        self.close();
        match editing {
            Some(editing) => self.open(editing),
            None => Ok(()),
        }
    }

    fn open(&mut self, editing: &Editing) -> io::Result<()> {
        rights::make_folder(&self.folder, &folder_of(&self.folder))?;
        let words = serde_json::to_vec(editing)?;
        self.held_file()?.write_all(&words)
    }

    /// Makes a file and locks it. Who looks between the two takes it for a killed program's, and removes it: then
    /// another one is made.
    fn held_file(&mut self) -> io::Result<&mut File> {
        loop {
            self.count += 1;
            let path = self.folder.join(format!("{}-{}.json", self.run, self.count));
            let file = rights::make_file(&path, &self.folder)?;
            if hold(&file)? {
                return Ok(&mut self.told.insert((path, file)).1);
            }
        }
    }

    /// First the name goes, then the lock.
    fn close(&mut self) {
        if let Some((path, held)) = self.told.take() {
            // Where the folder cannot be written any more, the end of the lock says it.
            fs::remove_file(path).ok();
            drop(held);
        }
    }
}

impl Drop for OpenForm {
    fn drop(&mut self) {
        self.close();
    }
}

/// Locks a file that was just made; `false` when somebody has taken it for a killed program's first.
fn hold(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(file.metadata()?.nlink() > 0),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The forms that are open at other desks, the one opened first first. What killed programs have left goes away.
pub fn open_elsewhere(database: &Path, run: i64) -> Vec<Editing> {
    let own = format!("{run}-");
    let Ok(entries) = fs::read_dir(folder(database)) else { return Vec::new() };
    let mut open: Vec<Editing> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&own)))
        .filter_map(|path| read(&path))
        .collect();
    open.sort_by(|a, b| (a.since, &a.desk, &a.staff).cmp(&(b.since, &b.desk, &b.staff)));
    open
}

/// What a file says, as long as somebody holds its lock. Shared, so that two who look do not take each other for one
/// who edits.
fn read(path: &Path) -> Option<Editing> {
    let file = File::open(path).ok()?;
    if file.try_lock_shared().is_ok() {
        // Its program is gone. No name is used twice, so this cannot be another's.
        fs::remove_file(path).ok();
        return None;
    }
    serde_json::from_reader(&file).ok()
}

/// `frontdesk.db.editing`
pub(super) fn folder(database: &Path) -> PathBuf {
    beside(database, ".editing")
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::contact::ContactId;
    use crate::domain::customer::CustomerId;
    use crate::domain::history::Subject;

    fn editing(contact: i64) -> Editing {
        Editing {
            customer: CustomerId(1),
            subjects: vec![Subject::Contact(ContactId(contact))],
            staff: "ana".into(),
            desk: "desk 1".into(),
            since: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_form_is_told_as_long_as_it_is_open_and_its_program_lives() {
        let shop = tempfile::tempdir().expect("a folder");
        let database = shop.path().join("shop.db");
        assert_eq!(open_elsewhere(&database, 2), []);
        let mut ana = OpenForm::new(&database, 1);
        ana.tell(Some(&editing(7))).expect("told");
        assert_eq!(open_elsewhere(&database, 2), [editing(7)]);
        assert_eq!(open_elsewhere(&database, 1), [], "one's own form is nobody else's");
        ana.tell(Some(&editing(8))).expect("told");
        assert_eq!(open_elsewhere(&database, 2), [editing(8)]);
        ana.tell(None).expect("told");
        assert_eq!(open_elsewhere(&database, 2), []);

        // A folder of a group: its members read it, whatever the umask.
        let group = shop.path().join("group");
        fs::create_dir(&group).expect("a folder");
        fs::set_permissions(&group, Permissions::from_mode(0o2770)).expect("changed");
        let mut shared = OpenForm::new(&group.join("shop.db"), 1);
        shared.tell(Some(&editing(7))).expect("told");
        let mode = |path: PathBuf| path.metadata().expect("an entry").mode() & 0o7777;
        let modes = [mode(folder(&group.join("shop.db"))), mode(folder(&group.join("shop.db")).join("1-1.json"))];
        assert_eq!(modes, [0o2770, 0o660]);

        // Killed: the file stays, the lock does not, whether it had been written or not.
        let whole = serde_json::to_vec(&editing(9)).expect("words");
        for (name, words) in [("3-1.json", &whole[..]), ("3-2.json", &whole[..9]), ("4-1.json", b"")] {
            let left = folder(&database).join(name);
            fs::write(&left, words).expect("written");
            assert_eq!(open_elsewhere(&database, 2), []);
            assert!(!left.exists(), "{name} goes away");
        }
    }

    #[test]
    fn a_file_that_was_taken_for_a_killed_programs_is_not_held() {
        let shop = tempfile::tempdir().expect("a folder");
        let path = shop.path().join("1-1.json");
        let file = File::create_new(&path).expect("a file");
        let looking = File::open(&path).expect("the file");
        looking.try_lock_shared().expect("nobody holds it");
        assert!(!hold(&file).expect("an answer"), "somebody is about to remove it");
        fs::remove_file(&path).expect("removed");
        drop(looking);
        assert!(!hold(&file).expect("an answer"), "nobody will find it");
        assert!(hold(&File::create_new(&path).expect("a file")).expect("an answer"));
    }

    #[test]
    fn a_form_that_opens_while_others_look_is_told() {
        let shop = tempfile::tempdir().expect("a folder");
        let database = shop.path().join("shop.db");
        std::thread::scope(|scope| {
            let ana = scope.spawn(|| {
                let mut form = OpenForm::new(&database, 1);
                for contact in 1..=2000 {
                    form.tell(Some(&editing(contact))).expect("told");
                    assert_eq!(open_elsewhere(&database, 2), [editing(contact)]);
                }
            });
            while !ana.is_finished() {
                open_elsewhere(&database, 3);
            }
        });
    }
}
